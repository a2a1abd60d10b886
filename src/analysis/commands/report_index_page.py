"""The page that lists an organisation's published reports and, below them, its drafts."""

from collections.abc import Callable
from datetime import date
from typing import Any

from analysis.definitions import periods
from analysis.definitions.targets import Status
from analysis.pages import html
from analysis.pages.models import Block, Paragraph, SectionModel
from analysis.pages.tables import Badge, Cell, Column, table
from analysis.running.outputs.report_folder import PUBLISHED, STATES

_WORDS: dict[int, Status] = {0: "on track", 3: "uncertain"}


def page(organisation: str, published: list[dict[str, Any]], drafts: list[dict[str, Any]]) -> str:
    """The complete page; records as `histories.reports_of` returns them."""
    return html.page(index(organisation, published, drafts))


def index(organisation: str, published: list[dict[str, Any]], drafts: list[dict[str, Any]]) -> SectionModel:
    """The page's model: one row a report, with a link to it."""
    signed = table("Published reports, newest first", (*_about(_folder), *SIGNED, STATE), published)
    made = table("Drafts, newest first", (*_about(lambda record: record["report"]), STATE), drafts)
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


def _folder(record: dict[str, Any]) -> str:
    return f"{PUBLISHED}/{record['report']}"


def _about(folder: Callable[[dict[str, Any]], str]) -> tuple[Column, ...]:
    """Its name with a link into a folder, its period, and the day of which it knows."""
    return (
        Column("Report", lambda record: Cell(_called(record), link=f"{folder(record)}/index.html")),
        Column("Period", _period),
        Column("Figures known at", lambda record: _day(record["parameters"]["as_at"])),
    )


def _called(record: dict[str, Any]) -> str:
    given = record["parameters"]
    return f"{given['title']}, {given['year']} Quarter {given['quarter']}"


def _period(record: dict[str, Any]) -> str:
    given = record["parameters"]
    return periods.to_date(given["year"], given["quarter"]).in_words()


def _day(text: str) -> str:
    return periods.day_in_words(date.fromisoformat(text))


def _state(record: dict[str, Any]) -> Cell:
    text = STATES[record["exit_status"]]
    return Cell(text, badge=Badge(_WORDS[record["exit_status"]], text))


SIGNED = (
    Column("Signed off by", lambda record: record["published"]["role"]),
    Column("On", lambda record: _day(record["published"]["date"])),
    Column("Entry of the register", lambda record: str(record["published"]["entry"])),
)
STATE = Column("State", _state)
