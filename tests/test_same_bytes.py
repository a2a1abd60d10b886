"""Same inputs, same bytes of pages and tables, whatever engine, workers, hash seed, zone, locale and folder."""

import os
import shutil
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest

from analysis.running.outputs.report_folder import digest
from forking import needs_forks

OUTTURN = Path(sys.executable).with_name("outturn")
REPORT = "halton-2012-13-q2"
LEVELS = (
    ("kernel", "warm"),
    ("1", "2"),
    ("0", "1", "2"),
    ("UTC", "Pacific/Auckland"),
    ("C.UTF-8", "de_DE.UTF-8"),
    ("here", "another folder, with a space"),
)
"""Engine, workers, hash seed, time zone, locale (one with a decimal comma), folder."""
WAYS = (
    ("kernel", "1", "0", "UTC", "de_DE.UTF-8", "another folder, with a space"),
    ("kernel", "2", "1", "Pacific/Auckland", "de_DE.UTF-8", "here"),
    ("kernel", "2", "2", "Pacific/Auckland", "C.UTF-8", "another folder, with a space"),
    ("warm", "2", "0", "UTC", "C.UTF-8", "another folder, with a space"),
    ("warm", "1", "1", "UTC", "C.UTF-8", "another folder, with a space"),
    ("warm", "1", "2", "UTC", "de_DE.UTF-8", "here"),
    ("warm", "1", "0", "Pacific/Auckland", "C.UTF-8", "here"),
)
"""Of the 96 ways these seven, in which every two settings meet in each of their combinations."""


def test_every_two_settings_meet_in_each_combination():
    pairs = list(combinations(range(len(LEVELS)), 2))
    wanted = {(i, j, one, other) for i, j in pairs for one in LEVELS[i] for other in LEVELS[j]}
    assert {(i, j, way[i], way[j]) for way in WAYS for i, j in pairs} == wanted


@pytest.mark.slow
@needs_forks
def test_pages_and_tables_are_the_same_bytes_however_and_wherever_they_are_made(
    project_copy, tmp_path, locales
):
    shutil.copytree(project_copy, tmp_path / WAYS[0][-1])
    shutil.move(project_copy, tmp_path / "here")
    found = {way: made(tmp_path / way[-1], way, locales) for way in WAYS}
    first = found[WAYS[0]]
    assert len(first) > 15
    differing = {
        way: {n for n in first | other if other.get(n) != first.get(n)} for way, other in found.items()
    }
    assert {way: names for way, names in differing.items() if names} == {}


@pytest.fixture
def locales(tmp_path) -> dict[str, str]:
    """Environment in which both locales exist and Python goes by them in earnest."""
    if not shutil.which("localedef"):
        pytest.skip(
            "glibc's localedef is not here, and without it no locale with a decimal comma can be made"
        )
    command = ["localedef", "-i", "de_DE", "-f", "UTF-8", str(tmp_path / "de_DE.UTF-8")]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip(
            "the sources of de_DE are not installed (Debian: apt-get install locales), so it cannot be made"
        )
    (tmp_path / "sitecustomize.py").write_text('import locale\nlocale.setlocale(locale.LC_ALL, "")\n')
    environment = os.environ | {"LOCPATH": str(tmp_path), "PYTHONPATH": str(tmp_path)}
    code = "import locale; print(locale.localeconv()['decimal_point'])"
    german = environment | {"LC_ALL": "de_DE.UTF-8"}
    said = subprocess.run(
        [sys.executable, "-c", code], env=german, capture_output=True, text=True, check=True
    )
    assert said.stdout == ",\n"
    return environment


def made(root: Path, way: tuple[str, ...], environment: dict[str, str]) -> dict[str, str]:
    """SHA-256 of every page, fragment and table of a report made this way."""
    engine, workers, seed, zone, locale, _ = way
    command = [OUTTURN, "run", f"params/{REPORT}.yaml", "--force", "--engine", engine, "--workers", workers]
    given = environment | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
    done = subprocess.run(command, cwd=root, env=given, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    target = root / "outputs" / REPORT
    files = [path for path in target.rglob("*") if path.suffix in (".html", ".csv")]
    return {path.relative_to(target).as_posix(): digest(path.read_bytes()) for path in files}
