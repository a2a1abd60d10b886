"""Fixed histories of every kind and shape, for which `golden_outturns.csv` says what each method gives.

    python tests/golden_panels.py

prints the table anew. A change of any number in it is a change of published forecasts: say in the change log why.
"""

import csv
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from analysis.forecasts.methods import KINDS, METHODS, Panel

TABLE = Path(__file__).with_name("golden_outturns.csv")
COLUMNS = ("method", "kind", "shape", "expected", "low80", "high80", "low95", "high95")
FITTED = ("ets", "theta")
FEW = 3
"""Shapes that methods which fit each series are tried on: fitting takes a second each."""
ENDS = (0.5, 0.1, 0.9, 0.025, 0.975)


def _history(kind: str, season: int, known: int) -> Panel:
    """Three whole years and the periods known of the fourth: a season, a slow rise, and swings without a pattern."""
    at = np.arange(3 * season + known)
    swings = (at * 37 % 23 - 11) * 0.9
    counts = np.round(70 + 0.4 * at * 12 / season + 12 * np.cos(2 * np.pi * at / season) + swings)
    values = counts[None, :] * float(12 // season)
    if kind in ("rate", "level"):
        values = values / 7
    if kind == "percentage":
        values = 100 * values / (values.max() + 20)
    if kind == "rolling_year":
        values = np.round(np.cumsum(values, axis=1) / np.arange(1, values.shape[1] + 1) * 12)
    return Panel(values, season, known, kind, None, ("golden",))


def panels(kind: str) -> Iterator[tuple[str, Panel]]:
    """Each shape by its name."""
    months, quarters = _history(kind, 12, 6), _history(kind, 4, 2)
    yield "months", months
    yield "months, one known", _history(kind, 12, 1)
    yield "quarters", quarters
    yield "quarters, three known", _history(kind, 4, 3)
    yield "quarters, after a break", replace(quarters, break_before=6)
    yield "months, after a break", replace(months, break_before=17)
    yield "quarters, the last provisional", replace(quarters, provisional=True)
    gap = quarters.values.copy()
    gap[0, 5] = np.nan
    yield "quarters, one missing", replace(quarters, values=gap)
    jump = quarters.values.copy()
    jump[0, -1] = 0.55 * jump[0, -1] if kind == "percentage" else 2 * jump[0, -1]
    yield "quarters, a surprise", replace(quarters, values=jump)
    if kind in ("percentage", "rate"):
        yield "quarters, with counts", replace(quarters, denominators=np.full(quarters.values.shape, 80.0))


def rows() -> Iterator[tuple[str, ...]]:
    """A row a method, kind and shape: expected outturn and the ends of its 80% and 95% intervals."""
    for name, method in METHODS.items():
        for kind in KINDS:
            for shape, panel in list(panels(kind))[: FEW if name in FITTED else None]:
                outturns = method(panel)
                yield name, kind, shape, *(f"{float(outturns.quantile(end)[0]):.7g}" for end in ENDS)


def main() -> int:
    """Print the table."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerows([COLUMNS, *rows()])
    return 0


if __name__ == "__main__":
    sys.exit(main())
