"""What counts as a number that somebody typed, what it stands for, and what is no figure at all."""

import pytest

from analysis.documents.numbers_in_text import typed_numbers


@pytest.mark.parametrize(
    "text",
    [
        "in 2012-13 and 2011/12, by 31 March 2013, since 1 April, in August 2012, 2012-09-30",
        "in Q2, in Quarters 1 and 2, in the first half, the half-year, a quarter of the year",
        "SH1, CCC25, NI 17 and PA 8, see section 3.2, table 4, page 12 and Priority 2",
        "aged 10 to 17, the under 18s, 18-24 year olds, the over-65s",
        "within 28 days, in 12 months, a 2-hour visit, 24/7, from 6pm to 11.30 pm",
        "fires per 10,000 population, per 1,000",
        "two wards and three towns; 30 March",
        "1. First\n2) second",
        "https://example.org/2012/345 and mail1@example.org",
    ],
)
def test_what_is_no_figure_is_passed_over(text):
    assert [found.text for found in typed_numbers(text)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fell by 126 to 3,710 incidents", [("126", "number"), ("3,710", "number")]),
        ("up 3.3% and -8 percentage points", [("3.3%", "percent"), ("8 percentage points", "points")]),
        ("from 26 to 34 per cent", [("26", "percent"), ("34 per cent", "percent")]),
        ("between 6,930 and 7,590", [("6,930", "number"), ("7,590", "number")]),
        ("about 85 in 100", [("85 in 100", "percent")]),
        ("30 of 76 people", [("30", "number"), ("76", "number")]),
        ("a third of them, one in ten,", [("a third", "percent"), ("one in ten", "percent")]),
        ("twenty-three cases, twelve more", [("twenty-three", "number"), ("twelve", "number")]),
        ("2,012 incidents", [("2,012", "number")]),
        ("£1.2 million", [("1.2 million", "number")]),
    ],
)  # fmt: skip
def test_what_may_be_a_figure_is_found(text, found):
    assert [(one.text, one.kind) for one in typed_numbers(text)] == found


@pytest.mark.parametrize(
    ("text", "value", "held"),
    [
        ("3,710", 3710, True), ("3,710", 3711, False), ("3,700", 3710, False), ("about 3,700", 3710, True),
        ("about 3,700", 3790, False), ("nearly 3,800", 3710, True), ("nearly 3,800", 3810, False),
        ("over 3,700", 3710, True), ("over 3,700", 3690, False), ("more than 3,700", 3910, False),
        ("3.3%", 3.2847, True), ("3%", 3.2847, True), ("3.2%", 3.2847, False), ("a fall of 126", -126, True),
        ("a third of all", 34, True), ("a third of all", 37, False), ("one in ten", 9.8, True),
        ("one in ten", 12, False), ("1.2 million", 1_230_000, True), ("1.2 million", 1_260_000, False),
    ],
)  # fmt: skip
def test_a_number_stands_for_what_rounds_to_it(text, value, held):
    (typed,) = typed_numbers(text)
    assert typed.holds(value) is held


def test_the_sentence_around_a_number_is_named():
    (typed,) = typed_numbers("It was hot. Incidents fell to 3,710, as hoped. More next year.")
    assert typed.sentence == "Incidents fell to 3,710, as hoped."
