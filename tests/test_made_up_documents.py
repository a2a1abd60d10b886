"""What no real document holds: movement, risks, links, commentary, adjustments, actuals, chances; made up."""

from dataclasses import replace

import pytest

import made_up_documents
from analysis.definitions import probabilities, wording
from analysis.definitions.params import Folders, read_params
from analysis.forecasts.later_years import HISTORY_NEEDED, TRIALS_NEEDED, TRIED
from analysis.forecasts.past_coverage import Coverage
from analysis.judgements.assessments import assess
from analysis.pages import html, sections
from analysis.pages.models import Paragraph
from analysis.pages.tables import Table


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    """The made-up place's second quarter with documents delivered beside its figures."""
    root = tmp_path_factory.mktemp("made_up_documents")
    return assess(read_params(made_up_documents.make(root)), Folders(root))


def tables(assessment, section):
    model = sections.compose(assessment, section)
    contents = [item for block in model.blocks for item in block.contents]
    return {
        item.caption: [{name: cell.text for name, cell in row.items()} for row in item.rows]
        for item in contents
        if isinstance(item, Table)
    }


def test_every_section_has_its_page(made_up):
    book = type("Book", (), {"release": made_up})()
    names = [page.name for page in sections.planned(book)]
    assert {"money", "projects", "delivery_plan", "three_year_targets"} <= set(names)
    for name in ("money", "projects", "delivery_plan", "three_year_targets"):
        assert "Made-up data" in html.fragment(sections.compose(made_up, name))


def test_projects_have_movement_risks_and_links_both_ways(made_up):
    found = tables(made_up, "projects")
    rows = {row["title"]: row for row in found["Projects by name, those that need attention first"]}
    assert list(rows) == ["Made-up wardens", "Made-up hydrants", "Made-up survey", "Made-up lighting"]
    lighting, wardens, survey = (rows[f"Made-up {what}"] for what in ("lighting", "wardens", "survey"))
    assert (lighting["movement"], lighting["risk"]) == ("Better", "12, then 4")
    assert lighting["linked"] == "BURGLARY Made-up burglaries; ASB Made-up anti-social behaviour"
    assert (wardens["movement"], wardens["risk"]) == ("Worse", "9, then 9")
    assert survey["movement"] == survey["risk"] == survey["linked"] == "–"
    linked = found["Indicators and the projects linked to them"]
    links = {row["indicator"]: row["projects"] for row in linked}
    assert links["ASB Made-up anti-social behaviour"] == "Made-up lighting (green); Made-up wardens (red)"


def test_an_indicators_page_names_the_projects_that_help_it(made_up):
    model = sections.compose(made_up, "indicators-made-up-theme")
    said = {
        block.anchor: item.text
        for block in model.blocks
        for item in block.contents
        if isinstance(item, Paragraph) and item.lead == "Projects that help."
    }
    assert set(said["asb"].split("; ")) == {"Made-up lighting (green)", "Made-up wardens (red)"}
    assert said["burglary"] == "Made-up lighting (green)"


def test_commentary_on_a_project_is_shown_and_nothing_is_said_to_be_missing(made_up):
    model = sections.compose(made_up, "projects")
    said = [item for block in model.blocks for item in block.contents if isinstance(item, Paragraph)]
    assert any(p.lead == "Made-up lighting." and "Two of three" in p.text for p in said)
    assert "missing" not in [block.anchor for block in model.blocks]


def test_a_plan_has_an_actual_progress_movement_and_a_complete_sign_off(made_up):
    found = tables(made_up, "delivery_plan")
    (actual,) = found["REOFFENDING: actual and predicted rates"]
    assert actual == {
        "period": actual["period"],
        "actual_percent": "18.5%",
        "predicted_percent": "32%",
        "change_percent": "−42.3%",
        "word": "Clearly below the predicted rate",
    }
    assert [row["movement"] for row in found["Milestones by quarter"]] == ["Complete", "Worse"]
    (risk,) = found["Risks and who owns them"]
    assert (risk["risk"], risk["owner"]) == ("Made-up money runs out", "Made-up council")
    assert (risk["initial_score"], risk["net_score"], risk["likelihood"]) == ("16", "8", "–")
    headings = [block.heading for block in sections.compose(made_up, "delivery_plan").blocks]
    assert "Equality and sign-off: complete" in headings


