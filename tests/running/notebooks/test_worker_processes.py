"""Forked children: what they tell, what they may use, and that nothing of theirs is left behind."""

import inspect
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from analysis.definitions.errors import RunError
from analysis.running.notebooks import worker_processes
from analysis.running.notebooks.worker_processes import Limits
from forking import needs_forks

pytestmark = needs_forks


def ran(works: dict, workers: int = 2, **limits) -> dict:
    """Endings by key of one piece of work each."""
    return dict(
        worker_processes.run_all(works, lambda key, tell: works[key](tell), workers, Limits(**limits))
    )


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
    assert endings["unwell"].told[0]["raised"].startswith("RunError in ")
    assert endings["unwell"].told[0]["says"] == "the disk is full"


def test_memory_is_counted_over_the_childs_own_children():
    code = "x = b'x' * (300 * 2**20); import time; time.sleep(60)"

    def start(tell):
        subprocess.run([sys.executable, "-c", code], start_new_session=True)

    room = Limits(seconds=60, memory_mb=_memory_mb() + 100)
    ending = dict(worker_processes.run_all(["a"], lambda key, tell: start(tell), 1, room))["a"]
    assert ending.how == "took too much memory"


def test_nothing_that_a_child_started_outlives_its_limit():
    def start(tell):
        sleeper = subprocess.Popen(["sleep", "60"], start_new_session=True)
        tell({"pid": sleeper.pid})
        time.sleep(60)

    ending = ran({"a": start}, seconds=1)["a"]
    assert ending.how == "ran too long"
    assert not alive(ending.told[0]["pid"])


DAEMON = """import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        print(os.getpid(), flush=True)
        time.sleep(60)
os._exit(0)"""


def session_of_its_own() -> int:
    return subprocess.Popen(["sleep", "60"], start_new_session=True).pid


def daemon_forked_twice() -> int:
    said = subprocess.Popen([sys.executable, "-c", DAEMON], stdout=subprocess.PIPE, text=True).stdout
    return int(said.readline())


def copy_of_the_child() -> int:
    if pid := os.fork():
        return pid
    time.sleep(60)
    os._exit(0)


def daemon_of_a_copy() -> int:
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.write(writing, str(os.getpid()).encode())
            time.sleep(60)
        os._exit(0)
    return int(os.read(reading, 20))


LEFT = (session_of_its_own, daemon_forked_twice, copy_of_the_child, daemon_of_a_copy)


@pytest.mark.parametrize("leave", LEFT, ids=lambda leave: leave.__name__)
@pytest.mark.parametrize("end", [lambda: None, lambda: os._exit(3), lambda: os.kill(os.getpid(), 9)])
def test_nothing_that_a_child_leaves_behind_outlives_it(leave, end):
    def work(tell):
        tell({"pid": leave()})
        end()

    began = time.monotonic()
    ending = ran({"a": work})["a"]
    assert not alive(ending.told[0]["pid"]) and time.monotonic() - began < 20
    assert (ending.how, ending.status) in {("ended", 0), ("died", 3), ("died", 128 + 9)}
    assert (ending.how == "ended") == (ending.told[-1] == {"done": True})


def test_a_long_chain_of_processes_ends_with_its_child(tmp_path):
    chain = tmp_path / "chain.sh"
    chain.write_text('if [ $1 -gt 0 ]; then sh "$0" $(($1 - 1)) & fi\nsleep 60\n')
    told = tmp_path / "told"
    chain.write_text(f"echo $$ >> {told}\n" + chain.read_text())

    def work(tell):
        subprocess.Popen(["sh", str(chain), "1100"])
        while len(told.read_text().split() if told.exists() else []) < 1100:
            time.sleep(0.05)

    assert ran({"a": work})["a"].how == "ended"
    assert not any(alive(int(pid)) for pid in told.read_text().split())


