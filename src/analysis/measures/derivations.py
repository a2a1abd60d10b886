"""Work out a quarter's figure and the year to date from any shape of data, or say why one is not known.

What adds up is joined from months, quarters and years to date. A percentage comes from the counts of its months or
quarters. A stock's quarter is its last month. A rolling year may be labelled by its last month. A suppressed period
is never worked out, and no difference is taken that would reveal one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from analysis.definitions import periods
from analysis.definitions.indicators import Accumulation
from analysis.definitions.periods import Period
from analysis.measures.series import Figure, Series, difference

SUPPRESSED = "suppressed by its source"
NOT_DELIVERED = "not delivered"
NO_CASES = "no cases"
STILL_TO_COME = "still to come"
WITHOUT_COUNTS = "delivered by month without the counts behind it"
BY_MONTH = "delivered by month only, which does not make it"
ALONE = "delivered for single months, not for twelve"
NOT_COMPLETE = "not complete"
WITHIN = "delivered within the year to date only"


@dataclass(frozen=True)
class Gap:
    """A quarter or month without a usable figure, and why: `not delivered`, `suppressed by its source`."""

    period: Period
    why: str

    @property
    def name(self) -> str:
        """`Quarter 2 (July to September 2024)`, `June 2024`."""
        words = self.period.in_words()
        return f"Quarter {self.period.label[-1]} ({words})" if self.period.months == 3 else words


def gaps_in_words(gaps: tuple[Gap, ...]) -> str:
    """Gaps as a clause: `May 2024 and June 2024 are not delivered`.

    >>> gaps_in_words((Gap(Period(24293, 1), NOT_DELIVERED),))
    'June 2024 is not delivered'
    """
    reasons = dict.fromkeys(gap.why for gap in gaps)
    said = []
    for why in reasons:
        *first, last = [gap.name for gap in gaps if gap.why == why]
        said.append(f"{', '.join(first)} and {last} are {why}" if first else f"{last} is {why}")
    return ", and ".join(said)


def quarter(series: Series, period: Period) -> Figure | None:
    """The figure of one quarter as printed, else worked out as its kind allows."""
    how = series.accumulates
    if series.hides(period):
        return None
    printed = series.figure("in_quarter", period)
    return printed or (_WORKED_OUT[how](series, period) if how in _WORKED_OUT else None)


def _quarter_of_sum(series: Series, period: Period) -> Figure | None:
    """From its months, as the year to date of Quarter 1, or as the difference of two years to date."""
    return (
        series.summed(period.by(1), "in_month")
        or series.counted(period)
        or series.figure("cumulative", period)
        or _difference(series, period)
    )


def _quarter_of_ratio(series: Series, period: Period) -> Figure | None:
    return (
        series.counted(period)
        or series.figure("cumulative", period)
        or series.pooled(period.by(1), "pooled months")
    )


def _quarter_of_stock(series: Series, period: Period) -> Figure | None:
    """A stock is a value at a point: its quarter's is that of the last month, never a sum."""
    last = period.by(1)[-1]
    return series.counted(period) or series.figure("in_month", last) or series.counted(last)


_WORKED_OUT: dict[Accumulation, Callable[[Series, Period], Figure | None]] = {
    "sum": _quarter_of_sum,
    "ratio": _quarter_of_ratio,
    "last": _quarter_of_stock,
}


def _difference(series: Series, period: Period) -> Figure | None:
    """The year to the quarter's end less the year to its beginning, both printed by one source.

    Of counts and money only: rates carry their rounding. A count below zero is a contradiction, no figure.
    """
    kind, year = series.indicator.kind_of(series.breakdown), _year_of(period)
    later = printed_from_april(series, _between(year, period.last))
    before = (
        printed_from_april(series, _between(year, period.first - 1)) if period.first > year.first else None
    )
    if not (later and before) or kind not in ("count", "money") or series.hides_within(period):
        return None
    value = difference(later, before)
    if later.made_from[0].source != before.made_from[0].source or (kind == "count" and value < 0):
        return None
    made_from = (*later.made_from, *before.made_from)
    return Figure(value, period, period, later.unit, "difference of years to date", made_from)


def to_date(series: Series, period: Period) -> Figure | None:
    """The whole quarters from 1 April as printed, else joined: by quarters, by months, or by both.

    A quarter that is printed comes before its months, here as in the table of quarters.
    """
    if series.hides(period):
        return None
    how, quarters = series.accumulates, period.by(3)
    printed = printed_from_april(series, period)
    if printed or how not in ("sum", "ratio"):
        return printed
    if any(map(series.hides, quarters)):
        return series.counted(period)
    if how == "ratio":
        return series.counted(period) or series.pooled(quarters)
    by_month = not any(series.printed("in_quarter", part) for part in quarters)
    return (
        series.summed(quarters, "in_quarter")
        or (series.summed(period.by(1), "in_month") if by_month else None)
        or series.counted(period)
        or _joined(series, period)
    )


