"""A command whose process dies is told of by the one that waits for it, on standard error and to its hook, once."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.running.notebooks import worker_processes
from forking import needs_forks

pytestmark = needs_forks

SOURCE = Path(worker_processes.__file__).parents[3]
TELL = 'echo "$OUTTURN_ORGANISATION $OUTTURN_STATUS: $OUTTURN_REASON" >> hook.log'
DIES = """
import os, sys, time
from analysis.commands import main as run
def done(options):
    {}
run._done = done
sys.exit(run.main())
"""
UNTOLD = "without giving a reason. Most often it ran out of memory. Existing reports are"
WAYS = {
    "killed": ("os.kill(os.getpid(), 9)", "was killed by signal 9 (SIGKILL)"),
    "crashed": ("os.kill(os.getpid(), 11)", "was killed by signal 11 (SIGSEGV)"),
    "aborted": ("os.abort()", "was killed by signal 6 (SIGABRT)"),
    "ended by a library": ("os._exit(1)", "ended with status 1"),
    "ended by a library as if all were well": ("os._exit(0)", "ended with status 0"),
}


def _words(does: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", DIES.format(does), "run", *arguments]


def _run(words, folder, **more):
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    limit = 60  # seconds: a library that gets no memory may spin for ever
    return subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, timeout=limit, **more
    )


@pytest.mark.parametrize("way", WAYS)
def test_a_death_is_told_on_standard_error_and_to_the_hook(tmp_path, way):
    does, how = WAYS[way]
    done = _run(_words(does, "--latest", "halton", "--hook", TELL, "--log-json"), tmp_path)
    assert done.returncode == 1
    (line,) = [json.loads(line) for line in done.stderr.splitlines()]
    assert line["message"].startswith(f"The process of this command {how} {UNTOLD}") and line["status"] == 1
    told = (tmp_path / "hook.log").read_text()
    assert told == f"halton 1: its process {how} without giving a reason, most often for lack of memory\n"


def test_without_a_hook_a_death_is_told_on_standard_error(tmp_path):
    done = _run(_words("os.kill(os.getpid(), 9)", "any.yaml"), tmp_path)
    assert (done.returncode, done.stderr.count("To fix it: ")) == (1, 1)


@pytest.mark.parametrize("status", [0, 1, 2, 3])
def test_a_command_that_ends_by_itself_keeps_its_status_and_says_no_more(tmp_path, status):
    done = _run(_words(f"return {status}", "any.yaml"), tmp_path)
    assert (done.returncode, done.stderr) == (status, "")


def test_a_crash_after_the_last_word_changes_nothing(tmp_path):
    does = "import atexit; atexit.register(os.kill, os.getpid(), 11); return 3"
    done = _run(_words(does, "any.yaml"), tmp_path)
    assert (done.returncode, done.stderr) == (3, "")


@pytest.mark.parametrize("mebibytes", [150, 350, 600])
def test_a_scheduled_run_that_gets_too_little_memory_to_begin_says_so_and_tells_its_hook_once(
    project_copy, mebibytes
):
    def limited():
        resource.setrlimit(resource.RLIMIT_AS, (mebibytes * 2**20,) * 2)

    asked = ["--latest", "halton", "--today", "2012-12-01", "--hook", TELL]
    done = _run(
        [sys.executable, "-m", "analysis.commands.main", "run", *asked], project_copy, preexec_fn=limited
    )
    assert done.returncode == 1, done.stderr
    assert f"may use {mebibytes} MiB of memory" in done.stderr and "To fix it: allow more" in done.stderr
    told = (project_copy / "hook.log").read_text().splitlines()
    assert told == ["halton 1: nothing could be made: the log says why"]
    assert "Traceback" not in done.stderr and not (project_copy / "outputs/halton-2012-13-q2").exists()


def test_the_process_of_a_command_ends_with_the_one_that_waits_for_it(tmp_path):
    words = _words("print(os.getpid(), flush=True); time.sleep(60)", "any.yaml")
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    waiting = subprocess.Popen(words, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True)
    worker = int(waiting.stdout.readline())
    assert worker != waiting.pid
    waiting.kill()
    waiting.wait()
    until = time.monotonic() + 10
    while Path(f"/proc/{worker}/exe").exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert not Path(f"/proc/{worker}/exe").exists()


def test_a_command_that_hears_no_stop_is_killed_and_the_hook_is_told(tmp_path):
    deaf = "signal.pthread_sigmask(signal.SIG_BLOCK, {15}); print(os.getpid(), flush=True); time.sleep(60)"
    does = f"import signal; from analysis.commands.process import supervision; {deaf}"
    words = _words(does, "--latest", "halton", "--hook", TELL)
    words[2] = f"from analysis.commands.process import supervision\nsupervision.PATIENCE = 1\n{words[2]}"
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    waiting = subprocess.Popen(
        words, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    waiting.stdout.readline()
    waiting.terminate()
    assert waiting.communicate(timeout=30)[1].startswith("Stopped. ") and waiting.returncode == 1
    assert (tmp_path / "hook.log").read_text() == "halton 1: it was stopped before it had finished\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_of_the_one_that_waits_stops_the_command_which_tells_the_hook_once(tmp_path, number):
    words = _words("print(os.getpid(), flush=True); time.sleep(60)", "--latest", "halton", "--hook", TELL)
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    waiting = subprocess.Popen(
        words, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )  # fmt: skip
    waiting.stdout.readline()
    waiting.send_signal(number)
    said = waiting.communicate(timeout=30)[1]
    assert (waiting.returncode, said.count("Stopped. ")) == (1, 1)
    assert (tmp_path / "hook.log").read_text() == "halton 1: it was stopped before it had finished\n"
