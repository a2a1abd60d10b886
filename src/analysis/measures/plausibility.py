"""Find implausible figures before they are judged: by rule, against the series' own history.

Ten times the expected figure or a tenth of it, a percentage that looks like a fraction, a denominator that jumps, a
target on another scale. Nothing is changed. The figure is not judged until it is corrected, or confirmed by the note
"confirmed by <role> on <2024-10-08>" beside it.
"""

import re
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.definitions import periods, wording
from analysis.definitions.indicators import Breakdown, Indicator
from analysis.definitions.params import Params
from analysis.definitions.periods import Period
from analysis.definitions.targets import Target
from analysis.definitions.units import significant
from analysis.extracts.observations import Observation, Observations
from analysis.measures.findings import Finding, fact
from analysis.measures.measures import Measure

TIMES = 8.0
"""A figure this many times what is expected, or so small a part of it, is doubted: a figure that slipped by one
digit is seldom ten times its history to the dot.
"""
LEAST_FOR_TIMES = 1.0
LEAST_FOR_A_TENTH = 20.0
"""What must be expected at least before a figure is called ten times too large, or a tenth of it."""
SEASONS_NEEDED = 3
"""Other figures of the same months from which the season is known; with fewer all periods count."""
LATEST = 4
"""Figures just before it that a figure must stand out from too: a change that stays is doubted once."""
JUMP_OF = 0.5
LEAST_DENOMINATOR = 50.0
"""By what share a denominator must change to be doubted, and what it must be expected to be."""

SCALE = "A figure is about ten times its history, or a tenth of it"
FRACTION = "A percentage looks like a fraction of itself"
JUMP = "A denominator changes by more than half"
TARGET_SCALE = "A target is on another scale than its figures"
RULES = (SCALE, FRACTION, JUMP, TARGET_SCALE)

FACTS = ("outturn", "cumulative", "in_quarter", "in_month", "rolling_12_months")
CONFIRM = "confirm it or correct it"
_CHANGE = re.compile(r"\b(reduction|change|increase|decrease|growth)\b")
"""Units of changes, which have no scale: 4 per cent less is as likely as 40 per cent less."""
_CONFIRMED = re.compile(r"\bconfirmed by \S.* on (\d{4}-\d{2}-\d{2})\b", re.IGNORECASE)
"""The note of somebody, by role and day, who says that an implausible figure is right."""


@dataclass(frozen=True)
class _Value:
    """A figure of a series, printed or the difference of two totals, and the places it rests on."""

    value: float
    window: Period
    places: tuple[Observation, ...]

    @property
    def printed(self) -> str:
        return wording.fixed(self.value, max(place.decimals for place in self.places))


@dataclass(frozen=True)
class _Expected:
    """What the series' other figures, and the latest before it, lead one to expect (None without any)."""

    usual: float
    latest: float | None

    @property
    def both(self) -> tuple[float, ...]:
        return (self.usual,) if self.latest is None else (self.usual, self.latest)


def check(
    observations: Observations, indicators: tuple[Indicator, ...], params: Params
) -> tuple[Finding, ...]:
    """Return every figure that cannot be believed, rule by rule.

    Those of the reported year and of the one before, which it is compared with, hold the verdict.
    """
    found = [
        finding
        for indicator in indicators
        for breakdown in indicator.series
        for figures in _by_area(observations, indicator, breakdown)
        for finding in _doubts(figures, indicator, breakdown, params)
    ]
    return tuple(sorted(found, key=lambda finding: RULES.index(finding.kind)))


def doubt_of_target(measure: Measure, target: Target) -> str:
    """Return what is wrong with a target that is on another scale than the figures; empty where nothing is.

    0.95 for a percentage of about 87, 40,000 for a count of about 430; a target of 0 is on every scale.
    """
    usual = None if _CHANGE.search(measure.unit) else _usual_year(measure)
    if not usual or _confirmation(target.where):
        return ""
    for bound in (target.low, target.high):
        if not bound:
            continue
        printed = f"the target of {wording.typed(bound)}"
        if measure.kind == "percentage" and _is_fraction(bound, usual):
            return (
                f"{printed} looks like a fraction, the figures are about {_about(usual)}%; correct the target"
            )
        if measure.kind == "percentage" and _is_fraction(usual, bound):
            return f"the figures are about {_about(usual)} and look like fractions beside {printed}; correct them"
        if _is_far(bound, (usual,)):
            return f"{printed} {_beside(bound, usual, 'the figures')}; correct the target"
    return ""


