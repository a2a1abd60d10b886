"""Measures derived from observations: to date, the same period last year, last outturn, history."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from analysis.definitions import periods
from analysis.definitions.indicators import Accumulation, Breakdown, Indicator, Kind, Polarity
from analysis.definitions.params import Params, listed
from analysis.definitions.periods import Period
from analysis.definitions.units import Unit
from analysis.extracts.observations import Observations
from analysis.measures import derivations, missing_figures
from analysis.measures.series import Figure, Series, difference


@dataclass(frozen=True)
class Measure:
    """What is known of one series (indicator, breakdown, area) at the reported quarter.

    `figure` is the year to date or, where the indicator does not add up, the latest figure; `known` how many
    quarters of the year it covers (0 where the year has no figure yet); `complete` whether they reach from 1
    April, without which nothing can be said of the year; `quarters` the year's own quarters where printed;
    `outturns` past years' outturns, oldest first; `history` past years' quarters where delivered, with
    their `denominators`; `earlier_periods` the same period in years before last, under their labels.
    `why_late` says so where the figure ends before the quarter that is due; `hole` why the year to date is
    not known though something of the year is delivered; `blanks` why quarters of this and past years have no
    figure. `months` are those of past years and, last, of this one, where they are delivered month by month.
    `withheld` says why where the indicator is withheld; then there is no figure of any year. `held` says what
    is wrong with its figures where they contradict themselves or cannot be believed; they are shown, not judged.
    """

    indicator: Indicator
    breakdown: Breakdown
    area: str
    year: Period
    figure: Figure | None
    same_period: Figure | None
    known: int
    complete: bool
    quarters: tuple[Figure | None, ...]
    outturns: tuple[Figure, ...]
    history: tuple[tuple[str, tuple[float | None, ...]], ...]
    denominators: tuple[tuple[float | None, ...], ...]
    why_none: str = ""
    why_no_same_period: str = ""
    why_late: str = ""
    months: tuple[tuple[str, tuple[float | None, ...]], ...] = ()
    withheld: str = ""
    held: str = ""
    earlier_periods: tuple[tuple[str, Figure], ...] = ()
    hole: str = ""
    why_no_outturn: str = ""
    blanks: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unit_shown: Unit | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """Reference, breakdown and area: what identifies a series."""
        return (self.indicator.ref, self.breakdown.name, self.area)

    @property
    def unit(self) -> Unit:
        """The unit, with the decimals that the series shows."""
        if self.unit_shown is not None:
            return self.unit_shown
        return Unit(self.indicator.unit_of(self.breakdown), self.kind)

    @property
    def kind(self) -> Kind:
        return self.indicator.kind_of(self.breakdown)

    @property
    def accumulates(self) -> Accumulation:
        return self.indicator.accumulation_of(self.breakdown)

    @property
    def polarity(self) -> Polarity:
        return self.indicator.polarity_of(self.breakdown)

    @property
    def ideal(self) -> float | None:
        """The value that "nearer" asks for, of what adds up the share of it for the months of the figure."""
        if self.indicator.ideal is None or self.accumulates != "sum" or self.figure is None:
            return self.indicator.ideal
        return self.indicator.ideal * self.figure.window.months / 12

    @property
    def why_not_judged(self) -> str:
        """Why no status can be given whatever the figure and the target; empty where one can."""
        if self.held:
            return self.held
        if self.indicator.stage == "placeholder":
            return missing_figures.placeholder(self.indicator)
        return "nothing says which way is better" if self.polarity == "none" else ""

    @property
    def last_outturn(self) -> Figure | None:
        """The outturn of the year before, if it is there."""
        last = self.first_year_of(self.year.years_earlier())
        return next((o for o in self.outturns if o.period == last), None)

    @property
    def rest_of_last_year(self) -> float | None:
        """Last year's outturn less its figure for the same months; None where a quarter of it is suppressed."""
        before, last = self.same_period, self.last_outturn
        hidden = any(
            "suppressed" in why for why in dict(self.blanks).get(self.year.years_earlier().label, ())
        )
        if before is None or last is None or not self.same_basis or hidden:
            return None
        return last.value - before.value

    @property
    def events_per_unit(self) -> float | None:
        """What a value of 1 of a rate is worth in events: 11.9 for a rate per 10,000 of 119,000 people.

        By the latest denominator; None for other kinds, and where no counts are delivered.
        """
        if self.kind != "rate":
            return None
        past = [value for year in self.denominators for value in year]
        known = [d for d in (*past, self.figure.denominator if self.figure else None) if d]
        return known[-1] / self.indicator.per if known else None

    def called(self, label: str) -> str:
        """What its year of that label is called: 2021 of calendar years, 2019-20 to 2021-22 of three years."""
        found = (self.figure, self.same_period, *self.outturns)
        yearly = [f for f in found if f and f.period.months == 12 and f.window.months % 12 == 0]
        if not yearly:
            return label
        year, covered = periods.parse_year(label), yearly[0].window
        first = self.first_year_of(year)
        moved = covered.first - yearly[0].period.first
        return periods.called(year, Period(first.first + moved, covered.months))

    def first_year_of(self, year: Period) -> Period:
        """The year that labels the figure which ends with a year: of one over three years two years before."""
        return year.years_earlier(self.indicator.covers_years - 1)

    @property
    def change(self) -> float | None:
        """This year's figure less last year's, in the unit; None where they cover unlike months."""
        if self.figure is None or self.same_period is None or not self.same_basis:
            return None
        return difference(self.figure, self.same_period)

    @property
    def change_percent(self) -> float | None:
        """The change as a percentage of last year's figure; None against zero or nothing.

        3,710 against 3,836 is -3.28.
        """
        if self.change is None or self.same_period is None or not self.same_period.value:
            return None
        return 100 * self.change / self.same_period.value

    @property
    def same_basis(self) -> bool:
        """Whether both years' figures cover months in the same way (a half-year is no rolling year)."""
        if self.figure is None or self.same_period is None:
            return False
        now, before = self.figure.window, self.same_period.window.years_earlier(-1)
        points = self.accumulates == "last" and max(now.months, before.months) <= 3
        return now.last == before.last if points else now == before


