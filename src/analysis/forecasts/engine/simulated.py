"""From simulated periods to the year's distribution, for methods that fit a model to each series and simulate
it.
"""

from collections.abc import Callable
from zlib import crc32

import numpy as np

from analysis.forecasts.engine.figures import figures
from analysis.forecasts.engine.outturns import DrawnOutturns, Outturns
from analysis.forecasts.engine.panel import Panel
from analysis.forecasts.engine.to_date import to_date
from analysis.forecasts.engine.year import expected_denominators
from analysis.forecasts.methods import seasonal_naive

PATHS = 1000


def by_simulation(panel: Panel, simulate: Callable[[np.ndarray, Panel, int], np.ndarray]) -> Outturns:
    """`simulate(history, panel, seed)` gives paths x periods to come for one series, with no gaps in its
    history.

    Missing periods are filled by straight line. The seed comes from the series' id. With less than two whole
    years, or the whole year known, there is nothing to fit and seasonal naive stands in.
    """
    if panel.years < 2 or not panel.left:
        return seasonal_naive.forecast(panel)
    rows = zip(panel.ids, _filled(panel.values), strict=True)
    paths = np.stack([simulate(row, panel, crc32(name.encode())) for name, row in rows])
    top = 100.0 if panel.kind == "percentage" else np.inf
    return DrawnOutturns(panel.ids, panel.whole, _year_of(panel, np.clip(paths, 0.0, top)))


def _year_of(panel: Panel, paths: np.ndarray) -> np.ndarray:
    """Figures to the end of each period to come: series x paths x steps."""
    if not (panel.adds_up or panel.kind == "percentage"):
        return paths
    known = np.nan_to_num(to_date(panel))[:, None, None] if panel.known else 0.0
    if panel.adds_up:
        return known + np.cumsum(paths, axis=2)
    behind = np.ones((len(panel.values), panel.periods_per_year))
    if panel.denominators is not None:
        behind = expected_denominators(panel, figures(panel))
    coming = behind[:, None, panel.known :]
    before = behind[:, : panel.known].sum(axis=1)[:, None, None]
    whole = before + np.cumsum(coming, axis=2)
    return np.asarray((known * before + np.cumsum(paths * coming, axis=2)) / whole)


def _filled(values: np.ndarray) -> np.ndarray:
    """Each row with its gaps filled by straight line, level at the ends."""
    at = np.arange(values.shape[1])
    return np.stack([np.interp(at, at[np.isfinite(row)], row[np.isfinite(row)]) for row in values])
