"""`outturn publish`: sign off a draft, publish its pages and add an entry to the register.

The published pages are the pages that were read, without the draft mark. The entry is added first, in one step, then
the pages are switched in. If a run is killed between the two, the next run finishes it.
"""

import argparse
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from analysis.commands import report_index
from analysis.definitions.errors import InputError, Problem, stop_if_any
from analysis.definitions.params import Folders, Params
from analysis.documents import register
from analysis.documents.register import Entry, Line, figures_of
from analysis.judgements.assessments import Assessment
from analysis.judgements.judgements import Judgement
from analysis.pages import html, workbook
from analysis.running import fingerprints, report_request
from analysis.running.outputs import atomic_files, streams
from analysis.running.outputs.locks import lock
from analysis.running.outputs.report_folder import PUBLISHED, Publication, digest, lying_in, with_record
from analysis.running.report_request import Order

TEXTS = (".yaml", ".yml", ".md")
"""Files that an entry holds whole; of every other it holds the hash."""

_AGAIN = "make the draft again with outturn run, read it, then publish"


def publish(options: argparse.Namespace) -> int:
    """Sign off the draft of `options.params` by `options.role` on `options.date`; returns the exit status."""
    order = report_request.read_order(options.params)
    _check(order, options)
    folders = Folders(order.root)
    folder = folders.register(order.settings)
    with (
        atomic_files.plain_failures(folders.outputs),
        order.publication.held(),
        lock(folders.outputs / f".register-{order.settings.organisation}", "The register"),
    ):
        _tidy(folder)
        record = _whole_draft(order.publication)
        files = signed_off(order.publication.target, record["files"])
        entry = _registered(folder, order, record, files)
        if entry is None:
            entry = _new_entry(order, record, files, options)
            add(folder, entry)
        _put(order, record, files, entry)
    try:
        report_index.mend(folders.outputs, order.settings.organisation)
    finally:  # it is published, whatever becomes of the list
        told = f"Published {order.name} as entry {entry.number} of the register, signed off by {entry.role}."
        streams.say(told)
    return 0


def add(folder: Path, entry: Entry) -> Path:
    """Add an entry in one step; what is there already is never written over."""
    path = folder / entry.file
    if path.exists():
        raise InputError(Problem("an entry with that number exists already", "run again", path.name))
    with atomic_files.plain_failures(folder):
        atomic_files.write(path, register.text_of(entry))
        atomic_files.flush_folder(folder)
    return path


def signed_off(draft: Path, recorded: Mapping[str, str]) -> dict[str, bytes]:
    """Every file of a draft but its record, the pages without their mark.

    `InputError` naming each file that is not, by its SHA-256, as `recorded` when the draft was made, is missing,
    or was no part of it: what is published is what was read.
    """
    there = lying_in(draft)
    plain = {name: path for name, path in there.items() if path.is_file() and not path.is_symlink()}
    found = {name: path.read_bytes() for name, path in plain.items() if name in recorded}
    as_made = {name for name, content in found.items() if digest(content) == recorded[name]}
    problems = [
        Problem(_trouble(name, found, recorded), _AGAIN, name)
        for name in sorted(recorded.keys() | there.keys())
        if name not in as_made
    ]
    stop_if_any(problems)
    return {name: _unmarked(name, content) for name, content in sorted(found.items())}


def _trouble(name: str, found: Mapping[str, bytes], recorded: Mapping[str, str]) -> str:
    if name not in recorded:
        return "it is in the draft's folder but not part of the draft"
    return "it has changed since the draft was made" if name in found else "it is missing from the draft"


def _unmarked(name: str, content: bytes) -> bytes:
    return html.unmarked(content.decode()).encode() if name.endswith(".html") else content


def _tidy(folder: Path) -> None:
    """Take away what a run that was killed had half written; an entry itself is never touched."""
    for path in (path for path in folder.glob(".*.json.*") if path.is_file()):
        path.unlink()


def _check(order: Order, options: argparse.Namespace) -> None:
    problems = []
    if not options.role.strip():
        problems.append(
            Problem("the role that signs it off is missing", 'give --role "Head of Community Safety"')
        )
    try:
        date.fromisoformat(options.date)
    except ValueError:
        problems.append(Problem(f"{options.date!r} is not a day", "give --date such as 2012-11-01"))
    if order.is_of_many:
        what = "a report over many areas cannot be signed off as a whole"
        remedy = "write a params file with area in place of areas, run it, and publish that"
        problems.append(Problem(what, remedy, options.params.name, column="areas"))
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
        raise InputError(Problem(what, "fix that section and run again", publication.name))
    if "files" not in record:
        what = "the draft's record does not list its files"
        raise InputError(Problem(what, _AGAIN, publication.name))
    return record


