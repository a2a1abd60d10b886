"""How wide a forecast is that cannot judge its own errors: by what such forecasts missed in back-tests."""

from dataclasses import replace

import numpy as np

from analysis.forecasts.engine.outturns import LawOutturns, settled
from analysis.forecasts.engine.panel import Panel

# Student's t with 5 degrees of freedom: back-tests of simple forecasts have longer tails than models' have.
DEGREES = 5.0
# A rate whose events are not known is taken to stand on this many to date.
UNKNOWN_EVENTS = 100.0


def at_share(missed_by: tuple[float, ...], share: float) -> float:
    """The back-tested width at the share of the year known; three figures from a quarter on, four from
    nothing.

    Between quarters by straight line, beyond them as at the nearest.

    >>> round(at_share((0.3, 0.2, 0.1), 0.5), 3), round(at_share((0.3, 0.2, 0.1), 5 / 12), 3)
    (0.2, 0.233)
    """
    return float(np.interp(share, (0.0, 0.25, 0.5, 0.75)[-len(missed_by) :], missed_by))


def law_of_rest(
    ids: tuple[str, ...],
    known: np.ndarray,
    rest: np.ndarray,
    share: float,
    missed_by: float,
    left: int,
    whole: bool = True,
    unit: np.ndarray | float = 1.0,
) -> LawOutturns:
    """The law of known + rest: log of the rest misses by `missed_by` and by what chance does to counts.

    `known`, `rest`: series, in the panel's unit; `unit` is what one event is in it; `left` periods are to
    come. The variance of the log is missed_by^2 + 1 / (share x events to come): the known part's own noise
    counts too. With nothing known, noise of last year's events stands in (a share of a half).
    """
    if left == 0:
        return settled(ids, known, whole)
    events = np.maximum(rest, 0.0) / unit
    so_far = events[:, None] * np.arange(1, left + 1) / left
    spread = np.sqrt(missed_by**2 + 1 / ((share or 0.5) * (so_far + 0.5)))
    shape = so_far.shape
    floor = np.broadcast_to(np.asarray(known, dtype=float)[:, None], shape)
    units = np.broadcast_to(np.reshape(unit, (-1, 1)), shape)
    return LawOutturns(ids, whole, "log", floor, units, np.log(so_far + 0.5), spread, 0.5, DEGREES)


def event_unit(panel: Panel, known: np.ndarray) -> np.ndarray:
    """What one event is in the panel's unit, one a series: for rates by denominators, or else by guess."""
    if panel.whole:
        return np.ones(len(known))
    if panel.kind in ("rate", "rolling_year") and panel.denominators is not None:
        return np.asarray(1 / np.nanmax(panel.denominators, axis=1))
    typical = np.where(known > 0, known, np.nanmean(panel.values, axis=1) * max(panel.known, 1))
    return np.maximum(typical, 1e-9) / UNKNOWN_EVENTS


def law_of_share(
    ids: tuple[str, ...], known: np.ndarray, weight: float, rest: np.ndarray, missed_by: np.ndarray, left: int
) -> LawOutturns:
    """The law of a percentage over the year: `known` (0 to 100) with `weight`, the `rest` with what is left.

    Log odds of the rest miss by `missed_by`, one a series. A weight of 0 gives the law of the whole year's
    figure.
    """
    odds = np.clip(rest, 0.05, 99.95) / 100
    centre = np.broadcast_to(np.log(odds / (1 - odds))[:, None], (len(rest), left))
    coming = (1 - weight) * np.arange(1, left + 1) / left
    unit = np.broadcast_to(100 * coming / (weight + coming), centre.shape)
    floor = np.asarray(known, dtype=float)[:, None] * weight / (weight + coming)
    spread = np.broadcast_to(np.asarray(missed_by, dtype=float)[:, None], centre.shape)
    return LawOutturns(ids, False, "logit", floor, unit, centre, spread, 0.0, DEGREES)


def with_chance_of_cases(law: LawOutturns, cases: float, periods_per_year: int) -> LawOutturns:
    """A percentage over twelve months, made wider by the chance in its `cases`, which are replaced in time.

    Of the latest figure only the whole is known, so what leaves is as uncertain as what comes: the variance
    of the log odds grows by 2 x (share replaced) / (cases x p x (1 - p)). 2 of 34 (5.9%) with half a year to
    come has a standard deviation of about 0.73 from this alone.
    """
    p = np.clip(law.quantile(0.5) / 100, 0.5 / cases, 1 - 0.5 / cases)
    replaced = np.arange(1, law.steps + 1) / periods_per_year
    chance = 2 * replaced / (cases * (p * (1 - p))[:, None])
    return replace(law, spread=np.sqrt(law.spread**2 + chance))
