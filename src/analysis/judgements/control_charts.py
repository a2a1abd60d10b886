"""A control chart for each series with enough periods: months if they were received, else quarters.

It uses the last three years of months, or six of quarters; older figures say little about the process today. A count
or level has an XmR chart, a percentage with counts Laney's p', a rate with counts Laney's u'. If a series' events
were received one by one, the chart shows the days between the last 36 of them. A series that stands for its indicator
is charted from 6 points, all others from the 12 that a judgement needs.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from analysis.definitions.errors import known
from analysis.definitions.indicators import Polarity, Rebased
from analysis.definitions.options import Choices
from analysis.definitions.params import Params
from analysis.definitions.periods import Period
from analysis.definitions.targets import Target
from analysis.extracts.observations import Observations
from analysis.measures import derivations
from analysis.measures.measures import Measure
from analysis.measures.series import Figure, Series
from analysis.statistics.spc import charts as spc_charts
from analysis.statistics.spc.false_alarms import chance_of_signals
from analysis.statistics.spc.limits import POINTS_NEEDED, Bound, Reading, Rebase, Variation
from analysis.statistics.trajectories import Trajectory, trajectory_to_date

Every = Literal["month", "quarter", "event"]
CHARTED: dict[Every, int] = {"month": 36, "quarter": 24, "event": 36}
"""How many points a chart shows at most."""

SHOWN_FROM = 6
"""Points from which a chart with trial limits is worth its room: five moving ranges, whose average is then
known to about 40%. Fewer tell no more than the table of the figures does."""

MONTHS: dict[Every, int] = {"month": 1, "quarter": 3}
APRIL = 3
"""The month a financial year begins with, counted from January as 0."""

LANEY: dict[str, Literal["p'", "u'"]] = {"percentage": "p'", "rate": "u'"}
"""Kinds of figures whose limits follow their denominators, where there are any."""

POSSIBLE = {"count": (0.0, math.inf), "rate": (0.0, math.inf), "percentage": (0.0, 100.0)}
"""Between what the figures of a kind lie; where one does not (a change in per cent), nothing is known of it."""

OPPOSITE: dict[Polarity, Polarity] = {"lower": "higher", "higher": "lower"}
"""Which way is better of the days between events, by which way is better of their number."""


@dataclass(frozen=True)
class Control:
    """A control chart with what it is of: when each point is (oldest first), what it stands for, its unit.

    `polarity` is the charted figure's: of days between events the opposite of the indicator's. `against` says
    what assurance is held against; `rules` which alternative rules were chosen; `notes` what else a reader
    has to know of the figures; `by_chance` how likely an unchanged series like this would show any signal, and
    one right now; of a chart of events `since` is how many days there were from the last one to the report's day.
    """

    variation: Variation
    every: Every
    when: tuple[Period | date, ...]
    unit: str
    polarity: Polarity = "none"
    against: str = ""
    rules: str = ""
    since: int | None = None
    notes: tuple[str, ...] = ()
    by_chance: tuple[float, float] = (0.0, 0.0)

    @property
    def figures(self) -> int:
        """How many points have a figure."""
        return sum(point.value is not None for point in self.variation.points)


def control_chart(
    measure: Measure,
    target: Target | None,
    observations: Observations,
    params: Params,
    events: Sequence[date] = (),
) -> Control | None:
    """The chart of a series by events, months or quarters, or None where none of them gives enough points."""
    if len(events) > POINTS_NEEDED:
        return _between(measure, events, params)
    series = Series(observations, measure.indicator, measure.breakdown, measure.area)
    found = {every: _figures(series, every, params) for every in MONTHS}
    points = {every: sum(f is not None for f in figures) for every, (_, figures) in found.items()}
    points["event"] = len(events) - 1
    enough = [every for every in points if points[every] >= POINTS_NEEDED]
    every = enough[0] if enough else max(points, key=lambda every: points[every])
    if points[every] < (SHOWN_FROM if _is_headline(measure, params) else POINTS_NEEDED):
        return None
    if every == "event":
        return _between(measure, events, params)
    return _control(measure, target, every, *found[every], params)


def signals_expected(controls: list[Control]) -> tuple[float, float]:
    """Of unchanged series like these, how many would show any signal, and how many one right now."""
    anywhere, now = (sum(control.by_chance[part] for control in controls) for part in (0, 1))
    return anywhere, now


def _is_headline(measure: Measure, params: Params) -> bool:
    return measure.area == params.area and measure.breakdown in measure.indicator.headlines


def _between(measure: Measure, events: Sequence[date], params: Params) -> Control:
    """The days between events, each gap at the day that ended it. A year's target says nothing of one gap."""
    shown = sorted(events)[-CHARTED["event"] - 1 :]
    days = tuple(shown[1:])
    gaps = [(after - before).days for before, after in pairwise(shown)]
    labels = tuple(f"{number}: {day}" for number, day in enumerate(days, start=1))  # two may share a day
    polarity = OPPOSITE.get(measure.polarity, "none")
    reading = Reading(polarity, rebases=_rebased(measure.indicator.rebases, days, labels))
    chosen = params.chosen(measure.indicator.rules)
    chart = spc_charts.time_between_events(gaps, labels, reading, chosen.moving_ranges == "screened")
    since = (date.fromisoformat(params.as_at) - days[-1]).days
    rules = chosen.in_words("moving ranges")
    by_chance = _by_chance(chart, "event", chosen)
    return Control(chart, "event", days, "days", polarity, rules=rules, since=since, by_chance=by_chance)


