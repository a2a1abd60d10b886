"""The chart of one judgement: the year so far and to come, from the same figures as every sentence."""

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.definitions.params import Params
from analysis.definitions.periods import MONTHS, Period, parse_year
from analysis.judgements.judgements import Judgement
from analysis.measures.series import Figure
from analysis.pages.chart_models import Line, YearChart
from analysis.pages.sections import phrases

Point = tuple[float, float]
TICKS = ((0, "1 April"), (1, "Q1"), (2, "Q2"), (3, "Q3"), (4, "Q4"))


def year_chart(judged: Judgement, params: Params) -> YearChart | None:
    """The chart, or None where there is no figure of the financial year, or nothing to set it against."""
    year = parse_year(params.year)
    measure = judged.measure
    if measure.figure is None or not measure.complete or measure.called(params.year) != params.year:
        return None
    if judged.forecast.expected is None and measure.same_period is None and measure.last_outturn is None:
        return None
    return YearChart(
        title=f"{phrases.name(judged)}, {judged.area}, {params.year}",
        alt=alt(judged, params),
        caption=caption(judged, params),
        unit=measure.unit,
        periods=4,
        ticks=TICKS,
        lines=_lines(judged, year),
        band=_band(judged, year),
        target=(judged.target.low, judged.target.high) if judged.target else (None, None),
        target_label=_target_label(judged),
        trajectory=_trajectory(judged),
        to_date_label=f"{phrases.figure(measure.figure)} {_now(judged)}",
    )


def alt(judged: Judgement, params: Params) -> str:
    """Measure, place, period, value and message in sentences, from the same figures as the drawing."""
    measure = judged.measure
    figure, before = measure.figure, measure.same_period
    now = f"{phrases.quantity(figure)} in {phrases.covered(figure)}"
    parts = [f"{phrases.name(judged)}, {judged.area}: {now}"]
    if before is not None:
        parts[0] += f", against {phrases.figure(before)} in {phrases.covered(before)}"
    if measure.last_outturn is not None:
        last = measure.last_outturn
        parts.append(f"Outturn of {last.called}: {phrases.figure(last)}")
    if said := phrases.forecast(judged):
        end = phrases.year_end(params)
        expected = f"about {said[0]}, 80 in 100 between {said[1]} and {said[2]}"
        parts.append(f"Outturn: {said[0]}" if phrases.is_over(judged) else f"Expected by {end}: {expected}")
    if _has_target(judged):
        parts.append(f"Target: {phrases.target(judged)}{', disputed' if judged.is_disputed else ''}")
        if judged.chance is not None:
            parts.append(f"Chance of meeting it: {phrases.chance(judged)}, {judged.status_year_end}")
    return ". ".join(parts) + "."


def caption(judged: Judgement, params: Params) -> str:
    """What each line is, what is measured, and whose figures they are."""
    measure = judged.measure
    unit = wording.headed_unit(measure.unit)
    adds_up = measure.accumulates == "sum"
    counted = f"{unit} since 1 April, {judged.area}" if adds_up else f"{unit}, {judged.area}"
    drawn = ["dot: latest figure" if _is_point(judged) else "solid: this year"]
    if judged.forecast.expected is not None and not phrases.is_over(judged):
        drawn.append("dashed: expected, with the range that holds 80 in 100")
    if measure.same_period is not None and measure.last_outturn is not None:
        drawn.append("dotted: last year")
    elif measure.last_outturn is not None:
        drawn.append("ring: last year's outturn")
    if _trajectory(judged):
        stands = adds_up or judged.trajectory is not None
        drawn.append("thin line: where the target would stand" if stands else "thin line: the target")
    source = f" Source: {measure.indicator.source}." if measure.indicator.source else ""
    return f"{counted}. {wording.capital('; '.join(drawn))}.{source}"


def _is_point(judged: Judgement) -> bool:
    return judged.measure.accumulates != "sum" and not any(judged.measure.quarters[: judged.measure.known])


