"""The mark of tests that need forked children, with why they are skipped elsewhere."""

import sys

import pytest

from analysis.running.notebooks import worker_processes

needs_forks = pytest.mark.skipif(
    not worker_processes.POSSIBLE,
    reason=f"on {sys.platform} nothing is forked (`children.POSSIBLE`): sections run in this process, without limits",
)
