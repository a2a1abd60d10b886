"""Parts of a delivery plan: milestones by quarter, actions with their targets, risks, sign-off."""

from collections.abc import Iterable

from analysis.definitions import periods, wording
from analysis.definitions.wording import MISSING
from analysis.documents.kinds.delivery_plans import Plan, Risk, success_target
from analysis.pages.models import Badge, Block, Cell, Heading, Paragraph, Table, Word

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
        Heading("Milestone", name="milestone"), Heading("Due by", name="due"),
        Heading("Progress", name="progress"), Heading("Movement", "since the last report", name="movement"),
    )  # fmt: skip
    rows = tuple(
        (Cell(m.title), Cell(f"End of {m.due}", _end(m.due, plan)), _progress(m.progress), _movement(m))
        for m in found
    )
    rated = sum(m.progress is not None for m in found)
    heading = f"Milestones: {len(found)}, " + (f"{rated} with progress" if rated else "no progress delivered")
    return Block(heading, (Table("Milestones by quarter", columns, rows),), "milestones")


def _end(quarter: str, plan: Plan) -> str:
    year = plan.plan.steps.year if plan.plan.steps else plan.plan.targets[0].year
    return wording.day(periods.quarter(year, int(quarter[1])).end)


def _progress(rating: str | None) -> Cell:
    if rating is None:
        return Cell(MISSING, "none delivered", "")
    return Cell(rating, value=rating, badge=Badge(WORDS.get(rating, "not judged"), wording.capital(rating)))


def _movement(milestone) -> Cell:
    now, before = milestone.progress, milestone.previous
    if now is None or before is None:
        return Cell(MISSING, "none delivered", "")
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
    targets = [success_target(action.target) for action in found]
    columns = (
        Heading("Action", name="action"), Heading("Who", name="who"),
        Heading("Measure of success", name="measure"),
        Heading("Target", name="target"), Heading("By", name="when"), Heading("So far", name="to_date"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(action.title), Cell(action.who.replace(";", ",")), Cell(action.measure),
            Cell(_target(target), f"printed {action.target}" if action.target else "none printed"),
            Cell(str(action.when)), Cell(MISSING, "no figure delivered", ""),
        )
        for action, target in zip(found, targets, strict=True)
    )  # fmt: skip
    number = sum(target.is_set for target in targets)
    text = (
        f"{number} of {len(found)} actions have a target that a figure can meet; the others name a change "
        "from a baseline that is not printed, or no number. A plain percentage is read as at least so much."
    )
    heading = f"Actions: {number} of {len(found)} with a target that can be judged"
    return Block(
        heading, (Paragraph(text), Table("Actions and their success measures", columns, rows)), "actions"
    )


def _target(target) -> str:
    if not target.is_set:
        return wording.capital(target.terms)
    return wording.target(target.low, target.high, "percent")


def risks(plan: Plan) -> Block:
    """Risks, the highest net score first; initial score and owner where delivered."""
    found = sorted(plan.plan.risks, key=lambda risk: -(risk.net_score or 0))
    if not found:
        return _none("Risks", "risks")
    columns = (
        Heading("Risk", name="risk"), Heading("Initial score", numeric=True, name="initial_score"),
        Heading("Net score", "after what is done about it", True, "net_score"),
        Heading("Likelihood", name="likelihood"), Heading("Owner", name="owner"),
    )  # fmt: skip
    rows = tuple(_risk(risk) for risk in found)
    return Block(f"Risks: {len(found)}", (Table("Risks and who owns them", columns, rows),), "risks")


def _risk(risk: Risk) -> tuple[Cell, ...]:
    scores = [
        Cell(MISSING, "none delivered", "") if score is None else Cell(wording.typed(score), value=score)
        for score in (risk.initial_score, risk.net_score)
    ]
    words = [
        Cell(wording.capital(text)) if text else Cell(MISSING, "none delivered", "")
        for text in (risk.likelihood, risk.owner)
    ]
    return (Cell(risk.title, risk.detail), *scores, *words)


def sign_off(plan: Plan) -> Block:
    """Equality assessment, who signed when, against which deadline, and what is missing."""
    asked = plan.plan.equality_impact_assessment
    said = [Paragraph(_equality(asked), "Equality impact assessment:")]
    signed = plan.plan.sign_off
    if signed is not None and signed.signed is not None:
        said.append(Paragraph(_signed(plan), "Signed:"))
    missing = wording.sentence("; ".join(plan.unsigned)) if plan.unsigned else "Nothing."
    said.append(Paragraph(missing, "Missing:"))
    heading = (
        "Equality and sign-off: complete" if not plan.unsigned else "Equality and sign-off: not complete"
    )
    return Block(heading, tuple(said), "sign-off")


def _equality(asked) -> str:
    if asked is None:
        return "None delivered."
    return f"{'Required' if asked.required else 'Not required'}: {wording.sentence(asked.reason)}"


def _signed(plan: Plan) -> str:
    signed, deadline = plan.plan.sign_off, plan.plan.return_deadline
    text = f"{signed.lead_partner}, the lead partner, on {wording.day(signed.signed)}"
    if deadline is None:
        return f"{text}."
    days = (deadline - signed.signed).days
    when = f"{wording.count(abs(days), 'day')} {'before' if days >= 0 else 'after'} the deadline"
    return f"{text}, {when} of {wording.day(deadline)}."


def _none(what: str, anchor: str) -> Block:
    return Block(
        f"{what}: none delivered", (Paragraph(f"The plan as delivered names no {what.lower()}."),), anchor
    )


def flat(plans: Iterable[Plan]) -> Table:
    """Every target, milestone, action and risk of the plans, one a row."""
    names = ("kind", "title", "when", "who", "value", "target", "note")
    rows = [row for plan in plans for row in _flat_rows(plan)]
    return Table("The delivery plan", tuple(Heading(name, name=name) for name in names), tuple(rows))


def _flat_rows(plan: Plan) -> Iterable[tuple[Cell, ...]]:
    def row(kind, title, when="", who="", value: float | str | None = "", target="", note=""):
        return (
            Cell(kind), Cell(title), Cell(str(when)), Cell(who),
            Cell(str(value), value="" if value is None else value), Cell(target or ""), Cell(note),
        )  # fmt: skip

    base = plan.plan.baseline
    yield row("baseline rate", "percent", value=base.rate_percent, note=base.note)
    yield row("baseline count", base.counted or "none printed", value=base.count)
    for target, change in plan.cumulative:
        yield row("target", "change on the baseline, percent", target.year, value=change, note=target.note)
    for quarter, step, total in plan.quarters:
        yield row(
            "step", "percent of the baseline", quarter, value=step, note=f"{wording.typed(total)} in all"
        )
    for m in plan.plan.milestones:
        yield row(
            "milestone",
            m.title,
            m.due,
            value=m.progress or "",
            note="" if m.progress else "no progress delivered",
        )
    for a in plan.plan.actions:
        yield row("action", a.title, a.when, a.who, target=a.target, note=a.measure)
    for r in plan.plan.risks:
        yield row("risk", r.title, who=r.owner, value=r.net_score, note=r.likelihood or r.detail)
    yield row("sign-off", "; ".join(plan.unsigned) or "complete")
