"""Receive a file: copy it untouched and record its source, date and SHA-256.

An earlier file is never overwritten: another file with the same name is rejected. Several commands at once wait for
each other, and the next one finishes what a killed one began.
"""

import argparse
import difflib
import glob
import hashlib
import os
import re
import textwrap
from pathlib import Path
from typing import Any

import yaml

from analysis.definitions import machine_faults, params
from analysis.definitions.errors import InputError, Problem
from analysis.definitions.params import RECORD
from analysis.extracts.deliveries import Entry, Record
from analysis.extracts.readers import DOCUMENTS, READERS
from analysis.running.outputs import atomic_files, streams
from analysis.running.outputs.locks import lock

HEADING = "# What was delivered for this quarter. Files are never edited after they came.\n"
TAKEN = (RECORD, "overrides.yaml", "commentary")
"""Names in a delivery folder that hold something else."""

LOCK = ".deliveries.lock"
_PATIENCE = 60.0
"""Seconds for which one waits while others take in theirs: a copy and two flushes each."""


def receive(folder: Path, file: Path, entry: Entry) -> Path:
    """Copy `file` into the delivery `folder` and record it; returns where it lies now.

    The file is read by its reader first, so that one that cannot be read is not taken in. Raises `InputError`
    for a missing or unreadable file, an unknown format, or a name that is taken by another file; `RunError`
    for a folder that cannot be written, or that others hold for longer than a minute.
    """
    _check(file, entry)
    content = file.read_bytes()
    recorded = entry.model_copy(update={"file": file.name, "sha256": hashlib.sha256(content).hexdigest()})
    place = folder / file.name
    with atomic_files.plain_failures(folder), lock(folder / LOCK, f"The record of {folder.name}", _PATIENCE):
        record = _read(folder / RECORD)
        whole = _with(recorded, record)
        if place.exists() and place.read_bytes() != content:
            raise InputError(_taken(place, record))
        if not place.exists():
            _put(place, content)
        if recorded not in record.deliveries:
            _put(folder / RECORD, _below(recorded, whole, folder / RECORD))
    return place


def prepare(folder: Path) -> None:
    """Make a delivery folder with an empty record; a record that is there stays as it is."""
    with atomic_files.plain_failures(folder), lock(folder / LOCK, f"The record of {folder.name}", _PATIENCE):
        if not (folder / RECORD).exists():
            _put(folder / RECORD, _text(Record(deliveries=())))


def _check(file: Path, entry: Entry) -> None:
    if not os.path.isfile(file):  # noqa: PTH113 - nor does a name that is far too long raise here
        raise InputError(Problem(f"there is no file {file.name}", "check the name and the folder", file.name))
    if file.name.lower() in TAKEN or file.name.startswith(".") or file.name != file.name.strip():
        what = "a received file cannot have this name: it is reserved, hidden or ends in a space"
        raise InputError(Problem(what, "give the file another name", file.name))
    readers = READERS | DOCUMENTS
    if entry.format not in readers:
        nearest = difflib.get_close_matches(entry.format, readers, 1, 0.3)
        remedy = f"use {nearest[0]}" if nearest else f"use one of {', '.join(readers)}"
        raise InputError(Problem(f"{entry.format!r} is not a known format", remedy, file.name))
    try:
        readers[entry.format](file)
    except OSError as error:
        machine_faults.let_through(error)
        what = f"it cannot be read ({error.strerror})"
        raise InputError(Problem(what, "check its permissions", file.name)) from None


def _taken(place: Path, record: Record) -> Problem:
    if any(entry.file == place.name for entry in record.deliveries):
        what = f"another file with that name was received before for {place.parent.name}"
        remedy = f"; if it replaces that one, add --replaces {place.name}"
    else:
        what = f"another file with that name is in {place.parent.name} but not recorded"
        remedy = ", or move that file away if it was not received"
    return Problem(what, f"give the new file another name{remedy}", place.name)


def _read(path: Path) -> Record:
    if not path.exists():
        return Record(deliveries=())
    return params.checked(Record, params.read_yaml(path), path.name)


def _put(path: Path, content: bytes) -> None:
    """Whole or not there; what one that was killed left of its passing file is cleared away."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.[0-9]*"):
        left.unlink()
    atomic_files.write(path, content)
    atomic_files.flush_folder(path.parent)


def _with(recorded: Entry, record: Record) -> Record:
    """The record with one entry more, or with this one in the place of the same file's."""
    before = next((entry for entry in record.deliveries if entry.file == recorded.file), recorded)
    if before.source != recorded.source:
        what = f"it was received before from source {before.source!r}"
        raise InputError(
            Problem(what, f"if that is wrong, correct source in {RECORD}", recorded.file, column="source")
        )
    others = tuple(entry for entry in record.deliveries if entry.file != recorded.file)
    known = [entry.file for entry in Record(deliveries=others).read]
    if recorded.replaces and recorded.replaces not in known:
        nearest = difflib.get_close_matches(recorded.replaces, known, 1, 0.3)
        remedy = f"did you mean {nearest[0]}" if nearest else "leave --replaces out: no file is recorded yet"
        what = f"{recorded.replaces} is not a file received for this quarter"
        raise InputError(Problem(what, remedy, recorded.file, column="replaces"))
    return Record(deliveries=(*others, recorded))


def _below(recorded: Entry, whole: Record, path: Path) -> bytes:
    """The whole record, its new entry put below what is there, so that comments written by hand stay.

    Where that would not be read as meant (another style, an entry that stood there otherwise) it is written anew.
    """
    before = path.read_text(encoding="utf-8").rstrip() if path.exists() else ""
    before = re.sub(r"^deliveries: *\[ *\]", "deliveries:", before, flags=re.MULTILINE)
    for indent in dict.fromkeys([*re.findall("^( *)- ", before, re.MULTILINE), ""]):
        text = f"{before}\n{textwrap.indent(_yaml([recorded.model_dump(exclude_defaults=True)]), indent)}"
        if before and _means(text, whole):
            return text.encode()
    return _text(whole)


def _means(text: str, record: Record) -> bool:
    try:
        return Record.model_validate(params.parsed_yaml(text, RECORD)) == record
    except (InputError, ValueError):
        return False


def _text(record: Record) -> bytes:
    entries = [entry.model_dump(exclude_defaults=True) for entry in record.deliveries]
    return (HEADING + _yaml({"deliveries": entries})).encode()


def _yaml(value: Any) -> str:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True)


def receive_command(options: argparse.Namespace) -> int:
    """`outturn receive`: take one file in for the quarter of a params file."""
    report = params.read_params(options.params)
    _stop_if_unknown(options.source, report, options.params.name)
    root = params.find_root(options.params.resolve().parent)
    given = {
        "source": options.source,
        "title": options.title or options.source,
        "file": options.file.name,
        "format": options.format,
        "received": options.received.isoformat(),
        "replaces": options.replaces,
    }
    entry = params.checked(Entry, given, options.file.name)
    place = receive(params.Folders(root).deliveries(report), options.file, entry)
    streams.say(f"Received as {place.relative_to(root)} and recorded in {RECORD}.")
    return 0


def _stop_if_unknown(source: str, report: params.Params, file: str) -> None:
    known = report.source_order
    if source.strip() and source not in known:
        nearest = difflib.get_close_matches(source, known, 1, params.NEAR)
        first = f"did you mean {nearest[0]}? If not, " if nearest else ""
        what = f"{source!r} is not one of its sources ({', '.join(known)})"
        raise InputError(Problem(what, f"{first}add it to sources there", file, column="sources"))
