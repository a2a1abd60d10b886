"""Paths to a later year's target: what it takes each year, and which figures meet it."""

import math
from dataclasses import dataclass

from analysis.targets import Target


@dataclass(frozen=True)
class Path:
    """The way from the last actual to a target `years` later: `a_year` is the change needed each year.

    A target that the last actual meets needs none; `allows` is then how far it lets the figure slip.
    """

    years: int
    gap: float
    is_met: bool

    @property
    def a_year(self) -> float:
        return 0.0 if self.is_met else self.gap / self.years

    @property
    def allows(self) -> float:
        return self.gap if self.is_met else 0.0


def path_needed(actual: float, target: Target, years: int) -> Path | None:
    """What a target asks for from the last actual on; None where it has no number.

    >>> path_needed(18.9, Target(28, None, "at least"), 4).a_year
    2.2750000000000004
    """
    if not target.is_set or years < 1:
        return None
    if target.meets(actual):
        bounds = [bound for bound in (target.low, target.high) if bound is not None]
        return Path(years, min((b - actual for b in bounds), key=abs), True)
    bound = target.low if target.low is not None and actual < target.low else target.high
    return Path(years, (target.low if bound is None else bound) - actual, False)


def bounds_that_meet(
    low: float | None, high: float | None, exclusive: bool, whole: bool
) -> tuple[float | None, float | None]:
    """The ends of a target that meet it themselves, as a chance asks for them.

    An `exclusive` bound is moved to the next event of a whole count, else by as little as a number can be.

    >>> bounds_that_meet(None, 20, exclusive=True, whole=True)
    (None, 19)
    >>> bounds_that_meet(14.9, None, exclusive=True, whole=False)
    (14.900000000000002, None)
    """
    if not exclusive:
        return low, high
    if whole:
        return (
            None if low is None else math.floor(low + _ROUNDING) + 1,
            None if high is None else math.ceil(high - _ROUNDING) - 1,
        )
    return (
        None if low is None else math.nextafter(low, math.inf),
        None if high is None else math.nextafter(high, -math.inf),
    )


_ROUNDING = 1e-9
"""What a bound that was worked out may be off a whole number and still be meant as it."""
