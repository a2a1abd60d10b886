"""Make a report while somebody watches: a bar that counts sections, a line for each that ends."""

import logging

from tqdm import tqdm

from analysis.definitions.errors import gathered
from analysis.extracts.withholding import Withheld
from analysis.pages import workbook
from analysis.running import fingerprints, report_run, run_plan
from analysis.running.notebooks import worker_processes
from analysis.running.notebooks.section_runs import SectionRun
from analysis.running.notebooks.worker_processes import Limits
from analysis.running.outputs import streams
from analysis.running.report_request import Order, RunOptions
from analysis.running.report_run import Report

tqdm.monitor_interval = 0  # its thread would be there when we fork
log = logging.getLogger("outturn")


def make(order: Order, options: RunOptions) -> tuple[int, str]:
    """Make and publish one report; returns the exit status and what became of it, in one line."""
    workbook.forget()
    before = fingerprints.sources(order.root, order.parameters)  # before any of it is read
    limits = Limits(options.time_limit, options.memory_limit)
    plan = run_plan.plan(order, engine_of(options.engine), options.workers, limits=limits)
    for one in workbook.open_workbook(order.settings).release.withheld:
        tell_withheld(one, options.log_json)
    hide = True if options.log_json else None  # None: hidden where standard error is no terminal
    with tqdm(total=len(plan.job.sections), desc=plan.name, unit="section", disable=hide, leave=False) as bar:

        def ended(run: SectionRun) -> None:
            bar.update()
            tell(run)

        def changed() -> tuple[str, ...]:
            fingerprints.look_again()
            return fingerprints.changed_since(before, order.root, order.parameters)

        report = report_run.make(plan, order.publication, options.force, ended, changed)
    return report.exit_status, summary(report)


def engine_of(choice: str) -> str:
    """Return what runs the cells: as asked, or the warm engine where it can be trusted."""
    return choice or ("warm" if worker_processes.POSSIBLE else "kernel")


def summary(report: Report) -> str:
    """What became of the report, in one line."""
    made = sum(run.status == "made" for run in report.runs)
    kept = sum(run.status == "kept" for run in report.runs)
    failed = f", {len(report.failed)} could not be made" if report.failed else ""
    gone = len(report.plan.withheld)
    withheld = f", {gone} indicator{'s' if gone > 1 else ''} withheld" if gone else ""
    return f"Made a draft of {report.plan.name}: {made} sections made, {kept} unchanged{failed}{withheld}"


def tell_withheld(one: Withheld, log_json: bool) -> None:
    """Log that an indicator is withheld and why; a person at a terminal also reads what the rows hold."""
    facts = {"facts": {**one.as_record(), "status": "withheld"}}
    log.error("Indicator %s is withheld: %s", one.ref, one.why, extra=facts)
    if one.rows and not log_json:
        streams.say_aside(*gathered(line.problem for line in one.rows))


def tell(run: SectionRun) -> None:
    """Log what became of one section; never a value of a row."""
    facts = {"section": run.name, "status": run.status, "seconds": run.seconds, "reason": run.reason}
    facts = {"facts": facts}
    if run.status == "failed":
        log.error("Section %s could not be made: %s", run.name, run.reason, extra=facts)
    elif run.status == "cut off":
        log.error("Section %s was cut off by the machine: %s", run.name, run.reason, extra=facts)
    elif run.status == "made":
        log.info("Section %s made in %.1f s", run.name, run.seconds, extra=facts)
    else:
        log.info("Section %s unchanged, kept", run.name, extra=facts)
