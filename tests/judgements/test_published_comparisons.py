"""Which published figures stand beside ours: same measure, same months, the right footing or a reason."""

from dataclasses import replace

import pytest

from analysis.definitions import periods
from analysis.definitions.periods import parse
from analysis.judgements.published_comparisons import JUDGED_ABOVE, compare_with_others, recent_trend
from analysis.measures import measures
from analysis.measures.series import Series
from analysis.statistics.comparisons import compare, own_proportion, published
from made_up_figures import AREA, REGION, a_percentage, a_rate, a_report, figure, observed, rated, share

OURS = (
    share("cumulative", "2012-13 Q1-Q2", 80.0),
    share("numerator", "2012-13 Q1-Q2", 160, row=3),
    share("denominator", "2012-13 Q1-Q2", 200, row=4),
)


def compared(*theirs, ours=OURS, indicator=None, **report):
    indicator, report = indicator or a_percentage(), a_report(**report)
    observations = observed(*ours, *theirs)
    measure = measures.derive(observations, (indicator,), report)[0]
    return compare_with_others(measure, observations, report)


def theirs(value, area=REGION, measure="cumulative", period="2012-13 Q1-Q2", **more):
    return share(measure, period, value, area=area, **more)


@pytest.mark.parametrize(
    ("value", "word"), [(80.0, "similar"), (84.0, "similar"), (90.0, "worse"), (70.0, "better")]
)
def test_chance_decides_whether_ours_differs(value, word):
    (comparison,) = compared(theirs(value))
    assert (comparison.region, comparison.value, comparison.word) == (REGION, value, word)


def test_region_then_nation_then_neighbours_each_by_name():
    found = compared(theirs(80, "Neighbour"), theirs(81, "England"), theirs(82))
    assert [comparison.region for comparison in found] == [REGION, "England", "Neighbour"]


@pytest.mark.parametrize(
    "other",
    [
        theirs(80.0, period="2011-12 Q1-Q2"),
        theirs(80.0, measure="in_quarter", period="2012-13 Q2"),
        theirs(80.0, measure="rolling_12_months", period="2012-13 Q2"),
        theirs(80.0, measure="target", period="2012-13"),
        theirs(80.0, area="East Town"),
        theirs(None, status="suppressed"),
        figure("cumulative", "2012-13 Q1-Q2", 80, area=REGION),
    ],
    ids=[
        "last year",
        "a quarter",
        "a rolling year",
        "a target",
        "our town",
        "suppressed",
        "another indicator",
    ],
)
def test_only_a_figure_of_the_same_measure_and_months_is_compared(other):
    assert compared(other) == ()


def test_no_region_is_no_comparison():
    assert compared(theirs(80.0), region="", nation="", neighbours="") == ()


def test_a_place_inside_the_area_is_not_compared():
    town = [share(f.measure, f.period.label, f.value, area="East Town", row=f.row) for f in OURS]
    observations = observed(*town, theirs(80.0))
    of_town = measures.derive(observations, (a_percentage(),), a_report())[1]
    assert of_town.area == "East Town"
    assert compare_with_others(of_town, observations, a_report()) == ()


def test_without_counts_nothing_is_judged_and_the_reason_says_so():
    (comparison,) = compared(theirs(90.0), ours=OURS[:1])
    assert comparison.word == "not compared"
    assert "printed without its counts" in comparison.reason


def test_pooled_quarters_stand_beside_a_printed_figure_of_the_same_months():
    quarters = [
        share(f.measure if f.measure != "cumulative" else "in_quarter", "2012-13 Q1", f.value, row=f.row)
        for f in OURS
    ]
    quarter = theirs(90.0, measure="in_quarter", period="2012-13 Q1")
    (comparison,) = compared(quarter, ours=quarters, quarter=1, as_at="2012-06-30")
    assert comparison.word == "worse"


def rolling(value, window, area=REGION):
    return share("rolling_12_months", "2012-13 Q2", value, area=area, window=parse(window))


def test_a_rolling_year_to_another_month_is_shown_and_not_judged():
    ours = (rolling(80, "2011-10 to 2012-09", area=a_report().area),)
    (comparison,) = compared(
        rolling(82, "2011-09 to 2012-08"), ours=ours, indicator=a_percentage(accumulates="rolling")
    )
    assert comparison.word == "not compared"
    assert "it covers September 2011 to August 2012, ours October 2011 to September 2012" in comparison.reason


def test_a_survey_that_asked_otherwise_is_shown_with_its_reason_and_not_judged():
    survey = a_percentage(
        accumulates="survey", not_comparable=("2008-09",), not_comparable_reason="it asked in another way"
    )
    ours = (share("outturn", "2011-12", 17), share("outturn", "2008-09", 24.8, row=3))
    old = share("outturn", "2008-09", 22.9, area=REGION)
    (comparison,) = compared(old, ours=ours, indicator=survey)
    assert (comparison.value, comparison.word) == (22.9, "not compared")
    assert "it asked in another way" in comparison.reason


