"""Periods: every label reads back, every shape has its months, and what is no period is refused."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.definitions import periods
from analysis.definitions.periods import Period

FIRST, LAST = 1900 * 12, 2098 * 12


@pytest.mark.parametrize(
    ("text", "start", "end", "label", "words"),
    [
        ("2012-13", date(2012, 4, 1), date(2013, 3, 31), "2012-13", "April 2012 to March 2013"),
        ("1999-00", date(1999, 4, 1), date(2000, 3, 31), "1999-00", "April 1999 to March 2000"),
        ("2012-13 Q1", date(2012, 4, 1), date(2012, 6, 30), "2012-13 Q1", "April to June 2012"),
        ("2012-13 Q4", date(2013, 1, 1), date(2013, 3, 31), "2012-13 Q4", "January to March 2013"),
        ("2012-13 Q1-Q2", date(2012, 4, 1), date(2012, 9, 30), "2012-13 Q1-Q2", "April to September 2012"),
        ("2012-13 Q1-Q4", date(2012, 4, 1), date(2013, 3, 31), "2012-13", "April 2012 to March 2013"),
        ("2012-04", date(2012, 4, 1), date(2012, 4, 30), "2012-04", "April 2012"),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29), "2012-02", "February 2012"),
        ("2011-12", date(2011, 4, 1), date(2012, 3, 31), "2011-12", "April 2011 to March 2012"),
        ("December 2011", date(2011, 12, 1), date(2011, 12, 31), "December 2011", "December 2011"),
        ("December 2012", date(2012, 12, 1), date(2012, 12, 31), "2012-12", "December 2012"),
        ("2012-Q1", date(2012, 1, 1), date(2012, 3, 31), "2011-12 Q4", "January to March 2012"),
        ("2012-Q2", date(2012, 4, 1), date(2012, 6, 30), "2012-13 Q1", "April to June 2012"),
        (
            "2011-09 to 2012-08", date(2011, 9, 1), date(2012, 8, 31), "2011-09 to 2012-08",
            "September 2011 to August 2012",
        ),
        ("2012-04 to 2013-03", date(2012, 4, 1), date(2013, 3, 31), "2012-13", "April 2012 to March 2013"),
        ("  2012-13 Q2 ", date(2012, 7, 1), date(2012, 9, 30), "2012-13 Q2", "July to September 2012"),
        (
            "2012-11 to 2013-01", date(2012, 11, 1), date(2013, 1, 31), "2012-11 to 2013-01",
            "November 2012 to January 2013",
        ),
    ],
)  # fmt: skip
def test_a_label_names_its_months(text, start, end, label, words):
    period = periods.parse(text)
    assert (period.start, period.end) == (start, end)
    assert period.label == label
    assert period.in_words() == words


@pytest.mark.parametrize(
    "text",
    [
        "", "2012", "2012-14", "2012-13 Q5", "2012-13 Q0", "2012-13 Q2-Q3", "2012-13 Q1-Q1", "2012-14 Q1",
        "2012-00", "2012-13-14", "2012-Q5", "2012-08 to 2011-09", "2012/13", "Q1 2012-13", "2012-13 q1",
        "Smarch 2012", "2012-13 Q1-Q2 ish", "2012-13\n2013-14", "next year",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused_by_name(text):
    with pytest.raises(ValueError, match=r"is not a (period|financial year)"):
        periods.parse(text)


@given(st.integers(FIRST, LAST), st.integers(1, 40))
def test_every_period_reads_back_from_its_label(first, months):
    period = Period(first, months)
    assert periods.parse(period.label) == period


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2011-12", "December 2011"),
        ("2009-10", "October 2009"),
        ("2012-12", "2012-12"),
        ("2012-13", "2012-13"),
    ],
)
def test_where_a_month_is_asked_for_a_label_that_could_be_a_year_is_the_month(text, label):
    assert periods.parse_month(text).label == label


@given(st.integers(FIRST, LAST), st.integers(1, 40), st.integers(0, 5))
def test_years_earlier_keeps_the_months_and_moves_the_year(first, months, years):
    earlier = Period(first, months).years_earlier(years)
    assert earlier.start == date(
        Period(first, months).start.year - years, Period(first, months).start.month, 1
    )
    assert earlier.years_earlier(-years) == Period(first, months)


@given(st.integers(1900, 2098))
def test_four_quarters_twelve_months_and_the_year_to_date_are_one_year(starts):
    year = periods.year(starts)
    quarters = [periods.quarter(year.label, number) for number in (1, 2, 3, 4)]
    assert sum(quarter.months for quarter in quarters) == year.months == 12
    assert all(a.last + 1 == b.first for a, b in pairwise(quarters))
    assert all(year.holds(quarter) and quarter.financial_year == year.label for quarter in quarters)
    assert periods.to_date(year.label, 4) == year
    for number, quarter in enumerate(quarters, start=1):
        assert periods.to_date(year.label, number).end == quarter.end


@pytest.mark.parametrize(
    ("label", "year"),
    [
        ("2012-03", "2011-12"),
        ("2012-04", "2012-13"),
        ("2012-13", "2012-13"),
        ("2011-09 to 2012-08", "2012-13"),
    ],
)
def test_the_financial_year_is_the_one_of_the_last_month(label, year):
    assert periods.parse(label).financial_year == year


def test_a_rolling_year_ends_with_the_last_month():
    rolling = periods.twelve_months_to(periods.month("August 2012"))
    assert rolling.label == "2011-09 to 2012-08"
    assert periods.twelve_months_to(periods.year(2012)) == periods.year(2012)


@pytest.mark.parametrize("label", ["2012-13 Q1", "2012-04", "2011-09 to 2012-08", "soon"])
def test_only_a_financial_year_is_a_year(label):
    with pytest.raises(ValueError, match="is not a"):
        periods.parse_year(label)


@pytest.mark.parametrize("text", ["Smarch 2012", "August", "August 12", "august 2012", "", "2012 August"])
def test_words_that_name_no_month_are_refused(text):
    with pytest.raises(ValueError, match="is not a month such as 'August 2012'"):
        periods.month(text)


@pytest.mark.parametrize(
    ("outer", "inner", "held"),
    [
        ("2012-13", "2012-13 Q4", True), ("2012-13", "2012-13", True), ("2012-13", "2012-03", False),
        ("2012-13 Q1-Q2", "2012-13 Q3", False), ("2012-04", "2012-13 Q1", False),
    ],
)  # fmt: skip
def test_a_period_holds_the_months_inside_it(outer, inner, held):
    assert periods.parse(outer).holds(periods.parse(inner)) is held
