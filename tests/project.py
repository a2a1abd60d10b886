"""Where the project and its made-up place lie."""

from pathlib import Path

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
MADE_UP_PLACE = TESTS / "made_up_place"
