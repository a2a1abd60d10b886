"""The command line. Import nothing heavy before a command needs it.

Exit status: 0 made; 1 failed, the last report stays; 2 bad input, the message says where and what to do; 3 made, with
something withheld.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from analysis.commands import command_line
from analysis.commands.process import hooks, stop_signals, supervision
from analysis.definitions import root_search
from analysis.definitions.errors import InputError, OutturnError, Problem, RunError
from analysis.running.outputs import log, streams

_ONE_THREAD = {
    **dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
    ),
    "JE_ARROW_MALLOC_CONF": "background_thread:false",  # pyarrow's allocator would start one when imported
}
"""Sums that do not depend on how many cores there are, and forks of a process that has one thread."""
DEATH = (
    "The process of this command %s without giving a reason. Most often it ran out of memory. "
    "Existing reports are unchanged. To fix it: allow more memory (the machine's, the service's or the container's "
    "limit, ulimit -v) or add --workers 1, and run again. Finished work is kept."
)
_LEAST_MEMORY_MB = 640
"""What the libraries take as they are imported; a report takes more."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; no error prints a traceback, a fault of ours says where it is.

    Without `arguments` this process is the command: its signals and its standard error are arranged for it.
    """
    own = arguments is None
    words = sys.argv[1:] if arguments is None else arguments
    if own:
        streams.open_closed()
    log.begin("--log-json" in words, own)
    if own:
        stop_signals.end_plainly(log.stopped)
    try:
        options = command_line.parser().parse_args(words)
        return _supervised(options) if own and not getattr(options, "part", False) else _done(options)
    finally:
        if own:
            log.finish()
            stop_signals.come_too_late()


def _supervised(options: argparse.Namespace) -> int:
    """Do the command in a child, and tell of its death, or of an end with 1 of which its hook has not heard."""
    ended = supervision.supervise(lambda: _done(options), log.stopped)
    if ended.death and not ended.stopped:
        log.log.error(DEATH, ended.death, extra={"facts": {"status": 1}})
    elif ended.death:
        log.stopped(stop_signals.STOPPED)
    if ended.status == 1 and not ended.hook_has_heard and getattr(options, "hook", None):
        _tell_hook(options, ended)
    return ended.status


def _tell_hook(options: argparse.Namespace, ended: supervision.Ended) -> None:
    reason = (
        f"its process {ended.death} without giving a reason, most often for lack of memory"
        if ended.death
        else "nothing could be made: the log says why"
    )
    told = hooks.facts(options.latest, 1, hooks.STOPPED if ended.stopped else reason)
    seconds = hooks.STOP_SECONDS if ended.stopped else hooks.SECONDS
    if trouble := hooks.call(options.hook, root_search.nearest(Path.cwd()) or Path.cwd(), seconds, told):
        log.log.warning(trouble)


def _done(options: argparse.Namespace) -> int:
    os.environ.update(_ONE_THREAD)
    try:
        _stop_if_nowhere()
        _stop_without_memory()
        return options.does(options)
    except OutturnError as error:
        log.failed(error)
        return error.exit_status
    except KeyboardInterrupt:
        log.log.error(stop_signals.STOPPED)
        return 1
    except Exception as error:
        log.fault(error)
        return 1


def _stop_if_nowhere() -> None:
    """`InputError` where the current folder was deleted: what is named from it cannot be found."""
    try:
        Path.cwd()
    except OSError:
        what = "the current folder no longer exists"
        raise InputError(Problem(what, "change to the project's folder and try again")) from None


def _stop_without_memory() -> None:
    """`RunError` where `ulimit -v` leaves too little to begin: a library that then gets none may spin for ever."""
    if find_spec("resource") is None:  # Windows has no such limit
        return
    import resource

    allowed = resource.getrlimit(resource.RLIMIT_AS)[0]
    if allowed != resource.RLIM_INFINITY and allowed < _LEAST_MEMORY_MB * 2**20:
        raise RunError(
            f"This command may use {allowed // 2**20} MiB of memory (ulimit -v). It needs {_LEAST_MEMORY_MB} MiB to "
            "start. Existing reports are unchanged. To fix it: allow more memory and run again."
        )


if __name__ == "__main__":
    sys.exit(main())
