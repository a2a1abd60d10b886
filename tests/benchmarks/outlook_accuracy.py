"""How honest the outlooks of the years to come are, and whether anything beats "the last outturn stays".

    python tests/benchmarks/outlook_accuracy.py
    python tests/benchmarks/outlook_accuracy.py --fitted 70

Rolling origins over the yearly outturns of the shared sources: from five whole years on every year is an
origin, and the outturns one to four years later judge it. Monthly and quarterly sources are added up to
financial years. First table: by source and years ahead, what the 80% and the 95% range held (the figures of
`outlooks.TRIED`) and the median error. Then the same of London crime from this year's forecast at the end of
its second quarter, as a report makes it. Last: mean scaled error over that of the last outturn, for plain
rivals on all series and, with `--fitted N`, for models fitted by statsmodels on a fixed sample of N (slow).
"""

import argparse
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "tests" / "benchmarks")]

from sources import YEARLY, london  # noqa: E402

from analysis.definitions.periods import parse_year  # noqa: E402
from analysis.forecasts import backtests  # noqa: E402
from analysis.forecasts.forecasts import Forecast  # noqa: E402
from analysis.forecasts.later_years import FURTHEST, HISTORY_NEEDED, Yearly, backtest, outlook  # noqa: E402
from analysis.forecasts.methods import METHODS  # noqa: E402
from shared_data import shared_folder  # noqa: E402

AHEAD = tuple(range(1, FURTHEST + 1))
Rival = Callable[[np.ndarray], np.ndarray]


def last(z: np.ndarray) -> np.ndarray:
    """The last outturn stays."""
    return np.full(FURTHEST, z[-1])


def mean(z: np.ndarray) -> np.ndarray:
    """The mean of the last three outturns."""
    return np.full(FURTHEST, z[-3:].mean())


def drift(z: np.ndarray) -> np.ndarray:
    """The mean change goes on."""
    return z[-1] + np.arange(1, FURTHEST + 1) * (z[-1] - z[0]) / (len(z) - 1)


def level(z: np.ndarray) -> np.ndarray:
    """A local level, fitted."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    return UnobservedComponents(z, "llevel").fit(disp=0).forecast(FURTHEST)


def damped(z: np.ndarray) -> np.ndarray:
    """A damped trend by exponential smoothing, fitted."""
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    model = ExponentialSmoothing(z, trend="add", damped_trend=True, initialization_method="estimated")
    return model.fit().forecast(FURTHEST)


def theta(z: np.ndarray) -> np.ndarray:
    """Theta, fitted."""
    from statsmodels.tsa.forecasting.theta import ThetaModel

    return np.asarray(ThetaModel(z, period=1, deseasonalize=False).fit().forecast(FURTHEST))


QUICK: tuple[Rival, ...] = (last, mean, drift)
FITTED: tuple[Rival, ...] = (level, damped, theta)


def coverage(runs: list[Yearly]) -> Iterator[tuple[int, int, float, float, float]]:
    """By years ahead: outturns, percent inside the 80% and the 95% range, median error in percent."""
    for ahead in AHEAD:
        held = [backtest(run, ahead) for run in runs]
        tried = sum(one.tried for one in held)
        shares = (100 * sum(getattr(one, name) for one in held) / tried for name in ("inside80", "inside95"))
        missed = [
            100 * one.missed_by / np.mean(run.past) for one, run in zip(held, runs, strict=True) if one.tried
        ]
        yield ahead, tried, *shares, float(np.median(missed))


def from_this_year(past: backtests.History) -> Iterator[tuple[int, int, float]]:
    """By years after this one: outturns, and percent inside the 80% range, from the forecast at Q2."""
    at = backtests.origins(past, HISTORY_NEEDED, 2)
    law = METHODS["structural_average"](at.panel)
    ends = np.stack([law.quantile(p) for p in (0.5, 0.1, 0.9)], axis=1)
    held = {ahead: [] for ahead in AHEAD}
    for row, (series, start) in enumerate(zip(at.series, at.year, strict=True)):
        outturns, place = past.outturns[series], start - past.first_year
        year = parse_year(f"{start}-{(start + 1) % 100:02d}")
        run = Yearly("count", year.years_earlier(), tuple(outturns[:place].tolist()))
        this_year = Forecast("", *ends[row])
        for ahead in AHEAD[: len(outturns) - place - 1]:
            said = outlook(run, this_year, year, year.years_earlier(-ahead))
            held[ahead].append(said.low80 <= outturns[place + ahead] <= said.high80)
    yield from ((ahead, len(held[ahead]), 100 * float(np.mean(held[ahead]))) for ahead in AHEAD)


def errors(runs: list[Yearly], rival: Rival) -> np.ndarray:
    """Mean scaled error by years ahead, over all origins; a fit that fails gives way to the last outturn."""
    missed = {ahead: [] for ahead in AHEAD}
    for run in runs:
        z = run.bend(run.past)
        scale = np.abs(np.diff(z)).mean()
        for upto in range(HISTORY_NEEDED, len(z)):
            said = _said(rival, z[:upto])
            for ahead in AHEAD:
                if upto - 1 + ahead < len(z):
                    missed[ahead].append(abs(said[ahead - 1] - z[upto - 1 + ahead]) / scale)
    return np.array([np.mean(missed[ahead]) for ahead in AHEAD])


def _said(rival: Rival, z: np.ndarray) -> np.ndarray:
    try:
        return rival(z)
    except (ValueError, np.linalg.LinAlgError):
        return last(z)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--fitted", type=int, default=0, help="series of each source for fitted rivals")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    folder = shared_folder()
    if folder is None:
        sys.exit("the shared data is not there: set OUTTURN_SHARED")
    for ahead, tried, inside80 in from_this_year(london(folder / "data")):
        print(f"London crime from Q2 of this year, {ahead} years after: {tried} outturns, 80% {inside80:.1f}")
    for name, source in YEARLY.items():
        runs = source.read(folder / "data")
        for ahead, tried, inside80, inside95, missed in coverage(runs):
            print(
                f"{name:14} {len(runs)} series, {ahead} ahead: {tried} outturns, "
                f"80% holds {inside80:.1f}, 95% holds {inside95:.1f}, median error {missed:.1f}%",
                flush=True,
            )
        every = max(len(runs) // asked.fitted, 1) if asked.fitted else 1
        sets = [(QUICK, runs), *([(FITTED, runs[::every])] if asked.fitted else [])]
        for rivals, some in sets:
            base = errors(some, last)
            for rival in rivals:
                ratios = ", ".join(f"{ratio:.3f}" for ratio in errors(some, rival) / base)
                print(f"{name:14} {rival.__name__:7} over last outturn, 1 to {FURTHEST} ahead: {ratios}")


if __name__ == "__main__":
    main()
