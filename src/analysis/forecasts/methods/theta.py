"""The Theta method fitted by statsmodels: half the trend and simple smoothing, deseasonalised. A reference,
slow.
"""

import numpy as np

from analysis.forecasts.engine.outturns import Outturns
from analysis.forecasts.engine.panel import Panel
from analysis.forecasts.engine.simulated import PATHS, by_simulation


def forecast(panel: Panel) -> Outturns:
    """Every series fitted and simulated; below two whole years as seasonal naive."""
    return by_simulation(panel, _simulate)


def _simulate(history: np.ndarray, panel: Panel, seed: int) -> np.ndarray:
    """The forecast plus simulated errors: each shock also moves the level of later periods by alpha of
    itself.
    """
    from statsmodels.tsa.forecasting.theta import ThetaModel

    if np.ptp(history) == 0:
        return np.full((PATHS, panel.left), history[-1])
    # A season is divided out where all is above zero, else taken off.
    kind = "multiplicative" if history.min() > 0 else "additive"
    model = ThetaModel(history, period=panel.periods_per_year, method=kind, deseasonalize=True)
    fitted = model.fit(disp=False)
    ahead = np.asarray(fitted.forecast(panel.left))
    shocks = np.random.default_rng(seed).normal(0, np.sqrt(fitted.sigma2), (PATHS, panel.left))
    level = np.cumsum(shocks, axis=1) - shocks
    return ahead + shocks + float(fitted.params["alpha"]) * level
