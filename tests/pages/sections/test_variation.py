"""The page on variation: due only with enough periods, icons as words, what chance alone gives, alt texts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from analysis.definitions.periods import Period
from analysis.judgements.control_charts import control_chart
from analysis.pages import html, workbook
from analysis.pages.chart_models import ControlChart
from analysis.pages.models import Badges, Listing
from analysis.pages.sections import variation
from analysis.pages.tables import Table
from analysis.statistics.spc.limits import APART, ONLY_SEASON, TOO_RARE
from made_up_figures import a_count, a_percentage, a_report, figure, judged_of, observed, share
from project import MADE_UP_PLACE, ROOT
from shared_data import shared_folder


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
    assert variation.due(book.release) and not variation.due(halton)


def test_months_and_quarters_are_charted_each_with_an_icon_in_words(model, book):
    charted = [judged for judged in book.release.judgements if judged.control]
    assert {judged.control.every for judged in charted} == {"month", "quarter", "event"}
    assert len(of(model, ControlChart)) == len(charted) == len(of(model, Badges))
    for badges in of(model, Badges):
        assert badges.badges[0].text.lower() in {*variation.ICONS, "not judged"}


def test_the_page_says_how_many_signals_chance_alone_would_give(model, book):
    """The sum over the pack's own charts, each by its kind: about 2 of 7 here, and one in the latest period."""
    controls = [j.control for j in book.release.judgements if j.control]
    anywhere, now = (sum(control.by_chance[part] for control in controls) for part in (0, 1))
    assert 1.5 < anywhere < 2.5 and now < 1
    said = model.opening[1].text
    assert "If nothing had changed in these 7 series, about 2 would still show a signal" in said
    assert "fewer than one in the latest period; 0 and 0 do" in said


def test_charts_and_tables_hold_the_same_figures(model):
    for chart, table in zip(of(model, ControlChart), of(model, Table), strict=True):
        shown = [row["value"].value if row["value"].value != "" else None for row in table.rows]
        assert shown == [mark.value for mark in chart.points]


def test_alternative_text_names_measure_place_period_value_and_message(model):
    for chart in of(model, ControlChart):
        assert "Made-up Place" in chart.alt and "latest" in chart.alt and "with a signal" in chart.alt


def monthly(values):
    periods = [Period(2012 * 12 + 8 - back, 1) for back in range(len(values) - 1, -1, -1)]
    return [
        figure("in_month", period.in_words(), value, row=row)
        for row, (period, value) in enumerate(zip(periods, values, strict=True))
        if value is not None
    ]


def shares(counts):
    quarters = [Period(2012 * 12 + 6 - 3 * back, 3).label for back in range(len(counts) - 1, -1, -1)]
    return [
        made
        for row, (quarter, (top, bottom)) in enumerate(zip(quarters, counts, strict=True))
        for made in (
            share("in_quarter", quarter, 100 * top / bottom if bottom else 0, row=10 * row),
            share("numerator", quarter, top, row=10 * row + 1),
            share("denominator", quarter, bottom, row=10 * row + 2),
        )
    ]


def charted(indicator, *figures, events=()):
    """A judgement with its control chart."""
    judged, observations = judged_of(indicator, *figures), observed(*figures)
    return replace(judged, control=control_chart(judged.measure, None, observations, a_report(), events))


def page_of(book, *judgements):
    return variation.compose(replace(book.release, params=a_report(), judgements=judgements))


