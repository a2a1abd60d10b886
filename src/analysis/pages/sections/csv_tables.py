"""Tables for the CSV alone, numbers unrounded; the figures of judgements among them."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from analysis.judgements.judgements import Judgement
from analysis.measures.series import Figure
from analysis.pages.sections import phrases
from analysis.pages.tables import Cell, Column, Table, Value, table

Cells = Mapping[str, Callable[..., Cell | Value]]


def csv_table(caption: str, columns: Cells, items: Iterable[object]) -> Table:
    """A table that a CSV holds and no page shows: each column is its name and what an item has in it."""
    return table(caption, (Column(name, cell, name) for name, cell in columns.items()), items)


def csv_rows(caption: str, names: tuple[str, ...], rows: Iterable[Mapping[str, Value]]) -> Table:
    """Such a table of rows of several kinds, each with values under some of the names; the others are blank.

    Raises ValueError for a value under another name.
    """
    rows = tuple(rows)
    unknown = {name for row in rows for name in row} - set(names)
    if unknown:
        raise ValueError(f"no column of {caption!r}: {', '.join(sorted(unknown))}")
    return csv_table(caption, {name: partial(_value_of, name) for name in names}, rows)


def _value_of(name: str, row: Mapping[str, Value]) -> Value:
    return row.get(name)


def fields(of: Callable[..., object], *names: str) -> Cells:
    """Columns that are fields of one object, which `of` takes from the item; empty where it is None."""
    return {name: partial(_field, of, name) for name in names}


def _field(of: Callable[..., object], name: str, *item: object) -> Value:
    found = of(*item)
    return None if found is None else getattr(found, name)


def series(of: Callable[..., Judgement], *names: str) -> Cells:
    """Columns that say what a judgement is of, which `of` takes from the item; without names all of them."""
    return {name: partial(_of_series, of, name) for name in names or KEY}


def _of_series(of: Callable[..., Judgement], name: str, *item: object) -> Cell | Value:
    return KEY[name](of(*item))


def of_judgements(caption: str, judgements: Iterable[Judgement]) -> Table:
    """One row a judgement: what it is of, numbers in its unit, verdicts, and why anything is blank."""
    return csv_table(caption, {**KEY, **FIGURES}, judgements)


KEY: Cells = {
    "ref": lambda j: j.indicator.ref,
    "indicator": lambda j: j.indicator.title,
    "breakdown": lambda j: j.breakdown.name,
    "area": lambda j: j.area,
}
"""What a row is of."""
FIGURES: Cells = {
    "unit": lambda j: j.measure.unit,
    "last_outturn": lambda j: _value(j.measure.last_outturn),
    "target_low": lambda j: j.target.low if j.target else None,
    "target_high": lambda j: j.target.high if j.target else None,
    "to_date": lambda j: _value(j.measure.figure),
    "same_period_last_year": lambda j: _value(j.measure.same_period),
    "change_percent": lambda j: j.measure.change_percent,
    "expected_outturn": lambda j: j.forecast.expected,
    **fields(lambda j: j.forecast, "low80", "high80"),
    **fields(lambda j: j, "chance", "status_now", "status_year_end"),
    "direction": lambda j: j.direction.word,
    "period": lambda j: phrases.covered(j.measure.figure),
    "reason": lambda j: "; ".join(dict.fromkeys(reason.words for reason in j.reasons)),
}


def _value(figure: Figure | None) -> float | None:
    return figure.value if figure else None
