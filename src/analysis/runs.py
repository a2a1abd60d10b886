"""`outturn run`: one report from its params file to its published folder, with progress and a log."""

import argparse
import contextlib
import json
import logging
import sys
import time

from tqdm import tqdm

from analysis import children, plans, reports
from analysis.children import Limits
from analysis.jobs import SectionRun
from analysis.reports import Plan, Report

tqdm.monitor_interval = 0  # its thread would be there when we fork
log = logging.getLogger("outturn")


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, message, and the facts given with it."""

    def format(self, record: logging.LogRecord) -> str:
        facts = {"time": self.formatTime(record), "level": record.levelname, "message": record.getMessage()}
        return json.dumps(facts | getattr(record, "facts", {}), sort_keys=True)


def run(options: argparse.Namespace) -> int:
    """Make and publish the report that `options.params` asks for; returns the exit status."""
    start_log(options.log_json)
    began = time.perf_counter()
    engine = options.engine or ("warm" if children.POSSIBLE else "kernel")
    limits = Limits(options.time_limit, options.memory_limit)
    plan = plans.plan(options.params, engine, options.workers, limits=limits)
    report = make(plan, options.force, show_progress=not options.log_json)
    target = plans.publication(plan).target
    log.info("%s in %.1f s: %s", summary(report), time.perf_counter() - began, target / "index.html")
    return report.exit_status


def make(plan: Plan, force: bool, show_progress: bool) -> Report:
    """Make a planned report, with a bar that counts its sections."""
    with contextlib.ExitStack() as stack:
        hide = None if show_progress else True  # None: only where standard error is no terminal
        bar = tqdm(total=len(plan.job.sections), desc=plan.name, unit="section", disable=hide, leave=False)
        stack.enter_context(bar)

        def ended(run: SectionRun) -> None:
            bar.update()
            _tell(run)

        return reports.make(plan, plans.publication(plan), force, ended)


def summary(report: Report) -> str:
    """What became of the report, in one line."""
    made = sum(run.status == "made" for run in report.runs)
    kept = sum(run.status == "kept" for run in report.runs)
    failed = f", {len(report.failed)} could not be made" if report.failed else ""
    return f"Published {report.plan.name}: {made} sections made, {kept} unchanged{failed}"


def start_log(as_json: bool) -> None:
    """Log to standard error, for a person or for a machine."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else logging.Formatter("%(message)s"))
    log.handlers = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False


def _tell(run: SectionRun) -> None:
    facts = {"section": run.name, "status": run.status, "seconds": run.seconds, "reason": run.reason}
    facts = {"facts": facts}
    if run.status == "failed":
        log.error("Section %s could not be made: %s", run.name, run.reason, extra=facts)
    elif run.status == "made":
        log.info("Section %s made in %.1f s", run.name, run.seconds, extra=facts)
    else:
        log.info("Section %s unchanged, kept", run.name, extra=facts)
