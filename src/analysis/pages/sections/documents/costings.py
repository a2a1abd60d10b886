"""Costings: what something costs, now and over the years, each printed figure worked out again."""

from collections.abc import Iterable

from analysis.definitions import amounts, wording
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.documents.kinds.costings import Costing, Costings
from analysis.documents.printed import Check
from analysis.pages.models import Block, Cell, Content, Fact, Facts, Heading, Paragraph, SectionModel, Table
from analysis.pages.sections import phrases
from analysis.pages.sections.documents import common_blocks
from analysis.pages.sections.flat_table import number


def due(release: Release) -> bool:
    """Whether a costing is delivered."""
    return bool(release.contents(Costings))


def compose(release: Release, name: str = "costings") -> SectionModel:
    """One block a costing, then every printed figure worked out again."""
    params = release.params
    found = release.contents(Costings)
    checks = [check for one in found for check in one.checks]
    blocks = [_block(costing, one) for one in found for costing in one.costings]
    return SectionModel(
        name=name,
        label="Costs",
        title=_title(checks),
        context=common_blocks.context(params),
        opening=(Paragraph(common_blocks.verdict(checks)), *_failed(checks)),
        blocks=(*blocks, common_blocks.check_block(checks, release)),
        table=_flat(found),
        footer=phrases.footer(params),
        notice=params.notice,
        links=common_blocks.links(release),
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
            f"{wording.capital(check.what)} is printed as {_amount(check.printed.value, check)} in "
            f"{check.printed.section.partition(': ')[2]}; {check.how} is {_amount(check.made, check)}.",
            f"{check.kind}.",
        )
        for check in checks
        if not check.agrees
    )


def _amount(value: float, check: Check) -> str:
    return common_blocks.amount(value, check.printed.unit)


def _block(costing: Costing, found: Costings) -> Block:
    contents: list[Content | None] = [_facts(costing)]
    if costing.note:
        contents.append(Paragraph(wording.sentence(costing.note)))
    contents.append(_items(costing))
    failed = sum(not check.agrees for check in found.of(costing))
    heading = costing.title + (f": {wording.count(failed, 'figure')} to look at" if failed else "")
    return Block(heading, common_blocks.present(*contents), wording.slug(costing.title))


def _facts(costing: Costing) -> Facts | None:
    facts = []
    if costing.stream:
        facts += _stream_facts(costing)
    if costing.items:
        printed = (
            f"printed {amounts.pounds(costing.total)}" if costing.total is not None else "no total printed"
        )
        label = "a year in all" if costing.items_make_the_year else "in all"
        facts.append(Fact(amounts.pounds(costing.made), label, printed if not costing.stream else ""))
    for one in costing.per_head:
        amount = (
            sum(i.amount for i in costing.items if i.name in one.of)
            if one.of
            else costing.total or costing.made
        )
        of = f" of {wording.listed(one.of)}" if one.of else ""
        note = f"printed {amounts.pounds(one.printed)}; {wording.figure(costing.people)} people {costing.people_are}"
        facts.append(Fact(amounts.pounds(amount / costing.people), f"per head{of}", note))
    if costing.benefit:
        made = costing.benefit.avoided - costing.benefit.cost
        spent = (
            f"{amounts.pounds(costing.benefit.avoided)} avoided, {amounts.pounds(costing.benefit.cost)} spent"
        )
        facts.append(Fact(amounts.pounds(made), "net benefit a year", spent))
    return Facts(tuple(facts)) if facts else None


def _stream_facts(costing: Costing) -> list[Fact]:
    stream = costing.stream
    rate = f"at {wording.typed(stream.rate)}%" + (
        ", a rate the document does not print" if stream.rate_percent is None else ""
    )
    printed = (
        "none printed" if stream.present_value is None else f"printed {amounts.pounds(stream.present_value)}"
    )
    return [
        Fact(amounts.pounds(stream.made), f"present value over {stream.years} years", f"{rate}; {printed}"),
        Fact(amounts.pounds(stream.one_off), "once, at the start"),
        Fact(amounts.pounds(stream.yearly), "a year, paid at the year's end"),
    ]


def _items(costing: Costing) -> Table | None:
    if not costing.items:
        return None
    counted = any(item.number is not None for item in costing.items)
    shared = len(costing.items) > 1 and not counted
    columns = [Heading("Item", name="item")]
    columns += [Heading("Number", numeric=True, name="number")] if counted else []
    columns += [Heading("Unit cost", numeric=True, name="unit_cost")] if counted else []
    columns.append(Heading("Cost", numeric=True, name="cost"))
    columns += [Heading("Share", "worked out", True, "share")] if shared else []
    rows = []
    for item in costing.items:
        cells = [Cell(wording.capital(item.name))]
        if counted:
            unit = item.unit_cost
            cells.append(_maybe(item.number, "not printed", wording.typed))
            cells.append(_maybe(unit, "not printed", amounts.pounds))
        how = "number x unit cost" if item.cost is None else ""
        cells.append(Cell(amounts.pounds(item.amount), how, item.amount))
        if shared:
            share = 100 * item.amount / (costing.total or costing.made)
            note = (
                "none printed"
                if item.share_percent is None
                else f"printed {wording.typed(item.share_percent)}%"
            )
            cells.append(Cell(wording.figure(share, "percent"), note, share))
        rows.append(tuple(cells))
    return Table(f"{costing.title}: items in pounds ({costing.section})", tuple(columns), tuple(rows))


def _maybe(value: float | None, why: str, show) -> Cell:
    return Cell(MISSING, why, "") if value is None else Cell(show(value), value=value)


def _verdict(check: Check) -> tuple[Cell, Cell]:
    return Cell("yes" if check.agrees else "no"), Cell("" if check.agrees else check.kind)


def _flat(found: Iterable[Costings]) -> Table:
    names = ("costing", "section", "figure", "printed", "worked_out", "unit", "how", "agrees", "finding")
    rows = []
    for one in found:
        for check in one.checks:
            section, _, title = check.printed.section.partition(": ")
            words = (Cell(title), Cell(section), Cell(check.what))
            values = (number(check.printed.value), number(check.made), Cell(check.printed.unit))
            rows.append((*words, *values, Cell(check.how), *_verdict(check)))
    return Table("Costings, printed and worked out", tuple(Heading(n, name=n) for n in names), tuple(rows))
