"""The recent trend of a series that is published with limits: ours beside the published one."""

from dataclasses import dataclass

from analysis import periods, trends
from analysis.measures import Measure
from analysis.observations import Observations
from analysis.periods import Period
from analysis.series import Series
from analysis.trends import Trend


@dataclass(frozen=True)
class Recent:
    """The five-point trend over `years` (labels, latest last), and the word that the source prints."""

    trend: Trend
    years: tuple[str, ...]
    published: str = ""


def recent_trend(measure: Measure, observations: Observations) -> Recent | None:
    """The trend to the latest yearly figure; None where a series has no published limits."""
    series = Series(observations, measure.indicator, measure.breakdown, measure.area)
    latest = max((f.period for f in _yearly(measure)), default=None)
    if latest is None:
        return None
    years = tuple(latest.years_earlier(back) for back in range(trends.PERIODS - 1, -1, -1))
    figures = [series.figure("outturn", year) for year in years]
    if figures[-1] is None or figures[-1].limits is None:
        return None
    covered = figures[-1].window
    names = (periods.called(y, Period(covered.first + y.first - latest.first, covered.months)) for y in years)
    values, lows, highs = zip(*(_numbers(figure) for figure in figures), strict=True)
    return Recent(
        trends.recent_trend(values, lows, highs, measure.polarity),
        tuple(names),
        _published(series, latest),
    )


def _yearly(measure: Measure):
    figures = (*measure.outturns, measure.figure)
    return (figure for figure in figures if figure is not None and figure.basis == "outturn")


def _numbers(figure) -> tuple[float | None, float | None, float | None]:
    if figure is None:
        return None, None, None
    return (figure.value, *(figure.limits or (None, None)))


def _published(series: Series, year: Period) -> str:
    """The word that the source prints beside that year's figure, if it does."""
    key = (series.indicator.ref, series.breakdown.name, series.area)
    words = (
        o.word
        for o in series.observations.by_series.get(key, ())
        if o.measure == "published_trend" and o.period == year
    )
    return next(words, "")
