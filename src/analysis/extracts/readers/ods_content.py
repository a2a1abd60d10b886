"""The sheets of an ODS workbook out of its content: what each cell stores, and how it is shown."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from zipfile import ZipFile

from analysis.extracts.readers.cells import ERROR_VALUE
from analysis.extracts.readers.spreadsheets import (
    ERROR,
    FORMULA,
    PERCENT,
    STRUCK,
    Cell,
    SheetFound,
    address,
    elements,
)

CONTENT = "content.xml"
_CELLS = ("table-cell", "covered-table-cell")
_VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")


@dataclass
class _Styles:
    """Names of styles that hide a sheet, and of those that strike a cell out."""

    hides: set[str] = field(default_factory=set)
    strikes: set[str] = field(default_factory=set)


@dataclass
class _Reading:
    """Where in the content the reading is."""

    sheet: SheetFound | None = None
    row: int = 0
    rows: int = 1
    column: int = 0
    grid_column: int = 0
    cell: dict[str, str] | None = None
    text: list[str] = field(default_factory=list)
    depth: int = 0
    hidden_groups: list[bool] = field(default_factory=list)


def sheets(archive: ZipFile) -> list[SheetFound]:
    """All sheets in the workbook's order. Raises `ValueError` or `KeyError` for a content that is none."""
    found: list[SheetFound] = []
    styles, at, style = _Styles(), _Reading(), ""
    for kind, name, given in elements(archive, CONTENT):
        if at.cell is not None and at.sheet is not None:
            _in_cell(at, at.sheet, at.cell, kind, name, styles)
        elif kind == "start" and name == "style":
            style = given.get("name", "")
        elif kind == "start" and name == "table-properties" and given.get("display") == "false":
            styles.hides.add(style)
        elif kind == "start" and name == "text-properties" and _strikes(given):
            styles.strikes.add(style)
        elif kind == "start" and name == "table":
            hidden = "hidden" if given.get("style-name", "") in styles.hides else ""
            found.append(SheetFound(given.get("name", ""), hidden))
            at = _Reading(found[-1])
        elif at.sheet is not None:
            _in_sheet(at, at.sheet, kind, name, given)
    return found


def _strikes(given: dict[str, str]) -> bool:
    lines = (given.get("text-line-through-style", "none"), given.get("text-line-through-type", "none"))
    return any(line != "none" for line in lines)


def _in_sheet(at: _Reading, sheet: SheetFound, kind: str, name: str, given: dict[str, str]) -> None:
    """Rows, columns and their groups; where a cell begins."""
    if name.endswith("-group") and kind == "start":
        at.hidden_groups.append(given.get("display") == "false")
    elif name.endswith("-group") and kind == "end":
        at.hidden_groups.pop()
    elif kind != "start":
        return
    elif name == "table-column":
        first, at.grid_column = at.grid_column + 1, at.grid_column + _count(given, "number-columns-repeated")
        if _is_hidden(at, given):
            sheet.hidden_columns.append((first, at.grid_column))
    elif name == "table-row":
        at.row, at.column = at.row + at.rows if at.row else 1, 0
        at.rows = _count(given, "number-rows-repeated")
        if _is_hidden(at, given):
            sheet.hidden_rows.append((at.row, at.row + at.rows - 1))
    elif name in _CELLS:
        at.cell, at.text, at.depth = given, [], 0


def _is_hidden(at: _Reading, given: dict[str, str]) -> bool:
    return given.get("visibility", "visible") != "visible" or any(at.hidden_groups)


def _count(given: dict[str, str], name: str) -> int:
    return max(1, int(given.get(name, "1")))


def _in_cell(
    at: _Reading, sheet: SheetFound, given: dict[str, str], kind: str, name: str, styles: _Styles
) -> None:
    """The paragraphs of a cell, without those of a note or a drawing that hangs on it; its end."""
    if kind == "start":
        if at.depth == 0:
            at.text.append("\n" if name == "p" and at.text else "")
            at.depth = 1 if name == "p" else -1
        else:
            at.depth += 1 if at.depth > 0 else -1
    elif kind == "text" and at.depth > 0:
        at.text.append(name)
    elif kind == "end" and at.depth:
        at.depth -= 1 if at.depth > 0 else -1
    elif kind == "end":
        sheet.cells.extend(_held(at, sheet, given, styles))
        at.column += _count(given, "number-columns-repeated")
        at.cell = None


def _held(at: _Reading, sheet: SheetFound, given: dict[str, str], styles: _Styles) -> Iterator[Cell]:
    """The cell, where it holds anything; what is merged with others is noted."""
    text = "".join(at.text)
    across, down = _count(given, "number-columns-spanned"), _count(given, "number-rows-spanned")
    if across * down > 1:
        corner = address(at.row + down - 1, at.column + across)
        sheet.merged.append(f"{address(at.row, at.column + 1)}:{corner}")
    stored = next((given[name] for name in _VALUES if given.get(name)), text)
    kind, wrong = given.get("value-type", ""), ""
    if given.get("calcext:value-type") == "error" or ERROR_VALUE.fullmatch(text.strip()):
        stored, wrong = text, ERROR
    elif "formula" in given and not kind and not text:
        wrong = FORMULA
    elif kind == "percentage":
        wrong = PERCENT
    elif given.get("style-name", "") in styles.strikes and stored.strip():
        wrong = STRUCK
    if stored.strip() or wrong:
        columns = _count(given, "number-columns-repeated")
        yield Cell(at.row, at.column + 1, stored, wrong, at.rows, columns)
