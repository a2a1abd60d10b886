"""Why a figure is missing: holes are named, what is suppressed is called so, what is delivered never called not."""

import pytest

from analysis.definitions import periods
from analysis.measures import measures
from made_up_figures import a_count, a_percentage, a_report, figure, observed, share

FIRST = figure("cumulative", "2012-13 Q1", 109)
LAST_YEAR = [figure("in_quarter", f"2011-12 Q{n}", v) for n, v in enumerate((118, 131, 97, 84), start=1)]


def measure_of(indicator, *figures, **report):
    """The measure of the indicator's headline."""
    return measures.derive(observed(*figures), (indicator,), a_report(**report))[0]


def month(label, value, made=figure):
    if value is None:
        return made("in_month", label, None, status="suppressed", printed="[c]")
    return made("in_month", label, value)


def months(**values):
    return [month(f"2012-{name[1:]}", value) for name, value in values.items()]


def suppressed(period, measure="in_quarter"):
    return figure(measure, period, None, status="suppressed", printed="[c]")


def test_a_month_that_is_missing_within_is_named_and_the_later_quarter_still_shown():
    five = months(m04=40, m05=40, m07=40, m08=40, m09=40)
    found = measure_of(a_count(), *LAST_YEAR, *five)
    assert (found.figure.value, found.figure.window.label, found.complete) == (120, "2012-13 Q2", False)
    assert found.same_period.value == 131
    assert found.hole == "June 2012 is not delivered, so the year to date is not known"
    assert dict(found.blanks)["2012-13"][0] == "not complete: June 2012 is not delivered"


def test_months_missing_in_both_quarters_leave_no_figure_and_are_all_named():
    found = measure_of(a_count(), *LAST_YEAR, *months(m04=40, m05=40, m07=40, m09=40))
    assert found.figure is None
    assert found.why_none == "June 2012 and August 2012 are not delivered"
    assert found.hole


def test_a_month_missing_at_the_end_is_late_and_no_hole():
    found = measure_of(a_count(), *LAST_YEAR, *months(m04=40, m05=40, m06=40, m07=40, m08=40))
    assert (found.figure.value, found.known, found.hole) == (120, 1, "")
    assert found.why_late == "September 2012 is not delivered, so this figure ends before it"


def test_a_quarter_missing_before_a_later_one_is_named():
    quarters = [figure("in_quarter", "2012-13 Q1", 70), figure("in_quarter", "2012-13 Q3", 60)]
    found = measure_of(a_count(), *quarters, quarter=3, as_at="2012-12-31")
    assert (found.figure.value, found.known, found.complete) == (60, 3, False)
    assert found.hole.startswith("Quarter 2 (July to September 2012) is not delivered")


@pytest.mark.parametrize(
    ("blank", "named"),
    [
        ([FIRST, suppressed("2012-13 Q2")], "Quarter 2 (July to September 2012)"),
        ([FIRST, suppressed("2012-13 Q1-Q2", "cumulative")], "April to September 2012"),
        (months(m04=40, m05=40, m06=40, m07=40, m08=40, m09=None), "September 2012"),
    ],
    ids=["quarter", "year to date", "month"],
)  # fmt: skip
def test_no_shorter_year_stands_for_a_suppressed_one(blank, named):
    found = measure_of(a_count(), *LAST_YEAR, *blank)
    assert (found.figure, found.known) == (None, 0)
    assert f"{named} is suppressed by its source" in found.why_none
    assert found.hole == f"{found.why_none}, so the year to date is not known"


def test_a_suppressed_rolling_year_or_stock_is_not_replaced_by_an_older_one():
    rolling = [figure("rolling_12_months", "2012-13 Q1", 40), suppressed("2012-13 Q2", "rolling_12_months")]
    stock = [figure("in_quarter", "2012-13 Q1", 40), suppressed("2012-13 Q2")]
    for how, figures in (("rolling", rolling), ("last", stock)):
        found = measure_of(a_count(accumulates=how), *figures)
        assert found.figure is None
        assert found.why_none == "Quarter 2 (July to September 2012) is suppressed by its source"


