"""The mark of tests that need forked children, with why they are skipped elsewhere."""

import sys

import pytest

from analysis import children

needs_forks = pytest.mark.skipif(
    not children.POSSIBLE,
    reason=f"on {sys.platform} nothing is forked (`children.POSSIBLE`): sections run in this process, without limits",
)
