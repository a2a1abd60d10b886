"""The first report's acceptance figures: Halton's Quarter 2 of 2012-13, as printed and as worked out."""

import math

import pytest

from analysis.measures import findings
from analysis.measures.findings import CHANGE, CONFLICT, RATE
from analysis.pages import judgement_table

PROJECTIONS = [("SH1", "all", 7420), ("SH16", "all", 1118), ("SH17", "all", 764)]
P_VALUES = [
    ("SH1", "all", 0.150, "no clear change"),
    ("SH1", "youth", 0.018, "better"),
    ("SH16", "all", 0.001, "better"),
    ("SH17", "all", 0.433, "no clear change"),
    ("SH16", "robbery", 0.905, "no clear change"),
]
SHARES = [("SH1", 7190), ("SH16", 1137), ("SH17", 768)]


def judgement(assessment, ref, breakdown="all", area="Halton"):
    return next(j for j in assessment.judgements if j.key == (ref, breakdown, area))


def test_every_indicator_of_the_two_documents_is_judged(halton):
    refs = {j.indicator.ref for j in halton.judgements}
    assert len(refs) == 31
    assert {f"SH{n}" for n in (1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 15, 16, 17)} <= refs
    assert {"SH7a", "SH7b", "SH8a", "SH8b", "PA6", "PA25a", "PA27b", "PA28", "CCC35"} <= refs


def test_each_indicator_has_a_row_of_its_own_area_first(halton):
    seen = set()
    for judged in halton.judgements:
        if judged.indicator.ref not in seen:
            assert judged.headline and judged.area == "Halton"
        seen.add(judged.indicator.ref)


@pytest.mark.parametrize(("ref", "breakdown", "printed"), PROJECTIONS)
def test_printed_projections_are_pro_rata(halton, ref, breakdown, printed):
    assert judgement(halton, ref, breakdown).forecast.pro_rata == printed


@pytest.mark.parametrize(("ref", "printed"), SHARES)
def test_last_years_share(halton, ref, printed):
    assert round(judgement(halton, ref).forecast.last_year_share) == printed


@pytest.mark.parametrize(("ref", "breakdown", "p", "word"), P_VALUES)
def test_direction_by_chance(halton, ref, breakdown, p, word):
    direction = judgement(halton, ref, breakdown).direction
    assert direction.word == word
    assert direction.p_value < 0.001 if p == 0.001 else round(direction.p_value, 3) == p


def test_every_printed_change_is_ours_or_a_finding(halton):
    found = {f.places[0].key for f in halton.findings if f.kind == CHANGE}
    checked = 0
    for figure in halton.observations.figures:
        if figure.measure != "change_on_same_period" or figure.unit != "percent":
            continue
        ours = judgement(halton, figure.ref, figure.breakdown, figure.area).measure.change_percent
        assert abs(ours - figure.value) <= figure.half_unit or figure.key in found, figure
        checked += 1
    assert checked == 10


def test_town_changes_without_base_figures_have_no_row(halton):
    assert {j.area for j in halton.of("SH1")} == {"Halton"}
    assert {j.area for j in halton.of("SH16")} == {"Halton", "Runcorn", "Widnes"}


def test_drug_treatment_needs_17_more(halton):
    judged = judgement(halton, "SH7a", "drugs")
    assert (judged.target.low, judged.target.high) == (14.9, None)
    assert judged.target.exclusive and "above the North West average" in judged.target.phrase
    assert "14.9 at August 2012" in judged.target.phrase
    assert judged.needed == 85 and judged.measure.figure.numerator == 68
    assert judged.direction.word == "not comparable", "12 months against 6"


def test_one_more_representation_would_be_8_8_percent(halton):
    judged = judgement(halton, "SH8a", "drugs")
    assert round(judged.one_more, 1) == 8.8
    assert judged.needed == 4


def test_what_may_still_be_added(halton):
    assert judgement(halton, "SH1").needed == 4355


def test_the_regional_comparison_is_similar_and_on_the_line(halton):
    region = next(c for c in judgement(halton, "SH7a", "drugs").comparisons if c.region == "North West")
    assert (region.word, region.value, region.on_the_line) == ("similar", 14.9, True)


def test_the_place_survey_is_shown_and_not_judged(halton):
    (region,) = judgement(halton, "SH3").comparisons
    assert region.word == "not compared" and "Place Survey" in region.reason


PUBLISHED = [
    ("SH1", "all", "green", "green", "better", "better"),
    ("SH2", "total", "not green", "green", "better", "better"),
    ("SH5", "all", "not green", "green", "worse", "worse"),
    ("SH6", "all", "not green", "amber", "worse", "worse"),
    ("SH7a", "drugs", "not green", "amber", "worse", "worse"),
    ("SH8a", "drugs", "green", "amber", "better", "better"),
    ("SH9", "all", "green", "green", "better", "better"),
    ("SH10", "all fractions", "green", "green", "better", "better"),
    ("SH11", "PPO", "green", "green", "better", "better"),
    ("SH11", "RO", "green", "green", "better", "better"),
    ("SH12", "all", "green", "green", "same", "same"),
    ("SH13", "all", "green", "green", "better", "better"),
    ("SH16", "all", "green", "green", "better", "better"),
    ("SH17", "all", "green", "green", "better", "better"),
]