@pytest.mark.parametrize(
    ("measure", "period", "window", "words"),
    [
        ("outturn", "2012-13", "2012-04 to 2015-03", "April 2012 to March 2015"),
        ("outturn", "2012-13", "2012-01 to 2012-12", "January 2012 to December 2012"),
        ("outturn", "2012-13", "2012-04 to 2013-03", "April 2012 to March 2013"),
        ("rolling_12_months", "2012-13 Q2", "2011-09 to 2012-08", "September 2011 to August 2012"),
        ("cumulative", "2012-13 Q1-Q2", "2012-04 to 2012-09", "April to September 2012"),
        ("in_quarter", "2012-13 Q2", "2012-07 to 2012-09", "July to September 2012"),
    ],
)
def test_the_footing_says_which_months_the_figure_covers(measure, period, window, words):
    """A rate of three years is labelled by its first and covers all of them."""
    seen, covers = a_percentage(), parse(window)
    observations = observed(
        share(measure, period, 80.0, window=covers), theirs(81.0, "England", measure, period, window=covers)
    )
    ours = Series(observations, seen, seen.series[0], AREA).figure(measure, parse(period))
    measured = replace(measures.derive(observations, (seen,), a_report())[0], figure=ours)
    (comparison,) = compare_with_others(measured, observations, a_report())
    assert comparison.footing == f"published figure, {words}"


def judged_before(value, word="similar", unit="", place="Neighbour"):
    told = compare(own_proportion(160, 200), published(place, value), "higher")
    return replace(told, word=word, footing="one neighbour's own counts", unit=unit)


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (judged_before(90.04), []),
        (judged_before(89.96), []),
        (judged_before(90.06), [("not compared", JUDGED_ABOVE)]),
        (judged_before(90.0, unit="percent per 1000 population"), [("not compared", JUDGED_ABOVE)]),
        (judged_before(90.0, word="not compared"), [("worse", None)]),
        (judged_before(90.0, place="Somewhere else"), [("worse", None)]),
    ],
    ids=[
        "the same",
        "the same as printed",
        "another figure",
        "another unit",
        "not judged before",
        "elsewhere",
    ],
)
def test_a_place_judged_by_its_own_counts_is_not_judged_again(before, found):
    observations = observed(*OURS, theirs(90.0, "Neighbour", printed="90.0"))
    measure = measures.derive(observations, (a_percentage(),), a_report())[0]
    again = compare_with_others(measure, observations, a_report(), (before,))
    assert [(c.word, c.reason if c.word == "not compared" else None) for c in again] == found
    assert not any(c.on_the_line or c.beyond_998 for c in again if c.word == "not compared")


@pytest.mark.parametrize(
    ("rules", "indicators_rules", "rule"),
    [
        ("", "", "Byar's approximation"),
        ("intervals of counts: exact", "", "exact Poisson"),
        ("", "intervals of counts: exact", "exact Poisson"),
        ("intervals of counts: exact", "intervals of counts: Byar", "Byar's approximation"),
    ],
)
def test_the_interval_beside_a_published_rate_is_by_the_rule_chosen(rules, indicators_rules, rule):
    ours = rated("2012-13 Q1", 20, 1000)
    region = replace(ours[0], area=REGION, value=25.0, row=9)
    report = a_report(quarter=1, as_at="2012-06-30", rules=rules)
    observations = observed(*ours, region)
    measure = measures.derive(observations, (a_rate(rules=indicators_rules),), report)[0]
    (comparison,) = compare_with_others(measure, observations, report)
    assert comparison.rule == rule


def test_the_comparisons_of_the_real_report(halton):
    found = {j.key: [(c.region, c.value) for c in j.comparisons] for j in halton.judgements if j.comparisons}
    assert found == {
        ("SH3", "all", "Halton"): [("North West", 22.9)],
        ("SH7a", "drugs", "Halton"): [("North West", 14.9), ("England", 14.8), ("St Helens", 10.9)],
        ("SH8a", "drugs", "Halton"): [("England", 13.0), ("St Helens", 12.2)],
    }


YEARS = [f"20{y:02d}-{y + 1:02d}" for y in range(7, 13)]


def trend(values, limits=True, word=""):
    figures = []
    for row, (year, value) in enumerate(zip(YEARS[-len(values) :], values, strict=True)):
        if value is None:
            continue
        figures.append(share("outturn", year, value, row=10 * row))
        if limits:
            figures.append(share("lower_limit", year, value - 1, row=10 * row + 1))
            figures.append(share("upper_limit", year, value + 1, row=10 * row + 2))
    if word:
        figures.append(share("published_trend", YEARS[-1], None, word=word, row=99))
    params, observations = a_report(quarter=4, as_at="2013-03-31"), observed(*figures)
    indicator = a_percentage(accumulates="survey")
    return recent_trend(measures.derive(observations, (indicator,), params)[0], observations)


def test_a_rise_over_five_years_is_a_trend_and_the_published_word_stands_beside_it():
    found = trend([10, 12, 14, 16, 18], word="increasing and getting better")
    assert (found.trend.word, found.trend.judged) == ("increasing", "better")
    assert found.published == "increasing and getting better"
    assert found.years == ("2008-09", "2009-10", "2010-11", "2011-12", "2012-13")


def test_a_gap_is_not_closed_up():
    found = trend([8, 10, None, 14, 16, 18])
    assert found.trend.word == "cannot be calculated" and "gap" in found.trend.reason


def test_without_published_limits_there_is_none():
    assert trend([10, 12, 14, 16, 18], limits=False) is None


def test_calendar_years_keep_their_own_labels():
    figures = []
    for row, year in enumerate(YEARS):
        moved = {"window": periods.parse(f"{year[:4]}-01 to {year[:4]}-12"), "row": 10 * row}
        figures += [share(m, year, 10.0 + row, **moved) for m in ("outturn", "lower_limit", "upper_limit")]
    params, observations = a_report(quarter=4, as_at="2013-03-31"), observed(*figures)
    measure = measures.derive(observations, (a_percentage(accumulates="survey"),), params)[0]
    assert recent_trend(measure, observations).years == ("2008", "2009", "2010", "2011", "2012")
