"""Pooled share: to date / the share of the year that this part has had over all past years of the series."""

import numpy as np

from analysis.forecasts.engine.outturns import Outturns
from analysis.forecasts.engine.panel import Panel
from analysis.forecasts.engine.simple import simple_law
from analysis.forecasts.engine.to_date import to_date
from analysis.forecasts.methods import last_outturn

# By what the rest missed, in logs (rung_widths.py, as for pro rata).
MISSED_BY = (0.24, 0.22, 0.20)


def forecast(panel: Panel) -> Outturns:
    """Counts and rates; other kinds, and series that never had anything by now, as last outturn."""
    if not panel.adds_up or not panel.known or not panel.left or not panel.years:
        return last_outturn.forecast(panel)
    whole = np.isfinite(panel.past).all(axis=2, keepdims=True)
    years = np.where(whole, panel.past, 0.0)
    part, total = years[:, :, : panel.known].sum(axis=(1, 2)), years.sum(axis=(1, 2))
    known = to_date(panel)
    year = np.where(part > 0, known * total / np.where(part > 0, part, 1.0), known * 1.0)
    fallback = np.maximum(panel.periods_per_year / panel.known * known, known)
    return simple_law(panel, np.where(part > 0, year, fallback), MISSED_BY)
