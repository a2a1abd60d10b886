"""Figures as printed, and when what is worked out agrees with them."""

import pytest

from analysis.printed import SHARE, Check, Printed, rounding_of, sum_check
from analysis.units import decimals_of


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