def _by_chance(
    chart: Variation, every: Every, chosen: Choices, level: float | None = None
) -> tuple[float, float]:
    """What chance alone gives of the segments that are judged, by how their season was taken out."""
    season = "events" if every == "event" else chosen.season
    if season == "month means" and chart.adjusted_by == "none":
        season = "none"
    lengths = [segment.figures for segment in chart.judged]
    per_year = 12 // MONTHS.get(every, 12)
    anywhere, now = chance_of_signals(lengths, season, per_year, level, chosen.moving_ranges)
    return anywhere, 0.0 if chart.segments[-1].why_not else now


def _rebased(
    declared: Sequence[Rebased], starts: Sequence[date], labels: Sequence[str]
) -> tuple[Rebase, ...]:
    """New limits from the first point in or after each declared time; what all points come after is past."""
    places = [next((n for n, start in enumerate(starts) if start >= line.start), 0) for line in declared]
    return tuple(
        Rebase(labels[place], line.reason) for place, line in zip(places, declared, strict=True) if place
    )


def _figures(
    series: Series, every: Every, params: Params
) -> tuple[tuple[Period, ...], tuple[Figure | None, ...]]:
    """The last periods to the reported quarter, from the first that has a figure to the last that has one."""
    months, last = MONTHS[every], params.period.last
    starts = [last - months * back + 1 for back in range(CHARTED[every], 0, -1)]
    found = [(Period(start, months), _figure(series, Period(start, months), every)) for start in starts]
    there = [number for number, (_, figure) in enumerate(found) if figure is not None]
    if not there:
        return (), ()
    kept = found[there[0] : there[-1] + 1]
    return tuple(period for period, _ in kept), tuple(figure for _, figure in kept)


def _figure(series: Series, period: Period, every: Every) -> Figure | None:
    if every == "month":
        return series.figure("in_month", period)
    return derivations.quarter(series, period)


def _control(
    measure: Measure,
    target: Target | None,
    every: Every,
    periods: tuple[Period, ...],
    figures: tuple[Figure | None, ...],
    params: Params,
) -> Control:
    labels = tuple(period.label for period in periods)
    rebases = _rebased(measure.indicator.rebases, [period.start for period in periods], labels)
    low, high, against = _against(measure, target, every, periods)
    reading = Reading(measure.polarity, low, high, rebases)
    chosen = params.chosen(measure.indicator.rules)
    chart, level, notes = _chart(measure, labels, figures, reading, every, chosen)
    rules = chosen.in_words("moving ranges", "season")
    by_chance = _by_chance(chart, every, chosen, level)
    return Control(
        chart, every, periods, measure.unit, measure.polarity, against, rules, None, notes, by_chance
    )


