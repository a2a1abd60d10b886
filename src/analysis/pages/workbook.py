"""The whole way on one screen: what a notebook calls.

book = open_workbook(vars())      # reads, checks, forecasts and judges; nothing is written
book.show("scorecard")            # the section, exactly as it will be published
book.checks("scorecard")          # for the analyst, not published
book.table("scorecard")           # the CSV of exactly what is shown
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.definitions import params
from analysis.definitions.errors import InputError, Problem
from analysis.definitions.params import Folders, Params
from analysis.disclosure.release import Release, release
from analysis.judgements import exception_report, inputs
from analysis.judgements.assessments import assess_area
from analysis.judgements.inputs import Materials
from analysis.pages import html, judgement_table, sections, tables
from analysis.pages.models import SectionModel


@dataclass(frozen=True)
class Workbook:
    """One report, opened: what may be shown of it, and its sections by name."""

    release: Release
    folders: Folders
    composed: dict[str, SectionModel] = field(default_factory=dict, repr=False, compare=False)

    @property
    def params(self) -> Params:
        return self.release.params

    def section(self, name: str) -> SectionModel:
        """The model of one section, such as `scorecard` or `indicators-community-safety`; composed once."""
        page = sections.page_name(self.release, name)
        if page not in self.composed:
            self.composed[page] = sections.compose(self.release, page)
        return self.composed[page]

    def show(self, name: str) -> "Shown":
        """The section as a notebook shows it and the page publishes it."""
        return Shown(self.section(name))

    def table(self, name: str) -> "Csv":
        """What the section shows, as CSV."""
        return Csv(tables.csv_text(self.section(name).table))

    def checks(self, name: str) -> pd.DataFrame:
        """One row a judgement that the section speaks of: for the analyst, before it is published."""
        spoken_of = sections.spoken_of(self.release, self.section(name))
        rows = judgement_table.rows(replace(self.release, judgements=spoken_of))
        return pd.DataFrame(rows, columns=list(judgement_table.COLUMNS)).set_index(
            ["ref", "breakdown", "area"]
        )

    @property
    def exceptions(self) -> dict[str, Any]:
        """How many headline figures there are, how many have each exception, and how many are charted."""
        heads = self.release.headlines
        return {
            "figures": len(heads),
            "found": exception_report.counted(heads, self.params.region),
            "charted": exception_report.charted(heads),
        }

    def judgements_csv(self) -> str:
        """All judgements, one row each, unrounded."""
        rows = judgement_table.rows(self.release)
        return tables.csv_of(judgement_table.COLUMNS, (row.values() for row in rows))


@dataclass(frozen=True)
class Shown:
    """A section on display: its HTML, and in the output's metadata what the page around it needs."""

    model: SectionModel

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        data = {"text/html": html.fragment(self.model), "text/plain": self.model.title}
        about = {"section": self.model.name, "title": self.model.title, "label": self.model.label}
        return data, {"outturn": about}


@dataclass(frozen=True)
class Csv:
    """A CSV on display."""

    text: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict:
        lines = self.text.count("\n") - 1
        return {"text/csv": self.text, "text/plain": f"{lines} rows"}


def open_workbook(parameters: Params | Mapping[str, Any], root: Path | None = None) -> Workbook:
    """Open the workbook of one report.

    `parameters` are a report's, checked already, or all variables of a notebook. `root` is found from the current
    folder upwards if it is not given.
    """
    given = parameters if isinstance(parameters, Params) else _of_notebook(parameters)
    folders = Folders(root or params.find_root(Path.cwd()))
    kept = _kept.get(_whatever_the_theme(given, folders))
    if kept:
        return replace(kept, release=replace(kept.release, params=given))
    report = inputs.of_first_area(given, folders)
    read = _read.get(_whatever_the_area(report, folders)) or inputs.read_materials(report, folders)
    sections.stop_if_no_such_theme(report, read.indicators)
    inputs.stop_if_nothing_is_of(read, report)
    return Workbook(release(assess_area(read, report)), folders)


def _of_notebook(variables: Mapping[str, Any]) -> Params:
    """The checked parameters among a notebook's variables; other names are passed over."""
    known = {name: variables[name] for name in Params.model_fields if name in variables}
    if not known:
        raise InputError(Problem("no parameter of a report was given", "run the parameters cell first"))
    return params.checked(Params, known, "parameters")


def read_ahead(given: Params) -> None:
    """Let the forks of this process open every area of a report without reading its files once more.

    Raises `InputError` for what is wrong whichever area it is opened for.
    """
    forget()
    folders = Folders(params.find_root(Path.cwd()))
    report = inputs.of_first_area(given, folders)
    read = inputs.read_materials(report, folders)
    sections.stop_if_no_such_theme(report, read.indicators)
    _read[_whatever_the_area(report, folders)] = read


def keep(book: Workbook) -> None:
    """Let the forks of this process open the same report without reading, judging and composing it once more.

    Only a run calls this, for the notebooks that it starts; in JupyterLab every opening reads the files again.
    """
    forget()
    html.load_templates()
    _kept[_whatever_the_theme(book.params, book.folders)] = book
    if book.release.materials:
        _read[_whatever_the_area(book.params, book.folders)] = book.release.materials


def forget() -> None:
    """Read everything again at the next opening."""
    _kept.clear()
    _read.clear()


_kept: dict[tuple[Params, Folders], Workbook] = {}
_read: dict[tuple[Params, Folders], Materials] = {}
"""What was read for one area serves every other area of the same report."""


def _whatever_the_area(report: Params, folders: Folders) -> tuple[Params, Folders]:
    blank = dict.fromkeys(("theme", "area", "neighbours", "benchmarks") if report.areas else ("theme",), "")
    return report.model_copy(update=blank), folders


def _whatever_the_theme(report: Params, folders: Folders) -> tuple[Params, Folders]:
    return report.model_copy(update={"theme": ""}), folders
