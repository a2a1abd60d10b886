"""CSV text: what a page shows, unrounded, and nothing that a spreadsheet would run."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.pages import tables
from analysis.pages.models import Column, table


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


def test_a_table_gives_values_and_notes():
    columns = (
        Column("Indicator", lambda item: item["ref"], name="ref"),
        Column("So far", lambda item: item["to_date"], numeric=True, blank="no figure is due"),
        Column("Change", lambda item: item["change"], numeric=True),
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
