"""Any table in a CSV file (UTF-8, with or without a byte order mark), as text under its own heading."""

from pathlib import Path

import pandas as pd

from analysis.definitions.errors import Problem, stop_if_any
from analysis.extracts.readers import cells, figures_csv


def read(path: Path) -> pd.DataFrame:
    """Rows of text under the file's heading plus `row`, the number in the file (the heading is row 1).

    Raises `InputError` for an empty file, a heading with a gap or a name twice, rows of another width, and
    what is no CSV.
    """
    table = figures_csv.table_of(path)
    filled = [(number, row) for number, row in enumerate(table, start=1) if any(cell.strip() for cell in row)]
    stop_if_any(_problems(filled, path.name))
    heading = [cell.strip().lower() for cell in filled[0][1]]
    return cells.frame_of(
        heading, [(number, [c.strip() for c in row]) for number, row in filled[1:]], path.name
    )


def _problems(filled: list[tuple[int, list[str]]], file: str) -> list[Problem]:
    if not filled:
        return [Problem("the file is empty", "ask the source for the file again", file)]
    heading = [cell.strip().lower() for cell in filled[0][1]]
    wrong = [name for name in dict.fromkeys(heading) if not name or name == "row" or heading.count(name) > 1]
    problems = [
        Problem(f"the column name {name!r} is empty, taken or there twice", "name each column once", file, 1)
        for name in wrong
    ]
    return problems + [
        Problem(f"it has {len(row)} cells, the heading has {len(heading)}", "correct the row", file, number)
        for number, row in filled[1:]
        if len(row) != len(heading)
    ]
