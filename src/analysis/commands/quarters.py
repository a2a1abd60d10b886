"""Prepare the next quarter, check a quarter's extracts, and find the newest quarter that is due.

A quarter is due from the day after its extracts are: with 30 `due_days`, the quarter to 30 September is due from 31
October. Only the command line reads the clock, and `--today` replaces it. A report never reads it.
"""

import argparse
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import yaml

from analysis.commands import receive
from analysis.definitions import params, periods
from analysis.definitions.errors import InputError, Problem, stop_if_any, without_rows
from analysis.definitions.params import Folders, Params
from analysis.extracts import deliveries
from analysis.running import report_request
from analysis.running.outputs import atomic_files, streams
from analysis.running.report_request import Order

_ORGANISATION = re.compile(r"""\borganisation["']?\s*:\s*["']?([a-z0-9-]+)""")


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter of a financial year; later ones are greater."""

    year: str
    number: int

    @classmethod
    def of(cls, report: Params) -> "Quarter":
        return cls(report.year, report.quarter)

    def __str__(self) -> str:
        return f"{self.year} Q{self.number}"

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

    def is_due(self, due_days: int, today: date) -> bool:
        """Whether a day lies after the one by which the quarter's extracts were due."""
        return (today - self.end).days > due_days


@dataclass(frozen=True)
class Due:
    """The params files to run on a day, one a report of the organisation.

    Of files that are not of a quarter's report the reason stands in `left_out`; reports that somebody must first
    bring up to date are `behind`.
    """

    files: tuple[Path, ...]
    left_out: tuple[str, ...] = ()
    behind: tuple[Problem, ...] = ()


def due_day(report: Params) -> date:
    """The day by which the extracts of a report's quarter are due; it may run from the day after."""
    return Quarter.of(report).end + timedelta(days=report.due_days)


@without_rows()
def prepare_next(path: Path) -> tuple[Path, tuple[str, ...]]:
    """Write the next quarter's params file and empty delivery folder; its path and what is still to be done.

    A report over many areas gets the folder of each organisation of its areas. What is there already is kept
    as it is. Targets hold for the year; a new year's file is left to be written, with nothing carried over,
    because nobody has agreed it. Raises `InputError`, with nothing written, where the params file cannot be
    carried over line by line.
    """
    report = params.read_params(path)
    root = params.find_root(path.resolve().parent)
    quarter = Quarter.of(report).following
    name = _name_of(report, quarter)
    written = path.with_name(f"{name}.yaml")
    if not written.exists():
        text = _params_text(path, name, quarter)
        with atomic_files.plain_failures(written.parent):
            atomic_files.write(written, text.encode())
    following = needed(params.read_params(written), root)
    for own in following:
        receive.prepare(Folders(root).deliveries(own))
    return written, _to_do(following, Folders(root))


@without_rows()
def needed(report: Params, root: Path) -> tuple[Params, ...]:
    """The parameters of everybody whose deliveries a report is made from: its own, or those of its areas.

    One for each delivery folder and list of sources; raises `InputError` for a list of areas that is wrong.
    """
    if not report.areas or report.area:
        return (report,)
    owns = [area.settings for area in report_request.read_areas(Order(root, report)).values()]
    return tuple({(own.organisation, own.source_order): own for own in owns}.values())


def missing(report: Params, root: Path) -> tuple[Problem, ...]:
    """What of a quarter's extracts has not come, or is not the file that was recorded; none when all have."""
    folders, found = Folders(root), []
    owns = needed(report, root)
    for own in owns:
        problems = deliveries.not_come(folders.deliveries(own), own.source_order, folders.shared)
        of_many = f"{own.organisation}/{own.delivery}/" if len(owns) > 1 else ""
        found += [replace(problem, file=of_many + problem.file) for problem in problems]
    return tuple(found)


