"""ODS by its content: hidden sheets by their style, cells and rows that repeat themselves."""

import pytest

from analysis.definitions.errors import InputError
from analysis.extracts.readers import figures_xlsx
from workbook_files import HEADING, ODS_ROW, ROW, cell, ods, ods_row, ods_table


def refusals(path):
    with pytest.raises(InputError) as stopped:
        figures_xlsx.read(path)
    return "\n".join(str(problem) for problem in stopped.value.problems)


def test_further_and_hidden_sheets_of_ods(tmp_path):
    hides = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    figures, empty = ods_table(HEADING, ODS_ROW), ods_table(name="Empty")
    assert len(figures_xlsx.read(ods(tmp_path, empty, figures))) == 1
    other = ods_table(ODS_ROW, name="Burglary")
    assert "the sheet 'Burglary' holds 'T1' in A1" in refusals(ods(tmp_path, figures, other))
    hidden = ods_table(ODS_ROW, name="Old", attributes='table:style-name="ta2"')
    assert "the hidden sheet 'Old' holds 'T1' in A1" in refusals(ods(tmp_path, hidden, figures, styles=hides))


def test_repeated_cells_of_ods_unfold_to_no_mass(tmp_path):
    for columns, rows in ((16384, 1), (16384, 1048576), (1, 1048576)):
        wide = ods_row(ROW, f'table:number-rows-repeated="{rows}"', note=cell("note", 5, repeat=columns))
        found = refusals(ods(tmp_path, ods_table(HEADING, wide)))
        assert "2 of the sheet 'Figures'" in found or "repeated" in found
    far = '<table:table-cell table:number-columns-repeated="16384"/>'
    blank = f'<table:table-row table:number-rows-repeated="1048000">{far}</table:table-row>'
    assert len(figures_xlsx.read(ods(tmp_path, ods_table(HEADING, ODS_ROW, blank)))) == 1
    twice = ods_row(ROW, 'table:number-rows-repeated="2"')
    assert figures_xlsx.read(ods(tmp_path, ods_table(HEADING, twice)))["row"].tolist() == [2, 3]
