"""Targets of a plan for the years to come, as printed: numbers, numbers to be confirmed, and words.

A delivered table has one row an indicator: `ref`, `formerly`, `title`, `unit`, `polarity`, one column
`actual_2011_12` and one `target_2012_13` for each year. Former references are kept as printed and never used
to join: they clash with the numbers of other documents.
"""

import re
from dataclasses import dataclass
from functools import partial
from typing import Literal

import pandas as pd

from analysis.definitions.errors import Problem, known, stop_if_any
from analysis.definitions.indicators import Polarity
from analysis.definitions.targets import Agreed, Target
from analysis.documents.printed import Check, Printed
from analysis.documents.sheets import WHY_NONE, Row, Sheet, sheet
from analysis.extracts.deliveries import Entry
from analysis.extracts.readers.cells import NoFigureError, figure_of

COLUMNS = ("ref", "formerly", "title", "unit", "polarity")
POLARITIES: tuple[Polarity, ...] = ("lower", "higher", "nearer", "none")

_YEAR = re.compile(r"(actual|target)_(\d{4})_(\d{2})")
_BEFORE_BRACKETS = re.compile(r"(.+?) \((.+)\)")
_BASELINE = re.compile(r"(\d{4}-\d{2}) baseline")
_WHY_NONE = WHY_NONE | {"not received": "nothing printed"}
_WORD = re.compile(r"[A-Za-z]{2}")
"""What a target in words has, and a number that is typed wrong has not."""


@dataclass(frozen=True)
class Planned:
    """One year's target as printed: `value` where it is a number, else `words`; `note` beside either.

    `beside` is the figure that the note gives for the words: 9.7 for "in line with NW average (9.7)".
    """

    year: str
    printed: str
    value: float | None
    words: str = ""
    note: str = ""
    beside: float | None = None


@dataclass(frozen=True)
class PlannedRow:
    """One indicator of the plan: its last actual and its targets, this year's first."""

    ref: str
    formerly: str
    title: str
    unit: str
    polarity: Polarity
    row: int
    actual: Printed
    targets: tuple[Planned, ...]


@dataclass(frozen=True)
class PlannedTargets:
    """The targets of a plan; `years` are the labels of the target columns, this year's first."""

    source: str
    actual_year: str
    years: tuple[str, ...]
    rows: tuple[PlannedRow, ...]
    checks: tuple[Check, ...] = ()


def make(content: pd.DataFrame, entry: Entry) -> PlannedTargets:
    """The targets of a delivered table; `InputError` names every cell that breaks a rule."""
    found = [(m[1], f"{m[2]}-{m[3]}", m[0]) for c in content.columns if (m := _YEAR.fullmatch(c))]
    actual = [(label, column) for kind, label, column in found if kind == "actual"]
    targets = [(label, column) for kind, label, column in found if kind == "target"]
    if len(actual) != 1 or not targets:
        what = "it needs one column such as actual_2011_12 and at least one such as target_2012_13"
        stop_if_any([Problem(what, "name the columns so", entry.file, 1)])
    table = sheet(content, entry, (*COLUMNS, *(column for _, _, column in found)))
    rows = tuple(_row(row, table, actual[0][1], targets) for row in table)
    refs = [row.ref for row in rows]
    for row in rows:
        if refs.count(row.ref) > 1:
            source = next(r for r in table if r.number == row.row)
            table.wrong(
                source, "ref", f"{row.ref!r} stands in the table twice", "give each row a ref of its own"
            )
    table.stop_if_wrong()
    return PlannedTargets(entry.source, actual[0][0], tuple(label for label, _ in targets), rows)


def _row(row: Row, table: Sheet, actual: str, targets: list[tuple[str, str]]) -> PlannedRow:
    ref, title = table.text(row, "ref"), table.text(row, "title")
    word = table.choice(row, "polarity", POLARITIES, empty=False)
    polarity: Polarity = next((polarity for polarity in POLARITIES if polarity == word), "none")
    return PlannedRow(
        ref, row["formerly"], title, row["unit"], polarity, row.number,
        _actual(row, table, actual, ref), tuple(_planned(row, table, label, column) for label, column in targets),
    )  # fmt: skip


