"""The whole way on one screen: what a notebook calls, one line a step.

book = open_report(vars())        # load: read, check, forecast and judge; nothing is written
book.deliveries                   # the files it is made from
book.findings                     # check: what does not agree in them
book.forecasts("scorecard")       # forecast: the year's outturn of every series in the section
book.judgements("scorecard")      # judge: status, direction, comparison, and the reason of every blank
book.show("scorecard")            # show: the section, exactly as it will be published
book.table("scorecard")           # export: the CSV of exactly what is shown

The tables are pandas frames for the analyst; only what `show` and `table` give is published.
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

FORECAST_COLUMNS = (
    "to_date", "last_outturn", "expected_outturn", "low80", "high80", "low95", "high95", "chance", "method",
)  # fmt: skip
"""Of `judgements.csv`, what the forecast says."""


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

    @property
    def deliveries(self) -> pd.DataFrame:
        """Return a row a delivered file: its source, when it was received, how many rows of figures it has."""
        delivered = self.release.deliveries
        counts = [len(d.rows) if d.holds_figures else None for d in delivered]
        rows = [(d.entry.file, d.entry.source, d.entry.received) for d in delivered]
        frame = pd.DataFrame(rows, columns=["file", "source", "received"])
        return frame.assign(rows=pd.array(counts, dtype="Int64")).set_index("file")

    @property
    def findings(self) -> pd.DataFrame:
        """Return a row a finding: the rule that was broken, the indicator, and what was found in words."""
        rows = [(found.kind, found.ref, found.words) for found in self.release.findings]
        return pd.DataFrame(rows, columns=["rule", "ref", "finding"]).set_index("rule")

    def forecasts(self, name: str) -> pd.DataFrame:
        """Return the year's outturn of every series in a section: expected, 80% and 95% interval, chance, method."""
        return self.judgements(name)[list(FORECAST_COLUMNS)]

    def judgements(self, name: str) -> pd.DataFrame:
        """Return a row a judgement in a section under the columns of `judgements.csv`, unrounded."""
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


def open_workbook(parameters: Params | Mapping[str, Any] | str, root: Path | None = None) -> Workbook:
    """Open the workbook of one report.

    `parameters` are a report's, checked already, or all variables of a notebook, or the name of a file under
    `params/` without its ending. `root` is found from the current folder upwards if it is not given.
    """
    folders = Folders(root or params.find_root(Path.cwd()))
    if isinstance(parameters, str):
        given = params.read_params(folders.root / "params" / f"{parameters}.yaml")
    else:
        given = parameters if isinstance(parameters, Params) else _of_notebook(parameters)
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