@pytest.mark.parametrize(
    ("ref", "breakdown", "by_rule", "printed", "direction", "direction_printed"), PUBLISHED
)
def test_as_published_rules_beside_the_printed_words(
    halton, ref, breakdown, by_rule, printed, direction, direction_printed
):
    judged = judgement(halton, ref, breakdown)
    assert (judged.progress_as_published, judged.progress_printed) == (by_rule, printed)
    assert (judged.direction_as_published, judged.direction_printed) == (direction, direction_printed)
    differs = (by_rule == "green") != (printed == "green")
    assert bool(differs) == ("printed" in judged.reason("progress_printed"))


def test_running_away_is_added_up_from_its_quarters(halton):
    judged = judgement(halton, "SH4", "police incidents")
    assert (judged.measure.figure.value, judged.measure.same_period.value) == (316, 519)
    assert judged.direction_as_published == "better"


EMPTY_IS_EXPLAINED_BY = {
    "period": "to_date", "source": "to_date", "change_percent": "same_period_last_year",
    "target_low": "target", "target_high": "target", "target_terms": "target", "target_set_by": "target",
    "low80": "expected_outturn", "high80": "expected_outturn", "low95": "expected_outturn",
    "high95": "expected_outturn", "method": "expected_outturn", "rung": "expected_outturn",
    "chance": "status_year_end", "region_value": "region", "region_comparison": "region",
}  # fmt: skip
"""Columns that are empty together with another, whose reason stands for both."""
ALSO = {
    "p_value": "same_period_last_year", "p_value_widened": "p_value", "needed": "target",
    "pro_rata": "to_date", "last_year_share": "pro_rata", "trajectory": "status_now",
}  # fmt: skip


def test_every_empty_cell_of_the_table_has_its_reason(halton):
    for row in judgement_table.rows(halton):
        said = {reason.split(":")[0] for reason in row["reason"].split(judgement_table.SEPARATOR)}
        one_sided = row["target_low"] is not None or row["target_high"] is not None
        for column, value in row.items():
            if value not in (None, "") or (column in ("target_low", "target_high") and one_sided):
                continue
            if column in ("trajectory", "unit"):
                continue  # a figure that does not add up has no trajectory; a placeholder may have no unit
            chain = {column, EMPTY_IS_EXPLAINED_BY.get(column, column), ALSO.get(column, column)}
            chain |= {ALSO.get(name, name) for name in chain}
            assert chain & said, (row["ref"], row["breakdown"], column, row["reason"])


def test_what_is_empty_has_its_reason(halton):
    for judged in halton.judgements:
        about = {reason.about for reason in judged.reasons}
        if judged.measure.figure is None:
            assert "to_date" in about, judged.key
        if judged.measure.same_period is None:
            assert "same_period_last_year" in about, judged.key
        if judged.forecast.expected is None:
            assert "expected_outturn" in about, judged.key
        if judged.target is None or not judged.target.is_set:
            assert "target" in about, judged.key
        if judged.status_now == "not judged":
            assert "status_now" in about, judged.key
        if judged.status_year_end == "not judged":
            assert "status_year_end" in about, judged.key


def test_forecasts_are_ordered_and_possible(halton):
    judged = [j for j in halton.judgements if j.forecast.expected is not None]
    assert len(judged) > 20
    for j in judged:
        f = j.forecast
        assert f.low95 <= f.low80 <= f.expected <= f.high80 <= f.high95, j.key
        assert f.low95 >= 0 and f.rung and math.isfinite(f.high95)
        if j.measure.kind == "count":
            assert f.low95 >= j.measure.figure.value if j.measure.figure else True
        if j.measure.kind == "percentage":
            assert f.high95 <= 100


FINDINGS = [
    (CONFLICT, "SH1"), (CONFLICT, "SH2"), (CONFLICT, "SH5"), (CONFLICT, "SH7a"), (CONFLICT, "SH9"),
    (CONFLICT, "SH10"), (CONFLICT, "SH11"), (CONFLICT, "SH13"), (CONFLICT, "SH16"), (CONFLICT, "SH17"),
    (CHANGE, "SH6"), (RATE, "SH16"), (RATE, "SH17"),
]  # fmt: skip


def test_findings_are_exactly_those_the_documents_hold(halton):
    assert {(f.kind, f.ref) for f in halton.findings} == set(FINDINGS)
    assert all(len(f.places) >= 2 for f in halton.findings)


def test_findings_do_not_depend_on_the_order_of_rows(halton):
    backwards = type(halton.observations)(tuple(reversed(halton.observations.figures)))
    again = findings.check(backwards, halton.indicators, halton.params)
    assert {(f.kind, f.ref) for f in again} == {(f.kind, f.ref) for f in halton.findings}
