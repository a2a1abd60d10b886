"""Read declared places: the dated members of a region, and the areas that get a report each.

Files: `params/regions/<region>.yaml` and `params/areas/<file>.csv`. A merger of councils is two lines of data.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import Field

from analysis.definitions import params, regions
from analysis.definitions.errors import InputError, Problem, stop_if_any, without_rows
from analysis.definitions.indicators import Definition, Text
from analysis.definitions.params import Folders, Params
from analysis.definitions.regions import Region
from analysis.extracts.readers import table_csv
from analysis.extracts.readers.cells import NoFigureError, figure_of

_OF_THE_REPORT = ("report", "year", "quarter", "as_at")


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
    """One place that gets a report: its code, its name as deliveries spell it, and where it stands.

    `own` are the parameters that it has for itself, from columns that are named like them.
    """

    code: str
    name: str
    row: int = 0
    own: Mapping[str, str | int | float] = field(default_factory=dict)


@without_rows()
def read_lookups(report: Params, folders: Folders) -> Lookups:
    """The members of the report's region, if a file of that name declares them. Raises `InputError`."""
    path = folders.regions(report.region) if report.region else None
    if path is None or not path.is_file():
        return Lookups()
    declared = params.checked(RegionFile, params.read_yaml(path), path.name)
    table = pd.DataFrame([line.model_dump() for line in declared.members])
    region = regions.region_from_table(declared.name, table)
    return Lookups(region, tuple(declared.population_bases.items()))


def declared_regions(folders: Folders) -> tuple[str, ...]:
    """Names of all regions that a file declares."""
    files = folders.all_regions()
    return tuple(params.checked(RegionFile, params.read_yaml(path), path.name).name for path in files)


@without_rows()
def read_areas(report: Params, folders: Folders) -> tuple[Area, ...]:
    """The areas of a report over many, in the order of their file; none where it is of one area.

    Raises one `InputError` with everything that is wrong with the file.
    """
    if not report.areas:
        return ()
    path = folders.areas(report)
    if path.is_symlink() or not path.is_file():
        what = f"there is no file of areas {path.name} in params/areas"
        remedy = params.nearest_file(path, ".csv", "correct areas, or put the file there")
        raise InputError(Problem(what, remedy, f"{report.report}.yaml", column="areas"))
    rows = read(path).to_dict("records")
    if not rows:
        raise InputError(Problem("it names no area", "give each area a row", path.name))
    stop_if_any([_no_areas_own(name, path) for name in _OF_THE_REPORT if name in rows[0]])
    return tuple(Area(row["code"], row["name"], row["row"], _own(row, path)) for row in rows)


def _no_areas_own(name: str, path: Path) -> Problem:
    what = "it cannot differ between areas: it is the same for the whole report"
    return Problem(what, "set it in the params file, and remove or rename the column", path.name, 1, name)


def _own(row: Mapping[Hashable, Any], path: Path) -> dict[str, str | int | float]:
    """The parameters that a row gives.

    An empty cell of a number, or of a key that no report may lack, leaves what the params file says.
    """
    found: dict[str, str | int | float] = {}
    for name, parameter in Params.model_fields.items():
        if name not in row or name in ("area", "areas"):
            continue
        if parameter.annotation in (int, float):
            whole = parameter.annotation is int
            found |= {name: _number(row, name, whole, path)} if row[name] else {}
        elif row[name] or not parameter.is_required():
            found[name] = row[name]
    return found


def _number(row: Mapping[Hashable, Any], name: str, whole: bool, path: Path) -> int | float:
    try:
        value = figure_of(row[name]).value
    except NoFigureError:
        value = None
    if value is None or (whole and value != int(value)):
        what = f"{row[name]!r} is not a {'whole ' if whole else ''}number"
        raise InputError(Problem(what, "type a number", path.name, row["row"], name))
    return int(value) if whole else value


def read(path: Path) -> pd.DataFrame:
    """Rows of text with `code` and `name`, both filled and none twice, plus `row`."""
    found = table_csv.read(path)
    problems = [
        Problem(f"the column {name!r} is missing", "name it in the first row", path.name, 1, name)
        for name in ("code", "name")
        if name not in found
    ]
    stop_if_any(problems)
    stop_if_any([problem for name in ("code", "name") for problem in _problems(found, name, path.name)])
    return found


def _problems(found: pd.DataFrame, name: str, file: str) -> list[Problem]:
    twice = found[name].duplicated() & (found[name] != "")
    return [
        Problem(
            f"{cell!r} is in it twice" if cell else "it is empty", "keep each place once", file, row, name
        )
        for row, cell, again in zip(found["row"], found[name], twice, strict=True)
        if not cell or again
    ]
