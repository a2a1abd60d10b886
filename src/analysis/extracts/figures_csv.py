"""Figures as printed, one a row, in a CSV file (UTF-8, with or without a byte order mark)."""

import codecs
import csv
import io
from pathlib import Path

import pandas as pd

from analysis.errors import InputError, Problem
from analysis.extracts import cells


def read(path: Path) -> pd.DataFrame:
    """Raw rows of text; see `analysis.extracts.cells.rows_of` for what it expects and refuses."""
    try:
        table = list(csv.reader(io.StringIO(text_of(path), newline=""), strict=True))
    except csv.Error as error:
        raise InputError(
            Problem(f"it is not readable as CSV ({error})", "deliver it again", path.name)
        ) from None
    while table and not any(table[-1]):
        table.pop()
    return cells.rows_of(table, path.name)


def text_of(path: Path) -> str:
    """The file's text; `InputError` with the row where it is no UTF-8."""
    content = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        what = f"it is not UTF-8 text (byte {content[error.start]:02X})"
        raise InputError(Problem(what, "save it again as 'CSV UTF-8'", path.name, row)) from None
