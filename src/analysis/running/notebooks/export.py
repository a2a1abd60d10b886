"""Fragments and tables taken out of executed notebooks, by nbconvert with the project's own template.

Only tagged cells are published: of a cell tagged `show` the output that `book.show` marked with the section's name, and
of a cell tagged `table` its CSV. What other cells display is for the analyst and leaves no trace outside the workroom.
"""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import TemplateExporter
from traitlets.config import Config

TEMPLATES = Path(__file__).parents[2] / "pages" / "templates"
SHOWN = "show"
TABLE = "table"
PUBLISHED = {"parameters", "injected-parameters", SHOWN, TABLE}
"""Tags of the code cells that the published form of a notebook keeps."""


def read_notebook(content: bytes) -> Any:
    """The executed notebook that a run wrote."""
    return nbformat.reads(content.decode(), as_version=4)


def published(content: bytes) -> bytes:
    """Return an executed notebook as it may be published: its text and its tagged cells, no other output."""
    notebook = read_notebook(content)
    notebook.cells = [
        cell for cell in notebook.cells if cell.cell_type == "markdown" or _tags(cell) & PUBLISHED
    ]
    return nbformat.writes(notebook).encode()


def _tags(cell: Any) -> set[str]:
    return set(cell.metadata.get("tags", []))


@lru_cache(maxsize=32)
def shown(content: bytes, section: str) -> tuple[str, str]:
    """Fragment and CSV of an executed notebook; remembered, since a run first judges and then publishes them."""
    notebook = read_notebook(content)
    return fragment(notebook, section), table(notebook)


def fragment(notebook: Any, section: str) -> str:
    """The section as it was shown; empty if it never was. `analysis.pages.html` makes a page of it."""
    only = nbformat.from_dict(
        {**notebook, "cells": [cell for cell in notebook.cells if SHOWN in _tags(cell)]}
    )
    body, _ = _exporter().from_notebook_node(only, {"outturn": {"section": section}})
    return body


def table(notebook: Any) -> str:
    """The CSV of the cell tagged `table`; empty where the notebook has none."""
    for cell in notebook.cells:
        if TABLE in _tags(cell):
            for output in cell.outputs:
                if text := output.get("data", {}).get("text/csv"):
                    return text
    return ""


class _PageExporter(TemplateExporter):
    """nbconvert's template exporter. Its exporter for HTML would parse and rewrite what we composed."""

    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"


@cache
def _exporter() -> TemplateExporter:
    """One exporter for the process: the first conversion costs 200 ms, the next 8."""
    settings = Config()
    settings.TemplateExporter.optimistic_validation = True  # once for all preprocessors and not for each
    return _PageExporter(
        config=settings,
        template_name="section",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
