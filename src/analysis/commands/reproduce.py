"""`outturn reproduce`: make a published report again from its entry in the register.

Definitions, targets and commentary come from the entry. Received files are read where they are and must have the hash
in the entry. The result is in `outputs/reproduced/` and is compared page by page.
"""

import argparse
import os
from pathlib import Path

import yaml

from analysis.definitions import params
from analysis.definitions.errors import InputError, Problem, stop_if_any
from analysis.definitions.params import Folders
from analysis.documents import register
from analysis.documents.register import Entry
from analysis.running import report_request, report_run, run_plan
from analysis.running.fingerprints import code
from analysis.running.outputs import atomic_files, streams
from analysis.running.outputs.report_folder import Publication, digest
from analysis.running.progress import engine_of

REPRODUCED = "reproduced"


def reproduce(options: argparse.Namespace) -> int:
    """Make the report of one entry again; 0 where every page and table is as published, else 3."""
    path = Path(os.path.realpath(options.entry))  # of a link to itself too, which is refused in words
    root = params.find_root(path.parent)
    entry, earlier = _entry(path)
    publication = Publication(Folders(root).outputs / REPRODUCED, entry.report)
    place = publication.workroom.with_name(f"{publication.workroom.name}-root")
    try:
        order = report_request.read_order(lay_out(entry, earlier, root, place))
        plan = run_plan.plan(order, engine_of(options.engine or ""), options.workers)
        report_run.make(plan.unmarked, publication, True, lambda run: None)
    finally:
        os.chdir(root)
        atomic_files.remove(place)
    differing = compare(entry, publication.target)
    streams.say(_told(entry, differing, root))
    return 3 if differing else 0


def lay_out(entry: Entry, earlier: tuple[Path, ...], root: Path, place: Path) -> Path:
    """A root that holds just what the report was made from; returns its params file."""
    _check_deliveries(entry, root)
    files = {name: text.encode() for name, text in entry.texts.items()}
    files |= {name: (root / name).read_bytes() for name in entry.deliveries}
    files |= {f"notebooks/{p.name}": p.read_bytes() for p in Folders(root).notebooks.glob("*.ipynb")}
    files |= {path.relative_to(root).as_posix(): path.read_bytes() for path in earlier}
    report = entry.settings.report
    files[f"params/{report}.yaml"] = yaml.safe_dump(dict(entry.parameters), sort_keys=False).encode()
    if shared := Folders(root).shared:
        files["pyproject.toml"] = f"[tool.outturn]\nshared = {str(shared)!r}\n".encode()
    with atomic_files.plain_failures(place.parent):
        atomic_files.discard(place, place.parent)
        atomic_files.write_all(place, files)
    return place / "params" / f"{report}.yaml"


def compare(entry: Entry, target: Path) -> tuple[str, ...]:
    """The pages, fragments and tables that are not, byte for byte, what was published."""
    there = {name: digest((target / name).read_bytes()) for name in entry.pages if (target / name).is_file()}
    return tuple(name for name, published in entry.pages.items() if there.get(name) != published)


def _entry(path: Path) -> tuple[Entry, tuple[Path, ...]]:
    """The entry that a file holds, and the files of those before it; the whole chain must hold."""
    entries = register.read_register(path.parent)
    found = next((entry for entry in entries if entry.file == path.name), None)
    if found is None:
        raise InputError(Problem("there is no such entry", "name a file of data/register", path.name))
    return found, tuple(path.parent / entry.file for entry in entries[: found.number - 1])


def _check_deliveries(entry: Entry, root: Path) -> None:
    problems = []
    for name, recorded in entry.deliveries.items():
        path = root / name
        if not path.is_file() or digest(path.read_bytes()) != recorded:
            what = "it is not the file that the published report was made from"
            problems.append(Problem(what, f"restore the file with SHA-256 {recorded}", name))
    stop_if_any(problems)


def _told(entry: Entry, differing: tuple[str, ...], root: Path) -> str:
    if not differing:
        return f"{entry.report} is as published: {len(entry.pages)} pages and tables, byte for byte."
    now = {path.name: digest(path.read_bytes()) for path in Folders(root).notebooks.glob("*.ipynb")}
    changed = [name for name, found in entry.notebooks.items() if now.get(name) != found]
    why = [*(f"notebook {name} changed" for name in changed)]
    why += ["the program or a library changed"] if entry.code_sha256 != code() else []
    reason = f" since then: {'; '.join(why)}" if why else ""
    commit = f" The commit it was made with is {entry.commit}." if entry.commit else ""
    return f"{len(differing)} of {len(entry.pages)} differ{reason}: {', '.join(differing)}.{commit}"
