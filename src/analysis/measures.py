"""Measures derived from observations: to date, the same period last year, last outturn, history.

`accumulate` is the only way from periods to a year. What it may do is part of the indicator: a sum adds
quarters up, a ratio, a rolling year and a latest figure are taken as they stand, a survey has one figure.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from analysis import periods
from analysis.indicators import Accumulation, Breakdown, Indicator
from analysis.observations import Observation, Observations
from analysis.params import Params
from analysis.periods import Period


@dataclass(frozen=True)
class Figure:
    """One figure of a series: its value, the months it covers, and the observations it was made from.

    `basis` is the measure it was printed as (or `sum of quarters`); `numerator` and `denominator` are the
    counts behind a percentage where they are printed.
    """

    value: float
    period: Period
    window: Period
    unit: str
    basis: str
    made_from: tuple[Observation, ...]
    numerator: float | None = None
    denominator: float | None = None

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


@dataclass(frozen=True)
class Measure:
    """What is known of one series (indicator, breakdown, area) at the reported quarter.

    `figure` is the year to date or, where the indicator does not add up, the latest figure; `known` how many
    quarters of the year it covers (0 where the year has no figure yet); `complete` whether they reach from 1
    April, without which nothing can be said of the year; `quarters` the year's own quarters where printed;
    `outturns` past years' outturns, oldest first; `history` past years' quarters where delivered.
    """

    indicator: Indicator
    breakdown: Breakdown
    area: str
    figure: Figure | None
    same_period: Figure | None
    known: int
    complete: bool
    quarters: tuple[Figure | None, ...]
    outturns: tuple[Figure, ...]
    history: tuple[tuple[str, tuple[float | None, ...]], ...]
    why_none: str = ""
    why_no_same_period: str = ""

    @property
    def unit(self) -> str:
        return self.indicator.unit_of(self.breakdown)

    @property
    def kind(self) -> str:
        return self.indicator.kind_of(self.breakdown)

    @property
    def accumulates(self) -> Accumulation:
        return self.indicator.accumulation_of(self.breakdown)

    @property
    def polarity(self) -> str:
        return self.indicator.polarity_of(self.breakdown)

    @property
    def last_outturn(self) -> Figure | None:
        """The outturn of the year before, if it is there."""
        return self.outturns[-1] if self.outturns and self._is_last_year(self.outturns[-1]) else None

    @property
    def change(self) -> float | None:
        """This year's figure less last year's, in the unit."""
        if self.figure is None or self.same_period is None:
            return None
        return self.figure.value - self.same_period.value

    @property
    def change_percent(self) -> float | None:
        """The change as a percentage of last year's figure; None against zero or nothing.

        3,710 against 3,836 is -3.28.
        """
        if self.change is None or not self.same_period.value:
            return None
        return 100 * self.change / self.same_period.value

    @property
    def same_basis(self) -> bool:
        """Whether both years' figures cover months in the same way (a half-year is no rolling year)."""
        if self.figure is None or self.same_period is None:
            return False
        return self.figure.window == self.same_period.window.years_earlier(-1)

    def _is_last_year(self, outturn: Figure) -> bool:
        return self.figure is None or outturn.period == _year_of(self.figure).years_earlier()


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


def derive(
    observations: Observations, indicators: tuple[Indicator, ...], params: Params
) -> tuple[Measure, ...]:
    """The measure of every series: each headline of each indicator, and every breakdown and place with figures.

    In order of definition, the own area before the places in it, totals before their parts.
    """
    own = (params.area, *(area for area in params.areas[1:] if area in _parts(params)))
    found = []
    for indicator in indicators:
        for area in own:
            for breakdown in indicator.series:
                series = Series(observations, indicator, breakdown, area)
                headline = area == params.area and breakdown in indicator.headlines
                if headline or series.has_figures:
                    found.append(_measure(series, params))
    return tuple(found)


@dataclass(frozen=True)
class Series:
    """The figures of one series, found by measure and period in the series' own unit."""

    observations: Observations
    indicator: Indicator
    breakdown: Breakdown
    area: str

    @property
    def has_figures(self) -> bool:
        """Whether any figure of the series itself is printed (a printed change alone is none)."""
        measures = ("outturn", "cumulative", "in_quarter", "in_month", "rolling_12_months")
        unit = self.indicator.unit_of(self.breakdown)
        key = (self.indicator.ref, self.breakdown.name, self.area)
        printed = self.observations.by_series.get(key, ())
        return any(o.measure in measures and o.unit == unit and o.value is not None for o in printed)

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
        return Figure(
            found.value, period, found.window, found.unit, measure, (found,),
            top.value if counted else None, bottom.value if counted else None,
        )  # fmt: skip

    def summed(self, parts: tuple[Period, ...], measure: str) -> Figure | None:
        """The sum of consecutive periods, if every one of them is printed."""
        found = [self.printed(measure, part) for part in parts]
        if not found or not all(found):
            return None
        whole = Period(parts[0].first, sum(part.months for part in parts))
        value = accumulate((o.value for o in found), "sum")
        return Figure(value, whole, whole, found[0].unit, f"sum of {measure} figures", tuple(found))


def _measure(series: Series, params: Params) -> Measure:
    how = series.indicator.accumulation_of(series.breakdown)
    year = periods.parse_year(params.year)
    figure, known = _FIGURES[how](series, year, params.quarter - series.indicator.arrears)
    same_period = _same_period(series, figure, how) if figure else None
    return Measure(
        series.indicator, series.breakdown, series.area, figure, same_period, known,
        _is_complete(figure, year, how),
        _quarters(series, year), _outturns(series, year), _history(series, year),
        "" if figure else _why_none(series.indicator, params),
        "" if same_period else _why_no_same_period(series.indicator, figure),
    )  # fmt: skip


