"""Costings: what something costs, now and over the years, each printed figure worked out again."""

from collections.abc import Iterable
from functools import partial

from analysis.definitions import amounts, wording
from analysis.definitions.errors import known
from analysis.disclosure.release import Release
from analysis.documents.kinds.costings import Costing, Costings, Item, Stream
from analysis.documents.printed import Check
from analysis.pages.models import Block, Fact, Facts, Paragraph, SectionModel
from analysis.pages.sections.csv_tables import csv_table, fields
from analysis.pages.sections.documents import common_blocks
from analysis.pages.sections.page_frame import block
from analysis.pages.tables import Cell, Column, Figures, Table, table


def due(release: Release) -> bool:
    """Whether a costing is delivered."""
    return bool(release.contents(Costings))


def compose(release: Release, name: str = "costings") -> SectionModel:
    """One block a costing, then every printed figure worked out again."""
    found = release.contents(Costings)
    checks = [check for one in found for check in one.checks]
    return common_blocks.document_section(
        release,
        name,
        "Costs",
        _title(checks),
        opening=(common_blocks.verdict(checks), *_failed(checks)),
        blocks=(
            *(_block(costing, one) for one in found for costing in one.costings),
            common_blocks.check_block(checks, release),
        ),
        table=_flat(checks),
    )


def _title(checks: list[Check]) -> str:
    failed = sum(not check.agrees for check in checks)
    if not failed:
        return f"Costs: all {len(checks)} printed figures follow from their inputs"
    do = "does" if failed == 1 else "do"
    count = f"{len(checks) - failed} of {len(checks)}"
    return f"Costs: {count} printed figures follow from their inputs, {failed} {do} not"


def _failed(checks: Iterable[Check]) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(
            f"{wording.capital(check.what)} is printed as {_amount(known(check.printed.value), check)} in "
            f"{check.printed.section.partition(': ')[2]}; {check.how} is {_amount(check.made, check)}.",
            f"{check.kind}.",
        )
        for check in checks
        if not check.agrees
    )


def _amount(value: float, check: Check) -> str:
    return common_blocks.amount(value, check.printed.unit)


def _block(costing: Costing, found: Costings) -> Block:
    failed = sum(not check.agrees for check in found.of(costing))
    heading = costing.title + (f": {wording.count(failed, 'figure')} to look at" if failed else "")
    note = wording.sentence(costing.note) or None
    return block(heading, wording.slug(costing.title), _facts(costing), note, _items(costing))


def _facts(costing: Costing) -> Facts | None:
    facts = _stream_facts(costing.stream) if costing.stream else []
    if costing.items:
        printed = "no total printed" if costing.total is None else f"printed {amounts.pounds(costing.total)}"
        label = "a year in all" if costing.items_make_the_year else "in all"
        facts.append(Fact(amounts.pounds(costing.made), label, "" if costing.stream else printed))
    for one in costing.per_head:
        some = sum(item.amount for item in costing.items if item.name in one.of)
        amount = some if one.of else costing.total or costing.made
        of = f" of {wording.listed(one.of)}" if one.of else ""
        note = f"printed {amounts.pounds(one.printed)}; {wording.figure(costing.people)} people {costing.people_are}"
        facts.append(Fact(amounts.pounds(amount / known(costing.people)), f"per head{of}", note))
    if benefit := costing.benefit:
        note = f"{amounts.pounds(benefit.avoided)} avoided, {amounts.pounds(benefit.cost)} spent"
        facts.append(Fact(amounts.pounds(benefit.avoided - benefit.cost), "net benefit a year", note))
    return Facts(tuple(facts)) if facts else None


def _stream_facts(stream: Stream) -> list[Fact]:
    rate = f"at {wording.typed(stream.rate)}%"
    rate += ", a rate the document does not print" if stream.rate_percent is None else ""
    present = stream.present_value
    printed = "none printed" if present is None else f"printed {amounts.pounds(present)}"
    return [
        Fact(amounts.pounds(stream.made), f"present value over {stream.years} years", f"{rate}; {printed}"),
        Fact(amounts.pounds(stream.one_off), "once, at the start"),
        Fact(amounts.pounds(stream.yearly), "a year, paid at the year's end"),
    ]


def _items(costing: Costing) -> Table | None:
    counted = any(item.number is not None for item in costing.items)
    columns = [Column("Item", lambda item: wording.capital(item.name))]
    if counted:
        columns += [
            Figures("Number", _number, blank="not printed"),
            Figures("Unit cost", lambda item: _pounds(item.unit_cost), blank="not printed"),
        ]
    columns.append(Figures("Cost", _cost))
    if len(costing.items) > 1 and not counted:
        columns.append(Figures("Share", partial(_share, costing), note="worked out"))
    caption = f"{costing.title}: items in pounds ({costing.section})"
    return table(caption, columns, costing.items) if costing.items else None


def _number(item: Item) -> Cell | None:
    return None if item.number is None else Cell(wording.typed(item.number), value=item.number)


def _pounds(value: float | None, note: str = "") -> Cell | None:
    return None if value is None else Cell(amounts.pounds(value), note, value)


def _cost(item: Item) -> Cell | None:
    return _pounds(item.amount, "number x unit cost" if item.cost is None else "")


def _share(costing: Costing, item: Item) -> Cell:
    share, printed = 100 * item.amount / (costing.total or costing.made), item.share_percent
    note = "none printed" if printed is None else f"printed {wording.typed(printed)}%"
    return Cell(wording.figure(share, "percent"), note, share)


def _flat(checks: list[Check]) -> Table:
    columns = {
        "costing": lambda check: check.printed.section.partition(": ")[2],
        "section": lambda check: check.printed.section.partition(": ")[0],
        "figure": lambda check: check.what,
        "printed": lambda check: check.printed.value,
        "worked_out": lambda check: check.made,
        "unit": lambda check: check.printed.unit,
        **fields(lambda check: check, "how", "agrees"),
        "finding": lambda check: "" if check.agrees else check.kind,
    }
    return csv_table("Costings, printed and worked out", columns, checks)
