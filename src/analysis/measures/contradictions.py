"""Find contradictions in time: a figure that adds up over the year against the sum of its parts.

Quarters against a year to date or an outturn, months against a quarter, a rolling year against its months, a year to
date that falls. Rounded figures carry their rounding, so their sums raise no false finding. A suppressed figure is in
no sum, and no difference is printed that would reveal it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from analysis.definitions import periods, wording
from analysis.definitions.errors import known
from analysis.definitions.indicators import Breakdown, Indicator
from analysis.definitions.params import Params
from analysis.definitions.periods import Period
from analysis.extracts.observations import Observation, Observations
from analysis.measures.findings import MEASURES, Finding, fact

FLOWS = ("outturn", "rolling_12_months", "cumulative", "in_quarter", "in_month")
"""Measures that cover months, the longest first; of two with the same months the first is the whole."""

LISTED = 6
"""Parts that a finding names one by one; its places name all of them."""

SUMS = "Parts of the year do not make their total"
FALL = "A total is less than a part of it"

Edges = tuple[Observation, ...]


@dataclass(frozen=True)
class _Gap:
    """A whole beside the parts that lie in it end to end (`tiles`), or leave months between them.

    `exact` are counts, which are not rounded; `hides` says whether its source suppresses something within it.
    """

    whole: Observation
    parts: Edges
    tiles: bool
    exact: bool
    hides: bool = False

    @property
    def made(self) -> float:
        return sum(part.number for part in self.parts)

    @property
    def decimals(self) -> int:
        return max(figure.decimals for figure in (self.whole, *self.parts))

    @property
    def slack(self) -> float:
        """By how much the sum may miss the whole: half a last digit of each, of whole counts nothing."""
        if self.exact and not self.decimals:
            return 0.0
        return sum(figure.half_unit for figure in (self.whole, *self.parts))

    @property
    def is_real(self) -> bool:
        over = self.made - self.whole.number
        return (abs(over) if self.tiles else over) > self.slack + 1e-9 * max(1.0, abs(self.made))

    @property
    def words(self) -> str:
        """What the parts come to, each with its period."""
        made = wording.fixed(self.made, self.decimals)
        if len(self.parts) == 1:
            (part,) = self.parts
            said = f"the {MEASURES[part.measure]} {part.period.label} is {made}"
        else:
            said = f"{self._summands} make {made}"
        over = self.made - self.whole.number
        if self.tiles:
            return f"{said}, a gap of {wording.fixed(abs(over), self.decimals)}"
        return (
            said if self.hides else f"{said}, so {self._rest} would be {wording.fixed(-over, self.decimals)}"
        )

    @property
    def holds(self) -> str:
        """Why no verdict is given, in short: the finding names every part."""
        whole, made = (
            wording.fixed(self.whole.number, self.whole.decimals),
            wording.fixed(self.made, self.decimals),
        )
        first = f"{self.whole.window.in_words()} is printed as {whole}, but "
        said = f"{first}its parts make {made}" if self.tiles else f"{first}a part of it as {made}"
        return f"{said}; ask the source which is right"

    @property
    def _summands(self) -> str:
        """Each part with its period; of many how many there are and from when to when."""
        first, last = self.parts[0].period.label, self.parts[-1].period.label
        if len(self.parts) > LISTED:
            return f"the {len(self.parts)} figures from {first} to {last}"
        return " + ".join(f"{wording.fixed(p.number, p.decimals)} ({p.period.label})" for p in self.parts)

    @property
    def _rest(self) -> str:
        """The months that no part covers, in words where they are one run."""
        window = self.whole.window
        covered = {m for p in self.parts for m in range(p.window.first, p.window.last + 1)}
        left = [month for month in range(window.first, window.last + 1) if month not in covered]
        one_run = left[-1] - left[0] + 1 == len(left)
        return Period(left[0], len(left)).in_words() if one_run else "the rest of it"


def check(
    observations: Observations, indicators: tuple[Indicator, ...], params: Params
) -> tuple[Finding, ...]:
    """Return every contradiction, sums before falls, in the order of the definitions.

    Those that touch the reported year and rest on the figures that the report uses hold its verdict.
    """
    found = [
        _finding(gap, used, params)
        for indicator in indicators
        for figures in _series(observations, indicator)
        for gap, used in _gaps(figures, observations, indicator)
    ]
    return tuple(sorted(found, key=lambda finding: finding.kind == FALL))


def _series(observations: Observations, indicator: Indicator) -> Iterator[Edges]:
    """The flows of each series of the indicator that adds up over its periods."""
    own = sorted(observations.by_ref.get(indicator.ref, ()), key=lambda o: (o.breakdown, o.area))
    for (name, _), figures in groupby(own, key=lambda o: (o.breakdown, o.area)):
        breakdown = indicator.breakdown(name)
        if breakdown is None or not _adds_up(indicator, breakdown):
            continue
        unit = indicator.unit_of(breakdown)
        yield tuple(figure for figure in figures if figure.measure in FLOWS and figure.unit == unit)


def _adds_up(indicator: Indicator, breakdown: Breakdown) -> bool:
    """Whether months make quarters and quarters years; of rolling years only counts and money do."""
    how, kind = indicator.accumulation_of(breakdown), indicator.kind_of(breakdown)
    return how == "sum" or (how == "rolling" and kind in ("count", "money"))


def _gaps(figures: Edges, observations: Observations, indicator: Indicator) -> Iterator[tuple[_Gap, bool]]:
    """Each gap once, and whether the figures that the report uses have it, else one document's own alone."""
    used = tuple(figure for figure in figures if observations.used(figure.key) is figure)
    documents = groupby(sorted(figures, key=lambda f: f.file), key=lambda f: f.file)
    seen: set[frozenset[int]] = set()
    for edges, is_used in ((used, True), *((tuple(own), False) for _, own in documents)):
        for gap in _gaps_among(edges, indicator):
            places = frozenset(id(place) for place in (gap.whole, *gap.parts))
            if places not in seen:
                seen.add(places)
                yield gap, is_used