def _joined(series: Series, period: Period) -> Figure | None:
    """The year to the quarter before and the last quarter, each in its own shape."""
    before, last = Period(period.first, period.months - 3), period.by(3)[-1]
    if not before.months:
        return quarter(series, period)
    parts = [to_date(series, before), quarter(series, last)]
    return series.added(parts, "sum of figures of different periods")


def printed_from_april(series: Series, period: Period) -> Figure | None:
    """The outturn or, of a part of the year, the year to date, as printed."""
    return series.figure("outturn", period) or series.figure("cumulative", period)


def rolling_year(series: Series, period: Period) -> Figure | None:
    """The twelve months to the end of a quarter, labelled by the quarter or by its last month."""
    last = period.by(1)[-1]
    return series.figure("rolling_12_months", period) or series.figure("rolling_12_months", last)


def latest_quarter(series: Series, year: Period, quarters: int) -> tuple[Figure | None, int]:
    """The latest of the year's first quarters that has a figure, and which it is (0: none has)."""
    for known in range(quarters, 0, -1):
        if figure := quarter(series, periods.quarter(year.label, known)):
            return figure, known
    return None, 0


def gaps(series: Series, period: Period) -> tuple[Gap, ...]:
    """What is missing of a run of quarters from 1 April: quarters, or the months of one that has others."""
    if series.hides(period):
        return (Gap(period, SUPPRESSED),)
    return tuple(gap for part in period.by(3) for gap in _gaps_of(series, part))


def _gaps_of(series: Series, period: Period) -> tuple[Gap, ...]:
    """None where the quarter has a figure or nothing to count; its months where some of them have one."""
    rolling = series.accumulates == "rolling"
    if (rolling_year(series, period) if rolling else quarter(series, period)) or series.has_no_cases(period):
        return ()
    whole = _why_blank(series, period)
    if whole != NOT_DELIVERED:
        return (Gap(period, whole or BY_MONTH),)
    months = _months_needed(series, period)
    lacking = {month: why for month in months if (why := _why_blank(series, month))}
    if len(lacking) == 3 and len(set(lacking.values())) == 1:
        return (Gap(period, *set(lacking.values())),)
    return tuple(Gap(month, why) for month, why in lacking.items()) or (Gap(period, BY_MONTH),)


def _months_needed(series: Series, period: Period) -> tuple[Period, ...]:
    """The months that make a quarter: all three or, of a stock or rolling year by month, the last."""
    how = series.accumulates
    months = period.by(1)
    by_month = how in ("last", "rolling") and not _why_blank(series, months[0])
    return months[-1:] if by_month else months


def _why_blank(series: Series, period: Period) -> str:
    """Why a quarter or month has no usable figure of its own; empty where it has one."""
    how = series.accumulates
    shapes = ("rolling_12_months",) if how == "rolling" else ("in_quarter", "in_month", "cumulative")
    marks = [series.blank(measure, period) for measure in shapes]
    if series.is_share:
        marks += [series.blank("numerator", period, series.breakdown.numerator)]
        marks += [series.blank("denominator", period, series.breakdown.denominator)]
    behind = series.counts(period) if series.is_share else None
    if behind and behind.window == period and not series.hides(period):
        return ""
    if "suppressed" in marks:
        return SUPPRESSED
    if any(series.printed(measure, period) for measure in shapes):
        return WITHOUT_COUNTS if how == "ratio" and period.months == 1 else ""
    mark = next(filter(None, marks), "")
    return mark or (ALONE if how == "rolling" and series.printed("in_month", period) else NOT_DELIVERED)


def why_quarter_is_blank(series: Series, period: Period, as_at: date, due: int) -> str:
    """Why a quarter of a table is blank; empty where it has a figure. `due` is the last month due by now."""
    if period.end > as_at:
        return STILL_TO_COME
    if series.has_no_cases(period):
        return NO_CASES
    found = gaps(series, period)
    if found and period.last > due and found[0].why == NOT_DELIVERED:
        return "not due yet: its figures come in arrears"
    if found == (Gap(period, NOT_DELIVERED),) and _is_within(series, period):
        return WITHIN
    if not found or found == (Gap(period, found[0].why),):
        return found[0].why if found else ""
    return f"{NOT_COMPLETE}: {gaps_in_words(found)}"


def _is_within(series: Series, period: Period) -> bool:
    """Whether a year to date that holds the quarter is delivered, as a figure or as its counts."""
    year = _year_of(period)
    reaching = [_between(year, part.last) for part in year.by(3)[:3] if part.last >= period.last]
    return any(series.figure("cumulative", whole) or series.counted(whole) for whole in reaching)


def _between(year: Period, last: int) -> Period:
    return Period(year.first, last - year.first + 1)


def _year_of(period: Period) -> Period:
    return periods.parse_year(period.financial_year)
