"""Quarters and years to date out of whatever shape is delivered, by kind; what is suppressed is not worked out."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.definitions import periods
from analysis.measures import derivations
from analysis.measures.series import Series
from made_up_figures import AREA, a_count, a_percentage, figure, observed, share

YEAR = periods.parse("2012-13")
Q1, Q2, Q3, Q4 = YEAR.by(3)
HALF = periods.parse("2012-13 Q1-Q2")
AS_AT = date(2012, 9, 30)


def series(indicator, *figures):
    """The series of the indicator's headline."""
    return Series(observed(*figures), indicator, indicator.headlines[0], AREA)


def thefts(*figures, **changes):
    return series(a_count(**changes), *figures)


def seen(*figures, **changes):
    return series(a_percentage(**changes), *figures)


def in_months(first, values, made=figure, measure="in_month"):
    labels = [part.label for part in periods.Period(first, len(values)).by(1)]
    pairs = zip(labels, values, strict=True)
    return [made(measure, label, value, row=100 + n) for n, (label, value) in enumerate(pairs)]


def counted(period, top, bottom):
    return share("numerator", period, top), share("denominator", period, bottom)


def suppressed(measure, period, made=figure):
    return made(measure, period, None, status="suppressed", printed="[c]")


def value(found):
    return None if found is None else found.value


@settings(max_examples=30)
@given(
    st.lists(st.integers(0, 500), min_size=12, max_size=12),
    st.lists(st.sampled_from(["months", "quarter", "year to date"]), min_size=4, max_size=4),
)
def test_every_shape_of_a_flow_gives_the_same_quarters_and_years_to_date(values, shapes):
    sums = [sum(values[3 * n : 3 * n + 3]) for n in range(4)]
    delivered = []
    for number, shape in enumerate(shapes):
        quarter = YEAR.by(3)[number]
        if shape == "months":
            delivered += in_months(quarter.first, values[3 * number : 3 * number + 3])
        elif shape == "quarter":
            delivered.append(figure("in_quarter", quarter.label, sums[number]))
        else:
            delivered.append(
                figure("cumulative", periods.to_date("2012-13", number + 1).label, sum(sums[: number + 1]))
            )
    found = thefts(*delivered)
    to_date = [derivations.to_date(found, periods.to_date("2012-13", n)) for n in (1, 2, 3, 4)]
    assert [value(f) for f in to_date] == [sum(sums[:n]) for n in (1, 2, 3, 4)]
    known = [derivations.quarter(found, part) for part in YEAR.by(3)]
    before = ["year to date", *shapes[:3]]
    assert all(value(q) in (None, each) for q, each in zip(known, sums, strict=True))
    assert all(q for q, shape in zip(known, shapes, strict=True) if shape != "year to date")
    assert all(q for q, one, other in zip(known, before, shapes, strict=True) if one == other)


def test_a_stock_is_its_latest_month_and_never_a_sum():
    found = thefts(*in_months(Q2.first, [3615, 3616, 3617]), accumulates="last", kind="level")
    quarter = derivations.quarter(found, Q2)
    assert (quarter.value, quarter.window.in_words()) == (3617, "September 2012")


def test_a_stock_whose_last_month_is_late_has_no_quarter():
    found = thefts(*in_months(Q2.first, [3615, 3616]), accumulates="last", kind="level")
    assert derivations.quarter(found, Q2) is None
    assert derivations.gaps_in_words(derivations.gaps(found, Q2)) == "September 2012 is not delivered"


@pytest.mark.parametrize("with_percentages", [True, False])
def test_months_of_a_percentage_are_pooled_by_their_counts(with_percentages):
    tops, bottoms = [9, 0, 4], [10, 0, 10]
    months = in_months(Q2.first, tops, share, "numerator") + in_months(
        Q2.first, bottoms, share, "denominator"
    )
    if with_percentages:
        months += in_months(Q2.first, [90, 40, 40], share)
    quarter = derivations.quarter(seen(*months), Q2)
    assert (quarter.value, quarter.numerator, quarter.denominator) == (65, 13, 20)


@pytest.mark.parametrize("how", ["ratio", "last", "rolling"])
def test_months_of_what_does_not_add_up_are_never_added(how):
    quarter = derivations.quarter(seen(*in_months(Q2.first, [90, 91, 89], share), accumulates=how), Q2)
    assert value(quarter) == (89 if how == "last" else None)


def test_percentages_of_months_without_counts_are_refused_in_words():
    found = seen(*in_months(Q1.first, [90, 91, 89], share))
    said = derivations.gaps_in_words(derivations.gaps(found, Q1))
    assert said == "Quarter 1 (April to June 2012) is delivered by month without the counts behind it"


def test_counts_without_the_printed_percentage_make_it():
    found = seen(*counted("2012-13 Q1", 904, 1000), *counted("2012-13 Q2", 905, 1000))
    assert value(derivations.quarter(found, Q1)) == pytest.approx(90.4)
    assert value(derivations.to_date(found, HALF)) == pytest.approx(90.45)
    assert value(derivations.quarter(seen(*counted("2012-13 Q1", 1, 2), standardised=True), Q1)) is None