def _actual(row: Row, table: Sheet, column: str, ref: str) -> Printed:
    """The last actual: a number, or the words that stand for it ("new measure")."""
    text, unit = row[column], row["unit"]
    if is_words(text, unit):
        return Printed(None, unit, f"{ref} actual", table.entry.source, ref, row.number, why_none=text)
    return table.number(row, column, unit, f"{ref} actual", ref)


def _planned(row: Row, table: Sheet, year: str, column: str) -> Planned:
    try:
        return planned(year, row[column], row["unit"])
    except NoFigureError as none:
        table.wrong(row, column, str(none), f"{none.remedy}; or say the target in words")
        return Planned(year, row[column], None, row[column])


def is_words(text: str, unit: str = "") -> bool:
    """Whether a cell says something in words, and is neither a figure nor one that is typed wrong.

    >>> is_words("to be set"), is_words("79"), is_words("1,23"), is_words("n/a")
    (True, False, False, False)
    """
    try:
        figure_of(text, unit)
    except NoFigureError as none:
        return none.is_unknown and bool(_WORD.search(text))
    return False


def planned(year: str, text: str, unit: str = "") -> Planned:
    """A target as printed. Raises `NoFigureError` for a number that is typed wrong.

    >>> planned("2013-14", "79 (to be confirmed)").value, planned("2013-14", "to be set").words
    (79.0, 'to be set')
    """
    before, note = match.groups() if (match := _BEFORE_BRACKETS.fullmatch(text)) else (text, "")
    if not is_words(before, unit):
        figure = figure_of(before, unit)
        words = "" if figure.value is not None else _WHY_NONE[figure.status]
        return Planned(year, text, figure.value, words, note)
    if note and not is_words(note, unit):
        return Planned(year, text, None, before, note, figure_of(note, unit).value)
    return Planned(year, text, None, text)


def agreed(target: Planned, row: PlannedRow, region: str, source: str) -> Agreed:
    """The line of agreed targets that a planned one means; words that name no figure stay words."""
    line = partial(Agreed, ref=row.ref, set_by=source, where=row.ref)
    if target.value is not None:
        return line(kind="value", value=target.value)
    text = target.words.lower()
    if region and "average" in text:
        is_above = text.startswith(("above", "below"))
        kind: Literal["above_region", "in_line_with_region"]
        kind = "above_region" if is_above else "in_line_with_region"
        return line(kind=kind, region=region, words=target.words)
    if match := _BASELINE.search(text):
        return line(kind="maintain_or_improve", baseline_year=match[1], words=target.words)
    return line(kind="to_be_set", words=target.words)


@dataclass(frozen=True)
class Path:
    """The way from the last actual to a target `years` later: `a_year` is the change needed each year.

    A target that the last actual meets needs none; `allows` is then how far it lets the figure slip.
    """

    years: int
    gap: float
    is_met: bool

    @property
    def a_year(self) -> float:
        return 0.0 if self.is_met else self.gap / self.years

    @property
    def allows(self) -> float:
        return self.gap if self.is_met else 0.0


def path_needed(actual: float, target: Target, years: int) -> Path | None:
    """What a target asks for from the last actual on; None where it has no number.

    >>> path_needed(18.9, Target(28, None, "at least"), 4).a_year
    2.2750000000000004
    """
    if not target.is_set or years < 1:
        return None
    if target.meets(actual):
        bounds = [bound for bound in (target.low, target.high) if bound is not None]
        return Path(years, min((b - actual for b in bounds), key=abs), True)
    bound = target.low if target.low is not None and actual < target.low else target.high
    return Path(years, known(target.low if bound is None else bound) - actual, False)
