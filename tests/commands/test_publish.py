"""A draft is signed off once, just as it was read; history is added to and never rewritten."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kill_commands
import kill_publishing
import small_place
from analysis.commands import publish as publishing
from analysis.commands import report_index
from analysis.definitions.errors import InputError, RunError
from analysis.documents import register
from analysis.pages.html import DRAFT
from analysis.running.outputs.report_folder import Publication, digest
from forking import needs_forks
from published_quarters import Q1, Q2, ROLE, cut_off, outturn, publish, restate, retarget, run

pytestmark = needs_forks


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_draft_whose_inputs_changed_is_refused_and_says_which(made_up_root):
    assert "there is no draft" in outturn(made_up_root, "publish", Q1, ok=False)
    run(made_up_root, Q1)
    extract = made_up_root / "data/made-up-place/2023-24-q1/police.csv"
    extract.write_text(extract.read_text().replace("30,", "31,", 1))
    said = outturn(made_up_root, "publish", Q1, ok=False)
    assert "police.csv" in said and "outturn run" in said
    assert not (made_up_root / "data" / "register").exists()


@pytest.mark.slow
def test_a_target_page_or_role_that_is_not_as_drafted_is_refused(made_up_root):
    run(made_up_root, Q1)
    targets = made_up_root / "params/targets/made-up-place/2023-24.yaml"
    was = targets.read_text()
    targets.write_text(was.replace("420", "430"))
    assert "target" in outturn(made_up_root, "publish", Q1, ok=False)
    targets.write_text(was)
    assert "the role that signs it off is missing" in outturn(made_up_root, "publish", Q1, role=" ", ok=False)
    assert "not a day" in outturn(made_up_root, "publish", Q1, date="last Friday", ok=False)
    page = made_up_root / "outputs" / Q1 / "sections" / "scorecard.html"
    page.write_text(page.read_text().replace("Made-up", "Made up", 1))
    assert "sections/scorecard.html: it has changed" in outturn(made_up_root, "publish", Q1, ok=False)


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize(("first", "last", "step"), [(1, 400, 1)])
def test_a_kill_at_any_step_loses_nothing(made_up_root, first, last, step):
    run(made_up_root, Q1)
    command = [sys.executable, kill_publishing.__file__, str(made_up_root), str(first), str(last), str(step)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["broken"] == []
    assert found["kills"] > 20 and 0 < found["entries"] < found["kills"] + 1


def killed_or_failed(root, what, times=0):
    """What `kill_commands` found, run as a process of its own without the test runner's threads."""
    root.mkdir()
    path = {"PYTHONPATH": os.pathsep.join([*sys.path[1:], str(Path(kill_commands.__file__).parent)])}
    command = [sys.executable, kill_commands.__file__, str(root), what, str(times), "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | path)
    return json.loads(done.stdout)


@pytest.mark.slow
def test_commands_that_are_killed_at_any_moment_leave_reports_register_and_index_whole(tmp_path):
    found = killed_or_failed(tmp_path / "place", "random", times=45)
    assert found["broken"] == [] and found["kills"] == 45
    assert 0 < found["entries"] < 15


@pytest.mark.slow
def test_commands_whose_disk_fails_at_any_call_say_so_and_are_finished_by_the_next(tmp_path):
    found = killed_or_failed(tmp_path / "place", "both")
    assert found["broken"] == [] and found["kills"] > 100


def registered(root):
    return register.read_register(root / "data" / "register" / small_place.ORGANISATION)


def published(root):
    return root / "outputs" / "published" / small_place.REPORT


def test_what_is_published_is_recorded_file_by_file(place):
    assert small_place.sign_off(place) == 0
    assert Publication(place / "outputs" / "published", small_place.REPORT).stands_as_made()
    record = small_place.record(published(place))
    assert set(record["files"]) == {*small_place.PAGES, *small_place.TABLES, "notebooks/scorecard.ipynb"}
    pages = {name: found for name, found in record["files"].items() if not name.startswith("notebooks/")}
    assert registered(place)[0].pages == pages
    assert DRAFT not in (published(place) / "index.html").read_text()


@pytest.mark.parametrize("name", [*small_place.PAGES, *small_place.TABLES, "notebooks/scorecard.ipynb"])
@pytest.mark.parametrize("how", ["has changed since the draft was made", "is missing from the draft"])
def test_a_draft_of_which_a_file_was_altered_or_lost_is_refused(place, name, how):
    path = place / "outputs" / small_place.REPORT / name
    if "missing" in how:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"9")
    with pytest.raises(InputError, match=f"{name}: it {how}. To fix it: make the draft again"):
        small_place.sign_off(place)
    assert registered(place) == () and not published(place).exists()


