"""Withheld indicators on the data quality page: each refused row, the rule that it breaks, and the remedy.

What the row holds is not shown: it may be what nobody should read. The analyst finds it in the file, or in what
the run says on standard error.
"""

from analysis.definitions import wording
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.extracts.withholding import Withheld
from analysis.pages.models import Block, Cell, Heading, Paragraph, Table

TEXT = (
    "A row that breaks a rule withholds its indicator: no figure of it is used anywhere in this report, and the rest "
    "is as if nothing of it had been delivered. Ask for a file with these rows mended, take it in by outturn receive "
    "--replaces, and run the report."
)
_SHOWN = 10
"""Row numbers named one by one."""


def block(release: Release) -> tuple[Block, ...]:
    """A table of the broken rules, in order of delivery; nothing where nothing is withheld."""
    if not release.withheld:
        return ()
    columns = (
        Heading("Indicator", name="ref"), Heading("File", name="file"), Heading("Rows", name="rows"),
        Heading("Column", name="column"), Heading("Rule that is broken", name="rule"),
        Heading("To mend it", name="remedy"),
    )  # fmt: skip
    rows = tuple(row for one in release.withheld for row in _rows(one))
    caption = f"Withheld indicators and why: {len(release.withheld)}"
    heading = f"Withheld ({len(release.withheld)})"
    return (Block(heading, (Paragraph(TEXT), Table(caption, columns, rows)), "withheld"),)


def _rows(withheld: Withheld) -> tuple[tuple[Cell, ...], ...]:
    """Rows of a file that break the same rule in the same column stand together."""
    if not withheld.rows:
        fault = Cell(wording.sentence(withheld.why))
        tell = Cell("Tell those who look after this program; no delivered row is refused.")
        return ((Cell(withheld.ref), *(Cell(MISSING, value="") for _ in range(3)), fault, tell),)
    alike: dict[tuple[str, ...], list[int]] = {}
    for line in withheld.rows:
        found = line.problem
        alike.setdefault((found.file, found.column, line.rule, found.remedy), []).append(found.row)
    return tuple(
        (
            Cell(withheld.ref), Cell(file), Cell(_numbers(numbers)), Cell(column or "the whole row"),
            Cell(wording.sentence(rule)), Cell(wording.sentence(remedy)),
        )
        for (file, column, rule, remedy), numbers in alike.items()
    )  # fmt: skip


def _numbers(rows: list[int]) -> str:
    """`3, 5 and 8`; of many the first, and how many more."""
    shown = [f"{row}" for row in rows[:_SHOWN]]
    more = len(rows) - len(shown)
    return wording.listed([*shown, f"{more} more, which the CSV lists"] if more else shown)


def flat(release: Release) -> tuple[tuple[Cell, ...], ...]:
    """The refused rows under the columns of the page's CSV, without what they hold."""
    sources = {delivery.entry.file: delivery.entry.source for delivery in release.deliveries}
    blank = Cell(MISSING, value="")
    return tuple(
        (
            Cell(line.ref), *[blank] * 6, Cell(sources[line.problem.file]), blank,
            Cell(f"{line.problem.row}", value=line.problem.row), Cell("withheld"),
            Cell(f"{line.problem.column}: {line.rule}".removeprefix(": ")),
        )
        for one in release.withheld
        for line in one.rows
    )  # fmt: skip
