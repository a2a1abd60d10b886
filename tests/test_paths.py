"""Paths to a later year's target, and which figures meet it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.paths import bounds_that_meet, path_needed
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


@pytest.mark.parametrize(
    ("low", "high", "exclusive", "whole", "ends"),
    [
        (None, 20, False, True, (None, 20)),
        (None, 20, True, True, (None, 19)),
        (20, None, True, True, (21, None)),
        (None, 20.4, True, True, (None, 20)),
        (20.4, None, True, True, (21, None)),
        (None, 0.1 * 3 * 10, True, True, (None, 2)),  # 3.0000000000000004 is meant as 3
        (4, 6, True, True, (5, 5)),
    ],
)
def test_a_bound_that_does_not_meet_is_moved_to_the_next_event(low, high, exclusive, whole, ends):
    assert bounds_that_meet(low, high, exclusive, whole) == ends


@given(st.floats(-1e6, 1e6), st.booleans())
def test_the_ends_meet_the_target_and_the_bound_itself_only_where_it_may(bound, exclusive):
    for target in (
        Target(bound, None, "x", exclusive=exclusive),
        Target(None, bound, "x", exclusive=exclusive),
    ):
        low, high = bounds_that_meet(target.low, target.high, exclusive, whole=False)
        assert target.meets(high if low is None else low)
        assert target.meets(bound) is not exclusive
