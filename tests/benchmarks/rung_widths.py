"""Whether the widths of the lower rungs are honest: the figures behind the constants of the simple methods.

    python tests/benchmarks/rung_widths.py

Each simple method is given one past year (the ladder's lower rungs have no more) at every origin of the
shared sources, and its intervals are held against what came. `factor` is what all its spreads would have to
be multiplied by for the mean 80% coverage of the sources to be 80%: 1 where the constants are right, below 1
where they are too wide. Health checks go into the figures for percentages only: as counts they are so erratic
that widths which held them would be useless for everything else; their coverage is printed all the same.
"""

import sys
from pathlib import Path

import numpy as np
from scipy.special import logit, stdtrit

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "tests" / "benchmarks")]

from sources import SOURCES  # noqa: E402

from analysis.forecasts import backtests  # noqa: E402
from analysis.forecasts.methods import METHODS  # noqa: E402
from shared_data import shared_folder  # noqa: E402

BY_KIND = {
    "counts": ("london", "casualties", "certificates", "health_checks"),
    "percentages": ("london_shares", "health_percentages"),
    "bare percentages": ("london_shares", "health_percentages"),
    "rolling years": ("police",),
}
NOT_JUDGED = ("counts", "health_checks")
TRIED_ON = {
    "counts": (
        "pro_rata",
        "damped_share",
        "damped_outturn",
        "last_year_share",
        "pooled_share",
        "seasonal_naive",
        "last_outturn",
    ),
    "percentages": ("damped_outturn", "pro_rata", "last_outturn"),
    "bare percentages": ("damped_outturn", "pro_rata", "last_outturn"),
    "rolling years": ("damped_outturn", "pro_rata", "last_outturn"),
}


def standardised(law, outturn: np.ndarray) -> np.ndarray:
    """How many spreads of its law each outturn missed the centre by."""
    rest = (outturn - law.floor[:, -1]) / law.unit[:, -1]
    z = np.log(rest + law.offset) if law.scale == "log" else logit(np.clip(rest, 1e-4, 1 - 1e-4))
    return np.abs(z - law.centre[:, -1]) / law.spread[:, -1]


def main() -> None:
    """Print a line a method and a number of known quarters."""
    folder = shared_folder()
    if folder is None:
        sys.exit("the shared data is not there: set OUTTURN_SHARED")
    pasts = {name: backtests.quarterly(source.read(folder / "data")) for name, source in SOURCES.items()}
    for kind, names in BY_KIND.items():
        for name in TRIED_ON[kind]:
            for quarters in (0, 1, 2, 3):
                print(line(kind, name, quarters, {source: pasts[source] for source in names}), flush=True)


def line(kind: str, name: str, quarters: int, pasts: dict) -> str:
    """Coverage by source, and the factor."""
    missed, words = [], []
    for source, past in pasts.items():
        if kind == "bare percentages":
            past = backtests.History(past.ids, past.kind, past.first_year, past.values)
        at = backtests.origins(past, 1, quarters)
        law = METHODS[name](at.panel)
        score = backtests.score(law, at)
        words.append(f"{source} {score.inside80.mean():.0%}/{score.inside95.mean():.0%}")
        if (kind, source) != NOT_JUDGED:
            missed.append(standardised(law, at.outturn) / stdtrit(law.degrees, 0.9))
    factors = np.linspace(0.2, 4, 381)
    coverage = np.array([np.mean([np.mean(one <= factor) for one in missed]) for factor in factors])
    factor = factors[int(np.argmax(coverage >= 0.8))]
    return f"{kind:17} {name:16} k={quarters} factor {factor:4.2f}  {', '.join(words)}"


if __name__ == "__main__":
    main()
