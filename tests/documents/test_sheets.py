"""Delivered tables cell by cell: what is refused, and that all of it comes at once."""

import pytest

from analysis.definitions.errors import InputError
from analysis.documents.sheets import sheet
from document_files import entry, table


def test_numbers_keep_their_digits_and_their_place():
    cells = sheet(table('line,value\nStaff,"1"\nRent,72.50\nGap,\nBad,n/a'), entry(), ("line", "value"))
    rent, gap, other = (cells.number(row, "value", "pounds", row["line"], "Spend") for row in cells.rows[1:])
    assert (rent.value, rent.decimals, rent.row, rent.section) == (72.5, 2, 3, "Spend")
    assert (gap.value, gap.why_none, other.why_none) == (None, "not printed", "not applicable")


def test_every_broken_cell_is_named_at_once():
    cells = sheet(table("line,value,word\nStaff,abc,gren\n,12,green"), entry(), ("line", "value", "word"))
    for row in cells:
        cells.text(row, "line")
        cells.number(row, "value", "pounds", "x", "y")
        cells.choice(row, "word", ("green", "red"))
    with pytest.raises(InputError) as refused:
        cells.stop_if_wrong()
    places = [(p.file, p.row, p.column) for p in refused.value.problems]
    assert places == [("table.csv", 2, "value"), ("table.csv", 2, "word"), ("table.csv", 3, "line")]
    assert "'abc' is not a number" in str(refused.value) and "did you mean 'green'" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("line\nStaff", "the column 'value' is missing"),
        ("line,value,vallue\nStaff,1,2", "the column 'vallue' is not expected"),
        ("line,value", "it has a heading but no rows"),
    ],
)
def test_a_table_of_another_shape_is_refused(text, said):
    with pytest.raises(InputError, match=said):
        sheet(table(text), entry(), ("line", "value"))
