"""Run work in forked children, each with a time limit, a memory limit and a temporary folder.

Everything is imported before the fork and this process has one thread, so a child starts in milliseconds with its own
namespace. The parent reads the child's messages from a pipe and watches its clock and its memory.

Between the two is a keeper, a process that only waits. Whatever the child starts stays under the keeper, in any
session, and even after its own parent has gone (the system hands orphans to the keeper). When the child ends, passes
a limit or loses its parent, the keeper kills all that is left, removes the folder and ends with the child's status.
"""

import contextlib
import ctypes
import gc
import json
import os
import selectors
import signal
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from analysis.definitions import machine_faults
from analysis.definitions.errors import RunError, kind_and_place

_OURS = os.urandom(8).hex().encode() + b" "
"""What a line in a child's pipe begins with: a cell may write anything to any open file, by mistake too."""

_NOT_OURS = {"raised": "a message that is not Outturn's", "says": "", "machine": ""}
_LONGEST = 2**20
"""Bytes of the longest message; none comes near it."""

Tell = Callable[[dict[str, Any]], None]
Work = Callable[[str, Tell], None]
How = Literal["ended", "died", "ran too long", "took too much memory"]

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_WAKES = (signal.SIGTERM, getattr(signal, "SIGCHLD", signal.SIGTERM))  # what a keeper waits for
_LOOK = 0.1  # seconds between two looks at clocks and memory
_SWEEPS = 5000  # milliseconds that a keeper tries to kill what is left; what the system itself holds may stay
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
POSSIBLE = sys.platform == "linux"
"""Whether this system can fork safely; elsewhere work is done in this process, one after the other."""


@dataclass(frozen=True)
class Limits:
    """What one child may use: seconds of wall-clock time and MiB of memory (shared pages count)."""

    seconds: float = 600.0
    memory_mb: int = 4096


@dataclass(frozen=True)
class Ending:
    """How a child ended, what it told, and what it and all that it started used; in which of its `attempts`.

    `status` is its exit status as a shell has it: 137 is 128 + 9, killed by signal 9.
    """

    how: How
    status: int
    told: tuple[dict[str, Any], ...]
    seconds: float
    cpu_seconds: float
    peak_mb: int
    attempts: int = 1


@dataclass
class _Child:
    key: str
    pid: int
    pipe: int
    started: float
    told: list[dict[str, Any]] = field(default_factory=list)
    rest: bytes = b""
    peak_mb: int = 0
    how: How = "ended"


def run_all(
    keys: Iterable[str],
    work: Work,
    workers: int,
    limits: Limits,
    once_more: Callable[[Ending], bool] = lambda ending: False,
) -> Iterator[tuple[str, Ending]]:
    """Do `work(key, tell)` for every key, `workers` at a time; yields each key as its child ends.

    A key whose first ending `once_more` says so of is done a second time, after those that wait.
    """
    waiting, tried = deque(keys), Counter[str]()
    endings = (
        _side_by_side(waiting, work, workers, limits) if POSSIBLE else _one_after_the_other(waiting, work)
    )
    with contextlib.closing(endings):
        for key, ending in endings:
            tried[key] += 1
            if tried[key] == 1 and once_more(ending):
                waiting.append(key)
            else:
                yield key, replace(ending, attempts=tried[key])


def _side_by_side(
    waiting: deque[str], work: Work, workers: int, limits: Limits
) -> Generator[tuple[str, Ending], None, None]:
    """Takes the next one only when a worker is free, so there may be more while this runs."""
    running: dict[int, _Child] = {}
    others = set(_children(os.getpid()))
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)  # what a keeper that is killed leaves behind comes to this process
    if not gc.get_freeze_count():  # once: what is frozen stays shared and is never looked through again
        gc.collect()
        gc.freeze()
    with selectors.DefaultSelector() as pipes:
        try:
            while True:
                while len(running) < workers and waiting:
                    child = _start(waiting.popleft(), work)
                    running[child.pipe] = child
                    pipes.register(child.pipe, selectors.EVENT_READ)
                if not running:
                    return
                for key, ending in _look(pipes, running, limits):
                    if ending.status < 0:
                        _end_what_is_left(others | {child.pid for child in running.values()})
                    yield key, ending
        finally:
            for child in running.values():
                _stop(child)
            for child in running.values():
                os.waitpid(child.pid, 0)
            _prctl(_PR_SET_CHILD_SUBREAPER, 0)


