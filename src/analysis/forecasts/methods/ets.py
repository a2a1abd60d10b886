"""ETS fitted by statsmodels: additive error, damped trend, additive season. A reference, slow."""

import numpy as np

from analysis.forecasts.engine.outturns import Outturns
from analysis.forecasts.engine.panel import Panel
from analysis.forecasts.engine.simulated import PATHS, by_simulation


def forecast(panel: Panel) -> Outturns:
    """Every series fitted by maximum likelihood and simulated; below two whole years as seasonal naive."""
    return by_simulation(panel, _simulate)


def _simulate(history: np.ndarray, panel: Panel, seed: int) -> np.ndarray:
    """Paths from the end of the history. Without `anchor` the simulation would start at its beginning."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    if np.ptp(history) == 0:
        return np.full((PATHS, panel.left), history[-1])
    season = None if panel.kind == "rolling_year" else "add"
    model = ETSModel(
        history,
        trend="add",
        damped_trend=True,
        seasonal=season,
        seasonal_periods=panel.periods_per_year if season else None,
        initialization_method="heuristic" if len(history) >= 10 + 2 * panel.periods_per_year else "estimated",
    )
    fitted = model.fit(disp=False, maxiter=200)
    draw = np.random.default_rng(seed)
    paths: np.ndarray = fitted.simulate(panel.left, anchor="end", repetitions=PATHS, rng=draw)
    return paths.reshape(panel.left, PATHS).T
