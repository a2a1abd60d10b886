"""The commentary on the data quality page: numbers that match nothing, and what is asked for and absent."""

from analysis import wording
from analysis.assessments import Assessment
from analysis.section_models import Block, Cell, Column, Content, Listing, Paragraph, Table
from analysis.sections import phrases
from analysis.sections.commentary_check import unmatched
from analysis.sections.typed_numbers import typed_numbers
from analysis.sections.written import missing, why_asked


def block(assessment: Assessment) -> tuple[Block, ...]:
    """One block; none for a report without indicators."""
    if not assessment.judgements:
        return ()
    contents: list[Content] = [Paragraph(_checked(assessment))]
    found = unmatched(assessment)
    if found:
        columns = (
            Column("Indicator", name="ref"), Column("Number typed", name="typed"),
            Column("In the sentence", name="sentence"), Column("Nearest in the report", name="nearest"),
        )  # fmt: skip
        rows = tuple(
            (
                Cell(o.ref),
                Cell(o.typed.text),
                Cell(o.typed.sentence),
                Cell(o.nearest or "nothing of its kind"),
            )
            for o in found
        )
        contents.append(Table(f"Numbers that match nothing: {len(found)}", columns, rows))
    if absent := _absent(assessment):
        contents += [
            Paragraph("Asked for and not written:"),
            Listing(absent),
        ]
    return (Block(f"Numbers in the commentary ({len(found)} match nothing)", tuple(contents), "commentary"),)


def _checked(assessment: Assessment) -> str:
    said = assessment.commentary
    if not said:
        what = "Of what is not withheld no commentary" if assessment.withheld else "No commentary"
        return f"{what} is delivered, so there is no number in it to check."
    numbers = sum(len(typed_numbers(one.text)) for one in said)
    return (
        f"{wording.capital(wording.count(len(said), 'commentary', 'commentaries'))} with "
        f"{wording.count(numbers, 'number')}. Each is held against the figures, targets, differences "
        "and percentages of its indicator, as it was typed. One that matches nothing may be wrong, or of "
        "something that this report does not hold. Years, dates, references and numbers below ten in words are "
        "passed over."
    )


def _absent(assessment: Assessment) -> tuple[str, ...]:
    found = []
    for ref in dict.fromkeys(j.indicator.ref for j in assessment.headlines):
        judged = next(j for j in assessment.headlines if j.indicator.ref == ref)
        if lacking := missing(judged, assessment):
            why = why_asked(judged, assessment)
            found.append(f"{ref} {phrases.name(judged)}: {wording.listed(lacking)}, since {why}.")
    return tuple(found)
