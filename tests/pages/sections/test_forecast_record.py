"""The page says in words how far past forecasts held, which record it is, and where there is none, why."""

import re

import pytest

from analysis.definitions.params import Folders, read_params
from analysis.judgements.assessments import assess
from analysis.judgements.track_record import QuarterRecord
from analysis.pages import charts, sections
from analysis.pages.chart_models import CalibrationChart
from analysis.pages.sections.forecast_record import _coverage, _leaning


@pytest.fixture
def page(made_up_root):
    report = read_params(made_up_root / "params" / "made-up-place-2023-24-q2.yaml")
    return sections.compose(assess(report, Folders(made_up_root)), "forecast_record")


def test_halton_says_why_there_is_none(halton):
    page = sections.compose(halton, "forecast_record")
    assert page.title == "Our forecasts have no record yet: too little history"
    assert "whole past years" in page.opening[0].text and page.blocks == ()


def test_the_title_counts_and_the_opening_says_which_record(page):
    assert re.fullmatch(r"Of 42 past forecasts, the range meant to hold 80 in 100 held \d+", page.title)
    assert page.opening[0].text.startswith("This is a back-test's record")
    assert len(page.table.rows) == 42


def test_one_calibration_chart_is_drawn_with_a_table_behind_it(page):
    drawn = [item for block in page.blocks for item in block.contents if isinstance(item, CalibrationChart)]
    (chart,) = drawn
    assert all(mark.low <= mark.came <= mark.high for mark in chart.points)
    svg = charts.drawings(chart, "record")
    assert svg.count("<svg") == 2 and "came true, in 100" in svg
    assert len(svg) < 25_000
    behind = next(b for b in page.blocks if b.anchor == "calibration").contents[2]
    assert len(behind.rows) == len(chart.points)


@pytest.mark.parametrize(
    ("inside", "n", "words"),
    [
        (5, 5, "Too few to judge"), (80, 100, "as often as they should"), (60, 100, "too narrow"),
        (95, 100, "wider than they needed"), (10, 12, "as often as they should"),
    ],
)  # fmt: skip
def test_coverage_in_words_never_says_more_than_so_many_can_tell(inside, n, words):
    assert words in _coverage(QuarterRecord(1, n, inside, n, 1.0, 0.0))


def test_leaning_is_told_with_its_side():
    assert _leaning(QuarterRecord(1, 20, 16, 19, 3.0, 2.04)) == "2% too high"
    assert _leaning(QuarterRecord(1, 20, 16, 19, 3.0, -1.26)) == "1.3% too low"
    assert _leaning(QuarterRecord(1, 20, 16, 19, 3.0, 0.01)) == "neither way"
