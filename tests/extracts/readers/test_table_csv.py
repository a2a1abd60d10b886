"""Tables as CSV: text as it came, row numbers, and what is refused."""

import pytest

from analysis.definitions.errors import InputError
from analysis.extracts.readers import table_csv


def read(tmp_path, text):
    (tmp_path / "t.csv").write_bytes(text.encode("utf-8"))
    return table_csv.read(tmp_path / "t.csv")


def test_cells_stay_text_and_rows_keep_their_number(tmp_path):
    rows = read(tmp_path, '\ufeffLine,Value\n"Fees, charges",72.50\n\nRent, 7 \n')
    assert rows.to_dict("records") == [
        {"row": 2, "line": "Fees, charges", "value": "72.50"}, {"row": 4, "line": "Rent", "value": "7"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("a,a\n1,2", "'a' is empty, taken or there twice"),
        ("a,row\n1,2", "'row' is empty, taken or there twice"),
        ("a,b\n1", "row 2: it has 1 cells, the heading has 2"),
        ('a,b\n"1,2', "not readable as CSV"),
    ],
)
def test_other_files_are_refused(tmp_path, text, said):
    with pytest.raises(InputError, match=said):
        read(tmp_path, text)


def test_a_file_that_is_no_text_is_refused_with_its_row(tmp_path):
    (tmp_path / "t.csv").write_bytes(b"a,b\n1,\xa3")
    with pytest.raises(InputError, match="row 2: it is not UTF-8"):
        table_csv.read(tmp_path / "t.csv")
