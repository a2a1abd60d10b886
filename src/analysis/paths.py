"""Paths to a later year's target: what it takes each year."""

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
