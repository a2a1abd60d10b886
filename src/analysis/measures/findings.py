"""Findings about the data, found by rule. Each finding names the places where it was found.

A finding changes no figure. The report says which of two printings it uses, and shows the other. A figure that
contradicts itself in time or is not plausible (`contradictions`, `plausibility`) is not judged.
"""

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from re import search

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.definitions.indicators import Indicator
from analysis.definitions.params import Params, listed
from analysis.definitions.periods import Period
from analysis.documents.printed import Printed
from analysis.extracts.observations import FACTS, Key, Observation, Observations

POPULATION_SLACK = 0.01
"""Share by which two populations may differ: estimates change from year to year."""


@dataclass(frozen=True)
class Finding:
    """One finding: the rule that was broken, in words what was found, and where both sides stand.

    `holds` says, where it touches a figure that is to be judged, why no verdict is given on the first place's
    series until somebody confirms or corrects it.
    """

    kind: str
    ref: str
    words: str
    places: tuple[Observation | Printed, ...]
    holds: str = ""


Indicators = Mapping[str, Indicator]
"""Definitions by reference."""

CONFLICT = "The same fact is printed differently"
CHANGE = "A printed change does not follow from the printed figures"
PARTS = "Parts do not add up to their total"
RATE = "A rate does not follow from its count and the population"
SHARE = "A printed percentage does not follow from its counts"
PROJECTION = "A printed projection does not follow from the figure to date"


def check(
    observations: Observations, indicators: tuple[Indicator, ...], params: Params
) -> tuple[Finding, ...]:
    """All findings of all rules, in the order of the rules and, within one, of the definitions."""
    by_ref = {indicator.ref: indicator for indicator in indicators}
    order = {ref: number for number, ref in enumerate(by_ref)}
    found = [finding for rule in RULES for finding in rule(observations, by_ref, params)]
    rank = {kind: number for number, kind in enumerate((CONFLICT, CHANGE, PARTS, RATE, SHARE, PROJECTION))}
    return tuple(sorted(found, key=lambda finding: (rank[finding.kind], order[finding.ref])))


def same_figure(one: Observation, other: Observation) -> bool:
    """Whether two printings can be the same figure: equal within half the coarser one's last digit.

    3.2 and 3.18 can be, 85.2 and 85.52 cannot; counts must be equal.
    """
    slack = max(one.half_unit, other.half_unit) if one.decimals or other.decimals else 0.0
    return abs(one.number - other.number) <= slack * (1 + 1e-9)


def _conflicts(observations: Observations, indicators: Indicators, params: Params) -> Iterator[Finding]:
    for printings in observations.by_key.values():
        printed = [p for p in printings if p.value is not None]
        if not printed:
            continue
        used = observations.used(printings[0].key)
        first = used if used is not None and used in printed else printed[0]
        same_months = [p for p in printed if p is not first and p.window == first.window]
        different = [p for p in same_months if not same_figure(first, p)]
        if different:
            others = "; ".join(f"{p.printed} in {p.place}" for p in different)
            here = "" if used is None else " (used here)"
            none = "" if used else "; none of them is used here, since none is the target in the targets file"
            words = f"{fact(first)} is {first.printed} in {first.place}{here}, but {others}{none}"
            yield Finding(CONFLICT, first.ref, words, (first, *different))


def _changes(observations: Observations, indicators: Indicators, params: Params) -> Iterator[Finding]:
    for change in observations.figures:
        if change.measure != "change_on_same_period" or change.value is None:
            continue
        pair = _both_years(change, observations, indicators[change.ref])
        if pair is None or (change.unit == "percent" and not pair[1].value):
            continue
        now, before = pair
        expected = _change(now.number, before.number, change.unit)
        reach = [_change(a, b, change.unit) for a in _could_be(now) for b in _could_be(before)]
        slack = change.half_unit * (1 + 1e-9)
        if not min(reach) - slack <= change.value <= max(reach) + slack:
            words = (
                f"{fact(change)} is printed as {change.printed} in {change.place}, "
                f"but {now.printed} against {before.printed} gives {_signed(expected, change.decimals + 1)}"
            )
            yield Finding(CHANGE, change.ref, words, (change, now, before))


def _change(now: float, before: float, unit: str) -> float:
    return 100 * (now - before) / before if unit == "percent" else now - before


def _signed(change: float, decimals: int) -> str:
    """A change with its sign, also where it is none: `+0.0`."""
    return wording.fixed(change, decimals) if change < 0 else f"+{wording.fixed(change, decimals)}"


def _could_be(figure: Observation) -> tuple[float, ...]:
    """The least and the most that a printed figure stands for; a count is what it is."""
    rounded = figure.decimals or figure.unit.startswith("percent")
    if not rounded:
        return (figure.number,)
    return (figure.number - figure.half_unit, figure.number + figure.half_unit)


