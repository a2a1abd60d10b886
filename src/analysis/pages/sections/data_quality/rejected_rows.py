"""Withheld indicators on the data quality page: each refused row, the rule that it breaks, and the remedy.

What the row holds is not shown: it may be what nobody should read. The analyst finds it in the file, or in what
the run says on standard error.
"""

from dataclasses import dataclass, replace

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.disclosure.release import Release
from analysis.extracts.withholding import Withheld
from analysis.pages.models import Block
from analysis.pages.sections import page_frame
from analysis.pages.tables import Column, Value, table

TEXT = (
    "A row that breaks a rule withholds its indicator: no figure of it is used anywhere in this report, and the rest "
    "is as if nothing of it had been delivered. Ask for a file with these rows mended, take it in by outturn receive "
    "--replaces, and run the report."
)
_SHOWN = 10
"""Row numbers named one by one."""


def block(release: Release) -> Block | None:
    """A table of the broken rules, in order of delivery; nothing where nothing is withheld."""
    number = len(release.withheld)
    columns = (
        Column("Indicator", lambda broken: broken.ref, "ref"),
        Column("File", lambda broken: broken.file),
        Column("Rows", lambda broken: _numbers(broken.rows)),
        Column("Column", lambda broken: broken.column),
        Column("Rule that is broken", lambda broken: wording.sentence(broken.rule), "rule"),
        Column("To mend it", lambda broken: wording.sentence(broken.remedy), "remedy"),
    )
    broken = [broken for one in release.withheld for broken in _broken(one)]
    shown = table(f"Withheld indicators and why: {number}", columns, broken)
    return page_frame.block(f"Withheld ({number})", "withheld", TEXT, shown) if number else None


@dataclass(frozen=True)
class Broken:
    """A rule that rows of one file break in one column; without file, rows and column where none is refused."""

    ref: str
    file: str | None
    rows: tuple[int, ...]
    column: str | None
    rule: str
    remedy: str


def _broken(withheld: Withheld) -> list[Broken]:
    """Rows of a file that break the same rule in the same column stand together."""
    if not withheld.rows:
        remedy = "Tell those who look after this program; no delivered row is refused"
        return [Broken(withheld.ref, None, (), None, withheld.why, remedy)]
    alike: dict[Broken, list[int]] = {}
    for line in withheld.rows:
        found = line.problem
        column = found.column or "the whole row"
        broken = Broken(withheld.ref, found.file, (), column, line.rule, found.remedy)
        alike.setdefault(broken, []).append(known(found.row))
    return [replace(broken, rows=tuple(rows)) for broken, rows in alike.items()]


def _numbers(rows: tuple[int, ...]) -> str | None:
    """`3, 5 and 8`; of many the first, and how many more."""
    shown = [f"{row}" for row in rows[:_SHOWN]]
    more = len(rows) - len(shown)
    return wording.listed([*shown, f"{more} more, which the CSV lists"] if more else shown) or None


def flat(release: Release) -> list[dict[str, Value]]:
    """The refused rows under the columns of the page's CSV, without what they hold."""
    sources = {delivery.entry.file: delivery.entry.source for delivery in release.deliveries}
    return [
        {
            "ref": line.ref,
            "source": sources[line.problem.file],
            "row": line.problem.row,
            "used": "withheld",
            "finding": f"{line.problem.column}: {line.rule}".removeprefix(": "),
        }
        for one in release.withheld
        for line in one.rows
    ]
