"""Last outturn: this year ends as last year did, unless more has happened already."""

import numpy as np

from analysis.forecasts.engine.outturns import Outturns, settled
from analysis.forecasts.engine.panel import Panel
from analysis.forecasts.engine.simple import law_of_latest, simple_law
from analysis.forecasts.engine.to_date import last_year, to_date
from analysis.forecasts.engine.widths import at_share, law_of_share

# By what the rest missed, in logs, with nothing, a quarter, a half and three quarters of the year known
# (rung_widths.py, as for pro rata): the more is known, the less last year's outturn alone says of the rest.
MISSED_BY = (0.27, 0.32, 0.50, 0.68)
# Rolling years and levels, as if a whole year were ahead; percentages, in log odds of the year's figure.
LATEST = (0.135, 0.155, 0.19, 0.27)
SHARE_WIDTH = 0.68


def forecast(panel: Panel) -> Outturns:
    """Every kind; NaN for a series without a last year."""
    year = last_year(panel)
    if panel.left == 0:
        return settled(panel.ids, to_date(panel), panel.whole)
    if panel.kind == "percentage":
        width = np.full(len(year), SHARE_WIDTH)
        return law_of_share(panel.ids, np.zeros(len(year)), 0.0, year, width, panel.left)
    if not panel.adds_up:
        return law_of_latest(panel, year, at_share(LATEST, panel.known / panel.periods_per_year))
    if not panel.known:
        return simple_law(panel, year, MISSED_BY)
    known = to_date(panel)
    # What last year leaves for the rest; where more has happened already, the last year's pace of it.
    rest = np.maximum(year - known, year * panel.left / panel.periods_per_year / 2)
    return simple_law(panel, known + rest, MISSED_BY)
