"""The command line. Nothing heavy is imported before a command is known to need it.

Exit status: 0 made, 1 failed (what was there before stands), 2 bad input (the message names place and remedy),
3 made, with something withheld.
"""

import argparse
import math
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

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
_FORMATS = (
    "figures_csv", "figures_xlsx", "crime_parquet", "fingertips_parquet", "revenue_csv", "capital_csv",
    "projects_csv", "delivery_plan_yaml", "three_year_targets_csv", "costings_yaml", "printed_tables_csv",
    "populations_csv", "events_csv",
)  # fmt: skip
"""Those of `analysis.extracts.readers`, which is too heavy to import for help; a test holds the two together."""
DEATH = (
    "The process of this command %s before it could say why, most often because it may use no more memory. "
    "What was published before is untouched. To mend it: allow it more memory (the machine's, the service's or the "
    "container's limit, ulimit -v) or run it with --workers 1, and run again; what was finished is not done twice."
)
_LEAST_MEMORY_MB = 640
"""What the libraries take as they are imported; a report takes more."""
_LONGEST = 30 * 24 * 60 * 60
"""More seconds than any section takes; with far more the system's clock cannot be set."""
_HOOK = "run by the shell when the status is not 0, with OUTTURN_STATUS, _REASON and _ORGANISATION set"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; no error prints a traceback, a fault of ours says where it is.

    Without `arguments` this process is the command: its signals and its standard error are arranged for it.
    """
    own = arguments is None
    words = sys.argv[1:] if own else arguments
    if own:
        streams.open_closed()
    log.begin("--log-json" in words, own)
    if own:
        stop_signals.end_plainly(log.stopped)
    try:
        options = _parser().parse_args(words)
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
    if ended.status == 1 and not ended.hook_has_heard and getattr(options, "hook", ""):
        _tell_hook(options, ended)
    return ended.status


def _tell_hook(options: argparse.Namespace, ended: supervision.Ended) -> None:
    reason = (
        f"its process {ended.death} before it could say why, as for want of memory"
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
        what = "the current folder is not there any more"
        raise InputError(Problem(what, "change to the project's folder and try again")) from None


def _stop_without_memory() -> None:
    """`RunError` where `ulimit -v` leaves too little to begin: a library that then gets none may spin for ever."""
    if find_spec("resource") is None:  # Windows has no such limit
        return
    import resource

    allowed = resource.getrlimit(resource.RLIMIT_AS)[0]
    if allowed != resource.RLIM_INFINITY and allowed < _LEAST_MEMORY_MB * 2**20:
        raise RunError(
            f"This command may use {allowed // 2**20} MiB of memory (ulimit -v), and needs {_LEAST_MEMORY_MB} MiB to "
            "begin. What was published before is untouched. To mend it: allow it more memory, and run again."
        )


# One function a command, which imports the command when it is called: help and a typing error start at once.


def _run(options: argparse.Namespace) -> int:
    from analysis.commands import run_latest

    return run_latest.run(options)


def _receive(options: argparse.Namespace) -> int:
    from analysis.commands import receive

    return receive.receive_command(options)


def _publish(options: argparse.Namespace) -> int:
    from analysis.commands import publish

    return publish.publish(options)


def _backtest(options: argparse.Namespace) -> int:
    from analysis.commands import backtest

    return backtest.backtest(options)


def _reproduce(options: argparse.Namespace) -> int:
    from analysis.commands import reproduce

    return reproduce.reproduce(options)


def _next(options: argparse.Namespace) -> int:
    from analysis.commands import quarters

    return quarters.next_command(options)


def _check(options: argparse.Namespace) -> int:
    from analysis.commands import quarters

    return quarters.check_command(options)


def _schedule(options: argparse.Namespace) -> int:
    from analysis.commands import schedule

    return schedule.schedule_command(options)


class _Parser(argparse.ArgumentParser):
    """argparse's own, whose complaints go where the log goes; options are written in full."""

    def __init__(self, **settings):
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        log.log.error("%s: %s. To mend it: see %s --help", self.prog, message, self.prog)
        self.exit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="outturn",
        description="Turn one quarter's figures into the report that members and managers read.",
        epilog="Exit status: 0 made, 1 failed, 2 bad input, 3 made, with something withheld.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_run(commands)
    _add_receive(commands)
    _add_publish(commands)
    _add_backtest(commands)
    _add_reproduce(commands)
    _add_quarters(commands)
    return parser


def _one_or_more(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from one upwards")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= _LONGEST:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number of seconds above 0 and up to {_LONGEST} (30 days)"
        )
    return seconds


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2024-10-07") from None


