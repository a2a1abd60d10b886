"""Hash what each section is made from, and collect the facts that `run.json` keeps.

A section runs again if anything it shows could differ: its model (composed from every extract, definition, target and
parameter it reads), the analyst's checks, its notebook and parameters, our code, or the version of a library. An
extract that changes nothing in a section does not run it again.
"""

import json
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analysis.definitions.errors import OutturnError, kind_and_place
from analysis.definitions.params import Folders, Params
from analysis.extracts.deliveries import Delivery
from analysis.pages.workbook import Workbook
from analysis.running import fingerprints
from analysis.running.fingerprints import code, of_files, versions
from analysis.running.notebooks.execute import Notebook, Section
from analysis.running.outputs.report_folder import digest


def of_sections(
    book: Workbook,
    sections: Iterable[Section],
    notebooks: Mapping[str, Notebook],
    parameters: Mapping[str, Any],
) -> dict[str, str]:
    """One hash a section of all that it is made from."""
    common = [code(), json.dumps(versions()), json.dumps(dict(parameters), sort_keys=True)]
    everything = fingerprints.fingerprint(book.folders.root, parameters)
    return {section.name: _of_section(book, section, notebooks, common, everything) for section in sections}


def facts(book: Workbook, settings: Params, root: Path) -> dict[str, Any]:
    """What a run stood on: inputs with hash, period and rows, versions, code."""
    return {
        "inputs": [_input(delivery, book) for delivery in book.release.deliveries],
        "definitions_sha256": of_files(_definitions(Folders(root), settings), root),
        "period": settings.period.label,
        "as_at": settings.as_at,
        "versions": versions(),
        "code_sha256": code(),
        "commit": commit(root),
    }


def commit(root: Path) -> str:
    """The commit that is checked out, `+` where files differ from it; empty where there is no git."""
    try:
        answer = subprocess.run(
            ["git", "describe", "--always", "--dirty=+", "--abbrev=40", "--exclude=*"],
            cwd=root, capture_output=True, text=True, timeout=20, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.strip()


def _of_section(
    book: Workbook, section: Section, notebooks: Mapping[str, Notebook], common: list[str], everything: str
) -> str:
    """One that cannot be composed runs all the same, and fails by itself; what it is made from is everything."""
    notebook = notebooks[section.notebook].content
    try:
        shown = repr(book.section(section.name)) + book.judgements(section.name).to_csv()
    except OutturnError:
        raise
    except Exception as error:
        shown = everything + kind_and_place(error)
    parts = [*common, section.name, json.dumps(dict(section.parameters), sort_keys=True), shown]
    return digest(digest(notebook).encode() + "\0".join(parts).encode())


def _input(delivery: Delivery, book: Workbook) -> dict[str, Any]:
    entry, release = delivery.entry, book.release
    used = [figure for figure in release.observations.figures if figure.file == entry.file]
    places = {line.place for one in release.withheld for line in one.rows}
    refused = sum(file == entry.file for file, _ in places)
    return {
        "source": entry.source,
        "file": entry.file,
        "received": entry.received,
        "sha256": entry.sha256,
        "periods": sorted({figure.period.label for figure in used}),
        **(_rows(len(delivery.rows), len(used), refused) if delivery.holds_figures else {}),
    }


def _rows(read: int, kept: int, refused: int) -> dict[str, int]:
    """Left out are rows that break no rule: a withheld indicator's other ones, and other places' figures."""
    return {
        "rows_read": read,
        "rows_kept": kept,
        "rows_refused": refused,
        "rows_left_out": read - kept - refused,
    }


def _definitions(folders: Folders, settings: Params) -> list[Path]:
    """The definition files that there are: a report of a plan or a costing has none."""
    files = [*folders.indicators(settings).glob("*.yaml"), folders.targets(settings)]
    return [path for path in files if path.is_file()]
