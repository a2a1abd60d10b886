"""What figures are in, and with how many decimals they are printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.definitions import wording
from analysis.definitions.units import (
    Unit,
    decimals_of,
    is_of_things,
    is_percent,
    is_whole,
    printed_decimals,
    shown_decimals,
)


@pytest.mark.parametrize(
    ("unit", "percent", "things"),
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
        ("£ million", False, False),
        ("µg/m3", False, False),
        ("days", False, True),
    ],
)
def test_what_a_unit_is(unit, percent, things):
    assert (is_percent(unit), is_of_things(unit)) == (percent, things)


@pytest.mark.parametrize(
    ("value", "unit", "decimals"),
    [
        (13.9, "percent", 1),
        (13.8774, "percent", 1),
        (14.0, "percent", 0),
        (25.5712, "per 100000", 2),
        (25.6, "per 100000", 1),
        (46.77, "", 2),
        (7434.4, Unit("incidents", "count"), 0),
        (0.0, "percent", 0),
    ],
)
def test_published_figures_keep_their_decimals_and_others_get_those_of_the_unit(value, unit, decimals):
    assert printed_decimals(value, unit) == decimals


@given(st.floats(0, 1e6), st.sampled_from(["percent", Unit("incidents", "count"), "per 1000", ""]))
def test_the_page_prints_as_many(value, unit):
    printed = wording.figure(value, unit).rstrip("%").partition(".")[2]
    assert len(printed) == printed_decimals(value, unit)


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        (Unit("days", "level", 1, 1), 9.2, "9.2"), (Unit("days", "level", 0, 1), 9, "9.0"),
        (Unit("£ million", "money", 1, 1), 6, "6.0"), (Unit("pounds", "money", 2, 2), 1234.5, "1,234.50"),
        (Unit("pounds", "money", 2, 2), -1234.567, "−1,234.57"), (Unit("µg/m3", "level", 1, 1), 20, "20.0"),
        (Unit("percent", "percentage", 0, 2), 12, "12%"), (Unit("percent", "percentage", 1, 1), 12, "12.0%"),
        (Unit("calls per 1000 people", "rate", 3, 3), 0.004, "0.004"),
        (Unit("calls per 1000 people", "rate", 3, 3), 0.004 / 3, "0.001"),
        (Unit("people", "estimated count"), 1234.5678, "1,235"), (Unit("crimes", "count"), 1e9, "1,000,000,000"),
        (Unit("percent", "percentage", 0, 0, decimals=2), 12, "12.00%"),
        (Unit("days", "level", 2, 2, decimals=0), 9.25, "9"),
    ],
)  # fmt: skip
def test_a_series_prints_with_the_decimals_of_its_source_or_definition(unit, value, text):
    assert wording.figure(value, unit) == text


def test_whole_counts_are_told_by_their_kind_and_not_by_a_word_of_the_unit():
    assert is_whole(Unit("visits per patient", "count")) and not is_whole(Unit("days", "level"))
    assert not is_whole(Unit("people", "estimated count")) and not is_whole(Unit("£ million", "money"))


def test_a_unit_is_its_name():
    unit = Unit("days", "level", 1, 1)
    assert unit == "days" and {unit: 1}["days"] == 1 and f"{unit}" == "days"


def test_the_decimals_that_a_series_shows():
    assert shown_decimals([]) == (0, 0) and shown_decimals([(1.4, 1), (2.0, 1)]) == (1, 1)
    assert shown_decimals([(0.0041, 4), (0.0085, 4)]) == (4, 4)
    assert shown_decimals([(65.3123456789, 10), (65.0, 0)]) == (0, 1)
    assert [decimals_of(value) for value in (8.7, 337, -7.77, 1e-05, 5e6)] == [1, 0, 2, 5, 0]
