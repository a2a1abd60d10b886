"""What figures are in, and with how many decimals they are printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import wording
from analysis.units import is_percent, is_whole, printed_decimals


@pytest.mark.parametrize(
    ("unit", "percent", "whole"),
    [
        ("percent", True, False),
        ("percent reduction", True, False),
        ("incidents", False, True),
        ("crimes per 1000 population", False, False),
        ("per 100000", False, False),
        ("people per household", False, False),
        ("persons", False, True),
        ("rate", False, False),
        ("", False, False),
    ],
)
def test_what_a_unit_is(unit, percent, whole):
    assert (is_percent(unit), is_whole(unit)) == (percent, whole)


@pytest.mark.parametrize(
    ("value", "unit", "decimals"),
    [
        (13.9, "percent", 1),
        (13.8774, "percent", 1),
        (14.0, "percent", 0),
        (25.5712, "per 100000", 2),
        (25.6, "per 100000", 1),
        (46.77, "", 2),
        (7434.4, "incidents", 0),
        (0.0, "percent", 0),
    ],
)
def test_published_figures_keep_their_decimals_and_others_get_those_of_the_unit(value, unit, decimals):
    assert printed_decimals(value, unit) == decimals


@given(st.floats(0, 1e6), st.sampled_from(["percent", "incidents", "per 1000", ""]))
def test_the_page_prints_as_many(value, unit):
    printed = wording.figure(value, unit).rstrip("%").partition(".")[2]
    assert len(printed) == printed_decimals(value, unit)
