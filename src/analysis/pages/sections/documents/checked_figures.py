"""Figures with a check: any small table with its total, shares and change, printed beside worked out."""

from collections.abc import Iterable
from functools import partial

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.disclosure.release import Release
from analysis.documents.kinds.printed_tables import PrintedTable, PrintedTables, TableLine
from analysis.pages.models import Block, SectionModel
from analysis.pages.sections.csv_tables import csv_table, fields
from analysis.pages.sections.documents import common_blocks
from analysis.pages.sections.page_frame import block
from analysis.pages.tables import Cell, Column, Figures, Table, missing, table


def due(release: Release) -> bool:
    """Whether such tables are delivered."""
    return bool(release.contents(PrintedTables))


def compose(release: Release, name: str = "checked_figures") -> SectionModel:
    """One block a table, then every printed figure worked out again."""
    tables = [table for found in release.contents(PrintedTables) for table in found.tables]
    checks = [check for table in tables for check in table.checks]
    return common_blocks.document_section(
        release,
        name,
        "Other figures",
        _title(tables),
        opening=(common_blocks.verdict(checks, "total or share", "totals and shares"),),
        blocks=(*map(_block, tables), common_blocks.check_block(checks, release)),
        table=_flat(tables),
    )


def _title(tables: list[PrintedTable]) -> str:
    checks = [check for table in tables for check in table.checks]
    failed = sum(not check.agrees for check in checks)
    said = "every total and share follows" if not failed else f"{wording.count(failed, 'figure')} to look at"
    return f"{wording.count(len(tables), 'other table')} of figures: {said}"


def _block(printed: PrintedTable) -> Block:
    failed = any(not check.agrees for check in printed.checks)
    heading = f"{printed.title}: does not add up" if failed else f"{printed.title}{_message(printed)}"
    lines = [line for line in printed.lines if line.role != "share" or printed.count(line.name) is None]
    columns = [Column("Line", _line), Figures("Figure", partial(_figure, printed), "value")]
    if printed.total is not None and any(line.role == "part" for line in printed.lines):
        columns.append(Figures("Share of all", partial(_share, printed), "share", "worked out"))
    return block(heading, wording.slug(printed.title), table(f"{printed.title}, as printed", columns, lines))


def _line(line: TableLine) -> Cell:
    about = (wording.named_unit(line.figure.unit), line.note)
    return Cell(wording.capital(line.name), "; ".join(part for part in about if part), line.name)


def _figure(printed: PrintedTable, line: TableLine) -> Cell:
    return common_blocks.number(line.figure, _back(line, printed))


def _message(table: PrintedTable) -> str:
    if table.total is None:
        return ""
    figure = table.total.figure
    return f": {wording.quantity(figure.value, figure.unit)} in all"


def _back(line: TableLine, table: PrintedTable) -> str:
    """What a share or a change says of a count that is not printed."""
    if counts := table.counts_that_agree(line):
        whole = known(table.whole(line)).figure
        return f"{_span(counts)} of {wording.figure(whole.value, whole.unit)}, worked back"
    if before := table.year_before(line):
        return f"{_span(before)} a year before, worked back"
    return ""


def _span(ends: tuple[int, int]) -> str:
    return wording.span(*(wording.figure(end) for end in ends))


def _share(table: PrintedTable, line: TableLine) -> Cell:
    total = table.total.figure.value if table.total else None
    if line.role != "part" or not total or line.figure.value is None:
        whole = "the whole" if line.role == "total" else "no part of the whole"
        return missing((line.role == "part" and line.figure.why_none) or whole)
    share = 100 * line.figure.value / total
    printed = table.share(line.name)
    note = f"printed {wording.figure(printed.figure.value, 'percent')}" if printed else "none printed"
    return Cell(wording.figure(share, "percent"), note, share)


def _flat(tables: Iterable[PrintedTable]) -> Table:
    columns = {
        "table": lambda printed, _: printed.title,
        "line": lambda _, line: line.name,
        "role": lambda _, line: line.role,
        "value": lambda _, line: line.figure.value,
        "unit": lambda _, line: line.figure.unit,
        "worked_out": lambda _, line: line.figure.is_worked_out,
        **fields(lambda _, line: line, "of", "note"),
        "worked_back": lambda printed, line: _back(line, printed),
    }
    return csv_table("Other figures", columns, ((one, line) for one in tables for line in one.lines))
