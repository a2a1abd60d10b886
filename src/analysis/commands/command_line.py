"""Commands, options and help. The help of a command is the docstring of its function here.

Each function imports its command only when it is called, so help and a mistyped option answer at once.
"""

import argparse
import inspect
import math
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NoReturn

from analysis.running.outputs import log

FORMATS = (
    "figures_csv", "figures_xlsx", "crime_parquet", "fingertips_parquet", "revenue_csv", "capital_csv",
    "projects_csv", "delivery_plan_yaml", "three_year_targets_csv", "costings_yaml", "printed_tables_csv",
    "populations_csv", "events_csv",
)  # fmt: skip
"""Those of `analysis.extracts.readers`, which is too heavy to import for help; a test compares the two."""
_LONGEST = 30 * 24 * 60 * 60
"""More seconds than any section takes; with far more the system's clock cannot be set."""
_HOOK = "shell command to run when the status is not 0; see `outturn schedule --help`"


def _run(options: argparse.Namespace) -> int:
    """Make the draft of one report.

    The draft replaces the last one only when it is complete. If nothing has changed, nothing is run.

    Exit status:
      0  Made, or nothing has changed.
      1  Failed. The last report stays. A full disk, too little memory, a time limit, a killed process and
         Ctrl-C end with 1 too.
      2  Bad input. The last report stays. The message names file, row, column, value and what to do. Status 2
         covers parameters, definitions and targets, an unknown reference, a missing column, another quarter's
         file, and a report with nothing left to show.
      3  Made, with something withheld. A section that fails: its page says why. An indicator with an invalid
         row: none of its figures are used, it is still listed, and the page "Data quality" shows the rule and
         the fix. The value itself is shown on standard error only.

    In outputs/<report>/: index.html, sections/, fragments/ (to paste into a document), tables/ (CSV, unrounded),
    notebooks/ (as executed) and run.json (parameters, SHA-256 of every input and file, rejected rows, versions,
    what is withheld and why, the time of each section).

    In outputs/.<report>/, for whoever looks for a fault: problems.txt (every message in full), fault.txt (the
    traceback of an error in Outturn), stderr.txt (what cells and libraries wrote) and failed/ (notebooks of failed
    sections, to open in JupyterLab). Before a report is known they are in outputs/.outturn/.

    --latest runs every report of the organisation's newest quarter that is due. A quarter is due from the day
    after its extracts are (`due_days` after it ends).
    --log-json logs one JSON object a line: file, row, column and rule, never a value from a row. Mistakes in
    parameters, records and options are logged in full.
    --engine warm runs notebooks in child processes that have the libraries loaded. It needs Linux. --engine kernel
    starts a Jupyter kernel for each notebook; the pages are the same, byte for byte. Outside Linux sections
    run one at a time and without limits, and the old report is moved aside for an instant before the new one is
    in place; if that is interrupted, the next run recovers it.
    --only makes some of many areas again. All areas change at once. An area that fails keeps its last pages, and
    the list of areas says why.
    """
    from analysis.commands import run_latest

    return run_latest.run(options)


def _receive(options: argparse.Namespace) -> int:
    """Copy a received file into the quarter's folder and record it.

    The file is copied untouched. The record keeps its source, the day it was received and its SHA-256.

    Figures (figures_csv, figures_xlsx) have these columns, one figure a row:
      section,ref,breakdown,area,period,measure,unit,value,note
    Period: a year (2023-24), a quarter (2023-24 Q2), a year to date (2023-24 Q1-Q2) or a month (2023-07).
    Measure: outturn, cumulative, in_quarter, in_month, rolling_12_months, numerator, denominator, target or
    target_to_date. All are listed in src/analysis/extracts/observations.py.
    Value: a number, or the reason why there is none: [c], * or <5 suppressed; [z] not applicable; [x], - or an
    empty cell not received; illegible. [p] after a number means provisional, [r] revised.
    Note: `confirmed by <role> on 2024-10-08` lets an implausible figure be judged.

    A workbook (.xlsx, .ods) has its table on one sheet from row 1. Every cell must look as it is stored: no hidden
    rows, no percentage format (type 92.1 for 92.1%), no errors.

    Two formats need no definition of their own:
      events_csv          rare events one by one (ref,breakdown,area,day); their control chart shows the days
                          between them, and the list is checked against the counts received
      printed_tables_csv  a small printed table whose total, share or change is to be checked
                          (table,line,role,value,unit,of,note)

    If a file was wrong, receive the right one with --replaces. The old file stays as evidence and is not read.
    A file that adds to an earlier one needs no --replaces. If both have the same figure, the earlier file is used
    and the report lists both.
    """
    from analysis.commands import receive

    return receive.receive_command(options)


