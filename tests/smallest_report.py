"""The smallest of the reports of public documents, in a project of its own."""

import shutil
from pathlib import Path

from analysis.commands import main
from project import ROOT

REPORT = "worcestershire-ni18-2008-11"


PLACE = Path(main.__file__).parents[2]


def worcestershire(tmp_path):
    """The smallest real report in a project of its own."""
    leave = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for folder in ("params", "notebooks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=leave)
    shutil.copytree(ROOT / "data" / "worcestershire", tmp_path / "data" / "worcestershire", ignore=leave)
    return tmp_path
