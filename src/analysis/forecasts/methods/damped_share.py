"""Damped share: last year's remainder, moved by part of this year's change, averaged with pro rata.

The method for a series of which only last year's figure to date and outturn are known.
"""

import numpy as np
from numpy.typing import ArrayLike

from analysis.forecasts.engine.outturns import Outturns
from analysis.forecasts.engine.panel import Panel
from analysis.forecasts.engine.simple import simple_law
from analysis.forecasts.engine.to_date import last_year, to_date
from analysis.forecasts.methods import pro_rata

# How much of this year's change so far is taken to last, with a quarter, a half and three quarters known.
LASTS = (0.30, 0.45, 0.50)
# By what the rest missed, in logs (rung_widths.py, as for pro rata).
MISSED_BY = (0.135, 0.15, 0.16)


def outturn(known: ArrayLike, last_known: ArrayLike, last_outturn: ArrayLike, share: float) -> np.ndarray:
    """Mean of pro rata and known + r (known / last known)^theta, with r last year's remainder.

    >>> rows = ((3710, 3836, 7434), (559, 761, 1548), (382, 405, 814))
    >>> [round(float(outturn(*row, 0.5))) for row in rows]
    [7337, 1181, 772]
    """
    lasts = np.interp(share, (0.25, 0.5, 0.75), LASTS)
    now, before, year = (np.asarray(x, dtype=float) for x in (known, last_known, last_outturn))
    # Half an event keeps the ratio finite where nothing had happened; it is left out where something had.
    half = np.where((before > 0) & (now > 0), 0.0, 0.5)
    change = (now + half) / (before + half)
    return np.asarray((now + (year - before) * change**lasts + pro_rata.outturn(now, share)) / 2)


def forecast(panel: Panel) -> Outturns:
    """Counts and rates by the rule; other kinds, and series without a last year, as pro rata."""
    if not panel.adds_up or not panel.known or not panel.years:
        return pro_rata.forecast(panel)
    known, share = to_date(panel), panel.known / panel.periods_per_year
    year = outturn(known, last_year(panel, panel.known), last_year(panel), share)
    return simple_law(panel, np.where(np.isfinite(year), year, pro_rata.outturn(known, share)), MISSED_BY)
