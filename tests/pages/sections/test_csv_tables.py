"""The CSV of a section: one row a judgement, unrounded, blank where there is nothing."""

import csv
import io

import pytest

from analysis.pages import tables
from analysis.pages.sections.csv_tables import csv_rows, csv_table, fields, of_judgements, series


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


def test_rows_of_several_kinds_are_blank_where_they_have_nothing():
    table = csv_rows("Two kinds", ("kind", "value", "note"), [{"kind": "a", "value": 2.5}, {"note": "n"}])
    assert tables.csv_text(table) == "kind,value,note\na,2.5,\n,,n\n"


def test_a_value_under_a_name_that_there_is_not_is_an_error():
    with pytest.raises(ValueError, match="no column of 'Two kinds': valeu"):
        csv_rows("Two kinds", ("kind", "value"), [{"kind": "a", "valeu": 2.5}])


def test_columns_are_fields_of_a_part_of_the_item(halton):
    judged = next(j for j in halton.judgements if j.target)
    columns = {
        **series(lambda j, _: j, "ref", "area"),
        **fields(lambda j, _: j.target, "set_by"),
        **fields(lambda _, other: other, "title"),
    }
    (row,) = csv_table("One", columns, [(judged, None)]).rows
    said = {name: cell.text if cell.value is None else cell.value for name, cell in row.items()}
    assert said == {
        "ref": judged.indicator.ref, "area": judged.area, "set_by": judged.target.set_by, "title": "",
    }  # fmt: skip
