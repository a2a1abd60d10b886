"""Outturn: where each indicator will stand on 31 March, judged and published, one quarter at a time.

The way the data goes. Each noun is a room (a folder here), each verb the function that enters it:

    extracts --read--> observations --derive--> measures --forecast--> forecasts --judge--> judgements
    --release--> what may be shown --compose--> section models --show--> notebooks --export--> HTML

Eleven rooms, bottom first; a room imports only from rooms above it in this list:

    definitions   what is measured and how it is judged: periods, units, indicators, targets, parameters, words
    statistics    numbers in, numbers out: intervals, directions, trends, comparisons, control charts
    extracts      deliveries and their record, read cell by cell and checked row by row
    documents     what is delivered beside figures: budgets, projects, plans, commentary, the register
    measures      to date, same period last year, history; and what the checks of the figures found
    forecasts     the distribution of the year's outturn: a ladder of methods, and their back-tests
    judgements    status, direction, comparison and reasons; the assessment of a whole report
    disclosure    which figures may be shown to whom
    pages         section models, charts, tables, HTML; and the workbook that a notebook opens
    running       a report made: request, plan, notebooks, outputs, many areas
    commands      one command of `outturn` a file

A notebook calls `open_report(vars())`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.definitions.params import Params
    from analysis.pages.workbook import Workbook


def open_report(parameters: "Params | Mapping[str, Any] | str", root: Path | None = None) -> "Workbook":
    """Open the report that the parameters describe: read, check, forecast and judge it.

    `parameters` are a report's parameters, or all variables of a notebook (`vars()`), or the name of a file under
    `params/`, such as "halton-2012-13-q2". `root` is the project's folder; without it, it is looked for from the
    current folder upwards. Raises `InputError` for what is wrong
    in the parameters or the deliveries, all of it at once.
    """
    from analysis.pages import workbook

    return workbook.open_workbook(parameters, root)
