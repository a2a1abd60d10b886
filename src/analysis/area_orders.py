"""One order for each area of a list, by the folder that its report goes to."""

from collections import defaultdict
from dataclasses import replace

from analysis import lookups
from analysis.errors import InputError, Problem, stop_if_any, without_rows
from analysis.lookups import Area
from analysis.orders import Order, slug
from analysis.params import Folders


@without_rows()
def read_areas(order: Order) -> dict[str, Order]:
    """The areas of `params/areas/<file>` with their own parameters, in the order of the file.

    Raises `InputError` for a file that cannot be used, for names that come to one folder, for a name without a
    letter or digit that a folder's name can have, and for a parameter that no report may have.
    """
    areas = lookups.read_areas(order.settings, Folders(order.root))
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
        remedy = "write it in the letters a to z, as deliveries must then spell it"
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
