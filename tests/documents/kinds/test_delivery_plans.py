"""Delivery plans: targets on the baseline, quarters that add up, success measures, sign-off."""

import pytest

from analysis.definitions.errors import InputError
from analysis.documents.kinds.delivery_plans import Plan, success_target
from document_files import made_plan
from reports import report


def test_reductions_are_on_the_baseline_and_a_further_one_adds_to_the_year_before():
    assert [change for _, change in made_plan().cumulative] == [-5, -10.4]
    assert [(c.what, round(c.made, 2), c.agrees) for c in made_plan().checks] == [
        ("target 2009-10", 320.15, True), ("target 2010-11", 301.95, True), ("change in 2009-10", -5, True),
    ]  # fmt: skip


def test_quarterly_steps_add_up_to_the_year():
    assert made_plan().quarters == (("Q2", -1, -1), ("Q3", -2, -3), ("Q4", -2, -5))
    wrong = made_plan(steps={"year": "2009-10", "percent": {"Q2": -1, "Q3": -2, "Q4": -1}})
    assert [check.what for check in wrong.checks if not check.agrees] == ["change in 2009-10"]


def test_a_printed_target_that_does_not_follow_fails():
    wrong = made_plan(targets=[{"year": "2009-10", "reduction_percent": 5, "count": 321}])
    assert [check.what for check in wrong.checks if not check.agrees] == ["target 2009-10"]


@pytest.mark.parametrize(
    ("text", "low", "high", "terms"),
    [
        ("72%", 72, None, "at least"),
        ("<=20%", None, 20, "no more than"),
        (">=85%", 85, None, "at least"),
        ("+20%", None, None, "20% more than a baseline that the plan does not print"),
        ("-10%", None, None, "10% less than a baseline that the plan does not print"),
        (None, None, None, "no number set"),
        ("fewer than before", None, None, "fewer than before"),
    ],
)
def test_a_success_measure_is_a_target_of_its_own(text, low, high, terms):
    target = success_target(text)
    assert (target.low, target.high, target.terms) == (low, high, terms)


def test_the_sign_off_says_what_it_lacks():
    assert made_plan().unsigned == ("no sign-off is delivered",)
    half = made_plan(sign_off={"lead_partner": "Probation", "thematic_board_chair": None})
    assert half.unsigned == (
        "the lead partner has not signed", "the chair of the thematic board has not signed",
    )  # fmt: skip


def test_a_broken_plan_is_refused_with_every_key():
    with pytest.raises(InputError) as refused:
        made_plan(targets=[{"year": "2009-11"}], milestones=[{"title": "A", "due": "Q5"}], risk=[])
    columns = {problem.column for problem in refused.value.problems}
    assert {"targets 1", "milestones 1, due", "risk"} <= columns


def test_the_real_plans_follow_from_their_baselines():
    (west,), (worcestershire,) = (
        report(name).contents(Plan) for name in ("cheshire-west-ni18-2009-10", "worcestershire-ni18-2008-11")
    )
    assert len(west.checks) == 3 and all(check.agrees for check in west.checks)
    assert west.unsigned == ("the chair of the thematic board has not signed",)
    assert [change for _, change in worcestershire.cumulative] == [None, -7.77]
    targets = [success_target(action.target) for action in worcestershire.plan.actions]
    assert len(targets) == 8 and sum(target.is_set for target in targets) == 5
