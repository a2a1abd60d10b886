"""Adding a section takes one module with `due` and `compose`, one notebook, one line in `SECTIONS`."""

from dataclasses import replace

import nbformat
import pytest

from analysis.pages import html, sections
from analysis.pages.models import Paragraph, SectionModel
from analysis.pages.sections import Section
from analysis.pages.tables import Table
from analysis.pages.workbook import Workbook
from project import ROOT


def greeting(assessment, name="greeting") -> SectionModel:
    """The smallest section there can be."""
    table = Table("Greeting", (), ())
    title = f"Hello {assessment.params.area}"
    return SectionModel(name, "Greeting", title, "context", (Paragraph("Good day."),), (), table)


def test_one_line_makes_a_page_with_its_place_in_the_navigation(halton, monkeypatch):
    line = Section("greeting", "Greeting", "greeting", greeting, due=lambda a: a.params.area == "Halton")
    monkeypatch.setattr(sections, "SECTIONS", (*sections.SECTIONS, line))
    book = Workbook(halton, None)
    assert sections.planned(book)[-1] == sections.Page("greeting", "Greeting", "greeting")
    assert book.section("greeting").title == "Hello Halton"
    assert "Hello Halton" in html.fragment(book.section("greeting"))
    elsewhere = replace(halton, params=halton.params.model_copy(update={"area": "Chorley"}))
    assert "greeting" not in [page.name for page in sections.planned(Workbook(elsewhere, None))]


@pytest.mark.parametrize("section", sections.SECTIONS, ids=lambda section: section.name)
def test_every_section_has_its_module_and_its_notebook(section):
    module = section.compose.__module__
    assert module.startswith("analysis.pages.sections.") and module.rpartition(".")[2] in (
        section.name,
        "page",
    )
    cells = nbformat.read(ROOT / "notebooks" / f"{section.notebook}.ipynb", 4).cells
    assert f'"{section.notebook}' in "".join(cell.source for cell in cells if cell.cell_type == "code")


def test_every_notebook_belongs_to_a_section():
    notebooks = {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert {section.notebook for section in sections.SECTIONS} <= notebooks
