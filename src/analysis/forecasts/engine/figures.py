"""A panel made ready to be modelled: what is counted, on which scales, and how the year is made of its
periods."""

from dataclasses import dataclass

import numpy as np

from analysis.forecasts.engine.panel import Panel
from analysis.forecasts.engine.scales import ARCSINE, LOG, LOGIT, ROOT, Scale, rolling

# A series without a denominator is brought to this mean, so that it is taken for nearly free of chance noise.
RESCALED_MEAN = 1000.0
# Half of mean / (mean + this) is the log scale's weight for counts; the root, which bears zeros, has the
# rest.
ROOT_RULES_BELOW = 20.0


@dataclass(frozen=True, eq=False)
class Figures:
    """Counts, or shares 0 to 1, of series that miss the same periods.

    `values`, `behind` (denominators, 1 for counts): series x all periods of the panel, NaN where missing.
    `unit`: what a count of 1 is in the panel's own unit. `mean` per period, and `events`: how many events it
    stands for. `law`: the scale of the year's law.
    """

    values: np.ndarray
    behind: np.ndarray
    unit: np.ndarray
    mean: np.ndarray
    events: np.ndarray
    scales: tuple[tuple[Scale, np.ndarray], ...]
    law: str


def figures(panel: Panel) -> Figures:
    """The figures behind a panel.

    Counts and rolling years as they are, rates times what they are measured against, percentages as shares of
    their denominators, all else rescaled.
    """
    if panel.kind == "percentage":
        return _shares(panel)
    unit = np.ones(len(panel.values))
    if panel.kind in ("rate", "rolling_year") and panel.denominators is not None:
        unit = 1 / _last_known(panel.denominators)
        values = panel.values * panel.denominators
    elif panel.kind in ("rate", "level"):
        average = _mean(panel.values)
        unit = np.where(average > 0, average, 1.0) / RESCALED_MEAN
        values = panel.values / unit[:, None]
    else:
        values = panel.values
    mean = (np.nansum(values, axis=1) + 0.5) / np.isfinite(values).sum(axis=1)
    log_weight = 0.5 * mean / (mean + ROOT_RULES_BELOW)
    if panel.kind == "rolling_year":
        twelve_months = ((rolling(panel.periods_per_year), np.ones(len(mean))),)
        return Figures(values, np.ones_like(values), unit, mean, mean, twelve_months, "plain")
    scales = ((LOG, log_weight), (ROOT, 1 - log_weight))
    return Figures(values, np.ones_like(values), unit, mean, mean, scales, "log")


def _shares(panel: Panel) -> Figures:
    """Percentages as shares; without denominators each period is taken to stand on a thousand cases."""
    behind = panel.denominators
    if behind is None:
        behind = np.where(np.isfinite(panel.values), RESCALED_MEAN, np.nan)
    values = panel.values / 100
    average = _mean(behind)
    mean = (np.nansum(values * behind, axis=1) + 0.5) / (np.nansum(behind * np.isfinite(values), axis=1) + 1)
    events = average * np.minimum(mean, 1 - mean)
    half = np.full(len(values), 0.5)
    scales = ((LOGIT, half), (ARCSINE, half))
    return Figures(values, behind, np.full(len(values), 100.0), mean, events, scales, "logit")


def _mean(values: np.ndarray) -> np.ndarray:
    """Mean of what is there, one a series."""
    return np.asarray(np.nansum(values, axis=1) / np.isfinite(values).sum(axis=1))


def _last_known(values: np.ndarray) -> np.ndarray:
    """Last figure that is there, one a series."""
    known = np.isfinite(values)
    last = values.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    return np.asarray(values[np.arange(len(values)), last])