def _now(judged: Judgement) -> str:
    """What the figure's label says beside it: so far, or up to which month."""
    if judged.measure.accumulates == "sum":
        return "so far"
    return f"to {MONTHS[known(judged.measure.figure).window.end.month - 1]}"


def _target_label(judged: Judgement) -> str:
    if not _has_target(judged):
        return ""
    return f"target {phrases.target(judged)}{', disputed' if judged.is_disputed else ''}"


def _has_target(judged: Judgement) -> bool:
    return judged.target is not None and judged.target.is_set


def place_in_year(found: Figure, year: Period) -> float:
    """Quarters from 1 April to the end of a figure's months: 12 months to August 2012 end at 1.67."""
    return (found.window.last - year.first + 1) / 3


def _lines(judged: Judgement, year: Period) -> tuple[Line, ...]:
    measure = judged.measure
    found = [Line("last year", _last_year_label(judged), _last_year(judged, year))]
    ended = f"this year {phrases.figure(measure.figure)}" if measure.known == 4 else ""
    found.append(Line("this year", ended, _this_year(judged, year)))
    if judged.forecast.expected is not None and measure.known < 4:
        found.append(Line("expected", f"expected {phrases.expected(judged)}", _expected(judged, year)))
    return tuple(line for line in found if line.points)


def _last_year_label(judged: Judgement) -> str:
    last = judged.measure.last_outturn
    return f"last year {phrases.figure(last)}" if last else ""


def _last_year(judged: Judgement, year: Period) -> tuple[Point, ...]:
    """Last year by the same calendar: from 1 April where it adds up, over the same months, to its outturn."""
    measure, before = judged.measure, year.years_earlier()
    points: list[Point] = []
    if measure.same_period is not None and measure.same_basis:
        points.append((place_in_year(measure.same_period, before), measure.same_period.value))
        if measure.accumulates == "sum":
            points.insert(0, (0.0, 0.0))
    if measure.last_outturn is not None:
        points.append((4.0, measure.last_outturn.value))
    return tuple(points)


def _this_year(judged: Judgement, year: Period) -> tuple[Point, ...]:
    measure, figure = judged.measure, known(judged.measure.figure)
    quarters = [quarter for quarter in measure.quarters[: measure.known] if quarter]
    end = (place_in_year(figure, year), figure.value)
    if measure.accumulates != "sum":
        earlier = [(place_in_year(q, year), q.value) for q in quarters if q.window != figure.window]
        return (*earlier, end)
    points: list[Point] = [(0.0, 0.0)]
    if len(quarters) == measure.known:
        points += [(n, sum(q.value for q in quarters[:n])) for n in range(1, measure.known)]
    return (*points, end)


def _expected(judged: Judgement, year: Period) -> tuple[Point, ...]:
    figure = known(judged.measure.figure)
    start = (place_in_year(figure, year), figure.value)
    between = [(float(p.period), p.expected) for p in judged.forecast.path if p.period < 4]
    return (start, *between, (4.0, known(judged.forecast.expected)))


def _band(judged: Judgement, year: Period) -> tuple[tuple[float, float, float], ...]:
    said = judged.forecast
    if said.expected is None or judged.measure.known >= 4:
        return ()
    figure = known(judged.measure.figure)
    between = [(float(p.period), p.low80, p.high80) for p in said.path if p.period < 4]
    return (
        (place_in_year(figure, year), figure.value, figure.value),
        *between,
        (4.0, known(said.low80), known(said.high80)),
    )


def _trajectory(judged: Judgement) -> tuple[Point, ...]:
    """Where the target would have the year stand: its path where it adds up, else the target all year."""
    if judged.trajectory is not None:
        start = ((0.0, 0.0),) if judged.measure.accumulates == "sum" else ()
        return (*start, *((float(n), y) for n, y in enumerate(judged.trajectory.cumulative, start=1)))
    if not _has_target(judged) or judged.measure.accumulates == "sum":
        return ()
    target = known(judged.target)
    bound = known(target.high if target.high is not None else target.low)
    return ((0.0, bound), (4.0, bound))
