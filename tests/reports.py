"""The project's real reports, each read and judged once for all tests."""

from functools import cache
from pathlib import Path

from analysis.assessments import Assessment, assess
from analysis.params import Folders, read_params

ROOT = Path(__file__).resolve().parents[1]


@cache
def report(name: str) -> Assessment:
    """The assessment of `params/<name>.yaml`."""
    return assess(read_params(ROOT / "params" / f"{name}.yaml"), Folders(ROOT))
