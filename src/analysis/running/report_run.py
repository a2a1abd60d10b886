"""Make one whole report: run or keep sections, export pages, publish everything in one step."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from analysis.definitions.errors import RunError
from analysis.pages import html
from analysis.running import fingerprints
from analysis.running.notebooks import export, section_runs
from analysis.running.notebooks.execute import Section
from analysis.running.notebooks.section_runs import Job, SectionRun
from analysis.running.outputs import atomic_files
from analysis.running.outputs.report_folder import Publication, with_record


class Frame(Protocol):
    """What stands around a fragment: head and foot of a page with its navigation."""

    def around(self, fragment: str, section: Section, top: bool, failed: frozenset[str]) -> tuple[str, str]:
        """Head and foot of the section's page; `top` for the landing page, `failed` sections are marked."""

    def apology(self, section: Section, reason: str) -> str:
        """The fragment that stands where a section failed."""


@dataclass(frozen=True)
class Plan:
    """All that a report is made of. The first section is also the landing page, `index.html`; every page of
    a `draft` says that it is one.
    """

    name: str
    job: Job
    frame: Frame
    tables: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    withheld: tuple[Mapping[str, str], ...] = ()
    draft: bool = False

    @property
    def unmarked(self) -> "Plan":
        """The same as it is published once it is signed off."""
        return replace(self, draft=False)


@dataclass(frozen=True)
class Report:
    """What was published: one run a section, in the order of the plan."""

    plan: Plan
    runs: tuple[SectionRun, ...]

    @property
    def failed(self) -> tuple[SectionRun, ...]:
        return tuple(run for run in self.runs if run.status == "failed")

    @property
    def exit_status(self) -> int:
        """0 when all was published, 3 when a section or an indicator was withheld."""
        return 3 if self.failed or self.plan.withheld else 0


def make(
    plan: Plan,
    publication: Publication,
    force: bool,
    ended: Callable[[SectionRun], None],
    changed: Callable[[], Sequence[str]] = tuple,
) -> Report:
    """Run what has changed and publish it all; `ended` hears of every section. `changed` is asked just before
    the switch what is no longer as it was when the plan was made.

    `RunError` if no section could be made, the machine cut one off or anything changed; what was published before
    then stands.
    """
    with publication.held():
        atomic_files.remove(publication.failed)
        done = {} if force else section_runs.kept(plan.job, publication)
        rest = tuple(section for section in plan.job.sections if section.name not in done)
        for run in _in_turn(done, section_runs.make(replace(plan.job, sections=rest), publication)):
            done[run.name] = run
            ended(run)
        report = Report(plan, tuple(done[section.name] for section in plan.job.sections))
        _stop_if_cut_off(report, publication)
        if len(report.failed) == len(report.runs):
            reasons = "; ".join(f"{run.name}: {run.reason}" for run in report.runs)
            raise RunError(
                f"No section of {plan.name} could be made, so nothing was published. {reasons}. "
                f"To fix it: look in {publication.failed} for each section, fix that and run again."
            )
        if names := changed():
            atomic_files.remove(
                publication.executed
            )  # a kernel that read them late may have read the new ones
            raise fingerprints.stale(plan.name, names)
        publication.publish(files(report))
    return report


def _stop_if_cut_off(report: Report, publication: Publication) -> None:
    """`RunError` where the machine cut a section off: no report with a hole, above all not in place of a whole one."""
    cut_off = [f"{run.name}: {run.reason}" for run in report.runs if run.status == "cut off"]
    if cut_off:
        before = "The last report is unchanged" if publication.stands.is_dir() else "There is no report yet"
        raise RunError(
            f"The machine cut off {len(cut_off)} of {len(report.runs)} sections of {report.plan.name}, so nothing was "
            f"published. {before}. {'; '.join(cut_off)}. To fix it: give the run more of what it lacked "
            "(--time-limit, --memory-limit, open files, disk; fewer --workers need less) and run again. Finished work "
            f"is kept. If a section is always cut off, look in {publication.failed}."
        )


def files(report: Report) -> dict[str, bytes]:
    """Every file of the published folder, by its name in it."""
    texts = {f"tables/{name}": text for name, text in report.plan.tables.items()}
    content: dict[str, bytes] = {}
    for section, run in zip(report.plan.job.sections, report.runs, strict=True):
        texts |= _files_of(report, section, run)
        if run.notebook:
            content[f"notebooks/{section.name}.ipynb"] = run.notebook
    content |= {name: text.encode() for name, text in texts.items()}
    return with_record(content, _record(report))


def _files_of(report: Report, section: Section, run: SectionRun) -> dict[str, str]:
    failed = frozenset(run.name for run in report.failed)
    frame = report.plan.frame
    fragment, table = (
        export.shown(run.notebook, section.name) if run.notebook else (frame.apology(section, run.reason), "")
    )

    def page(top: bool) -> str:
        head, foot = frame.around(fragment, section, top, failed)
        return head + (html.relinked(fragment, "sections/") if top else fragment) + foot

    # A fragment is pasted under a heading that is there already.
    pasted = html.lowered(fragment)
    made = {f"sections/{section.name}.html": page(False), f"fragments/{section.name}.html": pasted}
    if table:
        made[f"tables/{section.name}.csv"] = table
    if section is report.plan.job.sections[0]:
        made["index.html"] = page(True)
    return {name: _as_draft(text, name) if report.plan.draft else text for name, text in made.items()}


def _as_draft(text: str, name: str) -> str:
    return html.marked(text) if name.endswith(".html") else text


def _record(report: Report) -> dict[str, Any]:
    job = report.plan.job
    return {
        "report": report.plan.name,
        "exit_status": report.exit_status,
        "withheld": list(report.plan.withheld),
        "engine": job.engine,
        "parameters": dict(job.parameters),
        "sections": [run.as_record() for run in report.runs],
        **report.plan.facts,
    }


def _in_turn(done: Mapping[str, SectionRun], rest: Iterator[SectionRun]) -> Iterator[SectionRun]:
    yield from list(done.values())
    yield from rest
