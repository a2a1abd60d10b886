"""End a run at any moment on a stop signal: one line, status 1, no process left behind.

The process ends inside the handler. An exception raised there would surface at a random line, and an import of a
compiled module would turn it into another one. No clean-up is needed: a run may be killed at every step
(`running.outputs.atomic_files`), and its processes end with it (`running.notebooks.worker_processes`). A hook may
still have to be called (`before_the_end`).
"""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

STOPPED = "Stopped. Existing reports are unchanged. Run again to continue."
SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class _Act:
    """What a stop still does; returns what is to be said of it, if anything."""

    last: Callable[[], str] | None = None


@contextmanager
def before_the_end(act: Callable[[], str]) -> Iterator[None]:
    """A stop in this block does `act` when it has been said, and says what it returns.

    `act` runs in the handler, wherever the interpreter just is: it takes no lock, logs nothing, and ends soon.
    """
    _Act.last = act
    try:
        yield
    finally:
        nothing_more()


def nothing_more() -> None:
    """What was to be done before the end is done: from now on a stop only says so."""
    _Act.last = None


def come_too_late() -> None:
    """All is done and said: a signal while the interpreter tidies up no longer changes how this process ends."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def end_plainly(say: Callable[[str], None], at_last: Callable[[], None] = lambda: None) -> None:
    """From now on Ctrl-C, a scheduler's or a closed terminal's signal ends this process with what `say` does.

    `at_last` comes after all that is still done (`before_the_end`).

    A signal that is ignored (`nohup`) stays ignored. Forked children end by the signal itself and say nothing.
    """
    own = os.getpid()
    numbers = listened_to()

    def stop(number: int, _: Any) -> None:
        if os.getpid() != own:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            return
        hear_no_more()
        try:
            _end(say)
            at_last()
        finally:
            os._exit(1)

    for number in numbers:
        signal.signal(number, stop)


def listened_to() -> list[int]:
    """Signals that stop this process: those that whoever started it does not want ignored (`nohup`)."""
    return [number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]


def hear_no_more() -> None:
    """From now on a stop changes nothing. Not SIG_IGN, which whatever is started now would inherit."""
    for number in listened_to():
        signal.signal(number, lambda *_: None)


def _end(say: Callable[[str], None]) -> None:
    with contextlib.suppress(OSError):  # whoever read it is gone
        say(STOPPED)
    if _Act.last and (words := _Act.last()):
        say(words)
