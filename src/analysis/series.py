"""One series (indicator, breakdown, area): its figures by measure and period, and sums and ratios of them.

`accumulate` is the only way from periods to a year. What it may do is part of the indicator: a sum adds
quarters up, a ratio, a rolling year and a latest figure are taken as they stand, a survey has one figure.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.indicators import Accumulation, Breakdown, Indicator
from analysis.observations import LIMITS, Observation, Observations
from analysis.periods import Period


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


def accumulate(values: Iterable[float], how: Accumulation) -> float:
    """Periods of one year to one figure, in order of time; a ratio's periods cannot be added up.

    >>> accumulate([179, 137], "sum")
    316.0
    >>> accumulate([85.2, 84.0], "last")
    84.0
    """
    values = list(values)
    if how == "sum":
        return math.fsum(values)
    if how == "ratio" and len(values) > 1:
        raise ValueError("percentages of quarters do not add up to a year: sum numerators and denominators")
    return float(values[-1])


@dataclass(frozen=True)
class Series:
    """The figures of one series, found by measure and period in the series' own unit."""

    observations: Observations
    indicator: Indicator
    breakdown: Breakdown
    area: str

    @property
    def is_ratio(self) -> bool:
        """Whether the year is summed numerators over summed denominators."""
        return self.indicator.accumulation_of(self.breakdown) == "ratio"

    @property
    def has_figures(self) -> bool:
        """Whether any figure of the series itself is printed (a printed change alone is none)."""
        measures = ("outturn", "cumulative", "in_quarter", "in_month", "rolling_12_months")
        unit = self.indicator.unit_of(self.breakdown)
        key = (self.indicator.ref, self.breakdown.name, self.area)
        printed = self.observations.by_series.get(key, ())
        return any(o.measure in measures and o.unit == unit and o.value is not None for o in printed)

    def years_before(self, year: Period) -> int:
        """How many years before `year` its earliest figure lies, at most 30: further back nobody need look."""
        key = (self.indicator.ref, self.breakdown.name, self.area)
        first = min((o.period.first for o in self.observations.by_series.get(key, ())), default=year.first)
        return min(30, max(0, -(-(year.first - first) // 12)))

    def printed(self, measure: str, period: Period, unit: str = "") -> Observation | None:
        """The figure of a measure and period that the report uses, if it has a value."""
        unit = unit or self.indicator.unit_of(self.breakdown)
        key = (self.indicator.ref, self.breakdown.name, self.area, period, measure, unit)
        found = self.observations.used(key)
        return found if found and found.value is not None else None

    def figure(self, measure: str, period: Period) -> Figure | None:
        """A printed figure with the counts behind it, where they are printed for the same months."""
        found = self.printed(measure, period)
        if found is None:
            return None
        top = self.printed("numerator", period, self.breakdown.numerator)
        bottom = self.printed("denominator", period, self.breakdown.denominator)
        counted = top and bottom and top.window == bottom.window == found.window
        counted = counted and not self.indicator.standardised
        low, high = (self.printed(limit, period) for limit in LIMITS)
        return Figure(
            found.value, period, found.window, found.unit, measure, (found,),
            top.value if counted else None, bottom.value if counted else None,
            (low.value, high.value) if low and high else None, self.indicator.per,
        )  # fmt: skip

    def summed(self, parts: tuple[Period, ...], measure: str) -> Figure | None:
        """The sum of consecutive periods, if every one of them is printed.

        Counts behind them add up too; the denominator is then the one that gives the sum (of 3.0 and 3.4 per
        1,000 from 360 and 410 of 120,000 and 120,588 people, 120,313).
        """
        found = [self.figure(measure, part) for part in parts]
        if not found or not all(found):
            return None
        whole = Period(parts[0].first, sum(part.months for part in parts))
        value = accumulate((figure.value for figure in found), "sum")
        made_from = tuple(observation for figure in found for observation in figure.made_from)
        counts = _counts_behind(found, value) if self.indicator.kind_of(self.breakdown) == "rate" else ()
        basis = f"sum of {measure} figures"
        return Figure(value, whole, whole, found[0].unit, basis, made_from, *counts, per=found[0].per)

    def pooled(self, parts: tuple[Period, ...]) -> Figure | None:
        """The percentage or rate over consecutive quarters, from their counts, if all of them have counts."""
        found = [self.figure("in_quarter", part) for part in parts]
        if not found or not all(figure and figure.denominator for figure in found):
            return None
        whole = Period(parts[0].first, sum(part.months for part in parts))
        top, bottom = sum(f.numerator for f in found), sum(f.denominator for f in found)
        made_from = tuple(observation for figure in found for observation in figure.made_from)
        per = self.indicator.per
        return Figure(
            per * top / bottom, whole, whole, found[0].unit, "pooled quarters", made_from, top, bottom, per=per
        )  # fmt: skip


def _counts_behind(parts: list[Figure], value: float) -> tuple[float, ...]:
    """Numerator and denominator behind a sum of rates; nothing where one part has no counts."""
    if not all(part.numerator is not None and part.denominator for part in parts):
        return ()
    top = sum(part.numerator for part in parts)
    mean = sum(part.denominator for part in parts) / len(parts)
    return top, parts[0].per * top / value if value else mean
