"""Last year's share: to date x last outturn / last year to date. The usual rule where a season is known."""

import numpy as np
from numpy.typing import ArrayLike

from analysis.forecasts.engine.outturns import Outturns
from analysis.forecasts.engine.panel import Panel
from analysis.forecasts.engine.simple import simple_law
from analysis.forecasts.engine.to_date import last_year, to_date
from analysis.forecasts.methods import last_outturn

# By what the rest missed, in logs (rung_widths.py, as for pro rata): wider, since last year's noise is added.
MISSED_BY = (0.235, 0.225, 0.215)


def outturn(known: ArrayLike, last_known: ArrayLike, last_year_outturn: ArrayLike) -> np.ndarray:
    """To date x last outturn / last year to date; NaN where nothing had happened by then last year.

    >>> [round(float(outturn(*row))) for row in ((3710, 3836, 7434), (559, 761, 1548), (382, 405, 814))]
    [7190, 1137, 768]
    """
    base = np.asarray(last_known, dtype=float)
    scaled = np.asarray(known) * np.asarray(last_year_outturn) / np.where(base > 0, base, 1.0)
    return np.where(base > 0, scaled, np.nan)


def forecast(panel: Panel) -> Outturns:
    """Counts and rates; other kinds, and series whose share is not known, as last outturn."""
    base = last_year(panel)
    if not panel.adds_up or not panel.known:
        return last_outturn.forecast(panel)
    known = to_date(panel)
    year = outturn(known, last_year(panel, panel.known), base)
    return simple_law(panel, np.where(np.isfinite(year), year, np.maximum(base, known)), MISSED_BY)
