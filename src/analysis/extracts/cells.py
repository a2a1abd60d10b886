"""Cells as delivered, as text: the one shape that every reader of figures hands on.

The delivery is expected to hold one figure a row under a heading with the columns of `COLUMNS`; others are
refused, since a column that nobody reads is a column that nobody checks.
"""

import difflib
import math
import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.errors import Problem, stop_if_any

COLUMNS = ("section", "ref", "breakdown", "area", "period", "measure", "unit", "value", "note")

ERROR_VALUE = re.compile(r"#(DIV/0!|N/A|N/A N/A|[A-Z]+[!?]|GETTING_DATA|#+)|Err:[0-9]{3}")
"""What a spreadsheet shows in place of a figure that it cannot work out, or has no room for."""


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
    return frame_of(heading, [(number, [as_text(cell) for cell in row]) for number, row in filled], file)


def frame_of(heading: Sequence[str], rows: Sequence[tuple[int, list[str]]], file: str) -> pd.DataFrame:
    """Numbered rows of text under a heading, plus `row`. Raises `InputError` for errors of a spreadsheet."""
    stop_if_any(
        [
            Problem(f"{cell!r} is an error of a spreadsheet", "mend its formula, or type the figure, or [x] "
                    "where there is none, and save again", file, number, name)
            for number, row in rows
            for name, cell in zip(heading, row, strict=True)
            if cell[:1] in ("#", "E") and ERROR_VALUE.fullmatch(cell)
        ]
    )  # fmt: skip
    frame = pd.DataFrame([row for _, row in rows], columns=heading, dtype=object)
    frame.insert(0, "row", [number for number, _ in rows])
    return frame


def as_text(cell: object) -> str:
    """A cell as it would be typed: `3710.0` from a spreadsheet is `3710`, an empty cell is ``.

    A number has at most the 15 digits that a spreadsheet shows: what is stored for 0.3 may be a little more.
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and math.isfinite(cell):
        return np.format_float_positional(float(f"{cell:.15g}"), trim="-")
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
