"""Read a table that is not a table of indicators, cell by cell, with every broken rule at once.

The reader hands on text under a heading. A maker of `analysis.documents.makers` takes cells from a `Sheet`, which
notes each problem with file, row, column, value and remedy until `stop_if_wrong` raises them all.
"""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.definitions.errors import Problem, stop_if_any
from analysis.documents.printed import HIDDEN, ILLEGIBLE, NOT_PRINTED, Printed
from analysis.extracts.deliveries import Entry
from analysis.extracts.readers.cells import NoFigureError, figure_of

WHY_NONE = {
    "suppressed": HIDDEN, "not applicable": "not applicable", "not received": NOT_PRINTED,
    "illegible": ILLEGIBLE,
}  # fmt: skip
"""What the page of a document says of a cell that says it holds no figure."""


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

    def number(self, row: Row, column: str, unit: str, name: str, section: str) -> Printed:
        """The figure of a cell, or why there is none."""
        place = (name, self.entry.source, section, row.number)
        try:
            figure = figure_of(row[column], unit)
        except NoFigureError as none:
            self.wrong(row, column, f"{none.shown!r} {none.rule}", none.remedy)
            return Printed(None, unit, *place, why_none=none.rule)
        why, status = WHY_NONE.get(figure.status, ""), "final" if figure.value is None else figure.status
        return Printed(figure.value, unit, *place, figure.decimals, why, status=status)

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
        Problem(f"the column {name!r} is missing", "add it, with empty cells where nothing is printed",
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
                else f"remove it; known are {', '.join((*needed, *also))}"
            )
            problems.append(Problem(f"the column {name!r} is not expected", hint, entry.file, 1, name))
    if content.empty:
        problems.append(
            Problem("it has a heading but no rows", "ask the source for the file again", entry.file)
        )
    stop_if_any(problems)
    return Sheet(entry, columns, rows_of(content, columns))


def rows_of(content: pd.DataFrame, columns: Sequence[str]) -> tuple[Row, ...]:
    """The rows of a delivered table with the cells of `columns`."""
    return tuple(Row(r["row"], {c: r[c] for c in columns}) for r in content.to_dict("records"))
