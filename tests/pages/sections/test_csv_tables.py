"""The CSV of a section: one row a judgement, unrounded, blank where there is nothing."""

import csv
import io

from analysis.pages import tables
from analysis.pages.sections.csv_tables import of_judgements


def rows(halton) -> dict:
    text = tables.csv_text(of_judgements("All", halton.judgements))
    return {(r["ref"], r["breakdown"], r["area"]): r for r in csv.DictReader(io.StringIO(text))}


def test_numbers_are_the_judgements_own(halton):
    found = rows(halton)
    assert len(found) == len(halton.judgements)
    for judged in halton.judgements:
        row = found[judged.key]
        assert row["status_year_end"] == judged.status_year_end
        assert (float(row["chance"]) if row["chance"] else None) == judged.chance
        assert (float(row["low80"]) if row["low80"] else None) == judged.forecast.low80


def test_what_is_blank_has_its_reason(halton):
    for row in rows(halton).values():
        if not row["chance"] or not row["to_date"]:
            assert row["reason"]
