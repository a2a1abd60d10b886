"""Milestones, actions, risks and sign-off of a plan."""

from datetime import date

from analysis.documents.kinds.delivery_plans import Plan
from analysis.pages.sections.documents import delivery_plan_blocks
from document_files import made_plan
from reports import report


def rows(block):
    return [{name: cell.text for name, cell in row.items()} for row in block.contents[-1].rows]


def test_milestones_come_by_quarter_with_progress_and_movement():
    block = delivery_plan_blocks.milestones(
        made_plan(
            milestones=[
                {"title": "Later", "due": "Q4", "progress": "amber", "previous": "green"},
                {"title": "Sooner", "due": "Q2"},
            ]
        )
    )
    sooner, later = rows(block)
    assert sooner == {"milestone": "Sooner", "due": "End of Q2", "progress": "–", "movement": "–"}
    assert later == {"milestone": "Later", "due": "End of Q4", "progress": "amber", "movement": "Worse"}
    assert block.heading == "Milestones: 2, 1 with progress"


def test_actions_show_their_target_and_that_no_figure_is_there():
    (plan,) = report("worcestershire-ni18-2008-11").contents(Plan)
    block = delivery_plan_blocks.actions(plan)
    assert block.heading == "Actions: 5 of 8 with a target that can be judged"
    targets = [row["target"] for row in rows(block)]
    assert targets[0] == "72% or more" and targets[3] == "20% or less" and targets[1] == "No number set"


def test_risks_come_highest_first_with_initial_and_net_score():
    risk = [
        {"title": "Low", "net_score": 2},
        {"title": "High", "net_score": 9, "initial_score": 16, "owner": "police"},
    ]
    block = delivery_plan_blocks.risks(made_plan(risks=risk))
    found = [[row[name] for name in ("risk", "initial_score", "net_score", "owner")] for row in rows(block)]
    assert found == [["High", "16", "9", "Police"], ["Low", "–", "2", "–"]]
    assert {row["likelihood"] for row in rows(block)} == {"–"}


def test_nothing_delivered_is_said():
    for part, what in (
        (delivery_plan_blocks.milestones, "Milestones"),
        (delivery_plan_blocks.actions, "Actions"),
        (delivery_plan_blocks.risks, "Risks"),
    ):
        assert part(made_plan()).heading == f"{what}: none delivered"


def test_the_sign_off_says_when_against_the_deadline_and_what_is_missing():
    signed = {"lead_partner": "Probation", "signed": date(2009, 6, 12)}
    block = delivery_plan_blocks.sign_off(made_plan(sign_off=signed, return_deadline=date(2009, 6, 30)))
    said = {p.lead: p.text for p in block.contents}
    assert (
        said["Signed:"]
        == "Probation, the lead partner, on 12 June 2009, 18 days before the deadline of 30 June 2009."
    )
    assert said["Missing:"] == "The chair of the thematic board has not signed."
    assert said["Equality impact assessment:"] == "None delivered."


def test_the_table_holds_every_part():
    (plan,) = report("cheshire-west-ni18-2009-10").contents(Plan)
    kinds = [row["kind"].text for row in delivery_plan_blocks.flat([plan]).rows]
    counts = {"target": 2, "step": 3, "milestone": 3, "risk": 3}
    middle = [kind for kind, number in counts.items() for _ in range(number)]
    assert kinds == ["baseline rate", "baseline count", *middle, "sign-off"]
