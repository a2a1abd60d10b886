"""The quarters to come: the next one prepared, what has come of it, which is due, and who starts the run.

Only the command line reads the clock, and `--today` takes its place; a report itself never does.
"""

import argparse
import shlex
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml

from analysis import params, periods, storage
from analysis.deliveries import RECORD
from analysis.errors import InputError, Problem
from analysis.params import Folders, Params

_RECORD_TEXT = (
    "# What was delivered for this quarter. Files are never edited after they came.\ndeliveries: []\n"
)


@dataclass(frozen=True)
class Quarter:
    """One quarter of a financial year; later ones are greater."""

    year: str
    number: int

    @property
    def following(self) -> "Quarter":
        """The quarter after: `Quarter("2012-13", 4).following` is `Quarter("2013-14", 1)`."""
        if self.number < 4:
            return Quarter(self.year, self.number + 1)
        starts = int(self.year[:4]) + 1
        return Quarter(periods.year(starts).label, 1)

    @property
    def end(self) -> date:
        return periods.quarter(self.year, self.number).end

    @property
    def suffix(self) -> str:
        """How report ids and delivery folders call it."""
        return f"{self.year}-q{self.number}"


def due_day(report: Params) -> date:
    """The day by which the extracts of a report's quarter are due."""
    return Quarter(report.year, report.quarter).end + timedelta(days=report.due_days)


def prepare_next(path: Path) -> tuple[Path, tuple[str, ...]]:
    """Write the next quarter's params file and empty delivery folder; its path and what is still to be done.

    What is there already is kept as it is. Targets hold for the year; a new year's file is left to be
    written, with nothing carried over, because nobody has agreed it.
    """
    report = params.read_params(path)
    root = params.find_root(path.resolve().parent)
    quarter = Quarter(report.year, report.quarter).following
    name = _name_of(report, quarter)
    written = path.with_name(f"{name}.yaml")
    if not written.exists():
        storage.write(written, _params_text(path, name, quarter).encode())
    following = params.read_params(written)
    record = Folders(root).deliveries(following) / RECORD
    if not record.exists():
        storage.write(record, _RECORD_TEXT.encode())
    return written, _to_do(following, Folders(root))


def missing(report: Params, folders: Folders) -> tuple[str, ...]:
    """What of a quarter's extracts is not there, a sentence each; none when all have come."""
    record = folders.deliveries(report) / RECORD
    entries = params.read_yaml(record).get("deliveries") or [] if record.is_file() else []
    files: dict[str, list[str]] = {source: [] for source in report.source_order}
    for entry in entries:
        if isinstance(entry, dict) and entry.get("source") in files and not entry.get("folder"):
            files[entry["source"]].append(str(entry.get("file")))
        elif isinstance(entry, dict) and entry.get("source") in files:
            files[entry["source"]].append("")  # among the public data, which are not delivered
    found = []
    for source, names in files.items():
        if not names:
            found.append(f"nothing has come from {source}")
        gone = [name for name in names if name and not (record.parent / name).is_file()]
        found += [f"{name} of {source} is recorded but not there" for name in gone]
    return tuple(found)


def latest_due(root: Path, organisation: str, today: date) -> Path:
    """The params file of the newest quarter that is due on a day, written from the one before if need be."""
    reports = _reports_of(root, organisation)
    newest = max(reports, key=lambda path: _order(reports[path]))
    while _due_of_next(reports[newest]) <= today:
        newest, _ = prepare_next(newest)
        reports[newest] = params.read_params(newest)
    due = [path for path, report in reports.items() if due_day(report) <= today]
    if not due:
        first = min(due_day(report) for report in reports.values())
        _stop(
            f"no quarter of {organisation} is due before {first}",
            "run it by its params file if it is wanted now",
        )
    return max(due, key=lambda path: _order(reports[path]))


def due_days_of(root: Path, organisation: str) -> int:
    """The `due_days` of the organisation's newest params file."""
    return max(_reports_of(root, organisation).values(), key=_order).due_days


def next_command(options: argparse.Namespace) -> int:
    """`outturn next`: prepare the next quarter and say what is left to people."""
    written, to_do = prepare_next(options.params)
    print(f"Wrote {written.name} and its delivery folder. Still to be done:")
    print("\n".join(f"- {what}" for what in to_do))
    return 0


def check_command(options: argparse.Namespace) -> int:
    """`outturn check`: 0 when all extracts of the quarter are there, else 2 and what is missing."""
    report = params.read_params(options.params)
    found = missing(report, Folders(params.find_root(options.params.resolve().parent)))
    for what in found:
        print(f"{what}. To mend it: outturn receive {options.params} ...", file=sys.stderr)
    if not found:
        print(f"All {len(report.source_order)} sources of {report.report} have come.")
    return 2 if found else 0


def command_line(root: Path, organisation: str, hook: str, windows: bool = False) -> str:
    """The command that a scheduler starts: the newest quarter that is due, and the hook if it fails."""
    quoted = (lambda word: f'"{word}"') if windows else shlex.quote
    run = f"{quoted(sys.executable)} -m analysis.run run --latest {quoted(organisation)}"
    started = f"cd {'/d ' if windows else ''}{quoted(str(root))} && {run}"
    return f"({started}) || {hook}" if hook else started


def _params_text(path: Path, name: str, quarter: Quarter) -> str:
    """The params file as it stands, comments and all, with the lines of the quarter changed."""
    values = {
        "report": name,
        "year": f'"{quarter.year}"',
        "quarter": quarter.number,
        "as_at": f'"{quarter.end}"',
    }
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        key = line.partition(":")[0]
        lines.append(f"{key}: {values[key]}" if key in values else line)
    return "\n".join(lines) + "\n"


def _name_of(report: Params, quarter: Quarter) -> str:
    old = Quarter(report.year, report.quarter).suffix
    if not report.report.endswith(old):
        _stop(
            f"the report {report.report} does not end with {old}",
            "name params files after their quarter",
            "report",
        )
    return report.report.removesuffix(old) + quarter.suffix


def _to_do(report: Params, folders: Folders) -> tuple[str, ...]:
    targets = folders.targets(report)
    to_set = (
        ()
        if targets.is_file()
        else (f"set the targets of {report.year} in {targets.name}, with who agreed them",)
    )
    due = f"by {due_day(report)}"
    return (*to_set, *(f"take in the extract of {source}, due {due}" for source in report.source_order))


def _reports_of(root: Path, organisation: str) -> dict[Path, Params]:
    """All params files of an organisation that name a quarter, by path."""
    found = {}
    for path in sorted((root / "params").glob("*.yaml")):
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
        if isinstance(values, dict) and values.get("organisation") == organisation:
            report = params.read_params(path)
            if report.report.endswith(Quarter(report.year, report.quarter).suffix):
                found[path] = report
    if not found:
        _stop(
            f"no params file is of the organisation {organisation!r}",
            "check its name, or write the first one",
        )
    return found


def _order(report: Params) -> tuple[str, int]:
    return report.year, report.quarter


def _due_of_next(report: Params) -> date:
    return Quarter(report.year, report.quarter).following.end + timedelta(days=report.due_days)


def _stop(what: str, remedy: str, column: str = "") -> None:
    raise InputError(Problem(what, remedy, column=column))
