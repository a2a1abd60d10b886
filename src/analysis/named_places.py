"""Whether the places that a report names are those of its deliveries: one typed wrongly is found before any row.

Otherwise every row of the right place would be refused, and the advice be to change figures that are right.
"""

import difflib
from collections.abc import Callable, Iterable

from analysis import params
from analysis.deliveries import Delivery
from analysis.errors import Problem
from analysis.params import Params

_SHOWN = 10
"""Places of the deliveries that a message names, at most."""


def problems(
    deliveries: Iterable[Delivery],
    report: Params,
    declared: bool = False,
    regions: Callable[[], Iterable[str]] = tuple,
) -> list[Problem]:
    """The own area if no delivered figure is of it, and the region if nothing declares or delivers it.

    `declared` says whether the region has its file; `regions` names those that have one,
    asked only where another was meant.
    """
    there = sorted({area for delivery in deliveries for area in delivery.rows["area"].unique()})
    if not there:
        return []
    return [*_of_area(there, report), *([] if declared else _of_region(there, report, regions))]


def _of_area(there: list[str], report: Params) -> list[Problem]:
    """Of many areas each says for itself that it has no figure; figures of parts alone need no other place."""
    others = [name for name in there if name not in report.places]
    parts_alone = set(there) & set(params.listed(report.parts)) and not others
    if report.areas or report.area in there or parts_alone:
        return []
    others = others or there
    rest = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
    what = f"no delivered figure is of {report.area!r}; the files have {', '.join(others[:_SHOWN])}{rest}"
    remedy = _nearest(report.area, others) or "write area as the files spell it, or deliver its figures"
    return [Problem(what, remedy, f"{report.report}.yaml", column="area")]


def _of_region(there: list[str], report: Params, regions: Callable[[], Iterable[str]]) -> list[Problem]:
    if not report.region or set(there) & set(params.listed(report.region)):
        return []
    what = (
        f"no delivered figure is of the region {report.region!r}, and no file in params/regions declares it"
    )
    others = set(report.places) - {report.region}
    known = [name for name in (*there, *regions()) if name not in others]
    remedy = _nearest(report.region, known) or "leave region empty, deliver its figures, or declare it there"
    return [Problem(what, remedy, f"{report.report}.yaml", column="region")]


def _nearest(name: str, known: list[str]) -> str:
    found = difflib.get_close_matches(name, known, 1, 0.5)
    return f"did you mean {found[0]!r}" if found else ""