def test_what_a_killed_keeper_leaves_behind_ends_too():
    def work(tell):
        tell({"pid": daemon_forked_twice()})
        os.kill(os.getppid(), 9)
        time.sleep(60)

    other = subprocess.Popen(["sleep", "60"])
    try:
        ending = ran({"a": work})["a"]
        assert (ending.how, ending.status) == ("died", -9) and not alive(ending.told[0]["pid"])
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_message_without_an_end_is_not_waited_for():
    def work(tell):
        line = b"x" * 2**21
        while line:
            line = line[os.write(inspect.getclosurevars(tell).nonlocals["pipe"], line) :]

    told = ran({"a": work})["a"].told
    assert {"raised": "a message that is not Outturn's", "says": "", "machine": ""} in told


def test_what_one_child_leaves_behind_is_not_taken_from_another_that_still_runs():
    def uses(tell):
        pid = daemon_forked_twice()
        time.sleep(2)
        tell({"pid": pid, "there": alive(pid)})

    endings = ran({"uses": uses, "leaves": lambda tell: tell({"pid": daemon_forked_twice()})})
    assert endings["uses"].told[0]["there"]
    assert not any(alive(ending.told[0]["pid"]) for ending in endings.values())


def test_a_copy_that_the_work_forks_does_not_go_on_with_it():
    def work(tell):
        os.fork()
        tell({"cell": 1})
        tell({"cell": 2})

    assert ran({"a": work})["a"].told == ({"cell": 1}, {"cell": 2}, {"done": True})


def test_a_copy_that_fails_is_not_heard():
    def work(tell):
        if os.fork() == 0:
            raise ValueError("in the copy")
        os.wait()

    assert ran({"a": work})["a"].told == ({"done": True},)


def test_memory_of_a_daemon_counts():
    code = DAEMON.replace("time.sleep", "x = b'x' * (300 * 2**20); time.sleep")

    def start(tell):
        subprocess.run([sys.executable, "-c", code])
        time.sleep(60)

    room = Limits(seconds=30, memory_mb=_memory_mb() + 100)
    ending = dict(worker_processes.run_all(["a"], lambda key, tell: start(tell), 1, room))["a"]
    assert ending.how == "took too much memory"


def test_temporary_files_of_a_child_are_gone_with_it_however_it_ends():
    def work(tell):
        with tempfile.NamedTemporaryFile(delete=False) as file:
            tell({"file": file.name})
        time.sleep(60)

    ending = ran({"a": work}, seconds=1)["a"]
    folder = Path(ending.told[0]["file"]).parent
    assert folder.name.startswith("outturn-") and folder.parent == Path(tempfile.gettempdir())
    assert not folder.exists()


def test_children_and_all_that_is_theirs_die_with_their_parent():
    code = (
        "import subprocess, sys, tempfile, time; from analysis.running.notebooks import worker_processes as children\n"
        "def work(key, tell):\n"
        "    left = subprocess.Popen(['sleep', '60'], start_new_session=True)\n"
        "    print(left.pid, tempfile.mkdtemp(), file=sys.stderr, flush=True); time.sleep(60)\n"
        "list(children.run_all(['a'], work, 1, children.Limits()))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)
    pid, folder = parent.stderr.readline().split()
    child = _parent_of(int(pid))
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 5
    while (alive(child) or alive(pid) or Path(folder).exists()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(child) and not alive(pid) and not Path(folder).exists()


def test_as_many_run_at_once_as_there_are_workers():
    began = time.monotonic()
    ran({str(n): lambda tell: time.sleep(0.5) for n in range(4)}, workers=4)
    assert time.monotonic() - began < 1.6


def test_without_forks_work_is_done_here_one_after_the_other(monkeypatch):
    monkeypatch.setattr(worker_processes, "POSSIBLE", False)

    def unwell(tell):
        raise ValueError("a value of a row")

    endings = ran({"well": lambda tell: tell({"pid": os.getpid()}), "unwell": unwell})
    assert endings["well"].told == ({"pid": os.getpid()},)
    assert endings["unwell"].told[0]["raised"].startswith("ValueError in ")
    assert "row" not in str(endings["unwell"].told)


def alive(pid: int | str) -> bool:
    """Whether a process is there and not only waiting to be noticed as ended."""
    return Path(f"/proc/{pid}/exe").exists()


def _parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _memory_mb() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20
