"""Split an annual target over its periods: where a year that adds up should be by now.

By agreed steps if partners agreed them, else through the target to date that a document prints, else by the
indicator's own seasonal share if history allows (two whole years or more, and the years are stated), else along a
straight line. The parts add up to the target exactly. Percentages, rolling years and levels are compared with the
target itself.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from analysis.definitions.errors import InputError, Problem
from analysis.definitions.targets import inwards
from analysis.definitions.wording import typed

Rule = Literal["agreed steps", "printed target to date", "seasonal share", "straight line"]
WHOLE_YEARS_NEEDED = 2
GRID_BITS = 40
"""Parts lie on a binary grid this much finer than the target, on which floating point adds exactly."""


@dataclass(frozen=True)
class Trajectory:
    """The target's `parts`, one a period, in its own unit; `to_date` is what the known periods' parts make.

    `years_used` are the financial years of a seasonal share; `reason` says why no finer rule was used.
    """

    parts: tuple[float, ...]
    known: int
    rule: Rule
    years_used: tuple[str, ...] = ()
    reason: str = ""

    @property
    def to_date(self) -> float:
        """Where the year should stand after the known periods."""
        return math.fsum(self.parts[: self.known])

    @property
    def cumulative(self) -> tuple[float, ...]:
        """Where the year should stand after each period; the last is the target."""
        return tuple(math.fsum(self.parts[: end + 1]) for end in range(len(self.parts)))


def trajectory_to_date(
    target: float,
    known: int,
    periods_per_year: int,
    history: Mapping[str, Sequence[float | None]] | None = None,
    steps: Sequence[float] | None = None,
    straight: bool = False,
    whole: Literal["", "upper", "lower"] = "",
) -> Trajectory:
    """Split an annual target over `periods_per_year` periods, of which `known` are over.

    `history` holds past years' periods under their labels (years with a missing or negative period are left
    out); `steps` are the agreed parts; `straight` asks for a straight line by choice. `whole` says which bound
    of a count the target is: what is worked out for a period's end is then made whole, inwards. Raises
    `InputError` for steps that do not add up to the target.

    >>> trajectory_to_date(8065, known=2, periods_per_year=4).to_date
    4032.5
    >>> trajectory_to_date(8065, known=2, periods_per_year=4, whole="upper").to_date
    4032.0
    """
    _check_place(target, known, periods_per_year)
    if steps is not None:
        _check_steps(steps, target, periods_per_year)
        return Trajectory(_adding_up(steps, target), known, "agreed steps")
    years = _whole_years(history or {}, periods_per_year)
    reason = "by choice" if straight else _why_straight(years)
    if reason:
        parts = _parts([1.0] * periods_per_year, target, whole)
        return Trajectory(parts, known, "straight line", reason=reason)
    shares = [math.fsum(period) for period in zip(*years.values(), strict=True)]
    return Trajectory(_parts(shares, target, whole), known, "seasonal share", tuple(years))


def trajectory_of_levels(levels: Sequence[float], known: int) -> Trajectory:
    """Where a level or percentage should stand after each period, as agreed; the last is the target.

    >>> trajectory_of_levels((55, 60, 65, 70), known=2).to_date
    60.0
    """
    parts = (levels[0], *(after - before for before, after in pairwise(levels)))
    return Trajectory(tuple(map(float, parts)), known, "agreed steps")


def trajectory_through(printed: float, target: float, known: int, periods_per_year: int) -> Trajectory:
    """Through the target to date that a document prints, evenly before it and after it.

    >>> trajectory_through(240, 400, known=2, periods_per_year=4).cumulative
    (120.0, 240.0, 320.0, 400.0)
    """
    _check_place(target, known, periods_per_year)
    rest = periods_per_year - known
    parts = (
        *_adding_up([1.0] * known, printed),
        *(_adding_up([1.0] * rest, target - printed) if rest else ()),
    )
    return Trajectory(parts, known, "printed target to date")


def _parts(weights: Sequence[float], target: float, whole: str) -> tuple[float, ...]:
    """Parts in proportion to the weights; of a `whole` count so that the year stands at whole numbers."""
    total = math.fsum(weights)
    if not whole or total == 0:
        return _adding_up(weights, target)
    ends = [target * math.fsum(weights[: end + 1]) / total for end in range(len(weights) - 1)]
    stands = [0.0, *(inwards(end, upper=whole == "upper") for end in ends), float(target)]
    return tuple(after - before for before, after in pairwise(stands))


def _adding_up(weights: Sequence[float], target: float) -> tuple[float, ...]:
    """Parts in proportion to the weights whose floating-point sum is the target, in any order of adding.

    All parts but the last are whole multiples of a power of two so small that nobody sees it; the last takes
    what is left, and every sum of them is then exact.
    """
    total = math.fsum(weights)
    if target == 0 or total == 0:
        return (0.0,) * (len(weights) - 1) + (float(target),)
    grain = 2.0 ** (math.frexp(target)[1] - GRID_BITS)
    parts = [round(target * weight / total / grain) * grain for weight in weights[:-1]]
    return (*parts, target - math.fsum(parts))


def _whole_years(
    history: Mapping[str, Sequence[float | None]], periods_per_year: int
) -> dict[str, list[float]]:
    years = {
        label: [float(value) for value in history[label] if value is not None and value >= 0]
        for label in sorted(history)
    }
    return {
        label: year for label, year in years.items() if len(year) == len(history[label]) == periods_per_year
    }


def _why_straight(years: Mapping[str, Sequence[float]]) -> str:
    if len(years) < WHOLE_YEARS_NEEDED:
        return f"a seasonal share needs {WHOLE_YEARS_NEEDED} whole years and there are {len(years)}"
    if not any(sum(year) for year in years.values()):
        return "nothing happened in the past years, so they have no seasonal share"
    return ""


def _check_place(target: float, known: int, periods_per_year: int) -> None:
    if not math.isfinite(target):
        raise InputError(Problem(f"a target of {target} cannot be split", "give the target as a number"))
    if periods_per_year < 1 or not 0 <= known <= periods_per_year:
        what = f"{known} of {periods_per_year} periods cannot be known"
        raise InputError(Problem(what, "give known periods from none to all of the year's"))


def _check_steps(steps: Sequence[float], target: float, periods_per_year: int) -> None:
    if len(steps) != periods_per_year:
        what = f"{len(steps)} agreed steps do not fill a year of {periods_per_year} periods"
        raise InputError(Problem(what, "give one step for each period"))
    if not math.isclose(math.fsum(steps), target, rel_tol=1e-9, abs_tol=1e-12):
        what = f"the agreed steps add up to {typed(round(math.fsum(steps), 9))}, not to the target {typed(target)}"
        raise InputError(Problem(what, "correct the steps or the target"))
