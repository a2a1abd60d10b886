"""A table as CSV text: exactly what a page shows, with numbers unrounded and no live formulas."""

import csv
import io
import math
from collections.abc import Iterable

from analysis.definitions import wording
from analysis.pages.models import Cell, Table, Value

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
