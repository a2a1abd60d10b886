"""Figures as printed, and when what is worked out agrees with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.definitions.units import decimals_of
from analysis.documents.printed import SHARE, Check, Printed, counts_before, rounding_of, sum_check
from analysis.statistics.intervals import percent_change


def figure(value, decimals=0):
    return Printed(value, "percent", "share", "report", "page 1", 3, decimals)


@pytest.mark.parametrize(
    ("printed", "decimals", "made", "agrees"),
    [
        (89, 0, 88.64, True),
        (12, 0, 11.36, False),
        (12, 0, 11.5, True),
        (-4.6, 1, -4.55, True),
        (8.7, 1, 8.64, False),
    ],
)
def test_a_printed_figure_agrees_to_half_of_its_last_digit(printed, decimals, made, agrees):
    assert Check(SHARE, "share", figure(printed, decimals), made, "counts").agrees is agrees


def test_whole_figures_add_up_exactly():
    assert sum_check(figure(5), (figure(2), figure(3))).agrees
    assert not sum_check(figure(6), (figure(2), figure(3))).agrees
    assert sum_check(figure(6), (figure(2), figure(3)), slack=1).agrees


def test_nothing_is_checked_where_a_figure_is_missing():
    assert sum_check(figure(5), (figure(2), figure(None))) is None
    assert sum_check(figure(None), (figure(2),)) is None and sum_check(figure(1), ()) is None


def test_digits_of_a_number():
    assert [decimals_of(v) for v in (22, 22.0, 0.3, 97.25)] == [0, 0, 1, 2]
    assert [rounding_of(v) for v in (22893000, 22893289, 10, 7)] == [500, 0.5, 5, 0.5]


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