def _one_after_the_other(waiting: deque[str], work: Work) -> Generator[tuple[str, Ending], None, None]:
    """The same in this process, without limits, where forking cannot be trusted (Windows, macOS)."""
    while waiting:
        key = waiting.popleft()
        told: list[dict[str, Any]] = []
        began = time.perf_counter()
        try:
            work(key, told.append)
        except Exception as error:
            told.append(_raised(error))
        yield key, Ending("ended", 0, tuple(told), round(time.perf_counter() - began, 3), 0.0, 0)


def _look(pipes: Any, running: dict[int, _Child], limits: Limits) -> Iterator[tuple[str, Ending]]:
    ready = {event.fd for event, _ in pipes.select(_LOOK)}
    for child in list(running.values()):
        goes_on = _hear(child) if child.pipe in ready else True
        if goes_on and not _has_exited(child):
            _watch(child, limits)
            continue
        pipes.unregister(child.pipe)
        del running[child.pipe]
        yield child.key, _end(child)


def _start(key: str, work: Work) -> _Child:
    reading, writing = os.pipe()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _be_the_keeper(parent, writing, lambda tell: work(key, tell))
    os.close(writing)
    return _Child(key, pid, reading, time.perf_counter())


def _be_the_keeper(parent: int, pipe: int, work: Callable[[Tell], None]) -> None:
    """Never returns: the parent's stack, buffers and exit handlers are none of a keeper's business.

    It keeps its end of the pipe, so that the pipe is closed when all is over and not before.
    """
    status = 1
    try:
        os.setpgid(0, 0)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _WAKES)
        _prctl(_PR_SET_CHILD_SUBREAPER, 1)
        end_with(parent, signal.SIGTERM)
        with tempfile.TemporaryDirectory(prefix="outturn-", ignore_cleanup_errors=True) as folder:
            keeper, pid = os.getpid(), os.fork()
            if pid == 0:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
                _be_the_child(keeper, pipe, folder, work)
            status = _outlive(pid)
    except BaseException as error:  # the parent must hear of anything
        _say(pipe, _raised(error))
    finally:
        os._exit(status)


def _outlive(child: int) -> int:
    """Wait until the child has ended or a signal says that it must; then let nothing of it live on."""
    ended: dict[int, int] = {}
    while child not in ended and signal.sigwait(_WAKES) != signal.SIGTERM:
        _reap(ended)
    for _ in range(_SWEEPS):  # what is killed may have started another just before
        _kill(_family(os.getpid())[1:])
        if not _reap(ended):
            break
        time.sleep(0.001)
    code = os.waitstatus_to_exitcode(ended.get(child, signal.SIGKILL))
    return code if code >= 0 else 128 - code


def _reap(ended: dict[int, int]) -> bool:
    """Note the status of every child of this process that has ended; whether there are others."""
    try:
        while (found := os.waitpid(-1, os.WNOHANG)) != (0, 0):
            ended.update([found])
    except ChildProcessError:
        return False
    return True