@pytest.mark.parametrize("name", ["extra.html", "tables/more.csv", "linked.html", "linked"])
def test_a_file_that_is_no_part_of_the_draft_is_never_published(place, name):
    path = place / "outputs" / small_place.REPORT / name
    if "linked" in name:
        path.symlink_to(place / "params" / f"{small_place.REPORT}.yaml" if "." in name else place / "params")
    else:
        path.write_text("<script>alert(1)</script>")
    with pytest.raises(InputError, match=f"{name}: it is in the draft's folder but not part of the draft"):
        small_place.sign_off(place)
    assert registered(place) == () and not published(place).exists()


def test_a_file_that_a_link_stands_for_is_not_published(place):
    path = place / "outputs" / small_place.REPORT / "index.html"
    path.rename(place / "elsewhere.html")
    path.symlink_to(place / "elsewhere.html")
    with pytest.raises(InputError, match=r"index\.html: it is missing from the draft"):
        small_place.sign_off(place)


def test_a_draft_without_hashes_of_its_files_is_refused(place):
    path = place / "outputs" / small_place.REPORT / "run.json"
    record = json.loads(path.read_text())
    del record["files"]
    path.write_text(json.dumps(record))
    with pytest.raises(InputError, match="does not list its files"):
        small_place.sign_off(place)


def stop_before_the_pages(root, monkeypatch):
    def stopped(*arguments):
        raise RunError("stopped")

    with monkeypatch.context() as patched:
        patched.setattr(publishing, "_put", stopped)
        with pytest.raises(RunError, match="stopped"):
            small_place.sign_off(root)
    assert len(registered(root)) == 1 and not published(root).exists()


def test_an_entry_that_was_added_already_is_gone_on_with(place, monkeypatch):
    stop_before_the_pages(place, monkeypatch)
    assert small_place.sign_off(place) == 0
    assert len(registered(place)) == 1 and published(place).is_dir()


def test_only_the_pages_that_were_signed_off_are_put_in_place_later(place, monkeypatch):
    stop_before_the_pages(place, monkeypatch)
    draft = place / "outputs" / small_place.REPORT
    table, path = draft / small_place.TABLES[0], draft / "run.json"
    table.write_text("another figure")
    record = json.loads(path.read_text())
    record["files"][small_place.TABLES[0]] = digest(b"another figure")
    path.write_text(json.dumps(record))
    with pytest.raises(
        InputError, match=r"tables/scorecard.csv: it differs from the page signed off in entry 1"
    ):
        small_place.sign_off(place)
    assert not published(place).exists()


def test_the_next_quarters_delivery_is_none_of_this_drafts(place):
    following = place / "data" / small_place.ORGANISATION / "2024-25-q3"
    following.mkdir()
    (following / "deliveries.yaml").write_text("deliveries: []")
    assert small_place.sign_off(place) == 0


def test_an_input_that_is_replaced_meanwhile_leaves_no_entry(place, monkeypatch):
    make_entry = publishing.make_entry

    def replaced_meanwhile(*arguments):
        (place / small_place.EXTRACT).write_text("another")
        return make_entry(*arguments)

    monkeypatch.setattr(publishing, "make_entry", replaced_meanwhile)
    with pytest.raises(RunError, match=r"police.csv changed while .* nothing was published"):
        small_place.sign_off(place)
    assert registered(place) == ()


def test_a_refused_publish_leaves_what_the_last_run_left_for_the_analyst(place):
    failed = Publication(place / "outputs", small_place.REPORT).failed
    failed.mkdir()
    (failed / "scorecard.txt").write_text("why")
    (place / "outputs" / small_place.REPORT / "extra.html").write_text("")
    with pytest.raises(InputError):
        small_place.sign_off(place)
    assert (failed / "scorecard.txt").read_text() == "why"


def test_only_what_was_half_written_is_tidied_away(place):
    folder = place / "data" / "register" / small_place.ORGANISATION
    strange = folder / f".0001-{small_place.REPORT}.json.folder"
    strange.mkdir(parents=True)
    half = folder / f".0001-{small_place.REPORT}.json.4711"
    half.write_text("{")
    assert small_place.sign_off(place) == 0
    assert strange.is_dir() and not half.exists()


def test_what_cannot_be_read_or_written_is_said_plainly(place):
    folder = place / "data" / "register"
    folder.write_text("a file where the register's folder has to be")
    with pytest.raises(RunError, match=r"could not be written: .*unchanged"):
        small_place.sign_off(place)


def test_the_index_of_reports_lists_it(place, monkeypatch, capsys):
    def full(path, content):
        raise OSError(28, "No space left on device")

    small_place.sign_off(place)
    index = place / "outputs" / f"{small_place.ORGANISATION}.html"
    right = index.read_bytes()
    assert f"published/{small_place.REPORT}/index.html".encode() in right and b"Drafts" not in right
    index.unlink()
    with monkeypatch.context() as patched:
        patched.setattr(report_index.atomic_files, "write", full)
        patched.setattr(publishing, "_put", lambda *arguments: None)
        with pytest.raises(RunError, match="The reports are complete"):
            small_place.sign_off(place)
    assert "Published small" in capsys.readouterr().out
    small_place.sign_off(place)
    assert index.read_bytes() == right
