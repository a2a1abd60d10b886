"""A control chart of each series that has enough periods: months where they are delivered, else quarters.

Of the last three years of months, or six of quarters: what came before tells little of the process today. A
count, rate or level has an XmR chart, a percentage with its counts Laney's p'.
"""

from dataclasses import dataclass
from typing import Literal

from analysis import signals, variation
from analysis.choices import Choices
from analysis.measures import Measure
from analysis.observations import Observations
from analysis.params import Params
from analysis.periods import Period
from analysis.processes import POINTS_NEEDED, Reading, Rebase, Variation
from analysis.series import Figure, Series
from analysis.targets import Target

Every = Literal["month", "quarter"]
CHARTED: dict[Every, int] = {"month": 36, "quarter": 24}
MONTHS: dict[Every, int] = {"month": 1, "quarter": 3}


@dataclass(frozen=True)
class Control:
    """A control chart with what it is of: the periods, oldest first, how long each is, the figures' unit.

    `against` says what assurance is held against; `rules` which alternative rules were chosen.
    """

    variation: Variation
    every: Every
    periods: tuple[Period, ...]
    unit: str
    against: str = ""
    rules: str = ""

    @property
    def figures(self) -> int:
        """How many periods have a figure."""
        return sum(point.value is not None for point in self.variation.points)


def control_chart(
    measure: Measure, target: Target | None, observations: Observations, params: Params
) -> Control | None:
    """The chart of a series, or None where neither months nor quarters give it 12 figures."""
    series = Series(observations, measure.indicator, measure.breakdown, measure.area)
    for every in CHARTED:
        periods, figures = _figures(series, every, params)
        if sum(figure is not None for figure in figures) >= POINTS_NEEDED:
            return _control(measure, target, every, periods, figures, params)
    return None


def signals_expected(controls: list[Control]) -> tuple[float, float]:
    """Of unchanged series like these, how many would show any signal, and how many one right now."""
    judged = [control.figures for control in controls if not control.variation.trial]
    return signals.signals_by_chance(judged)


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
    rebases = tuple(Rebase(r.at, r.reason) for r in measure.indicator.rebases if r.at in labels[1:])
    low, high, against = _against(measure, target, every)
    reading = Reading(measure.polarity, low, high, rebases)
    chosen = params.chosen(measure.indicator.rules)
    chart = _chart(measure, labels, figures, reading, 12 // MONTHS[every], chosen)
    return Control(chart, every, periods, measure.unit, against, chosen.in_words("moving ranges", "season"))


def _chart(
    measure: Measure,
    labels: tuple[str, ...],
    figures: tuple[Figure | None, ...],
    reading: Reading,
    a_year: int,
    chosen: Choices,
) -> Variation:
    counted = all(figure is None or figure.denominator for figure in figures)
    if counted and measure.kind == "percentage":
        tops, bottoms = (
            [getattr(f, name) if f else None for f in figures] for name in ("numerator", "denominator")
        )
        return variation.laney(tops, bottoms, "p'", labels, reading, 100.0, a_year, chosen.season)
    values = [figure.value if figure else None for figure in figures]
    screened = chosen.moving_ranges == "screened"
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