def _both_years(
    change: Observation, observations: Observations, indicator: Indicator
) -> tuple[Observation, Observation] | None:
    """The two figures that a printed change is the change of: its own document's, else the ones used."""
    unit = indicator.unit_of(known(indicator.breakdown(change.breakdown)))
    for measure in FACTS:
        now, before = (
            _from(observations, (*change.key[:3], period, measure, unit), change.source)
            for period in (change.period, change.period.years_earlier())
        )
        if now and before and now.window.years_earlier() == before.window:
            return now, before
    return None


def _from(observations: Observations, key: Key, source: str) -> Observation | None:
    printed = [p for p in observations.by_key.get(key, ()) if p.value is not None]
    return next((p for p in printed if p.source == source), printed[0] if printed else None)


def _parts(observations: Observations, indicators: Indicators, params: Params) -> Iterator[Finding]:
    """Breakdowns that a definition says add up, and towns that make up the area, within one document."""
    for total in observations.figures:
        if total.measure not in (*FACTS, "target") or total.value is None:
            continue
        names = [b.name for b in indicators[total.ref].series if b.part_of == total.breakdown]
        breakdowns = _siblings(total, observations, [(name, total.area) for name in names])
        whole = total.area == params.area and _adds_up_over_places(total, indicators[total.ref])
        towns = listed(params.parts) if whole else ()
        places = _siblings(total, observations, [(total.breakdown, town) for town in towns])
        for parts in (breakdowns, places):
            if parts and _gap(total, parts):
                sum_of = " + ".join(f"{p.printed} ({_part_name(p, total)})" for p in parts)
                made = wording.fixed(sum(p.number for p in parts), max(p.decimals for p in parts))
                words = f"{fact(total)} is {total.printed} in {total.place}, but {sum_of} make {made}"
                yield Finding(PARTS, total.ref, words, (total, *parts))


def _adds_up_over_places(total: Observation, indicator: Indicator) -> bool:
    """Counts and money of towns add up to the area's; rates, percentages and levels do not."""
    level = indicator.kind_of(known(indicator.breakdown(total.breakdown))) == "level"
    return not level and not total.unit.startswith("percent") and " per " not in total.unit


def _siblings(
    total: Observation, observations: Observations, wanted: Sequence[tuple[str, str]]
) -> list[Observation]:
    """The figures of the same months and document of all wanted breakdowns and areas; none where one is missing."""
    found = []
    for breakdown, area in wanted:
        key = (total.ref, breakdown, area, total.period, total.measure, total.unit)
        printed = [p for p in observations.by_key.get(key, ()) if p.value is not None]
        found += [p for p in printed if p.source == total.source and p.window == total.window][:1]
    return found if len(found) == len(wanted) else []


def _gap(total: Observation, parts: list[Observation]) -> bool:
    decimals = max(p.decimals for p in (total, *parts))
    slack = total.half_unit + sum(p.half_unit for p in parts) if decimals else 0.0
    return abs(sum(p.number for p in parts) - total.number) > slack * (1 + 1e-9)


def _part_name(part: Observation, total: Observation) -> str:
    return part.breakdown if part.breakdown != total.breakdown else part.area


@dataclass(frozen=True)
class _Pair:
    """A count and the rate printed for it; `low` to `high` is the population that the two imply."""

    count: Observation
    rate: Observation
    per: float

    @property
    def low(self) -> float:
        return self.count.number / (self.rate.number + self.rate.half_unit) * self.per

    @property
    def high(self) -> float:
        return self.count.number / (self.rate.number - self.rate.half_unit) * self.per

    @property
    def population(self) -> float:
        return self.count.number / self.rate.number * self.per

    def misses(self, population: float) -> float:
        """By what share of it a population lies outside what the two imply; 0 inside."""
        return max(self.low - population, population - self.high, 0.0) / population


def _rates(observations: Observations, indicators: Indicators, params: Params) -> Iterator[Finding]:
    groups: dict[tuple[str, str, str], list[_Pair]] = {}
    for pair in _pairs(observations, indicators):
        groups.setdefault((pair.rate.source, pair.rate.area, pair.rate.unit), []).append(pair)
    for document in groups.values():
        yield from _odd_ones(document)


def _odd_ones(document: list[_Pair]) -> Iterator[Finding]:
    """The pair furthest from what the others imply, and again without it, while two others can agree."""
    left = list(document)
    while len(left) > 2:
        odd = max(left, key=lambda pair: pair.misses(_usual(left, pair)))
        usual = _usual(left, odd)
        if odd.misses(usual) <= POPULATION_SLACK:
            return
        left.remove(odd)
        expected = odd.count.number / usual * odd.per
        words = (
            f"{fact(odd.rate)} is {odd.rate.printed} in {odd.rate.place}, but {odd.count.printed} "
            f"{odd.count.unit} on the {wording.fixed(usual, 0)} people that the document's other {len(left)} "
            f"rates imply would be {wording.fixed(expected, odd.rate.decimals)}"
        )
        yield Finding(RATE, odd.rate.ref, words, (odd.rate, odd.count, *(other.rate for other in left)))


