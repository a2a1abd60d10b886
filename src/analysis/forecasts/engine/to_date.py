"""What has happened this year and what it was worth last year: the sums that the simple methods start
from."""

import numpy as np

from analysis.forecasts.engine.panel import Panel


def to_date(panel: Panel) -> np.ndarray:
    """The year to date, one a series: added up, averaged by denominators, or the latest figure."""
    return over(panel, slice(panel.values.shape[1] - panel.known, None)) if panel.known else _none(panel)


def last_year(panel: Panel, known: int | None = None) -> np.ndarray:
    """Last year's figure to the same period, or its outturn when `known` is None."""
    start = (panel.years - 1) * panel.periods_per_year
    if panel.years == 0 or known == 0:
        return _none(panel)
    return over(panel, slice(start, start + (panel.periods_per_year if known is None else known)))


def over(panel: Panel, columns: slice) -> np.ndarray:
    """The figure over some periods; missing ones are taken to be like those that are there."""
    part = panel.values[:, columns]
    there = np.isfinite(part)
    count = np.maximum(there.sum(axis=1), 1)
    if panel.adds_up:
        figure = np.nansum(part, axis=1) * part.shape[1] / count
    elif panel.kind == "percentage":
        behind = np.where(there, 1.0 if panel.denominators is None else panel.denominators[:, columns], 0.0)
        figure = (np.nan_to_num(part) * behind).sum(axis=1) / np.maximum(behind.sum(axis=1), 1e-300)
    else:
        last = part.shape[1] - 1 - np.argmax(there[:, ::-1], axis=1)
        figure = part[np.arange(len(part)), last]
    return np.where(there.any(axis=1), figure, np.nan)


def _none(panel: Panel) -> np.ndarray:
    return np.full(len(panel.values), np.nan)
