"""Columns make cells; as CSV a table is what a page shows, unrounded, and nothing that a spreadsheet would run."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.pages import tables
from analysis.pages.tables import Cell, Column, Figures, missing, table


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("start", ["=1+1", "+44", "-117", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_live_text_is_neutralised(start):
    assert tables.plain(start) == "'" + start.replace("\r", "\n")


@given(st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(10**15), 10**15)))
def test_numbers_stay_numbers_and_read_back_the_same(value):
    assert float(tables.plain(value)) == value


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
def test_any_text_comes_back_and_never_starts_a_formula(text):
    (row,) = rows_of(tables.csv_of(["name"], [[text, "end"]]))[1:]
    assert row[1] == "end"
    ends = text.replace("\r\n", "\n").replace("\r", "\n")
    assert row[0].removeprefix("'") == ends.removeprefix("'")
    assert not row[0].lstrip().startswith(("=", "+", "-", "@"))


def test_a_cell_is_made_from_what_the_column_takes_of_the_item():
    columns = (
        Column("Year", lambda item: item["year"]),
        Column("Figure", lambda item: item["figure"], name="value", unit="percent", blank="not printed"),
        Column("Final", lambda item: item["figure"] is not None),
        Column("Note", lambda item: item["note"], blank="no note"),
        Column("Shown", lambda item: Cell("as it is", "n", 1.0)),
    )
    items = (
        {"year": "2012-13", "figure": 34.25, "note": "revised"},
        {"year": "2011-12", "figure": None, "note": ""},
    )
    first, second = table("Figures by year", columns, items).rows
    as_it_is = Cell("as it is", "n", 1.0)
    assert first == {
        "year": Cell("2012-13"), "value": Cell("34.25%", value=34.25), "final": Cell("yes"),
        "note": Cell("revised"), "shown": as_it_is,
    }  # fmt: skip
    assert second == {
        "year": Cell("2011-12"), "value": missing("not printed"), "final": Cell("no"),
        "note": missing("no note"), "shown": as_it_is,
    }  # fmt: skip


def test_an_empty_text_without_a_reason_stays_empty():
    (row,) = table("One", [Column("Note", lambda _: "")], [1]).rows
    assert row["note"] == Cell("")


def test_a_table_has_a_caption_and_columns_of_different_names():
    year = Column("Year", str)
    assert [column.name for column in table("One", [year], [1]).columns] == ["year"]
    with pytest.raises(ValueError, match="columns of different names: \\['year', 'year'\\]"):
        table("Figures by year", [year, year], [1])
    with pytest.raises(ValueError, match="needs a caption"):
        table("", [year], [1])


def test_tables_are_equal_whose_cells_are_however_they_were_made():
    """Two reports of the same inputs are compared so; a function is no part of what is shown."""
    one, two = (table("One", [Column("Year", lambda item: str(item))], [1]) for _ in range(2))
    assert one == two and "lambda" not in repr(one)


def test_a_table_gives_values_and_notes():
    columns = (
        Column("Indicator", lambda item: item["ref"], name="ref"),
        Figures("So far", lambda item: item["to_date"], blank="no figure is due"),
        Figures("Change", lambda item: item["change"]),
    )
    items = (
        {"ref": "SH1", "to_date": 3710.0, "change": -3.2846715328467155},
        {"ref": "SH3", "to_date": None, "change": None},
    )
    assert rows_of(tables.csv_text(table("A caption", columns, items))) == [
        ["ref", "so_far", "so_far_note", "change"],
        ["SH1", "3710", "", "-3.2846715328467155"],
        ["SH3", "", "no figure is due", ""],
    ]


def test_missing_is_empty_and_never_zero():
    assert [tables.plain(value) for value in (None, float("nan"), 0, 0.0)] == ["", "", "0", "0"]
