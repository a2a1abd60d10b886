"""Measure how many past outturns were inside the range meant to hold 80% of them.

Forecasts are made as at the same quarter of each past year, so that years are independent trials. If the ranges held
fewer outturns than chance explains, no chance of meeting a target is given.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.stats import binom

from analysis.definitions.errors import InputError
from analysis.definitions.periods import parse_year
from analysis.forecasts import backtests
from analysis.forecasts.backtests import History
from analysis.forecasts.scale_ends import why_too_close
from analysis.measures.measures import Measure

WHOLE_YEARS_NEEDED = 3
"""Past years of quarters: one to start from and two to forecast, or a run of luck would pass for skill."""
YEARS_BEFORE = 3
"""Whole years that each past forecast stands on: from eight years on there are five to try."""
TRIALS_NEEDED = 5
"""Past outturns below which a series' own back-test says too little."""
POOR = 0.05
"""A back-test that holds so few would happen less often than this if its ranges were right."""

_KINDS = {"money": "rate", "level": "level"}
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Coverage:
    """Of `tried` past outturns, how many the range meant to hold 80 in 100 held, forecast at the same quarter."""

    tried: int
    inside80: int

    @property
    def is_poor(self) -> bool:
        """Whether the ranges held fewer than chance explains."""
        return covers_poorly(self.inside80, self.tried)

    @property
    def words(self) -> str:
        """What is said where no chance is given: a reason without a full stop."""
        return (
            f"at this quarter of past years the range meant to hold 80 in 100 outturns held {self.inside80} of "
            f"{self.tried}, fewer than chance explains, so no chance is given"
        )


def covers_poorly(inside80: int, tried: int) -> bool:
    """Whether 80% ranges that held so many of so many were too narrow; too few trials are never poor.

    >>> covers_poorly(1, 5), covers_poorly(2, 5), covers_poorly(0, 4), covers_poorly(5, 10)
    (True, False, False, True)
    """
    return tried >= TRIALS_NEEDED and bool(binom.cdf(inside80, tried, 0.8) < POOR)


def covered(measures: Iterable[Measure]) -> dict[Key, Coverage]:
    """The coverage of each series that has enough past years by quarter, at the quarter it is known to now."""
    measures = tuple(measures)
    known = {"|".join(measure.key): measure.known for measure in measures}
    keys = {"|".join(measure.key): measure.key for measure in measures}
    found = {}
    for past in histories(measures):
        if past.values.shape[1] < YEARS_BEFORE + TRIALS_NEEDED:
            continue
        try:
            told = backtests.record(past, years_before=YEARS_BEFORE).forecasts
        except InputError:  # too small to be tried: nothing is known of its coverage
            continue
        for name, rows in told.groupby("id", sort=False):
            now = rows[rows["quarters"] == known[str(name)]]
            inside = now["outturn"].between(now["low80"], now["high80"])
            found[keys[str(name)]] = Coverage(len(now), int(inside.sum()))
    return found


def histories(measures: Iterable[Measure]) -> tuple[History, ...]:
    """The past years of all series that have enough of them by quarter, those of one kind together.

    Those too close to an end of their scale are not forecast, so they are not tried either.
    """
    groups: dict[tuple[str, bool, tuple[str, ...]], list[Measure]] = defaultdict(list)
    for measure in measures:
        enough = len(whole_years(measure)) >= WHOLE_YEARS_NEEDED
        if measure.accumulates in ("sum", "ratio") and enough and not why_too_close(measure):
            counted = bool(measure.denominators) and all(
                v is not None for y in measure.denominators for v in y
            )
            years = tuple(label for label, _ in measure.history)
            groups[(_KINDS.get(measure.kind, measure.kind), counted, years)].append(measure)
    return tuple(_history(kind, counted, years, group) for (kind, counted, years), group in groups.items())


def whole_years(measure: Measure) -> list[str]:
    """Labels of the past years of which every quarter is there."""
    return [label for label, values in measure.history if all(v is not None for v in values)]


def _history(kind: str, counted: bool, years: tuple[str, ...], group: list[Measure]) -> History:
    def cube(rows: Iterable[Iterable[Iterable[float | None]]]) -> np.ndarray:
        return np.array(
            [[[np.nan if v is None else v for v in year] for year in row] for row in rows], dtype=float
        )

    behind = cube(measure.denominators for measure in group) if counted else None
    if behind is not None and kind == "rate":  # what a value of 1 is worth in events
        behind /= np.array([measure.indicator.per for measure in group])[:, None, None]
    values = cube([year for _, year in measure.history] for measure in group)
    ids = tuple("|".join(measure.key) for measure in group)
    return History(ids, kind, parse_year(years[0]).start.year, values, behind)
