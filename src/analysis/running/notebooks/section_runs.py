"""Run sections side by side, each in a child process; judge them by our own record; keep them for a restart."""

import contextlib
import errno
import json
import math
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from analysis.definitions import machine_faults, wording
from analysis.definitions.errors import RunError
from analysis.running.notebooks import execute, export, worker_processes
from analysis.running.notebooks.execute import Notebook, Section
from analysis.running.notebooks.worker_processes import Ending, Limits
from analysis.running.outputs import atomic_files
from analysis.running.outputs.report_folder import Publication, digest

Status = Literal["made", "kept", "failed", "cut off"]
"""A section that fails by itself is withheld; one that the machine cut off says nothing of its figures."""

_OF_THE_PROCESS = (errno.EMFILE, errno.EBADF, errno.EACCES, errno.EPERM, errno.EFBIG)
"""Errors of a process that has no file left to open, or has given up its rights."""

LARGEST = 64 * 2**20
"""Bytes that a section's executed notebook may take: a thousand times what one with charts takes."""


@dataclass(frozen=True)
class SectionRun:
    """What became of one section. `reason` names the cell and the kind of error, never a value of a row."""

    name: str
    status: Status
    fingerprint: str
    reason: str = ""
    attempts: int = 1
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_mb: int = 0
    cells: tuple[Mapping[str, Any], ...] = ()
    notebook_sha256: str = ""
    notebook: bytes = field(default=b"", repr=False)

    def as_record(self) -> dict[str, Any]:
        """Everything but the notebook itself, for `run.json`."""
        record = asdict(replace(self, notebook=b""))
        del record["notebook"]
        return record


@dataclass(frozen=True)
class Job:
    """The sections that one run has to make, and how; `notebooks` by their name in a section."""

    sections: tuple[Section, ...]
    notebooks: Mapping[str, Notebook]
    parameters: Mapping[str, Any]
    fingerprints: Mapping[str, str]
    engine: str = "warm"
    workers: int = 1
    limits: Limits = field(default_factory=Limits)

    def parameters_of(self, section: Section) -> dict[str, Any]:
        """What papermill injects for this section: the report's parameters with the section's own on top."""
        return {**self.parameters, **section.parameters}

    def check(self) -> dict[str, int]:
        """How many cells each section must complete; `InputError` if a notebook cannot be run as planned."""
        return {
            section.name: execute.check_notebook(
                self.notebooks[section.notebook], self.parameters_of(section)
            )
            for section in self.sections
        }


def kept(job: Job, publication: Publication) -> dict[str, SectionRun]:
    """Sections whose inputs have not changed since they were published, or since a run that was killed."""
    records = {run.get("name"): run for run in publication.record().get("sections", [])}
    found = {}
    for section in job.sections:
        fingerprint = job.fingerprints[section.name]
        unfinished = publication.executed / f"{section.name}.ipynb"
        published = publication.stands / "notebooks" / f"{section.name}.ipynb"
        run = _still_good(_read(unfinished.with_suffix(".json")), unfinished, fingerprint)
        run = run or _still_good(records.get(section.name), published, fingerprint)
        if run:
            found[section.name] = run
    return found


def make(job: Job, publication: Publication) -> Iterator[SectionRun]:
    """Run every section of `job`, each as it ends; one whose process died is tried once more."""
    expected = job.check()
    sections = {section.name: section for section in job.sections}

    def work(name: str, tell: Callable[[dict[str, Any]], None]) -> None:
        section = sections[name]

        def left(partly: bytes) -> None:
            if len(partly) <= LARGEST:
                _leave(publication.failed / f"{name}.ipynb", partly)

        try:
            notebook = execute.execute(
                job.notebooks[section.notebook], job.parameters_of(section), job.engine, tell, left
            )
        except Exception:
            text = traceback.format_exc()[-LARGEST:].encode(errors="backslashreplace")
            _leave(publication.failed / f"{name}.txt", text)
            raise
        if len(notebook) > LARGEST:
            tell({"bytes": len(notebook)})
        else:
            _leave(publication.notebooks / f"{name}.ipynb", notebook)
            _keep_of_child(publication.executed / f"{name}.ipynb", export.published(notebook))

    for name, ending in worker_processes.run_all(
        sections, work, job.workers, job.limits, once_more=_has_died
    ):
        executed = publication.executed / f"{name}.ipynb"
        run = _judged(name, ending, expected[name], executed, job)
        if run.status == "made":
            _keep(executed.with_suffix(".json"), json.dumps(run.as_record()).encode())
        elif executed.is_file():
            _leave(publication.failed / executed.name, executed.read_bytes())
        yield run


def _keep(path: Path, content: bytes) -> None:
    with atomic_files.plain_failures(path.parent):
        atomic_files.write(path, content)


