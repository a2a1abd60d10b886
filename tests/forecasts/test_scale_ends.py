"""The ends of the scale: no chance, no range and no status for the year's end; what is settled stays exact."""

import re

import pytest

from analysis.definitions.targets import Target
from analysis.judgements.assessments import Assessment
from analysis.pages import html
from analysis.pages.sections import scorecard
from analysis.pages.sections.indicators import page as indicators
from made_up_figures import (
    a_count,
    a_delivery,
    a_percentage,
    a_rate,
    a_report,
    figure,
    judged_of,
    observed,
    share,
)

ALL = Target(100, None, "at least", "board", "plan")
NONE = Target(None, 0, "no more than", "board", "plan")
QUARTERS = (1, 2, 3, 4)
TOO_CLOSE = "too close to the end of the scale to forecast"


def year(label, *values, make=share):
    """The quarters of a year as printed, each in a row of its own."""
    return tuple(
        make("in_quarter", f"{label} Q{quarter}", value, row=int(label[2:4]) * 10 + quarter)
        for quarter, value in zip(QUARTERS, values, strict=False)
    )


def seen(label, *counts):
    """Quarters of so many of so many people seen, with the percentage."""
    for quarter, (top, bottom) in zip(QUARTERS, counts, strict=False):
        row = int(label[2:4]) * 100 + 10 * quarter
        yield share("in_quarter", f"{label} Q{quarter}", 100 * top / bottom, row=row)
        yield share("numerator", f"{label} Q{quarter}", top, row=row + 1)
        yield share("denominator", f"{label} Q{quarter}", bottom, row=row + 2)


def counted(label, *values):
    return year(label, *values, make=figure)


def refused(judged):
    """Whether nothing is said of the year's end, with the reason in the CSV's words."""
    said = judged.forecast
    numbers = (said.expected, said.low80, said.high80, said.low95, said.high95, judged.chance)
    nothing = numbers == (None,) * 6 and not said.path and judged.status_year_end == "not judged"
    return nothing and TOO_CLOSE in judged.reason("expected_outturn")


