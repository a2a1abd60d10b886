"""Parts of a delivery plan: milestones by quarter, actions with their targets, risks, sign-off."""

from collections.abc import Iterable, Iterator

from analysis.definitions import periods, wording
from analysis.definitions.errors import known
from analysis.definitions.targets import Target
from analysis.documents.kinds.delivery_plans import Action, Milestone, Plan, success_target
from analysis.pages.models import Block, Paragraph
from analysis.pages.sections.csv_tables import csv_rows
from analysis.pages.sections.page_frame import block
from analysis.pages.tables import Badge, Cell, Column, Figures, Table, Value, Word, table

WORDS: dict[str, Word] = {
    "green": "on track",
    "amber": "uncertain",
    "red": "off track",
    "complete": "on track",
}
ORDER = ("green", "amber", "red")


def milestones(plan: Plan) -> Block:
    """Milestones by the quarter they are due in, with progress and movement where somebody delivered them."""
    found = sorted(plan.plan.milestones, key=lambda milestone: milestone.due)
    if not found:
        return _none("Milestones", "milestones")
    columns = (
        Column("Milestone", lambda milestone: milestone.title),
        Column("Due by", lambda milestone: Cell(f"End of {milestone.due}", _end(milestone.due, plan)), "due"),
        Column("Progress", _progress, blank="none delivered"),
        Column("Movement", _movement, note="since the last report", blank="none delivered"),
    )
    rated = sum(m.progress is not None for m in found)
    heading = f"Milestones: {len(found)}, " + (f"{rated} with progress" if rated else "no progress delivered")
    return block(heading, "milestones", table("Milestones by quarter", columns, found))


def _end(quarter: str, plan: Plan) -> str:
    year = plan.plan.steps.year if plan.plan.steps else plan.plan.targets[0].year
    return wording.day(periods.quarter(year, int(quarter[1])).end)


def _progress(milestone: Milestone) -> Cell | None:
    rating = milestone.progress
    if rating is None:
        return None
    return Cell(rating, badge=Badge(WORDS.get(rating, "not judged"), wording.capital(rating)))


def _movement(milestone: Milestone) -> Cell | None:
    now, before = milestone.progress, milestone.previous
    if now is None or before is None:
        return None
    if now in ORDER and before in ORDER and now != before:
        word = "Better" if ORDER.index(now) < ORDER.index(before) else "Worse"
    else:
        word = "No change" if now == before else wording.capital(now)
    return Cell(word, f"{before} at the last report")


def actions(plan: Plan) -> Block:
    """Actions with their success measure as a target of its own, and what is known against it."""
    found = plan.plan.actions
    if not found:
        return _none("Actions", "actions")
    pairs = [(action, success_target(action.target)) for action in found]
    columns = (
        Column("Action", lambda action, _: action.title),
        Column("Who", lambda action, _: action.who.replace(";", ",")),
        Column("Measure of success", lambda action, _: action.measure, "measure"),
        Column("Target", _target),
        Column("By", lambda action, _: str(action.when), "when"),
        Column("So far", lambda *_: None, "to_date", blank="no figure delivered"),
    )
    number = sum(target.is_set for _, target in pairs)
    text = (
        f"{number} of {len(found)} actions have a target that a figure can meet; the others name a change "
        "from a baseline that is not printed, or no number. A plain percentage is read as at least so much."
    )
    heading = f"Actions: {number} of {len(found)} with a target that can be judged"
    return block(heading, "actions", text, table("Actions and their success measures", columns, pairs))


def _target(action: Action, target: Target) -> Cell:
    goal = (
        wording.target(target.low, target.high, "percent") if target.is_set else wording.capital(target.terms)
    )
    return Cell(goal, f"printed {action.target}" if action.target else "none printed")


