"""Compare our area with the region, England or a neighbour, on a stated basis.

A comparison asks if our interval holds the region's figure, at 95% and at 99.8%: could our figure be theirs by
chance? The region's figure is pooled from its members, their simple mean (`pooling`), or published as such. The basis
always says which.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from analysis.definitions import units
from analysis.definitions.errors import known
from analysis.definitions.indicators import Polarity
from analysis.definitions.units import is_number
from analysis.statistics import directions, intervals
from analysis.statistics.directions import Direction
from analysis.statistics.intervals import Interval
from analysis.statistics.pooling import Regional

Word = Literal["similar", "better", "worse", "lower", "higher", "not compared"]

NEIGHBOUR_RULES = (directions.NEWCOMBE_RULE, directions.EXACT_RULE)
NO_COUNTS = "our figure is printed without its counts, so how far chance alone reaches is not known"
NO_998 = "no 99.8% limits are published, so nothing stronger than 95% can be said"


@dataclass(frozen=True)
class OwnFigure:
    """Our figure with how far chance reaches round it; without counts or limits nothing is judged."""

    value: float | None
    at_95: Interval | None = None
    at_998: Interval | None = None


@dataclass(frozen=True)
class Counted:
    """`events` among so many people or cases, as a proportion (in per cent) or as a rate per `per`."""

    events: float | None
    among: float | None
    kind: Literal["proportion", "rate"] = "proportion"
    per: float = 100.0

    @property
    def value(self) -> float | None:
        """The figure; None where a count is missing or nobody is counted."""
        if is_number(self.events) and is_number(self.among) and self.among != 0:
            return self.per * self.events / self.among
        return None


@dataclass(frozen=True)
class Comparator:
    """The figure to stand beside: `name` (North West), `value`, `footing` in words, printed `decimals`.

    `not_comparable` is the reason why it may be shown and not judged; empty where it may be judged.
    """

    name: str
    value: float | None
    footing: str
    decimals: int | None = None
    not_comparable: str = ""


@dataclass(frozen=True)
class Comparison:
    """Our figure beside the region's. `low` to `high` is our 95% interval, `low998` to `high998` the 99.8%.

    `word` is "similar" where the 95% interval holds the region's figure; `beyond_998` is whether even the
    99.8% interval misses it; `on_the_line` whether it is within its last printed digit of a 95% limit; `unit`
    is empty where it is the figure's own (a count stands beside others on a rate).
    """

    region: str
    value: float | None
    ours: float | None
    low: float | None
    high: float | None
    low998: float | None
    high998: float | None
    word: Word
    footing: str
    on_the_line: bool
    reason: str
    rule: str = ""
    unit: str = ""

    @property
    def beyond_998(self) -> bool:
        """Whether the region's figure lies outside our 99.8% interval.

        False where nothing was compared, and beside a neighbour whose own chance variation counts too.
        """
        if self.word in ("similar", "not compared") or self.low998 is None or self.rule in NEIGHBOUR_RULES:
            return False
        return not self.low998 <= known(self.value) <= known(self.high998)


def own_proportion(x: float | None, n: float | None) -> OwnFigure:
    """Our figure as x of n, in per cent with Wilson intervals; bare where a count is missing or n is 0.

    >>> own_proportion(68, 568).at_95.rule
    'Wilson score'
    """
    if not (is_number(x) and is_number(n)) or n == 0:
        return OwnFigure(None)
    at_95, at_998 = intervals.proportion(x, n), intervals.proportion(x, n, intervals.LEVEL_998)
    return OwnFigure(100 * x / n, at_95, at_998)


def own_rate(
    x: float | None,
    exposure: float | None,
    per: float = 100_000.0,
    rule: intervals.CountRule = intervals.DEFAULT_COUNT_RULE,
) -> OwnFigure:
    """Our figure as x events per `per` of the exposure, with exact or Byar intervals (`rule`).

    >>> round(own_rate(4, 1_000, per=1_000).at_95.high, 3)
    10.242
    """
    if not (is_number(x) and is_number(exposure)) or exposure == 0:
        return OwnFigure(None)
    at_95 = intervals.rate(x, exposure, per, intervals.LEVEL_95, rule)
    at_998 = intervals.rate(x, exposure, per, intervals.LEVEL_998, rule)
    return OwnFigure(x * per / exposure, at_95, at_998)


def own_counted(ours: Counted, rule: intervals.CountRule = intervals.DEFAULT_COUNT_RULE) -> OwnFigure:
    """Our figure from its counts, with the interval that its kind asks for (of a rate, by `rule`)."""
    if ours.kind == "proportion":
        return own_proportion(ours.events, ours.among)
    return own_rate(ours.events, ours.among, ours.per, rule)


def own_as_published(value: float | None, low: float | None = None, high: float | None = None) -> OwnFigure:
    """Our figure as published, with its published 95% limits where there are some (standardised measures)."""
    if is_number(low) and is_number(high):
        return OwnFigure(value, Interval(low, high, intervals.LEVEL_95, "published limits"))
    return OwnFigure(value if is_number(value) else None)


def published(
    name: str,
    value: float | None,
    when: str = "",
    decimals: int | None = None,
    not_comparable: str = "",
    neighbour: bool = False,
) -> Comparator:
    """A figure published as such, the second footing; `decimals` as printed (else those of the number).

    >>> published("North West", 14.9, "August 2012").footing
    'published figure, August 2012'
    """
    footing = f"published figure, {when}" if when else "published figure"
    if neighbour:
        footing += "; one neighbour's figure, whose own chance variation is not known"
    if not is_number(value):
        return Comparator(name, None, footing, decimals, not_comparable)
    digits = _printed_decimals(value) if decimals is None else decimals
    return Comparator(name, value, footing, digits, not_comparable)


def from_members(figure: Regional, unit: str = "", not_comparable: str = "") -> Comparator:
    """The region's figure made from its members', the first footing, which it states; its last printed digit
    is the one that the page prints for the `unit`.
    """
    decimals = None if figure.value is None else units.printed_decimals(figure.value, unit)
    return Comparator(figure.region, figure.value, figure.footing, decimals, not_comparable)


def compare(
    ours: OwnFigure, comparator: Comparator, polarity: Polarity = "lower", ideal: float | None = None
) -> Comparison:
    """Similar, better or worse than the comparator (lower or higher where polarity is none), or not compared.

    >>> compare(own_proportion(68, 568), published("North West", 14.9, "August 2012"), "higher").word
    'similar'
    """
    at_95, at_998 = ours.at_95, ours.at_998
    why_not = _why_not_compared(ours, comparator)
    word = "not compared" if why_not else _word(ours, known(comparator.value), polarity, ideal)
    near = not why_not and _on_the_line(ours, comparator)
    return Comparison(
        region=comparator.name,
        value=comparator.value,
        ours=ours.value,
        low=at_95.low if at_95 else None,
        high=at_95.high if at_95 else None,
        low998=at_998.low if at_998 else None,
        high998=at_998.high if at_998 else None,
        word=word,
        footing=comparator.footing,
        on_the_line=near,
        reason=why_not or _reason(ours, comparator, near),
        rule=at_95.rule if at_95 else "",
    )


def compare_with_neighbour(
    ours: Counted,
    theirs: Counted,
    name: str,
    when: str = "",
    polarity: Polarity = "lower",
    rule: intervals.CountRule = intervals.DEFAULT_COUNT_RULE,
) -> Comparison:
    """Beside one neighbour whose counts are known: their chance variation counts as well as ours.

    Two proportions by Newcombe's interval of the difference, two rates by the exact conditional test; similar
    where chance alone could give the difference. Our own interval, shown beside it, is by `rule`.

    >>> compare_with_neighbour(Counted(30, 76), Counted(20, 65), "St Helens").word
    'similar'
    """
    figure, value = own_counted(ours, rule), theirs.value
    footing = f"one neighbour's own counts, {when}" if when else "one neighbour's own counts"
    beside = compare(figure, Comparator(name, value, footing), polarity)
    if beside.word == "not compared":
        return beside
    told = _difference(ours, theirs)
    clear = told.word != "no clear change"
    word = _word_of_difference(known(figure.value), known(value), polarity) if clear else "similar"
    said = f"chance alone could give the difference from {name}"
    reason = f"the difference from {name} is larger than chance alone would give" if clear else said
    return replace(beside, word=word, rule=told.rule, reason=reason)


def _difference(ours: Counted, theirs: Counted) -> Direction:
    """The test of a difference in time does for one in place: neither knows which came first.

    Estimated counts need not be whole, and the test counts events: they go to it rounded, as in time.
    """
    x, n, x_theirs, n_theirs = (
        known(count) for count in (ours.events, ours.among, theirs.events, theirs.among)
    )
    if ours.kind == "proportion":
        return directions.direction_of_proportions(x, n, x_theirs, n_theirs)
    return directions.direction_of_counts(round(x), round(x_theirs), n, n_theirs)


def _why_not_compared(ours: OwnFigure, comparator: Comparator) -> str:
    if comparator.not_comparable:
        return f"not comparable: {comparator.not_comparable}"
    if comparator.value is None:
        return f"there is no figure for {comparator.name}"
    if ours.value is None:
        return "there is no figure of our own"
    return "" if ours.at_95 else NO_COUNTS


def _word(ours: OwnFigure, value: float, polarity: Polarity, ideal: float | None) -> Word:
    if known(ours.at_95).holds(value):
        return "similar"
    return _word_of_difference(known(ours.value), value, polarity, ideal)


def _word_of_difference(ours: float, theirs: float, polarity: Polarity, ideal: float | None = None) -> Word:
    if polarity == "nearer" and ideal is not None and abs(ours - ideal) != abs(theirs - ideal):
        return "better" if abs(ours - ideal) < abs(theirs - ideal) else "worse"
    if polarity in ("lower", "higher"):
        return "better" if (ours > theirs) == (polarity == "higher") else "worse"
    return "higher" if ours > theirs else "lower"


def _reason(ours: OwnFigure, comparator: Comparator, near: bool) -> str:
    value = known(comparator.value)
    said = f"chance alone could give the difference from {comparator.name}"
    if not known(ours.at_95).holds(value):
        beyond = ours.at_998 is not None and not ours.at_998.holds(value)
        level = "99.8%" if beyond else "95%"
        said = f"{comparator.name} lies outside what chance alone gives our figure, at {level}"
        said += f"; {NO_998}" if ours.at_998 is None else ""
    return f"{said}; it is within its last printed digit of the limit" if near else said


def _on_the_line(ours: OwnFigure, comparator: Comparator) -> bool:
    """Within one printed digit of a limit; where our figure is its own limit, the scale ends and no line is."""
    if comparator.decimals is None or ours.at_95 is None:
        return False
    digit, value = 10.0**-comparator.decimals, known(comparator.value)
    lines = (limit for limit in (ours.at_95.low, ours.at_95.high) if limit != ours.value)
    return any(abs(value - limit) < digit for limit in lines)


def _printed_decimals(value: float) -> int:
    return max(0, -int(Decimal(str(value)).normalize().as_tuple().exponent))


@dataclass(frozen=True)
class AgainstPredicted:
    """An actual rate beside the predicted one: all in per cent, `change` of the predicted rate."""

    rate: float
    low: float
    high: float
    predicted: float

    @property
    def change(self) -> float:
        return 100 * (self.rate - self.predicted) / self.predicted

    @property
    def ends(self) -> tuple[float, float]:
        """The 95% interval of the change."""
        low, high = (100 * (end - self.predicted) / self.predicted for end in (self.low, self.high))
        return low, high

    @property
    def word(self) -> str:
        """Whether the actual rate is clearly below or above the predicted one."""
        if self.low <= self.predicted <= self.high:
            return "no clear difference from the predicted rate"
        return f"clearly {'below' if self.high < self.predicted else 'above'} the predicted rate"


def against_predicted(count: int, of: int, predicted_percent: float) -> AgainstPredicted:
    """The actual rate with its 95% Wilson interval against the predicted one, as NI 18 compares them.

    >>> found = against_predicted(320, 3874, 8.7)
    >>> round(found.change, 1), found.word
    (-5.1, 'no clear difference from the predicted rate')
    """
    rate = intervals.proportion(count, of)
    return AgainstPredicted(100 * count / of, rate.low, rate.high, predicted_percent)
