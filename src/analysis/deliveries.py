"""What was delivered for a quarter, file by file, as its record says: source, date, SHA-256.

Deliveries lie in `data/<organisation>/<year>-q<quarter>/` beside `deliveries.yaml`. They are read and never
written: a file whose hash is not the recorded one is refused.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import Field

from analysis import params
from analysis.errors import InputError, OutturnError, Problem
from analysis.extracts import DOCUMENTS, READERS
from analysis.indicators import Definition, Text

RECORD = "deliveries.yaml"


class Entry(Definition):
    """One line of the record. `received` is a date or month as text; `format` names a reader."""

    source: Text
    title: Text
    publisher: str = ""
    file: Text
    format: Text
    received: Text
    sha256: str = ""
    note: str = ""


class Record(Definition):
    """The record of one quarter's deliveries."""

    deliveries: tuple[Entry, ...] = Field(strict=False)


@dataclass(frozen=True)
class Delivery:
    """One delivered file, read: its entry in the record and its cells as text.

    `content` is a table of rows with row numbers where the file holds figures, else what its reader returns.
    """

    entry: Entry
    content: Any

    @property
    def holds_figures(self) -> bool:
        """Whether it holds figures of indicators, and not a budget, a plan or a costing."""
        return self.entry.format in READERS

    @property
    def rows(self) -> pd.DataFrame:
        """The raw rows of a delivery that holds figures."""
        if not self.holds_figures:
            raise TypeError(f"{self.entry.file} holds no figures of indicators")
        return self.content


def read_deliveries(folder: Path, sources: tuple[str, ...]) -> tuple[Delivery, ...]:
    """Every delivery of `sources`, in their order. All that is wrong with any file comes at once.

    Raises `InputError` for a missing record, a source without a file, a missing or altered file, an unknown
    format, and whatever the readers refuse.
    """
    if not (folder / RECORD).is_file():
        what = f"there is no record {RECORD} in {folder.parent.name}/{folder.name}"
        remedy = (
            "check year, quarter and organisation, or put the quarter's deliveries and their record there"
        )
        raise InputError(Problem(what, remedy, RECORD))
    record = params.checked(Record, params.read_yaml(folder / RECORD), RECORD)
    entries = [entry for source in sources for entry in record.deliveries if entry.source == source]
    problems = _undelivered(record, sources)
    read = []
    for entry in entries:
        try:
            read.append(Delivery(entry, _read(folder / entry.file, entry)))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return tuple(read)


def _undelivered(record: Record, sources: tuple[str, ...]) -> list[Problem]:
    delivered = {entry.source for entry in record.deliveries}
    missing = [
        Problem(f"no file is recorded for source {source!r}", "add it, or take it out of sources", RECORD)
        for source in sources
        if source not in delivered
    ]
    unread = [
        Problem(f"source {source!r} is delivered but not in sources", "add it to sources", RECORD)
        for source in sorted(delivered - set(sources))
    ]
    return missing + unread


def _read(path: Path, entry: Entry) -> Any:
    readers = READERS | DOCUMENTS
    if entry.format not in readers:
        remedy = f"use one of {', '.join(readers)}"
        raise InputError(Problem(f"{entry.format!r} is not a known format", remedy, RECORD, column="format"))
    if Path(entry.file).name != entry.file:
        raise InputError(Problem(f"{entry.file!r} is not a plain file name", "name the file alone", RECORD))
    if path.is_symlink() or not path.is_file():
        what = f"the file {entry.file} of source {entry.source!r} is missing"
        raise InputError(Problem(what, f"put it in {path.parent.parent.name}/{path.parent.name}", entry.file))
    _check_hash(path, entry)
    try:
        return readers[entry.format](path)
    except OutturnError:
        raise
    except OSError as error:
        what = f"it cannot be read ({error.strerror})"
        raise InputError(Problem(what, "check its permissions", entry.file)) from None


def _check_hash(path: Path, entry: Entry) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if not entry.sha256:
        what, remedy = "its SHA-256 is not recorded", f"if it is as delivered, record sha256: {found}"
    elif found != entry.sha256:
        what = "it is not the file that was recorded: it was changed after it came"
        remedy = f"restore the file as delivered; if it was delivered again, record sha256: {found}"
    else:
        return
    raise InputError(Problem(what, remedy, entry.file, column="sha256"))
