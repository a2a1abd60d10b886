"""The delivery plan of one indicator: from where, to where, by when, who does what, what may go wrong."""

from collections.abc import Iterable

from analysis.definitions import periods, wording
from analysis.definitions.targets import changed_baseline, inwards
from analysis.definitions.units import Unit
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.documents.kinds.delivery_plans import Plan
from analysis.pages.models import Block, Cell, Fact, Facts, Heading, Paragraph, SectionModel, Table
from analysis.pages.sections.documents import common_blocks
from analysis.pages.sections.documents.delivery_plan_blocks import actions, flat, milestones, risks, sign_off
from analysis.pages.sections.phrases import footer
from analysis.statistics.comparisons import against_predicted

RATE = Unit("percent", "percentage", decimals=2)
"""Rates as plans print them."""


def due(release: Release) -> bool:
    """Whether a delivery plan is delivered."""
    return bool(release.contents(Plan))


def compose(release: Release, name: str = "delivery_plan") -> SectionModel:
    """One plan after the other: targets, actual, milestones, actions, risks, equality, sign-off."""
    params = release.params
    plans = release.contents(Plan)
    blocks = [block for plan in plans for block in _blocks(plan, release)]
    return SectionModel(
        name=name,
        label="Delivery plan",
        title=_title(plans[0]),
        context=common_blocks.context(params),
        opening=(Paragraph(_opening(plans[0])), _facts(plans[0])),
        blocks=tuple(blocks),
        table=flat(plans),
        footer=footer(params),
        notice=params.notice,
        links=common_blocks.links(release),
    )


def ref_of(plan: Plan) -> str:
    """`NI 18`, else the local reference, else the title."""
    subject = plan.plan.indicator
    return subject.national_ref or subject.local_ref or subject.title


def _title(plan: Plan) -> str:
    set_ = [(target, change) for target, change in plan.cumulative if change is not None]
    base, lower = plan.plan.baseline, plan.plan.indicator.polarity == "lower"
    if not set_:
        return f"{ref_of(plan)}: no target is set yet"
    target, change = set_[0]
    if base.count is not None:
        goal = wording.figure(target.count or inwards(changed_baseline(base.count, change), lower))
        side = "or fewer" if lower else "or more"
        before = f"from {wording.typed(base.count)} at the baseline"
        return f"{ref_of(plan)}: {goal} {base.counted} {side} in {target.year}, {before}"
    goal = _fine_limit(changed_baseline(base.rate_percent, change), plan)
    side = "or less" if lower else "or more"
    before = wording.fine_percent(base.rate_percent)
    return f"{ref_of(plan)}: a rate of {goal} {side} in {target.year}, from {before} at the baseline"


def _opening(plan: Plan) -> str:
    subject = plan.plan.indicator
    parts = [f"{subject.title}."]
    parts += ["Lower is better." if subject.polarity == "lower" else "Higher is better."]
    parts += [wording.sentence(plan.plan.definition)] if plan.plan.definition else []
    where = [part for part in (plan.plan.priority, plan.plan.theme) if part]
    parts += [f"Part of: {'; '.join(where)}."] if where else []
    return " ".join(parts)


def _facts(plan: Plan) -> Facts:
    base = plan.plan.baseline
    facts = []
    if base.rate_percent is not None:
        facts.append(Fact(wording.figure(base.rate_percent, "percent"), "baseline rate", base.note))
    if base.count is not None:
        facts.append(Fact(wording.figure(base.count, base.counted), f"{base.counted} at the baseline"))
    missing = len(plan.unsigned)
    signed = "Signed" if not missing else "Not complete"
    facts.append(Fact(signed, "sign-off", wording.sentence("; ".join(plan.unsigned)) if missing else ""))
    actual = len(plan.plan.actuals)
    why = "none is delivered, so nothing is judged yet" if not actual else "against the predicted rate, below"
    facts.append(Fact(str(actual) if actual else MISSING, "actual rates", why))
    return Facts(tuple(facts))


def _blocks(plan: Plan, release: Release) -> Iterable[Block]:
    yield _targets(plan)
    yield _actuals(plan)
    yield milestones(plan)
    yield actions(plan)
    yield risks(plan)
    yield sign_off(plan)
    yield common_blocks.check_block(plan.checks, release, "Printed targets, worked out again")


def _targets(plan: Plan) -> Block:
    contents = [_years(plan)]
    if plan.plan.steps:
        contents.append(_steps(plan))
    else:
        contents.append(Paragraph("None delivered.", "Targets by quarter."))
    if plan.plan.areas:
        text = f"{wording.listed(plan.plan.areas)}. {wording.sentence(plan.plan.areas_note)}"
        contents.append(Paragraph(text, "Areas the plan covers:"))
    return Block("Targets by year and quarter", tuple(contents), "targets")


