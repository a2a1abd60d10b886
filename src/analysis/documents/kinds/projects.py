"""Projects of a delivery plan: rating, lead, movement, risks, links, and the printed summary of them all.

The table has rows of two kinds: `summary` (how many have each rating, with the printed share) and `project`.
Everything but title and rating may be empty, and the page says what was not received.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.documents.printed import HIDDEN, ILLEGIBLE, SHARE, Check, Printed, sum_check
from analysis.documents.sheets import WHY_NONE, Row, Sheet, sheet
from analysis.extracts.deliveries import Entry

RATINGS = ("green", "amber", "red", "complete", "unreported")
"""Best first, but for what is complete and what nobody reported."""
KINDS = ("summary", "project")
COLUMNS = ("kind", "title", "rating", "number", "share_percent", "lead")
ALSO = ("previous_rating", "initial_risk", "residual_risk", "linked", "commentary", "note")

Movement = Literal["better", "worse", "no change", "new", "not delivered"]


@dataclass(frozen=True)
class Project:
    """One project. `lead` names bodies or roles, never persons; `linked` references of indicators."""

    title: str
    rating: str
    lead: str
    row: int
    previous_rating: str = ""
    initial_risk: float | None = None
    residual_risk: float | None = None
    linked: tuple[str, ...] = ()
    commentary: str = ""
    note: str = ""

    @property
    def movement(self) -> Movement:
        """Its rating against that of the last report: amber after green is worse."""
        if not self.previous_rating:
            return "not delivered"
        scale = RATINGS[:3]
        if self.rating not in scale or self.previous_rating not in scale:
            return "no change" if self.rating == self.previous_rating else "new"
        gained = scale.index(self.previous_rating) - scale.index(self.rating)
        return "better" if gained > 0 else "worse" if gained < 0 else "no change"


@dataclass(frozen=True)
class Count:
    """How many projects have a rating, and the share of those reported that is printed for it."""

    rating: str
    number: Printed
    share: Printed | None


@dataclass(frozen=True)
class Projects:
    """The projects that are named, and the counts of all, named or not."""

    projects: tuple[Project, ...]
    counts: tuple[Count, ...]
    total: Printed
    checks: tuple[Check, ...]

    def number(self, rating: str) -> int:
        """How many have a rating: 39 green."""
        return sum(int(known(count.number.value)) for count in self.counts if count.rating == rating)

    @property
    def reported(self) -> int:
        """All but the unreported: 44 of 47."""
        return int(known(self.total.value)) - self.number("unreported")


def make(content: pd.DataFrame, entry: Entry) -> Projects:
    """The projects of a delivered table; `InputError` names every cell that breaks a rule."""
    table = sheet(content, entry, COLUMNS, ALSO)
    for row in table:
        table.choice(row, "kind", KINDS, empty=False)
    projects = tuple(_project(row, table) for row in table if row["kind"] == "project")
    summary = [row for row in table if row["kind"] == "summary"]
    counts = tuple(_count(row, table) for row in summary if row["rating"])
    totals = [row for row in summary if not row["rating"]]
    if summary and len(totals) != 1:
        table.wrong(
            summary[0], "rating", "there is not one summary row of all projects", "leave its rating empty"
        )
    total = _whole(totals[0], table, "all projects") if totals else None
    if total is not None and total.value == 0:
        table.wrong(totals[0], "number", "a summary of no project", "take the rows of kind summary out")
    table.stop_if_wrong()
    if total is None:
        counts, total = _counted(projects, entry)
    found = Projects(projects, counts, total, ())
    return Projects(projects, counts, total, tuple(_checks(found)))


def _project(row: Row, table: Sheet) -> Project:
    initial, residual = (_score(row, table, column) for column in ALSO[1:3])
    return Project(
        table.text(row, "title"), table.choice(row, "rating", RATINGS, empty=False), row["lead"], row.number,
        table.choice(row, "previous_rating", RATINGS), initial, residual,
        tuple(ref.strip() for ref in row["linked"].split(";") if ref.strip()), row["commentary"], row["note"],
    )  # fmt: skip


def _count(row: Row, table: Sheet) -> Count:
    rating = table.choice(row, "rating", RATINGS, empty=False)
    number = _whole(row, table, f"projects {_said(rating)}")
    name = f"share of projects {_said(rating)}"
    share = table.number(row, "share_percent", "percent", name, "summary") if row["share_percent"] else None
    return Count(rating, number, share)


def _whole(row: Row, table: Sheet, name: str) -> Printed:
    """How many projects there are of a kind: whole, and zero or more."""
    number = table.number(row, "number", "projects", name, "summary")
    if number.why_none in WHY_NONE.values():
        table.wrong(row, "number", "a summary row has no number", "type how many projects are rated so")
    elif number.value is not None and (number.value < 0 or number.value != int(number.value)):
        what = f"{row['number']!r} is not a number of projects"
        table.wrong(row, "number", what, "type how many projects are rated so")
    return number


def _score(row: Row, table: Sheet, column: str) -> float | None:
    """The score of a risk, None where none is delivered."""
    score = table.number(row, column, "score", column, "projects")
    if score.why_none in (HIDDEN, ILLEGIBLE):
        table.wrong(row, column, f"a risk is {score.why_none}", "type its score, or [x] where there is none")
    return score.value


def _said(rating: str) -> str:
    return rating if rating in ("unreported", "complete") else f"rated {rating}"


def _counted(projects: tuple[Project, ...], entry: Entry) -> tuple[tuple[Count, ...], Printed]:
    """Counts of the named projects, where the document prints no summary."""

    def figure(value: int, name: str) -> Printed:
        return Printed(value, "projects", name, entry.source, "projects", is_worked_out=True)

    there = [rating for rating in RATINGS if any(p.rating == rating for p in projects)]
    counts = tuple(
        Count(rating, figure(sum(p.rating == rating for p in projects), f"projects {_said(rating)}"), None)
        for rating in there
    )
    return counts, figure(len(projects), "all projects")


def _checks(found: Projects) -> Iterator[Check]:
    """The counts make the total; each printed share is its share of the projects that reported."""
    if found.total.is_worked_out:
        return
    if check := sum_check(found.total, tuple(count.number for count in found.counts)):
        yield check
    for count in found.counts:
        if count.share is not None and count.share.value is not None and found.reported:
            number = known(count.number.value)
            made = 100 * number / found.reported
            how = f"{wording.typed(number)} of the {found.reported} that reported"
            yield Check(SHARE, count.share.name, count.share, made, how, (count.number, found.total))
