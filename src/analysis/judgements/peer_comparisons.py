"""Compare our figure with the region's members: pooled or mean, rank, quartile, funnel, named neighbours.

Members' figures have the same measure and months as ours. Counts have no average, so they become a rate per 1,000
people first. A percentage or rate goes by its counts. A standardised figure does not follow from its counts, so it
goes by the simple mean of the published ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import pandas as pd

from analysis.definitions import regions
from analysis.definitions.errors import known
from analysis.definitions.options import Choices
from analysis.definitions.params import Params, listed
from analysis.definitions.periods import Period
from analysis.definitions.regions import Member, Population, Region
from analysis.documents.kinds.populations import PopulationTable
from analysis.extracts.observations import LIMITS, Observation, Observations
from analysis.extracts.places import Lookups
from analysis.judgements.published_comparisons import own_figure
from analysis.measures.measures import Measure
from analysis.measures.series import Figure
from analysis.statistics import comparisons as comparators
from analysis.statistics import pooling, rankings
from analysis.statistics.comparisons import Comparison, Counted, OwnFigure
from analysis.statistics.intervals import CountRule, Interval
from analysis.statistics.pooling import MemberFigure, Regional
from analysis.statistics.rankings import FunnelPoint, Place

PER_HEAD = 1_000.0
Footing = Literal["per head", "proportion", "rate", "published"]


@dataclass(frozen=True, eq=False)
class Peers:
    """Everybody's figures, the region that the members are of, and how many people live where."""

    observations: Observations
    lookups: Lookups
    people: PopulationTable | None = None

    @property
    def region(self) -> Region | None:
        """The region, where a look-up declares its members."""
        return self.lookups.region


@dataclass(frozen=True)
class Standing:
    """One member's figure with its 95% interval (None where none is known); `own` marks our area."""

    code: str
    name: str
    value: float
    interval: Interval | None
    own: bool


@dataclass(frozen=True)
class Among:
    """Our figure among the members': `figure` is the region's, `members` stand from the lowest value up.

    `unit` is what all of it is in; `funnel` is empty where no counts are known; `rules` says which
    alternative rules were chosen.
    """

    comparison: Comparison
    figure: Regional
    place: Place
    unit: str
    footing: Footing
    window: Period
    members: tuple[Standing, ...]
    funnel: tuple[FunnelPoint, ...]
    neighbours: tuple[Comparison, ...] = ()
    rules: str = ""

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Beside the region, then beside each named neighbour."""
        return (self.comparison, *self.neighbours)


_Kind = Literal["proportion", "rate", ""]
"""What the members' counts make; empty where they are not known."""


@dataclass(frozen=True)
class _Asked:
    """Which figures are asked of each member: a series' key, units, measure, periods, months covered, and by
    which `rule` the intervals of its counts are made.
    """

    ref: str
    breakdown: str
    units: tuple[str, str, str]
    measure: str
    periods: tuple[Period, ...]
    window: Period
    footing: Footing
    during: Period
    per: float
    rule: CountRule


def compare_with_members(measure: Measure, peers: Peers, params: Params) -> Among | None:
    """Our figure among the members of the region; None where fewer than two have one to compare."""
    ours = measure.figure or (measure.outturns[-1] if measure.outturns else None)
    if ours is None or peers.region is None or measure.area != params.area:
        return None
    footing = _footing(measure, ours, peers)
    if footing is None:
        return None
    asked = _asked(measure, ours, footing, params)
    figures, _ = _figures(peers, asked)
    if sum(not figure.out for figure in figures) < 2:
        return None
    chosen = params.chosen(measure.indicator.rules)
    own = next((figure for figure in figures if figure.member.name == params.area), None)
    figure = _region(peers, asked, figures, own, measure, chosen)
    return _among(measure, ours, own, figures, figure, peers, asked, params)


