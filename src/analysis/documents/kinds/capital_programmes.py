"""Capital programmes: schemes with their allocation, what was planned and spent to date, what remains."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analysis.documents.printed import DIFFERENCE, Check, Printed, sum_check
from analysis.documents.sheets import sheet
from analysis.extracts.deliveries import Entry

FIGURES = ("capital_allocation", "allocation_to_date", "actual_spend_to_date", "allocation_remaining")
UNIT = "thousand pounds"


@dataclass(frozen=True)
class Scheme:
    """One scheme; `figures` are in the order of `FIGURES`, in thousands of pounds."""

    name: str
    row: int
    figures: tuple[Printed, ...]

    @property
    def is_total(self) -> bool:
        return "Total" in self.name.split()

    @property
    def allocation(self) -> Printed:
        return self.figures[0]

    @property
    def planned(self) -> Printed:
        """Allocation to date."""
        return self.figures[1]

    @property
    def spent(self) -> Printed:
        return self.figures[2]

    @property
    def remaining(self) -> Printed:
        return self.figures[3]

    @property
    def variance(self) -> float | None:
        """Planned to date less spent to date: 201 less 161 is 40 not yet spent."""
        planned, spent = self.planned.value, self.spent.value
        return None if planned is None or spent is None else planned - spent

    @property
    def share_spent(self) -> float | None:
        """Spent to date as a percentage of the year's allocation: 161 of 650 is 24.8."""
        whole, spent = self.allocation.value, self.spent.value
        return None if not whole or spent is None else 100 * spent / whole


@dataclass(frozen=True)
class CapitalProgramme:
    """All schemes and their total row."""

    schemes: tuple[Scheme, ...]
    checks: tuple[Check, ...]

    @property
    def total(self) -> Scheme:
        return self.schemes[-1]


def make(content: pd.DataFrame, entry: Entry) -> CapitalProgramme:
    """The programme of a delivered table; `InputError` names every cell that breaks a rule."""
    table = sheet(content, entry, ("scheme", *FIGURES))
    schemes = tuple(
        Scheme(
            table.text(row, "scheme"),
            row.number,
            tuple(
                table.number(row, c, UNIT, f"{row['scheme']}, {c.replace('_', ' ')}", "Capital")
                for c in FIGURES
            ),
        )
        for row in table
    )
    if [scheme.is_total for scheme in schemes] != [False] * (len(schemes) - 1) + [True]:
        what = "the table does not end with its one total"
        table.wrong(table.rows[-1], "scheme", what, "name its last row, and no other, 'Total ...'")
    table.stop_if_wrong()
    return CapitalProgramme(schemes, tuple(_checks(schemes)))


def _checks(schemes: tuple[Scheme, ...]) -> Iterator[Check]:
    *parts, total = schemes
    for at in range(len(FIGURES)):
        if check := sum_check(total.figures[at], tuple(part.figures[at] for part in parts)):
            yield check
    for scheme in schemes:
        allocation, _, spent, left = scheme.figures
        if allocation.value is not None and spent.value is not None and left.value is not None:
            made = allocation.value - spent.value
            how = "allocation less actual spend to date"
            yield Check(DIFFERENCE, left.name, left, made, how, (allocation, spent), 0.0)