def _by_area(
    observations: Observations, indicator: Indicator, breakdown: Breakdown
) -> Iterator[tuple[Observation, ...]]:
    """The figures that the report uses of each place's series, in every unit; none of a year set apart."""
    places: dict[str, list[Observation]] = {}
    for figure in observations.by_ref.get(indicator.ref, ()):
        used = figure.breakdown == breakdown.name and observations.used(figure.key) is figure
        if used and not indicator.is_apart(figure.period):
            places.setdefault(figure.area, []).append(figure)
    return map(tuple, places.values())


def _doubts(
    figures: tuple[Observation, ...], indicator: Indicator, breakdown: Breakdown, params: Params
) -> Iterator[Finding]:
    unit, how = indicator.unit_of(breakdown), indicator.accumulation_of(breakdown)
    own = [figure for figure in figures if figure.measure in FACTS and figure.unit == unit]
    if _CHANGE.search(unit):
        return
    percentage = indicator.kind_of(breakdown) == "percentage"
    column = _column_of_fractions(own, figures, breakdown, params) if percentage else None
    if column:
        yield column
        return
    for group in _groups(own, how):
        for value in group:
            expected = _expected(value, group)
            if expected is None:
                continue
            counted = any(_follows(place, figures, breakdown) for place in value.places)
            if percentage and not counted and _is_fraction(value.value, expected.usual):
                said = f"looks like a fraction where about {_about(expected.usual)}% is expected"
                yield _finding(FRACTION, value, said, params)
            elif min(v.value for v in group) >= 0 and _is_far(value.value, expected.both):
                said = _beside(value.value, expected.usual, _periods(value, how))
                yield _finding(SCALE, value, said, params)
    yield from _jumps([f for f in figures if f.measure == "denominator"], breakdown, params)


def _jumps(figures: list[Observation], breakdown: Breakdown, params: Params) -> Iterator[Finding]:
    for group in _groups([f for f in figures if f.unit == breakdown.denominator], "sum", derived=False):
        for value in group:
            expected = _expected(value, group)
            if expected is None or expected.usual < LEAST_DENOMINATOR:
                continue
            over = [value.value / usual - 1 if usual else 1.0 for usual in expected.both]
            if min(over) > JUMP_OF or max(over) < -JUMP_OF:
                said = f"is more than half away from {_periods(value, 'sum')} (about "
                yield _finding(JUMP, value, f"{said}{_about(expected.usual)})", params)


def _column_of_fractions(
    own: list[Observation], figures: tuple[Observation, ...], breakdown: Breakdown, params: Params
) -> Finding | None:
    """All figures from 0 to 1 with two decimals or more, and no counts that say that they are percentages."""
    there = [figure for figure in own if figure.value is not None]
    looks = len(there) > 1 and all(0 <= figure.number <= 1 for figure in there)
    if not looks or max(f.decimals for f in there) < 2 or any(_follows(f, figures, breakdown) for f in there):
        return None
    latest = max(there, key=lambda figure: figure.window.last)
    value = _Value(latest.number, latest.window, (latest, *(f for f in there if f is not latest)))
    return _finding(FRACTION, value, "looks like a fraction, as all figures of the series do", params)


def _follows(figure: Observation, figures: tuple[Observation, ...], breakdown: Breakdown) -> bool:
    counts = [
        f.value
        for measure in ("numerator", "denominator")
        for f in figures
        if f.measure == measure and f.window == figure.window and f.unit == getattr(breakdown, measure)
    ]
    if len(counts) != 2 or counts[0] is None or not counts[1]:
        return False
    return abs(100 * counts[0] / counts[1] - figure.number) <= figure.half_unit


def _groups(figures: list[Observation], how: str, derived: bool = True) -> Iterator[list[_Value]]:
    """Figures that can be held against one another: of what adds up those of as many months."""
    values = {(f.window, f.measure): _Value(f.value, f.window, (f,)) for f in figures if f.value is not None}
    once = {value.window: value for value in reversed(values.values())}
    if how == "sum" and derived:
        once |= {value.window: value for value in _derived(figures) if value.window not in once}
    groups: dict[int, list[_Value]] = {}
    for value in once.values():
        groups.setdefault(value.window.months if how in ("sum", "rolling") else 0, []).append(value)
    return iter(groups.values())


