"""Read cells as text, and parse the figure in a cell: the one parser for every table.

A file of figures has one figure a row under a heading with the columns of `COLUMNS`. Other columns are rejected,
because a column that no code reads is a column that no code checks.
"""

import difflib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.definitions.errors import Problem, stop_if_any

COLUMNS = ("section", "ref", "breakdown", "area", "period", "measure", "unit", "value", "note")

ERROR_VALUE = re.compile(r"#(DIV/0!|N/A|N/A N/A|[A-Z]+[!?]|GETTING_DATA|#+)|Err:[0-9]{3}")
"""What a spreadsheet shows in place of a figure that it cannot work out, or has no room for."""


def rows_of(cells: Sequence[Sequence[object]], file: str) -> pd.DataFrame:
    """Rows of text under `COLUMNS` plus `row`, the number in the file (the heading is row 1).

    Raises `InputError` for an empty file, a heading that lacks or adds a column, and rows of another width.
    """
    if not cells:
        stop_if_any([Problem("the file is empty", "ask the source for the file again", file)])
    heading = [as_text(cell).lower() for cell in cells[0]]
    stop_if_any(_heading_problems(heading, file))
    stop_if_any(
        [
            Problem(
                f"it has {len(row)} cells, the heading has {len(heading)}", "correct the row", file, number
            )
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
            Problem(f"{cell!r} is an error of a spreadsheet", "correct its formula, or type the figure, or [x] "
                    "if there is none, and save again", file, number, name)
            for number, row in rows
            for name, cell in zip(heading, row, strict=True)
            if cell[:1] in ("#", "E") and ERROR_VALUE.fullmatch(cell)
        ]
    )  # fmt: skip
    frame = pd.DataFrame([row for _, row in rows], columns=list(heading), dtype=object)
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
            remedy = f"rename {nearest[0]!r} to {column!r}" if nearest else f"add one column named {column!r}"
            problems.append(Problem(f"the column {column!r} is {found}", remedy, file, 1, column))
    for column in heading:
        if column not in COLUMNS:
            remedy = f"remove it, or name it one of {', '.join(COLUMNS)}"
            problems.append(Problem(f"the column {column!r} is not expected", remedy, file, 1, column))
    return problems


Status = Literal[
    "final", "provisional", "revised", "suppressed", "not applicable", "not received", "illegible"
]  # fmt: skip
"""How a figure stands; of the last four there is no value. Missing is never zero."""

_NO_VALUE: dict[str, Status] = {
    "[c]": "suppressed", "*": "suppressed", "[z]": "not applicable", "n/a": "not applicable",
    "": "not received", "[x]": "not received", "..": "not received", ":": "not received",
    "-": "not received", "\u2013": "not received", "\u2014": "not received", "\u2212": "not received",
    "illegible": "illegible",
}  # fmt: skip
"""How documents say that there is no number (Government Analysis Function shorthand, and older habits)."""

_SHOWN_MARKS: dict[str, Status] = {"p": "provisional", "r": "revised"}
_OTHER_MARKS = {
    "e": "an estimate", "u": "of low reliability", "low": "so low that it rounds to nothing",
    "b": "a break in the series", "f": "a forecast", "er": "an error", "t": "a total",
    "s": "a significant difference", "ns": "no significant difference", "w": "that none was recorded",
    "note": "a note",
}  # fmt: skip
"""Marks of the same shorthand that a report cannot show beside its figures, and what they say."""

_MARKED = re.compile(r"(.*?)\s*\[([a-z]+)(?:\s*[0-9]+)?\]", re.IGNORECASE)
_LESS_OR_MORE = re.compile(r"[<>\u2264\u2265]\s?[0-9][0-9,.]*%?")
_NUMBER = re.compile(r"([+-]?)(£?)([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?(%?)")
_IN_BRACKETS = re.compile(r"\((£?[0-9][0-9,.]*)\)")
_SHORTENED = re.compile(r"[+-]?£?[0-9][0-9,.]*\s?(e[+-]?[0-9]+|k|m|bn|million|thousand)", re.IGNORECASE)
MOST_DIGITS = 15
"""Digits before the point; a number of more is not held exactly, and no figure of a place has them."""
MOST_DECIMALS = 40
_SHOWN = 40

_UNKNOWN = "is not a number"
AS_PRINTED = "type the figure as printed, or [c], [x] or [z] for none"
MARK_ALONE = (
    "type the figure alone, and what the mark says into the column note, or the file's note in the record"
)


