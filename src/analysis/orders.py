"""What is asked for: one report of one params file, or of one area of many."""

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis import params
from analysis.params import Folders, Params
from analysis.publication import Publication


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
