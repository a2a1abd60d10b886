"""How near the year-end forecasts come, how honest their intervals and chances are, beside the peers.

    python tests/benchmarks/forecast_accuracy.py --json accuracy.json
    python tests/benchmarks/forecast_accuracy.py --sources london --origins 300 --peers autoarima
    python tests/benchmarks/forecast_accuracy.py --data mine.parquet --history 5 --peers autoets,autotheta

Rolling origins over the shared sources, or over any parquet of area, indicator, period, value. All methods
stand at the same origins. Peers run at their defaults on quarters, in an environment that the script makes
itself; their intervals come from 1,000 simulated paths summed to the year. Monthly sources reach our method
as they are delivered; `structural_average-quarterly` is given the quarters only, as the peers are.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "tests" / "benchmarks")]

import peers  # noqa: E402
from sources import SOURCES, Source  # noqa: E402

from analysis.forecasts import backtests  # noqa: E402
from analysis.forecasts.backtests import History, Origins, Scores  # noqa: E402
from analysis.forecasts.engine.outturns import DrawnOutturns  # noqa: E402
from analysis.forecasts.engine.to_date import to_date  # noqa: E402
from analysis.forecasts.methods import METHODS  # noqa: E402
from shared_data import shared_folder  # noqa: E402

QUICK = ("pro_rata", "last_year_share", "pooled_share", "last_outturn", "seasonal_naive", "damped_share")
FITTED = ("ets", "theta")
OURS = "structural_average"


@dataclass(frozen=True, eq=False)
class Cell:
    """One source at one k: the scores of every method at the same origins."""

    source: str
    history: int
    k: int
    origins: Origins
    scores: dict[str, Scores]


def sampled(origins: Origins, most: int | None) -> np.ndarray:
    """Row numbers of a fixed sample of the origins, or all of them."""
    rows = np.arange(len(origins.outturn))
    if most is None or most >= len(rows):
        return rows
    return np.sort(np.random.default_rng(1).permutation(len(rows))[:most])


def cells(source: Source, past: History, history: int, asked: argparse.Namespace):
    """The source at k = 1, 2, 3."""
    quarters = backtests.quarterly(past)
    for k in (1, 2, 3):
        at = backtests.origins(quarters, history, k, source.first_year)
        rows = sampled(at, asked.origins)
        if not len(rows):
            continue
        at = at.of(rows)
        scores = dict(_ours(past, quarters, source, history, k, rows, at, asked))
        for name in asked.peers:
            if past.kind != "percentage":
                scores[name] = _peer(name, at, source, k)
        yield Cell(source.name, history, k, at, scores)


def _ours(past, quarters, source, history, k, rows, at, asked):
    """Scores of this project's methods, one after the other."""
    monthly = past is not quarters
    given = backtests.origins(past, history, k, source.first_year).of(rows) if monthly else at
    yield OURS, backtests.score(METHODS[OURS](given.panel), given)
    if monthly:
        yield f"{OURS}-quarterly", backtests.score(METHODS[OURS](at.panel), at)
    for name in QUICK + (FITTED if asked.fitted else ()):
        yield name, backtests.score(METHODS[name](at.panel), at)


def _peer(name: str, at: Origins, source: Source, k: int) -> Scores:
    """Scores of a peer; of several season lengths the one with the smaller error."""
    tries = [_peer_at(name, at, season, k) for season in source.seasons]
    return min(tries, key=lambda scores: scores.error.mean())


def _peer_at(name: str, at: Origins, season: int, k: int) -> Scores:
    """A peer's own figure, and its distribution from simulated paths; where it failed, pro rata's figure."""
    said = peers.ask(name, at.panel.values, season, 4 - k, at.panel.adds_up)
    known = to_date(at.panel) if at.panel.adds_up else np.zeros(len(at.outturn))
    fallback = METHODS["pro_rata"](at.panel).median
    point = np.where(np.isfinite(said.point), known + said.point, fallback)
    draws = np.where(np.isfinite(said.draws), known[:, None] + said.draws, point[:, None])
    outturns = DrawnOutturns(at.panel.ids, at.panel.whole, draws[:, :, None])
    return backtests.score(outturns, at, point)


def records(cell: Cell) -> list[dict]:
    """One row a method, as written to JSON."""
    base = cell.scores["pro_rata"]
    rows = []
    for name, scores in cell.scores.items():
        low, high = backtests.ratio_interval(scores, base, cell.origins.series)
        row = {"source": cell.source, "method": name, "history": cell.history, "k": cell.k}
        rows.append(row | backtests.summary(scores, base) | {"ratio_low": low, "ratio_high": high})
    return rows


