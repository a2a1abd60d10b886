"""Targets: the range in which an outturn must end, and the phrase for it; one function for each kind.

Agreed numbers are in `params/targets/<organisation>/<year>.yaml`, with who set them and where. A target in words
("above the North West average") becomes a number when that figure is known, and then says which figure and when it
was taken. To add a kind, write one function in `KINDS` and two rows in the table test.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate
from typing import Literal

from pydantic import Field, model_validator

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.definitions.indicators import Definition, Polarity, Text

Lookup = Callable[[str, str], "Found | None"]
"""What a target in words asks for: (area, what) to a figure; what is "latest", a year such as 2011-12, or
`TOP_QUARTILE`.
"""
TOP_QUARTILE = "top quartile"
QUARTERS = 4


@dataclass(frozen=True)
class Found:
    """A figure that a target in words is resolved with: as printed, and when and where it was taken."""

    value: float
    printed: str
    when: str
    where: str


class Agreed(Definition):
    """One line of a targets file. Which of the numbers must be there depends on `kind`.

    `steps`, one a quarter, are the parts of a year that adds up; of a level or percentage where it should stand
    after each quarter. `step_percents` are changes by quarter in per cent of the baseline (0, -1, -2, -2).
    `settled_by` (role, date, source) says that this target holds where documents print other numbers.
    """

    ref: Text = Field(examples=["THEFT"])
    breakdown: Text = "all"
    area: str = ""
    kind: Literal[
        "value", "range", "change_on_baseline", "maintain_or_improve", "above_region",
        "in_line_with_region", "top_quartile", "quarterly_steps", "to_be_set",
    ]  # fmt: skip
    value: float | None = None
    low: float | None = None
    high: float | None = None
    baseline: float | None = None
    baseline_year: str = ""
    change_percent: float | None = None
    tolerance: float = Field(default=0.0, ge=0)
    region: str = ""
    steps: tuple[float, ...] = Field(default=(), strict=False)
    step_percents: tuple[float, ...] = Field(default=(), strict=False)
    set_by: Text = Field(examples=["Community Safety Partnership"])
    where: Text = Field(examples=["Corporate Plan, page 12"])
    words: str = ""
    settled_by: str = Field(
        default="", examples=["Head of Community Safety, 2024-10-08, minutes of the board"]
    )

    @model_validator(mode="after")
    def _has_its_numbers(self) -> "Agreed":
        needed = {
            "value": ("value",),
            "change_on_baseline": ("baseline", "change_percent"),
            "maintain_or_improve": ("baseline_year",),
            "above_region": ("region",),
            "in_line_with_region": ("region",),
            "top_quartile": ("region",),
            "quarterly_steps": ("baseline", "step_percents"),
        }.get(self.kind, ())
        lacking = [name for name in needed if getattr(self, name) in (None, "", ())]
        if lacking:
            raise ValueError(f"a target of kind {self.kind} needs {' and '.join(lacking)}")
        if self.kind == "range" and (self.low is None or self.high is None or self.low > self.high):
            raise ValueError("a target of kind range needs low and high, low first")
        if self.steps and self.kind not in ("value", "change_on_baseline"):
            raise ValueError(f"steps go with a number for the year, which kind {self.kind} does not have")
        if any(found and len(found) != QUARTERS for found in (self.steps, self.step_percents)):
            raise ValueError(f"a year has {QUARTERS} steps, one a quarter (0 where nothing changes)")
        return self


class YearOfTargets(Definition):
    """A file of agreed targets."""

    year: Text = Field(examples=["2024-25"])
    targets: tuple[Agreed, ...] = Field(strict=False)

    @model_validator(mode="after")
    def _once_each(self) -> "YearOfTargets":
        keys = [(agreed.ref, agreed.breakdown, agreed.area) for agreed in self.targets]
        twice = [key for key in keys if keys.count(key) > 1]
        if twice:
            raise ValueError(f"{' '.join(part for part in twice[0] if part)} has two targets")
        return self


ROUNDING = 1e-9
"""Share of a bound within which a figure is the bound: sums of decimals are seldom exact in floating point."""

PLAIN_TERMS = ("no more than", "at least", "exactly", "between")
"""Terms that their number completes; others say something of their own, and the number stands in brackets."""


@dataclass(frozen=True)
class Target:
    """The range an outturn must end in (a bound of None is open) and the terms that say so.

    `terms` say what kind of promise it is ("no more than", "above the North West average"); the number is
    put into words by `analysis.definitions.wording`. `exclusive`: the bound itself does not meet it ("above").
    `resolved_with` is the figure behind a target in words ("14.9 at August 2012"), `resolved_where` its
    place. `held` says what is wrong with it where it cannot be believed; nothing is judged against it.
    `settled_by` says who settled that it holds where documents print other numbers.
    """

    low: float | None
    high: float | None
    terms: str
    set_by: str = ""
    where: str = ""
    exclusive: bool = False
    resolved_with: str = ""
    resolved_where: str = ""
    steps: tuple[float, ...] = ()
    held: str = ""
    settled_by: str = ""

    @property
    def phrase(self) -> str:
        """The terms with the number they come to, unrounded: `no more than 8065`, `-5% on 337 (320.15)`."""
        bounds = [wording.plain(bound) for bound in (self.low, self.high) if bound is not None]
        come_to = self.resolved_with or " and ".join(dict.fromkeys(bounds))
        if not come_to:
            return self.terms
        return f"{self.terms} {come_to}" if self.terms in PLAIN_TERMS else f"{self.terms} ({come_to})"

    @property
    def is_set(self) -> bool:
        """Whether there is a number to judge against."""
        return self.low is not None or self.high is not None

    def meets(self, value: float) -> bool:
        """Whether a value lies in the range: 14.9 does not meet "above 14.9", 0.1 + 0.2 meets "at least 0.3"."""
        if not self.is_set:
            raise ValueError("a target that is not set cannot be met or missed")
        if any(is_at(value, bound) for bound in (self.low, self.high) if bound is not None):
            return not self.exclusive
        return (self.low is None or value > self.low) and (self.high is None or value < self.high)


def is_at(value: float, bound: float) -> bool:
    """Whether a figure is the bound itself, rounding of sums apart.

    >>> is_at(0.1 + 0.2, 0.3), is_at(14.9, 14.8999)
    (True, False)
    """
    return abs(value - bound) <= ROUNDING * abs(bound)


def inwards(bound: float, upper: bool) -> float:
    """The last whole number within a computed bound of a count: 1,197.95 or fewer is 1,197.

    >>> inwards(1197.95, upper=True), inwards(320.15, upper=False), inwards(320.0000000001, upper=False)
    (1197.0, 321.0, 320.0)
    """
    return float((math.floor if upper else math.ceil)(round(bound, 6)))


def resolve(agreed: Agreed, polarity: Polarity, lookup: Lookup, whole: bool = False) -> Target:
    """The target that an agreed line means for an indicator of that polarity; of a `whole` count a bound that
    was worked out is made whole, inwards, and one that was agreed stays.

    >>> line = Agreed(ref="SH1", kind="value", value=8065, set_by="board", where="plan")
    >>> target = resolve(line, "lower", lambda area, what: None)
    >>> target.low, target.high, target.meets(7420)
    (None, 8065.0, True)
    """
    target = KINDS[agreed.kind](agreed, polarity, lookup)
    target = replace(target, settled_by=agreed.settled_by)
    if whole and agreed.kind not in AS_AGREED:
        target = _made_whole(target, polarity)
    return replace(target, steps=agreed.steps) if agreed.steps else target


def wrong_steps(agreed: Agreed, adds_up: bool) -> str:
    """What is wrong with agreed steps, given whether the indicator's periods add up; empty where nothing is.

    >>> line = Agreed(ref="SH1", kind="value", value=70, steps=(10, 20, 20, 20), set_by="board", where="plan")
    >>> wrong_steps(line, adds_up=True), wrong_steps(line, adds_up=False)
    ('', 'the last of the agreed steps is 20, the target 70')
    """
    if agreed.kind == "quarterly_steps" and adds_up:
        return "steps in per cent of a baseline are of a level, and this indicator adds up over the year"
    if not agreed.steps:
        return ""
    bound = _changed(agreed) if agreed.kind == "change_on_baseline" else known(agreed.value)
    end = math.fsum(agreed.steps) if adds_up else agreed.steps[-1]
    if is_at(end, bound):
        return ""
    said = "the agreed steps add up to" if adds_up else "the last of the agreed steps is"
    return f"{said} {wording.typed(round(end, 9))}, the target {wording.typed(bound)}"


def good_side(value: float, polarity: Polarity) -> tuple[float | None, float | None]:
    """The range on the good side of a value, the value in it; `nearer` asks for the value itself."""
    if polarity == "lower":
        return None, value
    if polarity == "higher":
        return value, None
    return value, value


def _value(agreed: Agreed, polarity: Polarity, lookup: Lookup) -> Target:
    low, high = good_side(known(agreed.value), polarity)
    words = {"lower": "no more than", "higher": "at least"}.get(polarity, "exactly")
    return Target(low, high, agreed.words or words, agreed.set_by, agreed.where)


def _range(agreed: Agreed, polarity: Polarity, lookup: Lookup) -> Target:
    return Target(agreed.low, agreed.high, agreed.words or "between", agreed.set_by, agreed.where)


def _change_on_baseline(agreed: Agreed, polarity: Polarity, lookup: Lookup) -> Target:
    low, high = good_side(_changed(agreed), polarity)
    change, baseline = known(agreed.change_percent), known(agreed.baseline)
    words = f"{wording.typed_change(change)}% on the baseline of {wording.typed(baseline)}"
    return Target(low, high, agreed.words or words, agreed.set_by, agreed.where)


def _changed(agreed: Agreed) -> float:
    return changed_baseline(known(agreed.baseline), known(agreed.change_percent))


def changed_baseline(baseline: float, change_percent: float) -> float:
    """A percentage change on a baseline: -7.77% on 9.76 is 9.00.

    >>> round(changed_baseline(9.76, -7.77), 2), round(changed_baseline(337, -5))
    (9.0, 320)
    """
    return float(_exact(baseline) * (100 + _exact(change_percent)) / 100)


def agreed_levels(baseline: float, step_percents: Sequence[float]) -> tuple[float, ...]:
    """Where a level should stand after each period when the steps are per cent of its baseline.

    >>> [round(level, 1) for level in agreed_levels(337, [0, -1, -2, -2])]
    [337.0, 333.6, 326.9, 320.1]
    """
    changes = accumulate(map(_exact, step_percents))
    return tuple(float(_exact(baseline) * (100 + change) / 100) for change in changes)


def _exact(number: float) -> Decimal:
    """A number as it was typed, for sums that floating point would miss by a digit."""
    return Decimal(repr(float(number)))


def _quarterly_steps(agreed: Agreed, polarity: Polarity, lookup: Lookup) -> Target:
    baseline = known(agreed.baseline)
    levels = agreed_levels(baseline, agreed.step_percents)
    low, high = good_side(levels[-1], polarity)
    steps = ", ".join(wording.typed_change(step) for step in agreed.step_percents)
    words = f"{steps} per cent by quarter on the baseline of {wording.typed(baseline)}"
    return Target(low, high, agreed.words or words, agreed.set_by, agreed.where, steps=levels)


def _maintain_or_improve(agreed: Agreed, polarity: Polarity, lookup: Lookup) -> Target:
    words = f"maintain or improve on {agreed.baseline_year}"
    found = lookup(agreed.area, agreed.baseline_year)
    if found is None:
        return Target(None, None, agreed.words or words, agreed.set_by, agreed.where)
    low, high = good_side(found.value, polarity)
    return _resolved(Target(low, high, agreed.words or words, agreed.set_by, agreed.where), found)


def _above_region(agreed: Agreed, polarity: Polarity, lookup: Lookup) -> Target:
    side = "below" if polarity == "lower" else "above"
    words = agreed.words or f"{side} the {agreed.region} average"
    found = lookup(agreed.region, "latest")
    if found is None:
        return Target(None, None, words, agreed.set_by, agreed.where)
    low, high = good_side(found.value, polarity)
    return _resolved(Target(low, high, words, agreed.set_by, agreed.where, exclusive=True), found)


def _in_line_with_region(agreed: Agreed, polarity: Polarity, lookup: Lookup) -> Target:
    words = agreed.words or f"in line with the {agreed.region} average"
    found = lookup(agreed.region, "latest")
    if found is None:
        return Target(None, None, words, agreed.set_by, agreed.where)
    margin = abs(found.value) * agreed.tolerance / 100
    low, high = good_side(found.value, polarity)
    low = low - margin if low is not None else None
    high = high + margin if high is not None else None
    return _resolved(Target(low, high, words, agreed.set_by, agreed.where), found)


def _top_quartile(agreed: Agreed, polarity: Polarity, lookup: Lookup) -> Target:
    words = agreed.words or f"top quartile of the {agreed.region}"
    found = lookup(agreed.region, TOP_QUARTILE)
    if found is None:
        return Target(None, None, words, agreed.set_by, agreed.where)
    low, high = good_side(found.value, polarity)
    return _resolved(Target(low, high, words, agreed.set_by, agreed.where), found)


def _to_be_set(agreed: Agreed, polarity: Polarity, lookup: Lookup) -> Target:
    return Target(None, None, agreed.words or "to be set", agreed.set_by, agreed.where)


def _made_whole(target: Target, polarity: Polarity) -> Target:
    """The same with whole bounds: above 14.9 cases on average is 15 or more."""
    low, high = target.low, target.high
    if low == high:
        return target  # the one value that "nearer" asks for, or none
    return replace(
        target,
        low=None if low is None else math.floor(low) + 1.0 if target.exclusive else inwards(low, upper=False),
        high=None
        if high is None
        else math.ceil(high) - 1.0
        if target.exclusive
        else inwards(high, upper=True),
        steps=tuple(inwards(step, upper=polarity == "lower") for step in target.steps),
        exclusive=False,
    )


def _resolved(target: Target, found: Found) -> Target:
    return replace(target, resolved_with=f"{found.printed} at {found.when}", resolved_where=found.where)


AS_AGREED = ("value", "range", "to_be_set")
"""Kinds whose numbers somebody agreed; those of the others are worked out."""

KINDS: dict[str, Callable[[Agreed, Polarity, Lookup], Target]] = {
    "value": _value,
    "range": _range,
    "change_on_baseline": _change_on_baseline,
    "maintain_or_improve": _maintain_or_improve,
    "above_region": _above_region,
    "in_line_with_region": _in_line_with_region,
    "top_quartile": _top_quartile,
    "quarterly_steps": _quarterly_steps,
    "to_be_set": _to_be_set,
}


Status = Literal["on track", "uncertain", "off track", "disputed", "not judged"]
"""On track is green, uncertain amber, off track red; disputed where documents print targets apart."""

Progress = Literal["green", "not green", ""]
"""What historic documents called progress: on course for the year by pro rata, or not."""
