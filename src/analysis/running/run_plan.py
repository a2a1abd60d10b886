"""Plan the run of a params file: check everything before any kernel starts."""

from dataclasses import dataclass
from typing import Any

from analysis.definitions.params import Folders, Params
from analysis.pages import html, sections, workbook
from analysis.pages.models import Callout, SectionModel
from analysis.pages.tables import Table
from analysis.running import fingerprints as inputs
from analysis.running import section_fingerprints
from analysis.running.notebooks import execute
from analysis.running.notebooks.execute import Section
from analysis.running.notebooks.section_runs import Job
from analysis.running.report_request import Order
from analysis.running.report_run import Plan


@dataclass(frozen=True)
class ReportFrame:
    """The project's own page around a section, with navigation to the others, of one of many areas to them all."""

    sections: tuple[Section, ...]
    title: str
    context: str
    one_of_many: bool = False

    def around(self, fragment: str, section: Section, top: bool, failed: frozenset[str]) -> tuple[str, str]:
        """Head and foot; the first section's page is also `index.html`, and every page leads back to it."""
        up = [("All areas", "../index.html" if top else "../../index.html")] if self.one_of_many else []
        links = [(_marked(other, failed), _address(other, self.sections[0], top)) for other in self.sections]
        current = _address(section, self.sections[0], top)
        return html.around(html.title_of(fragment), [*up, *links], current, self.title)

    def apology(self, section: Section, reason: str) -> str:
        """What a reader finds where a section failed: that it did, why, and that the rest stands."""
        text = f"When the report was made, {reason}. No other page depends on this one."
        return html.fragment(
            SectionModel(
                name=section.name,
                label=section.label,
                title=f"{section.label}: this section could not be made",
                context=self.context,
                opening=(Callout("Why it is missing.", text),),
                blocks=(),
                table=Table(caption=section.label, columns=(), rows=()),
            )
        )


def plan(order: Order, engine: str, workers: int, **limits: Any) -> Plan:
    """Read and check everything that a report needs. `InputError` names all that is wrong."""
    root, given = order.root, order.parameters
    book = workbook.open_workbook(order.settings)
    settings = book.params
    workbook.keep(book)
    pages = sections.planned(book)
    planned = tuple(Section(page.name, page.label, page.notebook, page.parameters) for page in pages)
    notebooks = execute.read_notebooks(Folders(root).notebooks, planned)
    prints = section_fingerprints.of_sections(book, planned, notebooks, given)
    job = Job(planned, notebooks, given, prints, engine, workers, **limits)
    job.check()
    frame = ReportFrame(planned, settings.title, _context(settings), bool(order.area))
    tables = {"judgements.csv": book.judgements_csv()}
    facts = section_fingerprints.facts(book, settings, root)
    facts["exceptions"] = book.exceptions
    facts["inputs_sha256"] = inputs.fingerprint(root, given)
    withheld = tuple(one.as_record() for one in book.release.withheld)
    return Plan(order.name, job, frame, tables, facts, withheld, draft=True)


def _context(settings: Params) -> str:
    return f"{settings.title}, {settings.period.in_words()}"


def _address(section: Section, first: Section, top: bool) -> str:
    if section is first:
        return "index.html" if top else "../index.html"
    return f"sections/{section.name}.html" if top else f"{section.name}.html"


def _marked(section: Section, failed: frozenset[str]) -> str:
    return f"{section.label} (could not be made)" if section.name in failed else section.label