def test_a_quarter_of_nothing_of_nothing_adds_nothing():
    found = seen(*counted("2012-13 Q1", 0, 0), *counted("2012-13 Q2", 8, 10))
    assert value(derivations.to_date(found, HALF)) == 80
    assert derivations.quarter(found, Q1) is None
    assert derivations.why_quarter_is_blank(found, Q1, AS_AT, Q2.last) == "no cases"


def test_a_rolling_year_may_be_labelled_by_its_last_month():
    by_month = thefts(figure("rolling_12_months", "2012-09", 423), accumulates="rolling")
    by_quarter = thefts(figure("rolling_12_months", "2012-13 Q2", 423), accumulates="rolling")
    found = [derivations.rolling_year(each, Q2) for each in (by_month, by_quarter)]
    assert [(f.value, f.window.label) for f in found] == [(423, "2011-10 to 2012-09")] * 2


def test_years_to_date_of_two_sources_or_of_rates_are_not_subtracted():
    first, second = figure("cumulative", "2012-13 Q1", 109), figure("cumulative", "2012-13 Q1-Q2", 229)
    other = figure("cumulative", "2012-13 Q1-Q2", 229, source="plan")
    assert value(derivations.quarter(thefts(first, second), Q2)) == 120
    assert derivations.quarter(thefts(first, other), Q2) is None
    assert derivations.quarter(thefts(first, second, kind="rate"), Q2) is None


def test_a_year_to_date_that_falls_makes_no_quarter():
    falls = [figure("cumulative", "2012-13 Q1", 130), figure("cumulative", "2012-13 Q1-Q2", 120)]
    assert derivations.quarter(thefts(*falls), Q2) is None
    assert value(derivations.quarter(thefts(*falls, kind="money"), Q2)) == -10


@pytest.mark.parametrize(
    "around",
    [
        [figure("cumulative", "2012-13 Q1", 109), figure("cumulative", "2012-13 Q1-Q2", 113)],
        [*in_months(Q2.first, [1, 1, 2])],
        [figure("in_quarter", "2012-13 Q1", 109), figure("cumulative", "2012-13 Q1-Q2", 113)],
    ],
    ids=["years to date", "months", "quarter and half-year"],
)
def test_a_suppressed_quarter_is_not_worked_out_from_what_stands_around_it(around):
    found = thefts(*around, suppressed("in_quarter", "2012-13 Q2"))
    assert derivations.quarter(found, Q2) is None
    assert derivations.why_quarter_is_blank(found, Q2, AS_AT, Q2.last) == "suppressed by its source"


def test_a_difference_that_would_give_a_suppressed_month_away_is_not_taken():
    years = [figure("cumulative", "2012-13 Q1", 109), figure("cumulative", "2012-13 Q1-Q2", 113)]
    months = [*in_months(Q2.first, [1, 1]), suppressed("in_month", "2012-09")]
    assert derivations.quarter(thefts(*years, *months), Q2) is None


def test_a_suppressed_year_to_date_is_not_added_up_from_its_quarters():
    quarters = [figure("in_quarter", "2012-13 Q1", 2), figure("in_quarter", "2012-13 Q2", 1)]
    found = thefts(*quarters, suppressed("cumulative", "2012-13 Q1-Q2"))
    assert derivations.to_date(found, HALF) is None
    assert "April to September 2012 is suppressed" in derivations.gaps_in_words(derivations.gaps(found, HALF))


@pytest.mark.parametrize("hidden", ["numerator", "denominator"])
def test_a_suppressed_count_leaves_the_percentage_of_the_year_unknown(hidden):
    kept = [f for f in counted("2012-13 Q2", 8, 10) if f.measure != hidden]
    unit = {"numerator": "seen", "denominator": "people"}[hidden]
    blank = share(hidden, "2012-13 Q2", None, status="suppressed", unit=unit)
    found = seen(*counted("2012-13 Q1", 9, 10), *kept, blank)
    assert derivations.to_date(found, HALF) is None
    said = derivations.gaps_in_words(derivations.gaps(found, HALF))
    assert said == "Quarter 2 (July to September 2012) is suppressed by its source"


@pytest.mark.parametrize(
    ("figures", "quarter", "why"),
    [
        ([], Q3, "still to come"),
        ([], Q1, "not delivered"),
        (in_months(Q1.first, [40, 40]), Q1, "not complete: June 2012 is not delivered"),
        (
            [*in_months(Q1.first, [4, 4]), suppressed("in_month", "2012-06")],
            Q1, "not complete: June 2012 is suppressed by its source",
        ),
        ([figure("in_quarter", "2012-13 Q1", None, status="not applicable")], Q1, "not applicable"),
        ([figure("in_quarter", "2012-13 Q1", None, status="not received")], Q1, "not received"),
        ([figure("in_quarter", "2012-13 Q1", 5)], Q1, ""),
    ],
    ids=["to come", "nothing", "a month short", "a month suppressed", "not applicable", "not received", "there"],
)  # fmt: skip
def test_why_a_quarter_of_a_table_is_blank(figures, quarter, why):
    assert derivations.why_quarter_is_blank(thefts(*figures), quarter, AS_AT, Q2.last) == why


def test_a_quarter_in_arrears_is_over_and_not_due_yet():
    why = derivations.why_quarter_is_blank(thefts(), Q2, AS_AT, Q1.last)
    assert why == "not due yet: its figures come in arrears"
