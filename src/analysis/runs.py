"""`outturn run`: what is asked for is made, unless it stands published just so."""

import argparse
import json
import logging
import sys
import time
from importlib import import_module

from analysis import histories, inputs, orders
from analysis.errors import InputError, Problem

log = logging.getLogger("outturn")


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, message, and the facts given with it."""

    def format(self, record: logging.LogRecord) -> str:
        facts = {"time": self.formatTime(record), "level": record.levelname, "message": record.getMessage()}
        return json.dumps(facts | getattr(record, "facts", {}), sort_keys=True)


def run(options: argparse.Namespace) -> int:
    """Make and publish the report that `options.params` asks for; returns the exit status.

    The tools that make it are imported only if something has changed since it was published.
    """
    start_log(options.log_json)
    inputs.look_again()
    began = time.perf_counter()
    options.params = options.params.resolve()  # before reading it changes to the project's folder
    order = orders.read_order(options.params)
    if (options.only or options.dask) and not order.is_of_many:
        what = "--only and --dask are for a report over many areas, and this is of one"
        raise InputError(Problem(what, "leave them out", options.params.name))
    page = order.publication.target / "index.html"
    if order.is_of_many:
        status, text = import_module("analysis.area_reports").make(order, options)
    elif not options.force and inputs.unchanged(
        order.publication, inputs.fingerprint(order.root, order.parameters)
    ):
        status, text = 0, f"Nothing has changed since the draft of {order.name} was made"
    else:
        status, text = import_module("analysis.progress").make(order, options)
    log.info("%s in %.1f s: %s", text, time.perf_counter() - began, page)
    if status in (0, 3) and not options.part:
        histories.mend(order.publication.outputs, order.settings.organisation)
    return status


def start_log(as_json: bool) -> None:
    """Log to standard error, for a person or for a machine."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else logging.Formatter("%(message)s"))
    log.handlers = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False
