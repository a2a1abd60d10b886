"""`judgements.csv`: one row a judgement, numbers unrounded, the reason of every blank in `reason`.

Percentages are 0 to 100, `p_value` and `chance` 0 to 1. Breakdown and area are spelt as delivered.
"""

from typing import Any

from analysis.disclosure.release import Release
from analysis.judgements.judgements import Judgement
from analysis.statistics.comparisons import Comparison

SEPARATOR = " | "
"""Between two reasons, each "field: words" (words hold semicolons of their own)."""

COLUMNS = (
    "ref", "breakdown", "area", "title", "theme", "headline", "period", "as_at", "unit", "polarity",
    "to_date", "same_period_last_year", "change_percent", "p_value", "p_value_widened", "direction",
    "direction_as_published", "direction_printed", "progress_as_published", "progress_printed",
    "last_outturn", "target_low", "target_high", "target_terms", "target_set_by", "trajectory",
    "expected_outturn", "low80", "high80", "low95", "high95", "chance", "status_now", "status_year_end",
    "pro_rata", "last_year_share", "needed", "region", "region_value", "region_comparison",
    "method", "rung", "source", "reason",
)  # fmt: skip


def rows(release: Release) -> list[dict[str, Any]]:
    """All judgements as rows under `COLUMNS`."""
    return [_row(judgement, release) for judgement in release.judgements]


def _row(judged: Judgement, release: Release) -> dict[str, Any]:
    row = {**_what(judged, release), **_figures(judged), **_verdicts(judged)}
    row |= {**_target(judged), **_forecast(judged), **_region(judged, release.params.region)}
    row["reason"] = SEPARATOR.join(f"{reason.about}: {reason.words}" for reason in judged.reasons)
    return {name: row[name] for name in COLUMNS}


def _what(judged: Judgement, release: Release) -> dict[str, Any]:
    measure, indicator = judged.measure, judged.indicator
    return {
        "ref": indicator.ref,
        "breakdown": judged.breakdown.name,
        "area": judged.area,
        "title": indicator.title,
        "theme": indicator.theme,
        "headline": judged.headline,
        "period": measure.figure.window.label if measure.figure else None,
        "as_at": release.params.as_at,
        "unit": measure.unit,
        "polarity": measure.polarity,
    }


def _figures(judged: Judgement) -> dict[str, Any]:
    measure = judged.measure
    return {
        "to_date": measure.figure.value if measure.figure else None,
        "same_period_last_year": measure.same_period.value if measure.same_period else None,
        "change_percent": measure.change_percent,
        "last_outturn": measure.last_outturn.value if measure.last_outturn else None,
        "needed": judged.needed,
        "source": measure.figure.source if measure.figure else None,
    }


def _verdicts(judged: Judgement) -> dict[str, Any]:
    return {
        "p_value": judged.direction.p_value,
        "p_value_widened": judged.direction.p_widened,
        "direction": judged.direction.word,
        "direction_as_published": judged.direction_as_published,
        "direction_printed": judged.direction_printed,
        "progress_as_published": judged.progress_as_published,
        "progress_printed": judged.progress_printed,
        "chance": judged.chance,
        "status_now": judged.status_now,
        "status_year_end": judged.status_year_end,
    }


def _target(judged: Judgement) -> dict[str, Any]:
    target = judged.target
    return {
        "target_low": target.low if target else None,
        "target_high": target.high if target else None,
        "target_terms": target.phrase if target else None,
        "target_set_by": f"{target.set_by}, {target.where}" if target else None,
        "trajectory": judged.trajectory.to_date if judged.trajectory else None,
    }


def _forecast(judged: Judgement) -> dict[str, Any]:
    forecast = judged.forecast
    return {
        "expected_outturn": forecast.expected,
        "low80": forecast.low80,
        "high80": forecast.high80,
        "low95": forecast.low95,
        "high95": forecast.high95,
        "pro_rata": forecast.pro_rata,
        "last_year_share": forecast.last_year_share,
        "method": forecast.method,
        "rung": forecast.rung,
    }


def _region(judged: Judgement, region: str) -> dict[str, Any]:
    found: Comparison | None = next((c for c in judged.comparisons if c.region == region), None)
    return {
        "region": region if found else None,
        "region_value": found.value if found else None,
        "region_comparison": found.word if found else None,
    }
