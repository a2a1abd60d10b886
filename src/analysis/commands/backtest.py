"""`outturn backtest`: test the forecast methods on the user's own past years, with a progress bar."""

import argparse

from tqdm import tqdm

from analysis.definitions import wording
from analysis.definitions.errors import InputError, Problem
from analysis.definitions.params import Folders
from analysis.forecasts import backtests
from analysis.forecasts.past_coverage import histories
from analysis.judgements.assessments import assess
from analysis.judgements.track_record import why_too_short
from analysis.pages import tables
from analysis.running import report_request
from analysis.running.outputs import atomic_files, streams

COLUMNS = (
    ("method", "method"), ("k", "quarters known"), ("n", "forecasts"), ("scaled_error", "scaled error"),
    ("ratio_to_pro_rata", "of pro rata's"), ("coverage80", "80 held"), ("coverage95", "95 held"),
    ("brier", "Brier"),
)  # fmt: skip


def backtest(options: argparse.Namespace) -> int:
    """Print how each method would have done on the report's own history; `--csv` writes the whole table."""
    order = report_request.read_order(options.params)
    assessment = assess(order.settings, Folders(order.root))
    found = histories(judged.measure for judged in assessment.headlines)
    if not found:
        remedy = "receive past years by quarter or by month"
        raise InputError(Problem(why_too_short(assessment), remedy))
    tables_of = [_table(past, number, len(found)) for number, past in enumerate(found, start=1)]
    rows = [row for table in tables_of for row in table]
    if options.csv:
        content = tables.csv_of(tuple(rows[0]), (row.values() for row in rows))
        with atomic_files.plain_failures(options.csv):
            options.csv.write_text(content, encoding="utf-8", newline="")
    return 0 if streams.say(*_printed(rows)) else 1  # the table is all that was asked for


def _table(past: backtests.History, number: int, of: int) -> list[dict]:
    kind = f"{past.kind}, {wording.count(len(past.ids), 'series', 'series')}"
    with tqdm(total=1, desc=f"{kind} ({number} of {of})", unit="step", leave=False) as bar:

        def told(done: int, steps: int) -> None:
            bar.total = steps
            bar.update(done - bar.n)

        table = backtests.backtest(past, progress=told)
    return [{"kind": past.kind, "series": len(past.ids)} | row for row in table.to_dict("records")]


def _printed(rows: list[dict]) -> list[str]:
    """The table for a person: a heading a kind, a line a method and number of known quarters."""
    found = []
    for kind in dict.fromkeys(row["kind"] for row in rows):
        found.append(f"{wording.capital(kind)}:")
        found.append("  ".join(heading.rjust(18) for _, heading in COLUMNS))
        own = (row for row in rows if row["kind"] == kind)
        found += ["  ".join(_cell(row[name]).rjust(18) for name, _ in COLUMNS) for row in own]
    return found


def _cell(value: object) -> str:
    return wording.figure(value) if isinstance(value, float) else str(value)