def _among(
    measure: Measure,
    ours: Figure,
    own: MemberFigure | None,
    figures: tuple[MemberFigure, ...],
    figure: Regional,
    peers: Peers,
    asked: _Asked,
    params: Params,
) -> Among:
    chosen = params.chosen(measure.indicator.rules)
    mine, unit = _mine(measure, ours, own, asked), _unit(measure, asked.footing)
    comparison = comparators.compare(mine, comparators.from_members(figure, unit), measure.polarity)
    code = own.member.code if own else ""
    counted = asked.footing != "published" and any(f.counted for f in figure.used)
    kind: rankings.Footing = "proportion" if asked.footing == "proportion" else "rate"
    return Among(
        comparison=replace(comparison, unit=unit),
        figure=figure,
        place=rankings.place_among(mine, code, figures, figure, measure.polarity),
        unit=unit,
        footing=asked.footing,
        window=asked.window,
        members=tuple(
            replace(one, own=one.code == code) for one in _standings(peers, asked, kind if counted else "")
        ),
        funnel=_funnel(peers, asked, figure.how, "" if chosen.own_area == "in" else code, kind)
        if counted
        else (),
        neighbours=_neighbours(measure, own, figures, asked, params, unit),
        rules=chosen.in_words("average", "own area", "membership", "intervals of counts"),
    )


def _footing(measure: Measure, ours: Figure, peers: Peers) -> Footing | None:
    if measure.kind == "count":
        return "per head" if peers.people else None
    if ours.numerator is not None and ours.denominator:
        return "proportion" if measure.kind == "percentage" else "rate"
    return "published"


def _asked(measure: Measure, ours: Figure, footing: Footing, params: Params) -> _Asked:
    breakdown = measure.breakdown
    units = (measure.unit, breakdown.numerator or measure.unit, breakdown.denominator or measure.unit)
    parts = tuple(dict.fromkeys(o.period for o in ours.made_from))
    chosen = params.chosen(measure.indicator.rules)
    during = ours.window if chosen.membership == "in the period" else Period(params.period.last, 1)
    return _Asked(
        measure.indicator.ref, breakdown.name, units, ours.made_from[0].measure, parts, ours.window, footing,
        during, {"per head": PER_HEAD, "proportion": 100.0}.get(footing, measure.indicator.per),
        chosen.intervals_of_counts,
    )  # fmt: skip


def _unit(measure: Measure, footing: Footing) -> str:
    return f"{measure.unit} per {int(PER_HEAD)} population" if footing == "per head" else measure.unit


def _mine(measure: Measure, ours: Figure, own: MemberFigure | None, asked: _Asked) -> OwnFigure:
    if asked.footing != "per head":
        return own_figure(ours, measure.kind, asked.rule)
    if own is None or own.out:
        return OwnFigure(None)
    return comparators.own_rate(own.numerator, own.denominator, PER_HEAD, asked.rule)


@lru_cache(maxsize=4096)
def _figures(peers: Peers, asked: _Asked) -> tuple[tuple[MemberFigure, ...], Mapping[str, Interval]]:
    """Each member's figure, and published limits by code: the same for every area of a report."""
    region = known(peers.region)
    members = region.during(asked.during)
    changed = pooling.changed_figures(region, asked.during)
    if asked.footing == "published":
        figures, limits = _published(peers, asked, members)
        return (*figures, *changed), limits
    rows = [row for member in members for row in _rows(peers.observations, asked, member)]
    counts = pd.DataFrame(rows, columns=["code", "period", "numerator", "denominator"])
    people = _people(peers, asked) if asked.footing == "per head" else None
    labels = [period.label for period in asked.periods]
    there = set(counts["code"])
    found = pooling.member_figures(counts, members, labels, people)
    found = tuple(f if f.member.code in there else replace(f, out="not available") for f in found)
    return (*found, *changed), {}


def _rows(observations: Observations, asked: _Asked, member: Member) -> list[tuple[str, str, float, float]]:
    rows = []
    for period in asked.periods:
        if asked.footing == "per head":
            top = _value(observations, asked, member, period, asked.measure, asked.units[0])
            bottom = None
        else:
            top = _value(observations, asked, member, period, "numerator", asked.units[1])
            bottom = _value(observations, asked, member, period, "denominator", asked.units[2])
        if top is not None and (bottom is not None or asked.footing == "per head"):
            rows.append((member.code, period.label, top, bottom or 0.0))
    return rows


def _value(
    observations: Observations, asked: _Asked, member: Member, period: Period, measure: str, unit: str
) -> float | None:
    found: Observation | None = observations.used(
        (asked.ref, asked.breakdown, member.name, period, measure, unit)
    )
    return found.value if found else None