def _publish(options: argparse.Namespace) -> int:
    """Sign off a draft and add it to the register.

    The pages go to outputs/published/<report>/ as they were read, without the word "Draft". One entry is added to
    data/register/; commit it. Entries are never rewritten. A draft whose inputs, pages or tables have changed since
    it was made is rejected. outputs/<organisation>.html lists published reports and drafts, newest first.

    Later reports compare themselves with the entry: the page "Change since the last report" splits each change of
    status into new figures, revised figures, a changed target and a changed rule.

    To publish one area of a report over many areas, give that area a params file of its own.
    """
    from analysis.commands import publish

    return publish.publish(options)


def _backtest(options: argparse.Namespace) -> int:
    """Test the forecast methods on the report's own past years."""
    from analysis.commands import backtest

    return backtest.backtest(options)


def _reproduce(options: argparse.Namespace) -> int:
    """Make a published report again from its entry in the register.

    Definitions, targets and commentary come from the entry. Received files are read where they are, and each must
    have the SHA-256 in the entry. The result is in outputs/reproduced/. The status is 0 if every page and table is
    as published, byte for byte, else 3.
    """
    from analysis.commands import reproduce

    return reproduce.reproduce(options)


def _next(options: argparse.Namespace) -> int:
    """Write the next quarter's params file and delivery folder.

    Existing files are kept. Targets of a new year are left for people to write.
    """
    from analysis.commands import quarters

    return quarters.next_command(options)


def _check(options: argparse.Namespace) -> int:
    """List the quarter's extracts that have not been received.

    The status is 0 if all have been received and are as recorded, else 2.
    """
    from analysis.commands import quarters

    return quarters.check_command(options)


def _schedule(options: argparse.Namespace) -> int:
    """Write a systemd timer, a cron line or a Windows task for the daily run.

    Every morning at six it runs `outturn run --latest`. systemd and Windows catch up if the machine was off.
    The first run of a quarter is on the day after its extracts are due. Its params file is written as by `outturn
    next`, for one quarter at most, and not after a quarter for which nothing was received. If nothing has
    changed, the run does nothing.

    The hook runs in the shell (cmd on Windows) when the status is not 0, every morning until that is fixed, so
    late extracts bring a daily reminder. It gets OUTTURN_STATUS, OUTTURN_REASON and OUTTURN_ORGANISATION. The
    reason never holds a value from a row. If a run is stopped (Ctrl-C, systemctl stop,
    a shutdown), it calls the hook with status 1 and waits 30 seconds for it.

    On Linux each command runs in a child process. If a memory limit kills the child, its parent says so and calls
    the hook. If the parent is killed too, systemd's second service or cron's mail reports it. On Windows nothing
    does.
    """
    from analysis.commands import schedule

    return schedule.schedule_command(options)


class _Parser(argparse.ArgumentParser):
    """argparse's parser, with errors sent to the log and no abbreviated options."""

    def __init__(self, **settings):
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        log.log.error("%s: %s. To fix it: see %s --help.", self.prog, message, self.prog)
        self.exit(2)


def parser() -> argparse.ArgumentParser:
    """Return the parser of every command; the chosen command is `does` of what it parses."""
    outturn = _Parser(
        prog="outturn",
        description="Turn one quarter's figures into the report that members and managers read.",
        epilog="Exit status: 0 made, 1 failed, 2 bad input, 3 made, with something withheld.",
    )
    commands = outturn.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_run(commands)
    _add_receive(commands)
    _add_publish(commands)
    _add_backtest(commands)
    _add_reproduce(commands)
    _add_quarters(commands)
    return outturn


