"""Paths to a later year's target: what it takes each year, and the chance that past changes give it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import scipy.stats

from analysis.targets import Target

HISTORY_NEEDED = 5
"""Whole years of outturns, one after the other, without which no chance is given."""


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


@dataclass(frozen=True)
class Outlook:
    """Where past changes lead in `years`: 80 in 100 between low and high, and the chance of the target."""

    expected: float
    low80: float
    high80: float
    chance: float


def outlook(history: Sequence[float], target: Target, years: int) -> Outlook | None:
    """The last outturn kept, as uncertain as past year-to-year changes were; None below five whole years.

    Changes are taken to be independent from year to year (Student's t on their number), without a trend. It
    is a plain yardstick and not back-tested.

    >>> outlook([100, 104, 99, 103], Target(None, 100, "no more than"), 3) is None
    True
    """
    if len(history) < HISTORY_NEEDED or not target.is_set:
        return None
    changes = [after - before for before, after in pairwise(history)]
    spread = math.sqrt(math.fsum(change**2 for change in changes) / len(changes)) * math.sqrt(years)
    last = history[-1]
    if spread == 0:
        return Outlook(last, last, last, float(target.meets(last)))
    law = scipy.stats.t(len(changes), last, spread)
    low = 0.0 if target.low is None else float(law.cdf(target.low))
    high = 1.0 if target.high is None else float(law.cdf(target.high))
    return Outlook(last, float(law.ppf(0.1)), float(law.ppf(0.9)), high - low)
