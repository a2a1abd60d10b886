"""Tables for the CSV alone, numbers unrounded; the figures of judgements among them."""

from collections.abc import Callable, Iterable, Mapping

from analysis.judgements.judgements import Judgement
from analysis.measures.series import Figure
from analysis.pages.models import Cell, Column, Table, Value, table
from analysis.pages.sections import phrases

Cells = Mapping[str, Callable[..., Cell | Value]]


def flat_table(caption: str, columns: Cells, items: Iterable[object]) -> Table:
    """A table that a CSV holds and no page shows: each column is its name and what an item has in it."""
    return table(caption, (Column(name, cell, name) for name, cell in columns.items()), items)


def flat(caption: str, judgements: Iterable[Judgement]) -> Table:
    """One row a judgement: what it is of, numbers in its unit, verdicts, and why anything is blank."""
    return flat_table(caption, {**KEY, "unit": lambda j: j.measure.unit, **NUMBERS, **WORDS}, judgements)


KEY: Cells = {
    "ref": lambda j: j.indicator.ref,
    "indicator": lambda j: j.indicator.title,
    "breakdown": lambda j: j.breakdown.name,
    "area": lambda j: j.area,
}
"""What a row is of."""
NUMBERS: Cells = {
    "last_outturn": lambda j: _value(j.measure.last_outturn),
    "target_low": lambda j: j.target.low if j.target else None,
    "target_high": lambda j: j.target.high if j.target else None,
    "to_date": lambda j: _value(j.measure.figure),
    "same_period_last_year": lambda j: _value(j.measure.same_period),
    "change_percent": lambda j: j.measure.change_percent,
    "expected_outturn": lambda j: j.forecast.expected,
    "low80": lambda j: j.forecast.low80,
    "high80": lambda j: j.forecast.high80,
    "chance": lambda j: j.chance,
}
WORDS: Cells = {
    "status_now": lambda j: j.status_now,
    "status_year_end": lambda j: j.status_year_end,
    "direction": lambda j: j.direction.word,
    "period": lambda j: phrases.covered(j.measure.figure),
    "reason": lambda j: "; ".join(dict.fromkeys(reason.words for reason in j.reasons)),
}


def number(value: float | None) -> Cell:
    """A cell that is a number in the CSV, empty where there is none."""
    return Column("Number", lambda found: found).of(value)


def _value(figure: Figure | None) -> float | None:
    return figure.value if figure else None
