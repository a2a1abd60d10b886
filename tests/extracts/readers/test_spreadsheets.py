"""What a workbook shows and a reader of values does not see is refused by sheet and cell, in XLSX and ODS."""

import pytest
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from analysis.definitions.errors import InputError
from analysis.extracts.readers import figures_xlsx
from workbook_files import HEADING, ODS_ROW, ROW, SHEET, book, cell, ods, ods_row, ods_table, saved

ERRORS = ("#DIV/0!", "#N/A", "#REF!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!")
COLUMN_OF = {"ref": "B", "period": "E", "value": "H", "note": "I"}


def refusals(path):
    with pytest.raises(InputError) as stopped:
        figures_xlsx.read(path)
    problems = [str(problem) for problem in stopped.value.problems]
    assert all(text.startswith(path.name) and "To fix it: " in text for text in problems)
    return "\n".join(problems)


@pytest.fixture
def xlsx(tmp_path):
    """A book of two rows on the sheet Figures, and how it is saved."""
    made = book()
    made.saved = lambda *edits: saved(made, tmp_path, *edits)
    return made


def test_plain_workbooks_of_both_kinds_are_read_alike(xlsx, tmp_path):
    of_ods = figures_xlsx.read(ods(tmp_path, ods_table(HEADING, ODS_ROW, ODS_ROW)))
    assert figures_xlsx.read(xlsx.saved()).equals(of_ods)
    assert of_ods["value"].tolist() == ["92.1", "92.1"]


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("column", COLUMN_OF)
def test_an_error_in_any_column_is_refused_by_sheet_and_cell(xlsx, tmp_path, error, column):
    at = f"{COLUMN_OF[column]}3"
    xlsx.active[at] = error
    assert xlsx.active[at].data_type == "e"
    words = (
        f"row 3, column {column}: the cell {at} of the sheet 'Figures' holds an error of the spreadsheet: "
    )
    assert f"{words}{error!r}" in refusals(xlsx.saved())
    shown = (
        'office:value-type="string" office:string-value="" calcext:value-type="error" table:formula="of:=1/0"'
    )
    wrong = f"<table:table-cell {shown}><text:p>{error}</text:p></table:table-cell>"
    path = ods(tmp_path, ods_table(HEADING, ODS_ROW, ods_row(ROW, **{column: wrong})))
    assert f"{words}{error!r}" in refusals(path)


@pytest.mark.parametrize("column", COLUMN_OF)
def test_a_formula_without_a_stored_result_is_refused(xlsx, tmp_path, column):
    at = f"{COLUMN_OF[column]}2"
    xlsx.active[at] = "=1+1"
    words = f"the cell {at} of the sheet 'Figures' holds a formula whose result is not stored"
    assert words in refusals(xlsx.saved())
    bare = '<table:table-cell table:formula="of:=1+1"/>'
    assert words in refusals(ods(tmp_path, ods_table(HEADING, ods_row(ROW, **{column: bare}))))


def test_a_formula_with_its_result_is_the_result(xlsx, tmp_path):
    xlsx.active["H2"] = "=1+1"
    done = xlsx.saved((SHEET, "<f>1+1</f><v />", "<f>1+1</f><v>2</v>"))
    assert figures_xlsx.read(done)["value"].tolist() == ["2", "92.1"]
    stored = cell("value", 2, attributes='table:formula="of:=1+1"')
    path = ods(tmp_path, ods_table(HEADING, ods_row(ROW, value=stored)))
    assert figures_xlsx.read(path)["value"].tolist() == ["2"]


@pytest.mark.parametrize("stored", [0.921, 92.1, 0])
@pytest.mark.parametrize("shown", ["0%", "0.00%", "0.0%", "[Red]0.0%;-0.0%"])
def test_a_number_shown_as_a_percentage_is_refused(xlsx, tmp_path, stored, shown):
    xlsx.active["H2"] = stored
    xlsx.active["H2"].number_format = shown
    words = f"the cell H2 of the sheet 'Figures' holds a number that is shown as a percentage: '{stored}'"
    found = refusals(xlsx.saved())
    assert words in found and "as 92.1 for 92.1%" in found
    percent = cell("value", stored, "percentage")
    assert words in refusals(ods(tmp_path, ods_table(HEADING, ods_row(ROW, value=percent))))


