"""judgements.csv: one row a judgement, the columns promised, spelt as delivered, unrounded."""

import csv
import io

from analysis.pages import judgement_table
from analysis.pages.workbook import open_workbook

PROMISED = [
    "ref",
    "breakdown",
    "area",
    "title",
    "theme",
    "period",
    "as_at",
    "unit",
    "polarity",
    "to_date",
    "same_period_last_year",
    "change_percent",
    "p_value",
    "direction",
    "direction_as_published",
    "direction_printed",
    "progress_as_published",
    "progress_printed",
    "last_outturn",
    "target_low",
    "target_high",
    "target_terms",
    "expected_outturn",
    "low80",
    "high80",
    "low95",
    "high95",
    "chance",
    "status_now",
    "status_year_end",
    "pro_rata",
    "last_year_share",
    "needed",
    "region",
    "region_value",
    "region_comparison",
    "method",
    "reason",
]


def test_the_columns_promised_are_there():
    assert set(PROMISED) <= set(judgement_table.COLUMNS)
    assert len(set(judgement_table.COLUMNS)) == len(judgement_table.COLUMNS)


def test_one_row_a_judgement_in_their_order(halton):
    rows = judgement_table.rows(halton)
    assert [(r["ref"], r["breakdown"], r["area"]) for r in rows] == [j.key for j in halton.judgements]
    assert all(tuple(row) == judgement_table.COLUMNS for row in rows)


def test_numbers_are_unrounded_and_chances_are_shares(halton):
    rows = {(r["ref"], r["breakdown"], r["area"]): r for r in judgement_table.rows(halton)}
    row = rows["SH1", "all", "Halton"]
    assert row["change_percent"] == 100 * (3710 - 3836) / 3836
    assert row["last_year_share"] == 3710 * 7434 / 3836
    assert 0 <= row["chance"] <= 1 and 0 <= row["p_value"] <= 1
    assert rows["SH7a", "drugs", "Halton"]["region_comparison"] == "similar"


def test_the_csv_holds_the_same_rows(halton, halton_params):
    book = open_workbook(halton_params.model_dump())
    read = list(csv.DictReader(io.StringIO(book.judgements_csv())))
    assert len(read) == len(halton.judgements)
    assert read[0].keys() == dict.fromkeys(judgement_table.COLUMNS).keys()
    assert {r["to_date"] for r in read if r["ref"] == "SH1" and r["breakdown"] == "all"} == {"3710"}
