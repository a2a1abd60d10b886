"""A command in a process of its own, and one that imports nothing and waits: so a death that nobody could tell is told.

Without memory a library aborts the interpreter, crashes it or ends it with a status of its own, and the system kills
whom it likes; the process that waits is small and is left. It passes stop signals on, and the command's process ends
with it. The last word of the command is its status, in a pipe; where that is missing the command did not end by itself.
Only on Linux; elsewhere the command runs in this process.
"""

import contextlib
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from analysis import children, stops

_HOOK_HAS_HEARD = b"h"
PATIENCE = 45
"""Seconds in which a command that is told to stop must end, its hook called; a library that spins hears no signal."""


@dataclass(frozen=True)
class Ended:
    """How a command ended: its status, whether its hook was called, and if it died untold, how."""

    status: int
    hook_has_heard: bool
    stopped: bool = False
    death: str = ""


class _Watched:
    """Of the process that does the command: where its last words go."""

    pipe: int | None = None


def supervise(work: Callable[[], int], say: Callable[[str], None]) -> Ended:
    """Do `work` in a child and wait for it; the child returns from here too, with what it did itself.

    A stop is said by `say` (`stops.end_plainly`).
    """
    if not children.POSSIBLE:
        return Ended(work(), True)
    reading, writing = os.pipe()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, stops.SIGNALS)
    parent, pid = os.getpid(), os.fork()
    if pid == 0:
        os.close(reading)
        children.end_with(parent, signal.SIGKILL)
        _speak_through(writing)
        stops.end_plainly(say, lambda: _speak(b"1"))
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        status = work()
        _speak(str(status).encode())
        return Ended(status, True)
    os.close(writing)
    stopped = _pass_stops_on(pid)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    signal.alarm(0)
    return _ended(code, _last_words(reading), bool(stopped))


def hook_has_heard() -> None:
    """Note that the command has called its hook itself."""
    _speak(_HOOK_HAS_HEARD)


def _speak_through(pipe: int) -> None:
    """Keep the pipe to this process: what it forks runs cells, which may write to any open file."""
    _Watched.pipe = pipe

    def let_go() -> None:
        if _Watched.pipe is not None:  # what is forked may fork again
            _Watched.pipe = None
            os.close(pipe)

    os.register_at_fork(after_in_child=let_go)


def _speak(word: bytes) -> None:
    if _Watched.pipe is not None:
        os.write(_Watched.pipe, word)


def _pass_stops_on(pid: int) -> list[int]:
    """From now on a stop of this process is one of the command; the list gets what has come."""
    came: list[int] = []

    def send(number: int) -> None:
        with contextlib.suppress(ProcessLookupError):  # it has ended: nothing changes how
            os.kill(pid, number)

    def pass_on(number: int, _: Any) -> None:
        came.append(number)
        signal.alarm(PATIENCE)
        send(number)

    signal.signal(signal.SIGALRM, lambda *_: send(signal.SIGKILL))
    for number in stops.SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, pass_on)
    return came


def _last_words(pipe: int) -> bytes:
    os.set_blocking(pipe, False)
    try:
        return os.read(pipe, 16)
    except BlockingIOError:
        return b""
    finally:
        os.close(pipe)


def _ended(code: int, words: bytes, stopped: bool) -> Ended:
    has_heard, status = _HOOK_HAS_HEARD in words, words.replace(_HOOK_HAS_HEARD, b"")
    if status:
        return Ended(int(status), has_heard, stopped)
    how = (
        f"was killed by signal {-code} ({signal.Signals(-code).name})"
        if code < 0
        else f"ended with status {code}"
    )
    return Ended(1, has_heard, stopped, how)
