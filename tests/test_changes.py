"""Percentage changes of counts, their intervals, and the counts before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.changes import change_interval, counts_before, percent_change


@pytest.mark.parametrize(
    ("now", "change", "low", "high"),
    [
        (2880, -4.6, 3018, 3020),
        (6, -64.7, 17, 17),
        (347, 0.3, 346, 346),
        (128, 48.8, 86, 86),
        (294, 17.6, 250, 250),
    ],
)
def test_the_counts_that_agree_with_a_printed_change(now, change, low, high):
    assert counts_before(now, change, 0.05) == (low, high)
    assert all(abs(percent_change(now, before) - change) <= 0.05 for before in (low, high))
    assert all(abs(percent_change(now, before) - change) > 0.05 for before in (low - 1, high + 1))


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_the_true_count_is_always_in_the_range(now, before):
    change = round(percent_change(now, before), 1)
    found = counts_before(now, change, 0.05)
    if change - 0.05 > -100:
        assert found is not None and found[0] <= before <= found[1]


def test_no_count_or_every_count_is_no_range():
    assert counts_before(6, -64.2, 0.05) is None
    assert counts_before(0, -100, 0.05) is None


def test_six_to_one_may_be_chance():
    low, high = change_interval(1, 6)
    assert percent_change(1, 6) == pytest.approx(-83.33, abs=0.01)
    assert (round(low, 1), round(high, 1)) == (-99.6, 37.4)
    assert change_interval(3, 0) is None and percent_change(3, 0) is None
