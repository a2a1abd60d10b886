"""Which published figures of other places stand beside ours, and on what footing.

A figure of the region, the nation or a neighbour is compared when it is printed for the same measure and
period; one that the definition calls not comparable is shown with the reason and not judged.
"""

from analysis import comparators, intervals
from analysis.comparators import Comparator, Comparison, OwnFigure
from analysis.measures import Measure
from analysis.observations import Observation, Observations
from analysis.params import Params, listed
from analysis.series import Figure

MEASURES = ("cumulative", "in_quarter", "rolling_12_months", "outturn")


def compare_with_others(
    measure: Measure, observations: Observations, params: Params
) -> tuple[Comparison, ...]:
    """Our figure beside every other place's of the same period: region first, then nation, then neighbours.

    A survey stands beside the year it was last taken in; a place whose last figure is of a year that the
    definition calls not comparable is shown, not judged.
    """
    ours = measure.figure or (measure.outturns[-1] if measure.outturns else None)
    if ours is None or measure.area != params.area:
        return ()
    found = []
    for place in (params.region, params.nation, *listed(params.neighbours)):
        printed = _beside(measure, place, ours, observations) if place else None
        if printed is not None:
            found.append(_comparison(measure, ours, printed, place in listed(params.neighbours)))
    return tuple(found)


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


def _comparison(measure: Measure, ours: Figure, theirs: Observation, neighbour: bool) -> Comparison:
    apart = theirs.period.label in measure.indicator.not_comparable
    reason = measure.indicator.not_comparable_reason if apart else ""
    comparator = _published(theirs, reason or _other_window(ours, theirs), neighbour)
    return comparators.compare(own_figure(ours, measure.kind), comparator, measure.polarity)


def _other_window(ours: Figure, theirs: Observation) -> str:
    """A figure that another place prints for other months than ours is no like for like."""
    if ours.window == theirs.window:
        return ""
    return f"it covers {theirs.window.in_words()}, ours {ours.window.in_words()}"


def _published(theirs: Observation, not_comparable: str, neighbour: bool) -> Comparator:
    """A published figure on its footing: what months it covers, and what its note says beyond them."""
    when = theirs.window.in_words() if theirs.window.months == 12 else theirs.period.in_words()
    _, _, caveat = theirs.note.partition("; ")
    when += f" ({caveat})" if caveat else ""
    return comparators.published(
        theirs.area, theirs.value, when, theirs.decimals, not_comparable, neighbour=neighbour
    )


def own_figure(
    ours: Figure, kind: str, rule: intervals.CountRule = intervals.DEFAULT_COUNT_RULE
) -> OwnFigure:
    """Our figure from its counts where it follows from them, else with the limits published for it."""
    if ours.numerator is None or not ours.denominator:
        return comparators.own_as_published(ours.value, *(ours.limits or (None, None)))
    if kind == "rate":
        return comparators.own_rate(ours.numerator, ours.denominator, ours.per, rule)
    return comparators.own_proportion(ours.numerator, ours.denominator)
