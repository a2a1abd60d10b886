"""Counts beside a percentage: a stated tolerance does not overrule what stands on the page."""

from dataclasses import replace

import pytest

from analysis.measures.printed_counts import counts_beside
from analysis.pages.sections import phrases
from analysis.pages.sections.indicators.drafted_text import draft
from analysis.statistics.directions import BESIDE_RULE, TOLERANCE_RULE
from made_up_figures import a_percentage, a_report, judged_of, observed, share

ROLLING = a_percentage(
    polarity="lower", accumulates="rolling",
    breakdowns=(
        {"name": "all", "total": True, "numerator": "repeats", "denominator": "cases"},
        {"name": "cases", "kind": "count", "accumulates": "sum", "unit": "cases"},
        {"name": "repeats", "kind": "count", "accumulates": "sum", "unit": "cases"},
    ),
)  # fmt: skip
SHARES = (
    share("rolling_12_months", "2012-13 Q2", 34),
    share("rolling_12_months", "2011-12 Q2", 26, row=3),
)


def beside(now, before):
    """A quarter's counts of this year and last, as breakdowns of the indicator."""
    given = (("2012-13 Q2", now), ("2011-12 Q2", before))
    return [
        share("in_quarter", period, value, breakdown=name, unit="cases", row=10 * number + row)
        for number, (period, pair) in enumerate(given, start=1)
        for row, (name, value) in enumerate(zip(("repeats", "cases"), pair, strict=True))
    ]


def as_counts(now, before):
    """The same as the percentage's own counts."""
    for number, (period, pair) in enumerate((("2012-13 Q2", now), ("2011-12 Q2", before)), start=1):
        for row, (measure, unit) in enumerate((("numerator", "repeats"), ("denominator", "cases"))):
            yield share(measure, period, pair[row], unit=unit, row=10 * number + row)


@pytest.mark.parametrize("printed", [beside, as_counts])
@pytest.mark.parametrize(
    ("now", "before", "word"),
    [
        ((30, 76), (20, 65), "no clear change"),
        ((300, 760), (200, 650), "worse"),
        ((200, 760), (300, 650), "not comparable"),
    ],
)
def test_the_counts_on_the_page_decide(printed, now, before, word):
    """30 of 76 against 20 of 65 is +8.7 points (-7.1 to +23.7): no clear change, whatever the tolerance."""
    told = judged_of(ROLLING, *SHARES, *printed(now, before)).direction
    assert (told.word, told.rule) == (word, BESIDE_RULE)


def test_the_words_name_the_counts():
    judged = judged_of(ROLLING, *SHARES, *beside((30, 76), (20, 65)))
    said = "by the counts printed for July to September 2012: 30 of 76, against 20 of 65 a year before"
    assert judged.direction.reason == said and said in phrases.direction_note(judged)
    assert f"no clear change, {said}" in draft(judged, a_report()).happened
    assert phrases.chance_alone(judged) == ""  # the note has said it


@pytest.mark.parametrize(
    "figures",
    [[], beside((30, 76), (20, 65))[:2], beside((30, 0), (20, 65))],
    ids=["no counts", "this year's alone", "no cases"],
)
def test_without_both_years_counts_the_tolerance_decides(figures):
    judged = judged_of(ROLLING, *SHARES, *figures)
    assert (judged.direction.word, judged.direction.rule) == ("worse", TOLERANCE_RULE)


def test_standardised_figures_have_no_counts_of_their_own():
    there = observed(*SHARES, *beside((30, 76), (20, 65)))
    measure = judged_of(ROLLING, *SHARES).measure
    standardised = replace(measure, indicator=ROLLING.model_copy(update={"standardised": True}))
    assert counts_beside(measure, there) is not None and counts_beside(standardised, there) is None
