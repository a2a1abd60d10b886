"""Check the sheets of a workbook, cell by cell, for anything that cannot be read as figures.

A reader of tables sees values only. A person may see something else in the same workbook: an error, a percentage, a
hidden row, a second sheet. It is rejected by sheet and cell until both read the same.
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from xml.parsers import expat
from zipfile import ZipFile

from analysis.definitions.errors import InputError, Problem

SHOWN = 3
"""Cells with the same thing wrong that are named; the others are counted."""
LONGEST_GAP = 1000
"""Empty rows that may lie above a row of the table."""
_CHUNK = 1 << 16
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"

ERROR, FORMULA, PERCENT, SCALED, STRUCK, LOST = "error", "formula", "percent", "scaled", "struck", "lost"

_WRONG = {
    ERROR: (
        "an error of the spreadsheet",
        "mend the formula, or type the figure, or [x] where there is none, and save",
    ),
    FORMULA: (
        "a formula whose result is not stored",
        "open the workbook in Excel, see that the cell shows its figure, and save; or type the figure itself",
    ),
    PERCENT: (
        "a number that is shown as a percentage",
        "set the format of the cell to Number and type the figure in per cent, as 92.1 for 92.1%",
    ),
    SCALED: (
        "a number that is shown in thousands, or not at all",
        "set the format of the cell to Number, and type the figure in the unit of its row",
    ),
    STRUCK: ("what is struck out", "take the row out; or, if it counts, take the line through it away"),
    LOST: ("what cannot be read", "type the cell again and save"),
}  # fmt: skip
"""What a cell may hold that is not read, and the remedy."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something; `wrong` is a key of what is not read, `rows` and `columns` repeat it."""

    row: int
    column: int
    text: str
    wrong: str = ""
    rows: int = 1
    columns: int = 1

    @property
    def address(self) -> str:
        """Its name in the sheet: H7."""
        return address(self.row, self.column)


@dataclass
class SheetFound:
    """One sheet of a workbook as its file has it; spans are of first and last row or column."""

    name: str
    hidden: str = ""
    cells: list[Cell] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)

    @property
    def filled(self) -> set[tuple[int, int]]:
        """Row and column of every cell that holds something."""
        return {
            (cell.row + down, cell.column + right)
            for cell in self.cells
            for down in range(cell.rows)
            for right in range(cell.columns)
        }


