"""Exceptions first: each word for what it stands for, in order."""

from dataclasses import replace

import pytest

from analysis.definitions.targets import Target
from analysis.judgements import exception_report
from analysis.judgements.control_charts import Control
from analysis.judgements.published_comparisons import Recent
from analysis.statistics.comparisons import Comparison
from analysis.statistics.spc.limits import Variation
from analysis.statistics.trends import Trend
from made_up_figures import REGION, a_count, figure, judged_of

FINE = judged_of(
    a_count(), figure("cumulative", "2012-13 Q1-Q2", 100), figure("outturn", "2011-12", 260, row=4)
)


def control(icon):
    return Control(Variation((), (), icon, "", False, "XmR", "none", ""), "month", (), "crimes")


def beside(word, low998):
    return Comparison(REGION, 10, 12, 11, 13, low998, 14, word, "", False, "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ()),
        ({"status_now": "off track"}, ("off track now",)),
        ({"status_year_end": "off track"}, ("likely to miss",)),
        ({"control": control("special cause concern")}, ("special cause",)),
        ({"control": control("special cause high")}, ("special cause",)),
        ({"control": control("special cause improvement")}, ()),
        ({"control": control("common cause")}, ()),
        ({"recent": Recent(Trend("increasing", "worse"), ())}, ("sustained trend for the worse",)),
        ({"recent": Recent(Trend("increasing", "better"), ())}, ()),
        ({"comparisons": (beside("worse", 10.5),)}, ("worse than the region at 99.8%",)),
        ({"comparisons": (beside("worse", 9.5),)}, ()),
        ({"comparisons": (beside("better", 10.5),)}, ()),
        ({"comparisons": (replace(beside("worse", 10.5), region="England"),)}, ()),
    ],
)
def test_each_exception_for_what_it_stands_for(changes, words):
    assert exception_report.exceptions_of(replace(FINE, **changes), REGION) == words


def test_a_due_figure_that_is_not_there_is_missing_and_a_placeholder_is_not():
    last = figure("outturn", "2011-12", 260)
    assert exception_report.exceptions_of(judged_of(a_count(), last)) == ("missing",)
    assert exception_report.exceptions_of(judged_of(a_count(stage="placeholder"), last)) == ()


def test_they_come_in_order_and_rank_by_the_most_urgent():
    many = replace(FINE, status_now="off track", control=control("special cause low"))
    assert exception_report.exceptions_of(many) == ("off track now", "special cause")
    one = replace(FINE, status_now="off track")
    assert sorted([FINE, one, many], key=exception_report.rank) == [many, one, FINE]
    assert exception_report.counted([FINE, one, many]) == {"off track now": 2, "special cause": 1}


def test_on_target_off_track_is_an_exception_end_to_end():
    judged = judged_of(
        a_count(), figure("cumulative", "2012-13 Q1-Q2", 400), figure("outturn", "2011-12", 260, row=4),
        target=Target(None, 240, "no more than"),
    )  # fmt: skip
    assert exception_report.exceptions_of(judged) == ("off track now", "likely to miss")


def test_a_figure_that_ends_before_the_quarter_is_missing():
    late = judged_of(a_count(), figure("in_quarter", "2012-13 Q1", 50))
    assert "missing" in exception_report.exceptions_of(late)


@pytest.mark.parametrize(
    ("quarter", "as_at", "due", "words"),
    [
        (4, "2013-03-31", "2012-13", ("missing",)),
        (3, "2012-12-31", "2012-13", ()),
        (4, "2013-03-31", "2013-14", ()),
        (4, "2013-03-31", "", ()),
    ],
)
def test_a_survey_is_missing_when_the_year_it_was_due_in_is_over(quarter, as_at, due, words):
    survey = a_count(accumulates="survey", survey_next=due)
    judged = judged_of(survey, figure("outturn", "2010-11", 60), quarter=quarter, as_at=as_at)
    assert exception_report.exceptions_of(judged) == words
    assert ("was due and is not delivered" in judged.measure.why_none) == bool(words)


def test_a_hole_in_the_year_is_missing_though_a_later_quarter_is_there():
    months = [figure("in_month", f"2012-{month:02d}", 40) for month in (4, 5, 7, 8, 9)]
    assert exception_report.exceptions_of(judged_of(a_count(), *months), REGION)
