"""Turn a target in words into a number: another place's figure, our past outturn, the region's members'.

A published regional figure comes before one worked out from the members. Figures of a year declared not comparable
are never used.
"""

from typing import TypeGuard

from analysis.definitions import wording
from analysis.definitions.params import Params
from analysis.definitions.targets import TOP_QUARTILE, Found, Lookup
from analysis.definitions.units import printed_decimals
from analysis.extracts.observations import Observation, Observations
from analysis.judgements import published_comparisons
from analysis.judgements.peer_comparisons import Among
from analysis.measures.measures import Measure
from analysis.statistics import intervals
from analysis.statistics.rankings import MEMBERS_NEEDED


def number_of(
    measure: Measure, observations: Observations, report: Params, among: Among | None = None
) -> Lookup:
    """What `targets.resolve` asks: (place, "latest", a year or the top quartile) to a figure, None if not there."""

    def find(area: str, what: str) -> Found | None:
        if what == TOP_QUARTILE:
            return _top_quartile(among, measure, area)
        if what != "latest" and area in ("", measure.area):
            return _own_outturn(measure, what)
        published = _published(measure, observations, area or report.area, what)
        return published or (_average(among, measure, area) if what == "latest" else None)

    return find


def _published(measure: Measure, observations: Observations, area: str, what: str) -> Found | None:
    """The latest comparable figure that a delivery holds for a place."""
    series = (measure.indicator.ref, measure.breakdown.name, area)
    figures = [
        o
        for o in observations.by_series.get(series, ())
        if o.value is not None and o.unit == measure.unit and _is_asked(o, what)
        if not measure.indicator.is_apart(o.period)
    ]
    latest = max(figures, key=lambda o: o.window.last, default=None)
    return Found(latest.number, latest.printed, _when(latest), latest.place) if latest else None


def _own_outturn(measure: Measure, year: str) -> Found | None:
    """Our outturn of a past year, printed or made from its periods."""
    outturn = next((o for o in measure.outturns if o.period.label == year), None)
    if outturn is None:
        return None
    return Found(outturn.value, _digits(outturn.value, measure), year, outturn.source)


def _average(among: Among | None, measure: Measure, region: str) -> Found | None:
    """The region's figure from its members', where it is in the indicator's own unit."""
    if not _is_of(among, measure, region) or among.figure.value is None:
        return None
    return _found(among, among.figure.value, measure, among.figure.footing)


def _top_quartile(among: Among | None, measure: Measure, region: str) -> Found | None:
    """The limit of the best quarter of the region's members, ours among them; five members are needed."""
    higher = measure.polarity == "higher"
    if not _is_of(among, measure, region) or measure.polarity not in ("lower", "higher"):
        return None
    values = [member.value for member in among.members]
    if len(values) < MEMBERS_NEEDED:
        return None
    lower, _, upper = intervals.quartile_limits(values)
    place = f"the figures of {len(values)} members of {region}"
    return _found(among, upper if higher else lower, measure, place)


def _is_of(among: Among | None, measure: Measure, region: str) -> TypeGuard[Among]:
    return among is not None and among.figure.region == region and among.unit == measure.unit


def _found(among: Among, value: float, measure: Measure, where: str) -> Found:
    return Found(value, _digits(value, measure), _month(among.window.in_words()), where)


def _digits(value: float, measure: Measure) -> str:
    return wording.fixed(value, printed_decimals(value, measure.unit))


def _is_asked(observation: Observation, what: str) -> bool:
    if what == "latest":
        return observation.measure in published_comparisons.MEASURES
    return observation.measure == "outturn" and observation.period.label == what


def _when(observation: Observation) -> str:
    """The month a figure was taken, "August 2012"; of a year, its label."""
    if observation.measure == "outturn":
        return observation.period.label
    return _month(observation.window.in_words())


def _month(words: str) -> str:
    return words.rpartition(" to ")[2]
