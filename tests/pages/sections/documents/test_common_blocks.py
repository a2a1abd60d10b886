"""What sections about documents share."""

from dataclasses import replace

from analysis.pages.sections.documents import common_blocks
from document_files import SMALL_BUDGET, small_budget


def test_the_verdict_counts_what_was_checked_and_what_failed():
    assert common_blocks.verdict(small_budget().checks).startswith("18 printed figures were worked out again")
    broken = small_budget(SMALL_BUDGET.replace("Net Total,120", "Net Total,121")).checks
    assert common_blocks.verdict(broken).endswith("; 1 does not agree.")
    assert common_blocks.verdict(()) == "No printed figure here can be worked out again from others."


def test_a_cell_says_what_was_worked_out_and_why_one_is_blank():
    figure = small_budget().lines[0].annual
    assert common_blocks.number(replace(figure, is_worked_out=True)).note == "worked out"
    blank = common_blocks.number(replace(figure, value=None, why_none="illegible"))
    assert (blank.text, blank.note, blank.value) == ("–", "illegible", "")


def test_disagreements_come_first(halton):
    block = common_blocks.check_block(
        small_budget(SMALL_BUDGET.replace("Net Total,120", "Net Total,121")).checks, _titled(halton)
    )
    assert block.contents[1].rows[0]["agrees"].text == "No: a finding"


def _titled(halton):
    entry = halton.deliveries[0].entry.model_copy(update={"source": "report"})
    return replace(halton, deliveries=(replace(halton.deliveries[0], entry=entry),))
