"""A delivered table that is no table of indicators: read cell by cell, every broken rule at once.

Its reader hands on text under a heading; a maker of `analysis.documents` takes it from a `Sheet`, which notes
what is wrong with file, row, column, value and remedy until `stop_if_wrong` raises it all.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.deliveries import Entry
from analysis.errors import Problem, stop_if_any
from analysis.printed import ILLEGIBLE, NOT_PRINTED, Printed

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.(\d+))?%?")
_NO_VALUE = {"": NOT_PRINTED, "..": NOT_PRINTED, "[x]": NOT_PRINTED, "n/a": "not applicable",
             "[z]": "not applicable", "[c]": "hidden by its source", "*": "hidden by its source",
             "illegible": ILLEGIBLE}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its number in the file (the heading is row 1) and its cells by column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class Sheet:
    """A table under its heading; `problems` grows as cells are taken from it."""

    entry: Entry
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: list[Problem] = field(default_factory=list)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def text(self, row: Row, column: str) -> str:
        """The text of a cell that must not be empty."""
        if not row[column]:
            self.wrong(row, column, "the cell is empty", "type what the document prints")
        return row[column]

    def choice(self, row: Row, column: str, allowed: Sequence[str], empty: bool = True) -> str:
        """A word out of a list; an empty cell is one of them unless `empty` is False."""
        word = row[column]
        if word in allowed or (empty and not word):
            return word
        nearest = difflib.get_close_matches(word, allowed, 1, 0.5)
        hint = f"did you mean {nearest[0]!r}; " if nearest else ""
        self.wrong(
            row, column, f"{word!r} is not a word that is known here", f"{hint}allowed: {', '.join(allowed)}"
        )
        return ""

    def number(
        self, row: Row, column: str, unit: str, name: str, section: str, missing: str = NOT_PRINTED
    ) -> Printed:
        """The figure of a cell; `missing` is what an empty cell means."""
        text, place = row[column], (name, self.entry.source, section, row.number)
        match = _NUMBER.fullmatch(text)
        if match:
            value = float(text.replace(",", "").rstrip("%"))
            return Printed(value, unit, *place, decimals=len(match[4] or ""))
        if text.lower() not in _NO_VALUE:
            what, remedy = (
                f"{text!r} is not a number",
                "type the figure as printed, or [x] where there is none",
            )
            self.wrong(row, column, what, remedy)
        return Printed(None, unit, *place, why_none=missing if not text else _NO_VALUE.get(text.lower(), ""))

    def wrong(self, row: Row, column: str, what: str, remedy: str) -> None:
        """Note one broken rule."""
        self.problems.append(Problem(what, remedy, self.entry.file, row.number, column))

    def stop_if_wrong(self) -> None:
        """Raise everything that was noted as one `InputError`."""
        stop_if_any(self.problems)


def sheet(content: pd.DataFrame, entry: Entry, needed: Sequence[str], also: Sequence[str] = ()) -> Sheet:
    """The rows of a delivered table that has the columns `needed`, perhaps those of `also`, and no other.

    Raises `InputError` for a column that is missing or not known, and for a table without a row.
    """
    columns = tuple(column for column in content.columns if column != "row")
    problems = [
        Problem(f"the column {name!r} is missing", "deliver it, empty cells where nothing is printed",
                entry.file, 1, name)
        for name in needed
        if name not in columns
    ]  # fmt: skip
    for name in columns:
        if name not in (*needed, *also):
            nearest = difflib.get_close_matches(name, [*needed, *also], 1, 0.6)
            hint = (
                f"rename it {nearest[0]!r}"
                if nearest
                else f"take it out; known are {', '.join((*needed, *also))}"
            )
            problems.append(Problem(f"the column {name!r} is not expected", hint, entry.file, 1, name))
    if content.empty:
        problems.append(Problem("it has a heading and no row", "deliver the file again", entry.file))
    stop_if_any(problems)
    rows = [Row(r["row"], {c: r[c] for c in columns}) for r in content.to_dict("records")]
    return Sheet(entry, columns, tuple(rows))
