"""Which published figures of other places stand beside ours, and on what footing.

A figure of the region, the nation or a neighbour is compared when it is printed for the same measure and
period; one that the definition calls not comparable is shown with the reason and not judged.
"""

import math
from dataclasses import replace

from analysis import comparators, intervals
from analysis.comparators import Comparator, Comparison, OwnFigure
from analysis.measures import Measure
from analysis.observations import Observation, Observations
from analysis.params import Params, listed
from analysis.series import Figure

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
        made = comparators.compare(
            mine, _comparator(measure, ours, printed, place in neighbours), measure.polarity
        )
        found += _shown(made, printed, before[place]) if place in before else [made]
    return tuple(found)


def _shown(made: Comparison, printed: Observation, before: Comparison) -> list[Comparison]:
    """A published figure of a place that was judged before: nothing where it says the same, else shown."""
    same = math.isclose(printed.value, before.value, rel_tol=1e-9, abs_tol=printed.half_unit)
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
