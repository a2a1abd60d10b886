"""A run that is told to stop ends plainly at whatever moment: one line, status 1, nothing left running.

The process ends in the handler. An exception raised there would come up wherever the interpreter just is, and an
import of a compiled module turns it into another one. Nothing needs to be put right before the end: a run may be
killed at every step (`analysis.storage`), and what it has started ends with it (`analysis.children`).
"""

import os
import signal
from collections.abc import Callable
from typing import Any

STOPPED = "Stopped. What was published before is untouched; run again to go on."
_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def come_too_late() -> None:
    """All is done and said: a signal while the interpreter tidies up no longer changes how this process ends."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def end_plainly(say: Callable[[str], None]) -> None:
    """From now on Ctrl-C, a scheduler's or a closed terminal's signal ends this process with what `say` does.

    A signal that is ignored (`nohup`) stays ignored. Forked children end by the signal itself and say nothing.
    """
    own = os.getpid()

    def stop(number: int, _: Any) -> None:
        if os.getpid() != own:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            return
        try:
            say(STOPPED)
        finally:
            os._exit(1)

    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)
