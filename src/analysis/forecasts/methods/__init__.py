"""Forecast methods: a panel of histories in, distributions of the year's outturn out.

A method is one file with a function `forecast(panel: Panel) -> Outturns` and one line in `METHODS`. Contract
tests run over all of them by themselves. A method must not look at other series than the one it forecasts,
must give the outturn itself when all periods are known, and gives NaN where it has nothing to go by.
"""

from collections.abc import Callable

from analysis.forecasts.engine.outturns import Outturns, Path
from analysis.forecasts.engine.panel import KINDS, Panel
from analysis.forecasts.methods import (
    damped_outturn,
    damped_share,
    ets,
    last_outturn,
    last_year_share,
    pooled_share,
    pro_rata,
    seasonal_naive,
    structural_average,
    theta,
)

METHODS: dict[str, Callable[[Panel], Outturns]] = {
    "structural_average": structural_average.forecast,
    "damped_share": damped_share.forecast,
    "damped_outturn": damped_outturn.forecast,
    "pro_rata": pro_rata.forecast,
    "last_outturn": last_outturn.forecast,
    "last_year_share": last_year_share.forecast,
    "pooled_share": pooled_share.forecast,
    "seasonal_naive": seasonal_naive.forecast,
    "ets": ets.forecast,
    "theta": theta.forecast,
}
"""Every forecast method by its name. One that needs a heavy library imports it when it is called."""

__all__ = ["KINDS", "METHODS", "Outturns", "Panel", "Path"]
