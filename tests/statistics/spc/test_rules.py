"""The four rules at their boundaries."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.statistics.spc.rules import find_signals

ZIGZAG = [0.5, -0.5]


def places(z, rule, y=None):
    found = find_signals(z, z if y is None else y)
    return [place for place, signals in enumerate(found) if rule in {signal.rule for signal in signals}]


@pytest.mark.parametrize(
    ("z", "marked"),
    [([0, 3.0, -3.0], []), ([0, 3.01, 0, -3.01], [1, 3]), ([0, 3.0 + 1e-12], [])],
)
def test_outside_the_limits(z, marked):
    assert places(z, "outside the limits") == marked


@pytest.mark.parametrize(
    ("z", "marked"),
    [
        ([0.5] * 6 + [-0.5], []),
        ([-0.5] + [0.5] * 7, [1, 2, 3, 4, 5, 6, 7]),
        ([0.5] * 6 + [0.0, 0.5], []),
        ([0.5] * 6 + [1e-12, 0.5], []),
        ([0.5] * 6 + [float("nan"), 0.5], []),
        ([-0.5] * 8, list(range(8))),
    ],
)
def test_seven_on_one_side(z, marked):
    assert places(z, "seven on one side") == marked


@pytest.mark.parametrize(
    ("y", "marked"),
    [
        ([-1, 0, 1, 2, 3, 4], []),
        ([-3, -2, -1, 0, 1, 2, 3], [0, 1, 2, 3, 4, 5, 6]),
        ([3, 2, 1, 0, -1, -2, -3, 5], [0, 1, 2, 3, 4, 5, 6]),
        ([-3, -2, -1, 0, 0, 1, 2, 3], []),
        ([-3, -2, -1, float("nan"), 1, 2, 3, 4], []),
    ],
)
def test_seven_rising_or_falling(y, marked):
    assert places(y, "seven rising or falling") == marked


@pytest.mark.parametrize(
    ("z", "marked"),
    [
        ([2.1, 0, 2.1], [0, 2]),
        ([2.1, 2.1, 0], [0, 1]),
        ([2.1, -2.1, 0], []),
        ([2.0, 0, 2.0], []),
        ([2.1, 0, 0, 2.1], []),
        ([3.5, 0, 2.1], [0, 2]),
        ([2.1, float("nan"), 2.1], []),
    ],
)
def test_two_of_three_near_a_limit(z, marked):
    assert places(z, "two of three near a limit") == marked


def test_outside_comes_first_and_says_its_side():
    signals = find_signals([0.5] * 6 + [-9.0, -9.0], [0.5] * 6 + [-9.0, -9.0])[-1]
    assert [(signal.rule, signal.side) for signal in signals] == [
        ("outside the limits", "low"),
        ("two of three near a limit", "low"),
    ]


distances = st.lists(st.floats(-5, 5), min_size=1, max_size=40)


@settings(deadline=None, max_examples=50)
@given(distances)
def test_turning_upside_down_mirrors(z):
    turned = {"high": "low", "low": "high"}
    there, back = find_signals(z, z), find_signals([-x for x in z], [-x for x in z])
    assert [{(s.rule, turned[s.side]) for s in signals} for signals in there] == [
        {(s.rule, s.side) for s in signals} for signals in back
    ]


@pytest.mark.parametrize(
    ("counted", "marked"),
    [
        ([3, 3, 3, 3, 3, 3, 3], []),
        ([3, 4, 5, 5, 6, 7, 8], []),
        ([3, 4, 5, 6, 7, 8, 9], [0, 1, 2, 3, 4, 5, 6]),
        ([9, 8, 7, 6, 5, 4, 3], [0, 1, 2, 3, 4, 5, 6]),
    ],
)
def test_figures_that_are_equal_stay_a_tie_whatever_season_is_taken_out(counted, marked):
    """The adjusted values rise by one seventh a point; what was counted decides whether there is a step."""
    z = [-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3]
    found = find_signals(z, z, counted)
    assert [place for place, signals in enumerate(found) if signals] == marked


def test_no_figures_at_all_have_no_signals():
    assert find_signals([float("nan")] * 9, [float("nan")] * 9) == ((),) * 9
