"""Control charts: is a change chance, or has the process changed?

XmR: mean and 2.66 average moving ranges either side, as in NHS England's Making Data Count. Seasonal series are
judged on seasonally adjusted values. p' and u' are Laney's. Times between rare events are judged on their power 1/3.6
(Nelson). `limits` explains how limits are read. If events are too rare for a chart by period, nothing is judged; the
days between them would show a change.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from analysis.definitions.errors import InputError, Problem
from analysis.statistics import seasonal_adjustment
from analysis.statistics.seasonal_adjustment import Season
from analysis.statistics.spc.limits import Process, Reading, Variation, read, segments_of
from analysis.statistics.spc.rules import LIMIT

RANGES_TO_LIMIT = 2.66
RANGES_SCREENED_ABOVE = 3.267
RANGE_OF_A_SIGMA = 1.128
"""The average moving range of independent normal values, in standard deviations."""
EVENT_POWER = 1 / 3.6
SAME_DAY = 0.25
"""How many days apart two events of one day are judged to be. As 0 they would lie below all limits: of unchanged
series of 36 gaps of 10 days on average 50% would show a signal, so 23%."""


def xmr(
    values: Sequence[float | None],
    labels: Sequence[str] | None = None,
    reading: Reading | None = None,
    periods_per_year: int = 1,
    season: Season = "month means",
    screened: bool = False,
) -> Variation:
    """XmR chart of consecutive periods (None or nan is a gap, never closed up).

    From two whole years on, a series of several periods a year is judged after the season is taken out. What
    is mostly zero is not judged (`adjustment.is_sparse`).
    `screened` leaves moving ranges above 3.267 times their average out of it.

    >>> chart = xmr([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1], screened=True)
    >>> [round(edge, 3) for edge in (chart.points[0].mean, chart.points[0].low, chart.points[0].high)]
    [1.944, -0.716, 4.604]
    """
    y, reading = _numbers(values), reading or Reading()
    names = _names(labels, len(y))
    numbers, _ = segments_of(names, reading)
    taken = seasonal_adjustment.seasonal_adjustment(y, periods_per_year, season, numbers)
    judged = taken.remove(y)

    def scale(places: np.ndarray) -> tuple[float, np.ndarray, float]:
        moving = _average_range(judged[places], screened)
        sigma = RANGES_TO_LIMIT * moving / LIMIT
        return float(np.nanmean(judged[places])), np.full(len(places), sigma), moving

    rule = _named("XmR", screened)
    whole_year = 1 if season == "none" else periods_per_year
    return read(Process(names, y, judged, scale, taken.restore, rule, taken, whole_year, (y,)), reading)


def laney(
    numerators: Sequence[float | None],
    denominators: Sequence[float | None],
    kind: Literal["p'", "u'"],
    labels: Sequence[str] | None = None,
    reading: Reading | None = None,
    per: float = 100.0,
    periods_per_year: int = 1,
    season: Season = "month means",
    screened: bool = False,
) -> Variation:
    """Laney's p' (percentages) or u' (rates) chart, whose limits follow changing denominators.

    Binomial or Poisson limits are widened or narrowed by the average moving range of the standardised points.
    A period without cases (0 of 0) is a gap; where cases, or those that are not, are too rare, nothing is judged.
    """
    x, n = _numbers(numerators), _numbers(denominators)
    _check_counts(x, n, kind)
    x, n = np.where(n == 0, np.nan, x), np.where(n == 0, np.nan, n)
    shares, reading = per * x / n, reading or Reading()
    names = _names(labels, len(shares))
    numbers, _ = segments_of(names, reading)
    taken = seasonal_adjustment.seasonal_adjustment(shares, periods_per_year, season, numbers)
    judged = taken.remove(shares)

    def scale(places: np.ndarray) -> tuple[float, np.ndarray, float]:
        there = places[~np.isnan(judged[places])]
        mean = float(np.average(judged[there], weights=n[there]))
        noise = mean * (per - mean) if kind == "p'" else mean * per
        alone = np.sqrt(max(noise, 0.0) / n[places])
        with np.errstate(divide="ignore", invalid="ignore"):
            moving = _average_range((judged[places] - mean) / alone, screened)
        return mean, alone * moving / RANGE_OF_A_SIGMA, moving

    def back(limits: np.ndarray) -> np.ndarray:
        return np.asarray(np.clip(taken.restore(limits), 0.0, per if kind == "p'" else None))

    rule = _named(f"Laney {kind}", screened)
    whole_year = 1 if season == "none" else periods_per_year
    cases = (x, n - x) if kind == "p'" else (x,)
    return read(Process(names, shares, judged, scale, back, rule, taken, whole_year, cases), reading)


def time_between_events(
    days: Sequence[float],
    labels: Sequence[str] | None = None,
    reading: Reading | None = None,
    screened: bool = False,
) -> Variation:
    """Chart of the days between rare events; where fewer events are better, polarity is "higher".

    The days' power 1/3.6 is nearly normal where events come by chance, so XmR judges that. Two events of one day
    are judged as a quarter of a day apart.
    """
    y, reading = _numbers(days), reading or Reading()
    if (y < 0).any():
        raise InputError(Problem("a time between events is negative", "give the events in order of time"))
    judged = np.maximum(y, SAME_DAY) ** EVENT_POWER

    def scale(places: np.ndarray) -> tuple[float, np.ndarray, float]:
        moving = _average_range(judged[places], screened)
        sigma = RANGES_TO_LIMIT * moving / LIMIT
        return float(np.nanmean(judged[places])), np.full(len(places), sigma), moving

    def back(limits: np.ndarray) -> np.ndarray:
        return np.asarray(np.maximum(limits, 0.0) ** (1 / EVENT_POWER))

    names, none = _names(labels, len(y)), seasonal_adjustment.seasonal_adjustment(y, 1, "none")
    rule = _named("time between events", screened)
    return read(Process(names, y, judged, scale, back, rule, none), reading)


def _named(rule: str, screened: bool) -> str:
    return f"{rule} with screened moving ranges" if screened else rule


def _average_range(judged: np.ndarray, screened: bool) -> float:
    """Average of the ranges between neighbours; a gap has none."""
    ranges = np.abs(np.diff(judged))
    ranges = ranges[~np.isnan(ranges)]
    if not len(ranges):
        return 0.0
    average = float(ranges.mean())
    return float(ranges[ranges <= RANGES_SCREENED_ABOVE * average].mean()) if screened else average


def _numbers(values: Sequence[float | None]) -> np.ndarray:
    if not len(values):
        raise InputError(Problem("a control chart of no figures cannot be made", "give at least one period"))
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _names(labels: Sequence[str] | None, length: int) -> tuple[str, ...]:
    names = tuple(str(place + 1) for place in range(length)) if labels is None else tuple(labels)
    if len(names) != length:
        what = f"{length} figures do not fit {len(names)} labels"
        raise InputError(Problem(what, "give one label for each figure"))
    return names


def _check_counts(x: np.ndarray, n: np.ndarray, kind: str) -> None:
    bad = len(x) != len(n) or bool((n < 0).any() or (x < 0).any())
    bad = bad or bool((x[n == 0] > 0).any() or (kind == "p'" and (x > n).any()))
    if bad or kind not in ("p'", "u'"):
        what = f"these counts do not make a {kind} chart"
        raise InputError(Problem(what, "give p' or u', counts of zero or more, and a denominator for each"))
