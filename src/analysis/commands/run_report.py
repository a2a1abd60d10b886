"""`outturn run`: make the report unless an identical one already exists."""

import argparse
import logging
import os
import time
from pathlib import Path

from analysis.commands import report_index
from analysis.definitions.errors import InputError, Problem, without_rows
from analysis.running import fingerprints, report_request
from analysis.running.outputs import atomic_files
from analysis.running.outputs import log as logs
from analysis.running.report_request import Order, RunOptions

log = logging.getLogger("outturn")


def options_of(parsed: argparse.Namespace, path: Path) -> RunOptions:
    """Return how `outturn run` is to make the reports of one params file, from its parsed command line."""
    return RunOptions(
        params=Path(os.path.realpath(path)),  # before reading it changes to the project's folder
        engine=parsed.engine or "",
        workers=parsed.workers,
        force=parsed.force,
        time_limit=parsed.time_limit,
        memory_limit=parsed.memory_limit,
        only=tuple(parsed.only or ()),
        dask=parsed.dask or "",
        part=parsed.part,
        log_json=parsed.log_json,
    )


def run(options: RunOptions) -> int:
    """Make and publish the report that `options.params` asks for; returns the exit status.

    The tools that make it are imported only if something has changed since it was published.
    """
    fingerprints.look_again()
    began = time.perf_counter()
    order = report_request.read_order(options.params)
    _check(options, order)
    with atomic_files.plain_failures(order.publication.outputs):
        logs.keep_in(order.publication.workroom)
    if order.is_of_many:
        from analysis.running import area_reports

        status, text = area_reports.make(order, options)
    elif not options.force and fingerprints.unchanged(
        order.publication, fingerprints.fingerprint(order.root, order.parameters)
    ):
        status, text = 0, f"Nothing has changed since the draft of {order.name} was made"
    else:
        from analysis.running import progress

        status, text = progress.make(order, options)
    _tell(order, status, text, round(time.perf_counter() - began, 1))
    if status in (0, 3) and not options.part:
        report_index.mend(order.publication.outputs, order.settings.organisation)
    return status


@without_rows()
def _check(options: RunOptions, order: Order) -> None:
    if (options.only or options.dask) and not order.is_of_many:
        what = "--only and --dask are for a report over many areas, and this report has one"
        raise InputError(Problem(what, "remove them", options.params.name))


def _tell(order: Order, status: int, text: str, seconds: float) -> None:
    """The last lines of a log: what became of the report, where it is, and what is to be done."""
    page = order.publication.target / "index.html"
    where = f"Open {page}" if page.is_file() else f"There is no {page} yet"
    facts = {"report": order.name, "status": status, "seconds": seconds, "page": str(page)}
    log.info("%s (%.1f s). %s", text, seconds, where, extra={"facts": facts})
    if status:
        why = (
            "The lines above give the reason for each area"
            if order.is_of_many
            else "Its own page says why a section failed, the page Data quality why an indicator is withheld"
        )
        log.warning("%s. Fix that and run again. Only incomplete parts are made again.", why)
    failed = order.publication.workroom / ("areas" if order.is_of_many else "failed")
    if status and (any(failed.glob("*/failed")) if order.is_of_many else failed.is_dir()):
        log.warning("Sections that failed left their notebooks and tracebacks in %s", failed)
    if strays := logs.strays():
        log.info("Output of cells and libraries is in %s", strays)
