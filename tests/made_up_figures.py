"""Small made-up figures to test rules with: one count that adds up over the year, one percentage with counts.

Every function returns a thing that is right; a test names only what it is about.
"""

from typing import Any

import pandas as pd

from analysis.definitions import periods
from analysis.definitions.indicators import Indicator
from analysis.definitions.params import Params
from analysis.definitions.targets import Target
from analysis.extracts.deliveries import Delivery, Entry
from analysis.extracts.observations import Observation, Observations, in_order
from analysis.forecasts import forecast_inputs
from analysis.judgements import published_comparisons
from analysis.judgements.judge import judge
from analysis.judgements.judgements import Judgement
from analysis.measures import measures

AREA = "Made-up Place"
REGION = "Made-up Region"


def a_report(**changes: Any) -> Params:
    """Quarter 2 of 2012-13 of a made-up place with two towns and two sources."""
    return Params(
        **{
            "report": "made-up", "title": "Made-up", "organisation": "made-up", "area": AREA,
            "parts": "East Town, West Town", "region": REGION, "nation": "England", "neighbours": "Neighbour",
            "year": "2012-13", "quarter": 2, "as_at": "2012-09-30", "sources": "report, plan",
            "hidden_reason": "the figures are made up", **changes,
        }
    )  # fmt: skip


def a_count(**changes: Any) -> Indicator:
    """Thefts: a count that adds up over the year, of cars and of bicycles, also printed per 1000 people."""
    return Indicator(
        **{
            "ref": "THEFT", "title": "Made-up thefts", "theme": "Crime", "polarity": "lower", "kind": "count",
            "unit": "crimes", "accumulates": "sum", "second_units": ("crimes per 1000 population",),
            "breakdowns": (
                {"name": "all", "total": True},
                {"name": "cars", "part_of": "all"},
                {"name": "bicycles", "part_of": "all"},
            ),
            **changes,
        }
    )  # fmt: skip


def a_percentage(**changes: Any) -> Indicator:
    """People seen in time: a percentage with the counts behind it."""
    return Indicator(
        **{
            "ref": "SEEN", "title": "Made-up people seen in time", "theme": "Care", "polarity": "higher",
            "kind": "percentage", "unit": "percent", "accumulates": "ratio", "direction_tolerance": 5,
            "breakdowns": ({"name": "all", "total": True, "numerator": "seen", "denominator": "people"},),
            **changes,
        }
    )  # fmt: skip


def a_rate(**changes: Any) -> Indicator:
    """Calls per 1,000 people: a rate that adds up over the year, with the counts behind it."""
    return Indicator(
        **{
            "ref": "CALLS", "title": "Made-up calls", "theme": "Fire", "polarity": "lower", "kind": "rate",
            "unit": "calls per 1000 people", "accumulates": "sum", "per": 1000,
            "breakdowns": ({"name": "all", "total": True, "numerator": "calls", "denominator": "people"},),
            **changes,
        }
    )  # fmt: skip


def figure(measure: str, period: str, value: float | None, **changes: Any) -> Observation:
    """A checked figure of thefts, printed as its shortest form in the report's table."""
    when = periods.parse(period)
    window = periods.twelve_months_to(when) if measure == "rolling_12_months" else when
    printed = changes.pop("printed", "" if value is None else f"{value:g}")
    return Observation(
        **{
            "source": "report", "section": "THEFT", "file": "report.csv", "row": 2, "ref": "THEFT",
            "breakdown": "all", "area": AREA, "period": when, "window": window, "measure": measure,
            "unit": "crimes", "value": value, "printed": printed, "status": "final",
            "decimals": len(printed.partition(".")[2]), **changes,
        }
    )  # fmt: skip


def share(measure: str, period: str, value: float | None, **changes: Any) -> Observation:
    """A checked figure of people seen in time; the unit follows the measure."""
    unit = {"numerator": "seen", "denominator": "people"}.get(measure, "percent")
    return figure(measure, period, value, **{"ref": "SEEN", "section": "SEEN", "unit": unit, **changes})


def rated(period: str, calls: int, people: int, row: int = 2) -> tuple[Observation, ...]:
    """A quarter's calls per 1,000 people, with both counts."""
    given = {"ref": "CALLS", "section": "CALLS"}
    rate = 1000 * calls / people
    return (
        figure("in_quarter", period, rate, unit="calls per 1000 people", row=row, **given),
        figure("numerator", period, calls, unit="calls", row=row + 1, **given),
        figure("denominator", period, people, unit="people", row=row + 2, **given),
    )


def observed(*figures: Observation) -> Observations:
    """Figures in the order of trust: the report before the plan."""
    return in_order(figures, ("report", "plan"))


def a_row(**changes: str) -> dict[str, str]:
    """A row as delivered: 120 thefts in the first half of 2012-13."""
    return {
        "section": "THEFT", "ref": "THEFT", "breakdown": "all", "area": AREA, "period": "2012-13 Q1-Q2",
        "measure": "cumulative", "unit": "crimes", "value": "120", "note": "", **changes,
    }  # fmt: skip


def a_delivery(*rows: dict[str, str], source: str = "report") -> Delivery:
    """Rows as a reader hands them on, numbered from 2 in `<source>.csv`."""
    entry = Entry(source=source, title=source, file=f"{source}.csv", format="figures_csv", received="2012-10")
    frame = pd.DataFrame([{"row": number, **row} for number, row in enumerate(rows, start=2)], dtype=object)
    return Delivery(entry, frame)


def judged_of(
    indicator: Indicator, *figures: Observation, target: Target | None = None, **report: Any
) -> Judgement:
    """The judgement of the indicator's headline, forecast and compared as in a report."""
    params, observations = a_report(**report), observed(*figures)
    measure = measures.derive(observations, (indicator,), params)[0]
    (forecast,) = forecast_inputs.forecast_measures((measure,))
    comparisons = published_comparisons.compare_with_others(measure, observations, params)
    return judge(measure, forecast, target, comparisons, observations, params)
