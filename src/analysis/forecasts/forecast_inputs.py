"""Turn a measure into the input of its forecast: the figures known at the quarter, in the right shape."""

from dataclasses import replace

from analysis.forecasts.forecasts import Forecast, Known, forecast_all
from analysis.forecasts.scale_ends import why_too_close
from analysis.measures.measures import Measure

MONTHS = 12


def forecast_measures(measures: tuple[Measure, ...]) -> tuple[Forecast, ...]:
    """One forecast a measure, in their order, those of one shape worked out together.

    Where no forecast is due it has no numbers and says why.
    """
    due = {number: known for number, m in enumerate(measures) if isinstance(known := _known(m), Known)}
    made = dict(zip(due, forecast_all(list(due.values())), strict=True))
    return tuple(
        _by_quarter(made[number], measure)
        if number in made
        else Forecast(_id(measure), reason=str(_known(measure)))
        for number, measure in enumerate(measures)
    )


def _known(measure: Measure) -> Known | str:
    """What is known, or why no forecast can be due whatever the method."""
    figure, last = measure.figure, measure.last_outturn
    if measure.withheld or (measure.indicator.stage == "placeholder" and figure is None):
        return measure.why_none
    if measure.hole or measure.held:
        return measure.hole or measure.held
    if figure is not None and not measure.complete:
        return f"only {figure.window.in_words()} is delivered, so the year to date is not known"
    comparable = measure.same_basis or measure.accumulates == "sum"
    known = Known(
        id=_id(measure),
        kind=_kind(measure),
        known=measure.known,
        to_date=_to_date(measure),
        unit_is_whole=measure.kind == "count",
        numerator=figure.numerator if figure else None,
        denominator=(figure.denominator or None) if figure else None,
        known_values=_quarters_of(measure),
        last_year_to_date=measure.same_period.value if measure.same_period and comparable else None,
        last_outturn=last.value if last else None,
        outturns=tuple(outturn.value for outturn in measure.outturns),
        history=tuple(values for _, values in measure.history),
        history_denominators=_whole(measure.denominators),
        known_denominators=_denominators_of(measure),
        events_per_unit=measure.events_per_unit,
        arrears=measure.indicator.arrears,
        provisional=bool(figure and figure.provisional),
        rolling=measure.accumulates == "rolling",
        too_close=why_too_close(measure),
    )
    return _by_month(known, measure) if measure.months else known


def _to_date(measure: Measure) -> float | None:
    """The figure as printed; of a year that is over from its counts, as every status goes by them."""
    if measure.figure is None:
        return None
    return measure.figure.exact if measure.known == 4 else measure.figure.value


def _by_month(known: Known, measure: Measure) -> Known:
    """The same by months, which say more than quarters where they are delivered."""
    past = tuple(values for _, values in measure.months[:-1])
    this_year = measure.months[-1][1][: 3 * measure.known]
    return replace(
        known,
        known=3 * measure.known,
        periods_per_year=MONTHS,
        known_values=this_year,
        history=past,
        history_denominators=(),
        known_denominators=(),
        arrears=3 * known.arrears,
    )


def _by_quarter(forecast: Forecast, measure: Measure) -> Forecast:
    """A forecast by months with its path at the ends of quarters, as pages and charts count periods."""
    if not measure.months:
        return forecast
    ends = (replace(point, period=point.period // 3) for point in forecast.path if point.period % 3 == 0)
    return replace(forecast, path=tuple(ends))


def _id(measure: Measure) -> str:
    return "|".join((measure.indicator.ref, measure.breakdown.name, measure.area))


def _kind(measure: Measure) -> str:
    """How a forecast has to treat the series: a survey waits, a share of a programme adds up like a rate."""
    if measure.accumulates == "survey":
        return "survey"
    if measure.kind in ("rate", "money"):
        return "rate"
    return measure.kind


def _whole(years: tuple[tuple[float | None, ...], ...]) -> tuple[tuple[float | None, ...], ...]:
    """Denominators by period, or none at all where a series has none."""
    return years if any(value is not None for year in years for value in year) else ()


def _denominators_of(measure: Measure) -> tuple[float | None, ...]:
    quarters = measure.quarters[: measure.known]
    found = tuple(quarter.denominator if quarter else None for quarter in quarters)
    return found if any(value is not None for value in found) else ()


def _quarters_of(measure: Measure) -> tuple[float | None, ...]:
    """The year's quarters one by one, where every known one is delivered."""
    quarters = measure.quarters[: measure.known]
    values = tuple(quarter.value for quarter in quarters if quarter)
    return values if len(values) == len(quarters) else ()
