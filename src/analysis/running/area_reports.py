"""Make a report for every area of a list, and one landing page that links to them all.

Each area is made in a child process, so this process stays small and one area's failure does not reach another.
Results travel through files only. A stopped run continues with the areas that are missing. Readers see the areas of
one run, all at once; an area that failed keeps its last pages, and the landing page says so.
"""

import contextlib
import difflib
import json
import logging
import signal
import time
import traceback
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from tqdm import tqdm

from analysis.definitions import machine_faults, params, wording
from analysis.definitions.errors import (
    InputError,
    OutturnError,
    Problem,
    RunError,
    kind_and_place,
    without_rows,
)
from analysis.pages import html, tables, workbook
from analysis.pages.models import SectionModel
from analysis.pages.sections import areas as areas_section
from analysis.running import dask_cluster, fingerprints, progress, report_run, run_plan
from analysis.running.notebooks import worker_processes
from analysis.running.notebooks.worker_processes import Ending, Limits
from analysis.running.outputs import atomic_files
from analysis.running.outputs.report_folder import with_record
from analysis.running.report_request import Order, RunOptions, read_areas

log = logging.getLogger("outturn")
WORDS = {0: "Complete", 1: "Failed", 2: "Bad input", 3: "In part"}
"""What an exit status is called on the landing page."""

_FAULT = "an error in Outturn"
NOT_ASKED = "it was left out by --only and has no pages yet"
_UNLIMITED = Limits(seconds=float("inf"), memory_mb=2**40)
"""Of an area's process as the parent sees it: each section has limits of its own, each area a clock."""

_TO_SPARE = 60.0
"""Seconds that an area may take beside its sections."""

_LOCK_WAIT = 10.0
"""Seconds in which a task's process that was killed must have let go of its areas."""

Tell = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class AreaRun:
    """What became of one area: exit status as of a run of its own, and the reason if it is not 0.

    A second of its `attempts` is made only where its process died in the first.
    """

    area: str
    folder: str
    status: int
    reason: str
    seconds: float
    attempts: int = 1


def make(order: Order, options: RunOptions) -> tuple[int, str]:
    """Make the report of every area, or of those asked for, and put them in place with the landing page.

    Returns the exit status and a line on it. If no area can be made, the last reports are unchanged.
    """
    areas = read_areas(order)
    asked = {folder: areas[folder] for folder in _known(options.only or areas, areas)}
    if options.part:
        return make_part(asked, options)
    with order.publication.held():
        before = {folder: fingerprints.sources(area.root, area.parameters) for folder, area in asked.items()}
        changed = _read_ahead(asked, options)
        if not changed and _is_issued(order, areas):
            return 0, f"Nothing has changed since the drafts of {order.name} were made"
        done = {run.folder: run for run in _runs(asked, options)}
        made = sum(run.status in (0, 3) for run in done.values())
        worst = max(run.status for run in done.values())
        if not made:
            return worst, f"No area of {order.name} could be made; the last reports are unchanged"
        _stop_if_stale(order, asked, before)
        rest = _not_asked(order, {folder: areas[folder] for folder in areas if folder not in asked})
        issue(order, areas, tuple((done | rest)[folder] for folder in areas))
    return (3 if worst else 0), f"Made drafts of {made} of {len(asked)} areas of {order.name}"


def make_part(areas: dict[str, Order], options: RunOptions) -> tuple[int, str]:
    """Make some areas of a run that another process holds; what became of each is left in its workroom."""
    worst = 0
    for run in _runs(areas, options):
        order = areas[run.folder]
        atomic_files.write(dask_cluster.result_of(order), dask_cluster.write_result(order, asdict(run)))
        worst = max(worst, run.status)
    return worst, f"Made {len(areas)} areas"


def make_area(order: Order, options: RunOptions, tell: Tell) -> dict[str, Any]:
    """Make one area's report in this process, its sections one after the other; status and reason."""
    publication = order.publication
    try:
        if options.part:
            _wait_for(order)
        if not options.force and _is_unchanged(order):
            publication.stay()
            return {"status": 0, "reason": ""}
        report = _made(order, options, tell)
    except InputError as error:
        return {"status": error.exit_status, "reason": f"{error.counted}: {_kept(order, 'problems', error)}"}
    except OutturnError as error:
        return {"status": error.exit_status, "reason": str(error)}
    except Exception as error:
        if said := machine_faults.told(error):
            return {"status": 1, "reason": said}
        text = "".join(traceback.format_exception(error))
        return {
            "status": 1,
            "reason": f"{_FAULT}: {kind_and_place(error)}: {_kept(order, 'fault', text)}",
        }
    failed = (f"{run.name}: {run.reason}" for run in report.failed)
    return {"status": report.exit_status, "reason": "; ".join([*_withheld(order), *failed])}


