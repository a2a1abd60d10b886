"""Where real public data for back-tests lies: one setting, in pyproject.toml."""

import os
import tomllib
from pathlib import Path

from project import ROOT


def shared_folder() -> Path | None:
    """The folder that `[tool.outturn] shared` or OUTTURN_SHARED names; None where there is none."""
    setting = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["outturn"][
        "shared"
    ]
    folder = (ROOT / os.environ.get("OUTTURN_SHARED", setting)).resolve()
    return folder if folder.is_dir() else None
