"""Any small table of figures with its total, shares and change, checked without knowing what it is of.

A delivered file has one row a figure: `table`, `line`, `role`, `value`, `unit`, `of`, `note`. Roles: `part`
(adds up to the table's `total`; one empty part is worked out), `total`, `share` (per cent of the total, or
of the line named in `of`), `change` (of the total, on the year before), `figure` (stands for itself).
"""

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

import numpy as np
import pandas as pd

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.documents.printed import SHARE, Check, Printed, counts_before, sum_check
from analysis.documents.sheets import Row, Sheet, sheet
from analysis.extracts.deliveries import Entry

COLUMNS = ("table", "line", "role", "value", "unit", "of", "note")
ROLES = ("part", "total", "share", "change", "figure")


@dataclass(frozen=True)
class TableLine:
    """One figure of a table and its role in it."""

    name: str
    role: str
    figure: Printed
    of: str = ""
    note: str = ""


@dataclass(frozen=True)
class PrintedTable:
    """One table: its lines, and what of them can be worked out again."""

    title: str
    lines: tuple[TableLine, ...]
    checks: tuple[Check, ...] = ()

    @cached_property
    def total(self) -> TableLine | None:
        """The line that all parts add up to."""
        return next((line for line in self.lines if line.role == "total"), None)

    @property
    def parts(self) -> tuple[TableLine, ...]:
        return tuple(line for line in self.lines if line.role == "part")

    def count(self, name: str) -> TableLine | None:
        """The line of that name that is no share: what a share is the share of."""
        return next((line for line in self.lines if line.name == name and line.role in _COUNTS), None)

    def share(self, name: str) -> TableLine | None:
        """The share printed for a line."""
        return next((line for line in self.lines if line.name == name and line.role == "share"), None)

    def whole(self, line: TableLine) -> TableLine | None:
        """What a line is a part or a share of."""
        return self.count(line.of) if line.of else self.total

    def counts_that_agree(self, line: TableLine) -> tuple[int, int] | None:
        """The counts that a share can stand for, where its own is not printed: 99% of 232 is 229 to 230."""
        whole = self.whole(line)
        if line.role != "share" or self.count(line.name) or whole is None or not whole.figure.value:
            return None
        half, value, n = line.figure.half_unit, known(line.figure.value), whole.figure.value
        low = max(0, math.ceil((value - half) * n / 100 - 1e-9))
        high = min(int(n), math.floor((value + half) * n / 100 + 1e-9))
        return (low, high) if low <= high else None

    def year_before(self, line: TableLine) -> tuple[int, int] | None:
        """The totals a year before from which a printed change can follow."""
        if line.role != "change" or self.total is None or not self.total.figure.value:
            return None
        return counts_before(int(self.total.figure.value), known(line.figure.value), line.figure.half_unit)


_COUNTS = ("part", "total", "figure")


@dataclass(frozen=True)
class PrintedTables:
    """Every table of a delivered file."""

    tables: tuple[PrintedTable, ...]

    @property
    def checks(self) -> tuple[Check, ...]:
        return tuple(check for table in self.tables for check in table.checks)


def make(content: pd.DataFrame, entry: Entry) -> PrintedTables:
    """The tables of a delivered file; `InputError` names every cell that breaks a rule."""
    rows = sheet(content, entry, COLUMNS)
    lines = [(rows.text(row, "table"), _line(row, rows)) for row in rows]
    tables = [
        PrintedTable(title, tuple(line for _, line in group))
        for title, group in groupby(lines, lambda pair: pair[0])
    ]
    by_row = {row.number: row for row in rows}
    for table in tables:
        _check_shape(table, rows, by_row)
    rows.stop_if_wrong()
    return PrintedTables(tuple(_checked(table) for table in tables))


