"""How often unchanged series signal on a control chart: the table of `spc.false_alarms`, and why it is judged so.

    python tests/benchmarks/control_signals.py            the table, ready to paste
    python tests/benchmarks/control_signals.py --because  the figures behind thresholds and rules

Every series is simulated without any change: counts by chance (Poisson) of so many events a period, the last
column normal values, events one by one at a steady rate. Series whose events are too rare to be judged are left
out. Seeds are fixed, so that the same program gives the same figures.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src")]

from analysis.statistics.spc.charts import laney, time_between_events, xmr  # noqa: E402
from analysis.statistics.spc.false_alarms import LEVELS, TABLES, chance_of_signals  # noqa: E402
from analysis.statistics.spc.limits import Reading, Rebase, Variation  # noqa: E402

TIMES = 5_000
DAYS_APART = 30
LENGTHS = {
    ("none", 1): (12, 18, 24, 36),
    ("month means", 12): (24, 30, 36),
    ("month means", 4): (12, 16, 20, 24),
    ("harmonics by AICc", 12): (24, 30, 36),
    ("harmonics by AICc", 4): (12, 16, 20, 24),
    ("events", 1): (12, 18, 24, 36),
}
"""By season rule and periods a year, the lengths that are simulated."""


def shares(charts: Iterable[Variation]) -> tuple[float, float]:
    """Of the charts that are judged, the share with any signal, and with one on the latest point."""
    judged = [chart for chart in charts if chart.judged]
    anywhere = [any(point.signals for point in chart.points) for chart in judged]
    now = [bool(chart.points[-1].signals) for chart in judged]
    return float(np.mean(anywhere)), float(np.mean(now))


def simulated(
    kind: tuple[str, int],
    length: int,
    level: float,
    screened: bool = False,
    times: int = TIMES,
    seed: int = 1,
) -> tuple[float, float]:
    """The shares of so many unchanged series of one kind, length and level."""
    season, per_year = kind
    rng = np.random.default_rng([seed, length, int(level), per_year])
    if season == "events":
        return shares(time_between_events(days, screened=screened) for days in gaps(rng, length, times))
    most = level == LEVELS[-1]
    values = rng.normal(100, 10, (times, length)) if most else rng.poisson(level, (times, length))
    return shares(xmr(y, None, None, per_year, season, screened) for y in values)


def gaps(
    rng: np.random.Generator, length: int, times: int, apart: float = DAYS_APART
) -> Iterator[np.ndarray]:
    """Whole days between events that come by chance, so many days apart on average."""
    for moments in rng.exponential(apart, (times, length + 1)).cumsum(axis=1):
        yield np.diff(np.floor(moments))


def print_table() -> None:
    """The table as `analysis.statistics.spc.false_alarms` holds it."""
    for screened in (False, True):
        print(f'    "{"screened" if screened else "all"}": {{')
        for kind, lengths in LENGTHS.items():
            print(f"        {kind!r}: {{".replace("'", '"'))
            for length in lengths:
                levels = LEVELS[-1:] if kind[0] == "events" else LEVELS
                found = [simulated(kind, length, level, screened) for level in levels]
                pairs = ", ".join(f"({anywhere:.3f}, {now:.3f})" for anywhere, now in found)
                print(f"            {length}: ({pairs}{',' * (len(found) == 1)}),", flush=True)
            print("        },")
        print("    },")


def seasonal(level: float, size: float, length: int, per_year: int, times: int) -> np.ndarray:
    """Unchanged counts with a cosine for season."""
    means = level * (1 + size * np.cos(2 * np.pi * np.arange(length) / per_year))
    return np.random.default_rng([int(level), length]).poisson(means, (times, length))


def print_because(times: int = 2_000) -> None:
    """Shares of unchanged series with any signal, and on the latest point, under the rules and without them."""
    say("Rare events: 36 months, no season, judged as they are, by mean", rare(times))
    say("A season taken out of few events, or not: 36 and 24 months, mean, size of season", few(times))
    say("Laney beside the table of counts: 36 months, mean number of cases", denominators(times))
    say("Rebased: segments of 36 adjusted months", rebased(times))
    say("Days between events, by how many days apart they are", apart(times))


def say(title: str, lines: Iterable[str]) -> None:
    """A title and its lines."""
    print(f"\n{title}")
    for line in lines:
        print(f"  {line}", flush=True)


def rare(times: int) -> Iterator[str]:
    """What share of series is judged at all, and how often those signal."""
    for mean in (0.1, 0.3, 0.5, 0.7, 0.9, 1, 1.5, 2, 5):
        charts = [xmr(y) for y in np.random.default_rng(1).poisson(mean, (times, 36))]
        judged = [chart for chart in charts if chart.judged]
        found = "no signal" if not judged else "{:.2f} {:.2f}".format(*shares(charts))
        yield f"{mean}: judged {len(judged) / times:.2f}, of these {found}"


def few(times: int) -> Iterator[str]:
    """With the season taken out and without."""
    for length in (36, 24):
        for mean in (1.5, 2, 3, 5, 10, 20, 100):
            for size in (0, 0.3, 0.6, 0.9):
                counts = seasonal(mean, size, length, 12, times)
                out, left = (shares(xmr(y, periods_per_year=a_year) for y in counts) for a_year in (12, 1))
                yield "{}: {}, {:.0%}: out {:.2f} {:.2f}, left in {:.2f} {:.2f}".format(
                    length, mean, size, *out, *left
                )


def denominators(times: int) -> Iterator[str]:
    """Limits that follow changing denominators, 30% either side, give what the table of counts says."""
    for level in (2, 5, 20, 100):
        rng = np.random.default_rng(level)
        people = np.rint(rng.uniform(0.7, 1.3, (times, 36)) * level * 10).astype(int)
        for kind in ("u'", "p'"):
            cases = rng.poisson(people / 10) if kind == "u'" else rng.binomial(people, 0.1)
            pairs = zip(cases, people, strict=True)
            found = shares(laney(x, n, kind, periods_per_year=12) for x, n in pairs)
            table = simulated(("month means", 12), 36, level, times=times)
            yield "{} {}: {:.3f} {:.3f}, counts {:.3f} {:.3f}".format(kind, level, *found, *table)


def rebased(times: int) -> Iterator[str]:
    """Two segments: the simulated share beside the one that the table gives."""
    for first in (12, 18, 24):
        reading = Reading(rebases=(Rebase(str(first + 1), "simulated"),))
        values = np.random.default_rng(first).normal(100, 10, (times, 36))
        found = shares(xmr(y, reading=reading, periods_per_year=12) for y in values)
        table = chance_of_signals((first, 36 - first), "month means", 12)
        yield "{} and {}: {:.3f} {:.3f}, by the table {:.3f} {:.3f}".format(first, 36 - first, *found, *table)


def apart(times: int) -> Iterator[str]:
    """Whole days tell little of events that are a few days apart."""
    for days in (2, 3, 5, 10, 30, 100):
        found = shares(time_between_events(y) for y in gaps(np.random.default_rng(days), 36, times, days))
        yield "{}: {:.3f} {:.3f}".format(days, *found)


if __name__ == "__main__":
    assert set(LENGTHS) == set(TABLES["all"])
    print_because() if "--because" in sys.argv[1:] else print_table()
