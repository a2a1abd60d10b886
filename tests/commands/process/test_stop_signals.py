"""A run that is told to stop ends plainly at whatever moment, and nothing it started lives on."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.commands.process import stop_signals
from analysis.running.notebooks import worker_processes
from forking import needs_forks
from smallest_report import PLACE, REPORT, worcestershire

pytestmark = needs_forks

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PAGE = f"outputs/{REPORT}/index.html"


def started(root, *options, ignored=()):
    """A run of the smallest report, from the moment on when it listens to signals."""
    return command(root, f"params/{REPORT}.yaml", "--force", *options, ignored=ignored)


def command(root, *arguments, ignored=()):
    """`outturn run`, from the moment on when it listens to signals.

    What is ignored is inherited, so it must not depend on how the tests themselves were started.
    """

    def prepare():
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN if number in ignored else signal.SIG_DFL)

    words = [sys.executable, "-m", "analysis.commands.main", "run", *arguments]
    environment = os.environ | {"PYTHONPATH": str(PLACE)}
    run = subprocess.Popen(
        words, cwd=root, env=environment, stderr=subprocess.PIPE, text=True, preexec_fn=prepare
    )
    while not caught(run.pid) & 1 << signal.SIGTERM - 1:
        time.sleep(0.001)
    return run


def caught(pid):
    """The signals that a process has a handler for, as the system's bits."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(lines["SigCgt"], 16)


def lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def stop(run, number, moment):
    """Tell it to stop after so many seconds; its status, what it said last, and what of it lives on."""
    time.sleep(moment)
    family = worker_processes._family(run.pid)
    if run.poll() is None:
        run.send_signal(number)
    _, said = run.communicate(timeout=30)
    until = time.monotonic() + 10
    while any(map(lives, family)) and time.monotonic() < until:
        time.sleep(0.02)
    return run.returncode, said.splitlines()[-1], [pid for pid in family if lives(pid)]


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("moment", [0.0, 0.15, 0.5, 1.0, 1.8])
def test_told_to_stop_it_says_so_and_ends_with_status_1(tmp_path, number, moment):
    run = started(worcestershire(tmp_path))
    assert stop(run, number, moment) == (1, stop_signals.STOPPED, [])
    assert not (tmp_path / PAGE).exists()


@pytest.mark.slow
def test_at_sixty_moments_it_stops_or_has_ended_and_the_next_run_is_whole(tmp_path):
    root, chance = worcestershire(tmp_path), random.Random(1)
    began = time.monotonic()
    assert started(root).wait() == 0
    usual, statuses = time.monotonic() - began, set()
    for _ in range(60):
        engine = chance.choice(["warm", "kernel"])
        run = started(root, "--log-json", "--engine", engine)
        status, last, alive = stop(run, chance.choice(SIGNALS), chance.uniform(0, 1.1 * usual))
        statuses.add(status)
        assert alive == []
        assert (status == 1) == (json.loads(last)["message"] == stop_signals.STOPPED)
    assert statuses <= {0, 1} and 1 in statuses
    assert started(root).wait() == 0


@pytest.mark.parametrize("number", SIGNALS)
def test_what_comes_while_the_interpreter_tidies_up_changes_nothing(tmp_path, number):
    """Python gives signals back to the system then, which would end a run that is whole as one that was killed."""
    code = f"""
import os, sys, time
from analysis.commands import main as run; from analysis.commands import run_report as runs
reading, writing = os.pipe()
parent = os.getpid()
if os.fork() == 0:
    os.setpgid(0, 0)
    os.close(writing)
    os.read(reading, 1)
    try:
        while os.getppid() == parent:
            os.kill(parent, {int(number)})
    finally:
        os._exit(0)
class Last:
    def __del__(self, write=os.write): write(writing, b"x")
sys.last = Last()
runs.run = lambda options: 0
sys.exit(run.main())
"""
    environment = os.environ | {"PYTHONPATH": str(PLACE)}
    words = [sys.executable, "-c", code, "run", "any.yaml"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_what_is_to_outlive_its_terminal_does(tmp_path):
    run = started(worcestershire(tmp_path), ignored=(signal.SIGHUP,))
    assert stop(run, signal.SIGHUP, 0.3)[0] == 0
    assert (tmp_path / PAGE).exists()


SCHEDULED = ("--latest", "halton", "--today", "2012-12-01", "--force", "--log-json")
TELL = 'echo "$OUTTURN_ORGANISATION $OUTTURN_STATUS: $OUTTURN_REASON" >> hook.log'


@pytest.mark.slow
@pytest.mark.parametrize("number", SIGNALS)
def test_a_scheduled_run_that_is_told_to_stop_calls_its_hook_once(project_copy, number):
    run = command(project_copy, *SCHEDULED, "--hook", f"sleep 0.5; {TELL}")
    wait_for(project_copy / "outputs/.halton-2012-13-q2/lock")
    run.send_signal(number)
    time.sleep(0.2)
    run.send_signal(number)  # `timeout` and closed terminals send more than one
    assert stop(run, number, 0)[::2] == (1, [])
    assert (project_copy / "hook.log").read_text() == "halton 1: it was stopped before it had finished\n"


def test_a_run_told_to_stop_does_not_wait_for_its_hook_for_ever(tmp_path):
    """Nor does it call a hook that is running."""
    code = """
import os, signal, sys, time
from pathlib import Path
from analysis.commands.process import hooks, stop_signals as stops
from analysis.running.outputs import log as logs
logs.begin(as_json=False, own=True)
stops.end_plainly(logs.stopped)
hook = "echo called >> called; exec sleep 3 > told 2>&1"
with stops.before_the_end(lambda: hooks.call(hook, Path.cwd(), 0.5, {})):
    if len(sys.argv) > 1:
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        hooks.call(hook, Path.cwd(), 5, {})
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(60)
"""
    environment = os.environ | {"PYTHONPATH": str(PLACE)}
    for more, says in (((), "The hook was stopped after 0.5 seconds\n"), (("while it runs",), "")):
        (tmp_path / "called").unlink(missing_ok=True)
        words = [sys.executable, "-c", code, *more]
        done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (1, f"{stop_signals.STOPPED}\n{says}")
        assert (tmp_path / "called").read_text() == "called\n"


def wait_for(path):
    until = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < until
        time.sleep(0.01)
