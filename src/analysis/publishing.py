"""`outturn publish`: a draft that is signed off becomes the published report and an entry of the register.

What is published is the draft as it was read, page for page, without its mark. The entry is added first, in
one step, then the pages are switched in: a run that is killed between the two is finished by the next.
"""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from analysis import entries, html, inputs, orders, register, storage, workbook
from analysis.errors import InputError, Problem, stop_if_any
from analysis.locks import lock
from analysis.orders import Order
from analysis.params import Folders
from analysis.publication import Publication, digest
from analysis.register import Entry

PUBLISHED = "published"
"""Folder under `outputs` that holds what was published; drafts never touch it."""


def publish(options: argparse.Namespace) -> int:
    """Sign off the draft of `options.params` by `options.role` on `options.date`; returns the exit status."""
    order = orders.read_order(options.params)
    _check(order, options)
    folders = Folders(order.root)
    folder = folders.register(order.settings)
    with (
        order.publication.held(),
        lock(folders.outputs / f".register-{order.settings.organisation}", "The register"),
    ):
        _tidy(folder)
        record = _whole_draft(order.publication)
        files = signed_off(order.publication.target)
        entry = _registered(folder, order, record)
        if entry is None:
            entry = _new_entry(order, record, files, options)
            add(folder, entry)
        _put(order, record, files, entry)
    print(f"Published {order.name} as entry {entry.number} of the register, signed off by {entry.role}.")
    return 0


def add(folder: Path, entry: Entry) -> Path:
    """Add an entry in one step; what is there already is never written over."""
    path = folder / entry.file
    if path.exists():
        raise InputError(Problem("an entry of that number is there already", "run again", path.name))
    with storage.plain_failures(folder):
        storage.write(path, register.text_of(entry))
        storage.flush_folder(folder)
    return path


def signed_off(draft: Path) -> dict[str, bytes]:
    """Every file of a draft but its record, the pages without their mark."""
    found = {}
    for path in sorted(path for path in draft.rglob("*") if path.is_file() and path.name != "run.json"):
        content = path.read_bytes()
        name = path.relative_to(draft).as_posix()
        found[name] = html.unmarked(content.decode()).encode() if path.suffix == ".html" else content
    return found


def _tidy(folder: Path) -> None:
    """Take away what a run that was killed had half written; an entry itself is never touched."""
    for path in folder.glob(".*.json.*"):
        path.unlink()


def _check(order: Order, options: argparse.Namespace) -> None:
    problems = []
    if not options.role.strip():
        problems.append(Problem("no role signs it off", 'give --role "Head of Community Safety"'))
    try:
        date.fromisoformat(options.date)
    except ValueError:
        problems.append(Problem(f"{options.date!r} is not a day", "give --date such as 2012-11-01"))
    if order.is_of_many:
        problems.append(Problem("it asks for a report of each of many areas", "name the one area to publish"))
    stop_if_any(problems)


def _whole_draft(publication: Publication) -> dict[str, Any]:
    """The record of the draft; `InputError` where there is none or a part of it is missing."""
    record = publication.record()
    if not record:
        what, remedy = (
            f"there is no draft of {publication.name}",
            "make it with outturn run and read it first",
        )
        raise InputError(Problem(what, remedy))
    if record.get("exit_status") != 0:
        what = "a section of the draft could not be made"
        raise InputError(Problem(what, "mend it and run again", publication.name))
    return record


def _registered(folder: Path, order: Order, record: dict[str, Any]) -> Entry | None:
    """The entry of this very draft, where a run was killed after it had been added."""
    found = register.read_register(folder)
    last = found[-1] if found else None
    return last if last and (last.report, last.draft) == (order.name, record.get("inputs_sha256")) else None


def _new_entry(
    order: Order, record: dict[str, Any], files: dict[str, bytes], options: argparse.Namespace
) -> Entry:
    current = inputs.fingerprint(order.root, order.parameters)
    if not inputs.unchanged(order.publication, current):
        raise InputError(tuple(_changed(order, record)))
    book = workbook.open_workbook(order.parameters)
    signed = {"report": order.name, "role": options.role.strip(), "date": options.date}
    pages = {name: content for name, content in files.items() if not name.startswith("notebooks/")}
    return entries.make_entry(book.assessment, Folders(order.root), record, pages, signed)


def _changed(order: Order, record: dict[str, Any]) -> list[Problem]:
    """What differs from what the draft was made from, as far as its record tells."""
    remedy = "make the draft again with outturn run, read it, then publish"
    delivered = entries.delivered(order.root, order.settings)
    now = {Path(path).name: found for path, found in delivered.items()}
    found = [
        Problem("it was delivered otherwise since the draft was made", remedy, entry["file"])
        for entry in record.get("inputs", [])
        if entry["file"] in now and now[entry["file"]] != entry["sha256"]
    ]
    given = dict(order.parameters)
    for name in sorted(set(given) | set(record.get("parameters", {}))):
        if given.get(name) != record.get("parameters", {}).get(name):
            found.append(Problem("the parameter changed since the draft was made", remedy, column=name))
    if record.get("code_sha256") != inputs.code():
        found.append(Problem("the program changed since the draft was made", remedy))
    other = (
        "a definition, target, commentary, notebook, page or the register changed since the draft was made"
    )
    return found or [Problem(other, remedy)]


def _put(order: Order, record: dict[str, Any], files: dict[str, bytes], entry: Entry) -> None:
    """The published folder, switched in whole."""
    sections = [
        {**section, "page_sha256": digest(files[f"sections/{section['name']}.html"])}
        for section in record["sections"]
    ]
    published = {"entry": entry.number, "role": entry.role, "date": entry.date}
    told = {**record, "sections": sections, "published": published}
    whole = {**files, "run.json": json.dumps(told, indent=1, sort_keys=True).encode()}
    place = Publication(Folders(order.root).outputs / PUBLISHED, order.name)
    with place.held():
        place.publish(whole)
