"""Figures as printed, one a row, on the first sheet of an XLSX or ODS workbook.

Printed decimals count (13.10 is not 13.1), so figures are best delivered as text cells; a number cell is
read as its shortest form.
"""

import zipfile
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from analysis.errors import InputError, Problem
from analysis.extracts import cells

LARGEST_UNPACKED = 50_000_000
"""Bytes an archive may unfold to; a small hostile file can hold hundreds of millions."""


def read(path: Path) -> pd.DataFrame:
    """Raw rows of text; see `analysis.extracts.cells.rows_of` for what it expects and refuses."""
    _refuse_bomb(path)
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        table = sheet.to_python(skip_empty_area=False)
    except CalamineError as error:
        raise InputError(
            Problem(f"it is not readable as a workbook ({error})", "deliver it again", path.name)
        ) from None
    while table and not any(table[-1]):
        table.pop()
    return cells.rows_of(table, path.name)


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise InputError(
            Problem("it is not an XLSX or ODS file", "check what the name says", path.name)
        ) from None
    if size > LARGEST_UNPACKED:
        what = f"it unfolds to {size:,} bytes, more than the {LARGEST_UNPACKED:,} allowed"
        raise InputError(Problem(what, "deliver the sheet alone, as CSV", path.name))
