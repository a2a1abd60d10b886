"""The data quality page lists numbers that match nothing, and off-track indicators without commentary."""

from dataclasses import replace

from analysis import sections
from analysis.commentary import Commentary
from analysis.sections import commentary_findings


def test_without_commentary_it_says_so_and_lists_what_is_asked_for(halton):
    (block,) = commentary_findings.block(halton)
    assert "No commentary is delivered" in block.contents[0].text
    assert any(
        item.startswith("SH6 ") and "cause, action, who and when" in item for item in block.contents[-1].items
    )


def test_a_wrong_number_stands_in_a_row_with_its_nearest(halton):
    said = Commentary("SH1", "Analyst", "2012-10-12", "draft", "It fell by 162 to 3,710.")
    (block,) = commentary_findings.block(replace(halton, commentary=(said,)))
    (row,) = block.contents[1].rows
    assert [cell.text for cell in row[:3]] == ["SH1", "162", "It fell by 162 to 3,710."]
    assert block.heading == "Numbers in the commentary (1 match nothing)"


def test_both_blocks_stand_on_the_data_quality_page(halton):
    anchors = [block.anchor for block in sections.compose(halton, "data_quality").blocks]
    assert {"dimensions", "commentary"} <= set(anchors)


def test_a_report_without_indicators_has_no_such_block(halton):
    assert commentary_findings.block(replace(halton, judgements=())) == ()
