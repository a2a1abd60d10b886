"""The sheets of an XLSX workbook out of its XML parts: what each cell stores, and how it is shown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from zipfile import ZipFile

from analysis.extracts.readers.cells import as_text
from analysis.extracts.readers.spreadsheets import (
    ERROR,
    FORMULA,
    LOST,
    PERCENT,
    SCALED,
    STRUCK,
    Cell,
    SheetFound,
    elements,
    part_beside,
    place_of,
)

WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_HIDDEN = {"hidden": "hidden", "veryHidden": "very hidden"}
_PERCENT_FORMATS = {9, 10}
"""Numbers of the formats 0% and 0.00%, which no file spells out."""

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^]]*\]')
"""Parts of a number format that are shown as they stand, or name a colour or a condition."""
_THOUSANDS = re.compile(r"[0#?],+(?![0#?,])")


@dataclass(frozen=True)
class _Styles:
    """What of each style of a cell changes what is seen: a kind of `spreadsheets`, or nothing."""

    of_number: tuple[str, ...] = ()
    struck: tuple[bool, ...] = ()


@dataclass
class _Open:
    """The cell that is being read."""

    place: tuple[int, int]
    kind: str
    style: int
    stored: str | None = None
    formula: bool = False
    text: list[str] = field(default_factory=list)


def sheets(archive: ZipFile) -> list[SheetFound]:
    """All sheets in the workbook's order. Raises `ValueError` or `KeyError` for parts that are none."""
    targets = {
        given["Id"]: part_beside(WORKBOOK, given["Target"])
        for kind, name, given in elements(archive, _RELATIONS)
        if kind == "start" and name == "Relationship" and given.get("TargetMode") != "External"
    }
    listed = [g for kind, name, g in elements(archive, WORKBOOK) if kind == "start" and name == "sheet"]
    parts = set(archive.namelist())
    strings = list(_strings(archive)) if "xl/sharedStrings.xml" in parts else []
    styles = _styles(archive) if "xl/styles.xml" in parts else _Styles()
    return [
        _sheet(archive, targets[given["id"]], SheetFound(given["name"], _HIDDEN.get(given.get("state", ""), "")),
               strings, styles)
        for given in listed
    ]  # fmt: skip


def _strings(archive: ZipFile) -> Iterator[tuple[str, bool]]:
    """The texts that cells share, and whether any part of each is struck out."""
    text: list[str] = []
    struck, inside, phonetic = False, False, False
    for kind, name, given in elements(archive, "xl/sharedStrings.xml"):
        if kind == "start" and name == "si":
            text, struck = [], False
        elif name == "rPh" and kind != "text":
            phonetic = kind == "start"
        elif name == "t" and kind != "text":
            inside = kind == "start"
        elif kind == "start" and name == "strike":
            struck = _is_on(given.get("val", "1"))
        elif kind == "text" and inside and not phonetic:
            text.append(name)
        elif kind == "end" and name == "si":
            yield "".join(text), struck


def _is_on(value: str) -> bool:
    return value not in ("0", "false")


def _styles(archive: ZipFile) -> _Styles:
    formats: dict[int, str] = {}
    fonts: list[bool] = []
    cells: list[tuple[int, int]] = []
    inside = ""
    for kind, name, given in elements(archive, "xl/styles.xml"):
        if kind != "text" and name in ("fonts", "cellXfs", "dxfs"):
            inside = name if kind == "start" else ""
        elif kind != "start":
            continue
        elif name == "numFmt" and inside != "dxfs":
            formats[int(given["numFmtId"])] = given.get("formatCode", "")
        elif name == "font" and inside == "fonts":
            fonts.append(False)
        elif name == "strike" and inside == "fonts":
            fonts[-1] = _is_on(given.get("val", "1"))
        elif name == "xf" and inside == "cellXfs":
            cells.append((int(given.get("numFmtId", "0")), int(given.get("fontId", "0"))))
    kinds = tuple(PERCENT if f in _PERCENT_FORMATS else shown_as(formats.get(f, "")) for f, _ in cells)
    return _Styles(kinds, tuple(font < len(fonts) and fonts[font] for _, font in cells))


def shown_as(code: str) -> str:
    """What a number format makes of a number: a kind of `spreadsheets`, or nothing where it shows the number.

    >>> shown_as("0.0%"), shown_as('0.0"%"'), shown_as("#,##0,"), shown_as(";;;"), shown_as("#,##0.00")
    ('percent', '', 'scaled', 'scaled', '')
    """
    bare = _LITERAL.sub("", code)
    if "%" in bare:
        return PERCENT
    hides = ";" in bare and not bare.partition(";")[0].strip()
    return SCALED if hides or _THOUSANDS.search(bare) else ""


def _sheet(
    archive: ZipFile, part: str, sheet: SheetFound, strings: list[tuple[str, bool]], styles: _Styles
) -> SheetFound:
    """The sheet with what its part holds; a chart has a sheet of its own, which holds no cell."""
    row = column = 0
    cell: _Open | None = None
    inside = ""
    for kind, name, given in elements(archive, part):
        if kind == "text":
            if cell and inside in ("v", "t"):
                cell.text.append(name)
        elif kind == "start":
            inside = name if name in ("v", "t", "f", "rPh") and inside != "rPh" else inside
            if name == "row":
                row, column = int(given.get("r", row + 1)), 0
                if _is_hidden(given, "ht"):
                    sheet.hidden_rows.append((row, row))
            elif name == "c":
                place = place_of(given["r"]) if "r" in given else (row, column + 1)
                column = place[1]
                cell = _Open(place, given.get("t", "n"), int(given.get("s", "0")))
            elif cell and name == "f":
                cell.formula = True
            elif cell and name == "v":
                cell.stored = ""
            elif name == "col" and _is_hidden(given, "width"):
                sheet.hidden_columns.append((int(given["min"]), int(given["max"])))
            elif name == "mergeCell":
                sheet.merged.append(given["ref"])
        elif name == inside:
            inside = ""
        elif name == "c" and cell:
            sheet.cells += _held(cell, strings, styles)
            cell = None
    return sheet


def _is_hidden(given: dict[str, str], size: str) -> bool:
    return _is_on(given.get("hidden", "0")) or float(given.get(size, "1")) == 0


def _held(cell: _Open, strings: list[tuple[str, bool]], styles: _Styles) -> Iterator[Cell]:
    """The cell, where it holds anything."""
    text, wrong = "".join(cell.text), ""
    struck = cell.style < len(styles.struck) and styles.struck[cell.style]
    if cell.kind == "e":
        wrong = ERROR
    elif cell.formula and not text and not (cell.kind == "str" and cell.stored is not None):
        wrong = FORMULA
    elif cell.kind == "s" and text:
        found = strings[int(text)] if text.isdecimal() and int(text) < len(strings) else None
        text, in_part = found or (f"shared text {text}", False)
        wrong, struck = "" if found else LOST, struck or in_part
    elif cell.kind == "n" and text:
        text = as_text(float(text))
        wrong = styles.of_number[cell.style] if cell.style < len(styles.of_number) else ""
    if text.strip() or wrong:
        yield Cell(*cell.place, text, wrong or (STRUCK if struck and text.strip() else ""))
