"""The index of an organisation's published reports, newest first: `outputs/<organisation>.html`.

It is read off the reports that stand in `outputs`, so a report that was taken away is gone from it as well.
"""

import json
from pathlib import Path
from typing import Any

from analysis import html, periods, storage
from analysis.section_models import Badge, Block, Cell, Column, SectionModel, Table

_STATES = {0: ("on track", "Complete"), 3: ("uncertain", "In part: something is withheld")}


def publish(outputs: Path, organisation: str) -> Path:
    """Write the index of all reports of one organisation, in one step; returns where it is."""
    page = outputs / f"{organisation}.html"
    with storage.plain_failures(outputs):
        storage.write(page, html.page(index(organisation, reports_of(outputs, organisation))).encode())
    return page


def reports_of(outputs: Path, organisation: str) -> list[dict[str, Any]]:
    """The records of an organisation's published reports, newest quarter first."""
    records = [record for path in outputs.glob("*/run.json") if (record := _read(path))]
    own = [record for record in records if record["parameters"].get("organisation") == organisation]
    return sorted(own, key=_order, reverse=True)


def index(organisation: str, records: list[dict[str, Any]]) -> SectionModel:
    """The page's model: one row a report, with a link to it."""
    columns = (Column("Report"), Column("Period"), Column("Figures known at"), Column("State"))
    table = Table("Published reports, newest first", columns, tuple(_row(record) for record in records))
    return SectionModel(
        name="reports",
        label="Reports",
        title=f"Reports of {organisation}",
        context="",
        opening=(),
        blocks=(Block("Reports", (table,)),),
        table=table,
    )


def _row(record: dict[str, Any]) -> tuple[Cell, ...]:
    given = record["parameters"]
    word, text = _STATES[record["exit_status"]]
    period = periods.to_date(given["year"], given["quarter"]).in_words()
    name = f"{given['title']}, {given['year']} Quarter {given['quarter']}"
    return (
        Cell(name, link=f"{record['report']}/index.html"),
        Cell(period),
        Cell(str(given["as_at"])),
        Cell(text, badge=Badge(word, text)),
    )


def _order(record: dict[str, Any]) -> tuple[str, int, str]:
    given = record["parameters"]
    return given["year"], given["quarter"], record["report"]


def _read(path: Path) -> dict[str, Any] | None:
    """A report's record; None for one that cannot be read or is of another version."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        given = record["parameters"]
        periods.to_date(given["year"], given["quarter"])
        whole = {"title", "as_at", "organisation"} <= given.keys() and isinstance(record["report"], str)
        return record if whole and record["exit_status"] in _STATES else None
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return None
