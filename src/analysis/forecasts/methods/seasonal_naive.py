"""Seasonal naive: every period to come is as it was last year."""

import numpy as np

from analysis.forecasts.engine.outturns import Outturns
from analysis.forecasts.engine.panel import Panel
from analysis.forecasts.engine.simple import simple_law
from analysis.forecasts.engine.to_date import last_year, over, to_date
from analysis.forecasts.methods import last_outturn

# By what the rest missed, in logs, with nothing, a quarter, a half and three quarters known (rung_widths.py).
MISSED_BY = (0.27, 0.22, 0.26, 0.26)


def forecast(panel: Panel) -> Outturns:
    """To date and last year's rest, put together as the kind is; rolling years and levels as last outturn."""
    if panel.kind in ("rolling_year", "level") or not panel.known or not panel.left or not panel.years:
        return last_outturn.forecast(panel)
    end = panel.values.shape[1] - panel.known
    rest = over(panel, slice(end - panel.left, end))
    rest = np.where(np.isfinite(rest), rest, last_year(panel))
    if panel.adds_up:
        return simple_law(panel, to_date(panel) + rest, MISSED_BY)
    share = panel.known / panel.periods_per_year
    return simple_law(panel, share * to_date(panel) + (1 - share) * rest, MISSED_BY)
