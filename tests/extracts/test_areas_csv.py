"""Lists of places: code and name, each once."""

import pytest

from analysis.errors import InputError
from analysis.extracts import areas_csv


def read(tmp_path, text):
    path = tmp_path / "areas.csv"
    path.write_text(text, encoding="utf-8")
    return areas_csv.read(path)


def test_code_and_name_are_read_and_other_columns_stay(tmp_path):
    found = read(tmp_path, "code,name,neighbours\nE1,A,B\nE2,B,\n")
    assert found[["code", "name", "neighbours"]].values.tolist() == [["E1", "A", "B"], ["E2", "B", ""]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name\nA\n", "column 'code' is missing"),
        ("code,name\nE1,A\nE1,B\n", "row 3, column code: 'E1' stands in it twice"),
        ("code,name\nE1,A\nE2,A\n", "'A' stands in it twice"),
        ("code,name\nE1,\n", "row 2, column name: it is empty"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, words):
    with pytest.raises(InputError, match=words):
        read(tmp_path, text)