def test_hidden_rows_and_columns_are_refused_where_they_hold_something(xlsx, tmp_path):
    xlsx.active.row_dimensions[3].hidden = True
    assert "A3, B3, C3 and 5 more of the sheet 'Figures' is in a hidden row" in refusals(xlsx.saved())
    xlsx.active.row_dimensions[3].hidden = False
    xlsx.active.row_dimensions[9].hidden = True
    xlsx.active.column_dimensions["K"].hidden = True
    assert len(figures_xlsx.read(xlsx.saved())) == 2
    xlsx.active.column_dimensions["H"].hidden = True
    assert "H1, H2, H3 of the sheet 'Figures' is in a hidden column" in refusals(xlsx.saved())
    for how in ("collapse", "filter"):
        hidden = ods_row(ROW, f'table:visibility="{how}"')
        assert "A3, B3, C3 and 5 more" in refusals(ods(tmp_path, ods_table(HEADING, ODS_ROW, hidden)))
    columns = '<table:table-column table:number-columns-repeated="7"/><table:table-column table:visibility="collapse"/>'
    assert "H1, H2 of the sheet 'Figures' is in a hidden column" in refusals(
        ods(tmp_path, ods_table(HEADING, ODS_ROW, columns=columns))
    )


def test_what_is_struck_out_is_refused(xlsx, tmp_path):
    xlsx.active["H3"].font = Font(strike=True)
    assert "the cell H3 of the sheet 'Figures' holds what is struck out: '92.1'" in refusals(xlsx.saved())
    strikes = (
        '<style:style style:name="ce2" style:family="table-cell">'
        '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    )
    struck = ods_row(ROW, value=cell("value", 92.1, attributes='table:style-name="ce2"'))
    found = refusals(ods(tmp_path, ods_table(HEADING, struck), styles=strikes))
    assert "the cell H2 of the sheet 'Figures' holds what is struck out: '92.1'" in found


def test_merged_cells_are_refused(xlsx, tmp_path):
    xlsx.active.merge_cells("H2:H3")
    assert "the cells H2:H3 of the sheet 'Figures' are merged" in refusals(xlsx.saved())
    spans = ods_row(ROW, value=cell("value", 92.1, attributes='table:number-rows-spanned="2"'))
    assert "the cells H2:H3 of the sheet 'Figures' are merged" in refusals(
        ods(tmp_path, ods_table(HEADING, spans))
    )


@pytest.mark.parametrize("at", ["XFD1048576", "A1048576", "K2", "XFD1"])
@pytest.mark.parametrize("sheet", ["Figures", "Other"])
def test_a_stray_far_cell_is_refused_before_anything_is_made_of_it(xlsx, monkeypatch, at, sheet):
    if sheet == "Other":
        xlsx.create_sheet("Other")
    xlsx[sheet][at] = "x"
    monkeypatch.setattr(figures_xlsx, "CalamineWorkbook", None)
    found = refusals(xlsx.saved())
    assert at in found and f"{sheet!r}" in found


def test_document_types_from_which_entities_unfold_are_refused(xlsx, tmp_path):
    prolog = '<!DOCTYPE x [<!ENTITY a "12">]>'
    found = refusals(xlsx.saved((SHEET, "<worksheet", f"{prolog}<worksheet")))
    assert "it is not readable as a workbook (it declares a document type)" in found
    assert "it declares a document type" in refusals(
        ods(tmp_path, ods_table(HEADING, ODS_ROW), prolog=prolog)
    )


def test_the_same_thing_in_many_cells_is_one_problem(xlsx):
    for row in range(2, 40):
        for column in (8, 9):
            at = xlsx.active[f"{get_column_letter(column)}{row}"]
            at.value, at.number_format = 0.5, "0%"
    found = refusals(xlsx.saved())
    assert found.count("\n") == 1 and "each of the cells H2, H3, H4 and 35 more" in found
