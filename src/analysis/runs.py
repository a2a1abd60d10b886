"""`outturn run`: what is asked for is made, unless it stands published just so."""

import argparse
import logging
import time
from datetime import date
from importlib import import_module
from pathlib import Path

from analysis import inputs, logs, orders, params, storage
from analysis.errors import InputError, Problem
from analysis.orders import Order

log = logging.getLogger("outturn")


def run(options: argparse.Namespace) -> int:
    """Make and publish the report that `options.params` asks for; returns the exit status.

    The tools that make it are imported only if something has changed since it was published.
    """
    inputs.look_again()
    began = time.perf_counter()
    options.params = _params_file(options).resolve()  # before reading it changes to the project's folder
    order = orders.read_order(options.params)
    with storage.plain_failures(order.publication.outputs):
        logs.keep_in(order.publication.workroom, fresh=not options.part)
    if order.is_of_many:
        status, text = import_module("analysis.area_reports").make(order, options)
    elif not options.force and inputs.unchanged(
        order.publication, inputs.fingerprint(order.root, order.parameters)
    ):
        status, text = 0, f"Nothing has changed since the draft of {order.name} was made"
    else:
        status, text = import_module("analysis.progress").make(order, options)
    _tell(order, status, text, round(time.perf_counter() - began, 1))
    return status


def _tell(order: Order, status: int, text: str, seconds: float) -> None:
    """The last lines of a log: what became of the report, where it is, and what is to be done."""
    page = order.publication.target / "index.html"
    where = f"Open {page}" if page.is_file() else f"There is no {page} yet"
    facts = {"report": order.name, "status": status, "seconds": seconds, "page": str(page)}
    log.info("%s (%.1f s). %s", text, seconds, where, extra={"facts": facts})
    if status and order.is_of_many:
        log.warning(
            "Mend what the lines above say of each area, and run again; only what is not whole is made again. "
            "Notebooks that failed are in %s, a folder for each area.",
            order.publication.workroom / "areas",
        )
    elif status:
        log.warning(
            "The page of what is missing says why. Mend that and run again; only what is not whole is made again. "
            "Notebooks that failed left their traceback in %s.",
            order.publication.failed,
        )
    if strays := logs.strays():
        log.info("What cells and libraries wrote to standard error is in %s", strays)


def _params_file(options: argparse.Namespace) -> Path:
    """The params file that was named, or that of the newest quarter that is due."""
    if bool(options.params) == bool(options.latest):
        raise InputError(
            Problem("a run needs a params file or --latest", "give one of the two", column="run")
        )
    if options.params:
        return options.params
    schedules = import_module("analysis.schedules")
    root = params.find_root(Path.cwd())
    return schedules.latest_due(root, options.latest, options.today or date.today())
