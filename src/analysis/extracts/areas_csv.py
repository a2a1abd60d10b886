"""A list of places in a CSV file: one a row, with code and name, and more columns as text."""

from pathlib import Path

import pandas as pd

from analysis.errors import Problem, stop_if_any
from analysis.extracts import table_csv


def read(path: Path) -> pd.DataFrame:
    """Rows of text with `code` and `name`, both filled and none twice, plus `row`."""
    found = table_csv.read(path)
    problems = [
        Problem(f"the column {name!r} is missing", "name it in the first row", path.name, 1, name)
        for name in ("code", "name")
        if name not in found
    ]
    stop_if_any(problems)
    stop_if_any([problem for name in ("code", "name") for problem in _problems(found, name, path.name)])
    return found


def _problems(found: pd.DataFrame, name: str, file: str) -> list[Problem]:
    twice = found[name].duplicated() & (found[name] != "")
    return [
        Problem(
            f"{cell!r} stands in it twice" if cell else "it is empty", "keep each place once", file, row, name
        )
        for row, cell, again in zip(found["row"], found[name], twice, strict=True)
        if not cell or again
    ]
