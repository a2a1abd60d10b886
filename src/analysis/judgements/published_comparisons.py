"""Compare our figure with published figures of other places, and state the basis.

A figure of the region, the nation or a neighbour is compared if it is printed for the same measure and period. One
that the definition calls not comparable is shown with the reason and not judged.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.definitions import periods
from analysis.definitions.errors import known
from analysis.definitions.params import Params, listed
from analysis.definitions.periods import Period
from analysis.extracts.observations import Observation, Observations
from analysis.measures.measures import Measure
from analysis.measures.series import Figure, Series
from analysis.statistics import comparisons, intervals, trends
from analysis.statistics.comparisons import Comparator, Comparison, OwnFigure
from analysis.statistics.trends import Trend

JUDGED_ABOVE = "shown as published and not judged a second time: it is judged above, on another footing"
MEASURES = ("cumulative", "in_quarter", "rolling_12_months", "outturn")


def compare_with_others(
    measure: Measure,
    observations: Observations,
    params: Params,
    judged: tuple[Comparison, ...] = (),
) -> tuple[Comparison, ...]:
    """Our figure beside every other place's of the same period: region first, then nation, then neighbours.

    A survey stands beside the year it was last taken in; a place whose last figure is of a year that the
    definition calls not comparable is shown, not judged. `judged` are comparisons made from members' own
    figures: no place in them is judged again, and its published figure is shown only where it is another.
    """
    ours = measure.figure or (measure.outturns[-1] if measure.outturns else None)
    if ours is None or measure.area != params.area:
        return ()
    rule = params.chosen(measure.indicator.rules).intervals_of_counts
    mine, neighbours = own_figure(ours, measure.kind, rule), listed(params.neighbours)
    before = {one.region: one for one in judged if one.word != "not compared"}
    found = []
    for place in (params.region, params.nation, *neighbours):
        printed = _beside(measure, place, ours, observations) if place else None
        if printed is None:
            continue
        made = comparisons.compare(
            mine, _comparator(measure, ours, printed, place in neighbours), measure.polarity
        )
        found += _shown(made, printed, before[place]) if place in before else [made]
    return tuple(found)


def _shown(made: Comparison, printed: Observation, before: Comparison) -> list[Comparison]:
    """A published figure of a place that was judged before: nothing where it says the same, else shown."""
    same = math.isclose(printed.number, known(before.value), rel_tol=1e-9, abs_tol=printed.half_unit)
    if same and before.unit in ("", printed.unit):
        return []
    return [replace(made, word="not compared", on_the_line=False, reason=JUDGED_ABOVE)]


def _beside(measure: Measure, place: str, ours: Figure, observations: Observations) -> Observation | None:
    """The other place's figure of our period, else of a year that is not comparable."""
    key = (measure.indicator.ref, measure.breakdown.name, place)
    theirs = [
        o
        for o in observations.by_series.get(key, ())
        if o.measure in MEASURES and o.unit == measure.unit and o.value is not None
    ]
    rolling = ours.basis == "rolling_12_months"
    same = [o for o in theirs if o.period == ours.period and (o.measure == "rolling_12_months") == rolling]
    apart = [o for o in theirs if o.period.label in measure.indicator.not_comparable]
    return next(iter(same + apart), None)


def _comparator(measure: Measure, ours: Figure, theirs: Observation, neighbour: bool) -> Comparator:
    apart = theirs.period.label in measure.indicator.not_comparable
    reason = measure.indicator.not_comparable_reason if apart else ""
    return _published(theirs, reason or _other_window(ours, theirs), neighbour)


def _other_window(ours: Figure, theirs: Observation) -> str:
    """A figure that another place prints for other months than ours is no like for like."""
    if ours.window == theirs.window:
        return ""
    return f"it covers {theirs.window.in_words()}, ours {ours.window.in_words()}"


def _published(theirs: Observation, not_comparable: str, neighbour: bool) -> Comparator:
    """A published figure on its footing: what months it covers, and what its note says beyond them."""
    when = theirs.window.in_words()
    _, _, caveat = theirs.note.partition("; ")
    when += f" ({caveat})" if caveat else ""
    return comparisons.published(
        theirs.area, theirs.value, when, theirs.decimals, not_comparable, neighbour=neighbour
    )


def own_figure(
    ours: Figure, kind: str, rule: intervals.CountRule = intervals.DEFAULT_COUNT_RULE
) -> OwnFigure:
    """Our figure from its counts where it follows from them, else with the limits published for it."""
    if ours.numerator is None or not ours.denominator:
        return comparisons.own_as_published(ours.value, *(ours.limits or (None, None)))
    if kind == "rate":
        return comparisons.own_rate(ours.numerator, ours.denominator, ours.per, rule)
    return comparisons.own_proportion(ours.numerator, ours.denominator)


@dataclass(frozen=True)
class Recent:
    """The five-point trend over `years` (labels, latest last), and the word that the source prints."""

    trend: Trend
    years: tuple[str, ...]
    published: str = ""


def recent_trend(measure: Measure, observations: Observations) -> Recent | None:
    """The trend to the latest yearly figure; None where a series has no published limits."""
    series = Series(observations, measure.indicator, measure.breakdown, measure.area)
    latest = max((f.period for f in _yearly(measure)), default=None)
    if latest is None:
        return None
    years = tuple(latest.years_earlier(back) for back in range(trends.PERIODS - 1, -1, -1))
    figures = [series.figure("outturn", year) for year in years]
    if figures[-1] is None or figures[-1].limits is None:
        return None
    covered = figures[-1].window
    names = (periods.called(y, Period(covered.first + y.first - latest.first, covered.months)) for y in years)
    values, lows, highs = zip(*(_numbers(figure) for figure in figures), strict=True)
    return Recent(
        trends.recent_trend(values, lows, highs, measure.polarity),
        tuple(names),
        _published_at(series, latest),
    )


def _yearly(measure: Measure) -> Iterator[Figure]:
    figures = (*measure.outturns, measure.figure)
    return (figure for figure in figures if figure is not None and figure.basis == "outturn")


def _numbers(figure: Figure | None) -> tuple[float | None, float | None, float | None]:
    if figure is None:
        return None, None, None
    return (figure.value, *(figure.limits or (None, None)))


def _published_at(series: Series, year: Period) -> str:
    """The word that the source prints beside that year's figure, if it does."""
    key = (series.indicator.ref, series.breakdown.name, series.area)
    words = (
        o.word
        for o in series.observations.by_series.get(key, ())
        if o.measure == "published_trend" and o.period == year
    )
    return next(words, "")
