"""Two versions of the project side by side: their files in folders of their own, and reports made by each."""

import io
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterable
from pathlib import Path

import shared_data

ROOT = Path(__file__).resolve().parents[1]


def of_version(version: str, folder: Path) -> Path:
    """Put the files of a version into a folder: of a revision, or of a checkout that is named by its folder."""
    if Path(version).is_dir():
        return of_checkout(Path(version), folder)
    archive = subprocess.run(
        ["git", "archive", "--format=tar", version], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")
    return folder


def of_this_checkout(folder: Path) -> Path:
    """Put the files of this checkout as they stand, committed or not, into a folder."""
    return of_checkout(ROOT, folder)


def of_checkout(checkout: Path, folder: Path) -> Path:
    """Put the files of a checkout as they stand, committed or not, into a folder."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=checkout, stdout=subprocess.PIPE, check=True).stdout.decode()
    for name in filter(None, names.split("\0")):
        if (checkout / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(checkout / name, folder / name)
    return folder


def environment(project: Path) -> dict[str, str]:
    """Variables under which Python takes the project's own source, and finds the shared data where we do."""
    shared = shared_data.shared_folder()
    return {
        **os.environ,
        "PYTHONPATH": str(project / "src"),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        **({"OUTTURN_SHARED": str(shared)} if shared else {}),
    }


def reports(project: Path) -> list[str]:
    """Names of all params files."""
    return sorted(path.stem for path in (project / "params").glob("*.yaml"))


def make_reports(project: Path, names: Iterable[str], only: Iterable[str] = ()) -> dict[str, int]:
    """Make reports in the project's `outputs/`; the exit status of each. `only` some of the areas of many."""
    areas = ["--only", *only] if only else []
    ended = {}
    for name in names:
        words = [sys.executable, "-m", _main_of(project), "run", f"params/{name}.yaml", *areas]
        run = subprocess.run(words, cwd=project, env=environment(project), check=False)
        ended[name] = run.returncode
    return ended


def _main_of(project: Path) -> str:
    """The module behind the project's command, which has moved between versions."""
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    return settings["project"]["scripts"]["outturn"].partition(":")[0]
