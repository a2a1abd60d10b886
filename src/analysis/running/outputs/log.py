"""Log to standard error: sentences for a person, or one JSON object a line for a machine.

A machine's log goes to people who need not see figures. It names file, row, column and rule. Sentences with values,
tracebacks, and the output of cells and libraries are kept in the report's workroom, and the log says where. Before a
report is known they are kept in a folder of the project's outputs.
"""

import json
import logging
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import TextIO

from analysis.definitions import machine_faults, root_search
from analysis.definitions.errors import InputError, OutturnError, kind_and_place
from analysis.running.outputs import streams

log = logging.getLogger("outturn")

STRAYS = "stderr.txt"
"""In the workroom: what cells, kernels and libraries wrote to standard error."""


BEFORE_A_REPORT = Path("outputs", ".outturn")
"""In the project: where full texts are kept while no report is known."""


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, message, and the facts given with it."""

    def format(self, record: logging.LogRecord) -> str:
        facts = {"time": _utc(record.created), "level": record.levelname, "message": record.getMessage()}
        return json.dumps(facts | getattr(record, "facts", {}), sort_keys=True)


class _Handler(logging.StreamHandler):
    """Where standard error leads nowhere any more, as a reader that has gone, the work goes on without a log."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        if isinstance(sys.exception(), OSError):
            streams.let_go(self.stream)
        else:
            super().handleError(record)


class _Log:
    """Where this process's log goes; `own` when standard error is the command's to arrange."""

    own = False
    as_json = False
    stream: TextIO
    workroom: Path | None = None
    earlier = 0  # bytes that runs before this one left in the file of the strays


def begin(as_json: bool, own: bool = False) -> None:
    """Log to standard error. `own`: this process is the command, so nothing else may write there for a machine."""
    _Log.own, _Log.as_json, _Log.workroom = own, as_json, None
    _Log.stream = _taken_over(as_json) if own and sys.stderr else sys.stderr
    handler = _Handler(_Log.stream)
    handler.setFormatter(JsonLines() if as_json else logging.Formatter("%(message)s"))
    log.handlers = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False


def finish() -> None:
    """Write out what the log and the standard streams still hold."""
    streams.finish(_Log.stream)


def keep_in(workroom: Path) -> None:
    """From now on keep full texts here, and send what others write to standard error into a file of it.

    Only where this process is the command (`begin`) is there such a file.
    """
    _Log.workroom = workroom
    if not _Log.own:
        return
    workroom.mkdir(parents=True, exist_ok=True)
    # Appended to, so that processes side by side do not write over each other.
    file = os.open(workroom / STRAYS, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    _Log.earlier = os.fstat(file).st_size
    os.dup2(file, 2)
    os.close(file)


def keep_in_no_report() -> None:
    """What is said from now on is not of the report that was made before, if one was."""
    _Log.workroom = None


def begin_anew(workroom: Path) -> None:
    """Drop what earlier runs left in the file of the strays, for whoever holds the lock of this workroom.

    Not before: until then the file may be another run's. What this one wrote while it waited stays.
    """
    if not _Log.own or _Log.workroom != workroom or not _Log.earlier:
        return
    with (workroom / STRAYS).open("r+b") as file:
        file.seek(_Log.earlier)
        since = file.read()
        file.truncate(0)
        file.seek(0)
        file.write(since)
    _Log.earlier = 0


def strays() -> Path | None:
    """The file of what others wrote to standard error, if they wrote anything since `keep_in`."""
    path = _Log.workroom / STRAYS if _Log.own and _Log.workroom else None
    return path if path and path.is_file() and path.stat().st_size != _Log.earlier else None


def failed(error: OutturnError) -> None:
    """Say why the command stops: its sentences to a person, to a machine what holds no value of a row."""
    if not _Log.as_json or not isinstance(error, InputError):
        log.error("%s", error, extra={"facts": {"status": error.exit_status}})
        return
    for problem in error.problems:
        facts = {"file": problem.file, "row": problem.row, "column": problem.known_column}
        said = problem.without_values if problem.of_rows else problem
        log.error("%s", said, extra={"facts": facts | {"rule": problem.rule}})
    last = error.counted
    if any(problem.of_rows for problem in error.problems):
        where = keep("problems.txt", f"{error}\n")
        last += f". The values, and how to fix them, are in {where}"
    log.error("%s", last, extra={"facts": {"status": error.exit_status}})


def fault(error: Exception) -> None:
    """Say that the command ends by a fault of the machine's, or of ours: kind and place, and where the traceback is."""
    if said := machine_faults.told(error):
        log.error("%s", said, extra={"facts": {"status": 1}})
        return
    where = keep("fault.txt", "".join(traceback.format_exception(error)))
    log.error(
        "An error in Outturn, not in your data: %s. Existing reports are unchanged. "
        "To fix it: send %s to whoever looks after Outturn (it may hold figures).",
        kind_and_place(error),
        where,
        extra={"facts": {"status": 1}},
    )


def stopped(words: str) -> None:
    """Say so from a signal's handler: the log itself may be in the middle of a line."""
    facts = {"time": _utc(time.time()), "level": "ERROR", "message": words, "status": 1}
    line = json.dumps(facts, sort_keys=True) if _Log.as_json else words
    after_the_bar = "\n" if _Log.stream.isatty() else ""
    os.write(_Log.stream.fileno(), f"{after_the_bar}{line}\n".encode())


def keep(name: str, text: str) -> str:
    """Keep a text that may hold values out of the log: in the workroom, before there is one in the project.

    Returns where it is, in words. A file of that name is written over; only where there is no project, or its
    folder cannot be written, it is a passing file.
    """
    project = root_search.nearest(Path.cwd())
    before = project / BEFORE_A_REPORT if project else None
    for folder in (_Log.workroom,) if _Log.workroom else (before, None):
        try:
            return _kept(folder, name, text)
        except OSError as error:
            reason = error.strerror
    return f"no file, as none could be written ({reason})"


def _kept(folder: Path | None, name: str, text: str) -> str:
    if folder is None:
        handle, path = tempfile.mkstemp(prefix="outturn-", suffix=f"-{name}")
        os.close(handle)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        path = str(folder / name)
    Path(path).write_text(text, encoding="utf-8", errors="backslashreplace")
    return path


def _taken_over(as_json: bool) -> TextIO:
    """Standard error under a number of its own, that no child or kernel inherits by chance."""
    stream = os.fdopen(
        os.dup(2), "w", buffering=1, encoding=sys.stderr.encoding, errors="backslashreplace", newline=None
    )
    if as_json:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
    else:
        sys.stderr = stream
    return stream


def _utc(seconds: float) -> str:
    """Time as ISO 8601, such as 2012-11-01T06:00:00.000Z."""
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{whole}.{int(seconds % 1 * 1000):03d}Z"
