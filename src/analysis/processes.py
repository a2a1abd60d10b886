"""A process read: limits and signals segment by segment, and the two icons of the latest one.

Fewer than 12 points, or than two whole years of a seasonal series, give trial limits and no icon. Limits
change only by a declared rebase, with its reason. A process that does not vary is not judged.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis import adjustment
from analysis.adjustment import Adjustment
from analysis.errors import Problem, stop_if_any
from analysis.signals import LIMIT, Signal, find_signals

Polarity = Literal["lower", "higher", "nearer", "none"]
SpecialCause = Literal[
    "special cause improvement", "special cause concern", "special cause high", "special cause low"
]
Icon = Literal[SpecialCause, "common cause", ""]
Assurance = Literal["will consistently meet", "will consistently miss", "may or may not meet", ""]

POINTS_NEEDED = 12
NO_VARIATION = 1e-9
"""Share of the largest figure below which all differences are rounding."""


@dataclass(frozen=True)
class Rebase:
    """New limits from the period `at` on, with the reason why the process is another one."""

    at: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """How a chart is read: polarity, the range a good figure lies in (None is open), declared rebases."""

    polarity: Polarity = "none"
    target_low: float | None = None
    target_high: float | None = None
    rebases: tuple[Rebase, ...] = ()


@dataclass(frozen=True)
class Point:
    """One period: the figure, what the rules saw of it (`adjusted`), and the limits in the figure's unit.

    Limits follow the season and the denominators. None stands where there is no figure or no variation.
    """

    label: str
    value: float | None
    adjusted: float | None
    mean: float | None
    low: float | None
    high: float | None
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True)
class Segment:
    """Points `first` to `last` (both included) share their limits; `why` is the rebase's reason.

    `mean` and `moving_range` are in the scale that was judged: adjusted values, sigmas for p' and u'.
    """

    first: int
    last: int
    figures: int
    mean: float | None
    moving_range: float | None
    why: str = ""

    @property
    def varies(self) -> bool:
        """Whether there is any variation to judge by."""
        return self.moving_range is not None


@dataclass(frozen=True)
class Variation:
    """A control chart's facts: points, segments, both icons (empty with a `reason`) and the rules used."""

    points: tuple[Point, ...]
    segments: tuple[Segment, ...]
    icon: Icon
    assurance: Assurance
    trial: bool
    rule: str
    adjusted_by: str
    reason: str


Scale = Callable[[np.ndarray], tuple[float, np.ndarray, float]]
"""From the places of a segment to its mean, the sigma at each place, and the average moving range."""


@dataclass(frozen=True)
class Process:
    """What the kinds of chart differ in; `back` turns the judged scale into the figure's unit."""

    labels: tuple[str, ...]
    values: np.ndarray
    judged: np.ndarray
    scale: Scale
    back: Callable[[np.ndarray], np.ndarray]
    rule: str
    season: Adjustment
    periods_per_year: int = 1


def read(process: Process, reading: Reading) -> Variation:
    """Limits and signals segment by segment, then the icons of the last one."""
    numbers, reasons = segments_of(process.labels, reading)
    points: list[Point] = []
    segments: list[Segment] = []
    for number, why in enumerate(reasons):
        segment, its_points = _segment(process, np.flatnonzero(numbers == number), why)
        segments.append(segment)
        points.extend(its_points)
    trial = _is_trial(process, segments[-1])
    why_not = _why_no_icon(process, segments[-1], points, trial)
    icon, reason = ("", why_not) if why_not else _icon(points[-1], reading.polarity)
    assurance = "" if why_not else _assurance(points[-process.periods_per_year :], reading)
    return Variation(
        tuple(points),
        tuple(segments),
        icon,
        assurance,
        trial,
        process.rule,
        process.season.rule,
        reason,
    )


