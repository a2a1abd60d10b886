"""Capital within the money section: what was planned and spent on each scheme, and what remains."""

from analysis import amounts, wording
from analysis.assessments import Assessment
from analysis.capital_programmes import CapitalProgramme, Scheme
from analysis.section_models import Block, Cell, Column, Paragraph, Table
from analysis.sections import documents
from analysis.wording import MISSING


def capital_block(programme: CapitalProgramme, assessment: Assessment) -> Block:
    """The schemes with their total; the heading says how much of the year's allocation is spent."""
    total = programme.total
    share = total.share_spent
    heading = "Capital"
    if share is not None:
        heading = f"Capital: {wording.figure(share, 'percent')} of the year's allocation is spent"
    months = assessment.params.period.in_words()
    table = Table(f"Capital schemes in thousands of pounds, {months}", _columns(), _rows(programme))
    return Block(heading, (Paragraph(_message(programme)), table), "capital")


def _message(programme: CapitalProgramme) -> str:
    own = [scheme for scheme in programme.schemes if not scheme.is_total]
    idle = [scheme.name for scheme in own if not scheme.figures[1].value and not scheme.figures[2].value]
    behind = max(own, key=lambda scheme: scheme.variance or 0)
    said = []
    if behind.variance:
        gap = amounts.thousands(behind.variance)
        said.append(f"Furthest behind what was planned by now: {behind.name}, {gap} less spent.")
    if idle:
        said.append(f"Nothing planned or spent yet: {wording.listed(idle)}.")
    return " ".join(said) or "Every scheme has spent what was planned by now."


def _columns() -> tuple[Column, ...]:
    return (
        Column("Scheme", name="scheme"), Column("Allocation", "for the year", True, "capital_allocation"),
        Column("Planned to date", numeric=True, name="allocation_to_date"),
        Column("Spent to date", numeric=True, name="actual_spend_to_date"),
        Column("Planned less spent", numeric=True, name="variance"),
        Column("Spent", "of the allocation", True, "share_spent"),
        Column("Remaining", numeric=True, name="allocation_remaining"),
    )  # fmt: skip


def _rows(programme: CapitalProgramme) -> tuple[tuple[Cell, ...], ...]:
    return tuple(_row(scheme) for scheme in programme.schemes)


def _row(scheme: Scheme) -> tuple[Cell, ...]:
    allocation, planned, spent, left = scheme.figures
    gap, share = scheme.variance, scheme.share_spent
    spent_of = wording.figure(share, "percent")
    return (
        Cell(scheme.name),
        documents.number(allocation),
        documents.number(planned),
        documents.number(spent),
        Cell(MISSING, "a figure is missing", "") if gap is None else _gap(gap),
        Cell(MISSING, "no allocation", "") if share is None else Cell(spent_of, value=share),
        documents.number(left),
    )


def _gap(gap: float) -> Cell:
    words = {True: "less spent than planned", False: "more spent than planned"}
    return Cell(wording.signed(gap), words[gap > 0] if gap else "as planned", gap)
