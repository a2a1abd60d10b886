"""The page on variation: due only with enough periods, icons as words, what chance alone gives, alt texts."""

import pytest

from analysis import html, workbook
from analysis.section_models import Badges, ControlChart, Table
from analysis.sections import variation
from conftest import MADE_UP_PLACE


@pytest.fixture(scope="module")
def book():
    given = workbook.params.read_yaml(MADE_UP_PLACE / "params" / "made-up-place-2023-24-q2.yaml")
    return workbook.open_workbook(given, MADE_UP_PLACE)


@pytest.fixture(scope="module")
def model(book):
    return book.section("variation")


def of(model, kind):
    return [item for block in model.blocks for item in block.contents if isinstance(item, kind)]


def test_it_is_due_for_the_made_up_place_and_not_for_halton(book, halton):
    assert variation.due(book.assessment) and not variation.due(halton)


def test_months_and_quarters_are_charted_each_with_an_icon_in_words(model, book):
    charted = [judged for judged in book.assessment.judgements if judged.control]
    assert {judged.control.every for judged in charted} == {"month", "quarter", "event"}
    assert len(of(model, ControlChart)) == len(charted) == len(of(model, Badges))
    for badges in of(model, Badges):
        assert badges.badges[0].text.lower() in {*variation.ICONS, "not judged"}


def test_the_page_says_how_many_signals_chance_alone_would_give(model):
    assert "If nothing had changed" in model.opening[1].text


def test_charts_and_tables_hold_the_same_figures(model):
    for chart, table in zip(of(model, ControlChart), of(model, Table), strict=True):
        shown = [row[1].value if row[1].value != "" else None for row in table.rows]
        assert shown == [mark.value for mark in chart.points]


def test_alternative_text_names_measure_place_period_value_and_message(model):
    for chart in of(model, ControlChart):
        assert "Made-up Place" in chart.alt and "latest" in chart.alt and "with a signal" in chart.alt


def test_what_was_done_is_named(model):
    page = html.fragment(model)
    names = ("Laney p&#39;", "Laney u&#39;", "time between events")
    for words in ("Chart: XmR", *names, "month means", "Too few periods"):
        assert words in page


def test_the_flat_table_has_a_row_a_point(model):
    assert len(model.table.rows) == sum(len(chart.points) for chart in of(model, ControlChart))


def block_of(model, words):
    return next(block for block in model.blocks if words in block.heading)


def test_rare_events_are_charted_by_the_days_between_them(model, book):
    (days,) = [j for j in book.assessment.judgements if j.control and j.control.every == "event"]
    block = block_of(model, "injured")
    chart = next(item for item in block.contents if isinstance(item, ControlChart))
    assert chart.title == "Made-up people injured in fires, Made-up Place, days between events"
    assert chart.unit == days.control.unit == "days" and len(chart.points) == 36
    assert chart.points[-1].label == "13 September 2023"
    said = html.fragment(model)
    assert "17 days without another by the report&#39;s day; longer gaps are better: fewer events" in said
    rows = [row for row in model.table.rows if row[0].text == "INJURIES"]
    assert rows[-1][4].text == "2023-09-13" and rows[-1][6].value == 20


def test_the_first_event_of_each_financial_year_is_marked(model):
    chart = next(i for i in block_of(model, "injured").contents if isinstance(i, ControlChart))
    assert [text for _, text in chart.ticks] == ["2020-21", "2021-22", "2022-23", "2023-24"]
