"""Beside other places: our interval, their figures, one footing, and why some are not compared."""

from dataclasses import replace

import pytest

from analysis.pages.chart_models import IntervalChart
from analysis.pages.models import Paragraph
from analysis.pages.sections.comparisons import page
from analysis.pages.tables import Table
from analysis.statistics.comparisons import compare, own_as_published, published
from made_up_figures import REGION, a_count, a_percentage, a_rate, a_report, figure, judged_of, rated, share


def block(model, anchor):
    return next(block for block in model.blocks if block.anchor == anchor)


def test_drug_treatment_is_similar_but_only_just(halton):
    found = block(page.compose(halton), "sh7a")
    assert (
        found.heading
        == "Drug treatment completed: 12.0% here, similar to the North West at 14.9%, but only just"
    )
    chart, table = found.contents
    assert isinstance(chart, IntervalChart) and isinstance(table, Table)
    assert chart.rows[0].own and chart.reference == 14.9
    assert 9.55 < chart.rows[0].low < 9.56 and 14.9 < chart.rows[0].high < 14.91
    assert [row["place"].text for row in table.rows] == ["Halton", "North West", "England", "St Helens"]
    assert "68 of 568" in table.rows[0]["value"].note


def test_what_can_be_compared_comes_first(halton):
    anchors = [block.anchor for block in page.compose(halton).blocks]
    assert anchors == ["sh7a", "sh8a", "sh3", "nothing-published"]


def test_what_is_not_comparable_is_shown_without_a_chart_or_a_verdict(halton):
    found = block(page.compose(halton), "sh3")
    assert "cannot be compared" in found.heading
    assert [type(item) for item in found.contents] == [Table]
    region = found.contents[0].rows[1]
    assert region["word"].text == "not compared" and "asked in another way" in region["reason"].text


def test_the_alternative_text_names_every_place_with_its_figure_and_word(halton):
    chart = block(page.compose(halton), "sh7a").contents[0]
    for words in (
        "Halton 12.0%",
        "North West 14.9% (similar)",
        "St Helens 10.9%",
        "12 months to August 2012",
    ):
        assert words in chart.alt


def test_indicators_without_another_places_figure_are_named(halton):
    listed = block(page.compose(halton), "nothing-published").contents[1].items
    compared = [j for j in halton.headlines if j.comparisons]
    assert len(listed) + len(compared) == len(halton.headlines)


def test_the_csv_is_unrounded(halton):
    table = page.compose(halton).table
    row = next(r for r in table.rows if r["ref"].text == "SH7a")
    assert abs(row["ours"].value - 100 * 68 / 568) < 1e-9


def test_a_report_without_comparisons_says_so(halton):
    bare = replace(halton, judgements=tuple(replace(j, comparisons=()) for j in halton.judgements))
    model = page.compose(bare)
    assert model.title == "No figure can be compared with the North West yet" and len(model.blocks) == 1


def page_of(judged, halton, **report):
    """The page of one made-up judgement."""
    bare = replace(halton, judgements=(judged,), indicators=(judged.indicator,), params=a_report(**report))
    return page.compose(bare).blocks[0]


QUARTER_1 = {"quarter": 1, "as_at": "2012-06-30"}


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("", []),
        (
            "intervals of counts: exact",
            ["Intervals of counts by choice “exact”, not “exact below 10, Byar from 10”."],
        ),
    ],
)
def test_a_rule_chosen_for_the_interval_of_a_rate_is_said_where_it_is_shown(halton, rules, said):
    ours = rated("2012-13 Q1", 20, 1000)
    report = {**QUARTER_1, "rules": rules}
    judged = judged_of(a_rate(), *ours, replace(ours[0], area=REGION, value=25.0, row=9), **report)
    contents = page_of(judged, halton, **report).contents
    assert [item.text for item in contents if isinstance(item, Paragraph) and item.lead == "Rule."] == said
    (chart,) = [item for item in contents if isinstance(item, IntervalChart)]
    assert ("exact Poisson" if rules else "Byar's approximation") in chart.caption


def test_a_percentage_says_nothing_of_a_rule_for_counts(halton):
    ours = [
        share(measure, "2012-13 Q1-Q2", value, row=row)
        for row, (measure, value) in enumerate(
            (("cumulative", 80.0), ("numerator", 160), ("denominator", 200)), 2
        )
    ]
    judged = judged_of(a_percentage(), *ours, share("cumulative", "2012-13 Q1-Q2", 90, area=REGION, row=9))
    contents = page_of(judged, halton, rules="intervals of counts: exact").contents
    assert not [item for item in contents if isinstance(item, Paragraph)]


def test_published_limits_without_99_8_say_that_nothing_stronger_can_be_said(halton):
    plain = judged_of(a_count(), figure("cumulative", "2012-13 Q1-Q2", 84))
    found = compare(own_as_published(84.1, 71.4, 98.3), published(REGION, 70.0), "lower")
    table = page_of(replace(plain, comparisons=(found,)), halton).contents[-1]
    assert table.rows[1]["word"].text == "worse"
    assert table.rows[1]["reason"].text.endswith(
        "at 95%; no 99.8% limits are published, so nothing stronger than 95% can be said."
    )
