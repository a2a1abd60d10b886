"""From a simple method's one figure for the year to a distribution as wide as such figures missed by."""

import numpy as np

from analysis.forecasts.engine.outturns import LawOutturns, Outturns, settled
from analysis.forecasts.engine.panel import Panel
from analysis.forecasts.engine.to_date import to_date
from analysis.forecasts.engine.widths import DEGREES, at_share, event_unit, law_of_rest, law_of_share

# A percentage's log odds miss by this many times what a count's logs miss by (rung_widths.py).
SHARE_FACTOR = 3.0


def simple_law(panel: Panel, year: np.ndarray, missed_by: tuple[float, ...]) -> Outturns:
    """The distribution about the figure `year`, one a series; NaN where the method has nothing to go by.

    `missed_by`: the log of the rest's error at a quarter, a half and three quarters of the year; of four
    numbers the first is with nothing known.
    """
    share = panel.known / panel.periods_per_year
    known = to_date(panel)
    whole = panel.whole
    if panel.left == 0:
        return settled(panel.ids, known, whole)
    width = at_share(missed_by, share)
    if panel.kind == "percentage":
        so_far = np.nan_to_num(known)
        rest = np.clip((year - so_far * share) / (1 - share), 0.0, 100.0)
        return law_of_share(
            panel.ids, so_far, share, rest, np.full(len(rest), SHARE_FACTOR * width), panel.left
        )
    if panel.adds_up:
        so_far = np.nan_to_num(known)
        law = (panel.ids, so_far, year - so_far, share, width, panel.left, whole, event_unit(panel, so_far))
        return law_of_rest(*law)
    return law_of_latest(panel, year, width)


def law_of_latest(panel: Panel, year: np.ndarray, width: float) -> Outturns:
    """Rolling years and levels: the last period's figure counts, and errors grow with the periods to it.

    `width` is for a whole year ahead; a rolling year also loses and gains chance events as periods are
    replaced.
    """
    ahead = np.arange(1, panel.left + 1) / panel.periods_per_year
    shape = (len(year), panel.left)
    unit = event_unit(panel, year)
    events = np.maximum(year / unit, 0.0)
    spread = np.sqrt((width**2 + 2 / (events[:, None] + 0.5)) * ahead)
    centre = np.broadcast_to(np.log(events + 0.5)[:, None], shape)
    units = np.broadcast_to(unit[:, None], shape)
    law = (np.zeros(shape), units, centre, spread, 0.5, DEGREES)
    return LawOutturns(panel.ids, panel.whole, "log", *law)
