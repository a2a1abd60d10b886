"""Hash everything that a report is made from, without reading a figure.

If the hash is the one in the report's `run.json`, the report need not be opened again.
"""

import contextlib
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from analysis.definitions import params
from analysis.definitions.errors import InputError, RunError
from analysis.definitions.params import Folders, Params
from analysis.running.outputs import atomic_files
from analysis.running.outputs.report_folder import Publication, digest

LIBRARIES = (
    "outturn-workbook", "pandas", "numpy", "scipy", "statsmodels", "pyarrow", "seaborn", "matplotlib", "jinja2",
    "markupsafe", "markdown-it-py", "nh3", "papermill", "nbclient", "nbconvert", "nbformat", "ipykernel",
    "ipython", "traitlets", "pydantic", "pydantic-core", "pyyaml", "python-calamine",
)  # fmt: skip
"""Their versions are recorded, and what was made with others is made again."""

_PROGRAM = "the program or a library"


def fingerprint(root: Path, parameters: Mapping[str, Any]) -> str:
    """Hash of the parameters, of every file that the report reads, and of the code."""
    given = json.dumps(dict(parameters), sort_keys=True, default=str)
    return digest("\n".join([given, json.dumps(sources(root, parameters), sort_keys=True)]).encode())


def sources(root: Path, parameters: Mapping[str, Any]) -> dict[str, str]:
    """What a report is made from beside its parameters: SHA-256 of each file by its name, and of the program.

    Another quarter's deliveries are none of it. The register counts as a whole: an entry of another report
    changes no page, but each entry holds the hash of the one before, and one that is broken stops them all.
    """
    return {**_files(root, _asked(parameters)), _PROGRAM: code()}


def changed_since(before: Mapping[str, str], root: Path, parameters: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of what is not as it was `before`, looked at afresh unless `look_again` was called just now."""
    now = sources(root, parameters)
    return tuple(sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name)))


def stale(name: str, changed: Sequence[str]) -> RunError:
    """Why nothing is published of a report whose inputs changed while it was made."""
    return RunError(
        f"{', '.join(changed)} changed while {name} was being made, so nothing was published. "
        f"{atomic_files.UNTOUCHED} To fix it: run again."
    )


def look_again() -> None:
    """Forget what files held when they were last looked at."""
    for seen in (_files, _in, _sha256, code):
        seen.cache_clear()


def unchanged(publication: Publication, found: str) -> bool:
    """Whether a whole report stands published that was made from just this, every file of it as it was made."""
    record = publication.record()
    if record.get("inputs_sha256") != found or record.get("exit_status") != 0:
        return False
    return publication.stands_as_made()


def read_by(root: Path, report: Params) -> tuple[Path, ...]:
    """The report's deliveries, with what analysts wrote beside them, and its definitions; as far as they are
    there, without the public data that are read in place.
    """
    folders = Folders(root)
    found = [path for each in (folders.deliveries(report), folders.indicators(report)) for path in _in(each)]
    lists = [folders.targets(report)]
    lists += [folders.areas(report)] if report.areas else []
    lists += [folders.regions(report.region)] if report.region else []
    return tuple(sorted({*found, *(path for path in lists if path.is_file())}))


@cache
def code() -> str:
    """Hash of this package's source, templates included."""
    package = Path(__file__).parents[1]
    files = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return digest((of_files(files, package) + json.dumps(versions(), sort_keys=True)).encode())


@cache
def versions() -> dict[str, str]:
    """Python's and the libraries' versions."""
    return {"python": platform.python_version()} | {name: _version(name) for name in LIBRARIES}


def of_files(files: Iterable[Path], root: Path) -> str:
    """One hash of files' names and contents."""
    lines = [f"{path.relative_to(root).as_posix()} {digest(path.read_bytes())}" for path in sorted(files)]
    return digest("\n".join(lines).encode())


def _asked(parameters: Mapping[str, Any]) -> Params:
    """What says which files are read. It is not checked here: whoever opens the report does that."""
    names = ("organisation", "year", "quarter", "region", "areas")
    return Params.model_construct(**{name: parameters[name] for name in names if name in parameters})


@cache
def _files(root: Path, asked: Params) -> dict[str, str]:
    """Once a process: a region's areas are made from the same files."""
    folders = Folders(root)
    found = {*read_by(root, asked), *_in(folders.register(asked)), *_in(folders.notebooks)}
    hashes = {path.relative_to(root).as_posix(): _sha256(path) for path in found}
    return hashes | {f"shared/{path.name}": _sha256(path) for path in _shared(folders, asked)}


@cache
def _in(folder: Path) -> tuple[Path, ...]:
    """Every file of a folder; what begins with a dot is no one's work."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return tuple(p for p in found if not any(part[0] == "." for part in p.relative_to(folder).parts))


@cache
def _sha256(path: Path) -> str:
    return digest(path.read_bytes())


def _shared(folders: Folders, asked: Params) -> list[Path]:
    """The public data that the quarter's record names, of which it holds the hash as well.

    A record that cannot be read names none: it is refused as soon as the report is opened.
    """
    record = folders.deliveries(asked) / params.RECORD
    if not record.is_file() or b"shared" not in record.read_bytes() or folders.shared is None:
        return []
    entries: Any = []
    with contextlib.suppress(InputError):
        entries = params.read_yaml(record).get("deliveries")
    named = [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []
    files = {str(e.get("file")) for e in named if e.get("folder") == "shared"}
    paths = [folders.shared / "data" / file for file in sorted(files) if Path(file).name == file]
    return [path for path in paths if path.is_file()]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