TENS = (10, 10)
AT_THE_END = {
    "always 100 with cases": (
        a_percentage(), [*seen("2011-12", TENS, TENS, TENS, TENS), *seen("2012-13", TENS, TENS)],
    ),
    "always 100, bare": (a_percentage(accumulates="last"), [*year("2011-12", *[100] * 4), *year("2012-13", 100, 100)]),
    "100 to date and nothing else": (a_percentage(), [share("cumulative", "2012-13 Q1-Q2", 100)]),
    "0 to date after better years": (
        a_percentage(), [share("cumulative", "2012-13 Q1-Q2", 0), share("outturn", "2011-12", 12, row=3)],
    ),
    "a rolling year of none of 13": (
        a_percentage(accumulates="rolling"), [share("rolling_12_months", "2012-13 Q2", 0)],
    ),
    "beside 100": (
        a_percentage(accumulates="last"), [*year("2011-12", 99.8, 99.9, 100, 99.7), *year("2012-13", 99.8, 99.9)],
    ),
    "one quarter of 100 last year, where the latest stands for the year": (
        a_percentage(accumulates="last"), [*year("2011-12", 96, 100, 97, 98), *year("2012-13", 97, 97)],
    ),
    "one miss among many quarters of all": (
        a_percentage(), [*seen("2011-12", TENS, TENS, TENS, TENS), *seen("2012-13", (9, 10), TENS)],
    ),
    "a year of 100 before a year without a figure": (a_percentage(), [share("outturn", "2011-12", 100)]),
    "eighteen zeros": (
        a_count(), [*counted("2010-11", 0, 0, 0, 0), *counted("2011-12", 0, 0, 0, 0), *counted("2012-13", 0, 0)],
    ),
    "a half-year of 0 alone": (a_count(), [figure("cumulative", "2012-13 Q1-Q2", 0)]),
    "a half-year of 0 and last year's outturn": (
        a_count(), [figure("cumulative", "2012-13 Q1-Q2", 0), figure("outturn", "2011-12", 4, row=3)],
    ),
    "a year of 0 before a year without a figure": (a_count(), [figure("outturn", "2011-12", 0)]),
    "a rate of 0": (
        a_rate(), [figure("cumulative", "2012-13 Q1-Q2", 0, ref="CALLS", unit="calls per 1000 people")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("indicator", "figures"), AT_THE_END.values(), ids=AT_THE_END)
def test_at_the_end_of_the_scale_nothing_is_forecast(indicator, figures):
    target = ALL if indicator.kind == "percentage" else NONE
    assert refused(judged_of(indicator, *figures, target=target))


BETWEEN = {
    "2 of 34": (a_percentage(polarity="lower"), [*seen("2012-13", (2, 34), (3, 36))]),
    "a small quarter of none, pooled over the year": (
        a_percentage(), [*seen("2011-12", (0, 3), (4, 9), (3, 8), (5, 9)), *seen("2012-13", (3, 8), (4, 9))],
    ),
    "99 bare": (a_percentage(accumulates="last"), [*year("2011-12", 98, 99, 99, 98), *year("2012-13", 99, 98)]),
    "one event two years ago": (
        a_count(), [*counted("2010-11", 0, 1, 0, 0), *counted("2011-12", 0, 0, 0, 0), *counted("2012-13", 0, 0)],
    ),
    "none yet, 3 in the rest of last year": (
        a_count(),
        [figure("cumulative", "2012-13 Q1-Q2", 0), figure("cumulative", "2011-12 Q1-Q2", 1, row=3),
         figure("outturn", "2011-12", 4, row=4)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("indicator", "figures"), BETWEEN.values(), ids=BETWEEN)
def test_between_the_ends_there_is_a_forecast(indicator, figures):
    assert judged_of(indicator, *figures).forecast.expected is not None


@pytest.mark.parametrize(
    ("indicator", "figures", "target", "chance"),
    [
        (a_count(), [figure("cumulative", "2012-13 Q1-Q2", 1)], NONE, 0),
        (a_count(), [*counted("2012-13", 0, 0, 0, 0)], NONE, 1),
        (a_percentage(), [share("outturn", "2012-13", 100)], ALL, 1),
        (a_percentage(polarity="lower"), [share("outturn", "2012-13", 0)], NONE, 1),
        (a_percentage(), [share("outturn", "2012-13", 99.9)], ALL, 0),
    ],
    ids=["passed", "a year of none", "a year of all", "a year of no share", "a year just below"],
)
def test_what_is_settled_stays_exact(indicator, figures, target, chance):
    over = {} if chance == 0 and indicator.kind == "count" else {"quarter": 4, "as_at": "2013-03-31"}
    judged = judged_of(indicator, *figures, target=target, **over)
    assert judged.chance == chance and judged.status_year_end == ("on track" if chance else "off track")


def test_the_status_now_stays():
    judged = judged_of(a_percentage(), share("cumulative", "2012-13 Q1-Q2", 100), target=ALL)
    assert (judged.status_now, judged.status_year_end) == ("on track", "not judged")
    judged = judged_of(a_percentage(), share("cumulative", "2012-13 Q1-Q2", 0), target=ALL)
    assert (judged.status_now, judged.status_year_end) == ("off track", "not judged")


@pytest.mark.parametrize(("value", "has_chance"), [(99.4, False), (90, True)])
def test_a_target_at_the_end_has_a_chance_only_far_from_it(value, has_chance):
    """The law of 99.4 cannot tell 100 from 99.7; from 90 the end is out of reach."""
    latest = a_percentage(accumulates="last")
    judged = judged_of(latest, share("in_quarter", "2012-13 Q2", value), target=ALL)
    assert judged.forecast.expected is not None and (judged.chance is not None) == has_chance
    assert has_chance or "the target is the end itself" in judged.reason("status_year_end")


@pytest.mark.parametrize("name", ["always 100 with cases", "eighteen zeros", "a half-year of 0 alone"])
def test_no_page_prints_a_range_or_a_chance(name):
    indicator, figures = AT_THE_END[name]
    target = ALL if indicator.kind == "percentage" else NONE
    judged = judged_of(indicator, *figures, target=target)
    assessment = Assessment(a_report(), (indicator,), (a_delivery(),), observed(*figures), (judged,), ())
    pages = (scorecard.compose(assessment), indicators.compose(assessment, indicator.theme))
    for page in map(html.fragment, pages):
        words = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL).lower()
        assert "too close to the end of the scale" in words
        shown, _, _ = words.partition("now: against the target so far")  # the rules below name chances
        assert "in 100" not in shown and "expected by" not in shown and "no chance of" not in shown
        assert not re.search(r"<[^>]*\bbadge\b[^>]*off-track|<[^>]*off-track[^>]*\bbadge\b", page)
        assert "data-low" not in page and "means-range" not in page
