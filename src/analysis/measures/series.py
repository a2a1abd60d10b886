"""One series (indicator, breakdown, area): its figures by measure and period, with sums and ratios.

`accumulate` is the only way from periods to a year. The indicator decides what it does: a sum adds quarters up; a
ratio, a rolling year and a latest figure are taken as they are; a survey has one figure.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from analysis.definitions import periods
from analysis.definitions.indicators import Accumulation, Breakdown, Indicator
from analysis.definitions.periods import Period
from analysis.definitions.units import Unit, shown_decimals
from analysis.extracts.observations import FACTS, LIMITS, Observation, Observations

DECIMALS = 15
"""More decimals than any source prints."""


@dataclass(frozen=True)
class Figure:
    """One figure of a series: its value, the months it covers, and the observations it was made from.

    `basis` is the measure it was printed as (or `sum of quarters`); `numerator` and `denominator` are the
    counts behind a percentage, or behind a rate per `per`, where they are printed and the figure follows from
    them; `limits` its published 95% limits.
    """

    value: float
    period: Period
    window: Period
    unit: str
    basis: str
    made_from: tuple[Observation, ...]
    numerator: float | None = None
    denominator: float | None = None
    limits: tuple[float, float] | None = None
    per: float = 100.0

    @property
    def exact(self) -> float:
        """The figure from the counts behind it, where they are printed: 68 of 568 is 11.97, printed as 12."""
        if self.numerator is not None and self.denominator:
            return self.per * self.numerator / self.denominator
        return self.value

    @property
    def called(self) -> str:
        """Its period on a page: `2022-23`, of a figure of a calendar year `2022`."""
        return periods.called(self.period, self.window)

    @property
    def source(self) -> str:
        """Source and section it stands in."""
        return self.made_from[0].place

    @property
    def note(self) -> str:
        """The notes printed beside it."""
        return "; ".join(dict.fromkeys(o.note for o in self.made_from if o.note))

    @property
    def decimals(self) -> int:
        """Printed decimals."""
        return max(o.decimals for o in self.made_from)

    @property
    def provisional(self) -> bool:
        """Whether the source still expects to change it."""
        return any(o.status == "provisional" for o in self.made_from)


def accumulate(values: Iterable[float], how: Accumulation, decimals: int = DECIMALS) -> float:
    """Periods of one year to one figure, in order of time; a ratio's periods cannot be added up.

    A sum has the `decimals` of its parts: floating point would make 0.1 + 0.2 - 0.3 miss a target of 0.

    >>> accumulate([179, 137], "sum"), accumulate([0.1, 0.2, -0.3], "sum", decimals=1)
    (316.0, 0.0)
    >>> accumulate([85.2, 84.0], "last")
    84.0
    """
    values = list(values)
    if how == "sum":
        return round(math.fsum(values), decimals) + 0.0  # + 0.0: no minus before a nought
    if how == "ratio" and len(values) > 1:
        raise ValueError("percentages of quarters do not add up to a year: sum numerators and denominators")
    return float(values[-1])


@dataclass(frozen=True)
class Counts:
    """Numerator and denominator of the months in `window`, and the observations they were made from."""

    numerator: float
    denominator: float
    window: Period
    made_from: tuple[Observation, ...]


@dataclass(frozen=True)
class Series:
    """The figures of one series, found by measure and period in the series' own unit."""

    observations: Observations
    indicator: Indicator
    breakdown: Breakdown
    area: str

    @cached_property
    def unit(self) -> Unit:
        """The unit, with the decimals of its definition or the most that its own figures show."""
        indicator, breakdown = self.indicator, self.breakdown
        name, kind = indicator.unit_of(breakdown), indicator.kind_of(breakdown)
        own = self.observations.by_series.get((indicator.ref, breakdown.name, self.area), ())
        shown = [(o.number, o.decimals) for o in own if _is_own(o, name)]
        estimated = "estimated count" if kind == "count" and indicator.estimated_counts else kind
        return Unit(name, estimated, *shown_decimals(shown), indicator.decimals_of(breakdown))

    @property
    def accumulates(self) -> Accumulation:
        """How its periods accumulate to a year."""
        return self.indicator.accumulation_of(self.breakdown)

    @property
    def is_share(self) -> bool:
        """Whether its figures are percentages or rates, which follow from counts."""
        return self.indicator.kind_of(self.breakdown) in ("percentage", "rate")

    @property
    def has_figures(self) -> bool:
        """Whether any figure of the series itself is printed (a printed change alone is none), or suppressed.

        A percentage or rate may be delivered as its two counts.
        """
        measures = ("outturn", "cumulative", "in_quarter", "in_month", "rolling_12_months")
        unit = self.indicator.unit_of(self.breakdown)
        printed = self.observations.by_series.get(self._key, ())
        own = [o for o in printed if o.measure in measures and o.unit == unit]
        counts = {o.measure for o in printed if o.measure in ("numerator", "denominator")}
        there = any(o.value is not None or o.status == "suppressed" for o in own)
        return there or (self.is_share and len(counts) == 2 and not self.indicator.standardised)

    def years_before(self, year: Period) -> int:
        """How many years before `year` its earliest figure lies, at most 30: further back nobody need look."""
        first = min(
            (o.period.first for o in self.observations.by_series.get(self._key, ())), default=year.first
        )
        return min(30, max(0, -(-(year.first - first) // 12)))

    def printed(self, measure: str, period: Period, unit: str = "") -> Observation | None:
        """The figure of a measure and period that the report uses, if it has a value."""
        found = self._used(measure, period, unit)
        return found if found and found.value is not None else None

    def blank(self, measure: str, period: Period, unit: str = "") -> str:
        """The status that stands in the place of a value (`suppressed`); empty where none does."""
        found = self._used(measure, period, unit)
        return found.status if found and found.value is None else ""

    def hides(self, period: Period) -> bool:
        """Whether its source suppresses the figure of exactly this period, in whichever shape it is delivered."""
        shapes = ("in_quarter", "in_month", "cumulative", "outturn")
        return any(self.blank(measure, period) == "suppressed" for measure in shapes)

    def hides_within(self, period: Period) -> bool:
        """Whether anything of the series is suppressed of which all months lie in the period."""
        printed = self.observations.by_series.get(self._key, ())
        return any(
            o.status == "suppressed" and o.measure in FACTS and period.holds(o.window) for o in printed
        )

    def figure(self, measure: str, period: Period) -> Figure | None:
        """A printed figure with the counts behind it, where they are printed for the same months."""
        found = self.printed(measure, period)
        if found is None:
            return None
        behind = self.counts(period)
        same_months = behind is not None and behind.window == found.window
        top, bottom = (behind.numerator, behind.denominator) if behind and same_months else (None, None)
        low, high = (self.printed(limit, period) for limit in LIMITS)
        limits = (low.number, high.number) if low and high else None
        return Figure(
            found.number, period, found.window, self.unit, measure, (found,), top, bottom, limits,
            self.indicator.per,
        )  # fmt: skip

    def counts(self, period: Period) -> Counts | None:
        """The counts printed for a period, if both are, for the same months, and the figure follows from them."""
        top = self.printed("numerator", period, self.breakdown.numerator)
        bottom = self.printed("denominator", period, self.breakdown.denominator)
        if top is None or bottom is None or top.window != bottom.window or self.indicator.standardised:
            return None
        return Counts(top.number, bottom.number, top.window, (top, bottom))

    def counted(self, period: Period) -> Figure | None:
        """The percentage or rate of a period from counts that are delivered without it; 0 of 0 makes none."""
        behind = self.counts(period)
        if behind is None or behind.window != period or not behind.denominator or not self.is_share:
            return None
        return self._share(behind, period, "counts")

    def summed(self, parts: tuple[Period, ...], measure: str) -> Figure | None:
        """The sum of consecutive periods, if every one of them is printed.

        Counts behind them add up too; the denominator is then the one that gives the sum (of 3.0 and 3.4 per
        1,000 from 360 and 410 of 120,000 and 120,588 people, 120,313).
        """
        return self.added([self.figure(measure, part) for part in parts], f"sum of {measure} figures")

    def added(self, found: Sequence[Figure | None], basis: str) -> Figure | None:
        """The sum of figures of consecutive periods, if there are any and all are there."""
        parts = [figure for figure in found if figure]
        if not parts or len(parts) < len(found):
            return None
        whole = Period(parts[0].period.first, sum(figure.period.months for figure in parts))
        decimals = max(figure.decimals for figure in parts)
        value = accumulate((figure.value for figure in parts), "sum", decimals)
        made_from = tuple(observation for figure in parts for observation in figure.made_from)
        is_rate = self.indicator.kind_of(self.breakdown) == "rate"
        top, bottom = _counts_behind(parts, value) if is_rate else (None, None)
        return Figure(value, whole, whole, parts[0].unit, basis, made_from, top, bottom, per=parts[0].per)

    def pooled(self, parts: tuple[Period, ...], basis: str = "pooled quarters") -> Figure | None:
        """The percentage or rate over consecutive quarters or months, from their counts, if all have counts.

        0 of 0 adds nothing: a quarter without cases leaves the year to the others.
        """
        found = [counts for part in parts if (counts := self._counts_of(part))]
        if not found or len(found) < len(parts):
            return None
        whole = Period(parts[0].first, sum(part.months for part in parts))
        behind = _together(found, whole)
        return self._share(behind, whole, basis) if behind.denominator else None

    def has_no_cases(self, quarter: Period) -> bool:
        """Whether the quarter has counts and they are 0 of 0."""
        behind = self._counts_of(quarter)
        return behind is not None and not behind.denominator

    def _counts_of(self, part: Period) -> Counts | None:
        """The counts of a quarter or month as printed, else of a quarter those of its three months."""
        if behind := self.counts(part):
            printed = self.printed("in_quarter", part) or self.printed("in_month", part)
            made_from = (printed,) if printed and behind.denominator else behind.made_from
            return replace(behind, made_from=made_from) if behind.window == part else None
        if part.months != 3:
            return None
        months = [counts for month in part.by(1) if (counts := self.counts(month))]
        return _together(months, part) if len(months) == part.months else None

    def _share(self, behind: Counts, period: Period, basis: str) -> Figure:
        per, unit = self.indicator.per, self.unit
        counts = (behind.numerator, behind.denominator)
        value = per * behind.numerator / behind.denominator
        return Figure(value, period, period, unit, basis, behind.made_from, *counts, per=per)

    @property
    def _key(self) -> tuple[str, str, str]:
        return (self.indicator.ref, self.breakdown.name, self.area)

    def _used(self, measure: str, period: Period, unit: str) -> Observation | None:
        unit = unit or self.indicator.unit_of(self.breakdown)
        return self.observations.used((*self._key, period, measure, unit))


def _together(parts: Sequence[Counts], whole: Period) -> Counts:
    made_from = tuple(observation for part in parts for observation in part.made_from)
    top, bottom = sum(part.numerator for part in parts), sum(part.denominator for part in parts)
    return Counts(top, bottom, whole, made_from)


def difference(now: Figure, before: Figure) -> float:
    """What a figure is more than another, with the decimals of the two: 0.3 - 0.1 is 0.2."""
    gap = now.value - before.value
    decimals = max(now.decimals, before.decimals)
    printed = all(round(figure.value, decimals) == figure.value for figure in (now, before))
    return round(gap, decimals) + 0.0 if printed else gap  # from counts: all its digits


def _is_own(found: Observation, unit: str) -> bool:
    """Whether it is a figure of the series itself: neither a count behind it nor what somebody set."""
    behind = ("numerator", "denominator")
    return (
        found.value is not None
        and found.unit == unit
        and found.measure in FACTS
        and found.measure not in behind
    )


def _counts_behind(parts: list[Figure], value: float) -> tuple[float, float] | tuple[None, None]:
    """Numerator and denominator behind a sum of rates; nothing where one part has no counts."""
    counts = [(f.numerator, f.denominator) for f in parts if f.numerator is not None and f.denominator]
    if len(counts) < len(parts):
        return None, None
    top = sum(numerator for numerator, _ in counts)
    mean = sum(denominator for _, denominator in counts) / len(parts)
    return top, parts[0].per * top / value if value else mean
