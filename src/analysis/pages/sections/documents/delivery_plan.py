"""The delivery plan of one indicator: from where, to where, by when, who does what, what may go wrong."""

from collections.abc import Iterable
from functools import partial

from analysis.definitions import periods, wording
from analysis.definitions.errors import known
from analysis.definitions.targets import changed_baseline, inwards
from analysis.definitions.units import Unit
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.documents.kinds.delivery_plans import Actual, Plan, YearTarget
from analysis.pages.models import Block, Fact, Facts, Paragraph, SectionModel
from analysis.pages.sections.documents import common_blocks
from analysis.pages.sections.documents.delivery_plan_blocks import actions, flat, milestones, risks, sign_off
from analysis.pages.sections.page_frame import block
from analysis.pages.tables import Cell, Column, Figures, Table, missing, table
from analysis.statistics.comparisons import AgainstPredicted, against_predicted

RATE = Unit("percent", "percentage", decimals=2)
"""Rates as plans print them."""


def due(release: Release) -> bool:
    """Whether a delivery plan is delivered."""
    return bool(release.contents(Plan))


def compose(release: Release, name: str = "delivery_plan") -> SectionModel:
    """One plan after the other: targets, actual, milestones, actions, risks, equality, sign-off."""
    plans = release.contents(Plan)
    return common_blocks.document_section(
        release,
        name,
        "Delivery plan",
        _title(plans[0]),
        opening=(_opening(plans[0]), _facts(plans[0])),
        blocks=[block for plan in plans for block in _blocks(plan, release)],
        table=flat(plans),
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
    goal = _fine_limit(changed_baseline(known(base.rate_percent), change), plan)
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
    no_steps = Paragraph("None delivered.", "Targets by quarter.")
    areas = f"{wording.listed(plan.plan.areas)}. {wording.sentence(plan.plan.areas_note)}"
    return block(
        "Targets by year and quarter",
        "targets",
        _years(plan),
        _steps(plan) if plan.plan.steps else no_steps,
        Paragraph(areas, "Areas the plan covers:") if plan.plan.areas else None,
    )


def _years(plan: Plan) -> Table:
    base = plan.plan.baseline
    rate = f"from {wording.fine_percent(base.rate_percent)}"
    columns = [
        Column("Year", lambda target, _: target.year),
        Figures("Change on the baseline", _change, "change_percent"),
        Figures("Rate it comes to", partial(_rate, plan), "rate", rate),
    ]
    if base.count is not None:
        count = f"from {wording.typed(base.count)} {base.counted}"
        columns.append(Figures("Count it comes to", partial(_count, plan), "count", count))
    columns.append(Column("Note", _note, blank="no note printed"))
    return table(f"{ref_of(plan)}: targets by year", columns, plan.cumulative)


def _why_none(target: YearTarget) -> str:
    return target.note or "no number printed"


def _change(target: YearTarget, change: float | None) -> Cell:
    if change is None:
        return missing(_why_none(target))
    step = f"a further {wording.signed(known(target.change), 'percent')}" if target.further else ""
    return Cell(wording.signed(change, "percent"), step, change)


def _rate(plan: Plan, target: YearTarget, change: float | None) -> Cell:
    if change is None:
        return missing(_why_none(target))
    if plan.plan.baseline.rate_percent is None:
        return missing("no baseline rate")
    rate = changed_baseline(plan.plan.baseline.rate_percent, change)
    return Cell(_fine_limit(rate, plan), value=rate)


def _count(plan: Plan, target: YearTarget, change: float | None) -> Cell:
    if change is None:
        return missing(_why_none(target))
    if target.count is not None:
        return Cell(wording.figure(target.count), "as printed", target.count)
    made = _made_whole(changed_baseline(known(plan.plan.baseline.count), change), plan)
    return Cell(wording.figure(made), "worked out", made)


def _note(target: YearTarget, change: float | None) -> str:
    note = "; ".join(part for part in ("designated target" if target.designated else "", target.note) if part)
    return note or (_why_none(target) if change is None else "")


def _fine_limit(rate: float, plan: Plan) -> str:
    """A rate that was worked out from the baseline, to two decimals on the side of it that keeps the target."""
    limit = wording.limit(rate, RATE, upper=plan.plan.indicator.polarity == "lower")
    return wording.fine_percent(wording.read(limit))


def _made_whole(count: float, plan: Plan) -> float:
    """A count that was worked out from the baseline, on the side of it that keeps the target."""
    return inwards(count, upper=plan.plan.indicator.polarity == "lower")


def _steps(plan: Plan) -> Table:
    """The quarters' steps and where each leaves the year; a quarter without a step stays where it was."""
    year, base = known(plan.plan.steps).year, plan.plan.baseline

    def quarter(name: str, _step: float, _total: float) -> Cell:
        return Cell(name, wording.day(periods.quarter(year, int(name[1])).end))

    def made(_name: str, _step: float, total: float) -> float:
        return _made_whole(changed_baseline(known(base.count), total), plan)

    columns = [
        Column("By the end of", quarter, "quarter"),
        Figures("Step", lambda _, step, _total: _signed(step), "step_percent"),
        Figures("From the baseline", lambda *item: _signed(item[-1]), "change_percent"),
    ]
    if base.count is not None:
        columns.append(Figures("Count it comes to", made, "count", base.counted))
    return table(f"{ref_of(plan)}: {year} by quarter", columns, plan.quarters)


def _signed(percent: float, note: str = "") -> Cell:
    return Cell(wording.signed(percent, "percent"), note, percent)


def _actuals(plan: Plan) -> Block:
    """Each actual rate with its interval against the predicted one; none delivered says so."""
    heading = "Actual rate against the predicted rate"
    if not plan.plan.actuals:
        text = (
            "None delivered: the baseline is a predicted rate, and no actual rate is printed yet. Once one "
            "is, it stands here with its 95% interval; what chance alone could give is called so."
        )
        return block(heading, "actual", text)
    columns = (
        Column("Period", lambda actual, _: actual.period),
        Figures("Actual", _actual, "actual_percent"),
        Figures("Predicted", lambda _, found: found.predicted, "predicted_percent", unit="percent"),
        Figures("Against predicted", _against, "change_percent", "95 in 100 between"),
        Column("In words", lambda _, found: wording.capital(found.word), "word"),
    )
    found = [(one, against_predicted(one.count, one.of, one.predicted_percent)) for one in plan.plan.actuals]
    return block(heading, "actual", table(f"{ref_of(plan)}: actual and predicted rates", columns, found))


def _actual(actual: Actual, found: AgainstPredicted) -> Cell:
    counted = f"{wording.figure(actual.count)} of {wording.figure(actual.of)}"
    return Cell(wording.figure(found.rate, "percent"), counted, found.rate)


def _against(_: Actual, found: AgainstPredicted) -> Cell:
    low, high = (wording.signed(end, "percent") for end in found.ends)
    return _signed(found.change, wording.span(low, high))
