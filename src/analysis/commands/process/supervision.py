"""Run a command in a child process and report its death if it cannot do so itself.

Without memory, a library may abort the interpreter, crash it or exit with a status of its own, and the system may
kill any process. The waiting parent imports nothing and is small, so it survives. It passes stop signals on, and the
child dies with it. The child's last word is its status, sent through a pipe. If that is missing, the child did not
end by itself. Linux only; elsewhere the command runs in this process.
"""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass

from analysis.commands.process import stop_signals
from analysis.running.notebooks import worker_processes

_HOOK_HAS_HEARD = b"h"
PATIENCE = 45
"""Seconds in which a command that is told to stop must end, its hook called; a library that spins hears no signal."""

LONGEST = 24 * 60 * 60
"""Seconds until it looks again though nothing has woken it."""


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
    if not worker_processes.POSSIBLE:
        return Ended(work(), True)
    reading, writing = os.pipe()
    wakes = {*stop_signals.listened_to(), signal.SIGCHLD}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, wakes)
    parent, pid = os.getpid(), os.fork()
    if pid == 0:
        os.close(reading)
        worker_processes.end_with(parent, signal.SIGKILL)
        _speak_through(writing)
        stop_signals.end_plainly(say, lambda: _speak(b"1"))
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        status = work()
        _speak(str(status).encode())
        return Ended(status, True)
    os.close(writing)
    code, stopped = _wait(pid, wakes)
    stop_signals.hear_no_more()
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return _ended(code, _last_words(reading), stopped)


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


def _wait(pid: int, wakes: set[int]) -> tuple[int, bool]:
    """Wait until the command has ended, passing stop signals on; its exit code, and whether it was told to stop.

    The signals are blocked and taken here, one by one, so that none falls between two lines.
    """
    stopped, patience = False, float(LONGEST)
    while True:
        woken = signal.sigtimedwait(wakes, patience)
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status), stopped
        if woken is None and stopped:
            os.kill(pid, signal.SIGKILL)
        elif woken is not None and woken.si_signo != signal.SIGCHLD:
            stopped, patience = True, PATIENCE
            os.kill(pid, woken.si_signo)


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
