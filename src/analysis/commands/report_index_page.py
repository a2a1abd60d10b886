"""The page that lists an organisation's reports: those that were published, and below them the drafts."""

from datetime import date
from typing import Any

from analysis.definitions import periods
from analysis.pages import html
from analysis.pages.models import Badge, Block, Cell, Heading, Paragraph, SectionModel, Table
from analysis.running.outputs.report_folder import PUBLISHED, STATES

_WORDS = {0: "on track", 3: "uncertain"}
_REPORT = ("Report", "Period", "Figures known at")


def page(organisation: str, published: list[dict[str, Any]], drafts: list[dict[str, Any]]) -> str:
    """The complete page; records as `histories.reports_of` returns them."""
    return html.page(index(organisation, published, drafts))


def index(organisation: str, published: list[dict[str, Any]], drafts: list[dict[str, Any]]) -> SectionModel:
    """The page's model: one row a report, with a link to it."""
    signed = _table(
        "Published reports, newest first",
        (*_REPORT, "Signed off by", "On", "Entry of the register", "State"),
        [_published(record) for record in published],
    )
    made = _table(
        "Drafts, newest first",
        (*_REPORT, "State"),
        [(*_report(one, one["report"]), _state(one)) for one in drafts],
    )
    nothing = Paragraph("None has been signed off yet.")
    blocks = [Block("Published reports", (signed if published else nothing,))]
    blocks += [Block("Drafts, not signed off", (made,))] if drafts else []
    return SectionModel(
        name="reports",
        label="Reports",
        title=f"Reports of {_name(organisation, published + drafts)}",
        context="",
        opening=(),
        blocks=tuple(blocks),
        table=signed,
    )


def _name(organisation: str, records: list[dict[str, Any]]) -> str:
    """What its reports are titled, where they all are titled alike."""
    titles = {record["parameters"]["title"] for record in records}
    return titles.pop() if len(titles) == 1 else organisation


def _table(caption: str, headings: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> Table:
    return Table(caption, tuple(Heading(heading) for heading in headings), tuple(rows))


def _published(record: dict[str, Any]) -> tuple[Cell, ...]:
    signed = record["published"]
    cells = (Cell(signed["role"]), _day(signed["date"]), Cell(str(signed["entry"])))
    return (*_report(record, f"{PUBLISHED}/{record['report']}"), *cells, _state(record))


def _report(record: dict[str, Any], folder: str) -> tuple[Cell, ...]:
    """Its name with a link, its period, and the day of which it knows."""
    given = record["parameters"]
    period = periods.to_date(given["year"], given["quarter"]).in_words()
    name = f"{given['title']}, {given['year']} Quarter {given['quarter']}"
    return Cell(name, link=f"{folder}/index.html"), Cell(period), _day(given["as_at"])


def _day(text: str) -> Cell:
    return Cell(periods.day_in_words(date.fromisoformat(text)))


def _state(record: dict[str, Any]) -> Cell:
    text = STATES[record["exit_status"]]
    return Cell(text, badge=Badge(_WORDS[record["exit_status"]], text))
