"""Paths to a later year's target."""

import pytest

from analysis.paths import path_needed
from analysis.targets import Target


@pytest.mark.parametrize(
    ("actual", "low", "high", "a_year", "is_met", "allows"),
    [
        (18.9, 28, None, 9.1 / 4, False, 0),
        (24.5, 24, None, 0, True, -0.5),
        (90, None, 80, -2.5, False, 0),
        (6, None, 9, 0, True, 3),
        (5, 4, 6, 0, True, -1),
    ],
)
def test_the_change_needed_each_year(actual, low, high, a_year, is_met, allows):
    path = path_needed(actual, Target(low, high, "x"), 4)
    assert path.a_year == pytest.approx(a_year) and path.is_met is is_met
    assert path.allows == pytest.approx(allows)


def test_no_number_no_path():
    assert path_needed(5, Target(None, None, "to be set"), 3) is None
