"""Tables: columns that make their cells, and the same table as CSV text.

The CSV is exactly what a page shows, with numbers unrounded and no live formulas.
"""

import csv
import io
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from analysis.definitions import wording

Word = Literal["on track", "uncertain", "off track", "disputed", "not judged"]
"""A status, always shown as a word and a shape and a colour."""
Value = float | int | str | bool | None


@dataclass(frozen=True)
class Badge:
    """A status to show: `word` decides shape and colour, `text` is what is printed ("On track now")."""

    word: Word
    text: str


@dataclass(frozen=True)
class RangePicture:
    """The small picture of a scorecard row: expected range against target, on one scale.

    All in the indicator's unit. `low` to `high` is the 80% range, `target_low`/`target_high` the target range
    (None where open), `alt` the alternative text from the same figures.
    """

    low: float
    high: float
    expected: float
    target_low: float | None
    target_high: float | None
    alt: str


@dataclass(frozen=True)
class Cell:
    """One cell: what is printed, a smaller note under it, and how it is to be shown.

    `value` is what the CSV gets (unrounded number or text); where None the CSV gets `text`.
    """

    text: str
    note: str = ""
    value: float | str | None = None
    link: str = ""
    badge: Badge | None = None
    picture: RangePicture | None = None


def missing(why: str = "") -> Cell:
    """A dash and why there is nothing; nothing in the CSV."""
    return Cell(wording.MISSING, why, "")


@dataclass(frozen=True)
class Column:
    """A column: what stands over it, and which cell an item has in it.

    `cell` takes the item, or its parts where it is a tuple, and gives a cell, or what becomes one: text as it is,
    yes or no, a number by `unit`, and a dash with the reason `blank` where there is nothing. `note` stands under
    the heading; `Figures` are set to the right. `name` is the column's in the CSV and in a row; without
    it the heading's own words.
    """

    heading: str
    cell: Callable[..., "Cell | Value"] = field(compare=False, repr=False)
    name: str = ""
    note: str = ""
    unit: str = ""
    numeric: bool = False
    blank: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name or wording.slug(self.heading).replace("-", "_"))

    def of(self, item: object) -> Cell:
        """The cell that the item has in this column."""
        found = self.cell(*item) if type(item) is tuple else self.cell(item)
        if isinstance(found, Cell):
            return found
        if found is None or (found == "" and self.blank):
            return missing(self.blank)
        if isinstance(found, str):
            return Cell(found)
        if isinstance(found, bool):
            return Cell("yes" if found else "no")
        return Cell(wording.figure(found, self.unit), value=found)


@dataclass(frozen=True)
class Figures(Column):
    """A column of figures, which are set to the right."""

    numeric: bool = True


@dataclass(frozen=True)
class Table:
    """A table as `table` makes it: each row holds its cells by the names of the columns.

    The cell of the first column is the row's header.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Cell], ...]

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if not self.caption or len(set(names)) < len(names):
            raise ValueError(f"a table needs a caption, and columns of different names: {names}")


def table(caption: str, columns: Iterable[Column], items: Iterable[object]) -> Table:
    """A table with a row for each item.

    >>> squares = table("Squares", (Column("n", str), Figures("Square", lambda n: n * n)), (1, 12))
    >>> [row["square"].text for row in squares.rows]
    ['1', '144']
    """
    columns = tuple(columns)
    rows = tuple({column.name: column.of(item) for column in columns} for item in items)
    return Table(caption, columns, rows)


_LIVE = "=+-@\t\r\n＝＋－＠"  # what a spreadsheet takes for the start of a formula, wide forms included


def csv_text(table: Table) -> str:
    """The table as CSV, a header row first, lines ended by a line feed.

    A cell gives its `value`, or its text where it has none; its note follows in a column of its own where
    any cell of the column has one.
    """
    names: list[str] = []
    columns: list[list[Value]] = []
    for column in table.columns:
        cells = [row[column.name] for row in table.rows]
        names.append(column.name)
        columns.append([_value(cell) for cell in cells])
        if any(cell.note for cell in cells):
            names.append(f"{column.name}_note")
            columns.append([cell.note for cell in cells])
    return csv_of(names, zip(*columns, strict=True) if columns else ())


def csv_of(names: Iterable[str], rows: Iterable[Iterable[Value]]) -> str:
    """Any rows as CSV by the same rules: -117 stays a number, the text "-117" becomes "'-117".

    >>> csv_of(["a", "b"], [[-117, "=1+1"], [7420.0, None]])
    "a,b\\n-117,'=1+1\\n7420,\\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([plain(name) for name in names])
    writer.writerows([plain(value) for value in row] for row in rows)
    return text.getvalue()


def plain(value: Value) -> str:
    """One value as a CSV has it: the shortest text that reads back as the same number; text made harmless.

    A missing number is empty, never 0 or "nan".
    """
    if value is None:
        return ""
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").replace("\r", "\n")
        return f"'{value}" if value.lstrip(" \u00a0")[:1] in tuple(_LIVE) else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    number = float(value)
    if math.isnan(number):
        return ""
    return wording.plain(number)


def _value(cell: Cell) -> Value:
    return cell.text if cell.value is None else cell.value
