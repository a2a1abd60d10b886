"""Limits and signals of a process, segment by segment, and the two icons of the latest one.

With fewer than 12 points, or less than two whole years of a seasonal series, limits are trial limits: no icon, and no
point is marked. Limits change only by a declared rebase, with its reason. A process that does not vary, or with
events that are too rare, has no limits.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from analysis.definitions.errors import Problem, stop_if_any
from analysis.definitions.indicators import Polarity
from analysis.statistics import seasonal_adjustment
from analysis.statistics.seasonal_adjustment import Adjustment
from analysis.statistics.spc.rules import LIMIT, Signal, find_signals

SpecialCause = Literal[
    "special cause improvement", "special cause concern", "special cause high", "special cause low"
]
Icon = Literal[SpecialCause, "common cause", ""]
Assurance = Literal["will consistently meet", "will consistently miss", "may or may not meet", ""]

Bound = float | Sequence[float] | None
"""One bound for all points, or one for each of them; None is open."""

POINTS_NEEDED = 12
NEIGHBOURS_NEEDED = 6
"""Pairs of neighbouring figures without which a moving range says too little: half of what 12 in a row give."""
NO_VARIATION = 1e-9
"""Share of the largest figure below which all differences are rounding."""

TOO_RARE = (
    "events are too rare for limits by period; once they are delivered one by one, a chart of the days between "
    "them would show a change"
)
CONSTANT = "the figure does not vary from one period to the next, so there is nothing to judge"
ONLY_SEASON = "the figure varies with the season only, so there is nothing to judge"
APART = "no two neighbouring periods have a figure, so it cannot be told how much it varies by chance"
NO_SEASON_YET = "trial limits: fewer than two whole years of a series with a season"


@dataclass(frozen=True)
class Rebase:
    """New limits from the period `at` on, with the reason why the process is another one."""

    at: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """How a chart is read: polarity, the range a good figure lies in, declared rebases."""

    polarity: Polarity = "none"
    target_low: Bound = None
    target_high: Bound = None
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

    `mean` and `moving_range` are in the scale that was judged: adjusted values, sigmas for p' and u'. `why_not`
    says why none of the points is judged: limits, if there are any, are on trial.
    """

    first: int
    last: int
    figures: int
    mean: float | None
    moving_range: float | None
    why: str = ""
    why_not: str = ""

    @property
    def varies(self) -> bool:
        """Whether there is any variation to judge by."""
        return self.moving_range is not None


@dataclass(frozen=True)
class Variation:
    """A control chart's facts: points, segments, both icons (empty with a `reason`) and the rules used.

    `adjusted_by` is "none" where no season is taken out; `why_not_adjusted` then says why.
    """

    points: tuple[Point, ...]
    segments: tuple[Segment, ...]
    icon: Icon
    assurance: Assurance
    trial: bool
    rule: str
    adjusted_by: str
    reason: str
    why_not_adjusted: str = ""

    @property
    def judged(self) -> tuple[Segment, ...]:
        """The segments whose points are judged."""
        return tuple(segment for segment in self.segments if not segment.why_not)


Scale = Callable[[np.ndarray], tuple[float, np.ndarray, float]]
"""From the places of a segment to its mean, the sigma at each place, and the average moving range.

It is asked of segments that have two neighbouring figures.
"""


@dataclass(frozen=True)
class Process:
    """What the kinds of chart differ in; `back` turns the judged scale into the figure's unit.

    `counts` are what must not be mostly zero: the figures, or the cases behind them.
    """

    labels: tuple[str, ...]
    values: np.ndarray
    judged: np.ndarray
    scale: Scale
    back: Callable[[np.ndarray], np.ndarray]
    rule: str
    season: Adjustment
    periods_per_year: int = 1
    counts: tuple[np.ndarray, ...] = ()


def read(process: Process, reading: Reading) -> Variation:
    """Limits and signals segment by segment, then the icons of the last one."""
    numbers, reasons = segments_of(process.labels, reading)
    points: list[Point] = []
    segments: list[Segment] = []
    for number, why in enumerate(reasons):
        segment, its_points = _segment(process, np.flatnonzero(numbers == number), why)
        segments.append(segment)
        points.extend(its_points)
    why_not = segments[-1].why_not or (
        "" if points[-1].value is not None else "the latest period has no figure"
    )
    icon, reason = _icon(points[-1], reading.polarity) if not why_not else ("", why_not)
    return Variation(
        tuple(points),
        tuple(segments),
        icon,
        "" if why_not else _assurance(points, process.periods_per_year, reading),
        _is_trial(segments[-1]),
        process.rule,
        process.season.rule,
        reason,
        process.season.reason,
    )