def risks(plan: Plan) -> Block:
    """Risks, the highest net score first; initial score and owner where delivered."""
    found = sorted(plan.plan.risks, key=lambda risk: -(risk.net_score or 0))
    if not found:
        return _none("Risks", "risks")
    none, after = "none delivered", "after what is done about it"
    columns = (
        Column("Risk", lambda risk: Cell(risk.title, risk.detail)),
        Figures("Initial score", lambda risk: _score(risk.initial_score), blank=none),
        Figures("Net score", lambda risk: _score(risk.net_score), note=after, blank=none),
        Column("Likelihood", lambda risk: wording.capital(risk.likelihood or ""), blank=none),
        Column("Owner", lambda risk: wording.capital(risk.owner or ""), blank=none),
    )
    return block(f"Risks: {len(found)}", "risks", table("Risks and who owns them", columns, found))


def _score(score: float | None) -> Cell | None:
    return None if score is None else Cell(wording.typed(score), value=score)


def sign_off(plan: Plan) -> Block:
    """Equality assessment, who signed when, against which deadline, and what is missing."""
    signed, unsigned = plan.plan.sign_off, plan.unsigned
    return block(
        f"Equality and sign-off: {'not complete' if unsigned else 'complete'}",
        "sign-off",
        Paragraph(_equality(plan.plan.equality_impact_assessment), "Equality impact assessment:"),
        Paragraph(_signed(plan), "Signed:") if signed is not None and signed.signed is not None else None,
        Paragraph(wording.sentence("; ".join(unsigned)) or "Nothing.", "Missing:"),
    )


def _equality(asked) -> str:
    if asked is None:
        return "None delivered."
    return f"{'Required' if asked.required else 'Not required'}: {wording.sentence(asked.reason)}"


def _signed(plan: Plan) -> str:
    sign_off, deadline = known(plan.plan.sign_off), plan.plan.return_deadline
    signed = known(sign_off.signed)
    text = f"{sign_off.lead_partner}, the lead partner, on {wording.day(signed)}"
    if deadline is None:
        return f"{text}."
    days = (deadline - signed).days
    when = f"{wording.count(abs(days), 'day')} {'before' if days >= 0 else 'after'} the deadline"
    return f"{text}, {when} of {wording.day(deadline)}."


def _none(what: str, anchor: str) -> Block:
    return block(f"{what}: none delivered", anchor, f"The plan as delivered names no {what.lower()}.")


def flat(plans: Iterable[Plan]) -> Table:
    """Every target, milestone, action and risk of the plans, one a row."""
    names = ("kind", "title", "when", "who", "value", "target", "note")
    return csv_rows("The delivery plan", names, (row for plan in plans for row in _flat_rows(plan)))


def _flat_rows(plan: Plan) -> Iterator[dict[str, Value]]:
    base, change = plan.plan.baseline, "change on the baseline, percent"
    yield {"kind": "baseline rate", "title": "percent", "value": base.rate_percent, "note": base.note}
    yield {"kind": "baseline count", "title": base.counted or "none printed", "value": base.count}
    for target, value in plan.cumulative:
        row: dict[str, Value] = {"kind": "target", "title": change, "when": target.year}
        yield row | {"value": value, "note": target.note}
    for quarter, step, total in plan.quarters:
        row = {"kind": "step", "title": "percent of the baseline", "when": quarter}
        yield row | {"value": step, "note": f"{wording.typed(total)} in all"}
    for m in plan.plan.milestones:
        note = "" if m.progress else "no progress delivered"
        yield {"kind": "milestone", "title": m.title, "when": m.due, "value": m.progress, "note": note}
    for a in plan.plan.actions:
        row = {"kind": "action", "title": a.title, "when": str(a.when), "who": a.who}
        yield row | {"target": a.target, "note": a.measure}
    for r in plan.plan.risks:
        row = {"kind": "risk", "title": r.title, "who": r.owner, "value": r.net_score}
        yield row | {"note": r.likelihood or r.detail}
    yield {"kind": "sign-off", "title": "; ".join(plan.unsigned) or "complete"}