def _segment(process: Process, places: np.ndarray, why: str) -> tuple[Segment, list[Point]]:
    judged = process.judged[places]
    figures = int((~np.isnan(judged)).sum())
    mean, sigma, moving = process.scale(places) if figures > 1 else (None, np.full(len(places), np.nan), None)
    if moving == 0 or (moving is not None and _is_constant(judged)):
        moving = None
    segment = Segment(int(places[0]), int(places[-1]), figures, mean, moving, why)
    if moving is None:
        return segment, [_bare_point(process, place) for place in places]
    found = find_signals((judged - mean) / sigma, judged)
    edges = [mean + away * sigma for away in (0.0, -LIMIT, LIMIT)]
    middle, low, high = (_in_unit(process, places, edge) for edge in edges)
    return segment, [
        Point(
            process.labels[p],
            _or_none(process.values[p]),
            _or_none(judged[i]),
            _or_none(middle[i]),
            _or_none(low[i]),
            _or_none(high[i]),
            found[i],
        )
        for i, p in enumerate(places)
    ]


def _is_constant(judged: np.ndarray) -> bool:
    return bool(np.nanmax(judged) - np.nanmin(judged) <= NO_VARIATION * np.nanmax(np.abs(judged)))


def _bare_point(process: Process, place: int) -> Point:
    value, adjusted = _or_none(process.values[place]), _or_none(process.judged[place])
    return Point(process.labels[place], value, adjusted, None, None, None)


def _in_unit(process: Process, places: np.ndarray, edge: np.ndarray) -> np.ndarray:
    whole = np.full(len(process.labels), np.nan)
    whole[places] = edge
    return process.back(whole)[places]


def _is_trial(process: Process, last: Segment) -> bool:
    seasonal = process.periods_per_year > 1
    short = seasonal and not adjustment.can_be_adjusted(process.values, process.periods_per_year)
    return last.figures < POINTS_NEEDED or short


def _why_no_icon(process: Process, last: Segment, points: Sequence[Point], trial: bool) -> str:
    if last.figures > 1 and not last.varies:
        return "the figure does not vary from one period to the next, so there is nothing to judge"
    if last.figures < POINTS_NEEDED:
        return f"trial limits: {last.figures} points, and {POINTS_NEEDED} are needed"
    if trial:
        return "trial limits: fewer than two whole years of a series with a season"
    return "" if points[-1].value is not None else "the latest period has no figure"


def _icon(latest: Point, polarity: Polarity) -> tuple[Icon, str]:
    """By the first signal of the latest point, in the order of the rules."""
    if not latest.signals:
        return "common cause", "the latest point has no signal of a special cause"
    first = latest.signals[0]
    reason = f"latest point: {first.rule}, {first.side}"
    if polarity not in ("lower", "higher"):
        return f"special cause {first.side}", reason
    good = (first.side == "high") == (polarity == "higher")
    return f"special cause {'improvement' if good else 'concern'}", reason


def _assurance(year: Sequence[Point], reading: Reading) -> Assurance:
    """Whether chance alone could carry the process across the target, over the latest year of limits."""
    if reading.target_low is None and reading.target_high is None:
        return ""
    bottom = -np.inf if reading.target_low is None else reading.target_low
    top = np.inf if reading.target_high is None else reading.target_high
    limits = [(point.low, point.high) for point in year if point.low is not None]
    if all(bottom <= low and high <= top for low, high in limits):
        return "will consistently meet"
    if all(high < bottom or low > top for low, high in limits):
        return "will consistently miss"
    return "may or may not meet"


def segments_of(labels: Sequence[str], reading: Reading) -> tuple[np.ndarray, list[str]]:
    """The number of each point's segment, and why each segment began."""
    wrong = [rebase for rebase in reading.rebases if rebase.at not in labels[1:] or not rebase.reason.strip()]
    remedy = "name a later period of the series and the reason why the process changed"
    stop_if_any([Problem(f"limits cannot be rebased at {rebase.at!r}", remedy) for rebase in wrong])
    starts = {labels.index(rebase.at): rebase.reason for rebase in reading.rebases}
    numbers = np.zeros(len(labels), dtype=int)
    for start in starts:
        numbers[start:] += 1
    return numbers, ["", *(starts[start] for start in sorted(starts))]


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
