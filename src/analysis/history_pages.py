"""The page that lists an organisation's reports: those that were published, and below them the drafts."""

from typing import Any

from analysis import html, periods
from analysis.histories import PUBLISHED, STATES
from analysis.section_models import Badge, Block, Cell, Column, Paragraph, SectionModel, Table

_WORDS = {0: "on track", 3: "uncertain"}
_REPORT = ("Report", "Period", "Figures known at")
_DRAFTS = "Drafts, not signed off"


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
        _DRAFTS, (*_REPORT, "State"), [(*_report(one, one["report"]), _state(one)) for one in drafts]
    )
    nothing = Paragraph("None has been signed off yet.")
    blocks = [Block("Published reports", (signed if published else nothing,))]
    blocks += [Block(_DRAFTS, (made,))] if drafts else []
    return SectionModel(
        name="reports",
        label="Reports",
        title=f"Reports of {organisation}",
        context="",
        opening=(),
        blocks=tuple(blocks),
        table=signed,
    )


def _table(caption: str, headings: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> Table:
    return Table(caption, tuple(Column(heading) for heading in headings), tuple(rows))


def _published(record: dict[str, Any]) -> tuple[Cell, ...]:
    signed = record["published"]
    cells = tuple(Cell(str(signed[name])) for name in ("role", "date", "entry"))
    return (*_report(record, f"{PUBLISHED}/{record['report']}"), *cells, _state(record))


def _report(record: dict[str, Any], folder: str) -> tuple[Cell, ...]:
    """Its name with a link, its period, and the day of which it knows."""
    given = record["parameters"]
    period = periods.to_date(given["year"], given["quarter"]).in_words()
    name = f"{given['title']}, {given['year']} Quarter {given['quarter']}"
    return Cell(name, link=f"{folder}/index.html"), Cell(period), Cell(str(given["as_at"]))


def _state(record: dict[str, Any]) -> Cell:
    text = STATES[record["exit_status"]]
    return Cell(text, badge=Badge(_WORDS[record["exit_status"]], text))
