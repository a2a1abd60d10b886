"""A draft is signed off once, just as it was read; history is added to and never rewritten."""

import json
import shutil
import subprocess
import sys

import pytest

import kill_publishing
from analysis import children, register
from analysis.html import DRAFT
from published_quarters import Q1, Q2, ROLE, cut_off, outturn, publish, restate, retarget, run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not children.POSSIBLE, reason="forks, which only Linux is trusted with"),
]


def test_a_draft_says_so_on_every_page_and_the_published_report_on_none(made_up_root):
    run(made_up_root, Q1)
    draft = made_up_root / "outputs" / Q1
    assert all(page.read_text().count(DRAFT) == 1 for page in draft.rglob("*.html"))
    assert not (made_up_root / "data" / "register").exists()
    publish(made_up_root, Q1)
    there = made_up_root / "outputs" / "published" / Q1
    assert not any(DRAFT in page.read_text() for page in there.rglob("*.html"))
    for page in draft.rglob("*.html"):
        text = (there / page.relative_to(draft)).read_text()
        assert len(page.read_text()) - len(text) == len(
            f'<p class="notice draft"><strong>{DRAFT}</strong></p>\n'
        )
    record = json.loads((there / "run.json").read_text())
    assert record["published"] == {"entry": 1, "role": ROLE, "date": "2023-07-20"}
    run(made_up_root, Q1)
    assert not any(DRAFT in page.read_text() for page in there.rglob("*.html"))


def test_a_draft_whose_inputs_changed_is_refused_and_says_which(made_up_root):
    assert "there is no draft" in outturn(made_up_root, "publish", Q1, ok=False)
    run(made_up_root, Q1)
    extract = made_up_root / "data/made-up-place/2023-24-q1/police.csv"
    extract.write_text(extract.read_text().replace("30,", "31,", 1))
    said = outturn(made_up_root, "publish", Q1, ok=False)
    assert "police.csv" in said and "outturn run" in said
    assert not (made_up_root / "data" / "register").exists()


def test_a_target_page_or_role_that_is_not_as_drafted_is_refused(made_up_root):
    run(made_up_root, Q1)
    targets = made_up_root / "params/targets/made-up-place/2023-24.yaml"
    was = targets.read_text()
    targets.write_text(was.replace("420", "430"))
    assert "target" in outturn(made_up_root, "publish", Q1, ok=False)
    targets.write_text(was)
    assert "no role" in outturn(made_up_root, "publish", Q1, role=" ", ok=False)
    assert "not a day" in outturn(made_up_root, "publish", Q1, date="last Friday", ok=False)
    page = made_up_root / "outputs" / Q1 / "sections" / "scorecard.html"
    page.write_text(page.read_text().replace("Made-up", "Made up", 1))
    assert "page" in outturn(made_up_root, "publish", Q1, ok=False)


def test_three_changes_are_told_apart_and_the_first_report_is_made_again(made_up_root):
    run(made_up_root, Q1)
    publish(made_up_root, Q1)
    first = made_up_root / "first"
    shutil.copytree(made_up_root / "outputs" / "published" / Q1, first)
    for change in (restate, retarget, cut_off):
        change(made_up_root)
    run(made_up_root, Q2)
    page = (made_up_root / "outputs" / Q2 / "sections" / "change.html").read_text()
    assert "Figures restated (1)" in page and "Targets changed (1)" in page and "Rules changed (1)" in page
    publish(made_up_root, Q2)
    entries = register.read_register(made_up_root / "data" / "register" / "made-up-place")
    assert [entry.number for entry in entries] == [1, 2]
    said = outturn(
        made_up_root, "reproduce", str(made_up_root / "data/register/made-up-place" / entries[0].file)
    )
    assert "byte for byte" in said
    for path in [*first.rglob("*.html"), *first.rglob("*.csv")]:
        again = made_up_root / "outputs" / "reproduced" / Q1 / path.relative_to(first)
        assert again.read_bytes() == path.read_bytes(), path.name


@pytest.mark.parametrize(("first", "last", "step"), [(1, 400, 1)])
def test_a_kill_at_any_step_loses_nothing(made_up_root, first, last, step):
    run(made_up_root, Q1)
    command = [sys.executable, kill_publishing.__file__, str(made_up_root), str(first), str(last), str(step)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["broken"] == []
    assert found["kills"] > 20 and 0 < found["entries"] < found["kills"] + 1
