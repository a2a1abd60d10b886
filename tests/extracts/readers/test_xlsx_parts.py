"""XLSX by its parts: sheets and their states, formats, shared texts, damage."""

import pytest

from analysis.definitions.errors import InputError
from analysis.extracts.readers import figures_xlsx
from workbook_files import SHEET, book, saved


def refusals(path):
    with pytest.raises(InputError) as stopped:
        figures_xlsx.read(path)
    return "\n".join(str(problem) for problem in stopped.value.problems)


@pytest.fixture
def xlsx(tmp_path):
    """A book of two rows on the sheet Figures, and how it is saved."""
    made = book()
    made.saved = lambda *edits: saved(made, tmp_path, *edits)
    return made


@pytest.mark.parametrize("shown", ['0.0"%"', "0.0", "General", "#,##0.00", "@"])
def test_formats_that_show_the_number_itself_are_read(xlsx, shown):
    xlsx.active["H2"].number_format = shown
    assert figures_xlsx.read(xlsx.saved())["value"].tolist() == ["92.1", "92.1"]


@pytest.mark.parametrize("shown", ["#,##0,", "0.0,,", ";;;"])
def test_formats_that_show_another_number_or_none_are_refused(xlsx, shown):
    xlsx.active["H2"].number_format = shown
    assert "the cell H2 of the sheet 'Figures' holds a number that is shown in thousands" in refusals(
        xlsx.saved()
    )


def test_a_percentage_format_of_a_text_or_an_empty_cell_says_nothing(xlsx):
    xlsx.active["H2"] = "92.1"
    for at in ("H2", "I2"):
        xlsx.active[at].number_format = "0%"
    assert figures_xlsx.read(xlsx.saved())["value"].tolist() == ["92.1", "92.1"]


def test_a_shared_text_that_is_not_there_is_refused_and_not_blank(xlsx):
    xlsx.active["H2"] = 5
    path = xlsx.saved((SHEET, '<c r="H2" t="n"><v>5</v></c>', '<c r="H2" t="s"><v>99999</v></c>'))
    assert "the cell H2 of the sheet 'Figures' holds what cannot be read: 'shared text 99999'" in refusals(
        path
    )


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        ((SHEET, 'r="H2"', 'r="2H"'), "2H is not the name of a cell"),
        ((SHEET, "</worksheet>", ""), "no element found"),
        (("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheets/sheet9.xml"), "sheet9.xml"),
    ],
)
def test_a_damaged_workbook_is_refused_in_words(xlsx, edit, says):
    assert "it is not readable as a workbook" in refusals(xlsx.saved(edit))
    assert says in refusals(xlsx.saved(edit))


def test_a_hidden_first_sheet_is_refused_with_data_and_passed_over_without(xlsx):
    xlsx.active.sheet_state = "hidden"
    xlsx.create_sheet("Empty")
    xlsx.active = 1
    assert "the hidden sheet 'Figures' holds 'section' in A1" in refusals(xlsx.saved())
    first = xlsx.create_sheet("Before", 0)
    xlsx["Figures"].sheet_state = "visible"
    first.sheet_state = "hidden"
    assert len(figures_xlsx.read(xlsx.saved())) == 2


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_a_further_sheet_with_data_is_refused_and_an_empty_one_is_not(xlsx, state):
    other = xlsx.create_sheet("Burglary")
    other.sheet_state = state
    assert len(figures_xlsx.read(xlsx.saved())) == 2
    other["C4"] = 66
    kind = {"visible": "the sheet", "hidden": "the hidden sheet", "veryHidden": "the very hidden sheet"}[
        state
    ]
    assert f"{kind} 'Burglary' holds '66' in C4 and is not read" in refusals(xlsx.saved())


def test_empty_cells_with_a_format_far_away_are_nothing(xlsx):
    xlsx.active["XFD1048576"].number_format = "0%"
    assert len(figures_xlsx.read(xlsx.saved())) == 2
