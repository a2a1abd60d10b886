"""A report as it is published, made in this process: its pages, and `judgements.csv` read back."""

import csv
import io
from collections.abc import Mapping

from analysis.judgements.assessments import Assessment
from analysis.pages import html, judgement_table, sections, tables

Row = Mapping[str, str]


class Book:
    """What `sections.planned` asks for."""

    def __init__(self, assessment: Assessment):
        self.release = assessment


def pages_of(assessment: Assessment) -> dict[str, str]:
    """Every page of a report by its name, as it is published."""
    planned = sections.planned(Book(assessment))
    navigation = [(page.label, f"{page.name}.html") for page in planned]
    return {
        page.name: html.page(
            sections.compose(assessment, page.name), navigation, f"{page.name}.html", assessment.params.title
        )
        for page in planned
    }


def csv_rows(assessment: Assessment) -> dict[tuple[str, str, str], Row]:
    """`judgements.csv` read back, by reference, breakdown and area."""
    rows = judgement_table.rows(assessment)
    text = tables.csv_of(judgement_table.COLUMNS, (row.values() for row in rows))
    return {(r["ref"], r["breakdown"], r["area"]): r for r in csv.DictReader(io.StringIO(text))}
