"""The tests that a version's faults are shown by are still there."""

import re

import fails_before
from project import ROOT


def test_every_test_that_shows_a_fault_is_there():
    _, faults = fails_before.read_regressions(fails_before.REGRESSIONS)
    for test in (test for tests in faults.values() for test in tests):
        file, _, name = test.partition("::")
        assert re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), test
