"""Declared look-ups of places: a region's members, dated, and the areas that one report gives a page each.

`params/regions/<region>.yaml` and `params/areas/<file>.csv`; a merger of councils is two lines of data.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from pydantic import Field

from analysis import membership, params
from analysis.errors import InputError, Problem
from analysis.extracts import areas_csv
from analysis.indicators import Definition, Text
from analysis.membership import Region
from analysis.params import Folders, Params


class MemberLine(Definition):
    """One line of a region's file; days as text, empty for open-ended."""

    code: Text
    name: Text
    since: str = ""
    until: str = ""
    within: str = ""
    group: str = ""


class RegionFile(Definition):
    """A region's file. `population_bases` says in plain words what a release of estimates is."""

    name: Text
    members: tuple[MemberLine, ...] = Field(strict=False)
    population_bases: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class Lookups:
    """What a report knows of the places around its own; `region` is None where no file declares it."""

    region: Region | None = None
    bases: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of everybody who was ever a member."""
        return tuple(member.name for member in self.region.members) if self.region else ()


@dataclass(frozen=True)
class Area:
    """One place that gets a report: its code and its name as deliveries spell it."""

    code: str
    name: str


def read_lookups(report: Params, folders: Folders) -> Lookups:
    """The members of the report's region, if a file of that name declares them. Raises `InputError`."""
    path = folders.regions(report.region) if report.region else None
    if path is None or not path.is_file():
        return Lookups()
    declared = params.checked(RegionFile, params.read_yaml(path), path.name)
    table = pd.DataFrame([line.model_dump() for line in declared.members])
    region = membership.region_from_table(declared.name, table)
    return Lookups(region, tuple(declared.population_bases.items()))


def read_areas(report: Params, folders: Folders) -> tuple[Area, ...]:
    """The areas of a report over many, in the order of their file; none where it is of one area."""
    if not report.areas:
        return ()
    path = folders.areas(report)
    if not path.is_file():
        what = f"there is no file of areas {path.name} in params/areas"
        raise InputError(Problem(what, "correct areas, or put the file there", column="areas"))
    return tuple(Area(row.code, row.name) for row in areas_csv.read(path).rename(columns=_plain).itertuples())


def _plain(column: Any) -> str:
    return str(column).strip().lower()