def test_a_suppressed_quarter_last_year_is_the_reason_that_nothing_is_compared():
    now = [figure("in_quarter", "2012-13 Q1", 109), figure("in_quarter", "2012-13 Q2", 120)]
    kept = [f for f in LAST_YEAR if f.period.label != "2011-12 Q2"]
    found = measure_of(a_count(), *now, *kept, suppressed("2011-12 Q2"))
    assert found.same_period is None and found.last_outturn is None
    why = "Quarter 2 (July to September 2011) is suppressed by its source"
    assert found.why_no_same_period == f"{why}, so there is no figure for the same period last year"
    assert found.why_no_outturn == f"{why}, so the outturn of 2011-12 is not known"


def test_percentages_of_months_without_counts_are_refused_with_a_remedy():
    printed = [month(f"2012-{number:02d}", 90, share) for number in range(4, 10)]
    found = measure_of(a_percentage(), *printed)
    assert found.figure is None
    assert "delivered by month without the counts behind it" in found.why_none
    assert found.why_none.endswith("deliver the counts of each month or the quarter's figure, or wait for it")


def test_quarters_of_percentages_without_counts_are_not_called_undelivered():
    quarters = [share("in_quarter", "2012-13 Q1", 82), share("in_quarter", "2012-13 Q2", 84)]
    found = measure_of(a_percentage(), *quarters)
    assert (found.figure.value, found.complete) == (84, False)
    assert (
        found.hole
        == "its quarters are delivered without the counts behind them, so the year to date is not known"
    )


def test_a_year_in_which_nothing_could_be_counted_says_so():
    counts = [share(m, f"2012-13 Q{n}", 0) for n in (1, 2) for m in ("numerator", "denominator")]
    found = measure_of(a_percentage(), *counts)
    assert found.figure is None
    assert found.why_none == "there was nothing to count in April to September 2012 (0 of 0)"


def test_last_years_figures_may_have_another_shape():
    now = [figure("cumulative", "2012-13 Q1", 109), figure("in_quarter", "2012-13 Q2", 120)]
    by_month = [month(f"2011-{number:02d}", 10) for number in range(4, 10)]
    for before, value in ((LAST_YEAR, 249), (by_month, 60)):
        found = measure_of(a_count(), *now, *before)
        assert (found.figure.value, found.known, found.same_period.value) == (229, 2, value)


def test_a_rolling_year_or_stock_of_march_is_the_years_outturn():
    rolling = measure_of(a_count(accumulates="rolling"), figure("rolling_12_months", "2012-03", 429))
    stock = measure_of(a_count(accumulates="last", kind="level"), month("2012-03", 3611))
    assert (rolling.last_outturn.value, stock.last_outturn.value) == (429, 3611)


def test_the_last_outturn_over_three_years_is_the_one_that_ends_with_last_year():
    three = [
        share("outturn", f"20{y:02d}-{y + 1:02d}", y, window=periods.Period(12 * (2000 + y) + 3, 36), row=y)
        for y in (8, 9, 10)
    ]
    survey = a_percentage(accumulates="survey", covers_years=3)
    found = measure_of(survey, *three, quarter=4, as_at="2013-03-31")
    assert (found.figure.value, found.same_period.value, found.last_outturn.value) == (10, 9, 9)


def test_no_cases_last_year_are_not_called_undelivered():
    before = [share(m, f"2011-12 Q{n}", 0) for n in (1, 2) for m in ("numerator", "denominator")]
    now = [share("numerator", "2012-13 Q1-Q2", 18), share("denominator", "2012-13 Q1-Q2", 20)]
    found = measure_of(a_percentage(), *before, *now)
    assert found.why_no_same_period == "there was nothing to count in April to September 2011 (0 of 0)"


def test_a_year_without_a_latest_figure_is_no_year_to_date():
    found = measure_of(a_count(accumulates="rolling"), *[month(f"2012-0{n}", 40) for n in range(4, 10)])
    assert found.hole.endswith(
        "delivered for single months, not for twelve, so the latest figure is not known"
    )
