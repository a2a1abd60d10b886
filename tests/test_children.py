"""Forked children: what they tell, what they may use, and that nothing of theirs is left behind."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis import children
from analysis.children import Limits
from analysis.errors import RunError

pytestmark = pytest.mark.skipif(not children.POSSIBLE, reason="forks, which only Linux is trusted with")


def ran(works: dict, workers: int = 2, **limits) -> dict:
    """Endings by key of one piece of work each."""
    return dict(children.run_all(works, lambda key, tell: works[key](tell), workers, Limits(**limits)))


def test_what_a_child_tells_is_heard_in_order():
    told = ran({"a": lambda tell: [tell({"n": n}) for n in range(1000)]})["a"].told
    assert [message["n"] for message in told[:-1]] == list(range(1000))
    assert told[-1] == {"done": True}


def test_the_ways_to_end_are_told_apart():
    def unwell(tell):
        raise RunError("the disk is full")

    endings = ran(
        {
            "well": lambda tell: None,
            "exits": lambda tell: os._exit(0),
            "unwell": unwell,
            "sleeps": lambda tell: time.sleep(60),
        },
        seconds=3,
    )
    assert {key: ending.how for key, ending in endings.items()} == {
        "well": "ended",
        "exits": "died",
        "unwell": "ended",
        "sleeps": "ran too long",
    }
    assert endings["unwell"].told[0]["raised"] == "RunError"
    assert endings["unwell"].told[0]["says"] == "the disk is full"


def test_memory_is_counted_over_the_childs_own_children():
    code = "x = b'x' * (300 * 2**20); import time; time.sleep(60)"

    def start(tell):
        subprocess.run([sys.executable, "-c", code], start_new_session=True)

    room = Limits(seconds=60, memory_mb=_memory_mb() + 100)
    ending = dict(children.run_all(["a"], lambda key, tell: start(tell), 1, room))["a"]
    assert ending.how == "took too much memory"


def test_nothing_that_a_child_started_outlives_its_limit():
    def start(tell):
        sleeper = subprocess.Popen(["sleep", "60"], start_new_session=True)
        tell({"pid": sleeper.pid})
        time.sleep(60)

    ending = ran({"a": start}, seconds=1)["a"]
    assert ending.how == "ran too long"
    assert not Path(f"/proc/{ending.told[0]['pid']}/exe").exists()


def test_children_die_with_their_parent():
    code = (
        "import os, sys, time; from analysis import children\n"
        "def work(key, tell): print(os.getpid(), file=sys.stderr, flush=True); time.sleep(60)\n"
        "list(children.run_all(['a'], work, 1, children.Limits()))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)
    child = int(parent.stderr.readline())
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 5
    while Path(f"/proc/{child}/exe").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{child}/exe").exists()


def test_as_many_run_at_once_as_there_are_workers():
    began = time.monotonic()
    ran({str(n): lambda tell: time.sleep(0.5) for n in range(4)}, workers=4)
    assert time.monotonic() - began < 1.6


def test_without_forks_work_is_done_here_one_after_the_other(monkeypatch):
    monkeypatch.setattr(children, "POSSIBLE", False)

    def unwell(tell):
        raise ValueError("a value of a row")

    endings = ran({"well": lambda tell: tell({"pid": os.getpid()}), "unwell": unwell})
    assert endings["well"].told == ({"pid": os.getpid()},)
    assert endings["unwell"].told[0]["raised"] == "ValueError"
    assert "row" not in str(endings["unwell"].told)


def _memory_mb() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20