def beside_peers(all_cells: list[Cell], names: tuple[str, ...]) -> pd.DataFrame:
    """Our error over each peer's: by k, and the geometric mean over k, with 95% bootstrap intervals."""
    rows = []
    for source, history in dict.fromkeys((cell.source, cell.history) for cell in all_cells):
        group = [cell for cell in all_cells if (cell.source, cell.history) == (source, history)]
        for name in names:
            ks = [cell for cell in group if name in cell.scores]
            if ks:
                rows += _ratios(ks, source, history, name)
    return pd.DataFrame(rows)


def _ratios(ks: list[Cell], source: str, history: int, name: str) -> list[dict]:
    """Rows of one source and one peer. Over k, series are drawn again together."""
    rows, logs = [], []
    for cell in ks:
        ours, theirs = cell.scores[OURS], cell.scores[name]
        ratio = ours.error.mean() / theirs.error.mean()
        low, high = backtests.ratio_interval(ours, theirs, cell.origins.series)
        rows.append({"source": source, "history": history, "peer": name, "k": str(cell.k), "ratio": ratio})
        rows[-1] |= {"low": low, "high": high}
        logs.append(_log_ratios(ours, theirs, cell.origins.series))
    spread = np.mean(logs, axis=0)
    low, high = np.exp(np.quantile(spread, [0.025, 0.975]))
    mean = float(np.exp(np.mean([np.log(row["ratio"]) for row in rows])))
    overall = {"source": source, "history": history, "peer": name, "k": "all", "ratio": mean}
    return [*rows, overall | {"low": low, "high": high}]


def _log_ratios(ours: Scores, theirs: Scores, series: np.ndarray) -> np.ndarray:
    """Log ratios of errors over resampled series, the same draws at every k."""
    size = int(series.max()) + 1
    sums = np.stack([np.bincount(series, weights=scores.error, minlength=size) for scores in (ours, theirs)])
    weights = np.random.default_rng(1).multinomial(size, np.full(size, 1 / size), backtests.RESAMPLES)
    top, bottom = weights @ sums[0], weights @ sums[1]
    keep = (top > 0) & (bottom > 0)
    return np.log(np.where(keep, top, 1) / np.where(keep, bottom, 1))


def by_year(cell: Cell) -> str:
    """Coverage of our intervals year by year, which is printed and not judged."""
    scores, years = cell.scores[OURS], cell.origins.year
    parts = []
    for year in np.unique(years):
        at = years == year
        inside = f"{scores.inside80[at].mean():.0%}/{scores.inside95[at].mean():.0%}"
        parts.append(f"{year}-{(year + 1) % 100:02d} {inside}")
    return f"coverage by year, {cell.source} k={cell.k}: " + ", ".join(parts)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--data", type=Path, help="a parquet of area, indicator, period, value")
    parser.add_argument("--kind", default="count", help="its kind: count, rate, rolling_year, level")
    parser.add_argument("--sources", default=",".join(SOURCES), help="shared sources, by name")
    parser.add_argument("--history", type=int, help="whole years before each origin (default by source)")
    parser.add_argument("--origins", default="all", help="how many origins a k: a number, or all")
    parser.add_argument("--peers", default="", help=f"of {', '.join(peers.PEERS)}; none by default")
    parser.add_argument("--fitted", action="store_true", help="also fit statsmodels' ETS and Theta (slow)")
    parser.add_argument("--json", type=Path, help="file for the records")
    asked = parser.parse_args()
    asked.origins = None if asked.origins == "all" else int(asked.origins)
    asked.peers = tuple(name for name in asked.peers.split(",") if name)
    unknown = [name for name in asked.peers if name not in peers.PEERS]
    unknown += [name for name in asked.sources.split(",") if name not in SOURCES]
    if unknown:
        parser.error(f"not known: {', '.join(unknown)}")
    return asked


def _chosen(asked: argparse.Namespace):
    """Sources with their histories: a file of the user's, or the shared ones."""
    if asked.data:
        past = backtests.history(pd.read_parquet(asked.data), asked.kind)
        yield Source(asked.data.stem, lambda _: past, 5), past
        return
    folder = shared_folder()
    if folder is None:
        sys.exit("the shared data is not there: set OUTTURN_SHARED, or give --data FILE")
    for name in asked.sources.split(","):
        yield SOURCES[name], SOURCES[name].read(folder / "data")


def main() -> None:
    """Run, print the tables, write the records."""
    asked, done, rows = _arguments(), [], []
    for source, past in _chosen(asked):
        for cell in cells(source, past, asked.history or source.years_before, asked):
            done.append(cell)
            rows += records(cell)
            print(by_year(cell), flush=True)
    table = pd.DataFrame(rows)
    pd.set_option("display.width", 220, "display.max_rows", 999, "display.max_columns", 30)
    print(table.round(4).to_string(index=False))
    if asked.peers:
        print("\nour error over each peer's, with 95% intervals")
        print(beside_peers(done, asked.peers).round(3).to_string(index=False))
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