def test_money_has_an_adjustment_a_cell_worked_out_and_breaks_as_findings(made_up):
    rows = next(iter(tables(made_up, "money").values()))
    by_name = {row["line"]: row for row in rows}
    assert (by_name["Staff"]["forecast"], by_name["Staff"]["adjusted"]) == ("380", "386")
    assert by_name["Rent"]["actual_to_date"] == "54"
    words = [finding.words for finding in made_up.findings]
    assert any("Total Expenditure, variance to date" in said and "gives 6" in said for said in words)
    assert any("Net Total, variance to date" in said and "gives 12" in said for said in words)


def test_a_chance_is_given_where_five_whole_years_are_there(made_up):
    paths = next(rows for caption, rows in tables(made_up, "three_year_targets").items() if "path" in caption)
    burglaries, waiting = paths
    assert burglaries["chance"].endswith("in 100") and waiting["chance"] == "–"


def rows_of(assessment, ref):
    """The flat table's rows of one indicator, by column name."""
    table = sections.compose(assessment, "three_year_targets").table
    rows = [
        {name: cell.text if cell.value is None else cell.value for name, cell in row.items()}
        for row in table.rows
    ]
    return [row for row in rows if row["ref"] == ref]


def test_what_the_page_says_of_a_path_and_a_chance_is_the_tables_number(made_up):
    rows = rows_of(made_up, "P1")
    shown = tables(made_up, "three_year_targets")["The expected path, year by year"]
    assert [row["year"] for row in shown] == [row["year"] for row in rows]
    for row, cells in zip(rows, shown, strict=True):
        assert cells["chance"] == probabilities.chance(row["chance"])
        assert (
            cells["expected"]
            == wording.forecast(row["expected"], row["low80"], row["high80"], "burglaries")[0]
        )
        assert row["low80"] < row["expected"] < row["high80"]


def test_this_years_chance_is_the_forecasts_and_the_path_goes_on_from_it(made_up):
    judged = next(j for j in made_up.headlines if j.indicator.ref == "BURGLARY")
    this_year, *coming = rows_of(made_up, "P1")
    assert this_year["chance"] == judged.forecast.chance(None, 430)
    assert this_year["expected"] == judged.forecast.expected
    assert {row["expected"] for row in coming} == {judged.forecast.expected}
    assert [row["years_ahead"] for row in coming] == [1, 2, 3]
    widths = [row["high80"] - row["low80"] for row in coming]
    assert widths == sorted(widths)


def test_where_the_scorecard_gives_no_chance_of_this_year_the_plans_page_gives_none(made_up):
    poor = Coverage(6, 2)
    changed = [replace(j, chance=None, coverage=poor) for j in made_up.judgements]
    this_year, *coming = rows_of(replace(made_up, judgements=tuple(changed)), "P1")
    assert this_year["chance"] == "" and poor.words in this_year["reason"]
    assert all(0 < row["chance"] < 1 for row in coming)


def test_the_own_back_test_stands_beside_each_chance_and_where_it_is_short_others(made_up):
    model = sections.compose(made_up, "three_year_targets")
    block = next(block for block in model.blocks if block.anchor == "expected")
    held = [row["held"] for row in block.contents[1].rows]
    years = len(next(j for j in made_up.headlines if j.indicator.ref == "BURGLARY").measure.outturns)
    for ahead, cell in enumerate(held[1:], start=1):
        tried = years - HISTORY_NEEDED - ahead + 1
        assert cell.text == (wording.MISSING if tried <= 0 else f"{cell.value} of {tried}")
        others = f"{wording.fixed(TRIED['count'].inside80(ahead), 0)} in 100 elsewhere"
        assert (others in cell.note) is (tried < TRIALS_NEEDED)
    elsewhere = tables(made_up, "three_year_targets")["What such ranges held in other series"]
    counts, _ = elsewhere
    assert counts["source"].startswith("Recorded crime in 16 London boroughs")