def _years(plan: Plan) -> Table:
    base = plan.plan.baseline
    columns = [
        Heading("Year", name="year"), Heading("Change on the baseline", numeric=True, name="change_percent"),
        Heading("Rate it comes to", f"from {wording.fine_percent(base.rate_percent)}", True, "rate"),
    ]  # fmt: skip
    if base.count is not None:
        columns.append(
            Heading("Count it comes to", f"from {wording.typed(base.count)} {base.counted}", True, "count")
        )
    columns.append(Heading("Note", name="note"))
    rows = tuple(_year(target, change, plan) for target, change in plan.cumulative)
    return Table(f"{ref_of(plan)}: targets by year", tuple(columns), rows)


def _year(target, change: float | None, plan: Plan) -> tuple[Cell, ...]:
    base = plan.plan.baseline
    note = "; ".join(part for part in ("designated target" if target.designated else "", target.note) if part)
    if change is None:
        blanks = 2 if base.count is not None else 1
        why = target.note or "no number printed"
        return (Cell(target.year), *(Cell(MISSING, why, "") for _ in range(1 + blanks)), Cell(note or why))
    step = f"a further {wording.signed(target.change, 'percent')}" if target.further else ""
    cells = [Cell(target.year), Cell(wording.signed(change, "percent"), step, change)]
    rate = None if base.rate_percent is None else changed_baseline(base.rate_percent, change)
    cells.append(
        Cell(
            _fine_limit(rate, plan),
            "" if rate is not None else "no baseline rate",
            "" if rate is None else rate,
        )
    )
    if base.count is not None:
        made = (
            _made_whole(changed_baseline(base.count, change), plan) if target.count is None else target.count
        )
        note_of_count = "worked out" if target.count is None else "as printed"
        cells.append(Cell(wording.figure(made), note_of_count, made))
    return (*cells, Cell(note) if note else Cell(MISSING, "no note printed", ""))


def _fine_limit(rate: float | None, plan: Plan) -> str:
    """A rate that was worked out from the baseline, to two decimals on the side of it that keeps the target."""
    if rate is None:
        return MISSING
    limit = wording.limit(rate, RATE, upper=plan.plan.indicator.polarity == "lower")
    return wording.fine_percent(wording.read(limit))


def _made_whole(count: float, plan: Plan) -> float:
    """A count that was worked out from the baseline, on the side of it that keeps the target."""
    return inwards(count, upper=plan.plan.indicator.polarity == "lower")


def _steps(plan: Plan) -> Table:
    """The quarters' steps and where each leaves the year; a quarter without a step stays where it was."""
    base = plan.plan.baseline
    columns = [
        Heading("By the end of", name="quarter"), Heading("Step", numeric=True, name="step_percent"),
        Heading("From the baseline", numeric=True, name="change_percent"),
    ]  # fmt: skip
    if base.count is not None:
        columns.append(Heading("Count it comes to", base.counted, True, "count"))
    rows = []
    for quarter, step, total in plan.quarters:
        end = periods.quarter(plan.plan.steps.year, int(quarter[1])).end
        cells = [Cell(f"{quarter}", wording.day(end)), Cell(wording.signed(step, "percent"), value=step)]
        cells.append(Cell(wording.signed(total, "percent"), value=total))
        if base.count is not None:
            made = _made_whole(changed_baseline(base.count, total), plan)
            cells.append(Cell(wording.figure(made), value=made))
        rows.append(tuple(cells))
    return Table(f"{ref_of(plan)}: {plan.plan.steps.year} by quarter", tuple(columns), tuple(rows))


def _actuals(plan: Plan) -> Block:
    """Each actual rate with its interval against the predicted one; none delivered says so."""
    heading = "Actual rate against the predicted rate"
    if not plan.plan.actuals:
        text = (
            "None delivered: the baseline is a predicted rate, and no actual rate is printed yet. Once one "
            "is, it stands here with its 95% interval; what chance alone could give is called so."
        )
        return Block(heading, (Paragraph(text),), "actual")
    columns = (
        Heading("Period", name="period"), Heading("Actual", numeric=True, name="actual_percent"),
        Heading("Predicted", numeric=True, name="predicted_percent"),
        Heading("Against predicted", "95 in 100 between", True, "change_percent"),
        Heading("In words", name="word"),
    )  # fmt: skip
    rows = tuple(_actual(actual) for actual in plan.plan.actuals)
    return Block(heading, (Table(f"{ref_of(plan)}: actual and predicted rates", columns, rows),), "actual")


def _actual(actual) -> tuple[Cell, ...]:
    found = against_predicted(actual.count, actual.of, actual.predicted_percent)
    low, high = (wording.signed(end, "percent") for end in found.ends)
    counted = f"{wording.figure(actual.count)} of {wording.figure(actual.of)}"
    return (
        Cell(actual.period),
        Cell(wording.figure(found.rate, "percent"), counted, found.rate),
        Cell(wording.figure(found.predicted, "percent"), value=found.predicted),
        Cell(wording.signed(found.change, "percent"), wording.span(low, high), found.change),
        Cell(wording.capital(found.word)),
    )
