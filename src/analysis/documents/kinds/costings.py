"""Costings: present values, unit costs, shares, costs per head, net benefits, each worked out again.

A delivered file lists costings in pounds. Every printed number stands beside its inputs, so that what the
document worked out can be worked out again; a costing that is printed a second time names the first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import Field, model_validator

from analysis.definitions import params
from analysis.definitions.errors import known
from analysis.definitions.indicators import Definition, Text
from analysis.definitions.units import decimals_of
from analysis.definitions.wording import figure, typed
from analysis.documents.printed import COST, DIFFERENCE, SHARE, SUM, TWICE, VALUE, Check, Printed, rounding_of
from analysis.extracts.deliveries import Entry

DISCOUNT_RATE = 3.5
"""Per cent a year: the Green Book's rate, taken where a document prints none."""


class Stream(Definition):
    """A cost now and one at the end of each year, and the present value printed for them."""

    one_off: float = 0.0
    yearly: float
    years: int = Field(ge=1, le=100)
    rate_percent: float | None = None
    present_value: float | None = None
    net_present_value_millions: float | None = None

    @property
    def rate(self) -> float:
        return DISCOUNT_RATE if self.rate_percent is None else self.rate_percent

    @property
    def made(self) -> float:
        """The present value worked out."""
        return present_value(self.one_off, self.yearly, self.years, self.rate)


class Item(Definition):
    """One line: a cost as printed, or a number of posts at a unit cost; perhaps its printed share."""

    name: Text
    number: float | None = None
    unit_cost: float | None = None
    cost: float | None = None
    share_percent: float | None = None

    @model_validator(mode="after")
    def _costs_something(self) -> "Item":
        if self.cost is None and (self.number is None or self.unit_cost is None):
            raise ValueError("an item needs a cost, or a number and a unit_cost")
        return self

    @property
    def amount(self) -> float:
        """Its cost as printed, else number x unit cost: 41 x 45,000 is 1,845,000."""
        return known(self.number) * known(self.unit_cost) if self.cost is None else self.cost


class PerHead(Definition):
    """A printed cost per head, of the whole or of the items named."""

    printed: float
    of: tuple[Text, ...] = Field(default=(), strict=False)


class Benefit(Definition):
    """What something costs a year, what it avoids, and the net benefit printed."""

    cost: float
    avoided: float
    net_benefit: float


class Costing(Definition):
    """One costing. `items_make_the_year` says that its items add up to the stream's yearly cost."""

    title: Text
    section: Text
    stream: Stream | None = None
    items: tuple[Item, ...] = Field(default=(), strict=False)
    items_make_the_year: bool = False
    total: float | None = None
    people: float | None = None
    people_are: str = ""
    per_head: tuple[PerHead, ...] = Field(default=(), strict=False)
    benefit: Benefit | None = None
    again: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _has_its_numbers(self) -> "Costing":
        if self.per_head and not self.people:
            raise ValueError("a cost per head needs the number of people it is shared by, above 0")
        if self.items_make_the_year and self.stream is None:
            raise ValueError("items_make_the_year needs a stream with the yearly cost that they make")
        return self

    @property
    def made(self) -> float:
        """What its items add up to."""
        return sum(item.amount for item in self.items)


class CostingFile(Definition):
    """A file of costings."""

    costings: tuple[Costing, ...] = Field(strict=False)

    @model_validator(mode="after")
    def _names_what_is_there(self) -> "CostingFile":
        titles = [costing.title for costing in self.costings]
        for at, costing in enumerate(self.costings):
            if costing.again and costing.again not in titles[:at]:
                raise ValueError(f"again names {costing.again!r}, which is not a costing above it")
            names = {item.name for item in costing.items}
            for name in (name for one in costing.per_head for name in one.of):
                if name not in names:
                    raise ValueError(f"per_head names {name!r}, which is not an item of {costing.title!r}")
        return self


@dataclass(frozen=True)
class Costings:
    """The costings of one document, and what of them can be worked out again."""

    costings: tuple[Costing, ...]
    source: str
    checks: tuple[Check, ...]

    def of(self, costing: Costing) -> tuple[Check, ...]:
        """The checks of one costing."""
        return tuple(check for check in self.checks if check.printed.section == _section(costing))


def present_value(one_off: float, yearly: float, years: int, rate_percent: float = DISCOUNT_RATE) -> float:
    """A cost now and equal ones at the end of each year, in today's money.

    >>> round(present_value(160_000, 5_035_000, 5))
    22893289
    """
    rate = rate_percent / 100
    return one_off + sum(yearly / (1 + rate) ** year for year in range(1, years + 1))


