"""One run of a report at a time; the others are told who has it."""

import os
import subprocess
import sys
import threading
import time

import pytest

import kill_runs
import tiny_report
from analysis.definitions.errors import RunError
from analysis.running.outputs.locks import lock
from analysis.running.outputs.report_folder import Publication
from forking import needs_forks

pytestmark = needs_forks


def test_a_second_run_is_told_who_is_at_it(tmp_path):
    held = Publication(tmp_path / "outputs", "tiny").workroom / "lock"
    code = f"""from pathlib import Path; from analysis.running.outputs.locks import lock
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
        time.sleep(max(0.0, start - time.monotonic()))  # forking eight may take longer
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


def test_one_with_patience_gets_its_turn_when_the_other_has_ended(tmp_path):
    code = f"""from pathlib import Path; from analysis.running.outputs.locks import lock
with lock(Path({str(tmp_path / "lock")!r}), "It"):
    print("held", flush=True), input()"""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], **pipes) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(RunError), lock(tmp_path / "lock", "It", patience=0.05):
            pass
        threading.Timer(0.3, holder.stdin.close).start()
        with lock(tmp_path / "lock", "It", patience=60):
            assert f"process {os.getpid()}" in (tmp_path / "lock").read_text()
