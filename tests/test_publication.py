"""A report is put in place whole or not at all, whatever stops the run that makes it."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kill_runs
import tiny_report
from analysis import children, jobs, storage
from analysis.errors import RunError
from analysis.locks import lock
from analysis.publication import Publication

pytestmark = pytest.mark.skipif(not children.POSSIBLE, reason="forks, which only Linux is trusted with")


def stopped(what: str, folder: Path, times: int = 0, seed: int = 1) -> dict:
    """What `kill_runs` found, run as a process of its own without the test runner's threads."""
    command = [sys.executable, kill_runs.__file__, what, str(folder), str(times), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_fifty_kills_at_random_leave_a_whole_report_each_time(tmp_path):
    found = stopped("random", tmp_path, times=50)
    assert (found["kills"], found["broken"]) == (50, [])
    assert 0 < found["published"] < 50  # the moments lie before and after the switch


def test_a_failure_of_any_write_flush_or_rename_leaves_a_whole_report(tmp_path):
    found = stopped("fail", tmp_path)
    assert found["kills"] > 20 and found["broken"] == []


@pytest.mark.slow
def test_five_hundred_kills(tmp_path):
    found = stopped("random", tmp_path, times=500, seed=20121101)
    assert (found["kills"], found["broken"]) == (500, [])


@pytest.mark.slow
def test_a_kill_at_any_write_flush_or_rename_leaves_a_whole_report(tmp_path):
    found = stopped("kill", tmp_path)
    assert found["kills"] > 20 and found["broken"] == []


def test_the_checker_sees_a_half_published_report(tmp_path):
    kill_runs.make(tmp_path, "1")
    found = {"broken": [], "published": 0}
    kill_runs.check(tmp_path, {"1"}, found)
    assert found["broken"] == []
    page = tmp_path / "outputs/tiny/sections/two.html"
    page.write_text(page.read_text().replace("seen 1", "seen 2"))
    kill_runs.check(tmp_path, {"1"}, found)
    assert "two.html" in found["broken"][0]


def test_a_full_disk_is_said_plainly_and_the_old_report_stays(tmp_path):
    disk = tmp_path / "outputs"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small file system needs root")
    try:
        kill_runs.make(tmp_path, "before")
        with pytest.raises(RunError, match=r"(?s)the disk is full.*untouched.*free some room"):
            kill_runs.make(tmp_path, "x" * 60_000)
        assert "seen before" in (disk / "tiny/index.html").read_text()
        kill_runs.make(tmp_path, "after")
        assert "seen after" in (disk / "tiny/index.html").read_text()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_second_run_is_told_who_is_at_it(tmp_path):
    held = Publication(tmp_path / "outputs", "tiny").workroom / "lock"
    code = f"""from pathlib import Path; from analysis.locks import lock
with lock(Path({str(held)!r}), "It"):
    print("held", flush=True), input()"""
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(RunError, match=rf"tiny is being made by process {holder.pid} on .* since .* UTC"):
            kill_runs.make(tmp_path, "1")
    finally:
        holder.kill()
        holder.wait()
    kill_runs.make(tmp_path, "1")  # the dead hold nothing


def test_of_eight_runs_at_once_one_publishes(tmp_path):
    slow = {"one": ("import time; time.sleep(1.5)",)}
    plan = tiny_report.plan(tmp_path, slow)
    start = time.monotonic() + 0.5

    def work() -> None:
        time.sleep(start - time.monotonic())
        tiny_report.publish(plan, tmp_path)

    statuses = [
        os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in [kill_runs.forked(work) for _ in range(8)]
    ]
    assert sorted(statuses) == [0] + [3] * 7  # here 3 stands for a plain `RunError`


def test_a_lock_is_free_again_after_an_error(tmp_path):
    with pytest.raises(ValueError), lock(tmp_path / "lock", "It"):
        raise ValueError
    with lock(tmp_path / "lock", "It"):
        pass


def test_without_an_atomic_exchange_the_old_report_is_moved_aside_and_put_back(tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "_exchange", lambda one, other: False)
    kill_runs.make(tmp_path, "1")
    kill_runs.make(tmp_path, "2")
    publication = Publication(tmp_path / "outputs", "tiny")
    assert "seen 2" in (publication.target / "index.html").read_text()
    publication.target.rename(publication.workroom / "previous")  # killed between the two steps
    with publication.held():
        assert "seen 2" in (publication.target / "index.html").read_text()


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
        next(jobs.make(plan.job, publication))
        os._exit(9)