def _usual(document: list[_Pair], pair: _Pair) -> float:
    return statistics.median(other.population for other in document if other is not pair)


def _pairs(observations: Observations, indicators: Indicators) -> Iterator[_Pair]:
    for rate in observations.figures:
        per = search(r" per (\d+) ", f"{rate.unit} ")
        indicator = indicators[rate.ref]
        if not per or rate.unit not in indicator.second_units or not rate.value:
            continue
        unit = indicator.unit_of(known(indicator.breakdown(rate.breakdown)))
        key = (rate.ref, rate.breakdown, rate.area, rate.period, rate.measure, unit)
        count = next(
            (c for c in observations.by_key.get(key, ()) if c.source == rate.source and c.value), None
        )
        if count is not None:
            yield _Pair(count, rate, float(per[1]))


def _shares(observations: Observations, indicators: Indicators, params: Params) -> Iterator[Finding]:
    for printed in observations.figures:
        if printed.value is None or not printed.unit.startswith("percent"):
            continue
        more = {"one_more_case": 1}.get(printed.measure, 0)
        if not (more or printed.measure in ("outturn", "cumulative", "in_quarter", "rolling_12_months")):
            continue
        counts = _counts(printed, observations, indicators[printed.ref])
        if counts is None:
            continue
        top, bottom = counts
        made = 100 * (top.number + more) / bottom.number
        noise = 1e-12 * abs(made)  # a figure delivered with all the digits that a computer holds
        if abs(made - printed.value) > printed.half_unit * (1 + 1e-9) + noise:
            whole = wording.fixed(bottom.number, bottom.decimals)
            sum_of = f"{wording.fixed(top.number + more, top.decimals)} of {whole}"
            is_made = f"{sum_of} is {wording.fixed(made, max(2, printed.decimals + 1))}%"
            words = f"{fact(printed)} is {printed.printed} in {printed.place}, but {is_made}"
            yield Finding(SHARE, printed.ref, words, (printed, top, bottom))


def _counts(
    printed: Observation, observations: Observations, indicator: Indicator
) -> tuple[Observation, Observation] | None:
    breakdown = indicator.breakdown(printed.breakdown)
    if breakdown is None or not breakdown.denominator:
        return None
    place = (printed.ref, printed.breakdown, printed.area, printed.period)
    top = _from(observations, (*place, "numerator", breakdown.numerator), printed.source)
    bottom = _from(observations, (*place, "denominator", breakdown.denominator), printed.source)
    if not (top and bottom and bottom.value):
        return None
    return (top, bottom) if top.window == bottom.window == printed.window else None


def _projections(observations: Observations, indicators: Indicators, params: Params) -> Iterator[Finding]:
    to_date: Period = params.period
    for printed in observations.figures:
        if printed.measure != "projected_outturn" or printed.value is None:
            continue
        if printed.period.label != params.year or not _adds_up_over_the_year(printed, indicators):
            continue
        key = (printed.ref, printed.breakdown, printed.area, to_date, "cumulative", printed.unit)
        figure = _from(observations, key, printed.source)
        if figure is None:
            continue
        made = figure.number * 4 / params.quarter
        if abs(made - printed.value) > printed.half_unit:
            doubled = wording.trimmed(made, max(printed.decimals, figure.decimals) + 2)
            words = (
                f"{fact(printed)} is {printed.printed} in {printed.place}, but {figure.printed} for "
                f"{params.quarter} of 4 quarters gives {doubled}"
            )
            yield Finding(PROJECTION, printed.ref, words, (printed, figure))


def _adds_up_over_the_year(figure: Observation, indicators: Indicators) -> bool:
    """Only of what adds up over the year is the half-year doubled; a percentage stays what it is."""
    indicator = indicators[figure.ref]
    return indicator.accumulation_of(known(indicator.breakdown(figure.breakdown))) == "sum"


MEASURES = {
    "outturn": "outturn",
    "cumulative": "year to date",
    "in_quarter": "figure of the quarter",
    "in_month": "figure of the month",
    "rolling_12_months": "twelve months",
    "target": "target",
    "target_to_date": "target to date",
    "change_on_same_period": "change on the same period last year",
    "projected_outturn": "projected outturn",
    "one_more_case": "worth of one more case",
}


def fact(figure: Observation) -> str:
    """Return a fact in words: `SH9 target 2012-13 (admissions per 10000 aged 0-18)`."""
    which = "" if figure.breakdown in ("all", "total") else f" {figure.breakdown}"
    where = f" {figure.area}" if figure.area else ""
    what = MEASURES.get(figure.measure, figure.measure.replace("_", " "))
    return f"{figure.ref}{which}{where}: {what} {figure.called} ({figure.unit})"


RULES: tuple[Callable[[Observations, Indicators, Params], Iterator[Finding]], ...] = (
    _conflicts,
    _changes,
    _parts,
    _rates,
    _shares,
    _projections,
)
