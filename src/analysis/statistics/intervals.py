"""Intervals for a proportion, a count or a rate, and the place of a value in its group.

Wilson's score interval for a proportion; exact Poisson (chi-squared) below 10 events and Byar's approximation from 10
for a count or rate, as in the Association of Public Health Observatories' Technical Briefing 3; funnel limits that
agree with the interval, seen from the group's figure.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy  # its submodules load on first use

from analysis.definitions.errors import InputError, Problem

LEVEL_95 = 0.95
LEVEL_998 = 0.998
BYAR_FROM = 10
"""Events from which Byar's approximation stands in for the exact interval."""

CountRule = Literal["exact below 10, Byar from 10", "exact", "Byar"]
DEFAULT_COUNT_RULE: CountRule = "exact below 10, Byar from 10"
COUNT_RULES: tuple[CountRule, ...] = (DEFAULT_COUNT_RULE, "exact", "Byar")
WILSON = "Wilson score"


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, both included; `level` is a share (0.95); `rule` names how it was made."""

    low: float
    high: float
    level: float
    rule: str

    def holds(self, value: float) -> bool:
        """Whether chance alone could give `value`."""
        return self.low <= value <= self.high


def check_share(x: float, n: float) -> None:
    """Raise `InputError` unless x of n is a share: 0 <= x <= n, n above zero."""
    if not (n > 0 and 0 <= x <= n):
        what = f"{x} of {n} is not a share"
        remedy = "give a numerator from zero to the denominator, and a denominator above zero"
        raise InputError(Problem(what, remedy))


def normal_quantile(level: float) -> float:
    """The z of a two-sided level: 1.959964 at 0.95, 3.090232 at 0.998."""
    return float(scipy.special.ndtri(0.5 + _checked_level(level) / 2))


def proportion(x: float, n: float, level: float = LEVEL_95, multiplier: float = 100.0) -> Interval:
    """Wilson score interval of x in n, in per cent (or per `multiplier`).

    None of n starts at exactly 0 and all of n ends at exactly 100, as the formula has it: a library's
    99.99999999999999 would put a region of 100% outside. Raises `InputError` unless 0 <= x <= n and n is
    above zero.

    >>> interval = proportion(68, 568)
    >>> round(interval.low, 3), round(interval.high, 3)
    (9.554, 14.9)
    >>> proportion(10, 10).high, proportion(0, 6).low
    (100.0, 0.0)
    """
    from statsmodels.stats.proportion import proportion_confint

    check_share(x, n)
    low, high = proportion_confint(x, n, alpha=1 - _checked_level(level), method="wilson")
    ends = (0.0 if x == 0 else float(low), 1.0 if x == n else float(high))
    return Interval(multiplier * ends[0], multiplier * ends[1], level, WILSON)


def count(x: float, level: float = LEVEL_95, rule: CountRule = DEFAULT_COUNT_RULE) -> Interval:
    """Interval of the mean behind a count of x events, in events.

    Exact below 10 and Byar's from 10 unless `rule` says otherwise. Raises `InputError` for a negative count.

    >>> round(count(382).low, 2), round(count(382).high, 2), round(count(4).high, 3)
    (344.65, 422.3, 10.242)
    """
    if rule not in COUNT_RULES:
        raise InputError(Problem(f"no interval is called {rule!r}", f"use one of {', '.join(COUNT_RULES)}"))
    if not x >= 0:
        raise InputError(Problem(f"a count of {x} has no interval", "give a count of zero or more"))
    exact = rule == "exact" or (rule == DEFAULT_COUNT_RULE and x < BYAR_FROM)
    low, high = (_exact if exact else _byar)(x, level)
    return Interval(low, high, level, "exact Poisson" if exact else "Byar's approximation")


def rate(
    x: float,
    exposure: float,
    per: float = 100_000.0,
    level: float = LEVEL_95,
    rule: CountRule = DEFAULT_COUNT_RULE,
) -> Interval:
    """Interval of a rate of x events per `per` of the exposure (people, households, months).

    >>> round(rate(559, 1_000, per=1_000).high, 2)
    607.32
    """
    if not exposure > 0:
        raise InputError(Problem(f"a rate per {exposure} has no interval", "give an exposure above zero"))
    events = count(x, level, rule)
    return Interval(events.low * per / exposure, events.high * per / exposure, level, events.rule)


def funnel_proportion(
    centre: float, n: float, level: float = LEVEL_95, multiplier: float = 100.0
) -> Interval:
    """Limits between which a proportion of n lies by chance when the group's figure is `centre` (per cent).

    `centre +- z sqrt(centre (100 - centre) / n)`: outside it exactly when Wilson's interval misses the
    centre. Limits below 0 or above 100 are kept there.

    >>> limits = funnel_proportion(14.9, 568)
    >>> round(limits.low, 3), round(limits.high, 3)
    (11.972, 17.828)
    """
    share = centre / multiplier
    if not (0 <= share <= 1 and n > 0):
        what = f"a funnel round {centre} of {multiplier} for {n} cases cannot be drawn"
        raise InputError(Problem(what, "give a centre within the scale and cases above zero"))
    reach = normal_quantile(level) * math.sqrt(share * (1 - share) / n)
    low, high = max(0.0, share - reach), min(1.0, share + reach)
    return Interval(multiplier * low, multiplier * high, level, "normal funnel, as Wilson score")


def funnel_rate(
    centre: float,
    exposure: float,
    per: float = 100_000.0,
    level: float = LEVEL_95,
    rule: CountRule = DEFAULT_COUNT_RULE,
) -> Interval:
    """Limits of a rate when the group's rate is `centre`, by turning round the interval of a count.

    An area lies outside exactly when its own interval misses the centre.
    """
    if not (centre >= 0 and exposure > 0):
        what = f"a funnel round {centre} for an exposure of {exposure} cannot be drawn"
        raise InputError(Problem(what, "give a centre of zero or more and an exposure above zero"))
    expected = centre * exposure / per
    fewest = _turned_round(lambda x: count(x, level, rule).high, expected)
    most = _turned_round(lambda x: count(x, level, rule).low, expected)
    scale = per / exposure
    return Interval(fewest * scale, most * scale, level, f"funnel of {rule}")


def quartile_limits(values: Sequence[float]) -> tuple[float, float, float]:
    """Lower quartile, median and upper quartile, linear between ordered values (the inclusive rule).

    >>> quartile_limits([1, 2, 3, 4, 5])
    (2.0, 3.0, 4.0)
    """
    if not len(values):
        raise InputError(Problem("there are no values to take quartiles of", "give the members' values"))
    lower, middle, upper = np.quantile(np.asarray(values, dtype=float), [0.25, 0.5, 0.75])
    return float(lower), float(middle), float(upper)


@dataclass(frozen=True)
class Standing:
    """A place in a group: `rank` 1 is the best (with ties, the place they share), `quartile` 1 the best."""

    rank: int
    tied_with: int
    members: int
    quartile: int


def standing(own: float, values: Sequence[float], higher_is_better: bool) -> Standing:
    """Where `own`, one of `values`, stands. Ties share the better rank and are never split by a quartile:
    a value on a quartile's limit belongs to the better quartile.

    >>> standing(3.0, [1.0, 2.0, 3.0, 3.0, 5.0], higher_is_better=True)
    Standing(rank=2, tied_with=1, members=5, quartile=1)
    """
    sign = -1.0 if higher_is_better else 1.0
    mine, signed = sign * own, [sign * value for value in values]
    if mine not in signed:
        what = f"{own} is not among the group's values"
        raise InputError(Problem(what, "give the own area's value with the group's"))
    better = sum(value < mine for value in signed)
    quartile = 1 + sum(mine > limit for limit in quartile_limits(signed))
    return Standing(better + 1, signed.count(mine) - 1, len(signed), quartile)


def _exact(x: float, level: float) -> tuple[float, float]:
    from statsmodels.stats.rates import confint_poisson

    low, high = confint_poisson(x, 1, method="exact-c", alpha=1 - _checked_level(level))
    return float(low), float(high)


def _byar(x: float, level: float) -> tuple[float, float]:
    z = normal_quantile(level)
    low = x * (1 - 1 / (9 * x) - z / (3 * math.sqrt(x))) ** 3 if x > 0 else 0.0
    after = x + 1
    high = after * (1 - 1 / (9 * after) + z / (3 * math.sqrt(after))) ** 3
    return max(0.0, low), high


def _turned_round(limit: Callable[[float], float], expected: float) -> float:
    """The number of events at which `limit` reaches what is expected; 0 where it starts above it."""
    if limit(0.0) >= expected:
        return 0.0
    return float(scipy.optimize.brentq(lambda x: limit(x) - expected, 0.0, 10 * expected + 100))


def _checked_level(level: float) -> float:
    if not 0 < level < 1:
        raise InputError(Problem(f"an interval at level {level} cannot be made", "give a share such as 0.95"))
    return level


def percent_change(now: float, before: float) -> float | None:
    """The change as a percentage of the earlier figure; None against zero.

    >>> round(percent_change(1, 6), 1)
    -83.3
    """
    return 100 * (now - before) / before if before else None


def change_interval(now: int, before: int) -> tuple[float, float] | None:
    """The exact 95% interval of the percentage change from one count to another over equal periods.

    Given both together, the later one is a binomial share of them; None where the earlier count is 0 (its
    upper end has no limit).

    >>> [round(end) for end in change_interval(1, 6)]
    [-100, 37]
    """
    if not before:
        return None
    share = scipy.stats.binomtest(now, now + before).proportion_ci(0.95, "exact")
    low, high = (100 * (float(end) / (1 - float(end)) - 1) for end in (share.low, share.high))
    return low, high
