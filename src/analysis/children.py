"""Work done in forked children, each with its own process group, a time limit and a memory limit.

Everything is imported before the fork and this process has one thread, so a child starts in milliseconds
with a namespace of its own. The parent hears what the child tells through a pipe, watches its clock and its
memory, and kills the whole group (kernels included) when a limit is passed or the parent itself ends.
"""

import contextlib
import ctypes
import gc
import json
import os
import selectors
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from analysis.errors import RunError

Tell = Callable[[dict[str, Any]], None]
How = Literal["ended", "died", "ran too long", "took too much memory"]

_PR_SET_PDEATHSIG = 1
_LOOK = 0.1  # seconds between two looks at clocks and memory
_GRACE = 200  # hundredths of a second in which a child that closed its pipe must be gone
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
    """How a child ended, what it told, and what it used."""

    how: How
    status: int
    told: tuple[dict[str, Any], ...]
    seconds: float
    cpu_seconds: float
    peak_mb: int


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
    keys: Iterable[str], work: Callable[[str, Tell], None], workers: int, limits: Limits
) -> Iterator[tuple[str, Ending]]:
    """Do `work(key, tell)` for every key, `workers` at a time; yields each key as its child ends.

    `keys` is asked for the next one only when a worker is free, so it may grow while this runs (a retry).
    """
    if not POSSIBLE:
        yield from _one_after_the_other(keys, work)
        return
    waiting, running = iter(keys), {}
    if not gc.get_freeze_count():  # once: what is frozen stays shared and is never looked through again
        gc.collect()
        gc.freeze()
    with selectors.DefaultSelector() as pipes:
        try:
            while True:
                while len(running) < workers and (key := next(waiting, None)) is not None:
                    child = _start(key, work)
                    running[child.pipe] = child
                    pipes.register(child.pipe, selectors.EVENT_READ)
                if not running:
                    return
                yield from _look(pipes, running, limits)
        finally:
            for child in running.values():
                _kill(child)
                os.waitpid(child.pid, 0)


def _one_after_the_other(
    keys: Iterable[str], work: Callable[[str, Tell], None]
) -> Iterator[tuple[str, Ending]]:
    """The same in this process, without limits, where forking cannot be trusted (Windows, macOS)."""
    waiting = iter(keys)
    while (key := next(waiting, None)) is not None:
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


def _start(key: str, work: Callable[[str, Tell], None]) -> _Child:
    reading, writing = os.pipe()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _be_the_child(parent, writing, lambda tell: work(key, tell))
    os.close(writing)
    return _Child(key, pid, reading, time.perf_counter())


def _be_the_child(parent: int, pipe: int, work: Callable[[Tell], None]) -> None:
    """Never returns: the parent's stack, buffers and exit handlers are none of the child's business."""
    status = 1
    try:
        os.setpgid(0, 0)
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        silence = os.open(os.devnull, os.O_RDWR)
        os.dup2(silence, 0)
        os.dup2(silence, 1)
        sys.stderr = sys.__stderr__  # descriptor 2, which is not the log: what cells write may hold values
        work(lambda message: _say(pipe, message))
        _say(pipe, {"done": True})
        status = 0
    except BaseException as error:  # the parent must hear of anything
        _say(pipe, _raised(error))
    finally:
        os._exit(status)


def _raised(error: BaseException) -> dict[str, Any]:
    """What is told of an error: its kind and place; its words only where they hold no value of a row."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name} line {place.lineno}"
    return {
        "raised": type(error).__name__,
        "says": str(error) if isinstance(error, RunError) else "",
        "where": where,
    }


def _say(pipe: int, message: dict[str, Any]) -> None:
    line = json.dumps(message).encode() + b"\n"
    while line:
        line = line[os.write(pipe, line) :]


def _hear(child: _Child) -> bool:
    """Take in what the child told; False when it has closed its end."""
    heard = os.read(child.pipe, 65536)
    *lines, child.rest = (child.rest + heard).split(b"\n")
    child.told += [json.loads(line) for line in lines]
    return bool(heard)


def _watch(child: _Child, limits: Limits) -> None:
    if time.perf_counter() - child.started > limits.seconds:
        child.how = "ran too long"
    child.peak_mb = max(child.peak_mb, sum(_memory_mb(pid) for pid in _family(child.pid)))
    if child.peak_mb > limits.memory_mb:
        child.how = "took too much memory"
    if child.how != "ended":
        _kill(child)


def _end(child: _Child) -> Ending:
    os.set_blocking(child.pipe, False)
    with contextlib.suppress(BlockingIOError):
        while _hear(child):
            continue
    os.close(child.pipe)
    for _ in range(_GRACE):
        if _has_exited(child):
            break
        time.sleep(0.01)
    _kill(child)
    _, status, used = os.wait4(child.pid, 0)
    explained = any("done" in message or "raised" in message for message in child.told)
    return Ending(
        how="died" if child.how == "ended" and not explained else child.how,
        status=os.waitstatus_to_exitcode(status),
        told=tuple(child.told),
        seconds=round(time.perf_counter() - child.started, 3),
        cpu_seconds=round(used.ru_utime + used.ru_stime, 3),
        peak_mb=max(child.peak_mb, used.ru_maxrss // 1024),
    )


def _has_exited(child: _Child) -> bool:
    return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _kill(child: _Child) -> None:
    """Kill the child and all that it started: a kernel is in a session of its own, outside its group."""
    for pid in reversed(_family(child.pid)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _family(pid: int) -> list[int]:
    """A process and its descendants, the eldest first."""
    try:
        lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:  # it has just ended
        return [pid]
    return [pid, *(other for text in lists for child in text.split() for other in _family(int(child)))]


def _memory_mb(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE // 2**20
    except (OSError, IndexError):
        return 0
