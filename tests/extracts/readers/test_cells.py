"""Cells to rows: the heading is exact, row numbers are the file's own, text stays as typed."""

import pytest

from analysis.definitions.errors import InputError
from analysis.extracts.readers.cells import COLUMNS, as_text, rows_of

ROW = ("SH1", "SH1", "all", "Halton", "2011-12", "outturn", "incidents", "7434", "")


def problems_of(*cells):
    with pytest.raises(InputError) as stopped:
        rows_of(list(cells), "plan.csv")
    return [str(problem) for problem in stopped.value.problems]


def test_rows_are_numbered_as_in_the_file_and_blank_ones_do_not_shift_them():
    frame = rows_of([COLUMNS, ROW, ("",) * 9, ROW], "plan.csv")
    assert list(frame["row"]) == [2, 4]
    assert list(frame.columns) == ["row", *COLUMNS]
    assert frame["value"].tolist() == ["7434", "7434"]


def test_columns_may_come_in_any_order_and_case():
    shuffled = rows_of([[c.upper() for c in reversed(COLUMNS)], tuple(reversed(ROW))], "plan.csv")
    assert shuffled[["row", *COLUMNS]].equals(rows_of([COLUMNS, ROW], "plan.csv"))


def test_a_heading_alone_is_no_rows():
    assert rows_of([COLUMNS], "plan.csv").empty


@pytest.mark.parametrize("column", COLUMNS)
def test_a_missing_column_is_named(column):
    heading = [c for c in COLUMNS if c != column]
    (problem,) = problems_of(heading)
    assert problem.startswith(f"plan.csv, row 1, column {column}: the column '{column}' is missing")
    assert f"add one column named '{column}'" in problem


def test_a_renamed_column_gets_both_problems_and_the_likely_name():
    renamed = [{"measure": "meassure"}.get(c, c) for c in COLUMNS]
    missing, extra = problems_of(renamed)
    assert "rename 'meassure' to 'measure'" in missing
    assert "the column 'meassure' is not expected" in extra


def test_extra_and_doubled_columns_are_refused_since_nobody_would_check_them():
    problems = problems_of([*COLUMNS, "value", "surname"])
    assert any("the column 'value' is twice" in problem for problem in problems)
    assert any("the column 'surname' is not expected" in problem for problem in problems)


def test_rows_of_another_width_are_named_all_at_once():
    problems = problems_of(COLUMNS, ROW[:-1], ROW, (*ROW, "stray"))
    assert [p.partition(":")[0] for p in problems] == ["plan.csv, row 2", "plan.csv, row 4"]
    assert "it has 8 cells, the heading has 9" in problems[0]


def test_an_empty_file_is_refused():
    assert "the file is empty" in problems_of()[0]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""), ("", ""), ("  3,710 ", "3,710"), ("00123", "00123"), (3710.0, "3710"), (3710, "3710"),
        (0.0, "0"), (-3.0, "-3"), (13.1, "13.1"), (0.1, "0.1"), ("13.10", "13.10"), ("[c]", "[c]"),
        (True, "True"), (1e15, "1000000000000000"), (float("nan"), "nan"),
    ],
)  # fmt: skip
def test_a_cell_is_the_text_that_would_be_typed(cell, text):
    assert as_text(cell) == text
