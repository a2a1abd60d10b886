"""The delivery plan of one indicator: baseline, targets by year and quarter, actions, risks, sign-off.

A delivered plan is a YAML file. Reductions are on the baseline: 5% of 337 is 320, a further 5.4% is 302.
Persons are never named: owners and signatures are bodies or roles.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import Field, model_validator

from analysis.definitions import params, periods
from analysis.definitions.errors import known
from analysis.definitions.indicators import Definition, Polarity, Text
from analysis.definitions.targets import Target, changed_baseline
from analysis.definitions.units import decimals_of
from analysis.definitions.wording import typed, typed_change
from analysis.documents.printed import SUM, TARGET, Check, Printed
from analysis.extracts.deliveries import Entry

Quarter = Literal["Q1", "Q2", "Q3", "Q4"]
Rating = Literal["green", "amber", "red", "complete", "unreported"]


class Subject(Definition):
    """The indicator that the plan is for."""

    title: Text
    national_ref: str = ""
    local_ref: str = ""
    polarity: Polarity


class Baseline(Definition):
    """Where the plan starts: a rate, perhaps the count behind it (`counted` says of what)."""

    rate_percent: float | None = None
    count: float | None = None
    counted: str = ""
    note: str = ""


class YearTarget(Definition):
    """One year's target, as a reduction or a change on the baseline; `further` adds to the year before.

    `count` is the number printed for it. Without any number the target is deferred, and `note` says so.
    """

    year: Text
    reduction_percent: float | None = None
    change_on_baseline_percent: float | None = None
    further: bool = False
    count: float | None = None
    designated: bool = False
    note: str = ""

    @model_validator(mode="after")
    def _is_a_target(self) -> "YearTarget":
        periods.parse_year(self.year)
        if self.reduction_percent is not None and self.change_on_baseline_percent is not None:
            raise ValueError("give reduction_percent or change_on_baseline_percent, not both")
        return self

    @property
    def change(self) -> float | None:
        """The change on the baseline that the document prints, a reduction negative."""
        return self.change_on_baseline_percent if self.reduction_percent is None else -self.reduction_percent


class Steps(Definition):
    """A year's target cut into quarters, in per cent of the baseline: Q2 -1, Q3 -2, Q4 -2."""

    year: Text
    percent: dict[Quarter, float]


class Actual(Definition):
    """What happened: so many of so many, against the rate predicted for them."""

    period: Text
    count: int = Field(ge=0)
    of: int = Field(gt=0)
    predicted_percent: float = Field(gt=0, le=100)


class Milestone(Definition):
    """Something to be done by the end of a quarter."""

    title: Text
    due: Quarter
    progress: Rating | None = None
    previous: Rating | None = None


class Action(Definition):
    """Something somebody does, with a measure of success and its target as the plan words it."""

    title: Text
    who: Text
    measure: str = ""
    target: str | None = None
    when: int | str = ""


class Risk(Definition):
    """What may go wrong. `net_score` is after what is done about it; `initial_score` before."""

    title: Text
    detail: str = ""
    owner: str = ""
    likelihood: str = ""
    initial_score: float | None = None
    net_score: float | None = None


class Equality(Definition):
    """Whether an equality impact assessment is required, and why (not)."""

    required: bool
    reason: str = ""


class SignOff(Definition):
    """Who agreed the plan and when; empty where nobody did yet."""

    lead_partner: str = ""
    signed: date | None = None
    thematic_board_chair: date | None = None


class DeliveryPlan(Definition):
    """One plan, as delivered."""

    indicator: Subject
    theme: str = ""
    priority: str = ""
    definition: str = ""
    baseline: Baseline
    targets: tuple[YearTarget, ...] = Field(strict=False)
    steps: Steps | None = None
    areas: tuple[Text, ...] = Field(default=(), strict=False)
    areas_note: str = ""
    actuals: tuple[Actual, ...] = Field(default=(), strict=False)
    milestones: tuple[Milestone, ...] = Field(default=(), strict=False)
    actions: tuple[Action, ...] = Field(default=(), strict=False)
    risks: tuple[Risk, ...] = Field(default=(), strict=False)
    equality_impact_assessment: Equality | None = None
    sign_off: SignOff | None = None
    return_deadline: date | None = None


