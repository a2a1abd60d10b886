"""Percentage changes of counts: how far chance reaches, and which earlier counts a printed change allows."""

import math

import scipy.stats


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
    return tuple(100 * (float(end) / (1 - float(end)) - 1) for end in (share.low, share.high))


def counts_before(now: int, change: float, half_unit: float) -> tuple[int, int] | None:
    """The lowest and the highest earlier count from which a printed percentage change can follow.

    `half_unit` is half of the last printed digit. None where no whole count agrees with it, and where now is
    0, since every count falls by 100% to it.

    >>> counts_before(2880, -4.6, 0.05), counts_before(6, -64.7, 0.05)
    ((3018, 3020), (17, 17))
    """
    if now == 0 or change - half_unit <= -100:
        return None
    low = math.ceil(100 * now / (100 + change + half_unit) - 1e-9)
    high = math.floor(100 * now / (100 + change - half_unit) + 1e-9)
    return (low, high) if low <= high else None