@without_rows()
def latest_due(root: Path, organisation: str, today: date) -> Due:
    """The params files of an organisation's newest due quarter, one for each of its reports.

    At most one quarter a report is written, by `next`, and none after a quarter that nothing came for: a
    schedule that nobody looks after must not write one empty quarter after the other. Raises `InputError`,
    with nothing written, where nothing is due or more than one quarter would have to be written.
    """
    reports, unnamed = reports_of(root, organisation)
    due, behind = [], []
    for name, quarters in sorted(reports.items()):
        newest = max(quarters)
        since = _due_since(quarters[newest], today)
        if problem := _is_behind(quarters[newest], since, root):
            behind.append(problem)
        elif since:
            due.append((name, newest, True))
        elif found := [q for q in quarters if q.is_due(quarters[q].due_days, today)]:
            due.append((name, max(found), False))
    if not due:
        stop_if_any(behind)
        first = min(due_day(report) for quarters in reports.values() for report in quarters.values())
        what = f"no quarter of {organisation} is due before {first + timedelta(days=1)}"
        raise InputError(Problem(what, "name its params file to run it now"))
    files = []
    for name, quarter, is_to_be_made in due:
        path = root / "params" / f"{name}{quarter.suffix}.yaml"
        files.append(prepare_next(path)[0] if is_to_be_made else path)
    return Due(tuple(files), unnamed, tuple(behind))


def next_command(options: argparse.Namespace) -> int:
    """`outturn next`: prepare the next quarter and say what is left to people."""
    written, to_do = prepare_next(options.params)
    told = f"{written.name} and its delivery folder are ready. Still to do:"
    streams.say(told, *(f"- {what}" for what in to_do))
    return 0


def check_command(options: argparse.Namespace) -> int:
    """`outturn check`: 0 when all extracts of the quarter are there as recorded, else 2 and what is wrong."""
    report = params.read_params(options.params)
    root = params.find_root(options.params.resolve().parent)
    found = missing(report, root)
    streams.say_aside(*found)
    if not found:
        owns = needed(report, root)
        of_many = f" for each of {len(owns)} organisations" if len(owns) > 1 else ""
        streams.say(
            f"All {len(owns[0].source_order)} sources of {report.report} have been received{of_many}."
        )
    return 2 if found else 0


def _params_text(path: Path, name: str, quarter: Quarter) -> str:
    """The params file as it stands, comments and all, with the values of the quarter changed."""
    values: dict[str, str | int] = {
        "report": name,
        "year": quarter.year,
        "quarter": quarter.number,
        "as_at": str(quarter.end),
    }
    text = changed(path.read_bytes().decode("utf-8"), values, path.name)
    params.checked(Params, params.parsed_yaml(text, path.name), path.name)
    return text


def _name_of(report: Params, quarter: Quarter) -> str:
    old = Quarter.of(report).suffix
    if not report.report.endswith(old):
        what = f"the report {report.report} does not end with {old}"
        raise InputError(Problem(what, "name params files after their quarter", column="report"))
    return report.report.removesuffix(old) + quarter.suffix


def _to_do(following: tuple[Params, ...], folders: Folders) -> tuple[str, ...]:
    targets = {folders.targets(own): own.year for own in following}
    to_set = [
        f"write the targets of {year} in {_named(path, len(targets))}, and who agreed them"
        for path, year in targets.items()
        if not path.is_file()
    ]
    to_take = [
        f"receive the extract from {source}{_for(own, len(following))}, due by {due_day(own)}"
        for own in following
        for source in own.source_order
    ]
    return (*to_set, *to_take)


def _named(path: Path, of: int) -> str:
    return path.name if of == 1 else f"{path.parent.name}/{path.name}"


def _for(own: Params, of: int) -> str:
    return "" if of == 1 else f" for {own.organisation}"


def _due_since(report: Params, today: date) -> tuple[Quarter, ...]:
    """The quarters after a report's own that are due on a day, as far as its `due_days` say."""
    found, quarter = [], Quarter.of(report).following
    while quarter.is_due(report.due_days, today):
        found.append(quarter)
        quarter = quarter.following
    return tuple(found)