@dataclass(frozen=True)
class Plan:
    """A plan with the source it came from, and what of it can be worked out again."""

    plan: DeliveryPlan
    source: str
    checks: tuple[Check, ...]

    @property
    def cumulative(self) -> tuple[tuple[YearTarget, float | None], ...]:
        """Each year's target with its whole change on the baseline: 5, and a further 5.4, is -10.4."""
        found, before = [], 0.0
        for target in self.plan.targets:
            change = target.change
            if change is not None and target.further:
                change += before
            before = before if change is None else change
            found.append((target, change))
        return tuple(found)

    @property
    def quarters(self) -> tuple[tuple[str, float, float], ...]:
        """Quarter, its step and the change from the baseline by its end: Q3 is -2 and -3 in all."""
        found, total = [], 0.0
        for quarter, step in sorted(self.plan.steps.percent.items()) if self.plan.steps else ():
            total += step
            found.append((quarter, step, total))
        return tuple(found)

    @property
    def unsigned(self) -> tuple[str, ...]:
        """What the sign-off lacks, in words."""
        signed = self.plan.sign_off
        if signed is None:
            return ("no sign-off is delivered",)
        lacking = {
            "the lead partner is not named": signed.lead_partner,
            "the lead partner has not signed": signed.signed,
            "the chair of the thematic board has not signed": signed.thematic_board_chair,
        }
        return tuple(words for words, found in lacking.items() if not found)


def make(content: dict[str, Any], entry: Entry) -> Plan:
    """The plan of a delivered file; `InputError` names every key that breaks a rule."""
    plan = params.checked(DeliveryPlan, content, entry.file)
    found = Plan(plan, entry.source, ())
    return Plan(plan, entry.source, tuple(_checks(found)))


def _checks(found: Plan) -> Iterator[Check]:
    """Printed counts follow from the baseline; the quarters' steps add up to their year."""
    base = found.plan.baseline
    for target, change in found.cumulative:
        if target.count is not None and change is not None and base.count is not None:
            name = f"target {target.year}"
            how = f"{typed_change(change)}% on the baseline of {typed(base.count)}"
            parts = (_printed(base.count, base.counted, "baseline", found.source),)
            printed = _printed(target.count, base.counted, name, found.source)
            yield Check(TARGET, name, printed, changed_baseline(base.count, change), how, parts)
    steps = found.plan.steps
    year = next(
        (t for t in found.plan.targets if steps and t.year == steps.year and t.change is not None), None
    )
    if steps and year:
        printed = _printed(known(year.change), "percent", f"change in {year.year}", found.source)
        quarters = tuple(
            _printed(step, "percent", f"step of {quarter}", found.source)
            for quarter, step, _ in found.quarters
        )
        how = f"the steps of {len(quarters)} quarters"
        yield Check(SUM, printed.name, printed, sum(steps.percent.values()), how, quarters, 1e-9)


def _printed(value: float, unit: str, name: str, source: str) -> Printed:
    return Printed(value, unit, name, source, "targets", decimals=decimals_of(value))


_MEASURE = re.compile(r"(<=|>=|\+|-)?\s*([0-9]+(?:\.[0-9]+)?)\s*%")


def success_target(text: str | None) -> Target:
    """The target of a success measure as the plan words it.

    A plain percentage is read as "at least"; a change ("+20%", "-10%") has no range to end in until the plan
    says from what.

    >>> success_target("72%").phrase, success_target("<=20%").phrase, success_target("+20%").is_set
    ('at least 72', 'no more than 20', False)
    """
    if not text:
        return Target(None, None, "no number set")
    match = _MEASURE.fullmatch(text.strip())
    if not match:
        return Target(None, None, text)
    sign, value = match[1], float(match[2])
    if sign in ("+", "-"):
        more = "more" if sign == "+" else "less"
        return Target(None, None, f"{match[2]}% {more} than a baseline that the plan does not print")
    return Target(None, value, "no more than") if sign == "<=" else Target(value, None, "at least")
