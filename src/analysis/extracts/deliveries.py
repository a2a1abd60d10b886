"""Read the files received for a quarter, as their record says: source, date, SHA-256.

Files are in `data/<organisation>/<year>-q<quarter>/` beside `deliveries.yaml`. They are read and never written. A
file whose hash is not the recorded one is rejected.
"""

import difflib
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from pydantic import Field, field_validator, model_validator

from analysis.definitions import machine_faults, params, periods
from analysis.definitions.errors import InputError, OutturnError, Problem, without_rows
from analysis.definitions.indicators import Definition, Text
from analysis.definitions.params import RECORD, Params
from analysis.extracts.readers import DOCUMENTS, READERS


class Entry(Definition):
    """One line of the record. `received` is a date or month as text; `format` names a reader.

    `folder: shared` says that the file lies among the public data that are read in place and never copied. Of
    such a table, which is of no one quarter, `until` names the last period taken and `only` the indicators;
    what is beyond them is counted and left out.

    `replaces` names the file that this one was sent instead of, which stays where it lies and is not read.
    """

    source: Text
    title: Text
    publisher: str = ""
    file: Text
    format: Text
    received: Text = Field(examples=["2024-10-07"])
    sha256: str = ""
    note: str = ""
    folder: Literal["", "shared"] = ""
    until: str = ""
    only: tuple[Text, ...] = Field(default=(), strict=False)
    replaces: str = ""

    @field_validator("until")
    @classmethod
    def _is_a_period(cls, value: str) -> str:
        if value:
            periods.parse(value)
        return value


class Record(Definition):
    """The record of one quarter's deliveries."""

    deliveries: tuple[Entry, ...] = Field(strict=False)

    @model_validator(mode="after")
    def _replaces_what_came_before(self) -> "Record":
        standing: set[str] = set()
        for entry in self.deliveries:
            if entry.replaces and entry.replaces not in standing:
                raise ValueError(f"{entry.file} replaces {entry.replaces}, which no line above it records")
            standing = standing - {entry.replaces} | {entry.file}
        return self

    @property
    def read(self) -> tuple[Entry, ...]:
        """The entries whose files are read: those that nothing later replaces."""
        gone = {entry.replaces for entry in self.deliveries}
        return tuple(entry for entry in self.deliveries if entry.file not in gone)


@dataclass(frozen=True)
class Delivery:
    """One delivered file, read: its entry in the record and its cells as text.

    `content` is a table of rows with row numbers where the file holds figures, else what its reader returns;
    `left_out` counts the rows that its entry does not take.
    """

    entry: Entry
    content: Any
    left_out: int = 0

    @property
    def holds_figures(self) -> bool:
        """Whether it holds figures of indicators, and not a budget, a plan or a costing."""
        return self.entry.format in READERS

    @property
    def rows(self) -> pd.DataFrame:
        """The raw rows of a delivery that holds figures."""
        if not self.holds_figures:
            raise TypeError(f"{self.entry.file} holds no figures of indicators")
        rows: pd.DataFrame = self.content
        return rows


def read_deliveries(
    folder: Path, sources: tuple[str, ...], shared: Path | None = None
) -> tuple[Delivery, ...]:
    """Every delivery of `sources`, in their order. All that is wrong with any file comes at once.

    `shared` is where entries with `folder: shared` lie.

    Raises `InputError` for a missing record, a source without a file, a missing or altered file, an unknown
    format, and whatever the readers refuse.
    """
    record = _read_record(folder)
    entries = [entry for source in sources for entry in record.read if entry.source == source]
    problems = _undelivered(record, sources)
    read = []
    for entry in entries:
        try:
            delivery = Delivery(entry, _read(_place(folder, entry, shared), entry))
            read.append(_taken(delivery) if delivery.holds_figures else delivery)
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return tuple(read)


def not_come(folder: Path, sources: tuple[str, ...], shared: Path | None = None) -> tuple[Problem, ...]:
    """Why `read_deliveries` would stop before it reads a figure: no record, a source without a file, a file
    that is missing or not the one recorded. None where all has come.
    """
    try:
        record = _read_record(folder)
    except InputError as error:
        return error.problems
    problems = _undelivered(record, sources)
    for entry in record.read:
        try:
            _check_file(_place(folder, entry, shared), entry)
        except InputError as error:
            problems.extend(error.problems)
    return tuple(problems)


def is_begun(folder: Path) -> bool:
    """Whether the record of a quarter names any file. Raises `InputError` for a record that is broken."""
    return (folder / RECORD).is_file() and bool(_read_record(folder).deliveries)


@without_rows()
def _read_record(folder: Path) -> Record:
    if not (folder / RECORD).is_file():
        what = f"there is no record {RECORD} in {folder.parent.name}/{folder.name}"
        remedy = f"receive the quarter's first file with outturn receive, or {_mistyped(folder.parent)}"
        raise InputError(Problem(what, remedy, RECORD))
    return params.checked(Record, params.read_yaml(folder / RECORD), RECORD)


@without_rows()
def _mistyped(organisation: Path) -> str:
    """Which field of the params file to look at, where the folder of its quarter is not there."""
    if organisation.is_dir():
        return "check year and quarter in the params file"
    others = [path.name for path in sorted(organisation.parent.glob("*")) if path.is_dir()]
    nearest = difflib.get_close_matches(organisation.name, others, 1, params.NEAR)
    if nearest:
        return f"if you mean {nearest[0]}, correct organisation in the params file"
    return "check organisation, year and quarter in the params file"