def _line(row: Row, rows: Sheet) -> TableLine:
    role = rows.choice(row, "role", ROLES, empty=False)
    name = rows.text(row, "line")
    figure = rows.number(row, "value", row["unit"], name, row["table"])
    if figure.value is None and role != "part":
        rows.wrong(
            row, "value", f"a {role} without a number", "type it as printed; only a part may be left out"
        )
    return TableLine(name, role, figure, row["of"], row["note"])


def _check_shape(table: PrintedTable, rows: Sheet, by_row: dict[int, Row]) -> None:
    first = by_row[known(table.lines[0].figure.row)]
    totals = [line for line in table.lines if line.role == "total"]
    if len(totals) > 1 or (table.parts and not totals):
        what = f"the table {table.title!r} has {len(totals)} totals"
        rows.wrong(first, "role", what, "give it one, and one only, where it has parts")
    for line in table.lines:
        if line.of and table.count(line.of) is None:
            what = f"{line.of!r} is no line of the table {table.title!r}"
            rows.wrong(by_row[known(line.figure.row)], "of", what, "name a line of the same table")


def _checked(table: PrintedTable) -> PrintedTable:
    filled = _filled(table)
    return replace(filled, checks=tuple(_checks(filled)))


def _filled(table: PrintedTable) -> PrintedTable:
    """One part that is left out ("the rest") is what the total leaves; nothing is where one is suppressed."""
    if table.total is None or any(part.figure.is_hidden for part in table.parts):
        return table
    printed = sum(part.figure.value for part in table.parts if part.figure.value is not None)
    missing: dict[Hashable, float] = {part.name: 1.0 for part in table.parts if part.figure.value is None}
    found = worked_out([(missing, known(table.total.figure.value) - printed)])
    lines = tuple(
        replace(line, figure=replace(line.figure, value=found[line.name], is_worked_out=True))
        if line.role == "part" and line.name in found
        else line
        for line in table.lines
    )
    return PrintedTable(table.title, lines)


def _checks(table: PrintedTable) -> Iterator[Check]:
    printed = tuple(part.figure for part in table.parts)
    if table.total and not any(figure.is_worked_out for figure in printed):
        slack = sum(figure.half_unit for figure in printed) if any(f.decimals for f in printed) else 0.0
        if check := sum_check(table.total.figure, printed, slack):
            yield check
    for line in table.lines:
        whole, count = table.whole(line), table.count(line.name)
        if line.role == "share" and whole and count and count.figure.value is not None and whole.figure.value:
            made = 100 * count.figure.value / whole.figure.value
            how = f"{wording.typed(count.figure.value)} of {wording.typed(whole.figure.value)}"
            what = f"share of {line.name}"
            yield Check(SHARE, what, line.figure, made, how, (count.figure, whole.figure))


Equation = tuple[Mapping[Hashable, float], float]
"""What unknowns make together: coefficients by unknown, and what they add up to."""

_SMALL = 1e-9


def worked_out(equations: Iterable[Equation]) -> dict[Hashable, float]:
    """The unknowns that the equations leave one answer for; none at all where they contradict each other.

    >>> worked_out([({"a": 1, "b": 1}, -301), ({"a": 1}, -51)])
    {'a': -51.0, 'b': -250.0}
    >>> worked_out([({"a": 1, "b": 1}, -301)])
    {}
    """
    equations = [(left, right) for left, right in equations if left]
    names = list(dict.fromkeys(name for left, _ in equations for name in left))
    if not names:
        return {}
    matrix = np.array([[left.get(name, 0.0) for name in names] for left, _ in equations])
    right = np.array([value for _, value in equations])
    found = np.linalg.lstsq(matrix, right, rcond=None)[0]
    if not np.allclose(matrix @ found, right, atol=1e-6):
        return {}
    _, sizes, rows = np.linalg.svd(matrix)
    free = rows[np.sum(sizes > _SMALL) :]
    settled = np.all(np.abs(free) < 1e-6, axis=0) if len(free) else np.ones(len(names), bool)
    return {name: round(float(v), 6) + 0.0 for name, v, one in zip(names, found, settled, strict=True) if one}