def _chart(
    measure: Measure,
    labels: tuple[str, ...],
    figures: tuple[Figure | None, ...],
    reading: Reading,
    every: Every,
    chosen: Choices,
) -> tuple[Variation, float | None, tuple[str, ...]]:
    """The chart, how many events a period has (None where nothing is counted), and what to know of it."""
    a_year, season, screened = 12 // MONTHS[every], chosen.season, chosen.moving_ranges == "screened"
    there = [figure for figure in figures if figure]
    counted = [figure for figure in there if figure.denominator is not None and figure.numerator is not None]
    if measure.kind in LANEY and len(counted) == len(there):
        cases = [figure if figure and figure.denominator else None for figure in figures]
        tops = [figure.numerator if figure else None for figure in cases]
        bottoms = [figure.denominator if figure else None for figure in cases]
        kind, per = LANEY[measure.kind], measure.indicator.per
        chart = spc_charts.laney(tops, bottoms, kind, labels, reading, per, a_year, season, screened)
        return chart, _cases(counted, measure.kind), _without_cases(counted, every)
    values = [figure.value if figure else None for figure in figures]
    level = sum(figure.value for figure in there) / len(there) if measure.kind == "count" else None
    chart = _possible(spc_charts.xmr(values, labels, reading, a_year, season, screened), measure)
    return chart, level, _without_counts(len(there) - len(counted), counted, every)


def _possible(chart: Variation, measure: Measure) -> Variation:
    """The chart with limits that no figure can reach put to the nearest that one can: no count is below 0."""
    if measure.kind not in POSSIBLE:
        return chart
    least, most = POSSIBLE[measure.kind]
    figures = [point.value for point in chart.points if point.value is not None]
    if min(figures) < least or max(figures) > most:
        return chart
    points = tuple(
        point
        if point.low is None or point.high is None
        else replace(point, low=max(point.low, least), high=min(point.high, most))
        for point in chart.points
    )
    return replace(chart, points=points)


def _cases(counted: Sequence[Figure], kind: str) -> float:
    """Cases a period; of a percentage above half, those that are not, since these are then the rare ones."""
    cases = ((known(figure.numerator), known(figure.denominator)) for figure in counted)
    return sum(x if kind == "rate" else min(x, n - x) for x, n in cases) / len(counted)


def _without_cases(counted: Sequence[Figure], every: Every) -> tuple[str, ...]:
    gaps = sum(not figure.denominator for figure in counted)
    said = f"{gaps} {every} is a gap" if gaps == 1 else f"{gaps} {every}s are gaps"
    return (f"{said}, since nothing was there to count (a denominator of 0)",) if gaps else ()


def _without_counts(missing: int, counted: Sequence[Figure], every: Every) -> tuple[str, ...]:
    if not counted or not missing:
        return ()
    said = f"{missing} {every}{'' if missing == 1 else 's'} without the counts behind the figure"
    return (f"{said}, so the limits do not follow the number of cases",)


def _against(
    measure: Measure, target: Target | None, every: Every, periods: Sequence[Period]
) -> tuple[Bound, Bound, str]:
    """The range a good figure lies in: the target or, of what adds up, each period's part of it."""
    if target is None or not target.is_set:
        return None, None, ""
    if measure.accumulates != "sum":
        return target.low, target.high, "the target"
    steps = target.steps if target.low is None or target.high is None else ()
    low, high = (
        None if bound is None else _split(bound, steps, measure, every) for bound in (target.low, target.high)
    )
    months = MONTHS[every]
    places = [(period.first - APRIL) % 12 // months for period in periods]
    parts = [
        None if split is None else tuple(_part(split, place, months) for place in places)
        for split in (low, high)
    ]
    return parts[0], parts[1], _share_in_words(known(low or high), every)


def _split(bound: float, steps: Sequence[float], measure: Measure, every: Every) -> Trajectory:
    """The year's bound split as its status splits it, by quarters; by months where two whole years are there."""
    if every == "month" and not steps:
        by_month = trajectory_to_date(bound, 0, 12, dict(measure.months[:-1]))
        if by_month.rule == "seasonal share":
            return by_month
    return trajectory_to_date(bound, 0, 4, dict(measure.history), steps or None)


def _part(split: Trajectory, place: int, months: int) -> float:
    """The part of one period; a month of a year that is split by quarters has a third of its quarter's."""
    per_part = 12 // len(split.parts) // months
    return split.parts[place // per_part] / per_part


def _share_in_words(split: Trajectory, every: Every) -> str:
    if split.rule == "seasonal share":
        years = f"{len(split.years_used)} whole years, {split.years_used[0]} to {split.years_used[-1]}"
        return f"each {every}'s share of the year's target, by the seasonal pattern of {years}"
    if split.rule == "agreed steps":
        return f"each {every}'s share of the year's target, by its agreed steps"
    return f"an even share of the year's target for each {every} ({split.reason})"