def _be_the_child(keeper: int, pipe: int, folder: str, work: Callable[[Tell], None]) -> None:
    """Never returns, and nor does a copy of itself that the work forks: it ends when it would tell anything."""
    status, own = 1, os.getpid()

    def tell(message: dict[str, Any]) -> None:
        if os.getpid() != own:
            os._exit(0)
        _say(pipe, message)

    try:
        os.setpgid(0, 0)
        end_with(keeper, signal.SIGKILL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        silence = os.open(os.devnull, os.O_RDWR)
        os.dup2(silence, 0)
        os.dup2(silence, 1)
        sys.stderr = sys.__stderr__  # descriptor 2, which is not the log: what cells write may hold values
        work(tell)
        tell({"done": True})
        status = 0
    except BaseException as error:  # the parent must hear of anything
        tell(_raised(error))
    finally:
        os._exit(status)


def end_with(parent: int, by: int) -> None:
    """Let the system send this process the signal `by` when its parent ends (Linux)."""
    _prctl(_PR_SET_PDEATHSIG, by)
    if os.getppid() != parent:  # it ended before the line above
        os._exit(1)


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, value)


def _raised(error: BaseException) -> dict[str, Any]:
    """What is told of an error: its kind and place, and what the machine failed in; its words only where they hold no
    value of a row.
    """
    says = str(error) if isinstance(error, RunError) else ""
    return {"raised": kind_and_place(error), "says": says, "machine": machine_faults.reason(error)}


def _say(pipe: int, message: dict[str, Any]) -> None:
    line = _OURS + json.dumps(message).encode() + b"\n"
    while line:
        line = line[os.write(pipe, line) :]


def _hear(child: _Child) -> bool:
    """Take in what the child told; False when it has closed its end."""
    heard = os.read(child.pipe, 65536)
    *lines, child.rest = (child.rest + heard).split(b"\n")
    if len(child.rest) > _LONGEST:
        lines.append(child.rest)
        child.rest = b""
    for line in lines:
        if line.startswith(_OURS):
            child.told.append(json.loads(line.removeprefix(_OURS)))
        elif _NOT_OURS not in child.told:
            child.told.append(_NOT_OURS)
    return bool(heard)


def _watch(child: _Child, limits: Limits) -> None:
    if child.how != "ended":  # its keeper is at it
        return
    if time.perf_counter() - child.started > limits.seconds:
        child.how = "ran too long"
    child.peak_mb = max(child.peak_mb, sum(_memory_mb(pid) for pid in _family(child.pid)[1:]))
    if child.peak_mb > limits.memory_mb:
        child.how = "took too much memory"
    if child.how != "ended":
        _stop(child)


def _stop(child: _Child) -> None:
    """Tell its keeper to end it all, which may have been halted itself."""
    for number in (signal.SIGCONT, signal.SIGTERM):
        os.kill(child.pid, number)


def _end(child: _Child) -> Ending:
    """The keeper has ended, or is about to: it closes the pipe last."""
    _, status, used = os.wait4(child.pid, 0)
    os.set_blocking(child.pipe, False)
    with contextlib.suppress(BlockingIOError):
        while _hear(child):
            continue
    os.close(child.pipe)
    explained = any("done" in message or "raised" in message for message in child.told)
    return Ending(
        how="died" if child.how == "ended" and not explained else child.how,
        status=os.waitstatus_to_exitcode(status),
        told=tuple(child.told),
        seconds=round(time.perf_counter() - child.started, 3),
        cpu_seconds=round(used.ru_utime + used.ru_stime, 3),
        peak_mb=max(child.peak_mb, used.ru_maxrss // 1024),
    )


def _end_what_is_left(others: set[int]) -> None:
    """A keeper was killed before it could: end what its section started, which is a child of ours now."""
    for _ in range(_SWEEPS):
        left = [pid for pid in _children(os.getpid()) if pid not in others]
        if not left:
            return
        _kill([pid for one in left for pid in _family(one)])
        for pid in left:
            os.waitpid(pid, os.WNOHANG)
        time.sleep(0.001)


def _has_exited(child: _Child) -> bool:
    return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _kill(pids: list[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _family(pid: int) -> list[int]:
    """A process and its descendants, each after its parent."""
    found = [pid]
    for one in found:  # grows as it is walked
        found += _children(one)
    return found


def _children(pid: int) -> list[int]:
    try:
        lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:  # it has just ended
        return []
    return [int(child) for text in lists for child in text.split()]


def _memory_mb(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE // 2**20
    except (OSError, IndexError):
        return 0
