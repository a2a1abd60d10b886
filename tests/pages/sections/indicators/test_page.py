"""A theme's page: a block for each headline, exceptions first, and nothing said without a figure."""

import pytest

from analysis.definitions.errors import InputError
from analysis.pages import sections
from analysis.pages.chart_models import YearChart
from analysis.pages.models import Badges, Callout, Facts, Paragraph
from analysis.pages.sections import phrases
from analysis.pages.sections.indicators import page as indicators
from analysis.pages.tables import Table

THEME = "Community Safety"


def block(model, anchor):
    return next(block for block in model.blocks if block.anchor == anchor)


def kinds(block) -> list[type]:
    return [type(item) for item in block.contents]


def test_every_headline_of_a_theme_has_a_block_with_its_anchor(halton):
    for theme in halton.themes:
        anchors = [block.anchor for block in indicators.compose(halton, theme).blocks if block.level == 2]
        heads = [phrases.anchor(j) for j in halton.headlines if j.indicator.theme == theme]
        assert sorted(anchors) == sorted(heads)


def test_exceptions_come_first(halton):
    model = indicators.compose(halton, THEME)
    assert model.blocks[0].anchor == "sh2" and "disputed" in model.blocks[0].heading


def test_a_block_answers_four_questions_then_shows_chart_need_and_table(halton):
    sh1 = block(indicators.compose(halton, THEME), "sh1")
    found = kinds(sh1)
    assert found[:3] == [Badges, Facts, YearChart]
    assert found.index(Callout) < found.index(Table)
    facts = sh1.contents[1].facts
    assert [fact.figure for fact in facts[:1]] == ["3,710"] and facts[3].figure == "No clear change"
    assert "1 time in 7" in facts[3].note and "3,836" in facts[0].note


def test_without_a_figure_a_block_says_why_and_draws_nothing(halton):
    placeholder = block(indicators.compose(halton, THEME), "sh15")
    assert kinds(placeholder)[:2] == [Badges, Paragraph] and YearChart not in kinds(placeholder)
    assert "No figure this year" in placeholder.contents[1].text


def test_former_references_are_dated(halton):
    sh1 = block(indicators.compose(halton, THEME), "sh1")
    assert "formerly NI 17 in 2011-12" in sh1.contents[0].text


def test_documents_that_disagree_on_a_target_say_what_that_means(halton):
    sh2 = block(indicators.compose(halton, THEME), "sh2")
    words = [c.text for c in sh2.contents if isinstance(c, Callout) and "disagree" in c.lead]
    assert len(words) == 1 and "prints 41.72" in words[0]
    assert "off track by 22.18 or less (less than 1 in 100) but on track by 41.72" in words[0]


def test_the_registry_finds_sections_by_name_and_refuses_others(halton):
    assert sections.compose(halton, "indicators").name == phrases.page_of(halton.params.theme)
    assert sections.compose(halton, "indicators-domestic-violence").label == "Domestic Violence"
    for wrong in ("indicators-nowhere", "nothing", "Scorecard"):
        with pytest.raises(InputError, match="use one of"):
            sections.compose(halton, wrong)


def test_the_plan_has_one_page_a_theme_with_its_parameter(halton):
    class Book:
        release = halton

    planned = {page.name: page for page in sections.planned(Book)}
    assert planned["indicators-domestic-violence"].parameters == {"theme": "Domestic Violence"}
    assert planned["indicators-domestic-violence"].notebook == "indicators"
    assert next(iter(planned)) == "scorecard" and not planned["scorecard"].parameters


def test_a_section_speaks_of_its_own_indicators(halton):
    def keys(name):
        return {judged.key for judged in sections.spoken_of(halton, sections.compose(halton, name))}

    violence = keys("indicators-domestic-violence")
    assert {ref for ref, *_ in violence} == {"SH6"} and ("SH6", "children involved", "Halton") in violence
    assert keys("scorecard") == {judged.key for judged in halton.headlines}
    assert keys("comparisons") == {judged.key for judged in halton.headlines if judged.comparisons}
    assert keys("data_quality") == {judged.key for judged in halton.judgements}
    assert keys("costings") == keys("change") == set()
