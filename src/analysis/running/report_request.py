"""The request: one report from one params file, or for one area of many; and the run's options."""

import os
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.definitions import params
from analysis.definitions.errors import InputError, Problem, stop_if_any, without_rows
from analysis.definitions.params import Folders, Params
from analysis.extracts import places
from analysis.extracts.places import Area
from analysis.running.outputs.report_folder import Publication


@dataclass(frozen=True)
class Order:
    """One report to make: its parameters, read and checked, and the area if it is one of many."""

    root: Path
    settings: Params
    area: str = ""

    @property
    def parameters(self) -> dict[str, Any]:
        """The checked parameters whole, defaults too, as notebooks get them and `run.json` keeps them."""
        return self.settings.model_dump()

    @property
    def name(self) -> str:
        """The report's folder under `outputs`: its id, and of many areas the area's name as a slug."""
        return f"{self.settings.report}/{slug(self.area)}" if self.area else self.settings.report

    @property
    def publication(self) -> Publication:
        """Where the report goes."""
        return Publication(Folders(self.root).outputs, self.name)

    @property
    def is_of_many(self) -> bool:
        """Whether the params file asks for a report of each of its areas."""
        return bool(self.settings.areas) and not self.settings.area

    def of_area(self, area: str, **own: str | int | float) -> "Order":
        """Return the same for one place of many, which may have parameters of its own.

        Raises `InputError` for a value that no report may have.
        """
        values = {**self.parameters, **own, "area": area}
        return replace(self, area=area, settings=params.checked(Params, values, self.settings.areas))


@dataclass(frozen=True)
class RunOptions:
    """How reports are to be made: what runs the cells, how many at a time, within which limits, which of them."""

    params: Path
    engine: str = ""
    """`warm` or `kernel`; without a choice the warm engine where it can be trusted."""
    workers: int = 1
    force: bool = False
    """Sections that have not changed are run again."""
    time_limit: float = 600.0
    """Seconds for one section."""
    memory_limit: int = 4096
    """MiB for one section."""
    only: tuple[str, ...] = ()
    """Of many areas those with these folders; all without any."""
    dask: str = ""
    """The address of a Dask scheduler that makes many areas."""
    part: bool = False
    """Whether this is a part of a run that another process holds."""
    log_json: bool = False


def read_order(path: Path) -> Order:
    """What a params file asks for. Changes to the project's folder, where notebooks look for it."""
    settings = params.read_params(path)
    root = params.find_root(path.resolve().parent)
    os.chdir(root)
    return Order(root, settings)


def slug(name: str) -> str:
    """A name as a folder's.

    >>> slug("St. Helens")
    'st-helens'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


@without_rows()
def read_areas(order: Order) -> dict[str, Order]:
    """The areas of `params/areas/<file>` with their own parameters, in the order of the file.

    Raises `InputError` for a file that cannot be used, for names that come to one folder, for a name without a
    letter or digit that a folder's name can have, and for a parameter that no report may have.
    """
    areas = places.read_areas(order.settings, Folders(order.root))
    folders: dict[str, list[Area]] = defaultdict(list)
    for area in areas:
        folders[slug(area.name)].append(area)
    file = order.settings.areas
    stop_if_any([problem for folder, found in folders.items() for problem in _problems(folder, found, file)])
    return {slug(area.name): _order_of(area, order) for area in areas}


def _order_of(area: Area, order: Order) -> Order:
    try:
        return order.of_area(area.name, **area.own)
    except InputError as error:
        raise InputError(tuple(replace(problem, row=area.row) for problem in error.problems)) from None


def _problems(folder: str, areas: list[Area], file: str) -> list[Problem]:
    if not folder:
        what = "its name has no letter or digit that a folder's name can have"
        remedy = "write it in the letters a to z, spelt the same in every file"
        return [Problem(what, remedy, file, area.row, "name") for area in areas]
    return [
        Problem(
            f"{area.name!r} and {areas[0].name!r} come to the same folder {folder}",
            "name each area once",
            file,
            area.row,
            "name",
        )
        for area in areas[1:]
    ]