def _keep_of_child(path: Path, content: bytes) -> None:
    """Where a cell used up what its own process may have, that is the section's fault and not the disk's."""
    try:
        _keep(path, content)
    except RunError as error:
        if isinstance(error.__context__, OSError) and error.__context__.errno in _OF_THE_PROCESS:
            raise error.__context__ from None
        raise


def _leave(path: Path, content: bytes) -> None:
    """For the analyst to look at, as far as it can be: what made the section fail is told whatever happens here."""
    with contextlib.suppress(OSError):
        atomic_files.write(path, content)


def _judged(name: str, ending: Ending, expected: int, path: Path, job: Job) -> SectionRun:
    """The section's status from what was seen, not from what its notebook says."""
    cells = tuple(message for message in ending.told if "cell" in message)
    by_machine = _fault_of_the_machine(ending, cells, expected, job.limits)
    reason = by_machine or _fault(ending, cells, expected)
    notebook = b"" if reason else path.read_bytes()
    reason = reason or _fault_of_what_it_shows(notebook, name)
    notebook = b"" if reason else notebook
    return SectionRun(
        name=name,
        status="cut off" if by_machine else "failed" if reason else "made",
        fingerprint=job.fingerprints[name],
        reason=reason,
        attempts=ending.attempts,
        seconds=ending.seconds,
        cpu_seconds=ending.cpu_seconds,
        peak_mb=ending.peak_mb,
        cells=cells,
        notebook_sha256=digest(notebook) if notebook else "",
        notebook=notebook,
    )


def _has_died(ending: Ending) -> bool:
    """Whether its process or its kernel ended before it had said how it went."""
    return ending.how == "died" or (ending.how == "ended" and any("kernel" in said for said in ending.told))


def _fault_of_what_it_shows(notebook: bytes, name: str) -> str:
    """Why what a cell displayed cannot be published; empty if it can. A cell may display anything."""
    try:
        shown, table = export.shown(notebook, name)
        table.encode()
    except Exception as error:
        machine_faults.let_through(error)
        return f"what it showed could not be read ({type(error).__name__})"
    return "" if shown.strip() else "its notebook ran but never showed the section in a cell tagged show"


def _fault_of_the_machine(
    ending: Ending, cells: tuple[Mapping[str, Any], ...], expected: int, limits: Limits
) -> str:
    """What cut the section off; empty if nothing did. `RunError` where the disk of the whole run fails."""
    done = _so_far(cells, expected)
    for message in ending.told:
        if message.get("says"):
            raise RunError(message["says"])
    if ending.how == "ran too long":
        return (
            f"it ran longer than the {wording.typed(limits.seconds)} seconds allowed and was stopped {done}"
        )
    if ending.how == "took too much memory":
        return f"it took more than the {limits.memory_mb} MiB allowed and was stopped {done}"
    if _has_died(ending):
        what = f"process (status {ending.status})" if ending.how == "died" else "kernel"
        return f"its {what} ended by itself or was killed {done}"
    for message in ending.told:
        if message.get("machine"):
            where = f"cell {message['cell']}" if "cell" in message else "running it"
            return f"{where} ended with {message.get('error') or message['raised']}: {message['machine']}"
    return ""


def _fault(ending: Ending, cells: tuple[Mapping[str, Any], ...], expected: int) -> str:
    """Why the section does not count as run, by a fault of its own; empty if every cell was seen to end well."""
    for cell in cells:
        if cell["error"]:
            return f"cell {cell['cell']} ended with {cell['error']}"
    for message in ending.told:
        if "bytes" in message:
            size = math.ceil(message["bytes"] / 2**20)
            return f"its executed notebook takes {size} MiB, more than the {LARGEST // 2**20} allowed"
        if "raised" in message:
            return f"running it ended with {message['raised']} {_so_far(cells, expected)}"
    return "" if len(cells) == expected else f"only {len(cells)} of its {expected} code cells ran"


def _so_far(cells: tuple[Mapping[str, Any], ...], expected: int) -> str:
    return f"after {len(cells)} of its {expected} code cells"


def _still_good(record: Mapping[str, Any] | None, path: Path, fingerprint: str) -> SectionRun | None:
    if not record or record.get("fingerprint") != fingerprint or record.get("status") not in ("made", "kept"):
        return None
    try:
        notebook = path.read_bytes()
        names = SectionRun.__dataclass_fields__.keys() & record.keys()
        run = SectionRun(**{name: record[name] for name in names})
    except (OSError, TypeError):
        return None
    run = replace(run, status="kept", cells=tuple(run.cells), notebook=notebook)
    return run if digest(notebook) == run.notebook_sha256 else None


def _read(path: Path) -> dict[str, Any] | None:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
