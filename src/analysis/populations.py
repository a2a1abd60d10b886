"""How many people live where: a delivered table of estimates, made and checked."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.deliveries import Entry
from analysis.errors import Problem, stop_if_any

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
    def checks(self) -> tuple:
        """Checks of sums, of which a list of estimates has none."""
        return ()

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row an estimate, in the columns that `analysis.membership.populations` looks up."""
        rows = [(e.code, e.year, e.people, e.basis) for e in self.estimates]
        return pd.DataFrame(rows, columns=["area_code", "year", "population", "source"])


def make(content: pd.DataFrame, entry: Entry) -> PopulationTable:
    """The estimates of a delivered table. One `InputError` names every wrong cell with row and remedy."""
    stop_if_any(
        [
            Problem(
                f"the column {name!r} is missing", f"deliver a column named {name!r}", entry.file, 1, name
            )
            for name in COLUMNS
            if name not in content
        ]
    )
    numbers = {name: pd.to_numeric(content[name], errors="coerce") for name in ("year", "population")}
    stop_if_any([p for name, column in numbers.items() for p in _problems(content, name, column, entry)])
    rows = zip(
        content["area_code"], content["area"], numbers["year"].astype(int), numbers["population"],
        content["source"], strict=True,
    )  # fmt: skip
    return PopulationTable(tuple(Estimate(c, a, int(y), float(p), s) for c, a, y, p, s in rows))


def _problems(content: pd.DataFrame, name: str, column: pd.Series, entry: Entry) -> list[Problem]:
    wrong = content[~(column > 0) | ((column % 1 != 0) & (name == "year"))]
    return [
        Problem(f"{cell!r} is not a {name}", "deliver the number as published", entry.file, row, name)
        for row, cell in zip(wrong["row"], wrong[name], strict=True)
    ]
