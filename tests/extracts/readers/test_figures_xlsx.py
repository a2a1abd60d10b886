"""Workbooks as delivered: text stays text, printed decimals stay, bombs and other files are refused."""

import zipfile

import openpyxl
import pytest

from analysis.definitions.errors import InputError
from analysis.extracts.readers import figures_csv, figures_xlsx
from analysis.extracts.readers.cells import COLUMNS

ROW = ["SH1", "SH1", "all", "Halton", "2011-12", "outturn", "incidents", "7434", ""]


def workbook(folder, *rows, name="plan.xlsx"):
    book = openpyxl.Workbook()
    for row in (COLUMNS, *rows):
        book.active.append(list(row))
    path = folder / name
    book.save(path)
    return path


def with_value(value):
    return [*ROW[:7], value, ""]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("7434", "7434"), (7434, "7434"), (7434.0, "7434"), ("13.10", "13.10"), (13.1, "13.1"),
        ("0012", "0012"), ("[c]", "[c]"), (None, ""), ("<5", "<5"), (-26.5, "-26.5"), (0, "0"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_it_would_be_typed(tmp_path, value, text):
    assert figures_xlsx.read(workbook(tmp_path, with_value(value)))["value"].tolist() == [text]


def test_blank_rows_count_but_are_no_figures(tmp_path):
    frame = figures_xlsx.read(workbook(tmp_path, ROW, [None] * 9, ROW, [None] * 9))
    assert frame["row"].tolist() == [2, 4]


def test_a_workbook_and_a_csv_of_the_same_figures_are_the_same_rows(tmp_path):
    (tmp_path / "plan.csv").write_text(f"{','.join(COLUMNS)}\n{','.join(ROW)}\n", encoding="utf-8")
    csv_rows = figures_csv.read(tmp_path / "plan.csv")
    assert figures_xlsx.read(workbook(tmp_path, ROW)).equals(csv_rows)


def bomb(path):
    """A small archive that unfolds to one byte more than is allowed."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (figures_xlsx.LARGEST_UNPACKED + 1))


def text(path):
    path.write_text("section,ref\n", encoding="utf-8")


def empty_archive(path):
    zipfile.ZipFile(path, "w").close()


def broken_archive(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<not a workbook")


def no_bytes(path):
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("write", "says"),
    [
        (bomb, "it unpacks to 50,000,001 bytes, more than the 50,000,000 allowed"),
        (text, "it is not an XLSX or ODS file"),
        (no_bytes, "it is not an XLSX or ODS file"),
        (empty_archive, "it is not readable as a workbook"),
        (broken_archive, "it is not readable as a workbook"),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_remedy(tmp_path, write, says):
    path = tmp_path / "plan.xlsx"
    write(path)
    with pytest.raises(InputError) as stopped:
        figures_xlsx.read(path)
    (problem,) = stopped.value.problems
    assert str(problem).startswith(f"plan.xlsx: {says}")
    assert problem.remedy


def test_the_bomb_is_small_and_refused_before_it_is_unfolded(tmp_path, monkeypatch):
    bomb(tmp_path / "plan.xlsx")
    assert (tmp_path / "plan.xlsx").stat().st_size < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *a, **k: pytest.fail("unfolded"))
    with pytest.raises(InputError, match="it unpacks to"):
        figures_xlsx.read(tmp_path / "plan.xlsx")
