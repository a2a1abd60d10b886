"""Figures with a check: any small table with its total, shares and change, printed beside worked out."""

from collections.abc import Iterable

from analysis.definitions import wording
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.documents.kinds.printed_tables import PrintedTable, PrintedTables, TableLine
from analysis.pages.models import Block, Cell, Heading, Paragraph, SectionModel, Table
from analysis.pages.sections import phrases
from analysis.pages.sections.documents import common_blocks
from analysis.pages.sections.flat_table import number


def due(release: Release) -> bool:
    """Whether such tables are delivered."""
    return bool(release.contents(PrintedTables))


def compose(release: Release, name: str = "checked_figures") -> SectionModel:
    """One block a table, then every printed figure worked out again."""
    params = release.params
    tables = [table for found in release.contents(PrintedTables) for table in found.tables]
    checks = [check for table in tables for check in table.checks]
    return SectionModel(
        name=name,
        label="Other figures",
        title=_title(tables),
        context=common_blocks.context(params),
        opening=(Paragraph(common_blocks.verdict(checks, "total or share", "totals and shares")),),
        blocks=(*(_block(table) for table in tables), common_blocks.check_block(checks, release)),
        table=_flat(tables),
        footer=phrases.footer(params),
        notice=params.notice,
        links=common_blocks.links(release),
    )


def _title(tables: list[PrintedTable]) -> str:
    checks = [check for table in tables for check in table.checks]
    failed = sum(not check.agrees for check in checks)
    said = "every total and share follows" if not failed else f"{wording.count(failed, 'figure')} to look at"
    return f"{wording.count(len(tables), 'other table')} of figures: {said}"


def _block(table: PrintedTable) -> Block:
    failed = sum(not check.agrees for check in table.checks)
    heading = f"{table.title}{_message(table)}" if not failed else f"{table.title}: does not add up"
    shares = any(line.role == "part" for line in table.lines) and table.total is not None
    columns = (
        Heading("Line", name="line"), Heading("Figure", numeric=True, name="value"),
        *((Heading("Share of all", "worked out", True, "share"),) if shares else ()),
    )  # fmt: skip
    shown = [line for line in table.lines if line.role != "share" or table.count(line.name) is None]
    rows = tuple(_row(line, table, shares) for line in shown)
    return Block(heading, (Table(f"{table.title}, as printed", columns, rows),), wording.slug(table.title))


def _message(table: PrintedTable) -> str:
    if table.total is None:
        return ""
    figure = table.total.figure
    return f": {wording.quantity(figure.value, figure.unit)} in all"


def _row(line: TableLine, table: PrintedTable, shares: bool) -> tuple[Cell, ...]:
    name = wording.capital(line.name)
    note = "; ".join(part for part in (wording.named_unit(line.figure.unit), line.note) if part)
    cells = [Cell(name, note, line.name), common_blocks.number(line.figure, _back(line, table))]
    if shares:
        cells.append(_share(line, table))
    return tuple(cells)


def _back(line: TableLine, table: PrintedTable) -> str:
    """What a share or a change says of a count that is not printed."""
    if counts := table.counts_that_agree(line):
        whole = table.whole(line).figure
        return f"{_span(counts)} of {wording.figure(whole.value, whole.unit)}, worked back"
    if before := table.year_before(line):
        return f"{_span(before)} a year before, worked back"
    return ""


def _span(ends: tuple[int, int]) -> str:
    low, high = (wording.figure(end) for end in ends)
    return low if low == high else wording.span(low, high)


def _share(line: TableLine, table: PrintedTable) -> Cell:
    if line.role != "part" or not table.total.figure.value or line.figure.value is None:
        whole = "the whole" if line.role == "total" else "no part of the whole"
        return Cell(MISSING, (line.role == "part" and line.figure.why_none) or whole, "")
    share = 100 * line.figure.value / table.total.figure.value
    printed = table.share(line.name)
    note = f"printed {wording.figure(printed.figure.value, 'percent')}" if printed else "none printed"
    return Cell(wording.figure(share, "percent"), note, share)


def _flat(tables: Iterable[PrintedTable]) -> Table:
    names = ("table", "line", "role", "value", "unit", "worked_out", "of", "note", "worked_back")
    rows = tuple(
        (
            Cell(table.title), Cell(line.name), Cell(line.role),
            number(line.figure.value), Cell(line.figure.unit),
            Cell("yes" if line.figure.is_worked_out else "no"), Cell(line.of), Cell(line.note),
            Cell(_back(line, table)),
        )
        for table in tables
        for line in table.lines
    )  # fmt: skip
    return Table("Other figures", tuple(Heading(name, name=name) for name in names), rows)