def _sum_to_date(series: Series, year: Period, quarters: int) -> tuple[Figure | None, int]:
    """The year to date as printed, else added up from its quarters or months, else the latest quarter alone."""
    label = year.label
    for known in range(quarters, 0, -1):
        period = periods.to_date(label, known)
        measures = ("outturn", "cumulative") if known == 4 else ("cumulative",)
        printed = next((f for m in measures if (f := series.figure(m, period))), None)
        months = tuple(Period(year.first + month, 1) for month in range(3 * known))
        figure = (
            printed
            or series.summed(tuple(periods.quarter(label, q + 1) for q in range(known)), "in_quarter")
            or series.summed(months, "in_month")
        )
        if figure:
            return figure, known
    return _latest_quarter(series, year, quarters)


def _latest_quarter(series: Series, year: Period, quarters: int) -> tuple[Figure | None, int]:
    for known in range(quarters, 0, -1):
        if figure := series.figure("in_quarter", periods.quarter(year.label, known)):
            return figure, known
    return None, 0


def _ratio_to_date(series: Series, year: Period, quarters: int) -> tuple[Figure | None, int]:
    for known in range(quarters, 0, -1):
        period = periods.to_date(year.label, known)
        measures = ("outturn", "cumulative") if known == 4 else ("cumulative",)
        if figure := next((f for m in measures if (f := series.figure(m, period))), None):
            return figure, known
    return _latest_quarter(series, year, quarters)


def _rolling_year(series: Series, year: Period, quarters: int) -> tuple[Figure | None, int]:
    for known in range(quarters, 0, -1):
        if figure := series.figure("rolling_12_months", periods.quarter(year.label, known)):
            return figure, known
    return _ratio_to_date(series, year, quarters)


def _survey(series: Series, year: Period, quarters: int) -> tuple[Figure | None, int]:
    figure = series.figure("outturn", year) if quarters == 4 else None
    return figure, 4 if figure else 0


_FIGURES: dict[Accumulation, Callable[[Series, Period, int], tuple[Figure | None, int]]] = {
    "sum": _sum_to_date,
    "ratio": _ratio_to_date,
    "last": _ratio_to_date,
    "rolling": _rolling_year,
    "survey": _survey,
}


def _same_period(series: Series, figure: Figure, how: Accumulation) -> Figure | None:
    """Last year's figure of the same shape, else of another shape that ends with the same quarter."""
    earlier = figure.period.years_earlier()
    if figure.basis.startswith("sum"):
        printed = series.figure("cumulative", earlier) or series.figure("outturn", earlier)
        parts = tuple(o.period.years_earlier() for o in figure.made_from)
        return printed or series.summed(parts, figure.made_from[0].measure)
    if same := series.figure(figure.basis, earlier):
        return same
    year = _year_of(figure).years_earlier()
    to_date = periods.Period(year.first, earlier.last - year.first + 1)
    others = () if how == "sum" and figure.basis == "in_quarter" else (("cumulative", to_date),)
    found = next((f for m, p in others if (f := series.figure(m, p))), None)
    if found or how != "sum":
        return found
    quarters = tuple(periods.Period(to_date.first + 3 * q, 3) for q in range(to_date.months // 3))
    return series.summed(quarters, "in_quarter") if figure.basis == "cumulative" else None


def _is_complete(figure: Figure | None, year: Period, how: Accumulation) -> bool:
    return figure is not None and (how != "sum" or figure.window.first == year.first)


def _quarters(series: Series, year: Period) -> tuple[Figure | None, ...]:
    return tuple(series.figure("in_quarter", periods.quarter(year.label, q)) for q in (1, 2, 3, 4))


def _outturns(series: Series, year: Period) -> tuple[Figure, ...]:
    found = [series.figure("outturn", year.years_earlier(back)) for back in range(30, 0, -1)]
    apart = series.indicator.not_comparable
    return tuple(figure for figure in found if figure and figure.period.label not in apart)


def _history(series: Series, year: Period) -> tuple[tuple[str, tuple[float | None, ...]], ...]:
    """Past years of which at least one quarter is printed, oldest first, a missing quarter as None."""
    years = []
    for back in range(30, 0, -1):
        past = year.years_earlier(back)
        values = tuple(_value_of(series, past, q) for q in (1, 2, 3, 4))
        if any(value is not None for value in values):
            years.append((past.label, values))
    return tuple(years)


def _value_of(series: Series, year: Period, quarter: int) -> float | None:
    period = periods.quarter(year.label, quarter)
    figure = series.figure("in_quarter", period) or series.summed(
        tuple(Period(period.first + month, 1) for month in range(3)), "in_month"
    )
    return figure.value if figure else None


def _year_of(figure: Figure) -> Period:
    return periods.parse_year(figure.period.financial_year)


def _parts(params: Params) -> tuple[str, ...]:
    return tuple(part.strip() for part in params.parts.split(",") if part.strip())


def _why_none(indicator: Indicator, params: Params) -> str:
    if indicator.stage == "placeholder":
        return f"a placeholder: {indicator.agreed or 'its definition is being agreed'}"
    if indicator.accumulates == "survey":
        return indicator.note or "taken by a survey, and not in this quarter"
    if indicator.arrears >= params.quarter:
        return f"figures come {indicator.arrears} quarters in arrears, so none of {params.year} is due yet"
    return f"no figure of {params.year} is delivered"


def _why_no_same_period(indicator: Indicator, figure: Figure | None) -> str:
    if figure is None:
        return "there is no figure of this year to compare"
    if indicator.stage == "new":
        return "a new measure: there is no figure for the same period last year"
    return "no figure for the same period last year is delivered"