def _segment(process: Process, places: np.ndarray, why: str) -> tuple[Segment, list[Point]]:
    judged = process.judged[places]
    bare = Segment(int(places[0]), int(places[-1]), int((~np.isnan(judged)).sum()), None, None, why)
    no_limits = _why_no_limits(process, places)
    mean, sigma, moving = (0.0, judged, 0.0) if no_limits else process.scale(places)
    if not moving:
        why_not = no_limits or CONSTANT
        return replace(bare, why_not=why_not), [_bare_point(process, place) for place in places]
    segment = replace(bare, mean=mean, moving_range=moving)
    segment = replace(segment, why_not=_why_trial(process, segment))
    none = ((),) * len(places)
    found = none if segment.why_not else find_signals((judged - mean) / sigma, judged, process.values[places])
    edges = [_in_unit(process, places, mean + away * sigma) for away in (0.0, -LIMIT, LIMIT)]
    points = [
        replace(_bare_point(process, place), mean=middle, low=low, high=high, signals=signals)
        for place, middle, low, high, signals in zip(places, *edges, found, strict=True)
    ]
    return segment, points


def _why_no_limits(process: Process, places: np.ndarray) -> str:
    judged = process.judged[places]
    figures = int((~np.isnan(judged)).sum())
    if any(seasonal_adjustment.is_sparse(counts[places]) for counts in process.counts):
        return TOO_RARE
    if figures < 2:
        return _too_few(figures)
    if not _neighbours(judged):
        return APART
    if not _is_constant(judged):
        return ""
    return CONSTANT if _is_constant(process.values[places]) else ONLY_SEASON


def _why_trial(process: Process, segment: Segment) -> str:
    if segment.figures < POINTS_NEEDED:
        return _too_few(segment.figures)
    pairs = _neighbours(process.judged[segment.first : segment.last + 1])
    if pairs < NEIGHBOURS_NEEDED:
        said = f"{pairs} pair{'s' * (pairs > 1)} of neighbouring periods with figures"
        return f"trial limits: {said}, and {NEIGHBOURS_NEEDED} are needed"
    return NO_SEASON_YET if _season_is_short(process) else ""


def _too_few(figures: int) -> str:
    return f"trial limits: {figures} point{'s' * (figures != 1)}, and {POINTS_NEEDED} are needed"


def _neighbours(judged: np.ndarray) -> int:
    there = ~np.isnan(judged)
    return int((there[1:] & there[:-1]).sum())


def _is_constant(judged: np.ndarray) -> bool:
    return bool(np.nanmax(judged) - np.nanmin(judged) <= NO_VARIATION * np.nanmax(np.abs(judged)))


def _bare_point(process: Process, place: int) -> Point:
    value, adjusted = _or_none(process.values[place]), _or_none(process.judged[place])
    return Point(process.labels[place], value, adjusted, None, None, None)


def _in_unit(process: Process, places: np.ndarray, edge: np.ndarray) -> list[float | None]:
    whole = np.full(len(process.labels), np.nan)
    whole[places] = edge
    return [_or_none(value) for value in process.back(whole)[places]]


def _is_trial(last: Segment) -> bool:
    """Whether the latest limits will still move as periods are added."""
    return last.figures < 2 or (last.varies and bool(last.why_not))


def _season_is_short(process: Process) -> bool:
    seasonal = process.periods_per_year > 1
    return seasonal and not seasonal_adjustment.can_be_adjusted(process.values, process.periods_per_year)


def _icon(latest: Point, polarity: Polarity) -> tuple[Icon, str]:
    """By the first signal of the latest point, in the order of the rules."""
    if not latest.signals:
        return "common cause", "the latest point has no signal of a special cause"
    first = latest.signals[0]
    reason = f"latest point: {first.rule}, {first.side}"
    if polarity not in ("lower", "higher"):
        return "special cause high" if first.side == "high" else "special cause low", reason
    good = (first.side == "high") == (polarity == "higher")
    return "special cause improvement" if good else "special cause concern", reason


def _assurance(points: Sequence[Point], year: int, reading: Reading) -> Assurance:
    """Whether chance alone could carry the process across the target, over the latest year of limits."""
    if reading.target_low is None and reading.target_high is None:
        return ""
    bottoms = _bounds(reading.target_low, -np.inf, len(points))
    tops = _bounds(reading.target_high, np.inf, len(points))
    latest = [
        (bottom, point.low, point.high, top)
        for bottom, point, top in list(zip(bottoms, points, tops, strict=True))[-year:]
        if point.low is not None
    ]
    if all(bottom <= low and high <= top for bottom, low, high, top in latest):
        return "will consistently meet"
    if all(high < bottom or low > top for bottom, low, high, top in latest):
        return "will consistently miss"
    return "may or may not meet"


def _bounds(bound: Bound, none: float, length: int) -> np.ndarray:
    return np.broadcast_to(np.asarray(none if bound is None else bound, dtype=float), length)


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
