"""Where figures stand too close to an end of their scale for a forecast: no range and no chance is given there.

The laws of the forecasts give the ends of a scale no chance: a percentage never reaches 0 or 100 (a bare one
counts as a share of 100 cases and stops half a case short), and a count that was always 0 has no level to
vary about. By rule, where the year is not settled:

- A percentage is at an end when it is closer to it than half a case (without counts, half a point). It is too
  close when the latest figure is at an end, or last year's outturn while there is no figure or for a year of
  pooled counts; when any period of this year or last is, where the latest figure stands for the year; when half
  of them are, where counts are pooled over the year.
- Anything else is too close when every known figure is 0, or when nothing has happened yet this year and no past
  quarters say how the rest of a year goes.
- A target at the very end (100% or more, 0% or less) has no chance when the 95% range comes within a point of it.
"""

from collections.abc import Iterator

from analysis.definitions.errors import known
from analysis.definitions.targets import Target
from analysis.forecasts.forecasts import Forecast
from analysis.measures.measures import Measure
from analysis.measures.series import Figure

TOO_CLOSE = "too close to the end of the scale to forecast"
BARE_CASES = 100.0
"""Cases that a percentage without counts is a share of, as in the methods."""
NEAR = 1.0
"""Percentage points from an end within which a 95% range cannot tell the end from what lies beside it."""
QUARTERS = 4


def why_too_close(measure: Measure) -> str:
    """Return why nothing can be forecast of a year that is not over; empty where something can."""
    if measure.accumulates == "survey":
        return ""
    why = _why_share(measure) if measure.kind == "percentage" else _why_nothing(measure)
    return f"{TOO_CLOSE}; {why}" if why else ""


def is_too_close(forecast: Forecast) -> bool:
    """Whether a forecast was refused for the end of the scale."""
    return forecast.reason.startswith(TOO_CLOSE)


def why_no_chance(measure: Measure, target: Target, forecast: Forecast) -> str:
    """Return why a target at the very end of a percentage's scale has no chance; empty where it has one."""
    if measure.kind != "percentage" or forecast.expected is None or forecast.method == "settled":
        return ""
    if measure.accumulates == "ratio" and measure.figure is not None:
        return ""  # one miss among the year's pooled counts is for good
    top = target.low is not None and target.low >= 100 and 100 - known(forecast.high95) < NEAR
    bottom = target.high is not None and target.high <= 0 and known(forecast.low95) < NEAR
    return f"{TOO_CLOSE}; the target is the end itself" if top or bottom else ""


def end_of(value: float, cases: float | None = None) -> int | None:
    """Return the end, 0 or 100, that a percentage of so many cases is at; None between the ends.

    >>> end_of(99.8), end_of(99.5), end_of(100 * 299 / 300, 300), end_of(0, 13)
    (100, None, None, 0)
    """
    margin = 50 / (cases or BARE_CASES)
    if value < margin:
        return 0
    return 100 if 100 - value < margin else None


def _why_share(measure: Measure) -> str:
    figure, last = measure.figure, measure.last_outturn
    pooled = measure.accumulates == "ratio"
    latest = figure or last
    if latest and (end := _end_of_figure(latest, measure)) is not None:
        what = "the latest figure" if figure else "last year's outturn"
        return f"{what} is at or next to {end}%"
    ends = list(_recent_ends(measure))
    if pooled and last and (end := _end_of_figure(last, measure)) is not None:
        return f"last year's outturn is at or next to {end}%"
    for end in (100, 0):
        if 2 * ends.count(end) >= len(ends) > 0 if pooled else end in ends:
            return f"figures of this year or last are at or next to {end}%"
    return ""


def _end_of_figure(figure: Figure, measure: Measure) -> int | None:
    """A rolling year is forecast as a bare percentage, whatever its cases."""
    return end_of(figure.exact, None if measure.accumulates == "rolling" else figure.denominator)


def _recent_ends(measure: Measure) -> Iterator[int | None]:
    """The ends, or None, that the known periods of this year and last are at."""
    for quarter in measure.quarters[: measure.known]:
        if quarter:
            yield _end_of_figure(quarter, measure)
    last = measure.year.years_earlier().label
    behind = dict(zip((label for label, _ in measure.history), measure.denominators, strict=True))
    values = dict(measure.history).get(last, ())
    for value, cases in zip(values, behind.get(last, ()), strict=True):
        if value is not None:
            yield end_of(value, None if measure.accumulates == "rolling" else cases)
    if measure.accumulates != "ratio":
        yield from (_end_of_figure(f, measure) for f in (measure.last_outturn, measure.same_period) if f)


def _why_nothing(measure: Measure) -> str:
    known = list(_known_values(measure))
    if known and not any(known):
        return "every figure so far is 0"
    adds_up = measure.accumulates == "sum" and measure.kind in ("count", "rate", "money")
    if adds_up and measure.figure is not None and measure.figure.value == 0 and _is_bare(measure):
        return "it is 0 so far, and no past quarters say how the rest of a year goes"
    return ""


def _known_values(measure: Measure) -> Iterator[float]:
    figures = (measure.figure, measure.same_period, *measure.outturns, *measure.quarters)
    yield from (figure.value for figure in figures if figure)
    for _, year in (*measure.history, *measure.months):
        yield from (value for value in year if value is not None)


def _is_bare(measure: Measure) -> bool:
    """Whether a 0 to date meets neither past periods nor a rest of last year that had something in it."""
    past = [value for _, year in measure.history for value in year if value is not None]
    by_period = len(past) >= QUARTERS and all(measure.quarters[: measure.known])
    before, last = measure.same_period, measure.last_outturn
    rest = last.value - before.value if last and before and measure.same_basis else 0
    return not by_period and rest <= 0
