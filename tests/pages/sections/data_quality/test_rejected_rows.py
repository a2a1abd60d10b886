"""Refused rows on the data quality page: grouped by rule, each in the CSV, none with what it holds."""

from dataclasses import replace

from analysis.definitions.errors import Problem
from analysis.definitions.params import Folders, read_params
from analysis.extracts import withholding
from analysis.extracts.withholding import Refused
from analysis.judgements.assessments import assess
from analysis.pages import sections, tables
from analysis.pages.sections.data_quality import rejected_rows
from project import MADE_UP_PLACE

REPORT = "made-up-place-2023-24-q2"


def test_rows_that_break_the_same_rule_stand_together():
    found = assess(read_params(MADE_UP_PLACE / "params" / f"{REPORT}.yaml"), Folders(MADE_UP_PLACE))
    lines = [
        Refused("ASB", Problem("'x' is bad", "mend it", "police.csv", row, "unit"), "is bad")
        for row in (*range(3, 15), 3)
    ]
    found = replace(found, withheld=withholding.of_rows([*lines, replace(lines[0], rule="is worse")]))
    model = sections.compose(found, "data_quality")
    (block,) = [block for block in model.blocks if block.anchor == "withheld"]
    first, second = block.contents[1].rows
    assert first["rows"].text == "3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 3 more, which the CSV lists"
    assert (second["rows"].text, second["rule"].text) == ("3", "Is worse.")
    assert found.withheld[0].why == "12 of its rows break a rule"
    assert sum(row["used"].text == "withheld" for row in model.table.rows) == 14
    assert "'x'" not in tables.csv_text(model.table) + repr(block)


def test_nothing_withheld_is_no_block(halton):
    assert rejected_rows.block(halton) is None and rejected_rows.flat(halton) == []
