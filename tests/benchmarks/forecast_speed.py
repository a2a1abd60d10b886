"""What a forecast costs: in a batch and singly, cold and warm, beside the peers in the same run.

    python tests/benchmarks/forecast_speed.py --json speed.json

Made-up quarterly counts, five years and a half known, 200 series of one shape; each forecast with its 80% and
95% interval and three chances. Cold: the median of five runs with the matrices forgotten, after imports.
Warm: the median of thirty. One pinned thread. Peers fit, forecast and simulate 1,000 paths a series, in their
own environment.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "benchmarks")]

import peers  # noqa: E402

from analysis.forecasts.engine import structural_model  # noqa: E402
from analysis.forecasts.methods import METHODS, Panel  # noqa: E402

SERIES = 200
# Peers are slow and cost the same every time: fewer series tell as much.
PEER_SERIES = {"autoets": 40, "autoces": 40, "autotheta": 40, "autoarima": 10}
MILLISECONDS = 1000


def made_up(series: int, years: int = 5, known: int = 2, season: int = 4) -> Panel:
    """Counts with a season, of many sizes."""
    draw = np.random.default_rng(1)
    columns = years * season + known
    level = np.geomspace(3, 2000, series)[:, None]
    values = draw.poisson(level * (1 + 0.2 * np.sin(2 * np.pi * np.arange(columns) / season)))
    return Panel(values, season, known, "count", None, tuple(f"series {i}" for i in range(series)))


def judged(panel: Panel) -> None:
    """What a report asks of a forecast: the expected figure, two intervals, three chances."""
    outturns = METHODS["structural_average"](panel)
    expected = outturns.median
    outturns.interval(0.8), outturns.interval(0.95)
    for change in (-0.03, 0.0, 0.03):
        outturns.chance(None, expected * (1 + change))


def cold(panel: Panel) -> float:
    """Milliseconds with the shape's matrices to be made."""
    structural_model.matrices.cache_clear()
    structural_model.components.cache_clear()
    return warm(panel)


def warm(panel: Panel) -> float:
    """Milliseconds as things are."""
    began = time.perf_counter()
    judged(panel)
    return MILLISECONDS * (time.perf_counter() - began)


def median_of(run: Callable[[Panel], float], panel: Panel, times: int) -> float:
    """The median of several runs."""
    return statistics.median(run(panel) for _ in range(times))


def ours() -> dict:
    """The row of the structural average."""
    panel = made_up(SERIES)
    judged(panel)
    first, again = median_of(cold, panel, 5), median_of(warm, panel, 30)
    row = {"method": "structural_average", "series": SERIES, "cold_ms": first, "warm_ms": again}
    return row | {"per_series_us": MILLISECONDS * again / SERIES}


def peer(name: str) -> dict:
    """The row of a peer: fits, forecasts and simulated intervals, timed inside its own environment."""
    panel = made_up(PEER_SERIES[name])
    said = peers.ask(name, panel.values, 4, panel.left, True, keep=False)
    each = float(np.median(said.fit_seconds + said.simulate_seconds))
    total = MILLISECONDS * each * SERIES
    row = {"method": name, "series": SERIES, "cold_ms": total, "warm_ms": total}
    return row | {"per_series_us": MILLISECONDS**2 * each}


def singly() -> str:
    """One series at a time, as an analyst asks for it."""
    one = made_up(SERIES).of(np.array([100]))
    return f"singly: cold {median_of(cold, one, 5):.1f} ms, warm {median_of(warm, one, 30):.2f} ms"


def shapes() -> list[str]:
    """What each further shape costs the first time."""
    lines = []
    for years, known, season in ((1, 1, 4), (3, 3, 4), (8, 1, 4), (12, 2, 4), (3, 6, 12), (8, 6, 12)):
        panel = made_up(SERIES, years, known, season)
        gap = median_of(cold, panel, 5) - median_of(warm, panel, 5)
        lines.append(f"a further shape of {years} years, {known} of {season} periods known: {gap:.1f} ms")
    return lines


def main() -> None:
    """Time everything, print, write the rows."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument(
        "--peers", default=",".join(peers.PEERS), help="peers to time, by name; empty for none"
    )
    parser.add_argument("--json", type=Path, help="file for the rows")
    asked = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rows = [ours(), *(peer(name) for name in asked.peers.split(",") if name)]
    for row in rows:
        times = row["per_series_us"] / rows[0]["per_series_us"]
        took = f"{row['cold_ms']:10.1f} ms cold {row['warm_ms']:10.1f} ms warm"
        print(f"{row['method']:20} {took} {row['per_series_us']:12.1f} us a series {times:9.0f} times ours")
    print("\n".join([singly(), *shapes()]))
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