def _place(folder: Path, entry: Entry, shared: Path | None) -> Path:
    if entry.folder != "shared":
        return folder / entry.file
    if shared is None or not (shared / "data").is_dir():
        what = f"the folder of shared data with {entry.file} is missing"
        remedy = "name it in pyproject.toml, [tool.outturn] shared, or in the variable OUTTURN_SHARED"
        raise InputError(Problem(what, remedy, RECORD, column="folder"))
    return shared / "data" / entry.file


def _taken(delivery: Delivery) -> Delivery:
    """The delivery without the rows that its entry leaves out."""
    entry, rows = delivery.entry, delivery.content
    taken = rows["ref"].isin(entry.only) if entry.only else rows["ref"].notna()
    if entry.until:
        last = periods.parse(entry.until).last
        ends = {text: _last_month(text) for text in rows["period"].unique()}
        taken &= rows["period"].map(ends) <= last
    return replace(delivery, content=rows[taken], left_out=int((~taken).sum()))


def _last_month(text: str) -> int:
    """The month a period ends with; of a text that is none the first, so that it is kept and then refused."""
    try:
        return periods.parse_month(text).last
    except ValueError:
        return 0


def _undelivered(record: Record, sources: tuple[str, ...]) -> list[Problem]:
    delivered = {entry.source for entry in record.read}
    missing = [
        Problem(
            f"no file is recorded for source {source!r}",
            "receive it with outturn receive, or remove it from sources",
            RECORD,
            of_rows=False,
        )
        for source in sources
        if source not in delivered
    ]
    unread = [
        Problem(
            f"source {source!r} has files but is not in sources", "add it to sources", RECORD, of_rows=False
        )
        for source in sorted(delivered - set(sources))
    ]
    return missing + unread


def _read(path: Path, entry: Entry) -> Any:
    try:
        _check_file(path, entry)
        return (READERS | DOCUMENTS)[entry.format](path)
    except OutturnError:
        raise
    except OSError as error:
        raise _unreadable(error, entry) from None


@without_rows()
def _check_file(path: Path, entry: Entry) -> None:
    readers = READERS | DOCUMENTS
    if entry.format not in readers:
        remedy = f"use one of {', '.join(readers)}"
        raise InputError(Problem(f"{entry.format!r} is not a known format", remedy, RECORD, column="format"))
    if Path(entry.file).name != entry.file:
        raise InputError(Problem(f"{entry.file!r} is not a plain file name", "name the file alone", RECORD))
    if path.is_symlink() or not path.is_file():
        what = f"the file {entry.file} of source {entry.source!r} is missing"
        raise InputError(Problem(what, f"put it in {path.parent.parent.name}/{path.parent.name}", entry.file))
    try:
        _check_hash(path, entry)
    except OSError as error:
        raise _unreadable(error, entry) from None


def _unreadable(error: OSError, entry: Entry) -> InputError:
    machine_faults.let_through(error)
    return InputError(Problem(f"it cannot be read ({error.strerror})", "check its permissions", entry.file))


def _check_hash(path: Path, entry: Entry) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if not entry.sha256:
        what, remedy = "its SHA-256 is not recorded", f"if it is as received, record sha256: {found}"
    elif found != entry.sha256:
        what = "it has changed since it was recorded"
        remedy = (
            "restore the file as received, and receive another under its own name with outturn receive "
            f"--replaces {entry.file}; or, if this is the file as received, record sha256: {found}"
        )
    else:
        return
    raise InputError(Problem(what, remedy, entry.file, column="sha256"))


_SHOWN = 10
"""Places of the deliveries that a message names, at most."""


def unknown_places(
    deliveries: Iterable[Delivery],
    report: Params,
    declared: bool = False,
    regions: Callable[[], Iterable[str]] = tuple,
) -> list[Problem]:
    """The own area if no delivered figure is of it, and the region if nothing declares or delivers it.

    `declared` says whether the region has its file; `regions` names those that have one,
    asked only where another was meant.
    """
    there = sorted({area for delivery in deliveries for area in delivery.rows["area"].unique()})
    if not there:
        return []
    return [*_of_area(there, report), *([] if declared else _of_region(there, report, regions))]


def _of_area(there: list[str], report: Params) -> list[Problem]:
    """Of many areas each says for itself that it has no figure; figures of parts alone need no other place."""
    others = [name for name in there if name not in report.places]
    parts_alone = set(there) & set(params.listed(report.parts)) and not others
    if report.areas or report.area in there or parts_alone:
        return []
    others = others or there
    rest = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
    what = f"the files have no figure for {report.area!r}; they have {', '.join(others[:_SHOWN])}{rest}"
    remedy = _nearest(report.area, others) or "write area as the files spell it, or add its figures"
    return [Problem(what, remedy, f"{report.report}.yaml", column="area")]


def _of_region(there: list[str], report: Params, regions: Callable[[], Iterable[str]]) -> list[Problem]:
    if not report.region or set(there) & set(params.listed(report.region)):
        return []
    what = f"the files have no figure for the region {report.region!r}, and no file in params/regions declares it"
    others = set(report.places) - {report.region}
    known = [name for name in (*there, *regions()) if name not in others]
    remedy = _nearest(report.region, known) or "leave region empty, add its figures, or declare it there"
    return [Problem(what, remedy, f"{report.report}.yaml", column="region")]


def _nearest(name: str, known: list[str]) -> str:
    found = difflib.get_close_matches(name, known, 1, 0.5)
    return f"did you mean {found[0]!r}" if found else ""
