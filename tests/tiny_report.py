"""A report of a few tiny sections, for tests of running and publishing that need no figures.

Each notebook shows one fragment the way `book.show` does, marked with its section's name. Start this file
with a folder to publish the report there once, as a process that tests can kill.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.running import report_run
from analysis.running.notebooks.execute import Section, read_notebooks
from analysis.running.notebooks.section_runs import Job
from analysis.running.notebooks.worker_processes import Limits
from analysis.running.outputs.report_folder import Publication

SHOW = """\
class Shown:
    def _repr_mimebundle_(self, include=None, exclude=None):
        html = f"<main><h1>{section} {year}</h1><p>seen {note}</p></main>"
        return {"text/html": html, "text/plain": section}, {"outturn": {"section": section}}

Shown()"""
TABLE = """\
class Table:
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/csv": f"section,year\\n{section},{year}\\n", "text/plain": section}

Table()"""
PARAMETERS = 'section = "none"  # its name\nyear = "2012-13"  # the year\nnote = ""  # free text'


@dataclass(frozen=True)
class PlainFrame:
    """A page with next to nothing around the fragment."""

    def around(self, fragment: str, section: Section, top: bool, failed: frozenset[str]) -> tuple[str, str]:
        marks = "".join(f"<p>{name} failed</p>" for name in sorted(failed))
        return f"<!doctype html><title>{section.label}</title>", marks

    def apology(self, section: Section, reason: str) -> str:
        return f"<main><h1>{section.label} could not be made</h1><p>{reason}</p></main>"


def write_notebook(path: Path, *cells: str) -> Path:
    """A notebook with the parameters cell, then `cells`, then the shown fragment and its table."""
    tagged = new_code_cell(PARAMETERS, id="p", metadata={"tags": ["parameters"]})
    show = {"tags": ["show"]}
    middle = [
        new_code_cell(source, id=f"c{number}", metadata=dict(show)) for number, source in enumerate(cells)
    ]
    table = new_code_cell(TABLE, id="t", metadata={"tags": ["table"]})
    title = new_markdown_cell("# What is it?", id="m")
    notebook = new_notebook(cells=[title, tagged, *middle, new_code_cell(SHOW, id="s", metadata=show), table])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def plan(root: Path, cells: Mapping[str, tuple[str, ...]], note: str = "", **settings) -> report_run.Plan:
    """A plan with one section a key of `cells`, whose notebook holds those extra cells."""
    for name, sources in cells.items():
        write_notebook(root / "notebooks" / f"{name}.ipynb", *sources)
    sections = tuple(Section(name, name.title(), name, {"section": name}) for name in cells)
    prints = {name: f"{name} {note} {sources}" for name, sources in cells.items()}
    notebooks = read_notebooks(root / "notebooks", sections)
    job = Job(sections, notebooks, {"year": "2012-13", "note": note}, prints)
    return report_run.Plan(
        "tiny", replace(job, **settings), PlainFrame(), {"judgements.csv": f"ref\n{note}\n"}
    )


def publish(plan: report_run.Plan, root: Path, force: bool = False) -> report_run.Report:
    """Make the report in `root/outputs`."""
    return report_run.make(plan, Publication(root / "outputs", plan.name), force, lambda run: None)


if __name__ == "__main__":
    folder, text = Path(sys.argv[1]), sys.argv[2]
    two = {"one": (), "two": ()}
    publish(plan(folder, two, text, workers=2, limits=Limits(60)), folder)
