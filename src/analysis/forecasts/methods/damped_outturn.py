"""Damped outturn: the figure to date, drawn some way towards last year's outturn (or on from it).

The method for a series of which only the figure to date and last year's outturn are known, and for bare
percentages and rolling years with no periods behind them. Each width is what such forecasts missed by in
back-tests (tests/benchmarks/rung_widths.py).
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from analysis.forecasts.engine.outturns import Outturns, settled
from analysis.forecasts.engine.panel import Panel
from analysis.forecasts.engine.simple import law_of_latest, simple_law
from analysis.forecasts.engine.to_date import last_year, to_date
from analysis.forecasts.engine.widths import at_share, law_of_share
from analysis.forecasts.methods import last_outturn

# Counts and rates: how far pro rata counts beside last year's outturn, and the width of the rest, in logs.
PRO_RATA_WEIGHT = 0.75
ADDED_UP = (0.14, 0.16, 0.16)
# Rolling years and levels: the move since last year's outturn goes on half as fast. Widths with a quarter, a
# half and three quarters known, for a whole year ahead (they shrink with the root of what is left).
GOES_ON = 0.5
LATEST = (0.135, 0.106, 0.088, 0.070)
# Bare percentages, in log odds of the year's figure: weight of the figure to date, and the width.
BARE_WEIGHT = (0.75, 0.90, 1.0)
BARE_WIDTH = (0.28, 0.19, 0.10)
# Percentages whose cases are known, in log odds of the rest: the same; chance in the cases comes on top.
CASES_WEIGHT = (0.75, 0.85, 0.95)
CASES_WIDTH = (0.42, 0.37, 0.43)


def outturn(known: ArrayLike, last_year_outturn: ArrayLike, share: float) -> np.ndarray:
    """Counts and rates: known + a rest three quarters of the way from last year's to pro rata, in logs.

    >>> round(float(outturn(3710, 7434, 0.5)))
    7422
    """
    known = np.asarray(known)
    now, before = known * (1 - share) / share, np.asarray(last_year_outturn) * (1 - share)
    rest = PRO_RATA_WEIGHT * np.log(now + 0.5) + (1 - PRO_RATA_WEIGHT) * np.log(before + 0.5)
    return np.asarray(known + np.maximum(np.exp(rest) - 0.5, 0.0))


def rolling_outturn(latest: ArrayLike, before: ArrayLike, share: float) -> np.ndarray:
    """Twelve-month figures: the latest, moved on half as fast as since last year's outturn.

    >>> round(float(rolling_outturn(110.0, 100.0, 0.5)), 1)
    115.4
    """
    latest, before = np.asarray(latest, dtype=float), np.asarray(before, dtype=float)
    moved = (latest > 0) & (before > 0)
    change = np.where(moved, latest, 1.0) / np.where(moved, before, 1.0)
    return np.asarray(latest * change ** (GOES_ON * (1 - share) / share))


def percentage(known: ArrayLike, before: ArrayLike, weight: float) -> np.ndarray:
    """Percentages: the figure to date, drawn towards last year's by one less `weight`, in log odds.

    >>> round(float(percentage(81.94, 85.78, 0.9)), 2)
    82.36
    """
    return np.asarray(100 * expit(weight * _odds(known) + (1 - weight) * _odds(before)))


def _odds(figure: ArrayLike) -> np.ndarray:
    """Log odds of a percentage, kept finite at 0 and 100."""
    return np.asarray(logit(np.clip(figure, 0.5, 99.5) / 100))


def forecast(panel: Panel) -> Outturns:
    """Every kind by its rule; with nothing known, or no last year, the one figure there is."""
    known, before, share = to_date(panel), last_year(panel), panel.known / panel.periods_per_year
    if panel.left == 0:
        return settled(panel.ids, known, panel.whole)
    known, before = np.where(np.isfinite(known), known, before), np.where(np.isfinite(before), before, known)
    if not panel.known:
        return last_outturn.forecast(panel)
    if panel.kind == "percentage":
        return _percentages(panel, known, before, share)
    if panel.adds_up:
        return simple_law(panel, outturn(known, before, share), ADDED_UP)
    # Only counts over twelve months were seen to go on as they went; a level stays where it is.
    year = rolling_outturn(known, before, share) if panel.whole else known
    return law_of_latest(panel, year, at_share(LATEST, share))


def _percentages(panel: Panel, known: np.ndarray, before: np.ndarray, share: float) -> Outturns:
    """With cases, the known part is settled and chance adds noise; without, the year as a whole."""
    one = np.ones(len(known))
    if panel.denominators is None:
        year = percentage(known, before, at_share(BARE_WEIGHT, share))
        return law_of_share(panel.ids, 0 * one, 0.0, year, at_share(BARE_WIDTH, share) * one, panel.left)
    weight = at_share(CASES_WEIGHT, share)
    rest = percentage(known, before, weight)
    cases = np.nansum(panel.denominators[:, -panel.known :], axis=1)
    behind = cases * np.maximum(rest / 100 * (1 - rest / 100), 0.001)
    chance = (share / (1 - share) + weight**2) / np.maximum(behind, 0.5)
    width = np.sqrt(at_share(CASES_WIDTH, share) ** 2 + chance)
    return law_of_share(panel.ids, known, share, rest, width, panel.left)
