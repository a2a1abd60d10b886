"""Rare events one by one: checked cell by cell, in order of time, and held against the counts."""

from datetime import date

import pytest

from analysis.definitions.errors import InputError
from analysis.documents.kinds import events
from analysis.documents.makers import Document
from analysis.measures import document_findings
from document_files import entry, table
from made_up_figures import AREA, a_count, figure, observed

ENTRY = entry("deaths.csv", "fire", "events_csv")
HEAD = "ref,breakdown,area,day"
ROWS = ("2012-06-17", "2012-04-02", "2012-06-17", "2012-09-30")
SERIES = ("THEFT", "all", AREA)


def made(*days, series="THEFT,all,Made-up Place"):
    return events.make(table("\n".join([HEAD, *(f"{series},{day}" for day in days)])), ENTRY)


def wrong(found, as_at=date(2012, 9, 30)):
    problems = events.problems([found], (a_count(),), (AREA,), as_at)
    return [(p.row, p.column, p.what) for p in problems]


def test_the_days_of_a_series_come_oldest_first_twice_where_two_happened():
    assert made(*ROWS).days == {
        SERIES: (date(2012, 4, 2), date(2012, 6, 17), date(2012, 6, 17), date(2012, 9, 30))
    }
    assert made(*ROWS[::-1]).days == made(*ROWS).days


@pytest.mark.parametrize("day", ["17/06/2012", "2012-06", "", "2012-02-30", "soon"])
def test_a_day_that_is_none_is_named(day):
    with pytest.raises(InputError, match=f"deaths.csv, row 3, column day: '{day}' is not a day"):
        made("2012-06-17", day)


def test_an_empty_cell_and_an_unknown_column_are_named():
    with pytest.raises(InputError, match="row 2, column area: the cell is empty"):
        made("2012-06-17", series="THEFT,all,")
    with pytest.raises(InputError, match="column 'name' is not expected"):
        events.make(table("ref,breakdown,area,day,name\nTHEFT,all,X,2012-06-17,Somebody"), ENTRY)


@pytest.mark.parametrize(
    ("series", "column", "what"),
    [
        ("THEF,all,Made-up Place", "ref", "'THEF' is not a known indicator"),
        ("THEFT,lorries,Made-up Place", "breakdown", "'lorries' is not a breakdown of THEFT"),
        ("THEFT,all,Elsewhere", "area", "'Elsewhere' is not a known area"),
    ],
)
def test_a_series_or_place_that_is_not_defined_is_named(series, column, what):
    assert wrong(made("2012-06-17", series=series)) == [(2, column, what)]


def test_the_reports_day_is_the_last_that_may_be_listed():
    assert wrong(made(*ROWS)) == []
    ((row, column, what),) = wrong(made(*ROWS), date(2012, 9, 29))
    assert (row, column) == (5, "day") and "is after 2012-09-29" in what


def findings(found, *figures):
    return document_findings.check([Document(ENTRY, found)], observed(*figures))


def test_events_that_make_the_count_are_no_finding():
    counts = [figure("in_month", "2012-05", 0), figure("in_month", "2012-06", 2, row=3)]
    assert findings(made(*ROWS), *counts, figure("in_quarter", "2012-13 Q2", 1, row=4)) == ()


def test_the_month_of_the_first_event_may_have_been_listed_in_part():
    assert (
        findings(made(*ROWS), figure("in_month", "2012-04", 7), figure("cumulative", "2012-13 Q1-Q2", 9))
        == ()
    )


def test_a_count_that_the_listed_events_do_not_make_is_one_finding_a_series():
    (found,) = findings(
        made(*ROWS), figure("in_month", "2012-06", 3), figure("in_quarter", "2012-13 Q2", 2, row=3)
    )
    assert found.kind == document_findings.EVENTS and found.ref == "THEFT"
    assert (
        "3 in report, THEFT for June 2012, 2 listed; 2 in report, THEFT for July to September 2012, 1 listed"
        in (found.words)
    )
    assert len(found.places) == 2


def test_a_rate_is_no_count_of_events():
    rate = figure("in_month", "2012-06", 3, unit="crimes per 1000 population")
    assert findings(made(*ROWS), rate) == ()
