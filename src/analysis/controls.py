"""A control chart of each series that has enough periods: months where they are delivered, else quarters.

Of the last three years of months, or six of quarters: what came before tells little of the process today. A
count or level has an XmR chart, a percentage with its counts Laney's p', a rate with its counts Laney's u'.
Where a series' events are delivered one by one, the chart is of the days between the last 36 of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from analysis import signals, variation
from analysis.choices import Choices
from analysis.indicators import Rebased
from analysis.measures import Measure
from analysis.observations import Observations
from analysis.params import Params
from analysis.periods import Period
from analysis.processes import POINTS_NEEDED, Polarity, Reading, Rebase, Variation
from analysis.series import Figure, Series
from analysis.targets import Target

Every = Literal["month", "quarter", "event"]
CHARTED: dict[Every, int] = {"month": 36, "quarter": 24, "event": 36}
"""How many points a chart shows at most."""

MONTHS: dict[Every, int] = {"month": 1, "quarter": 3}
LANEY = {"percentage": "p'", "rate": "u'"}
"""Kinds of figures whose limits follow their denominators, where there are any."""

OPPOSITE: dict[Polarity, Polarity] = {"lower": "higher", "higher": "lower"}
"""Which way is better of the days between events, by which way is better of their number."""


@dataclass(frozen=True)
class Control:
    """A control chart with what it is of: when each point is (oldest first), what it stands for, its unit.

    `polarity` is the charted figure's: of days between events the opposite of the indicator's. `against` says
    what assurance is held against; `rules` which alternative rules were chosen; of a chart of events `since`
    is how many days there were from the last one to the report's day.
    """

    variation: Variation
    every: Every
    when: tuple[Period | date, ...]
    unit: str
    polarity: Polarity = "none"
    against: str = ""
    rules: str = ""
    since: int | None = None

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
    """The chart of a series, or None where neither its events nor months nor quarters give it 12 figures."""
    if len(events) > POINTS_NEEDED:
        return _between(measure, events, params)
    series = Series(observations, measure.indicator, measure.breakdown, measure.area)
    for every in MONTHS:
        periods, figures = _figures(series, every, params)
        if sum(figure is not None for figure in figures) >= POINTS_NEEDED:
            return _control(measure, target, every, periods, figures, params)
    return None


def signals_expected(controls: list[Control]) -> tuple[float, float]:
    """Of unchanged series like these, how many would show any signal, and how many one right now."""
    judged = [control.figures for control in controls if not control.variation.trial]
    return signals.signals_by_chance(judged)


def _between(measure: Measure, events: Sequence[date], params: Params) -> Control:
    """The days between events, each gap at the day that ended it. A year's target says nothing of one gap."""
    shown = sorted(events)[-CHARTED["event"] - 1 :]
    days = tuple(shown[1:])
    gaps = [(after - before).days for before, after in pairwise(shown)]
    labels = tuple(f"{number}: {day}" for number, day in enumerate(days, start=1))  # two may share a day
    polarity = OPPOSITE.get(measure.polarity, "none")
    reading = Reading(polarity, rebases=_rebased(measure.indicator.rebases, days, labels))
    chosen = params.chosen(measure.indicator.rules)
    chart = variation.time_between_events(gaps, labels, reading, chosen.moving_ranges == "screened")
    since = (date.fromisoformat(params.as_at) - days[-1]).days
    rules = chosen.in_words("moving ranges")
    return Control(chart, "event", days, "days", polarity, rules=rules, since=since)


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
    months = tuple(Period(period.first + month, 1) for month in range(3))
    return series.figure("in_quarter", period) or series.summed(months, "in_month")


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
    low, high, against = _against(measure, target, every)
    reading = Reading(measure.polarity, low, high, rebases)
    chosen = params.chosen(measure.indicator.rules)
    chart = _chart(measure, labels, figures, reading, 12 // MONTHS[every], chosen)
    rules = chosen.in_words("moving ranges", "season")
    return Control(chart, every, periods, measure.unit, measure.polarity, against, rules)


def _chart(
    measure: Measure,
    labels: tuple[str, ...],
    figures: tuple[Figure | None, ...],
    reading: Reading,
    a_year: int,
    chosen: Choices,
) -> Variation:
    screened = chosen.moving_ranges == "screened"
    counted = all(figure is None or figure.denominator for figure in figures)
    if counted and measure.kind in LANEY:
        tops, bottoms = (
            [getattr(f, name) if f else None for f in figures] for name in ("numerator", "denominator")
        )
        per = measure.indicator.per
        kind = LANEY[measure.kind]
        return variation.laney(tops, bottoms, kind, labels, reading, per, a_year, chosen.season, screened)
    values = [figure.value if figure else None for figure in figures]
    return variation.xmr(values, labels, reading, a_year, chosen.season, screened)


def _against(measure: Measure, target: Target | None, every: Every) -> tuple[float | None, float | None, str]:
    """The range a good figure lies in: the target, of what adds up its even share."""
    if target is None or not target.is_set:
        return None, None, ""
    if measure.accumulates != "sum":
        return target.low, target.high, "the target"
    share = 12 // MONTHS[every]
    low, high = (None if bound is None else bound / share for bound in (target.low, target.high))
    return low, high, f"an even share of the year's target for each {every}"