def _published(
    peers: Peers, asked: _Asked, members: tuple[Member, ...]
) -> tuple[tuple[MemberFigure, ...], Mapping[str, Interval]]:
    period, unit = asked.periods[-1], asked.units[0]
    values, limits = {}, {}
    for member in members:
        values[member.code] = _value(peers.observations, asked, member, period, asked.measure, unit)
        low, high = (_value(peers.observations, asked, member, period, limit, unit) for limit in LIMITS)
        if low is not None and high is not None:
            limits[member.code] = Interval(low, high, 0.95, "published limits")
    return pooling.published_figures(values, members), limits


def _people(peers: Peers, asked: _Asked) -> Mapping[str, Population]:
    """Populations of the members in the middle of the months that a figure covers."""
    return _populations(peers, asked.during, _mid_year(asked.window)) if peers.people else {}


@lru_cache(maxsize=64)
def _populations(peers: Peers, during: Period, year: int) -> Mapping[str, Population]:
    region = known(peers.region)
    members = (*region.during(during), *region.changed_during(during))
    bases = dict(peers.lookups.bases)
    found = regions.populations(known(peers.people).frame, [m.code for m in members], year)
    return {code: replace(one, basis=bases.get(one.basis, one.basis)) for code, one in found.items()}


def _mid_year(window: Period) -> int:
    return (window.first + window.months // 2) // 12


def _region(
    peers: Peers,
    asked: _Asked,
    figures: tuple[MemberFigure, ...],
    own: MemberFigure | None,
    measure: Measure,
    chosen: Choices,
) -> Regional:
    people = _people(peers, asked)
    note = ""
    if asked.footing == "per head":
        note = regions.population_footing(people.values(), _mid_year(asked.window))
    elif measure.indicator.standardised:
        note = "a standardised figure does not follow from its counts, so nothing is pooled"
    return pooling.regional_figure(
        known(peers.region).name, figures, asked.per, chosen.average, own.member.code if own else "",
        chosen.own_area == "in", people, note,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _funnel(
    peers: Peers, asked: _Asked, how: pooling.How, without: str, kind: rankings.Footing
) -> tuple[FunnelPoint, ...]:
    """The funnel round the region's figure, the same for every area unless it is left out of it."""
    figures, _ = _figures(peers, asked)
    name = known(peers.region).name
    figure = pooling.regional_figure(name, figures, asked.per, how, without or None, not without)
    return rankings.funnel(figure, kind, asked.rule)


@lru_cache(maxsize=4096)
def _standings(peers: Peers, asked: _Asked, kind: _Kind) -> tuple[Standing, ...]:
    figures, limits = _figures(peers, asked)
    whole = [figure for figure in figures if not figure.out and (figure.counted or not kind)]
    found = [
        Standing(
            f.member.code, f.member.name, known(f.value(asked.per)), _reach(f, asked, kind, limits), False
        )
        for f in whole
    ]
    return tuple(sorted(found, key=lambda one: (one.value, one.name)))


def _reach(
    figure: MemberFigure, asked: _Asked, kind: _Kind, limits: Mapping[str, Interval]
) -> Interval | None:
    if not kind:
        return limits.get(figure.member.code)
    counted = Counted(figure.numerator, figure.denominator, kind, asked.per)
    return comparators.own_counted(counted, asked.rule).at_95


def _neighbours(
    measure: Measure,
    own: MemberFigure | None,
    figures: tuple[MemberFigure, ...],
    asked: _Asked,
    params: Params,
    unit: str,
) -> tuple[Comparison, ...]:
    """The neighbours that the report names, from their own counts."""
    if own is None or own.out or not own.counted:
        return ()
    kind: rankings.Footing = "proportion" if asked.footing == "proportion" else "rate"
    when = asked.window.in_words()
    named = [f for f in figures if f.member.name in listed(params.neighbours) and f.counted and not f.out]
    mine, *theirs = (Counted(f.numerator, f.denominator, kind, asked.per) for f in (own, *named))
    beside = (
        comparators.compare_with_neighbour(mine, counted, f.member.name, when, measure.polarity, asked.rule)
        for f, counted in zip(named, theirs, strict=True)
        if f is not own
    )
    return tuple(replace(comparison, unit=unit) for comparison in beside)