def make(content: dict[str, Any], entry: Entry) -> Costings:
    """The costings of a delivered file; `InputError` names every key that breaks a rule."""
    found = params.checked(CostingFile, content, entry.file).costings
    by_title = {costing.title: costing for costing in found}
    checks = [
        check
        for costing in found
        for rule in (_stream, _items, _shares, _heads, _benefit)
        for check in rule(costing, entry.source)
    ]
    checks += [
        c for again in found if again.again for c in _twice(by_title[again.again], again, entry.source)
    ]
    return Costings(found, entry.source, tuple(checks))


def _section(costing: Costing) -> str:
    return f"{costing.section}: {costing.title}"


def _printed(value: float, name: str, costing: Costing, source: str, unit: str = "pounds") -> Printed:
    return Printed(value, unit, name, source, _section(costing), decimals=decimals_of(value))


def _stream(costing: Costing, source: str) -> Iterator[Check]:
    found = costing.stream
    if found is None:
        return
    assumed = ", the rate being not printed" if found.rate_percent is None else ""
    payments = f"{typed(found.one_off)} now and {typed(found.yearly)} a year for {found.years} years"
    how = f"{payments} at {typed(found.rate)}%{assumed}"
    parts = (
        _printed(found.one_off, "one-off cost", costing, source),
        _printed(found.yearly, "yearly cost", costing, source),
    )
    if found.present_value is not None:
        value = _printed(found.present_value, "present value", costing, source)
        yield Check(VALUE, value.name, value, found.made, how, parts, rounding_of(found.present_value))
    if found.net_present_value_millions is not None:
        name, millions = "net present value", found.net_present_value_millions
        printed = _printed(millions, name, costing, source, "million pounds")
        yield Check(VALUE, name, printed, -found.made / 1e6, f"less {how}", parts)


def _items(costing: Costing, source: str) -> Iterator[Check]:
    """Number x unit cost is the cost; the items add up to the total or to the year."""
    for item in costing.items:
        if item.cost is not None and item.number is not None and item.unit_cost is not None:
            printed = _printed(item.cost, item.name, costing, source)
            how = f"{typed(item.number)} x {typed(item.unit_cost)}"
            unit = (_printed(item.unit_cost, f"{item.name}, unit cost", costing, source),)
            yield Check(COST, item.name, printed, item.number * item.unit_cost, how, unit, 0.0)
    parts = tuple(_printed(item.amount, item.name, costing, source) for item in costing.items)
    totals = [("total", costing.total)] if costing.total is not None else []
    totals += [("yearly cost", known(costing.stream).yearly)] if costing.items_make_the_year else []
    for name, total in totals:
        if parts:
            how = f"the sum of {len(parts)} items"
            yield Check(SUM, name, _printed(total, name, costing, source), costing.made, how, parts, 0.0)


def _shares(costing: Costing, source: str) -> Iterator[Check]:
    whole = costing.total or costing.made
    for item in costing.items:
        if item.share_percent is None:
            continue
        printed = _printed(item.share_percent, f"share of {item.name}", costing, source, "percent")
        how = f"{figure(item.amount)} of {figure(whole)}"
        part = (_printed(item.amount, item.name, costing, source),)
        yield Check(SHARE, printed.name, printed, 100 * item.amount / whole, how, part)


def _heads(costing: Costing, source: str) -> Iterator[Check]:
    if not costing.people:
        return
    for one in costing.per_head:
        items = [item for item in costing.items if item.name in one.of]
        amount = sum(item.amount for item in items) if items else costing.total or costing.made
        what = f"cost per head of {' and '.join(one.of)}" if one.of else "cost per head"
        how = f"{figure(amount)} over {figure(costing.people)} people {costing.people_are}".strip()
        printed = _printed(one.printed, what, costing, source)
        people = (_printed(costing.people, "people", costing, source, "people"),)
        yield Check(COST, what, printed, amount / costing.people, how, people)


def _benefit(costing: Costing, source: str) -> Iterator[Check]:
    found = costing.benefit
    if found is not None:
        parts = (
            _printed(found.avoided, "cost avoided", costing, source),
            _printed(found.cost, "yearly cost", costing, source),
        )
        printed = _printed(found.net_benefit, "net benefit", costing, source)
        how = f"{typed(found.avoided)} avoided less {typed(found.cost)} spent"
        yield Check(DIFFERENCE, "net benefit", printed, found.avoided - found.cost, how, parts, 0.0)


def _twice(first: Costing, again: Costing, source: str) -> Iterator[Check]:
    """The same estimate printed a second time: every item of both must cost the same."""
    before = {item.name: item for item in first.items}
    for item in again.items:
        if item.name in before:
            printed = _printed(item.amount, item.name, again, source)
            there = _printed(before[item.name].amount, item.name, first, source)
            how = f"the same line of {first.title} ({first.section})"
            yield Check(TWICE, item.name, printed, before[item.name].amount, how, (there,), 0.0)