def address(row: int, column: int) -> str:
    """The name of a cell.

    >>> address(7, 8), address(1048576, 16384)
    ('H7', 'XFD1048576')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def one_to_read(sheets: Sequence[SheetFound], file: str) -> SheetFound | None:
    """The sheet of figures: the only one that holds anything, None where none does.

    Raises `InputError` where another holds something too, or this one something that is not read.
    """
    held = [sheet for sheet in sheets if sheet.cells]
    if not held:
        return None
    chosen = next((sheet for sheet in held if not sheet.hidden), held[0])
    problems = [_not_read(sheet, chosen, file) for sheet in held if sheet.hidden or sheet is not chosen]
    problems += _problems(chosen, file)
    if problems:
        raise InputError(problems)
    return chosen


def _not_read(sheet: SheetFound, chosen: SheetFound, file: str) -> Problem:
    first = sheet.cells[0]
    kind = f"{sheet.hidden} sheet" if sheet.hidden else "sheet"
    what = f"the {kind} {sheet.name!r} holds {_text(first)} in {first.address} and is not read"
    if sheet is chosen:
        remedy = "copy the sheet into a new workbook, where it can be seen, and save it"
    else:
        remedy = (
            f"if it holds figures, put its rows below those of {chosen.name!r} or save it as a workbook of its "
            f"own; if not, copy {chosen.name!r} alone into a new workbook"
        )
    return Problem(what, remedy, file)


def _problems(sheet: SheetFound, file: str) -> Iterator[Problem]:
    heading = {cell.column: cell.text.strip().lower() for cell in sheet.cells if cell.row == 1}
    if not heading:
        what = f"row 1 of the sheet {sheet.name!r} is empty, {sheet.cells[0].address} is its first cell"
        yield Problem(what, "delete the rows above the heading", file, 1)
        return
    width = next(column for column in range(min(heading), max(heading) + 2) if column not in heading) - 1
    if outside := next(_stray(sheet, width), None):
        yield _outside(outside, sheet, width, file)
    wrong = sorted((c for c in sheet.cells if c.wrong), key=lambda c: (c.column, c.wrong, c.row))
    for (column, kind), group in groupby(wrong, lambda cell: (cell.column, cell.wrong)):
        cells = list(group)
        found, remedy = _WRONG[kind]
        what = f"{_named(cells, sheet)} holds {found}: {_text(cells[0])}"
        yield Problem(what, remedy, file, cells[0].row, heading.get(column, ""))
    yield from _unseen(sheet, file)
    for merged in sheet.merged[:1]:
        what = (
            f"the cells {merged} of the sheet {sheet.name!r} are merged, so that only the first holds a value"
        )
        yield Problem(what, "unmerge them and fill in each cell", file)


def _stray(sheet: SheetFound, width: int) -> Iterator[Cell]:
    """Cells beside the table, and those far below it."""
    before = 0
    for cell in sorted(sheet.cells, key=lambda cell: cell.row):
        if cell.column + cell.columns - 1 > width or cell.row - before > LONGEST_GAP + 1:
            yield cell
        before = max(before, cell.row + cell.rows - 1)


def _outside(cell: Cell, sheet: SheetFound, width: int, file: str) -> Problem:
    end = address(1, width)
    what = f"the cell {cell.address} of the sheet {sheet.name!r} holds {_text(cell)} outside the table"
    more = f", whose heading ends in {end}" if cell.column + cell.columns - 1 > width else ""
    return Problem(f"{what}{more}", "clear the cell, or name its column in the heading", file, cell.row)


def _rows_of(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.row + cell.rows - 1


def _columns_of(cell: Cell) -> tuple[int, int]:
    return cell.column, cell.column + cell.columns - 1


def _unseen(sheet: SheetFound, file: str) -> Iterator[Problem]:
    for what, spans, place in (
        ("row", sheet.hidden_rows, _rows_of),
        ("column", sheet.hidden_columns, _columns_of),
    ):
        unseen = [c for c in sheet.cells if any(_meet(span, place(c)) for span in spans)]
        if unseen:
            first = unseen[0]
            words = f"{_named(unseen, sheet)} is in a hidden {what} and holds {_text(first)}"
            remedy = f"show hidden {what}s and clear filters, or delete the {what}s that you do not need"
            yield Problem(words, remedy, file, first.row)


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _named(cells: Sequence[Cell], sheet: SheetFound) -> str:
    if len(cells) == 1:
        return f"the cell {cells[0].address} of the sheet {sheet.name!r}"
    first = ", ".join(cell.address for cell in cells[:SHOWN])
    more = f" and {len(cells) - SHOWN} more" if len(cells) > SHOWN else ""
    return f"each of the cells {first}{more} of the sheet {sheet.name!r}"


def _text(cell: Cell) -> str:
    text = cell.text.strip()
    return repr(text if len(text) <= 40 else f"{text[:40]}…") if text else "nothing that is stored"


def elements(archive: ZipFile, part: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The XML of a part as it goes: ("start", name, attributes), ("text", characters, {}), ("end", name, {}).

    Names come without their namespaces. A document type, from which entities could unfold, is refused.
    """
    found: list[tuple[str, str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = lambda name, given: found.append(
        ("start", _local(name), {_local(key): value for key, value in given.items()})
    )
    parser.CharacterDataHandler = lambda text: found.append(("text", text, {}))
    parser.EndElementHandler = lambda name: found.append(("end", _local(name), {}))
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            yield from found
            found.clear()
        parser.Parse(b"", True)
    yield from found


def _no_doctype(*_: object) -> None:
    raise ValueError("it declares a document type")


@lru_cache(maxsize=1024)
def _local(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return f"calcext:{local}" if space == _CALC else local


def part_beside(part: str, target: str) -> str:
    """The part that a relation names, relative to the one it stands in.

    >>> part_beside("xl/workbook.xml", "worksheets/sheet1.xml"), part_beside("xl/workbook.xml", "/xl/a.xml")
    ('xl/worksheets/sheet1.xml', 'xl/a.xml')
    """
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def place_of(name: str) -> tuple[int, int]:
    """Row and column of a cell's name; `ValueError` for what is none.

    >>> place_of("H7"), place_of("XFD1048576")
    ((7, 8), (1048576, 16384))
    """
    match = _ADDRESS.fullmatch(name)
    if not match:
        raise ValueError(f"{name} is not the name of a cell")
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]), column