def _registered(folder: Path, order: Order, record: dict[str, Any], files: dict[str, bytes]) -> Entry | None:
    """The entry of this very draft, where a run was killed after it had been added. `InputError` if a page is
    not the one that was signed off then.
    """
    found = register.read_register(folder)
    last = found[-1] if found else None
    if not last or (last.report, last.draft) != (order.name, record.get("inputs_sha256")):
        return None
    pages = {name: digest(content) for name, content in _pages(files).items()}
    what = f"it differs from the page signed off in entry {last.number} of the register"
    differing = (n for n in sorted(pages.keys() | last.pages.keys()) if pages.get(n) != last.pages.get(n))
    stop_if_any([Problem(what, "make the draft again with outturn run --force", name) for name in differing])
    return last


def _pages(files: dict[str, bytes]) -> dict[str, bytes]:
    """Pages, fragments and tables; the notebooks are the record behind them."""
    return {name: content for name, content in files.items() if not name.startswith("notebooks/")}


def _new_entry(
    order: Order, record: dict[str, Any], files: dict[str, bytes], options: argparse.Namespace
) -> Entry:
    fingerprints.look_again()
    before = fingerprints.sources(order.root, order.parameters)
    if fingerprints.fingerprint(order.root, order.parameters) != record.get("inputs_sha256"):
        raise InputError(tuple(_changed(order, record)))
    book = workbook.open_workbook(order.settings)
    signed = {"report": order.name, "role": options.role.strip(), "date": options.date}
    entry = make_entry(book.release, Folders(order.root), record, _pages(files), signed)
    fingerprints.look_again()
    if changed := fingerprints.changed_since(before, order.root, order.parameters):
        raise fingerprints.stale(order.name, changed)
    return entry


def _changed(order: Order, record: dict[str, Any]) -> list[Problem]:
    """What differs from what the draft was made from, as far as its record tells."""
    now = {Path(path).name: found for path, found in delivered(order.root, order.settings).items()}
    found = [
        Problem("the received file has changed since the draft was made", _AGAIN, entry["file"])
        for entry in record.get("inputs", [])
        if entry["file"] in now and now[entry["file"]] != entry["sha256"]
    ]
    given = order.parameters
    for name in sorted(set(given) | set(record.get("parameters", {}))):
        if given.get(name) != record.get("parameters", {}).get(name):
            found.append(Problem("the parameter changed since the draft was made", _AGAIN, column=name))
    if record.get("code_sha256") != fingerprints.code():
        found.append(Problem("the program changed since the draft was made", _AGAIN))
    other = "a definition, target, commentary, notebook or the register changed since the draft was made"
    return found or [Problem(other, _AGAIN)]


def _put(order: Order, record: dict[str, Any], files: dict[str, bytes], entry: Entry) -> None:
    """The published folder, switched in whole."""
    published = {"entry": entry.number, "role": entry.role, "date": entry.date}
    whole = with_record(files, {**record, "published": published})
    place = Publication(Folders(order.root).outputs / PUBLISHED, order.name)
    with place.held():
        place.publish(whole)


def make_entry(
    assessment: Assessment,
    folders: Folders,
    record: dict[str, Any],
    pages: dict[str, bytes],
    signed: dict[str, str],
) -> Entry:
    """The next entry: `record` is the draft's, `pages` what is published, `signed` report, role and date."""
    report, entries = assessment.params, assessment.materials.register if assessment.materials else ()
    before = folders.register(report) / entries[-1].file if entries else None
    return Entry(
        number=len(entries) + 1,
        previous=digest(before.read_bytes()) if before else "",
        draft=record["inputs_sha256"],
        parameters=dict(record["parameters"]),
        texts=texts(folders.root, report),
        deliveries=delivered(folders.root, report),
        notebooks={
            path.name: digest(path.read_bytes()) for path in sorted(folders.notebooks.glob("*.ipynb"))
        },
        pages={name: digest(content) for name, content in sorted(pages.items())},
        code_sha256=fingerprints.code(),
        commit=record.get("commit", ""),
        lines=tuple(line_of(judged) for judged in assessment.judgements),
        figures=figures_of(assessment.observations.figures),
        **signed,
    )


def texts(root: Path, report: Params) -> dict[str, str]:
    """Every definition, target, look-up, record, override and commentary of a report, as written, by path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode("utf-8")
        for path in fingerprints.read_by(root, report)
        if path.suffix in TEXTS
    }


def delivered(root: Path, report: Params) -> dict[str, str]:
    """SHA-256 of every delivered file of the quarter and every list of areas, by path."""
    return {
        path.relative_to(root).as_posix(): digest(path.read_bytes())
        for path in fingerprints.read_by(root, report)
        if path.suffix not in TEXTS
    }


def line_of(judged: Judgement) -> Line:
    """A judgement as an entry keeps it, unrounded."""
    target, said, figure = judged.target, judged.forecast, judged.measure.figure
    return Line(
        ref=judged.indicator.ref,
        breakdown=judged.breakdown.name,
        area=judged.area,
        figure=figure.value if figure else None,
        target_low=target.low if target else None,
        target_high=target.high if target else None,
        target=target.phrase if target else "",
        **{name: getattr(said, name) for name in ("expected", "low80", "high80", "low95", "high95")},
        chance=judged.chance,
        direction=judged.direction.word,
        status_now=judged.status_now,
        status_year_end=judged.status_year_end,
    )
