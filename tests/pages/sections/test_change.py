"""The change page tells what arrived from what was restated, and targets from rules."""

import pytest

from analysis.definitions.params import Folders, read_params
from analysis.judgements.assessments import assess
from analysis.pages import sections
from published_quarters import Q1, Q2, cut_off, registered, restate, retarget

STEPS = ("published", "data_arrived", "history_restated", "target_changed", "rule_changed", "causes")


def composed(root, report=Q2):
    assessment = assess(read_params(root / "params" / f"{report}.yaml"), Folders(root))
    return sections.compose(assessment, "change")


def test_a_first_report_says_so(made_up_root):
    page = composed(made_up_root, Q1)
    assert page.title == "First report: nothing was published before"
    assert page.blocks == () and page.table.rows == ()


@pytest.fixture
def page(made_up_root):
    registered(made_up_root, Q1)
    for change in (restate, retarget, cut_off):
        change(made_up_root)
    return composed(made_up_root)


def test_the_page_tells_the_three_apart(page):
    assert "changed since Quarter 1 of 2023-24" in page.title
    assert "1 published figure restated, 1 target and 1 rule changed" in page.opening[0].text
    blocks = {block.anchor: block for block in page.blocks}
    (restated,) = blocks["restated"].contents[0].rows
    assert restated["figure"].text.startswith("BURGLARY") and restated["change"].text == "+25"
    assert restated["status"].text == "no status"
    (target,) = blocks["targets"].contents[0].rows
    assert (target["ref"].text, target["status"].text) == ("ASB", "ASB")
    (rule,) = blocks["rules"].contents[0].rows
    assert (rule["ref"].text, rule["what"].text, rule["status"].text) == (
        "REOFFENDING",
        "On track from",
        "REOFFENDING",
    )


def test_a_row_reads_from_what_was_published_to_what_is_now(page):
    table = page.blocks[0].contents[1]
    row = next(r for r in table.rows if r["status"].text.startswith("ASB"))
    published, arrived, restated, targeted, ruled, causes = (row[name].text for name in STEPS)
    assert published in ("on track", "uncertain") and arrived in ("No change", "on track", "uncertain")
    assert (restated, targeted, ruled) == ("No change", "off track", "No change")
    assert causes in ("Target changed", "Data arrived and target changed")


def test_the_table_adds_up_to_the_change_of_the_chance(page):
    for row in page.table.rows:
        told = {name: cell.value for name, cell in row.items()}
        if told["published_chance"] not in ("", None) and told["data_arrived"] != "":
            parts = sum(
                told[part] for part in ("data_arrived", "history_restated", "target_changed", "rule_changed")
            )
            assert parts == pytest.approx(told["chance"] - told["published_chance"], abs=1e-12)
