"""Revenue budgets: departments, blocks and lines, checked at every level, and the outturn that follows.

A delivered table has one row a line in thousands of pounds: department, block, line, annual budget, budget to
date, actual to date, variance to date; and, where an analyst has given one, an adjustment of the forecast.
The last row of a block is its total (its name says "Total"); rows of the block "Net" add up the totals of all
blocks above them. Income is negative. Variance = budget to date less actual to date, favourable positive.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby

import pandas as pd

from analysis.definitions.errors import known
from analysis.documents.kinds import printed_tables
from analysis.documents.printed import DIFFERENCE, Check, Printed, sum_check
from analysis.documents.sheets import Row, Sheet, sheet
from analysis.extracts.deliveries import Entry

FIGURES = ("annual_budget", "budget_to_date", "actual_to_date", "variance_to_date")
ADJUSTMENT = ("adjustment", "adjustment_reason", "adjustment_by")
UNIT = "thousand pounds"
NET = "Net"


@dataclass(frozen=True)
class Line:
    """One row of a budget; `figures` are in the order of `FIGURES`.

    `adjustment` is what an analyst adds to the forecast, with reason and role; None where none is delivered.
    """

    department: str
    block: str
    name: str
    row: int
    figures: tuple[Printed, ...]
    adjustment: Printed | None = None
    adjustment_reason: str = ""
    adjustment_by: str = ""

    @property
    def is_net(self) -> bool:
        return self.block == NET

    @property
    def is_total(self) -> bool:
        """Whether it is the total of its block."""
        return not self.is_net and "Total" in self.name.split()

    @property
    def annual(self) -> Printed:
        return self.figures[0]

    @property
    def to_date(self) -> Printed:
        return self.figures[1]

    @property
    def actual(self) -> Printed:
        return self.figures[2]

    @property
    def variance(self) -> Printed:
        return self.figures[3]

    @property
    def forecast(self) -> float | None:
        """Outturn by profile: annual budget x actual to date / budget to date.

        7,363 x 3,613 / 3,633 is 7,322. None where the budget to date is 0 or a figure is missing.
        """
        annual, to_date, actual = (figure.value for figure in self.figures[:3])
        if annual is None or actual is None or not to_date:
            return None
        return annual * actual / to_date

    @property
    def why_no_forecast(self) -> str:
        """The reason of a missing forecast."""
        missing = next((f for f in self.figures[:3] if f.value is None), None)
        if missing:
            return f"a figure is {missing.why_none}"
        return "" if self.to_date.value else "no budget falls due so far, so there is no profile to go by"

    @property
    def adjusted(self) -> float | None:
        """The forecast with the analyst's adjustment, where there are both."""
        if self.forecast is None or self.adjustment is None or self.adjustment.value is None:
            return None
        return self.forecast + self.adjustment.value


@dataclass(frozen=True)
class Together:
    """Cells that only their sum is known of: two income lines that make -301 together."""

    names: tuple[str, ...]
    column: str
    value: float
    block: str
    why_none: str = ""


@dataclass(frozen=True)
class Budget:
    """A revenue budget, with what is missing in it worked out where the sums leave one answer."""

    lines: tuple[Line, ...]
    checks: tuple[Check, ...]
    together: tuple[Together, ...] = field(default=())

    @cached_property
    def departments(self) -> dict[str, tuple[Line, ...]]:
        """The lines of each department, in the document's order."""
        return {name: tuple(lines) for name, lines in groupby(self.lines, lambda line: line.department)}

    @property
    def breaks(self) -> tuple[Check, ...]:
        """The checks that the document's figures fail."""
        return tuple(check for check in self.checks if not check.agrees)


def make(content: pd.DataFrame, entry: Entry) -> Budget:
    """The budget of a delivered table; `InputError` names every cell that breaks a rule."""
    table = sheet(content, entry, ("department", "block", "line", *FIGURES), ADJUSTMENT)
    lines = tuple(_line(row, table) for row in table)
    _check_blocks(lines, table)
    table.stop_if_wrong()
    filled = _filled(lines)
    return Budget(filled, tuple(_checks(filled)), tuple(_together(filled)))


