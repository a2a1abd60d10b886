"""Call the user's hook when a scheduled run fails. Light to import, because memory may be short by then."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from analysis.commands.process import stop_signals, supervision
from analysis.definitions import wording

SECONDS = 600
STOP_SECONDS = 30
"""How long a run that is told to stop waits for its hook: systemd kills what is left after 90, on some systems 45."""
STOPPED = "it was stopped before it had finished"


def facts(organisation: str, status: int, reason: str) -> dict[str, str | int]:
    """Return what a hook is told."""
    return {"STATUS": status, "REASON": reason, "ORGANISATION": organisation}


def call(hook: str, root: Path, seconds: float, told: Mapping[str, str | int]) -> str:
    """Run a hook by the system's shell in the project's folder, with `told` in its environment as OUTTURN_...

    What it ends with changes nothing. Returns in words that it failed or took too long, else nothing. It has a
    session of its own, so that what stops the run (Ctrl-C, `timeout`) does not stop the word of it.
    """
    if not hook:
        return ""
    known = os.environ | {f"OUTTURN_{name}": plain(str(fact)) for name, fact in told.items()}
    started = subprocess.Popen(
        hook, shell=True, cwd=root, env=known, stdin=subprocess.DEVNULL, start_new_session=True
    )
    stop_signals.nothing_more()  # it is told once
    supervision.hook_has_heard()
    try:
        status = started.wait(seconds)
    except subprocess.TimeoutExpired:
        started.kill()
        started.wait()
        return f"The hook was stopped after {wording.trimmed(seconds, 1)} seconds"
    return f"The hook itself ended with status {status}" if status else ""


def plain(text: str) -> str:
    """One line without signs that a shell reads: cmd puts a variable's text in before it reads the line.

    >>> plain('a & b "c" %d%')
    'a b c d'
    """
    return " ".join(re.sub(r"[^\w\s.,:;/\\()'+=#@-]", " ", text).split())
