"""Our place among the members on the page: footing, rank with gap and interval, charts and table agree."""

from dataclasses import replace

import pytest

from analysis.judgements.published_comparisons import Recent
from analysis.pages.chart_models import FunnelChart, IntervalChart
from analysis.pages.models import Paragraph
from analysis.pages.sections.comparisons import peers
from analysis.pages.tables import Table
from analysis.statistics.trends import Trend
from made_up_figures import AREA, a_count, a_report, judged_of
from made_up_region import COUNTS, compared, counts


@pytest.fixture
def judged():
    _, found = compared(counts())
    plain = judged_of(a_count(), *[f for f in counts() if f.area == AREA])
    return replace(plain, among=found, comparisons=(found.comparison,))


def of(judged, kind):
    return [item for item in peers.contents(judged) if isinstance(item, kind)]


def test_footing_and_place_are_said_with_gap_and_interval(judged):
    footing, place, *_ = of(judged, Paragraph)
    assert "pooled from 6 of 6 members" in footing.text and "population of mid-2012" in footing.text
    assert "12 crimes per 1,000 population" in place.text
    assert "rank 6 of 6" in place.text and "95% interval" in place.text and "worst quarter" in place.text


def test_charts_and_table_show_the_same_figures(judged):
    (funnel,), (ranked,), (table,) = of(judged, FunnelChart), of(judged, IntervalChart), of(judged, Table)
    by_name = {row["place"].text: row["value"].value for row in table.rows}
    assert by_name == {mark.label: mark.value for mark in funnel.points}
    assert by_name == {row.label: row.value for row in ranked.rows}
    assert set(by_name) == set(COUNTS)


def test_alternative_text_names_measure_place_period_value_and_message(judged):
    (funnel,), (ranked,) = of(judged, FunnelChart), of(judged, IntervalChart)
    for words in ("Made-up thefts", AREA, "April to September 2012", "12", "above the 99.8% limits"):
        assert words in funnel.alt
    for words in ("6 places", "Made-up Region", AREA):
        assert words in ranked.alt


def test_without_members_nothing_is_shown():
    assert peers.contents(judged_of(a_count(), *counts()[:1])) == ()


def test_the_report_needs_its_region(judged):
    assert a_report().region in of(judged, Paragraph)[0].text


@pytest.mark.parametrize(
    ("years", "said"),
    [
        (("2018", "2022"), ". 2018 to 2022;"),
        (
            ("2017-18 to 2019-20", "2021-22 to 2023-24"),
            ". The first period is 2017-18 to 2019-20, the last 2021-22 to 2023-24;",
        ),
    ],
)
def test_the_first_and_the_last_period_of_a_trend_are_told_apart(judged, years, said):
    recent = Recent(Trend("increasing", reason="five periods"), years)
    assert said in peers.trend(replace(judged, recent=recent)).text
