"""Judgements out of made-up figures of every kind, by the project's own forecasts and rules."""

from dataclasses import replace

import numpy as np

from analysis.definitions import periods
from analysis.definitions.indicators import Breakdown, Indicator
from analysis.definitions.params import Params
from analysis.definitions.targets import Target
from analysis.extracts.observations import Observation, Observations
from analysis.forecasts.forecast_inputs import forecast_measures
from analysis.judgements.judge import judge
from analysis.judgements.judgements import Judgement
from analysis.measures.measures import Measure
from analysis.measures.series import Figure
from made_up_figures import a_report

YEAR = "2012-13"
UNITS = {
    "count": "incidents",
    "rate": "fires per 10000 population",
    "percentage": "percent",
    "money": "pounds",
}


def generate(number: int, seed: int) -> list[tuple[Judgement, Params]]:
    """So many judgements, each with the parameters of its report; the same for the same seed."""
    chance = np.random.default_rng(seed)
    drawn = [_drawn(chance, place) for place in range(number)]
    forecasts = forecast_measures(tuple(measure for measure, _, _ in drawn))
    return [
        (judge(measure, forecast, target, (), Observations(()), report), report)
        for (measure, target, report), forecast in zip(drawn, forecasts, strict=True)
    ]


def _drawn(chance: np.random.Generator, place: int) -> tuple[Measure, Target | None, Params]:
    kind = str(chance.choice(list(UNITS)))
    quarter = int(chance.integers(1, 5))
    polarity = str(chance.choice(["lower", "higher", "lower", "higher", "none"]))
    indicator = Indicator(
        ref=f"M{place}", title="Made-up measure", theme="Made-up", polarity=polarity, kind=kind,
        unit=UNITS[kind], accumulates="ratio" if kind == "percentage" else "sum",
        direction_tolerance=float(chance.choice([2, 5, 10])),
        status_tolerance=float(chance.choice([0, 3, 5, 10])),
    )  # fmt: skip
    measure = _measure(chance, indicator, quarter)
    ends = {1: "2012-06-30", 2: "2012-09-30", 3: "2012-12-31", 4: "2013-03-31"}
    return measure, _target(chance, measure), a_report(quarter=quarter, as_at=ends[quarter])


def _measure(chance: np.random.Generator, indicator: Indicator, known: int) -> Measure:
    years = int(chance.integers(0, 5))
    level = float(np.exp(chance.uniform(0.5, 8)))
    drift, season = chance.normal(0, 0.08), 1 + 0.3 * chance.random(4)
    quarters = [_quarter(chance, indicator, level * season * np.exp(drift * y)) for y in range(years + 1)]
    *past, now = quarters
    labels = [periods.parse_year(YEAR).years_earlier(years - y).label for y in range(years)]
    figure = _figure(indicator, YEAR, now[:known]) if chance.random() > 0.05 else None
    before = _figure(indicator, labels[-1], past[-1][:known]) if past and chance.random() > 0.1 else None
    outturns = tuple(_figure(indicator, label, year) for label, year in zip(labels, past, strict=True))
    return Measure(
        indicator, Breakdown(name="all", total=True), "Made-up Place", periods.parse_year(YEAR), figure,
        before if figure else None, known if figure else 0, figure is not None,
        tuple(_figure(indicator, YEAR, [q], n) for n, q in enumerate(now[:known])) + (None,) * (4 - known),
        outturns, tuple((label, tuple(q[0] for q in y)) for label, y in zip(labels, past, strict=True)),
        tuple(tuple(q[2] for q in y) for y in past),
        "" if figure else "no figure is delivered", "" if before else "no figure of last year is delivered",
    )  # fmt: skip


def _quarter(chance: np.random.Generator, indicator: Indicator, levels: np.ndarray) -> list[tuple]:
    """Four quarters: value, numerator, denominator."""
    if indicator.kind == "percentage":
        behind = np.maximum(1, chance.poisson(np.maximum(levels, 5)))
        share = 1 / (1 + levels[0] ** -0.3)
        over = chance.binomial(behind, share)
        return [(100 * x / n, float(x), float(n)) for x, n in zip(over, behind, strict=True)]
    counts = chance.poisson(levels)
    if indicator.kind == "count":
        return [(float(x), None, None) for x in counts]
    if indicator.kind == "money":
        return [(float(1000 * x), None, None) for x in counts]
    return [(round(float(x) / 11.9, 2), None, None) for x in counts]


def _figure(indicator: Indicator, label: str, quarters: list[tuple], first: int | None = None) -> Figure:
    months = 3 * len(quarters)
    start = periods.parse_year(label).first + 3 * (first or 0)
    window = periods.Period(start, months)
    top = bottom = None
    value = sum(q[0] for q in quarters)
    if indicator.kind == "percentage":
        top, bottom = sum(q[1] for q in quarters), sum(q[2] for q in quarters)
        value = 100 * top / bottom
    value = value if indicator.kind in ("count", "percentage") else round(value, 2)
    printed = Observation(
        "made-up", "M", "made-up.csv", 2, indicator.ref, "all", "Made-up Place", window, window, "cumulative",
        indicator.unit, value, f"{value:g}", 0 if indicator.kind == "count" else 2, "final",
    )  # fmt: skip
    return Figure(value, window, window, indicator.unit, "cumulative", (printed,), top, bottom)


def _target(chance: np.random.Generator, measure: Measure) -> Target | None:
    if chance.random() < 0.08 or measure.polarity == "none":
        return None if chance.random() < 0.5 else Target(None, None, "to be set")
    last = (
        measure.outturns[-1].value if measure.outturns else (measure.figure.value if measure.figure else 10)
    )
    bound = last * float(np.exp(chance.normal(0, 0.15)))
    bound = min(99.0, bound) if measure.kind == "percentage" else bound
    bound = float(round(bound)) if measure.kind in ("count", "money") else round(bound, 1)
    exclusive = bool(chance.random() < 0.2)
    if measure.polarity == "lower":
        return replace(Target(None, bound, "no more than"), exclusive=exclusive)
    return replace(Target(bound, None, "at least"), exclusive=exclusive)
