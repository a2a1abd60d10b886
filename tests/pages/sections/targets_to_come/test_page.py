"""The section of targets to come: what a board has to decide."""

import pytest

from analysis.documents.kinds.three_year_targets import PlannedTargets
from analysis.judgements.targets.planned_rows import plan_rows
from analysis.pages.sections.targets_to_come import page
from analysis.pages.tables import Table


@pytest.fixture(scope="module")
def model(halton):
    return page.compose(halton)


@pytest.fixture(scope="module")
def asked(halton):
    (plan,) = halton.contents(PlannedTargets)
    return {found.row.ref: page.questions(found) for found in plan_rows(plan, halton)}


@pytest.mark.parametrize(
    ("ref", "question"),
    [
        ("CELI7", "easier than what was reached (24.5%)"),
        ("CCC30", "no number yet (to be set)"),
        ("CELI8", "no number for 2015-16"),
        ("PA19", "a number still to be confirmed"),
        ("PA3", "the report uses 85.78% as the last actual, not 90.8%"),
    ],
)
def test_the_board_is_asked(asked, ref, question):
    assert question in asked[ref]


def test_a_harder_target_raises_no_question(asked):
    assert asked["PH10"] == () and asked["CCC25"] == ()


def test_the_page_has_questions_paths_and_words(model):
    assert [block.anchor for block in model.blocks] == ["review", "paths", "in-words"]
    paths = next(c for c in model.blocks[1].contents if isinstance(c, Table))
    rows = {row["indicator"].value: row for row in paths.rows}
    assert rows["PH10"]["path"].text == "2.28 points more a year"
    assert rows["CCC1"]["path"].note == "it may slip by 0.01 points by 2015-16"
    assert (rows["CCC25"]["target_1"].text, rows["CCC25"]["target_1"].note) == ("14.9%", "above NW average")
    assert rows["CELI6a"]["actual"].note == "new measure"


def test_it_says_why_no_chance_is_given(model):
    facts = model.opening[1].facts
    assert facts[-1].note.startswith("no chance can be given from one year's figure")


def test_the_table_has_every_target_of_every_row(model):
    assert len(model.table.rows) == 63 * 4
