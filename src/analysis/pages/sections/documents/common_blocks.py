"""What every section about a document says in the same way: its context, its footer, and its checks."""

from collections.abc import Iterable
from datetime import date

from analysis.definitions import amounts, wording
from analysis.definitions.params import Params
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.documents.printed import Check, Printed
from analysis.pages.models import Block, Cell, Content, Heading, Paragraph, Table
from analysis.pages.sections import phrases


def context(params: Params) -> str:
    """The line above the title of a section that is about no quarter: `Safer Halton · as known on ...`."""
    return f"{params.title} · as known on {wording.day(date.fromisoformat(params.as_at))}"


def links(release: Release) -> tuple[tuple[str, str], ...]:
    """Links to the scorecard, where there is one, and to the data quality page."""
    found = (("Scorecard", "scorecard.html"),) if release.judgements else ()
    return (*found, ("Data quality", "data_quality.html"))


def number(figure: Printed, note: str = "") -> Cell:
    """A printed figure as a cell; what was worked out or is not final says so, what is missing says why."""
    if figure.value is None:
        return Cell(MISSING, figure.why_none, "")
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
    sentence = Paragraph(verdict(checks))
    if not checks:
        return Block(heading, (sentence,), "checks")
    return Block(heading, (sentence, check_table(checks, release)), "checks")


def check_table(checks: Iterable[Check], release: Release) -> Table:
    """One row a check: printed, worked out, how, and whether they agree."""
    titles = phrases.document_titles(release)
    columns = (
        Heading("Figure", name="figure"), Heading("Printed", numeric=True, name="printed"),
        Heading("Worked out", numeric=True, name="worked_out"), Heading("How", name="how"),
        Heading("Do they agree?", name="agrees"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(wording.capital(check.what), titles[check.printed.source]),
            Cell(amount(check.printed.value, check.printed.unit), value=check.printed.value),
            Cell(amount(check.made, check.printed.unit), value=check.made),
            Cell(wording.capital(check.how)),
            Cell("Yes" if check.agrees else "No: a finding"),
        )
        for check in checks
    )
    return Table("Printed figures and the same worked out again", columns, rows)


def amount(value: float | None, unit: str) -> str:
    """A figure with its unit where that is short: pounds, per cent; else the number alone."""
    if unit == "pounds":
        return amounts.pounds(value)
    return amounts.millions(value) if unit == "million pounds" else wording.figure(value, unit)


def none_delivered(what: str, names: Iterable[str]) -> Paragraph:
    """`None delivered: ...` for all that a document of the kind could hold and this one does not."""
    return Paragraph(f"{wording.capital(wording.listed(list(names)))}.", what)


def present(*contents: Content | None) -> tuple[Content, ...]:
    """The contents that there are."""
    return tuple(content for content in contents if content)


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