def derive(
    observations: Observations, indicators: tuple[Indicator, ...], params: Params
) -> tuple[Measure, ...]:
    """The measure of every series: each indicator's headlines, and every breakdown and place with figures.

    In order of definition, the own area before the places in it, totals before their parts.
    """
    own = (params.area, *listed(params.parts))
    found = []
    for indicator in indicators:
        for area in own:
            for breakdown in indicator.series:
                series = Series(observations, indicator, breakdown, area)
                headline = area == params.area and breakdown in indicator.headlines
                if headline or series.has_figures:
                    found.append(_measure(series, params))
    return tuple(found)


def _measure(series: Series, params: Params) -> Measure:
    how = series.accumulates
    year = periods.parse_year(params.year)
    due = params.quarter - series.indicator.arrears
    figure, known = _FIGURES[how](series, year, due)
    ends_early = missing_figures.hidden_after(series, year, known, due)
    figure, known = (None, 0) if ends_early else (figure, known)
    same_period = _same_period(series, figure, how) if figure else None
    history = _history(series, year)
    return Measure(
        series.indicator, series.breakdown, series.area, year, figure, same_period, known,
        _is_complete(figure, year, how),
        _quarters(series, year), _outturns(series, year),
        tuple((label, tuple(q.value if q else None for q in quarters)) for label, quarters in history),
        tuple(tuple(q.denominator if q else None for q in quarters) for _, quarters in history),
        "" if figure else missing_figures.why_none(series, year, due, params),
        "" if same_period else missing_figures.why_no_same_period(series, figure),
        missing_figures.why_survey(series.indicator, figure, params)
        or missing_figures.why_late(series, figure, known, due, year),
        _months(series, year, known) if how == "sum" else (),
        earlier_periods=_earlier_periods(series, year, figure, how) if figure else (),
        hole=missing_figures.hole(series, figure, year, known, due),
        why_no_outturn=missing_figures.why_no_outturn(series, year.years_earlier()),
        blanks=_blanks(series, year, date.fromisoformat(params.as_at), due),
        unit_shown=series.unit,
    )  # fmt: skip


def _year_to_date(series: Series, year: Period, quarters: int) -> tuple[Figure | None, int]:
    """The year to date or, where it has a hole, the latest quarter alone."""
    latest, at = derivations.latest_quarter(series, year, quarters)
    for known in range(quarters, at - 1 if at else 0, -1):
        if figure := derivations.to_date(series, periods.to_date(year.label, known)):
            return figure, known
    return latest, at


def _latest_to_date(series: Series, year: Period, quarters: int) -> tuple[Figure | None, int]:
    """The latest quarter to which anything reaches: the year to date as printed, else the quarter's own."""
    for known in range(quarters, 0, -1):
        to_date = derivations.to_date(series, periods.to_date(year.label, known))
        if figure := to_date or derivations.quarter(series, periods.quarter(year.label, known)):
            return figure, known
    return None, 0


def _rolling_year(series: Series, year: Period, quarters: int) -> tuple[Figure | None, int]:
    for known in range(quarters, 0, -1):
        if figure := derivations.rolling_year(series, periods.quarter(year.label, known)):
            return figure, known
    return _latest_to_date(series, year, quarters)


def _survey(series: Series, year: Period, quarters: int) -> tuple[Figure | None, int]:
    """The year's figure, of several years the one that ends with it (its label is its first year's)."""
    first = year.years_earlier(series.indicator.covers_years - 1)
    figure = series.figure("outturn", first) if quarters == 4 else None
    return figure, 4 if figure else 0


_FIGURES: dict[Accumulation, Callable[[Series, Period, int], tuple[Figure | None, int]]] = {
    "sum": _year_to_date,
    "ratio": _year_to_date,
    "last": _latest_to_date,
    "rolling": _rolling_year,
    "survey": _survey,
}


