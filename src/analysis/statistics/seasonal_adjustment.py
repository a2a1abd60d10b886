"""Take the season out before the rules of a control chart run; the level stays.

Month means around a straight line in time (with a level for each declared segment), from two whole years. In
simulation this brings false signals back to those of flat series for any shape of season, and keeps the power. One
harmonic hides signals if the season is jagged. Harmonics chosen by AICc are the named alternative. If events are too
rare to show a season, none is taken out.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from analysis.definitions.errors import InputError, Problem

Season = Literal["month means", "harmonics by AICc", "none"]
SEASONS: tuple[Season, ...] = ("month means", "harmonics by AICc", "none")
YEARS_NEEDED = 2
SMALLEST_FACTOR = 0.25
"""Below it a quiet month's figures would be multiplied by more than four, and their noise with them: the
season is then subtracted. Of 36 unchanged months with a season of 90%, 55% instead of 75% show a signal."""

MOSTLY, OFTEN = 1 / 2, 1 / 4
"""Shares of zeros above which events are too rare, the second where the mean is below one event as well."""


@dataclass(frozen=True)
class Adjustment:
    """How each point's season is taken out: `value / factor`, or `value - shift` where that cannot be.

    `rule` is "none" with a `reason` where there is nothing to take out or too little to go by.
    """

    factors: tuple[float, ...]
    shifts: tuple[float, ...]
    rule: str
    reason: str = ""

    def remove(self, values: ArrayLike) -> np.ndarray:
        """The seasonally adjusted values."""
        adjusted: np.ndarray = (np.asarray(values, dtype=float) - self.shifts) / np.asarray(self.factors)
        return adjusted

    def restore(self, values: ArrayLike) -> np.ndarray:
        """Back to the unit and season of the figures as they were counted."""
        seasonal: np.ndarray = np.asarray(values, dtype=float) * self.factors + np.asarray(self.shifts)
        return seasonal


def seasonal_adjustment(
    values: ArrayLike,
    periods_per_year: int,
    season: Season = "month means",
    segments: ArrayLike | None = None,
) -> Adjustment:
    """The seasonal pattern of consecutive periods (nan where there is no figure).

    `segments` numbers each point's segment where a rebase was declared. Non-negative figures are divided by
    the season's factor (1 on average), others have its shift subtracted.
    """
    if season not in SEASONS:
        raise InputError(Problem(f"no seasonal adjustment is called {season!r}", f"use {', '.join(SEASONS)}"))
    y = np.asarray(values, dtype=float)
    if why_not := _why_not(y, periods_per_year, season):
        return _none(len(y), why_not)
    pattern = _pattern(y, periods_per_year, season, segments)
    if pattern is None:
        return _none(len(y), "no seasonal pattern is better than none by AICc")
    return _as_adjustment(y, pattern, season)


def _why_not(y: np.ndarray, periods_per_year: int, season: Season) -> str:
    if season == "none" or periods_per_year == 1:
        return "not adjusted for the season"
    if not can_be_adjusted(y, periods_per_year):
        return f"a seasonal pattern needs {YEARS_NEEDED} whole years"
    if np.nanmax(y) == np.nanmin(y):
        return "the figure does not vary"
    return "too few events to see a season" if is_sparse(y) else ""


def is_sparse(values: ArrayLike) -> bool:
    """Whether events are too rare for the rules: most figures are zero, or many and the mean is below one event.

    One event is the smallest figure above zero, so that a rate is judged as its count is. Counts that come by
    chance at less than about one a period are sparse: limits by the mean and its moving ranges do not fit them.

    >>> is_sparse([0, 1, 0, 0, 2, 0, 1, 0]), is_sparse([0, 1, 3, 2, 1, 0, 2, 2])
    (True, False)
    """
    y = np.asarray(values, dtype=float)
    y = y[~np.isnan(y)]
    if not (y > 0).any() or (y < 0).any():
        return False
    zeros = float((y == 0).mean())
    return zeros > MOSTLY or (zeros > OFTEN and float(y.mean()) < float(y[y > 0].min()))


def can_be_adjusted(values: ArrayLike, periods_per_year: int) -> bool:
    """Whether every period of the year has at least two figures."""
    there = np.flatnonzero(~np.isnan(np.asarray(values, dtype=float)))
    return bool((np.bincount(there % periods_per_year, minlength=periods_per_year) >= YEARS_NEEDED).all())


def _none(length: int, reason: str) -> Adjustment:
    return Adjustment((1.0,) * length, (0.0,) * length, "none", reason)


def _as_adjustment(y: np.ndarray, pattern: np.ndarray, season: Season) -> Adjustment:
    """Ratios where figures cannot be negative and no factor is small, differences otherwise."""
    level = float(np.nanmean(y))
    if np.nanmin(y) >= 0 and level > 0 and (1 + pattern / level >= SMALLEST_FACTOR).all():
        return Adjustment(tuple(1 + pattern / level), (0.0,) * len(y), season)
    return Adjustment((1.0,) * len(y), tuple(pattern), season)


def _pattern(
    y: np.ndarray, periods_per_year: int, season: Season, segments: ArrayLike | None
) -> np.ndarray | None:
    """The season's part of every point, or None where AICc prefers no season."""
    level = _level_columns(len(y), segments)
    waves = _wave_columns(len(y), periods_per_year)
    if season == "month means":
        return _fitted_season(y, level, np.hstack(waves))[0]
    choices = [np.hstack([np.zeros((len(y), 0)), *waves[:count]]) for count in range(len(waves) + 1)]
    fits = [_fitted_season(y, level, columns) for columns in choices]
    best = int(np.argmin([aicc for _, aicc in fits]))
    return fits[best][0] if best else None


def _fitted_season(y: np.ndarray, level: np.ndarray, waves: np.ndarray) -> tuple[np.ndarray, float]:
    there = ~np.isnan(y)
    design = np.hstack([level, waves])
    fit, _, rank, _ = np.linalg.lstsq(design[there], y[there], rcond=None)
    left = float(((y[there] - design[there] @ fit) ** 2).sum())
    return waves @ fit[level.shape[1] :], _aicc(left, int(there.sum()), int(rank) + 1)


def _aicc(left: float, points: int, parameters: int) -> float:
    spare = points - parameters - 1
    if spare <= 0:
        return np.inf
    misfit = points * float(np.log(max(left, np.finfo(float).tiny) / points))
    return misfit + 2 * parameters * (1 + (parameters + 1) / spare)


def _level_columns(length: int, segments: ArrayLike | None) -> np.ndarray:
    """A level for each segment and one straight line of time, so that neither is taken for season."""
    numbers = np.zeros(length, dtype=int) if segments is None else np.asarray(segments)
    line = np.linspace(-1, 1, length)[:, None]
    return np.hstack([(numbers[:, None] == np.unique(numbers)).astype(float), line])


def _wave_columns(length: int, periods_per_year: int) -> list[np.ndarray]:
    """Cosine and sine of each harmonic; all of them together are the same as month means."""
    angle = 2 * np.pi * np.arange(length)[:, None] / periods_per_year
    return [
        np.cos(k * angle) if 2 * k == periods_per_year else np.hstack([np.cos(k * angle), np.sin(k * angle)])
        for k in range(1, periods_per_year // 2 + 1)
    ]
