"""Git's settings for line endings, as on Windows, change no byte of what reports are made from."""

import shutil
import subprocess
from pathlib import Path

import pytest

from project import ROOT

FILES = {
    "data/halton/2012-13-q2/figures.csv": b"ref,value\nSCS1,5\n",
    "data/halton/2012-13-q3/came_from_windows.csv": b"ref,value\r\nSCS1,5\r\n",
    "data/halton/2012-13-q3/mixed.csv": b"ref,value\r\nSCS1,5\nSCS2,6\r\n",
    "data/halton/2012-13-q3/deliveries.yaml": b"deliveries:\n- file: mixed.csv\n",
    "data/halton/2012-13-q3/history.parquet": b"PAR1\r\n\x00\x01\nPAR1",
    "params/halton.yaml": b"organisation: halton\n",
    "notebooks/scorecard.ipynb": b'{\n "cells": []\n}\n',
    "src/analysis/judgements/judge.py": b"import math\n",
}
"""Of each kind that a report's hashes are made of; new deliveries that a council adds are among them."""


def _git(folder: Path, *words: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *words], cwd=folder, check=True
    )


@pytest.mark.parametrize("committed_with", ["true", "false", "input"])
def test_what_is_committed_and_cloned_with_any_line_endings_keeps_its_bytes(tmp_path, committed_with):
    council, clone = tmp_path / "council", tmp_path / "clone"
    for name, content in FILES.items():
        (council / name).parent.mkdir(parents=True, exist_ok=True)
        (council / name).write_bytes(content)
    if (ROOT / ".gitattributes").is_file():
        shutil.copy(ROOT / ".gitattributes", council)
    _git(council, "init", "--quiet")
    _git(council, "config", "core.autocrlf", committed_with)
    _git(council, "add", ".")
    _git(council, "commit", "--quiet", "-m", "deliveries")
    _git(tmp_path, "-c", "core.autocrlf=true", "clone", "--quiet", str(council), str(clone))
    assert {name: (clone / name).read_bytes() for name in FILES} == FILES