def _is_behind(report: Params, since: tuple[Quarter, ...], root: Path) -> Problem | None:
    """Why the quarter after a report's newest is not written without being asked for, if it is not."""
    file = f"{report.report}.yaml"
    if len(since) > 1:
        which = (
            f"{since[0]} and {since[1]}"
            if len(since) == 2
            else f"{len(since)} from {since[0]} to {since[-1]}"
        )
        what = f"more than one quarter has become due since this params file: {which}"
        remedy = (
            "write each quarter you want with outturn next, or the newest by hand; if the report has ended, "
            "move its file to a folder such as params/ended"
        )
        return Problem(what, remedy, file)
    if since and not _has_begun(report, root):
        what = f"nothing was received for {Quarter.of(report)}, and {since[0]} is now due"
        remedy = f"receive what has come, or write {since[0]} with outturn next params/{file}"
        return Problem(what, remedy, file)
    return None


def _has_begun(report: Params, root: Path) -> bool:
    """Whether anything at all was delivered for a report's quarter, to any of its areas."""
    folders = [Folders(root).deliveries(own) for own in needed(report, root)]
    return any(deliveries.is_begun(folder) for folder in folders)


def reports_of(root: Path, organisation: str) -> tuple[dict[str, dict[Quarter, Params]], tuple[str, ...]]:
    """The reports of an organisation, and which of its files are not named after their quarter.

    Each report, by what its ids begin with, is its quarters' parameters. `InputError` where there are none.
    """
    found: dict[str, dict[Quarter, Params]] = {}
    unnamed = []
    for path in sorted((root / "params").glob("*.yaml")):
        if not _is_of(path, organisation):
            continue
        report = params.read_params(path)
        quarter = Quarter.of(report)
        if report.report.endswith(quarter.suffix):
            found.setdefault(report.report.removesuffix(quarter.suffix), {})[quarter] = report
        else:
            unnamed.append(
                f"{path.name}: its name does not end with its quarter, so it runs only if you name it"
            )
    if not found:
        what = f"there is no params file for the organisation {organisation!r}"
        raise InputError(Problem("; ".join((what, *unnamed)), "check its name, or write the first one"))
    return found, tuple(unnamed)


def _is_of(path: Path, organisation: str) -> bool:
    """Whether a params file is of an organisation. One that cannot be read stops those that it may be of."""
    try:
        return params.read_yaml(path).get("organisation") == organisation
    except InputError:
        if not path.is_file():
            return False
        said = _ORGANISATION.search(path.read_bytes().decode("utf-8", "replace"))
        if said[1] == organisation if said else path.name.startswith(f"{organisation}-"):
            raise
        return False


def changed(text: str, values: Mapping[str, str | int], file: str) -> str:
    """`text` with the values of some names of its outermost mapping changed, and nothing else.

    The result is read again and held to that. `InputError` where it does not come out so (a name that
    is not there, a value over several lines), naming the lines to write by hand.
    """
    before = params.parsed_yaml(text, file)
    written = text
    for place, value in sorted(_places(text, values).items(), reverse=True):
        written = written[: place[0]] + value + written[place[1] :]
    try:
        after = params.parsed_yaml(written, file)
    except InputError:
        after = {}
    if after != {**before, **values} or not values.keys() <= before.keys():
        lines = "; ".join(f"{name}: {_as_yaml(value)}" for name, value in values.items())
        what = "its lines cannot be changed automatically"
        raise InputError(Problem(what, f"copy the file and type {lines}", file))
    return written


def _places(text: str, values: Mapping[str, str | int]) -> dict[tuple[int, int], str]:
    """From where to where in the text each value stands, and what is to stand there."""
    mapping = yaml.compose(text, yaml.SafeLoader)
    if not isinstance(mapping, yaml.MappingNode):
        return {}
    return {
        (node.start_mark.index, node.end_mark.index): _as_yaml(values[key.value])
        for key, node in mapping.value
        if key.value in values and isinstance(node, yaml.ScalarNode)
    }


def _as_yaml(value: str | int) -> str:
    return json.dumps(value, ensure_ascii=False)  # a number, or a text between quotation marks
