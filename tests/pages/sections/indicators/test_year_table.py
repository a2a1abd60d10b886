"""The table behind a chart: unrounded values, baselines beside the forecast, a reason for each blank."""

import pytest

from analysis.definitions import periods
from analysis.pages.sections.indicators.year_chart import year_chart
from analysis.pages.sections.indicators.year_table import baselines, year_table
from made_up_figures import a_count, a_percentage, a_report, figure, judged_of, share


def judged(halton, ref):
    return next(j for j in halton.headlines if j.indicator.ref == ref)


def cells(table, row):
    return {column.heading: table.rows[row][column.name] for column in table.columns}


def test_this_year_and_last_year(halton):
    sh1 = judged(halton, "SH1")
    table = year_table(sh1, halton.params)
    now, before = cells(table, 0), cells(table, 1)
    assert (now["Year"].text, before["Year"].text) == ("2012-13", "2011-12")
    assert now["To date"].value == 3710 and before["To date"].value == 3836
    assert now["Year end"].value == sh1.forecast.expected and before["Year end"].value == 7434
    assert now["Target"].value == 8065 and "mid-year report" in now["Target"].note


def test_baselines_stand_beside_the_forecast(halton):
    assert baselines(judged(halton, "SH1")) == (
        "doubling the half-year gives 7,420", "last year's share gives 7,190",
    )  # fmt: skip
    assert baselines(judged(halton, "SH6")) == ("the latest figure kept gives 34%",)


def test_quarters_stand_where_they_are_printed_and_say_what_is_still_to_come(halton):
    table = year_table(judged(halton, "SH4"), halton.params)
    assert [column.heading for column in table.columns][1:3] == ["Quarter 1", "Quarter 2"]
    now = cells(table, 0)
    assert [now["Quarter 1"].value, now["Quarter 2"].value, now["To date"].value] == [8, 3, 11]


def test_earlier_outturns_follow_newest_first(halton):
    table = year_table(judged(halton, "SH13"), halton.params)
    assert [row["year"].text for row in table.rows] == ["2012-13", "2011-12", "2009-10"]
    assert cells(table, 2)["Year end"].value == 20


def test_every_year_to_date_is_added_up_from_its_months():
    months = [figure("in_month", f"{2010 + n // 12}-{n % 12 + 1:02d}", 10 + n, row=n) for n in range(3, 33)]
    judged = judged_of(a_count(), *months)
    table = year_table(judged, a_report())
    assert [(row["year"].text, cells(table, n)["To date"].value) for n, row in enumerate(table.rows)] == [
        ("2012-13", 6 * 39.5), ("2011-12", 6 * 27.5), ("2010-11", 6 * 15.5),
    ]  # fmt: skip
    assert cells(table, 2)["To date"].note == "April to September 2010"


def test_every_blank_has_a_reason(halton):
    for one in halton.headlines:
        for row in year_table(one, halton.params).rows:
            assert all(cell.note for cell in row.values() if cell.text == "–")


def test_a_suppressed_quarter_is_called_so_and_only_the_future_is_still_to_come():
    past = [figure("in_quarter", f"2011-12 Q{n}", 100 + n, row=n) for n in (1, 2, 3, 4)]
    hidden = figure("in_quarter", "2012-13 Q2", None, status="suppressed", printed="[c]")
    judged = judged_of(a_count(), *past, figure("in_quarter", "2012-13 Q1", 109), hidden)
    this_year = year_table(judged, a_report()).rows[0]
    assert (this_year["q1"].text, this_year["q2"].text) == ("109", "Suppressed")
    assert this_year["q3"].note == this_year["q4"].note == "still to come"
    assert "suppressed by its source" in this_year["to_date"].note
    assert (judged.status_now, judged.status_year_end) == ("not judged", "not judged")
    assert not any("[c]" in reason.words for reason in judged.reasons)


def test_a_suppressed_quarter_of_last_year_has_its_own_column():
    hidden = figure("in_quarter", "2011-12 Q2", None, status="suppressed", printed="[c]")
    now = figure("cumulative", "2012-13 Q1-Q2", 229)
    table = year_table(judged_of(a_count(), now, hidden), a_report())
    assert [column.heading for column in table.columns][1] == "Quarter 2"
    assert [row["q2"].text for row in table.rows] == ["–", "Suppressed"]


CALENDAR = [
    share(
        "outturn",
        f"20{y:02d}-{y + 1:02d}",
        10 + y,
        window=periods.parse(f"20{y:02d}-01 to 20{y:02d}-12"),
        row=y,
    )
    for y in range(9, 13)
]
THREE_YEARS = [
    share("outturn", f"20{y:02d}-{y + 1:02d}", 10 + y, window=periods.Period(12 * (2000 + y) + 3, 36), row=y)
    for y in range(7, 11)
]


@pytest.mark.parametrize(
    ("figures", "covers", "years"),
    [
        (CALENDAR, 1, ["2012", "2011", "2010", "2009"]),
        (THREE_YEARS, 3, ["2010-11 to 2012-13", "2009-10 to 2011-12", "2008-09 to 2010-11", "2007-08 to 2009-10"]),
    ],
    ids=["calendar years", "three years"],
)  # fmt: skip
def test_years_that_are_no_financial_years_keep_their_own_names(figures, covers, years):
    survey = a_percentage(accumulates="survey", covers_years=covers)
    judged = judged_of(survey, *figures, quarter=4, as_at="2013-03-31")
    report = a_report(quarter=4, as_at="2013-03-31")
    assert [row["year"].text for row in year_table(judged, report).rows] == years
    assert year_chart(judged, report) is None


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ([figure("in_month", f"2012-0{m}", 40) for m in (4, 5, 7, 8, 9)],
         "not complete: June 2012 is not delivered"),
        ([figure("cumulative", "2012-13 Q1-Q2", 229), figure("in_quarter", "2011-12 Q1", 9)],
         "delivered within the year to date only"),
    ],
    ids=["a month short", "year to date alone"],
)  # fmt: skip
def test_a_quarter_that_is_not_wholly_absent_is_not_called_so(figures, says):
    row = year_table(judged_of(a_count(), *figures), a_report()).rows[0]
    assert row["q1"].note == says


def test_a_stock_of_a_quarters_end_leaves_the_year_its_name():
    stock = [figure("in_quarter", f"2011-12 Q{n}", 100) for n in (1, 2, 3, 4)]
    judged = judged_of(a_count(accumulates="last", kind="level"), *stock, figure("in_month", "2012-09", 101))
    assert [row["year"].text for row in year_table(judged, a_report()).rows] == ["2012-13", "2011-12"]
