"""Cells as delivered, as text: the one shape that every reader of figures hands on.

The delivery is expected to hold one figure a row under a heading with the columns of `COLUMNS`; others are
refused, since a column that nobody reads is a column that nobody checks.
"""

import difflib
from collections.abc import Sequence

import pandas as pd

from analysis.errors import Problem, stop_if_any

COLUMNS = ("section", "ref", "breakdown", "area", "period", "measure", "unit", "value", "note")


def rows_of(cells: Sequence[Sequence[object]], file: str) -> pd.DataFrame:
    """Rows of text under `COLUMNS` plus `row`, the number in the file (the heading is row 1).

    Raises `InputError` for an empty file, a heading that lacks or adds a column, and rows of another width.
    """
    if not cells:
        stop_if_any([Problem("the file is empty", "deliver the file again", file)])
    heading = [as_text(cell).lower() for cell in cells[0]]
    stop_if_any(_heading_problems(heading, file))
    stop_if_any(
        [
            Problem(f"it has {len(row)} cells, the heading has {len(heading)}", "mend the row", file, number)
            for number, row in enumerate(cells[1:], start=2)
            if any(row) and len(row) != len(heading)
        ]
    )
    filled = [(number, row) for number, row in enumerate(cells[1:], start=2) if any(row)]
    frame = pd.DataFrame(
        [[as_text(cell) for cell in row] for _, row in filled], columns=heading, dtype=object
    )
    frame.insert(0, "row", [number for number, _ in filled])
    return frame


def as_text(cell: object) -> str:
    """A cell as it would be typed: `3710.0` from a spreadsheet is `3710`, an empty cell is ``."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _heading_problems(heading: list[str], file: str) -> list[Problem]:
    problems = []
    for column in COLUMNS:
        if heading.count(column) != 1:
            found = "twice" if column in heading else "missing"
            nearest = difflib.get_close_matches(column, [h for h in heading if h not in COLUMNS], 1, 0.6)
            remedy = (
                f"rename {nearest[0]!r} to {column!r}" if nearest else f"deliver one column named {column!r}"
            )
            problems.append(Problem(f"the column {column!r} is {found}", remedy, file, 1, column))
    for column in heading:
        if column not in COLUMNS:
            remedy = f"take it out, or name it one of {', '.join(COLUMNS)}"
            problems.append(Problem(f"the column {column!r} is not expected", remedy, file, 1, column))
    return problems
