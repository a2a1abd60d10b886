"""Population estimates by place: read and check the table."""

import re
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.definitions.errors import Problem, stop_if_any
from analysis.documents.printed import Check
from analysis.documents.sheets import WHY_NONE, Row, Sheet, rows_of
from analysis.extracts.deliveries import Entry

_YEAR = re.compile(r"[12][0-9]{3}")
COLUMNS = ("area_code", "area", "year", "population", "source")


@dataclass(frozen=True)
class Estimate:
    """People in one area in mid-`year`; `basis` is the release of estimates that the number comes from."""

    code: str
    area: str
    year: int
    people: float
    basis: str


@dataclass(frozen=True, eq=False)
class PopulationTable:
    """All estimates of a delivery."""

    estimates: tuple[Estimate, ...]

    @property
    def checks(self) -> tuple[Check, ...]:
        """Checks of sums, of which a list of estimates has none."""
        return ()

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row an estimate, in the columns that `analysis.definitions.regions.populations` looks up."""
        rows = [(e.code, e.year, e.people, e.basis) for e in self.estimates]
        return pd.DataFrame(rows, columns=["area_code", "year", "population", "source"])


def make(content: pd.DataFrame, entry: Entry) -> PopulationTable:
    """The estimates of a delivered table. One `InputError` names every wrong cell with row and remedy."""
    stop_if_any(
        [
            Problem(f"the column {name!r} is missing", f"add a column named {name!r}", entry.file, 1, name)
            for name in COLUMNS
            if name not in content
        ]
    )
    table = Sheet(entry, COLUMNS, rows_of(content, COLUMNS))
    estimates = tuple(_estimate(row, table) for row in table)
    table.stop_if_wrong()
    return PopulationTable(estimates)


def _estimate(row: Row, table: Sheet) -> Estimate:
    """One row; a year that is none stands as 0 until the table is refused."""
    year, remedy = row["year"], "deliver the number as published"
    if not _YEAR.fullmatch(year):
        table.wrong(row, "year", f"{year!r} is not a year", remedy)
    people = table.number(row, "population", "people", row["area"], row["area_code"])
    if people.why_none in WHY_NONE.values() or (people.value is not None and people.value <= 0):
        table.wrong(row, "population", f"{row['population']!r} is not a population", remedy)
    known = int(year) if _YEAR.fullmatch(year) else 0
    return Estimate(row["area_code"], row["area"], known, people.value or 0.0, row["source"])
