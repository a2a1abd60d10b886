"""Taking in a delivery: the file is copied untouched, and its source, date and SHA-256 are recorded.

What was delivered before is never overwritten: a file of the same name is refused unless it is the same file.
"""

import difflib
import hashlib
from pathlib import Path

import yaml

from analysis import params
from analysis.deliveries import RECORD, Entry, Record
from analysis.errors import InputError, Problem
from analysis.extracts import DOCUMENTS, READERS


def receive(folder: Path, file: Path, entry: Entry) -> Path:
    """Copy `file` into the delivery `folder` and record it; returns where it lies now.

    The file is read by its reader first, so that one that cannot be read is not taken in. Raises `InputError`
    for a missing or unreadable file, an unknown format, or a name that is taken by another file.
    """
    _check(file, entry)
    content = file.read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / file.name
    if place.exists() and place.read_bytes() != content:
        what = f"another file of that name was delivered before for {folder.name}"
        raise InputError(Problem(what, "give the new file a name of its own", file.name))
    recorded = entry.model_copy(update={"file": file.name, "sha256": hashlib.sha256(content).hexdigest()})
    record = _read(folder / RECORD)
    others = tuple(e for e in record.deliveries if e.file != file.name)
    if not place.exists():
        _put(place, content)
    _write(folder / RECORD, Record(deliveries=(*others, recorded)))
    return place


def _check(file: Path, entry: Entry) -> None:
    if not file.is_file():
        raise InputError(Problem(f"there is no file {file.name}", "check the name and the folder", file.name))
    readers = READERS | DOCUMENTS
    if entry.format not in readers:
        nearest = difflib.get_close_matches(entry.format, readers, 1, 0.3)
        remedy = f"use {nearest[0]}" if nearest else f"use one of {', '.join(readers)}"
        raise InputError(Problem(f"{entry.format!r} is not a known format", remedy, file.name))
    readers[entry.format](file)


def _read(path: Path) -> Record:
    if not path.exists():
        return Record(deliveries=())
    return params.checked(Record, params.read_yaml(path), path.name)


def _put(place: Path, content: bytes) -> None:
    """Written beside and moved into place, so that a half-written delivery is never seen."""
    beside = place.with_name(f".{place.name}.part")
    beside.write_bytes(content)
    beside.replace(place)


def _write(path: Path, record: Record) -> None:
    entries = [entry.model_dump(exclude_defaults=True) for entry in record.deliveries]
    text = yaml.safe_dump({"deliveries": entries}, sort_keys=False, allow_unicode=True)
    heading = "# What was delivered for this quarter. Files are never edited after they came.\n"
    _put(path, (heading + text).encode())


def receive_command(options) -> int:
    """`outturn receive`: take one file in for the quarter of a params file."""
    report = params.read_params(options.params)
    root = params.find_root(options.params.resolve().parent)
    entry = Entry(
        source=options.source,
        title=options.title or options.source,
        file=options.file.name,
        format=options.format,
        received=options.received,
    )
    place = receive(params.Folders(root).deliveries(report), options.file, entry)
    print(f"Taken in as {place.relative_to(root)} and recorded in {RECORD}.")
    return 0
