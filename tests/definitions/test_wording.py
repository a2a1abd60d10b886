"""Every phrase reads back to its number within the stated rounding and never says more than is known."""

import math
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.definitions import wording
from analysis.definitions.units import Unit, is_percent, is_whole

INCIDENTS = Unit("incidents", "count")
UNITS = st.sampled_from([INCIDENTS, "percent", "fires per 10000 population", "percent reduction", "rate"])
NUMBERS = st.floats(0, 1e6, allow_nan=False)


def read_back(text: str) -> float:
    """The number of a phrase, signs, commas and words left out."""
    return float(re.search(r"[−-]?[\d,]*\.?\d+", text)[0].replace(",", "").replace("−", "-"))


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (7420, "incidents", "7,420"), (34, "percent", "34%"), (77.13, "percent reduction", "77.13%"),
        (13.10, "crimes per 1000 population", "13.1"), (100 * 30 / 76, "percent", "39.5%"),
        (2 / 3, "rate", "0.67"), (0, "percent", "0%"), (None, "crimes", "–"), (math.nan, "crimes", "–"),
        (7253.4, INCIDENTS, "7,253"), (-0.001, "percent", "0.0%"),
    ],
)  # fmt: skip
def test_a_figure_is_printed_by_its_unit(value, unit, text):
    assert wording.figure(value, unit) == text


@given(NUMBERS, UNITS)
def test_a_figure_reads_back_within_its_rounding(value, unit):
    half = 0.5 if is_whole(unit) else 0.05 if is_percent(unit) else 0.005
    assert abs(read_back(wording.figure(value, unit)) - value) <= half * 1.0001 + 1e-9


@given(st.integers(0, 10**6).map(lambda cents: cents / 100), UNITS)
def test_a_published_figure_keeps_its_digits(value, unit):
    if not is_whole(unit):
        assert read_back(wording.figure(value, unit)) == pytest.approx(value)


@given(NUMBERS, NUMBERS, NUMBERS, UNITS)
def test_a_printed_range_holds_the_real_one_and_the_expected_figure(a, b, c, unit):
    low, expected, high = sorted((a, b, c))
    assume(low < high)
    step = wording.rounding_step(high - low, unit)
    printed = [read_back(text) for text in wording.forecast(expected, low, high, unit)]
    assert printed[1] <= low + 1e-6 and printed[2] >= high - 1e-6
    assert low - printed[1] <= step + 1e-6 and printed[2] - high <= step + 1e-6
    assert printed[1] <= printed[0] <= printed[2]
    assert abs(printed[0] - expected) <= step / 2 + 1e-6


@given(st.integers(0, 9999), st.integers(0, 5000), st.integers(0, 5000))
def test_a_count_is_never_forecast_below_what_has_happened(so_far, more, yet_more):
    low, high = so_far + more, so_far + more + yet_more
    printed = wording.forecast((low + high) / 2, low, high, Unit("crimes", "count"), least=so_far)
    assert all(read_back(text) >= so_far for text in printed)


@pytest.mark.parametrize(
    ("low", "high", "unit", "strict", "text"),
    [
        (None, 8065, "incidents", False, "8,065 or fewer"), (None, 27, "percent", False, "27% or less"),
        (82, None, "percent", False, "82% or more"), (14.9, None, "percent", True, "above 14.9%"),
        (None, 22.9, "percent", True, "below 22.9%"), (130, None, "staff", False, "130 or more"),
        (28, 40, "percent", False, "28% to 40%"), (5, 5, "crimes", False, "5"), (None, None, "", False, "–"),
    ],
)  # fmt: skip
def test_a_target_is_a_phrase(low, high, unit, strict, text):
    assert wording.target(low, high, unit, strict) == text


@pytest.mark.parametrize(
    ("now", "before", "unit", "text"),
    [
        (3710, 3836, "incidents", "126 fewer"), (36, 34, "crimes", "2 more"),
        (12, 14.18, "percent", "2.2 percentage points lower"),
        (34, 33, "percent", "1 percentage point higher"), (5, 5, "crimes", "the same"),
        (1297.8, 1440.9, "admissions per 100000 population", "143.1 lower"),
        (5.001, 5, "percent", "almost the same"),
    ],
)  # fmt: skip
def test_a_difference_in_words(now, before, unit, text):
    assert wording.difference(now, before, unit) == text


@given(NUMBERS, NUMBERS, UNITS)
def test_a_difference_tells_the_way_it_went(now, before, unit):
    text = wording.difference(now, before, unit)
    assert (text == "the same") == (now == before)
    if now != before and "same" not in text:
        assert text.endswith(("more", "higher")) == (now > before)