def _one_or_more(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
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


def _command(commands, name: str, does: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    summary, _, more = (inspect.getdoc(does) or "").partition("\n\n")
    raw = argparse.RawDescriptionHelpFormatter
    command = commands.add_parser(name, help=summary, description=summary, epilog=more, formatter_class=raw)
    command.set_defaults(does=does)
    return command


def _add_run(commands) -> None:
    command = _command(commands, "run", _run)
    command.add_argument("params", type=Path, nargs="?", help="such as params/halton-2012-13-q2.yaml")
    latest = "instead of a params file: this organisation's newest quarter that is due"
    command.add_argument("--latest", metavar="ORGANISATION", help=latest)
    command.add_argument(
        "--today",
        type=_day,
        metavar="DATE",
        help="with --latest: the day to use as today, such as 2012-10-31",
    )
    command.add_argument("--hook", default="", metavar="COMMAND", help=f"with --latest: {_HOOK}")
    command.add_argument("--engine", choices=("warm", "kernel"), help="default: warm on Linux, else kernel")
    _add_workers(command)
    command.add_argument("--force", action="store_true", help="run unchanged sections again")
    command.add_argument(
        "--time-limit", type=_seconds, default=600, metavar="SECONDS", help="for one section"
    )
    command.add_argument(
        "--memory-limit", type=_one_or_more, default=4096, metavar="MIB", help="for one section"
    )
    command.add_argument(
        "--only", nargs="+", metavar="AREA", help="only these of many areas, by the names of their folders"
    )
    command.add_argument("--part", action="store_true", help=argparse.SUPPRESS)  # of a run on a cluster
    command.add_argument("--dask", metavar="ADDRESS", help="make many areas on this Dask cluster")
    command.add_argument("--log-json", action="store_true", help="log one JSON object a line")


def _add_workers(command: argparse.ArgumentParser) -> None:
    workers = os.cpu_count() or 1
    command.add_argument("--workers", type=_one_or_more, default=workers, help="sections to run side by side")


def _add_receive(commands) -> None:
    command = _command(commands, "receive", _receive)
    command.add_argument("params", type=Path, help="the params file of the quarter")
    command.add_argument("file", type=Path, help="the file as it came")
    command.add_argument("--source", required=True, help="who sent it, as named in the params file")
    command.add_argument("--format", required=True, help=f"one of {', '.join(FORMATS)}")
    command.add_argument(
        "--received", required=True, type=_day, metavar="DATE", help="the day it came, such as 2024-10-07"
    )
    command.add_argument("--title", default="", help="the document's own title")
    command.add_argument(
        "--replaces", default="", metavar="FILE", help="the file received earlier that this one corrects"
    )


def _add_quarters(commands) -> None:
    command = _command(commands, "next", _next)
    command.add_argument("params", type=Path, help="the params file of the quarter before")
    command = _command(commands, "check", _check)
    command.add_argument("params", type=Path, help="the params file of the quarter")
    command = _command(commands, "schedule", _schedule)
    command.add_argument("organisation", help="such as halton")
    command.add_argument("--kind", choices=("systemd", "cron", "windows"), default="systemd")
    command.add_argument(
        "--folder", type=Path, default=Path("outputs/schedule"), help="where to write the files"
    )
    command.add_argument(
        "--hook", default="", metavar="COMMAND", help="shell command to run when a run fails"
    )


def _add_publish(commands) -> None:
    command = _command(commands, "publish", _publish)
    command.add_argument("params", type=Path, help="the params file of the draft that was read")
    command.add_argument("--role", required=True, help="the role that signs it off, not a person's name")
    command.add_argument("--date", required=True, help="the day it is signed off, such as 2012-11-01")


def _add_backtest(commands) -> None:
    command = _command(commands, "backtest", _backtest)
    command.add_argument("params", type=Path, help="a report with at least three past years by quarter")
    command.add_argument("--csv", type=Path, metavar="FILE", help="write the whole table to this file")


def _add_reproduce(commands) -> None:
    command = _command(commands, "reproduce", _reproduce)
    command.add_argument("entry", type=Path, help="an entry of data/register/<organisation>/")
    command.add_argument("--engine", choices=("warm", "kernel"), help="default: warm on Linux, else kernel")
    _add_workers(command)
