"""Figures as printed, one a row, in a CSV file (UTF-8, with or without a byte order mark)."""

import csv
from pathlib import Path

import pandas as pd

from analysis.errors import InputError, Problem
from analysis.extracts import cells


def read(path: Path) -> pd.DataFrame:
    """Raw rows of text; see `analysis.extracts.cells.rows_of` for what it expects and refuses."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.reader(file, strict=True))
    except UnicodeDecodeError as error:
        remedy = "save it again as 'CSV UTF-8'"
        raise InputError(Problem(f"byte {error.start} is not UTF-8 text", remedy, path.name)) from None
    except csv.Error as error:
        raise InputError(
            Problem(f"it is not readable as CSV ({error})", "deliver it again", path.name)
        ) from None
    while table and not any(table[-1]):
        table.pop()
    return cells.rows_of(table, path.name)
