"""Figures as printed, one a row, in a CSV file (UTF-8, with or without a byte order mark)."""

import codecs
import csv
import io
from pathlib import Path

import pandas as pd

from analysis.definitions.errors import InputError, Problem
from analysis.extracts.readers import cells


def read(path: Path) -> pd.DataFrame:
    """Raw rows of text; see `analysis.extracts.readers.cells.rows_of` for what it expects and refuses."""
    table = table_of(path)
    while table and not any(table[-1]):
        table.pop()
    return cells.rows_of(table, path.name)


def table_of(path: Path) -> list[list[str]]:
    """The cells of each line.

    Raises `InputError` for what is no CSV, begins with a comment or has semicolons between its cells.
    """
    text = text_of(path)
    before = len(text) - len(text.lstrip())
    heading = text[before:].partition("\n")[0]
    if heading.startswith(("#", '"#')):
        what = "its first line begins with # and would be read as the heading"
        remedy = "remove that line if it is a comment; if it is the heading, rename its first column"
        raise InputError(Problem(what, remedy, path.name, text.count("\n", 0, before) + 1))
    if ";" in heading and "," not in heading:  # Excel, where a comma is the decimal sign
        what = "its cells are separated by semicolons, not commas"
        remedy = (
            "make a comma the list separator in the system's regional settings and save it again as 'CSV UTF-8', "
            "or replace the semicolons with commas if no cell has a comma"
        )
        raise InputError(Problem(what, remedy, path.name, 1))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        what = f"it is not readable as CSV ({error})"
        raise InputError(Problem(what, "save it again as 'CSV UTF-8'", path.name)) from None


def text_of(path: Path) -> str:
    """The file's text; `InputError` with the row where it is no UTF-8."""
    content = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        what = f"it is not UTF-8 text (byte {content[error.start]:02X})"
        raise InputError(Problem(what, "save it again as 'CSV UTF-8'", path.name, row)) from None