def _gaps_among(edges: Edges, indicator: Indicator) -> Iterator[_Gap]:
    there = tuple(edge for edge in edges if edge.value is not None)
    hidden = tuple(edge.window for edge in edges if edge.value is None)
    below_zero = any(edge.number < 0 for edge in there)
    for whole in there:
        kind = indicator.kind_of(known(indicator.breakdown(whole.breakdown)))
        exact = kind == "count" and not indicator.estimated_counts
        inside = tuple(edge for edge in there if _is_part(edge, whole))
        if tiles := _tiles(whole.window, inside):
            gap = _Gap(whole, tiles, True, exact)
        elif kind != "money" and not below_zero:
            hides = any(whole.window.holds(window) for window in hidden)
            gap = _Gap(whole, _largest(whole.window, inside), False, exact, hides)
        else:
            continue
        if gap.is_real:
            yield gap


def _is_part(edge: Observation, whole: Observation) -> bool:
    """Whether it lies in the whole; of the same months each pair is looked at once."""
    if edge.window == whole.window:
        return FLOWS.index(edge.measure) > FLOWS.index(whole.measure)
    return whole.window.holds(edge.window)


def _tiles(window: Period, edges: Edges) -> Edges:
    """The fewest edges that lie end to end from its first month to its last; none where there is a hole."""
    reached: dict[int, Edges] = {window.first: ()}
    for month in range(window.first, window.last + 1):
        for edge in edges if month in reached else ():
            end = edge.window.last + 1
            if edge.window.first == month and len(reached[month]) + 1 < len(reached.get(end, (None,) * 99)):
                reached[end] = (*reached[month], edge)
    return reached.get(window.last + 1, ())


def _largest(window: Period, edges: Edges) -> Edges:
    """The edges that do not overlap and make most; their sum cannot be more than the whole."""
    best: dict[int, Edges] = {window.first: ()}
    for month in range(window.first, window.last + 1):
        ways = [(month + 1, best[month])]
        ways += [(e.window.last + 1, (*best[month], e)) for e in edges if e.window.first == month]
        for end, chosen in ways:
            if end not in best or sum(e.number for e in chosen) > sum(e.number for e in best[end]):
                best[end] = chosen
    return best[window.last + 1]


def _finding(gap: _Gap, used: bool, params: Params) -> Finding:
    whole = gap.whole
    year = periods.parse_year(params.year)
    of_the_year = whole.window.last >= year.first and whole.window.first <= params.period.last
    printed = wording.fixed(whole.number, whole.decimals)
    words = f"{fact(whole)} is {printed} in {whole.place}, but {gap.words}"
    kind = SUMS if gap.tiles else FALL
    return Finding(kind, whole.ref, words, (whole, *gap.parts), gap.holds if used and of_the_year else "")