def _withheld(order: Order) -> list[str]:
    """Each withheld indicator and why; its rows by place and rule here, with what they hold in the workroom."""
    gone = workbook.open_workbook(order.settings).release.withheld
    rows = [line.problem for one in gone for line in one.rows]
    said = [f"{one.ref} withheld, since {one.why}" for one in gone]
    if rows:
        more = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
        said.append(f"{rows[0].without_values}{more}, {_kept(order, 'problems', InputError(rows))}")
    return said


def _made(order: Order, options: RunOptions, tell: Tell) -> report_run.Report:
    """Planned and made, each within its time."""
    limits = Limits(options.time_limit, options.memory_limit)
    _end_after(limits.seconds + _TO_SPARE, "planning it", tell)
    plan = run_plan.plan(order, progress.engine_of(options.engine), 1, limits=limits)
    twice = 2 * len(plan.job.sections)  # a section whose process dies is tried once more
    _end_after(twice * limits.seconds + _TO_SPARE, "making its sections", tell)
    return report_run.make(plan, order.publication, options.force, lambda run: None)


def _end_after(seconds: float, doing: str, tell: Tell) -> None:
    """Let the system end this process when its time is up, wherever it hangs; its sections end with it."""
    if worker_processes.POSSIBLE:
        tell({"doing": doing, "seconds": seconds})
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _wait_for(order: Order) -> None:
    """Let the process of a task that was killed end first: until then it holds the area's lock."""
    until = time.monotonic() + _LOCK_WAIT
    while time.monotonic() < until:
        with contextlib.suppress(RunError), order.publication.held():
            return
        time.sleep(0.2)  # if it is held to the end, making the area says by whom


def _kept(order: Order, name: str, text: object) -> str:
    """Where in the area's workroom the text is kept: its values stay out of logs and pages."""
    path = order.publication.workroom / f"{name}.txt"
    atomic_files.write(path, f"{text}\n".encode())
    return f"see {path.relative_to(order.root)}"


def _stop_if_stale(order: Order, areas: dict[str, Order], before: dict[str, dict[str, str]]) -> None:
    """Issue no area if a file that one was made from changed meanwhile: once for all, not once in each child."""
    fingerprints.look_again()
    changed = {
        f: fingerprints.changed_since(before[f], area.root, area.parameters) for f, area in areas.items()
    }
    for folder, names in changed.items():
        if names:
            areas[folder].publication.withdraw()
            atomic_files.remove(areas[folder].publication.executed)
    if stale := sorted({name for names in changed.values() for name in names}):
        raise fingerprints.stale(order.name, stale)


def issue(order: Order, areas: dict[str, Order], runs: tuple[AreaRun, ...]) -> None:
    """Put all areas in place at once, with the landing page, and what became of each as a table and as JSON."""
    for run in runs:
        publication = areas[run.folder].publication
        if run.status not in (0, 3):
            publication.withdraw()  # what an earlier run made, if anything
        publication.stay()
    rows = [asdict(run) for run in runs]
    page = html.marked(html.page(_model(order, areas, runs))).encode()
    record = {
        "report": order.name,
        "exit_status": 3 if any(run.status for run in runs) else 0,
        "parameters": order.parameters,
        "areas": [
            row | {"inputs_sha256": areas[row["folder"]].publication.record().get("inputs_sha256", "")}
            for row in rows
        ],
    }
    files = {
        "index.html": page,
        "areas.csv": tables.csv_of(list(rows[0]), [row.values() for row in rows]).encode(),
    }
    order.publication.issue(areas, with_record(files, record))


def _is_issued(order: Order, areas: dict[str, Order]) -> bool:
    """Whether the landing page stands as it was made, and leads to just these areas, all of them complete."""
    record = order.publication.record()
    made_from = {run.get("folder"): run.get("inputs_sha256") for run in record.get("areas", [])}
    asked = {f: fingerprints.fingerprint(area.root, area.parameters) for f, area in areas.items()}
    unfinished = (order.publication.workroom / "next").exists()
    if unfinished or made_from != asked or record.get("exit_status") != 0:
        return False
    return order.publication.stands_as_made(apart=areas)


def _is_unchanged(order: Order) -> bool:
    return fingerprints.unchanged(order.publication, fingerprints.fingerprint(order.root, order.parameters))


def _not_asked(order: Order, areas: dict[str, Order]) -> dict[str, AreaRun]:
    """What became of areas in the run before, which stand as they are."""
    if not areas:
        return {}
    names = AreaRun.__dataclass_fields__.keys()
    earlier = {
        run["folder"]: AreaRun(**{name: run[name] for name in names & run.keys()})
        for run in order.publication.record().get("areas", [])
        if names - {"attempts"} <= run.keys()
    }
    return {
        folder: earlier.get(folder, AreaRun(areas[folder].area, folder, 1, NOT_ASKED, 0.0))
        for folder in areas
    }


