"""What every section about a document says in the same way: its context, its footer, and its checks."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from analysis.definitions import amounts, wording
from analysis.disclosure.release import Release
from analysis.documents.printed import Check, Printed
from analysis.pages.models import Block, Paragraph, SectionModel
from analysis.pages.sections import phrases
from analysis.pages.sections.page_frame import SCORECARD, block, section
from analysis.pages.tables import Cell, Column, Figures, Table, missing, table


def document_section(
    release: Release, name: str, label: str, title: str, of_quarter: bool = False, **shown: Any
) -> SectionModel:
    """A section that links to the data quality page; of no quarter, it is as known on a day."""
    params = release.params
    known = f"{params.title} · as known on {wording.day(date.fromisoformat(params.as_at))}"
    links = (*(SCORECARD if release.judgements else ()), ("Data quality", "data_quality.html"))
    context = "" if of_quarter else known
    return section(release, name, label, title, context=context, links=links, **shown)


def number(figure: Printed, note: str = "") -> Cell:
    """A printed figure as a cell; what was worked out or is not final says so, what is missing says why."""
    if figure.value is None:
        return missing(figure.why_none)
    notes = ("worked out" if figure.is_worked_out else "", "" if figure.is_final else figure.status, note)
    text = wording.as_printed(figure.value, figure.unit, None if figure.is_worked_out else figure.decimals)
    return Cell(text, "; ".join(n for n in notes if n), value=figure.value)


def verdict(checks: Iterable[Check], what: str = "printed figure", many: str = "") -> str:
    """One sentence: how many were worked out again, and how many do not agree."""
    checks = tuple(checks)
    failed = sum(not check.agrees for check in checks)
    if not checks:
        return f"No {what} here can be worked out again from others."
    counted = wording.count(len(checks), what, many)
    if not failed:
        return f"{counted} {_were(len(checks))} worked out again from the others; all agree."
    do = "does" if failed == 1 else "do"
    return f"{counted} {_were(len(checks))} worked out again from the others; {failed} {do} not agree."


def check_block(checks: Iterable[Check], release: Release, heading: str = "Worked out again") -> Block:
    """Each printed figure beside what the document's own figures make, disagreements first."""
    checks = sorted(checks, key=lambda check: check.agrees)
    return block(heading, "checks", verdict(checks), check_table(checks, release) if checks else None)


def check_table(checks: Iterable[Check], release: Release) -> Table:
    """One row a check: printed, worked out, how, and whether they agree."""
    titles = phrases.document_titles(release)

    def cell(value: float | None, check: Check) -> Cell:
        return Cell(amount(value, check.printed.unit), value=value)

    columns = (
        Column("Figure", lambda check: Cell(wording.capital(check.what), titles[check.printed.source])),
        Figures("Printed", lambda check: cell(check.printed.value, check)),
        Figures("Worked out", lambda check: cell(check.made, check)),
        Column("How", lambda check: wording.capital(check.how)),
        Column("Do they agree?", lambda check: "Yes" if check.agrees else "No: a finding", "agrees"),
    )
    return table("Printed figures and the same worked out again", columns, checks)


def amount(value: float | None, unit: str) -> str:
    """A figure with its unit where that is short: pounds, per cent; else the number alone."""
    if unit == "pounds":
        return amounts.pounds(value)
    return amounts.millions(value) if unit == "million pounds" else wording.figure(value, unit)


def none_delivered(what: str, names: Iterable[str]) -> Paragraph:
    """`None delivered: ...` for all that a document of the kind could hold and this one does not."""
    return Paragraph(f"{wording.capital(wording.listed(list(names)))}.", what)


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