def _same_period(series: Series, figure: Figure, how: Accumulation, years: int = 1) -> Figure | None:
    """The figure of the same months a year (or `years`) earlier, in whatever shape that year has it.

    Of what does not add up else the year to date as printed, which is then of other months.
    """
    earlier = figure.period.years_earlier(years)
    year = _year_of(figure).years_earlier(years)
    to_date = Period(year.first, earlier.last - year.first + 1)
    alone = figure.period.first != _year_of(figure).first
    if how == "sum":
        return derivations.quarter(series, earlier) if alone else derivations.to_date(series, to_date)
    if how == "ratio" and not alone:
        return derivations.to_date(series, to_date)
    if (same := series.figure(figure.basis, earlier)) and not series.hides(earlier):
        return same
    latest = derivations.rolling_year if how == "rolling" else derivations.quarter
    last = to_date.by(3)[-1]
    return (latest(series, last) if how != "survey" else None) or derivations.printed_from_april(
        series, to_date
    )


def _earlier_periods(
    series: Series, year: Period, figure: Figure, how: Accumulation
) -> tuple[tuple[str, Figure], ...]:
    """The same period in the comparable years before last, oldest first, under the years' labels."""
    found = [
        (year.years_earlier(back), _same_period(series, figure, how, back))
        for back in range(series.years_before(year), 1, -1)
    ]
    return tuple((past.label, f) for past, f in found if f and not series.indicator.is_apart(f.period))


def _is_complete(figure: Figure | None, year: Period, how: Accumulation) -> bool:
    """Sums and ratios must reach from 1 April; a rolling year or the latest figure stands for itself."""
    return figure is not None and (how not in ("sum", "ratio") or figure.window.first == year.first)


def _quarters(series: Series, year: Period) -> tuple[Figure | None, ...]:
    return tuple(derivations.quarter(series, part) for part in year.by(3))


def _outturns(series: Series, year: Period) -> tuple[Figure, ...]:
    """Past outturns as printed, else made from the year's quarters or months."""
    found = [_outturn(series, year.years_earlier(back)) for back in range(series.years_before(year), 0, -1)]
    return tuple(figure for figure in found if figure and not series.indicator.is_apart(figure.period))


def _outturn(series: Series, year: Period) -> Figure | None:
    """As printed, else joined from the year's periods; of what does not add up the figure to 31 March."""
    if printed := series.figure("outturn", year):
        return printed
    how, last = series.accumulates, year.by(3)[-1]
    if how in ("sum", "ratio"):
        figure = derivations.to_date(series, year)
        return figure if figure and figure.window == year else None
    if how == "rolling":
        figure = derivations.rolling_year(series, last)
        return replace(figure, period=year) if figure and figure.window == year else None
    figure = derivations.quarter(series, last) if how == "last" and not series.hides(year) else None
    return replace(figure, period=year) if figure else None


def _history(series: Series, year: Period) -> tuple[tuple[str, tuple[Figure | None, ...]], ...]:
    """Past years from the first to the last of which a quarter is printed, a missing quarter as None.

    Quarters of a year that is not comparable are missing too, so that no year moves up beside another.
    """
    years = []
    for back in range(series.years_before(year), 0, -1):
        past = year.years_earlier(back)
        quarters = _quarters(series, past)
        apart = series.indicator.is_apart(past)
        years.append((past.label, (None,) * 4 if apart else quarters))
    there = [number for number, (_, quarters) in enumerate(years) if any(quarters)]
    return tuple(years[there[0] : there[-1] + 1]) if there else ()


def _blanks(series: Series, year: Period, as_at: date, due: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Why quarters of this and past years are blank, under the years' labels; empty where they are not."""
    last_due = year.first + 3 * due - 1
    years = [year.years_earlier(back) for back in range(series.years_before(year), -1, -1)]
    return tuple(
        (
            past.label,
            tuple(
                derivations.why_quarter_is_blank(series, part, as_at, last_due if past == year else part.last)
                for part in past.by(3)
            ),
        )
        for past in years
    )


def _months(series: Series, year: Period, known: int) -> tuple[tuple[str, tuple[float | None, ...]], ...]:
    """Years from the first of which a month is printed to this one; nothing unless all its known months are.

    As in `_history` a missing or not comparable year keeps its place.
    """
    years = []
    for back in range(series.years_before(year), -1, -1):
        past = year.years_earlier(back)
        found = [series.figure("in_month", Period(past.first + month, 1)) for month in range(12)]
        apart = series.indicator.is_apart(past)
        years.append((past.label, tuple(figure.value if figure and not apart else None for figure in found)))
    there = [number for number, (_, months) in enumerate(years[:-1]) if any(m is not None for m in months)]
    return tuple(years[there[0] :]) if there and None not in years[-1][1][: 3 * known] else ()


def _year_of(figure: Figure) -> Period:
    return periods.parse_year(figure.period.financial_year)