def _runs(areas: dict[str, Order], options: RunOptions) -> Iterator[AreaRun]:
    """Every area as it ends, made on a cluster or by children of this process."""
    hide = True if options.log_json else None
    with tqdm(total=len(areas), unit="area", disable=hide, leave=False) as bar:
        for folder, said in (dask_cluster.run_all if options.dask else _in_children)(areas, options):
            order = areas[folder]
            run = AreaRun(
                order.area,
                folder,
                said["status"],
                said["reason"],
                said.get("seconds", 0.0),
                said.get("attempts", 1),
            )
            bar.update()
            _tell(run)
            yield run


def _in_children(areas: dict[str, Order], options: RunOptions) -> Iterator[tuple[str, dict[str, Any]]]:
    """An area whose process dies is tried once more: what it had finished is not done twice."""

    def work(key: str, tell: Tell) -> None:
        tell(make_area(areas[key], options, tell))

    for folder, ending in worker_processes.run_all(areas, work, options.workers, _UNLIMITED, once_more=_died):
        said = _said(ending) or {"status": 1, "reason": _fault(ending)}
        yield folder, said | {"seconds": ending.seconds, "attempts": ending.attempts}


def _said(ending: Ending) -> dict[str, Any] | None:
    """Status and reason, if the area came to have them."""
    return next((message for message in ending.told if "status" in message), None)


def _died(ending: Ending) -> bool:
    return ending.how == "died" and not _said(ending) and not _took_too_long(ending)


def _took_too_long(ending: Ending) -> bool:
    return worker_processes.POSSIBLE and ending.status in (
        -signal.SIGALRM,
        128 + signal.SIGALRM,
    )  # as a shell has it


def _fault(ending: Ending) -> str:
    raised = next((message for message in ending.told if "raised" in message), None)
    if raised and raised["machine"]:
        return f"the machine failed it: {raised['machine']}"
    if raised:
        return f"{_FAULT}: {raised['raised']}"
    if _took_too_long(ending):
        late = [message for message in ending.told if "doing" in message][-1]
        return (
            f"{late['doing']} took longer than the {wording.typed(late['seconds'])} seconds allowed "
            "and was stopped"
        )
    return f"its process ended by itself or was killed (status {ending.status})"


@without_rows()
def _known(asked: Collection[str], areas: dict[str, Order]) -> list[str]:
    unknown = [folder for folder in asked if folder not in areas]
    if unknown:
        nearest = difflib.get_close_matches(unknown[0], areas, 1, params.NEAR)
        remedy = f"did you mean {nearest[0]}" if nearest else "use an area's folder name"
        raise InputError(Problem(f"there is no area {unknown[0]!r}", remedy, column="--only"))
    return list(asked)


def _tell(run: AreaRun) -> None:
    facts = {"facts": asdict(run)}
    if run.status:
        log.warning("Area %s ended with status %d: %s", run.area, run.status, run.reason, extra=facts)
    else:
        log.info("Area %s done in %.1f s", run.area, run.seconds, extra=facts)


def _model(order: Order, areas: dict[str, Order], runs: tuple[AreaRun, ...]) -> SectionModel:
    lines = tuple(_line(areas[run.folder], run) for run in runs)
    context = f"{order.settings.title}, {order.settings.period.in_words()}"
    return areas_section.compose(lines, context, order.settings.notice)


def _line(order: Order, run: AreaRun) -> areas_section.AreaLine:
    """What the area's own record says of its exceptions; what stands from before an area failed is linked too."""
    record = order.publication.record()
    found = record.get("exceptions", {})
    trouble = f"{WORDS.get(run.status, 'Failed')}: {run.reason}" if run.status else ""
    if run.status not in (0, 3) and record:
        trouble += ". Its pages are from an earlier run"
    folder = run.folder if record else ""
    return areas_section.AreaLine(
        run.area, folder, trouble, found.get("found", {}), found.get("figures", 0), found.get("charted", 0)
    )


def _read_ahead(areas: dict[str, Order], options: RunOptions) -> bool:
    """Whether anything has changed; then read once what the areas are made from, so that forks have it."""
    orders = list(areas.values())
    changed = options.force or not all(_is_unchanged(order) for order in orders)
    if changed and worker_processes.POSSIBLE and not options.dask:
        with contextlib.suppress(*([] if _share_inputs(orders) else [InputError])):
            workbook.read_ahead(orders[0].settings)
            with contextlib.suppress(InputError):  # of the first area alone, whose own run says so
                workbook.keep(workbook.open_workbook(orders[0].settings))
    else:
        workbook.forget()
    return changed


def _share_inputs(orders: list[Order]) -> bool:
    """Whether the areas differ in nothing but their names, so that what is wrong for one is wrong for all."""
    return len({json.dumps({**order.parameters, "area": ""}, sort_keys=True) for order in orders}) == 1
