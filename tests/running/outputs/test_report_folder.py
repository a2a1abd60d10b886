"""A report is put in place whole or not at all, whatever stops the run that makes it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import kill_runs
import tiny_report
from analysis.definitions.errors import RunError
from analysis.running.notebooks import section_runs
from analysis.running.outputs import atomic_files
from analysis.running.outputs.report_folder import Publication
from forking import needs_forks

pytestmark = needs_forks


def stopped(what: str, folder: Path, times: int = 0, seed: int = 1) -> dict:
    """What `kill_runs` found, run as a process of its own without the test runner's threads."""
    command = [sys.executable, kill_runs.__file__, what, str(folder), str(times), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.slow
def test_fifty_kills_at_random_leave_a_whole_report_each_time(tmp_path):
    found = stopped("random", tmp_path, times=50)
    assert (found["kills"], found["broken"]) == (50, [])
    assert 0 < found["published"] < 50  # the moments lie before and after the switch


@pytest.mark.slow
def test_a_failure_of_any_call_to_the_disk_leaves_a_whole_report(tmp_path):
    found = stopped("both", tmp_path)
    assert found["kills"] > 50 and found["broken"] == []


@pytest.mark.slow
@pytest.mark.parametrize("how", ["EIO", "ENOSPC"])
def test_whatever_the_disk_says_of_a_failure_the_report_is_whole(tmp_path, how):
    found = stopped(how, tmp_path)
    assert found["kills"] > 50 and found["broken"] == []


@pytest.mark.slow
def test_five_hundred_kills(tmp_path):
    found = stopped("random", tmp_path, times=500, seed=20121101)
    assert (found["kills"], found["broken"]) == (500, [])


@pytest.mark.slow
def test_a_kill_at_any_call_to_the_disk_leaves_a_whole_report(tmp_path):
    found = stopped("kill", tmp_path)
    assert found["kills"] > 50 and found["broken"] == []


def test_the_checker_sees_a_half_published_report(tmp_path):
    kill_runs.make(tmp_path, "1")
    found = {"broken": [], "published": 0}
    kill_runs.check(tmp_path, {"1"}, found)
    assert found["broken"] == []
    page = tmp_path / "outputs/tiny/sections/two.html"
    page.write_text(page.read_text().replace("seen 1", "seen 2"))
    kill_runs.check(tmp_path, {"1"}, found)
    assert "two.html" in found["broken"][0]


@pytest.mark.parametrize("what", ["a link", "a file"])
@pytest.mark.parametrize("where", ["tiny", ".tiny"])
def test_what_lies_in_the_place_of_a_report_is_named_and_left_alone(tmp_path, what, where):
    place, elsewhere = tmp_path / "outputs" / where, tmp_path / "elsewhere"
    place.parent.mkdir()
    if what == "a file":
        place.write_text("mine")
    else:
        elsewhere.mkdir()
        place.symlink_to(elsewhere)
    for _ in range(2):
        with pytest.raises(
            RunError, match=f"{where} is {what}.*nothing was written. To fix it: move it away"
        ):
            kill_runs.make(tmp_path, "1", kill_runs.ONE)
    if what == "a file":
        assert place.read_text() == "mine"
    else:
        assert place.is_symlink() and not list(elsewhere.iterdir())


def test_nothing_that_could_not_be_removed_is_published_with_the_rest(tmp_path, monkeypatch):
    publication = Publication(tmp_path / "outputs", "tiny")
    monkeypatch.setattr(atomic_files.shutil, "rmtree", lambda *_, **__: None)  # removes nothing
    for note, cells in (("1", kill_runs.TWO), ("2", kill_runs.ONE), ("3", kill_runs.ONE)):
        kill_runs.make(tmp_path, note, cells)
        assert publication.stands_as_made()
    assert not (publication.target / "sections" / "two.html").exists()
    assert len(list(publication.workroom.glob("gone-*"))) == 1
    monkeypatch.undo()
    with publication.held():
        assert not list(publication.workroom.glob("gone-*"))


def test_an_area_is_taken_out_of_the_next_issue(tmp_path):
    area = Publication(tmp_path, "region/area")
    area.withdraw()  # nothing is there yet
    with area.held():
        area.publish({"index.html": b"1"})
    assert area.target == tmp_path / ".region/next/area" and area.target.is_dir()
    area.withdraw()
    assert not area.target.exists() and not list(area.target.parent.iterdir())


def test_a_run_goes_on_where_a_killed_one_stopped(tmp_path):
    cells = {"one": (), "two": ()}
    plan = tiny_report.plan(tmp_path, cells)
    publication = Publication(tmp_path / "outputs", "tiny")
    pid = kill_runs.forked(lambda: _make_and_stop(plan, publication))
    os.waitpid(pid, 0)
    assert {path.name for path in publication.executed.glob("*.json")} == {"one.json"}
    report = tiny_report.publish(plan, tmp_path)
    assert [run.status for run in report.runs] == ["kept", "made"]
    assert not publication.executed.exists()


def _make_and_stop(plan, publication):
    with publication.held():
        next(section_runs.make(plan.job, publication))
        os._exit(9)
