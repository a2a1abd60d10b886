"""Figures as printed, one a row, on the one sheet of an XLSX or ODS workbook that holds anything.

Printed decimals count (13.10 is not 13.1), so figures are best delivered as text cells; a number cell is
read as its shortest form.
"""

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from xml.parsers.expat import ExpatError

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from analysis.definitions import wording
from analysis.definitions.errors import InputError, Problem
from analysis.extracts.readers import cells, ods_content, spreadsheets, xlsx_parts
from analysis.extracts.readers.spreadsheets import SheetFound

LARGEST_UNPACKED = 50_000_000
"""Bytes an archive may unfold to, and its cells hold; a small hostile file can hold hundreds of millions."""
MOST_CELLS = 2_000_000
"""Cells that a sheet may hold; the largest table delivered so far has fewer than 2,000."""

_BROKEN = (
    zipfile.BadZipFile, zlib.error, ExpatError, ValueError, KeyError, EOFError, NotImplementedError,
    RuntimeError,
)  # fmt: skip
"""What reading a broken, encrypted or truncated archive raises."""


def read(path: Path) -> pd.DataFrame:
    """Raw rows of text; see `analysis.extracts.readers.cells.rows_of` for what it expects and refuses."""
    sheet = spreadsheets.one_to_read(_sheets(path), path.name)
    if sheet is None:
        return cells.rows_of([], path.name)
    try:
        table = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet.name)
        rows = table.to_python(skip_empty_area=False)
    except CalamineError as error:
        raise _unreadable(path, str(error)) from None
    _stop_if_lost(sheet, rows, path.name)
    while rows and not any(rows[-1]):
        rows.pop()
    return cells.rows_of(rows, path.name)


def _sheets(path: Path) -> list[SheetFound]:
    """What stands in the workbook, read from its XML before anything is made of it."""
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bomb(archive, path)
            names = archive.namelist()
            is_xlsx, is_ods = xlsx_parts.WORKBOOK in names, ods_content.CONTENT in names
            if is_xlsx == is_ods or len(names) != len(set(names)):
                raise _unreadable(path, "its parts are not those of one workbook")
            found = xlsx_parts.sheets(archive) if is_xlsx else ods_content.sheets(archive)
    except zipfile.BadZipFile:
        raise InputError(Problem("it is not an XLSX or ODS file", "check its name", path.name)) from None
    except _BROKEN as error:
        raise _unreadable(path, str(error)) from None
    _refuse_mass(found, path)
    return found


def _unreadable(path: Path, why: str) -> InputError:
    what = f"it is not readable as a workbook ({why})"
    return InputError(Problem(what, "open it in Excel and save it again as .xlsx", path.name))


def _refuse_bomb(archive: zipfile.ZipFile, path: Path) -> None:
    size = sum(entry.file_size for entry in archive.infolist())
    if size > LARGEST_UNPACKED:
        what = f"it unpacks to {wording.figure(size)} bytes, more than the {wording.figure(LARGEST_UNPACKED)} allowed"
        raise InputError(Problem(what, "save the sheet alone as CSV", path.name))


def _refuse_mass(found: list[SheetFound], path: Path) -> None:
    """A cell that repeats itself, or a text that many cells share, can unfold to more than a machine holds."""
    for sheet in found:
        held = sum(cell.rows * cell.columns for cell in sheet.cells)
        size = sum(cell.rows * cell.columns * len(cell.text) for cell in sheet.cells)
        if held > MOST_CELLS or size > LARGEST_UNPACKED:
            most = max(sheet.cells, key=lambda cell: cell.rows * cell.columns * len(cell.text))
            what = (
                f"the sheet {sheet.name!r} holds {wording.figure(held)} cells with {wording.figure(size)} characters, "
                f"most of them from {most.address}, repeated {wording.figure(most.rows * most.columns)} times"
            )
            remedy = "clear the cells outside the table, or save the table as CSV"
            raise InputError(Problem(what, remedy, path.name, most.row))


def _stop_if_lost(sheet: SheetFound, rows: Sequence[Sequence[object]], file: str) -> None:
    """Every cell that the file says holds something has come, and no other."""
    come = {(r, c) for r, row in enumerate(rows, 1) for c, cell in enumerate(row, 1) if cells.as_text(cell)}
    for row, column in sorted(sheet.filled ^ come)[:1]:
        what = f"the cell {spreadsheets.address(row, column)} of the sheet {sheet.name!r} cannot be read"
        raise InputError(Problem(what, "type the cell again and save", file, row))
