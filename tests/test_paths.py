"""Paths to a later year's target, and when a chance can be given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.paths import outlook, path_needed
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


def test_no_chance_below_five_whole_years():
    target = Target(None, 100, "no more than")
    assert outlook([100, 104, 99, 103], target, 1) is None
    assert outlook([100], target, 3) is None
    assert outlook([100, 104, 99, 103, 101], Target(None, None, "to be set"), 1) is None


def test_the_range_grows_with_the_years_and_the_chance_is_half_at_the_last_figure():
    history, target = [100, 104, 99, 103, 101], Target(None, 101, "no more than")
    near, far = outlook(history, target, 1), outlook(history, target, 4)
    assert near.chance == pytest.approx(0.5) and far.chance == pytest.approx(0.5)
    assert far.high80 - far.low80 == pytest.approx(2 * (near.high80 - near.low80))


def test_a_series_that_never_changed_is_certain():
    assert outlook([7] * 5, Target(None, 7, "no more than"), 2).chance == 1
    assert outlook([7] * 5, Target(8, None, "at least"), 2).chance == 0


@given(st.lists(st.floats(1, 1000), min_size=5, max_size=12), st.floats(1, 1000), st.integers(1, 5))
def test_chances_of_either_side_make_one(history, bound, years):
    below = outlook(history, Target(None, bound, "x"), years).chance
    above = outlook(history, Target(bound, None, "x"), years).chance
    if len(set(history)) > 1:
        assert below + above == pytest.approx(1)