@dataclass(frozen=True)
class CellFigure:
    """What a cell says: a value with its printed decimals, or the status that says why there is none."""

    value: float | None
    decimals: int
    status: Status
    printed: str


class NoFigureError(ValueError):
    """Why a cell holds no figure and does not say that there is none: `rule` and `remedy` hold nothing of it."""

    def __init__(self, text: str, rule: str, remedy: str = AS_PRINTED):
        self.shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        self.rule, self.remedy, self.is_unknown = rule, remedy, rule == _UNKNOWN
        super().__init__(f"{self.shown!r} {rule}")


def figure_of(printed: str, unit: str = "") -> CellFigure:
    """The figure of a cell in a unit. Raises `NoFigureError` for what is none.

    >>> figure_of("1,234.50 [p]")
    CellFigure(value=1234.5, decimals=2, status='provisional', printed='1,234.50 [p]')
    >>> figure_of("<5").status, figure_of("(7)", "thousand pounds").value
    ('suppressed', -7.0)
    """
    text = printed.strip()
    status = _NO_VALUE.get(text.lower(), "suppressed" if _LESS_OR_MORE.fullmatch(text) else None)
    if status:
        return CellFigure(None, 0, status, printed)
    number, status = _without_mark(text)
    value, decimals = _number(number, unit, text)
    return CellFigure(value, decimals, status, printed)


def _without_mark(text: str) -> tuple[str, Status]:
    """The number alone, and what its mark says of it."""
    match = _MARKED.fullmatch(text)
    mark = match[2].lower() if match else ""
    if mark in _OTHER_MARKS:
        raise NoFigureError(text, f"has the mark [{mark}] ({_OTHER_MARKS[mark]})", MARK_ALONE)
    if match and f"[{mark}]" in _NO_VALUE and match[1]:
        raise NoFigureError(text, "has a figure and a mark that says there is none", "keep one of the two")
    return (match[1], _SHOWN_MARKS[mark]) if match and mark in _SHOWN_MARKS else (text, "final")


def _number(number: str, unit: str, text: str) -> tuple[float, int]:
    """Value and decimals of a number in a unit, as it is typed in the cell's `text`."""
    below_zero = _IN_BRACKETS.fullmatch(number)
    match = _NUMBER.fullmatch(below_zero[1] if below_zero else number.replace("\u2212", "-"))
    if not match or (match[1] and match[3]):
        raise _no_number(number, text)
    before, pounds, after, whole, part, percent = match.groups()
    if percent and not unit.startswith("percent"):
        raise NoFigureError(text, "is a percentage, its unit is not", "correct value or unit")
    if pounds and not unit.startswith(("pounds", "£")):
        raise NoFigureError(
            text, "is in pounds, its unit is not", "type the number alone, in the unit of its row"
        )
    if below_zero and not ("pound" in unit or "pence" in unit or "£" in unit):
        remedy = "type a minus sign before it if it is below zero, else the number alone"
        raise NoFigureError(text, "is in brackets, which mean below zero for money only", remedy)
    decimals = len(part or "")
    if len(whole.replace(",", "").lstrip("0")) > MOST_DIGITS or decimals > MOST_DECIMALS:
        rule = f"has more than {MOST_DIGITS} digits before the point or {MOST_DECIMALS} behind it"
        raise NoFigureError(text, rule, "type the figure as printed, in a larger unit if it is so large")
    value = float(f"{whole.replace(',', '')}.{part or '0'}")
    return (-value if below_zero or "-" in (before, after) else value) + 0.0, decimals


def _no_number(number: str, text: str) -> NoFigureError:
    """Why a text is no number, by name where the name is known."""
    if ERROR_VALUE.fullmatch(number):
        remedy = "correct its formula, or type the figure, or [x] if there is none"
        return NoFigureError(text, "is an error of a spreadsheet", remedy)
    if any(sign.isdigit() and not sign.isascii() for sign in number):
        return NoFigureError(text, "is not a number in the digits 0 to 9", "type it with the digits 0 to 9")
    if number[:1] in ("\u2013", "\u2014"):
        return NoFigureError(text, "is not a number: it begins with a dash", "type - if it is a minus sign")
    if _SHORTENED.fullmatch(number):
        remedy = "type the figure in full: 1200000 for 1.2m or 1.2e6"
        return NoFigureError(text, "is not a number written in full", remedy)
    return NoFigureError(text, _UNKNOWN)