def _line(row: Row, table: Sheet) -> Line:
    department, block, name = (table.text(row, column) for column in ("department", "block", "line"))
    section = f"{department}, {block}"
    figures = tuple(
        table.number(row, column, UNIT, f"{name}, {column.replace('_', ' ')}", section) for column in FIGURES
    )
    adjustment = None
    if row["adjustment"]:
        adjustment = table.number(row, "adjustment", UNIT, f"{name}, adjustment", section)
        for column in ADJUSTMENT[1:]:
            table.text(row, column)
    return Line(department, block, name, row.number, figures, adjustment, *(row[c] for c in ADJUSTMENT[1:]))


def _check_blocks(lines: tuple[Line, ...], table: Sheet) -> None:
    """Every block but "Net" ends with its one total."""
    rows = {row.number: row for row in table}
    for (department, block), group in groupby(lines, lambda line: (line.department, line.block)):
        found = list(group)
        if block != NET and [line.is_total for line in found] != [False] * (len(found) - 1) + [True]:
            what = f"the block {block!r} of {department} does not end with its one total"
            table.wrong(rows[found[-1].row], "line", what, "name its last row, and no other, 'Total ...'")


def _sums(lines: tuple[Line, ...]) -> Iterator[tuple[Line, tuple[Line, ...]]]:
    """Every row that adds others up, with those: a block's total its lines, a net row the totals above it."""
    for _, department in groupby(lines, lambda line: line.department):
        totals: list[Line] = []
        block: list[Line] = []
        for line in department:
            if line.is_net:
                yield line, tuple(totals)
            elif line.is_total:
                yield line, tuple(block)
                totals.append(line)
                block = []
            else:
                block.append(line)


def _checks(lines: tuple[Line, ...]) -> Iterator[Check]:
    for total, parts in _sums(lines):
        for at in range(len(FIGURES)):
            figures = tuple(part.figures[at] for part in parts)
            if check := sum_check(total.figures[at], figures):
                yield check
    for line in lines:
        if all(figure.value is not None for figure in line.figures):
            made = known(line.to_date.value) - known(line.actual.value)
            how = "budget to date less actual to date"
            both = (line.to_date, line.actual)
            yield Check(DIFFERENCE, line.variance.name, line.variance, made, how, both, 0.0)


def _filled(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines with their missing cells worked out, where the sums of all cells leave one answer."""
    found = printed_tables.worked_out(_equations(lines))
    if not found:
        return lines
    return tuple(
        replace(line, figures=tuple(_fill(f, found.get((line.row, at))) for at, f in enumerate(line.figures)))
        for line in lines
    )


def _fill(figure: Printed, value: float | None) -> Printed:
    if figure.value is not None or figure.is_hidden or value is None:
        return figure
    return replace(figure, value=value, is_worked_out=True)


def _equations(lines: tuple[Line, ...]) -> Iterator[printed_tables.Equation]:
    for total, parts in _sums(lines):
        for at in range(len(FIGURES)):
            if parts:
                yield _equation([(1, (p.row, at), p.figures[at]) for p in parts], (total, at))
    for line in lines:
        cells = [(1, (line.row, 1), line.to_date), (-1, (line.row, 2), line.actual)]
        yield _equation(cells, (line, 3))


def _equation(
    cells: list[tuple[int, tuple[int, int], Printed]], result: tuple[Line, int]
) -> printed_tables.Equation:
    """Signed cells make the result cell: the known ones to the right, the unknown ones to the left."""
    line, at = result
    left: dict[Hashable, float] = {}
    right = 0.0
    for sign, key, figure in [*cells, (-1, (line.row, at), line.figures[at])]:
        if figure.value is None:
            left[key] = left.get(key, 0.0) + sign
        else:
            right -= sign * figure.value
    return left, right


def _together(lines: tuple[Line, ...]) -> Iterator[Together]:
    """What is known of missing cells as a group, where no single one can be worked out or is suppressed."""
    for total, parts in _sums(lines):
        for at, column in enumerate(FIGURES):
            missing = [part for part in parts if part.figures[at].value is None]
            hidden = any(part.figures[at].is_hidden for part in missing)
            whole = total.figures[at].value
            if missing and not hidden and whole is not None:
                left = whole - sum(known(p.figures[at].value) for p in parts if p not in missing)
                names = tuple(part.name for part in missing)
                yield Together(names, column, left, total.block, missing[0].figures[at].why_none)
