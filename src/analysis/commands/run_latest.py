"""`outturn run --latest`: make an organisation's newest quarter that is due, and call the hook on failure.

All reports of the organisation for that quarter are made, one after the other. One that fails does not stop the next.
If nothing has changed, this takes a moment. If the exit status is not 0, the hook gets the status and the reason. The
reason names files and never a value from a row. A stopped run calls the hook from the signal's handler.
"""

import argparse
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from analysis.commands import run_report
from analysis.commands.process import hooks, stop_signals
from analysis.definitions import machine_faults, params
from analysis.definitions.errors import InputError, OutturnError, Problem, kind_and_place, without_rows
from analysis.running.outputs import log as logs

log = logging.getLogger("outturn")

Ended = tuple[int, str]
"""An exit status, and the reason where it is not 0."""

FROM_BEST_TO_WORST = (0, 3, 2, 1)
REASONS = {
    0: "",
    1: "nothing could be made: the log says why",
    2: "nothing could be made: the log says why",
    3: "it was made with something withheld; its page says why",
}
"""Why a report that was made ends so."""


def run(options: argparse.Namespace) -> int:
    """`outturn run`: the report of a params file, or with `--latest` all of the newest due quarter."""
    _check(options)
    if not options.latest:
        return run_report.run(run_report.options_of(options, options.params))
    root = params.find_root(Path.cwd())

    def tell(seconds: float, status: int, reason: str) -> str:
        return hooks.call(options.hook, root, seconds, hooks.facts(options.latest, status, reason))

    with stop_signals.before_the_end(lambda: tell(hooks.STOP_SECONDS, 1, hooks.STOPPED)):
        status, reason = _ended(lambda: _run_all(root, options))
        if status and (trouble := tell(hooks.SECONDS, status, reason)):
            log.warning(trouble)
    return status


@without_rows()
def _check(options: argparse.Namespace) -> None:
    if bool(options.params) == bool(options.latest):
        what, remedy = "a run needs a params file or --latest", "give one of the two"
        raise InputError(Problem(what, remedy))
    alone = [name for name in ("today", "hook") if getattr(options, name)]
    if options.params and alone:
        what = f"--{alone[0]} needs --latest"
        raise InputError(Problem(what, "remove it, or add --latest"))


def _run_all(root: Path, options: argparse.Namespace) -> Ended:
    """Run every report that is due; the worst status, and what was the matter with any."""
    from analysis.commands import quarters

    due = quarters.latest_due(root, options.latest, options.today or date.today())
    for reason in due.left_out:
        log.warning("Not run: %s", reason)
    ended = {problem.file: _left_behind(problem) for problem in due.behind}
    ended |= {path.stem: _ended(partial(_run_one, path, root, options)) for path in due.files}
    worst = max((status for status, _ in ended.values()), key=FROM_BEST_TO_WORST.index)
    return worst, "; ".join(f"{name}: {reason}" for name, (status, reason) in ended.items() if status)


def _run_one(path: Path, root: Path, options: argparse.Namespace) -> Ended:
    logs.keep_in_no_report()
    report = params.read_params(path)
    if report.area:  # of many areas those are made whose extracts have come
        from analysis.commands import quarters

        problems = quarters.missing(report, root)
        if problems:
            return _not_come(problems, path)
    status = run_report.run(run_report.options_of(options, path))
    return status, REASONS[status]


def _left_behind(problem: Problem) -> Ended:
    logs.failed(InputError(replace(problem, of_rows=False)))  # it speaks of params files
    return InputError.exit_status, problem.what


def _not_come(problems: tuple[Problem, ...], path: Path) -> Ended:
    what = "some extracts are missing or have changed"
    remedy = f"receive them with outturn receive; outturn check params/{path.name} lists what is missing"
    error = InputError((Problem(what, remedy, path.name, of_rows=False), *problems))
    logs.failed(error)
    return error.exit_status, f"{what}: {'; '.join(problem.what for problem in problems)}"


def _ended(work: Callable[[], Ended]) -> Ended:
    """What `work` ends with; an error is told here, so that what comes after it goes on."""
    try:
        return work()
    except OutturnError as error:
        logs.failed(error)
        return error.exit_status, _reason(error)
    except Exception as error:
        logs.fault(error)
        return 1, machine_faults.told(error) or f"an error in Outturn: {kind_and_place(error)}"


def _reason(error: OutturnError) -> str:
    """All that is wrong; but of deliveries only where it is: what is said of a row may hold its values."""
    if not isinstance(error, InputError):
        return str(error)
    if any(problem.of_rows for problem in error.problems):
        return f"{error.counted}: the log says which"
    return "; ".join(problem.without_values for problem in error.problems)
