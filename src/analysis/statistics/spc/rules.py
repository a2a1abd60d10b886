"""Special causes in a run of points: four rules.

The rules of NHS England's Making Data Count: a point outside the limits; seven in a row on one side of the mean (a
point on the mean breaks it); seven rising or falling (a tie breaks it); two of three beyond two sigma on one side.
Every point of a run is marked. A missing point breaks every run. `false_alarms` says how often chance alone gives a
signal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Rule = Literal[
    "outside the limits", "seven on one side", "seven rising or falling", "two of three near a limit"
]
Side = Literal["high", "low"]

OUTSIDE: Rule = "outside the limits"
RUN: Rule = "seven on one side"
TREND: Rule = "seven rising or falling"
NEAR: Rule = "two of three near a limit"
RUN_LENGTH = 7
LIMIT, NEAR_LIMIT = 3.0, 2.0
ROUNDING = 1e-9
"""Share of a sigma below which two numbers are the same: a mean is seldom exact in floating point."""


@dataclass(frozen=True)
class Signal:
    """One special cause at one point: which rule, and to which side (for a trend, where it goes)."""

    rule: Rule
    side: Side


def find_signals(
    distances: Sequence[float], values: Sequence[float], figures: Sequence[float] | None = None
) -> tuple[tuple[Signal, ...], ...]:
    """The signals of each point of one segment, in the order of the rules.

    `distances` are from the mean in sigmas, `values` what rises or falls; both nan where there is no figure.
    `figures` are the values before a season was taken out of them: two that are equal stay a tie, which no
    season makes a rise.

    >>> found = find_signals([0, 0, 3.5], [1, 1, 4])
    >>> found[2]
    (Signal(rule='outside the limits', side='high'),)
    """
    z, y = np.asarray(distances, dtype=float), np.asarray(values, dtype=float)
    raw = y if figures is None else np.asarray(figures, dtype=float)
    found: list[list[Signal]] = [[] for _ in z]
    for rule, side, points in (*_outside(z), *_runs(z), *_trends(z, y, raw), *_near(z)):
        for point in sorted(points):
            found[point].append(Signal(rule, side))
    return tuple(tuple(signals) for signals in found)


Found = Iterator[tuple[Rule, Side, set[int]]]


def _sides(z: np.ndarray) -> Iterator[tuple[Side, np.ndarray]]:
    yield "high", z
    yield "low", -z


def _outside(z: np.ndarray) -> Found:
    for side, away in _sides(z):
        yield OUTSIDE, side, set(np.flatnonzero(away > LIMIT + ROUNDING).tolist())


def _runs(z: np.ndarray) -> Found:
    for side, away in _sides(z):
        yield RUN, side, _in_a_row(away > ROUNDING, RUN_LENGTH)


def _trends(z: np.ndarray, y: np.ndarray, raw: np.ndarray) -> Found:
    """Six steps the same way make seven points; a step smaller than rounding is a tie."""
    if not np.isfinite(y).any():
        return
    with np.errstate(invalid="ignore"):
        tie = ROUNDING * _unit(z, y)
        moved = np.abs(np.diff(raw)) > ROUNDING * np.nanmax(np.abs(raw))
        for side, steps in _sides(np.diff(y)):
            starts = _in_a_row((steps > tie) & moved, RUN_LENGTH - 1)
            yield TREND, side, starts | {start + 1 for start in starts}


def _near(z: np.ndarray) -> Found:
    for side, away in _sides(z):
        beyond = away > NEAR_LIMIT + ROUNDING
        marked = set()
        for start in range(len(z) - 2):
            three = range(start, start + 3)
            if beyond[start : start + 3].sum() >= 2 and not np.isnan(z[start : start + 3]).any():
                marked |= {point for point in three if beyond[point]}
        yield NEAR, side, marked


def _in_a_row(holds: np.ndarray, length: int) -> set[int]:
    """The places of all unbroken rows of at least `length`."""
    places: set[int] = set()
    row: list[int] = []
    for place, held in enumerate(holds):
        row = [*row, place] if held else []
        if len(row) >= length:
            places |= set(row)
    return places


def _unit(z: np.ndarray, y: np.ndarray) -> float:
    """One sigma in the unit of the values, near enough to tell rounding from a step."""
    spread = np.nanmax(np.abs(z)) if np.isfinite(z).any() else 0.0
    return float((np.nanmax(y) - np.nanmin(y)) / spread) if spread else 0.0
