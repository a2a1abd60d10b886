"""Workbooks as suppliers send them, made for tests: XLSX by openpyxl and by its parts, ODS by its content."""

import zipfile

import openpyxl

from analysis.extracts.readers.cells import COLUMNS

ROW = ("T1", "THEFT", "all", "Mytown", "2024-25 Q1", "in_quarter", "percent", 92.1, "")


def book():
    """A book of two rows on the sheet Figures."""
    made = openpyxl.Workbook()
    made.active.title = "Figures"
    for row in (COLUMNS, ROW, ROW):
        made.active.append(list(row))
    return made


def saved(book, folder, *edits):
    """The book as a file, texts of its parts replaced."""
    path = folder / "plan.xlsx"
    book.save(path)
    return edited(path, *edits)


def edited(path, *edits):
    """The archive with texts of its parts replaced: (part, old, new)."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for part, old, new in edits:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def cell(name, value, kind="float", attributes="", repeat=1):
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}" {attributes} '
        f'table:number-columns-repeated="{repeat}"><text:p>{value}</text:p></table:table-cell>'
    )


def text_cell(text, attributes=""):
    empty = f"<table:table-cell {attributes}/>"
    filled = f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'
    return filled if text else empty


def ods_row(values, attributes="", **changed):
    cells = [
        changed.get(name) or (text_cell(v) if isinstance(v, str) else cell(name, v))
        for name, v in zip(COLUMNS, values, strict=True)
    ]
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_table(*rows, name="Figures", attributes="", columns=""):
    return f'<table:table table:name="{name}" {attributes}>{columns}{"".join(rows)}</table:table>'


def ods(folder, *tables, styles="", prolog=""):
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in names.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<office:document-content {spaces}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f"{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    path = folder / "plan.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return path


HEADING = ods_row(COLUMNS)
ODS_ROW = ods_row(ROW)
