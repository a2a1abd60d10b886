"""A plan's targets resolved: joined by the plan's own reference, words made numbers where they name one."""

from dataclasses import replace

import pytest

from analysis.documents.kinds.three_year_targets import PlannedTargets
from analysis.judgements.targets.planned_rows import judgement_of, plan_rows


@pytest.fixture(scope="module")
def rows(halton):
    (plan,) = halton.contents(PlannedTargets)
    return {found.row.ref: found for found in plan_rows(plan, halton)}


def test_rows_join_by_the_reference_of_the_plans_year_and_never_by_a_former_one(halton, rows):
    joined = {ref: found.judged.indicator.ref for ref, found in rows.items() if found.judged}
    assert (joined["CCC21"], joined["PA3"], joined["PA4"], joined["PA16"]) == ("SH1", "SH5", "PA6", "PA22")
    assert "PA22" not in joined  # this year's PA22 is another indicator
    (plan,) = halton.contents(PlannedTargets)
    row = next(row for row in plan.rows if row.ref == "CELI6a")
    assert judgement_of(replace(row, formerly="SH1"), plan, halton) is None


def test_words_become_numbers_with_the_figure_and_its_date(rows):
    treatment = rows["CCC25"].aims[1].target
    assert (treatment.low, treatment.exclusive) == (14.9, True)
    assert treatment.resolved_with == "14.9 at August 2012"
    obesity = rows["PH1a"].aims[1].target
    assert obesity.high == 9.7 and "not printed" in obesity.resolved_with


@pytest.mark.parametrize("ref", ["CCC21", "CCC23", "CELI16", "PH1b", "CCC32"])
def test_words_stay_words_where_no_comparable_figure_is_there(rows, ref):
    """CCC23 asks for the North West's average, whose only figure is of another survey."""
    assert not rows[ref].aims[1].target.is_set and rows[ref].aims[1].path is None


def test_the_path_is_always_given_and_a_chance_only_from_five_whole_years(rows):
    assert rows["PH10"].aims[-1].path.a_year == pytest.approx((28 - 18.9) / 4)
    assert rows["CELI7"].aims[-1].path.is_met
    assert all(aim.outlook is None for found in rows.values() for aim in found.aims)
    assert rows["CCC21"].aims[-1].why_no_chance == "1 of the 5 whole years that a chance needs"
    assert rows["PH10"].aims[-1].why_no_chance == "the report has no history of it"
