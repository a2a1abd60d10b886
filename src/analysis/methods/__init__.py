"""Forecast methods: a panel of histories in, distributions of the year's outturn out.

A method is one file with a function `forecast(panel: Panel) -> Outturns` and one line in `METHODS`. Contract
tests run over all of them by themselves. A method must not look at other series than the one it forecasts,
must give the outturn itself when all periods are known, and gives NaN where it has nothing to go by.
"""

from collections.abc import Callable
from importlib import import_module

from analysis.methods.outturns import Outturns, Path
from analysis.methods.panel import KINDS, Panel

METHODS = {
    "structural_average": "one structural model at many fixed settings, weighted by how well each explains",
    "damped_share": "last year's remainder moved by part of this year's change, averaged with pro rata",
    "damped_outturn": "the figure to date, drawn towards last year's outturn",
    "pro_rata": "the rest of the year goes as it has gone to date",
    "last_outturn": "this year ends as last year did",
    "last_year_share": "to date x last outturn / last year to date",
    "pooled_share": "to date / the share this part of the year has had over all past years",
    "seasonal_naive": "every period to come is as it was last year",
    "ets": "exponential smoothing with damped trend and season, fitted",
    "theta": "half the trend and simple smoothing, fitted",
}

__all__ = ["KINDS", "METHODS", "Outturns", "Panel", "Path", "method"]


def method(name: str) -> Callable[[Panel], Outturns]:
    """The method of that name; it is imported when first asked for, since some bring much with them.

    >>> method("pro_rata").__module__
    'analysis.methods.pro_rata'
    """
    return import_module(f"analysis.methods.{name}").forecast
