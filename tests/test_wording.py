"""Every phrase reads back to its number within the stated rounding and never says more than is known."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import wording

UNITS = st.sampled_from(["incidents", "percent", "fires per 10000 population", "percent reduction", "rate"])
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
        (7253.4, "incidents", "7,253"), (-0.001, "percent", "0.0%"),
    ],
)  # fmt: skip
def test_a_figure_is_printed_by_its_unit(value, unit, text):
    assert wording.figure(value, unit) == text


@given(NUMBERS, UNITS)
def test_a_figure_reads_back_within_its_rounding(value, unit):
    half = 0.5 if wording.is_whole(unit) else 0.05 if wording.is_percent(unit) else 0.005
    assert abs(read_back(wording.figure(value, unit)) - value) <= half * 1.0001 + 1e-9


@given(st.integers(0, 10**6).map(lambda cents: cents / 100), UNITS)
def test_a_published_figure_keeps_its_digits(value, unit):
    if not wording.is_whole(unit):
        assert read_back(wording.figure(value, unit)) == pytest.approx(value)


@given(NUMBERS, NUMBERS, NUMBERS, UNITS)
def test_a_printed_range_holds_the_real_one_and_the_expected_figure(a, b, c, unit):
    low, expected, high = sorted((a, b, c))
    step = wording.rounding_step(high - low, unit)
    printed = [read_back(text) for text in wording.forecast(expected, low, high, unit)]
    assert printed[1] <= low + 1e-6 and printed[2] >= high - 1e-6
    assert low - printed[1] <= step + 1e-6 and printed[2] - high <= step + 1e-6
    assert printed[1] <= printed[0] <= printed[2]
    assert abs(printed[0] - expected) <= step / 2 + 1e-6


@given(st.integers(0, 9999), st.integers(0, 5000), st.integers(0, 5000))
def test_a_count_is_never_forecast_below_what_has_happened(so_far, more, yet_more):
    low, high = so_far + more, so_far + more + yet_more
    printed = wording.forecast((low + high) / 2, low, high, "crimes", least=so_far)
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
    ("value", "settled", "text"),
    [
        (0.3471, False, "About 35 in 100"), (0.21, False, "About 21 in 100"),
        (0.797, False, "About 79 in 100"),
        (0.203, False, "About 21 in 100"), (0.29, False, "About 29 in 100"), (0.57, False, "About 57 in 100"),
        (0.991, False, "More than 99 in 100"), (0.009, False, "Less than 1 in 100"),
        (1.0, False, "More than 99 in 100"), (0.0, False, "Less than 1 in 100"),
        (1.0, True, "Certain: it is met"), (0.0, True, "Certain: it is missed"),
        (0.5, True, "About 50 in 100"), (None, False, "–"),
    ],
)  # fmt: skip
def test_a_chance_in_words(value, settled, text):
    assert wording.chance(value, settled) == text


@given(st.floats(0.01, 0.99))
def test_a_chance_reads_back_and_never_sounds_surer_than_it_is(value):
    said = int(re.search(r"About (\d+)", wording.chance(value))[1])
    assert abs(said - 100 * value) < 1
    assert abs(said - 50) <= abs(100 * value - 50) + 1e-6


@pytest.mark.parametrize(
    ("p_value", "times"),
    [
        (0.150, "about 1 time in 7"), (0.018, "about 1 time in 56"), (0.433, "about 4 times in 10"),
        (0.905, "about 9 times in 10"), (0.0004, "less than 1 time in 1,000"),
        (1.0, "more than 9 times in 10"),
    ],
)  # fmt: skip
def test_how_often_chance_alone(p_value, times):
    assert wording.by_chance(p_value) == f"chance alone gives a difference this big {times}"


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