def _command(
    commands, name: str, does: Callable[[argparse.Namespace], int], text: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text)
    command.set_defaults(does=does)
    return command


def _add_run(commands) -> None:
    command = _command(commands, "run", _run, "make the draft of one report")
    command.add_argument("params", type=Path, nargs="?", help="such as params/halton-2012-13-q2.yaml")
    latest = "instead of a params file: the newest quarter of this organisation whose extracts were due before today"
    command.add_argument("--latest", metavar="ORGANISATION", help=latest)
    command.add_argument(
        "--today",
        type=_day,
        metavar="DATE",
        help="with --latest: as if it were this day, such as 2012-10-31",
    )
    command.add_argument("--hook", default="", metavar="COMMAND", help=f"with --latest: {_HOOK}")
    command.add_argument("--engine", choices=("warm", "kernel"), help="default: warm on Linux")
    command.add_argument(
        "--workers", type=_one_or_more, default=os.cpu_count() or 1, help="sections run side by side"
    )
    command.add_argument("--force", action="store_true", help="run sections again that have not changed")
    command.add_argument(
        "--time-limit", type=_seconds, default=600, metavar="SECONDS", help="for one section"
    )
    command.add_argument(
        "--memory-limit", type=_one_or_more, default=4096, metavar="MIB", help="for one section"
    )
    command.add_argument(
        "--only", nargs="+", metavar="AREA", help="some of many areas, by their folder's name"
    )
    command.add_argument("--part", action="store_true", help=argparse.SUPPRESS)  # of a run on a cluster
    command.add_argument(
        "--dask", metavar="ADDRESS", help="make many areas on the Dask cluster at this address"
    )
    command.add_argument("--log-json", action="store_true", help="log one JSON object a line")


def _add_receive(commands) -> None:
    does, text = _receive, "take in one delivered file: copy and record it"
    command = _command(commands, "receive", does, text)
    command.add_argument("params", type=Path, help="the report it is delivered for")
    command.add_argument("file", type=Path, help="the file as it came")
    command.add_argument("--source", required=True, help="the body it came from, as in the params file")
    command.add_argument("--format", required=True, help=f"one of {', '.join(_FORMATS)}")
    command.add_argument(
        "--received", required=True, type=_day, metavar="DATE", help="when it came, such as 2024-10-07"
    )
    command.add_argument("--title", default="", help="what the document calls itself")
    command.add_argument(
        "--replaces", default="", metavar="FILE", help="a file taken in before that it corrects"
    )


def _add_quarters(commands) -> None:
    text = "write the next quarter's params file and delivery folder"
    command = _command(commands, "next", _next, text)
    command.add_argument("params", type=Path, help="the quarter before")
    text = "tell whether all extracts of a quarter have come"
    command = _command(commands, "check", _check, text)
    command.add_argument("params", type=Path, help="the quarter's params file")
    text = "write what asks every morning for the newest quarter, run from the day after its extracts are due"
    command = _command(commands, "schedule", _schedule, text)
    command.add_argument("organisation", help="such as halton")
    command.add_argument("--kind", choices=("systemd", "cron", "windows"), default="systemd")
    command.add_argument("--folder", type=Path, default=Path("outputs/schedule"), help="where the files go")
    command.add_argument("--hook", default="", metavar="COMMAND", help=_HOOK)


def _add_publish(commands) -> None:
    does, text = _publish, "sign off a draft and add it to the register"
    command = _command(commands, "publish", does, text)
    command.add_argument("params", type=Path, help="the report whose draft was read")
    command.add_argument("--role", required=True, help="the role that signs it off, not a name")
    command.add_argument("--date", required=True, help="the day it is signed off, such as 2012-11-01")


def _add_backtest(commands) -> None:
    does, text = (
        _backtest,
        "hold the forecast methods against your own past years",
    )
    command = _command(commands, "backtest", does, text)
    command.add_argument("params", type=Path, help="a report with at least three past years by quarter")
    command.add_argument("--csv", type=Path, metavar="FILE", help="write the whole table here")


def _add_reproduce(commands) -> None:
    does, text = _reproduce, "make a published report once more from its entry"
    command = _command(commands, "reproduce", does, text)
    command.add_argument("entry", type=Path, help="a file of data/register/<organisation>")
    command.add_argument("--engine", choices=("warm", "kernel"), help="default: warm on Linux")
    command.add_argument(
        "--workers", type=_one_or_more, default=os.cpu_count() or 1, help="sections run side by side"
    )


if __name__ == "__main__":
    sys.exit(main())
