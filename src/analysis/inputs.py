"""Everything that a report is made from, as one hash of files, without reading any figure.

A report whose hash is the one in its `run.json` need not even be opened again.
"""

import json
import platform
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from analysis.publication import Publication, digest

LIBRARIES = (
    "outturn-workbook", "pandas", "numpy", "scipy", "statsmodels", "seaborn", "matplotlib", "jinja2",
    "papermill", "nbclient", "nbconvert", "nbformat", "ipykernel", "ipython", "python-calamine",
)  # fmt: skip
"""Their versions are recorded, and what was made with others is made again."""


def fingerprint(root: Path, parameters: Mapping[str, Any]) -> str:
    """Hash of the parameters, the organisation's deliveries, all definitions, the notebooks and the code."""
    given = json.dumps(dict(parameters), sort_keys=True, default=str)
    return digest("\n".join([given, _files(root, str(parameters.get("organisation", ""))), code()]).encode())


def look_again() -> None:
    """Forget what files held at an earlier run of this process."""
    for seen in (_files, code):
        seen.cache_clear()


def unchanged(publication: Publication, found: str) -> bool:
    """Whether a whole report stands published that was made from just this, every page as it was made."""
    record = publication.record()
    if record.get("inputs_sha256") != found or record.get("exit_status") != 0:
        return False
    try:
        return all(_as_made(publication, section) for section in record["sections"])
    except (OSError, KeyError, TypeError):
        return False


@cache
def code() -> str:
    """Hash of this package's source, templates included."""
    package = Path(__file__).parent
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


@cache
def _files(root: Path, organisation: str) -> str:
    """Once a process: a region's areas are made from the same files."""
    folders = (root / "data" / organisation, root / "data" / "register" / organisation, root / "notebooks")
    delivered = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    folders = _definitions(root, organisation)
    defined = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return of_files(
        [
            path
            for path in delivered + defined
            if ".ipynb_checkpoints" not in path.parts and path.name[0] != "."
        ],
        root,
    )


def _definitions(root: Path, organisation: str) -> list[Path]:
    """Of each kind of definitions the organisation's folder, where it has one."""
    kinds = [folder for folder in (root / "params").iterdir() if folder.is_dir()]
    return [own if (own := kind / organisation).is_dir() else kind for kind in kinds]


def _as_made(publication: Publication, section: Mapping[str, Any]) -> bool:
    page = publication.stands / "sections" / f"{section['name']}.html"
    notebook = publication.stands / "notebooks" / f"{section['name']}.ipynb"
    found = (digest(page.read_bytes()), digest(notebook.read_bytes()))
    return found == (section["page_sha256"], section["notebook_sha256"])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
