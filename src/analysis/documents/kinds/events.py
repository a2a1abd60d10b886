"""Rare events one by one: read and check a list of days.

If most months have no event, the days between events say more than counts. The list has a day and an indicator, and
nothing about a person. A count is received like any other figure.
"""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from analysis.definitions.errors import Problem
from analysis.definitions.indicators import Indicator
from analysis.documents.sheets import Row, Sheet, sheet
from analysis.extracts.deliveries import Entry

COLUMNS = ("ref", "breakdown", "area", "day")


@dataclass(frozen=True)
class Event:
    """One event: the series it belongs to (indicator, breakdown, area) and the day it happened."""

    series: tuple[str, str, str]
    day: date
    row: int


@dataclass(frozen=True)
class EventList:
    """The events of one delivery, as the file has them."""

    file: str
    source: str
    events: tuple[Event, ...]

    @cached_property
    def days(self) -> dict[tuple[str, str, str], tuple[date, ...]]:
        """The days of each series' events, oldest first."""
        found: dict[tuple[str, str, str], list[date]] = {}
        for event in sorted(self.events, key=lambda event: event.day):
            found.setdefault(event.series, []).append(event.day)
        return {series: tuple(days) for series, days in found.items()}


def make(content: pd.DataFrame, entry: Entry) -> EventList:
    """The events of a delivered table. One `InputError` names every wrong cell with row and remedy."""
    table = sheet(content, entry, COLUMNS)
    events = [_event(table, row) for row in table]
    table.stop_if_wrong()
    return EventList(entry.file, entry.source, tuple(events))


def _event(table: Sheet, row: Row) -> Event:
    ref, breakdown, area = (table.text(row, name) for name in COLUMNS[:3])
    return Event((ref, breakdown, area), _day(table, row), row.number)


def _day(table: Sheet, row: Row) -> date:
    try:
        return date.fromisoformat(row["day"])
    except ValueError:
        table.wrong(row, "day", f"{row['day']!r} is not a day", "write it as 2012-06-17")
        return date.min


def problems(
    lists: Iterable[EventList], indicators: Sequence[Indicator], places: Sequence[str], as_at: date
) -> list[Problem]:
    """Events of a series or place that is not defined, or of a day after the one of which the report knows."""
    series = [(i.ref, b.name) for i in indicators for b in i.series]
    return [
        Problem(what, remedy, events.file, event.row, column)
        for events in lists
        for event in events.events
        for column, what, remedy in _wrong(event, series, places, as_at)
    ]


def _wrong(
    event: Event, series: Sequence[tuple[str, str]], places: Sequence[str], as_at: date
) -> Iterable[tuple[str, str, str]]:
    ref, breakdown, area = event.series
    known = {name for name, _ in series}
    if ref not in known:
        yield "ref", f"{ref!r} is not a known indicator", _nearest(ref, known)
    elif (ref, breakdown) not in series:
        yield "breakdown", f"{breakdown!r} is not a breakdown of {ref}", "add it to the definition"
    if area not in places:
        yield "area", f"{area!r} is not a known area", _nearest(area, places)
    if event.day > as_at:
        what = f"{event.day} is after {as_at}, the last day of this report"
        yield "day", what, "check the day, or as_at of the params file"


def _nearest(text: str, known: Iterable[str]) -> str:
    nearest = difflib.get_close_matches(text, list(known), 1, 0.5)
    return f"did you mean {nearest[0]!r}" if nearest else "mend it, or define it"
