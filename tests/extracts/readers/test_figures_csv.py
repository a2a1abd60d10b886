"""CSV as delivered: quotes, commas, byte order marks and line ends are read; other encodings are refused."""

import pytest

from analysis.definitions.errors import InputError
from analysis.extracts.readers import figures_csv, table_csv
from analysis.extracts.readers.cells import COLUMNS

HEADING = ",".join(COLUMNS)
ROW = "SH1,SH1,all,Halton,2011-12,outturn,incidents,7434,"


def read(folder, content: bytes):
    path = folder / "plan.csv"
    path.write_bytes(content)
    return figures_csv.read(path)


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADING}\n{ROW}\n".encode(),
        f"{HEADING}\n{ROW}".encode(),
        f"{HEADING}\r\n{ROW}\r\n".encode(),
        f"{HEADING}\n{ROW}\n".encode("utf-8-sig"),
        f"{HEADING}\n{ROW}\n,,,,,,,,\n\n".encode(),
        f"{HEADING}\n".encode() + b'"SH1","SH1","all","Halton","2011-12","outturn","incidents","7434",""\n',
    ],
    ids=["plain", "no last line end", "windows", "byte order mark", "blank rows at the end", "quoted"],
)
def test_the_same_figures_in_any_dress_are_the_same_rows(tmp_path, content):
    frame = read(tmp_path, content)
    assert frame.to_dict("records") == [
        {
            "row": 2, "section": "SH1", "ref": "SH1", "breakdown": "all", "area": "Halton",
            "period": "2011-12", "measure": "outturn", "unit": "incidents", "value": "7434", "note": "",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("reader", [figures_csv.read, table_csv.read])
def test_semicolons_in_place_of_commas_are_said_once(tmp_path, reader, quote):
    lines = [[f"{quote}{cell}{quote}" for cell in line.split(",")] for line in (HEADING, ROW)]
    (tmp_path / "plan.csv").write_text("\n".join(";".join(line) for line in lines))
    with pytest.raises(InputError) as stopped:
        reader(tmp_path / "plan.csv")
    (problem,) = stopped.value.problems
    assert "separated by semicolons" in problem.what and "save it again as 'CSV UTF-8'" in problem.remedy


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('"3,710"', "3,710"), ("0012", "0012"), ("13.10", "13.10"), ("NA", "NA"), ("nan", "nan"), ("", ""),
        ("=2+3", "=2+3"), ('"say ""so"""', 'say "so"'), ("£1", "£1"), ("1E5", "1E5"), ("true", "true"),
    ],
)  # fmt: skip
def test_nothing_is_guessed_about_a_cell(tmp_path, cell, text):
    row = f"SH1,SH1,all,Halton,2011-12,outturn,incidents,{cell},"
    assert read(tmp_path, f"{HEADING}\n{row}\n".encode())["value"].tolist() == [text]


@pytest.mark.parametrize(
    ("content", "says", "remedy"),
    [
        (
            f"{HEADING}\n{ROW}caf\u00e9\n".encode("cp1252"),
            "not UTF-8 text",
            "save it again as 'CSV UTF-8'",
        ),
        (f"{HEADING}\n{ROW}\n".encode("utf-16"), "not UTF-8 text", "save it again as 'CSV UTF-8'"),
        (f'{HEADING}\n"SH1,SH1\n'.encode(), "not readable as CSV", "save it again as 'CSV UTF-8'"),
        (f'{HEADING}\n"SH1"x,SH1\n'.encode(), "not readable as CSV", "save it again as 'CSV UTF-8'"),
        (b"", "the file is empty", "ask the source for the file again"),
        (b"\n\n", "the file is empty", "ask the source for the file again"),
        (b"PK\x03\x04 not a text at all \xff", "not UTF-8 text", "save it again"),
    ],
    ids=["cp1252", "utf-16", "open quote", "stray quote", "empty", "blank", "a workbook"],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(tmp_path, content, says, remedy):
    with pytest.raises(InputError) as stopped:
        read(tmp_path, content)
    first = str(stopped.value.problems[0])
    assert first.startswith("plan.csv")
    assert says in first
    assert remedy in first


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_row_that_is_not_utf8_is_named(tmp_path, mark):
    content = mark + f"{HEADING}\n{ROW}caf\u00e9\n".encode() + ROW.encode() + b"caf\xe9\n"
    with pytest.raises(InputError, match=r"plan\.csv, row 3: it is not UTF-8 text \(byte E9\)"):
        read(tmp_path, content)


def test_a_row_of_another_width_is_named_by_its_line(tmp_path):
    with pytest.raises(InputError, match=r"plan\.csv, row 3: it has 10 cells, the heading has 9"):
        read(tmp_path, f"{HEADING}\n{ROW}\n{ROW},stray\n".encode())


@pytest.mark.parametrize("reader", [figures_csv.read, table_csv.read])
@pytest.mark.parametrize(
    ("above", "row"), [("# plan.csv\n", 1), ('"# plan, of 2012"\n', 1), ("\n \n#made up,\n", 3)]
)
def test_a_comment_above_the_heading_is_refused_with_what_to_do(tmp_path, reader, above, row):
    (tmp_path / "plan.csv").write_text(f"{above}{HEADING}\n{ROW}\n", encoding="utf-8")
    with pytest.raises(InputError) as stopped:
        reader(tmp_path / "plan.csv")
    (problem,) = stopped.value.problems
    assert problem.row == row and problem.remedy.startswith("remove that line if it is a comment")


def test_a_hash_elsewhere_is_a_cell_like_any_other(tmp_path):
    assert read(tmp_path, f"{HEADING}\n#{ROW}\n".encode())["section"].tolist() == ["#SH1"]
