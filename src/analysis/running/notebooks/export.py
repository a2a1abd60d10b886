"""Fragments and tables taken out of executed notebooks, by nbconvert with the project's own template.

Only the output that `book.show` marked with the section's name is published. Cells tagged as parameters,
checks or tables are removed before the template sees them; the template drops every other kind of output.
"""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import TemplateExporter
from traitlets.config import Config

TEMPLATES = Path(__file__).parents[2] / "pages" / "templates"
UNPUBLISHED = ("parameters", "injected-parameters", "checks", "table")
"""Tags of the cells that no reader sees."""


def read_notebook(content: bytes) -> Any:
    """The executed notebook that a run wrote."""
    return nbformat.reads(content.decode(), as_version=4)


@lru_cache(maxsize=32)
def shown(content: bytes, section: str) -> tuple[str, str]:
    """Fragment and CSV of an executed notebook; remembered, since a run first judges and then publishes them."""
    notebook = read_notebook(content)
    return fragment(notebook, section), table(notebook)


def fragment(notebook: Any, section: str) -> str:
    """The section as it was shown; empty if it never was. `analysis.pages.html` makes a page of it."""
    body, _ = _exporter().from_notebook_node(notebook, {"outturn": {"section": section}})
    return body


def table(notebook: Any) -> str:
    """The CSV of the cell tagged `table`; empty where the notebook has none."""
    for cell in notebook.cells:
        if "table" in cell.metadata.get("tags", []):
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
    settings = Config({"TagRemovePreprocessor": {"enabled": True, "remove_cell_tags": set(UNPUBLISHED)}})
    settings.TemplateExporter.optimistic_validation = True  # once for all preprocessors and not for each
    return _PageExporter(
        config=settings,
        template_name="section",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