VALUES = [20, 22, 19, 24, 21, 18, 23]
CASES = {
    "eight months": ([*VALUES, 99], "trial limits: 8 points, and 12 are needed"),
    "nineteen months": (
        [*VALUES, *VALUES, 99, *VALUES[:4]],
        "trial limits: fewer than two whole years of a series with a season",
    ),
    "rare events": ([0, 0, 1, 0, 0, 0] * 6, TOO_RARE),
    "every other month": ([20, None, 22, None, 99, None] * 5 + [20], APART),
    "a season alone": ([20, 30, 40, 10] * 9, ONLY_SEASON),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_not_judged_marks_no_point_in_chart_words_table_and_csv(book, case):
    values, reason = CASES[case]
    made = page_of(book, charted(a_count(), *monthly(values)))
    (chart,), (table,), (badges,) = (of(made, kind) for kind in (ControlChart, Table, Badges))
    assert {mark.signal for mark in chart.points} == {""}
    assert chart.alt.endswith("; no point is marked.") and "with a signal" not in chart.alt
    assert {row["signal"].text for row in table.rows} == {"not judged"}
    assert all(row["limits"].text != "–" or row["limits"].note == "not judged" for row in table.rows)
    for row in made.table.rows:
        assert (row["signals"].text, row["icon"].text, row["reason"].text) == ("", "", reason)
    assert [badge.text for badge in badges.badges] == ["Not judged"]
    assert badges.text == f"{reason[0].upper()}{reason[1:]}."
    assert "o point is marked" in chart.caption and "Square" not in chart.caption
    assert made.opening[1].text == "No series can be judged yet, so no signal is counted."


def test_trial_limits_are_called_so(book):
    made = page_of(book, charted(a_count(), *monthly(CASES["eight months"][0])))
    chart, table = of(made, ControlChart)[0], of(made, Table)[0]
    assert "trial limits 0 to" in chart.alt and "dashed: trial limits" in chart.caption
    assert table.columns[2].note == "on trial"
    assert made.blocks[0].heading == "Made-up thefts: trial limits, not judged"


def facts(made):
    return [item for block in made.blocks for listing in block.contents if isinstance(listing, Listing)
            for item in listing.items]  # fmt: skip


def test_the_page_says_why_a_season_stays_in(book):
    short, rare = ([0, 0, 1, 0, 0, 0] * times for times in (3, 6))
    said = [facts(page_of(book, charted(a_count(), *monthly(values))))[0] for values in (short, rare)]
    assert "no season is taken out: a seasonal pattern needs 2 whole years" in said[0]
    assert "no season is taken out: too few events to see a season" in said[1]
    chosen = charted(a_count(rules="season: none"), *monthly(VALUES * 5))
    assert "; no season is taken out; 35 months with a figure." in facts(page_of(book, chosen))[0]


def test_the_page_says_that_a_quarter_without_cases_is_a_gap(book):
    counts = [(100 + n % 5, 200) if n != 6 else (0, 0) for n in range(14)]
    made = page_of(book, charted(a_percentage(), *shares(counts)))
    assert "1 quarter is a gap, since nothing was there to count (a denominator of 0)." in facts(made)
    table, chart = of(made, Table)[0], of(made, ControlChart)[0]
    assert chart.points[6].value is None and table.rows[6]["value"].note == "no figure"


def test_a_segment_that_is_not_judged_is_named_and_limits_break_where_they_were_rebased(book):
    rebased = a_count(rebases=({"at": "2010-06", "reason": "counted anew"},))
    made = page_of(book, charted(rebased, *monthly([40, 41, 99, 42, 40, 41, 43, 42, *VALUES * 4])))
    said = facts(made)
    assert "New limits from June 2010: counted anew." in said
    assert "Not judged to May 2010: trial limits: 8 points, and 12 are needed." in said
    (chart,), (table,) = of(made, ControlChart), of(made, Table)
    assert chart.rebased == (8,)
    assert [row["signal"].text for row in table.rows[:9]] == ["not judged"] * 8 + ["none"]


def test_marks_are_explained_as_the_polarity_has_them(book):
    for polarity, words in (
        ("lower", "Square: concern; diamond: improvement."),
        ("none", "Triangle: unusual."),
    ):
        made = page_of(book, charted(a_count(polarity=polarity), *monthly(VALUES * 5)))
        assert of(made, ControlChart)[0].caption.endswith(words)


def test_a_few_events_are_shown_with_trial_limits(book):
    days = [date(2011, 1, 1) + timedelta(20 * n + n % 3) for n in range(9)]
    made = page_of(book, charted(a_count(), events=days))
    assert of(made, ControlChart)[0].alt.count("trial limits") == 2
    assert "8 gaps." in facts(made)[0]


@pytest.mark.slow
@pytest.mark.skipif(shared_folder() is None, reason="the public data are not there")
@pytest.mark.parametrize("area", ["Halton", "Blackpool", "Eden"])
def test_recorded_crime_of_too_few_months_marks_nothing(area):
    """Before, 80 of 336 trial charts of the 29 districts showed signals of a season that was still in them."""
    given = workbook.params.read_yaml(ROOT / "params" / "north-west-crime-2021-22.yaml")
    crime = workbook.open_workbook({**given, "area": area}, ROOT)
    trial = [j.control.variation for j in crime.release.judgements if j.control and j.control.variation.trial]
    assert trial and not any(point.signals for chart in trial for point in chart.points)
    page = html.fragment(crime.section("variation"))
    for chart in of(crime.section("variation"), ControlChart):
        assert ("trial limits" not in chart.alt) or "with a signal" not in chart.alt
    assert "trial limits, not judged" in page and page.count('class="signal-') == 0


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
    (days,) = [j for j in book.release.judgements if j.control and j.control.every == "event"]
    block = block_of(model, "injured")
    chart = next(item for item in block.contents if isinstance(item, ControlChart))
    assert chart.title == "Made-up people injured in fires, Made-up Place, days between events"
    assert chart.unit == days.control.unit == "days" and len(chart.points) == 36
    assert chart.points[-1].label == "13 September 2023"
    said = html.fragment(model)
    assert "17 days without another by the report&#39;s day; longer gaps are better: fewer events" in said
    rows = [row for row in model.table.rows if row["ref"].text == "INJURIES"]
    assert rows[-1]["period"].text == "2023-09-13" and rows[-1]["value"].value == 20


def test_the_first_event_of_each_financial_year_is_marked(model):
    chart = next(i for i in block_of(model, "injured").contents if isinstance(i, ControlChart))
    assert [text for _, text in chart.ticks] == ["2020-21", "2021-22", "2022-23", "2023-24"]