def test_units_in_words():
    assert wording.quantity(1, "crimes") == "1 crime"
    assert wording.quantity(1, "first time entrants") == "1 first time entrant"
    assert wording.quantity(1, "young people sentenced to custody") == "1 young person sentenced to custody"
    assert wording.quantity(4, "young people sentenced to custody") == "4 young people sentenced to custody"
    assert wording.quantity(85.2, "percent reduction") == "85.2% reduction"
    assert (
        wording.quantity(2922.4, "admissions per 100000 population")
        == "2,922.4 admissions per 100,000 population"
    )
    assert wording.named_unit("percent") == "per cent"


def test_changes_signs_lists_and_names():
    assert wording.change(-3.2847) == "down 3.3%" and wording.change(5.88) == "up 5.9%"
    assert wording.change(0) == "no change" and wording.change(0.01) == "almost no change"
    assert wording.signed(-117, "incidents") == "−117" and wording.signed(20, "incidents") == "+20"
    assert wording.listed(["a", "b", "c"]) == "a, b and c" and wording.listed(["a"]) == "a"
    assert wording.sentence("no figure") == "No figure." and wording.sentence("") == ""
    assert wording.count(0, "finding") == "no findings" and wording.count(1, "finding") == "1 finding"
    assert wording.slug("../../Safeguarding & Dignity<b>") == "safeguarding-dignity-b"


@pytest.mark.parametrize("unit", [INCIDENTS, "percent", Unit("£ million", "money", 1, 1)])
def test_an_outturn_that_is_known_is_printed_as_the_figure_it_is(unit):
    assert set(wording.forecast(39.4736, 39.4736, 39.4736, unit)) == {wording.figure(39.4736, unit)}


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (None, 5.5, Unit("crimes", "count"), "5.5 or fewer"), (None, 9, Unit("days", "level", 1, 1), "9.0 or fewer"),
        (None, 5.5, Unit("£ million", "money"), "5.5 or less"), (0.4, None, Unit("x", "rate"), "0.4 or more"),
        (0.0042, None, Unit("calls per 1000 people", "rate"), "0.0042 or more"),
        (None, 4691360, Unit("crimes", "count"), "4,691,360 or fewer"),
        (None, -2.25, Unit("pounds", "money", 2, 2), "−2.25 or less"),
        (None, 27.5, Unit("percent", "percentage"), "27.5% or less"),
        (None, 9.001648, Unit("percent", "percentage"), "9.0% or less"),
        (9.001648, None, Unit("percent", "percentage"), "9.1% or more"),
    ],
)  # fmt: skip
def test_a_target_is_printed_as_agreed_and_a_computed_one_inwards(low, high, unit, text):
    assert wording.target(low, high, unit) == text


@given(st.floats(-1e9, 1e9).filter(lambda x: x == 0 or abs(x) > 1e-6), UNITS)
def test_no_figure_has_an_exponent_or_a_minus_before_a_nought(value, unit):
    for text in (
        wording.figure(value, unit),
        wording.typed(value),
        wording.plain(value),
        wording.tick(value),
    ):
        assert "e" not in text and not re.fullmatch(r"[−-]0[.0]*%?", text)
    assert float(wording.plain(value)) == value


def test_a_symbol_keeps_its_case():
    assert wording.headed_unit("µg/m3") == "µg/m3" and wording.sentence("µg/m3 rose") == "µg/m3 rose."
    assert wording.headed_unit("kWh") == "kWh" and wording.headed_unit("mg/l") == "mg/l"
    assert wording.headed_unit("crimes per 1000 people") == "Crimes per 1,000 people"


def test_pounds_stand_before_their_number():
    assert wording.quantity(2.5, Unit("£ million", "money", 1, 1)) == "£2.5 million"
    assert wording.quantity(-0.3, Unit("£ million", "money", 1, 1)) == "−£0.3 million"
    assert wording.quantity(1234.5, Unit("£", "money", 2, 2)) == "£1,234.50"


def test_a_gap_to_a_target_has_the_decimals_of_both():
    assert wording.difference(5.5, 7, Unit("days", "level")) == "1.5 fewer"
    assert wording.difference(2.2, 2.5, Unit("£ million", "money", 1, 1)) == "0.3 lower"
    assert wording.signed(-0.0, "percent") == "0%" and wording.signed(-0.001, Unit("days", "level")) == "0"