def _derived(figures: list[Observation]) -> Iterator[_Value]:
    """Quarters between two totals from April; none of which anything is printed as hidden by its source."""
    totals = {f.window: f for f in figures if f.measure in ("cumulative", "outturn") and f.value is not None}
    hidden = [f.window for f in figures if f.value is None]
    for window, whole in totals.items():
        before = totals.get(Period(window.first, window.months - 3))
        quarter = Period(window.last - 2, 3)
        if before and not any(quarter.holds(gap) or gap.holds(quarter) for gap in hidden):
            yield _Value(whole.number - before.number, quarter, (whole, before))


def _expected(value: _Value, group: list[_Value]) -> _Expected | None:
    others = [other for other in group if other.window != value.window]
    earlier = sorted((o for o in others if o.window.last < value.window.last), key=lambda o: o.window.last)
    season = [other for other in others if (other.window.first - value.window.first) % 12 == 0]
    pool = season if len(season) >= SEASONS_NEEDED else others
    if not pool or (not earlier and len(pool) < SEASONS_NEEDED):
        return None
    latest = [other.value for other in earlier[-LATEST:]]
    usual = statistics.median(other.value for other in pool)
    return _Expected(usual, statistics.median(latest) if latest else None)


def _is_far(value: float, expected: Iterable[float]) -> bool:
    """Whether a figure is so many times, or so small a part of, each of the figures expected."""
    usual, *_ = expected
    high = usual >= LEAST_FOR_TIMES and all(value >= TIMES * one for one in expected)
    low = usual >= LEAST_FOR_A_TENTH and all(0 <= value <= one / TIMES for one in expected)
    return high or low


def _is_fraction(value: float, usual: float) -> bool:
    """Whether a percentage was written as a part of 1: 0.95 where 87 is expected, 0.12 where 10 is.

    >>> _is_fraction(0.95, 87), _is_fraction(0.12, 10), _is_fraction(0.5, 3)
    (True, True, False)
    """
    return 0 < value <= 1 < usual and (LEAST_FOR_A_TENTH <= usual <= 100 or 0.5 <= 100 * value / usual <= 2)


def _usual_year(measure: Measure) -> float | None:
    """What a year of the measure has come to, or would come to as its quarters went."""
    quarters = [value for _, year in measure.history for value in year if value is not None]
    outturns = [outturn.value for outturn in measure.outturns]
    figure = measure.figure
    if measure.accumulates != "sum":
        found = [*outturns, *quarters, *([figure.value] if figure else [])]
        return statistics.median(found) if found else None
    if len(quarters) >= LATEST:
        return 4 * statistics.median(quarters)
    if outturns:
        return statistics.median(outturns)
    return 4 * figure.value / measure.known if figure and measure.complete and measure.known else None


def _finding(kind: str, value: _Value, said: str, params: Params) -> Finding:
    first, *rest = value.places
    derived = kind == SCALE and bool(rest)
    printed = wording.fixed(first.number, first.decimals)
    follows = f", so {value.window.in_words()} is {value.printed}, which" if derived else ", which"
    words = f"{fact(first)} is {printed} in {first.place}{follows} {said}"
    year = periods.parse_year(params.year)
    matters = value.window.last >= year.years_earlier().first and value.window.first <= params.period.last
    holds = f"{value.printed} in {value.window.in_words()} {said}; {CONFIRM}"
    if confirmed := _confirmation(first.note):
        return Finding(kind, first.ref, f"{words}; {confirmed}", value.places)
    return Finding(kind, first.ref, words, value.places, holds if matters else "")


def _confirmation(note: str) -> str:
    """The words that confirm, where a note has them with a day that exists.

    >>> _confirmation("Recount. Confirmed by head of data on 2024-10-08"), _confirmation("confirmed by post")
    ('confirmed by head of data on 2024-10-08', '')
    """
    found = _CONFIRMED.search(note)
    try:
        return f"c{found[0][1:]}" if found and periods.day(found[1]) else ""
    except ValueError:
        return ""


def _periods(value: _Value, how: str) -> str:
    """What a figure is held against."""
    if how not in ("sum", "rolling"):
        return "its other figures"
    return (
        f"its other {({1: 'months', 3: 'quarters', 12: 'years'}).get(value.window.months, 'years to date')}"
    )


def _beside(value: float, usual: float, history: str) -> str:
    """How far a figure lies from what its other quarters, months or figures lead one to expect."""
    how = f"is about {wording.fixed(value / usual, 0)} times" if value > usual else "is far below"
    return f"{how} what {history} lead one to expect (about {_about(usual)})"


def _about(value: float) -> str:
    return wording.fixed(value, significant(value, 2) if 0 < abs(value) < 100 else 0)
