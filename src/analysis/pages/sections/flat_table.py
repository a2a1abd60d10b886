"""The figures of judgements as one flat table: what a section's CSV holds, unrounded."""

from collections.abc import Iterable

from analysis.definitions import wording
from analysis.judgements.judgements import Judgement
from analysis.pages.models import Cell, Heading, Table
from analysis.pages.sections import phrases

NUMBERS = (
    "last_outturn", "target_low", "target_high", "to_date", "same_period_last_year", "change_percent",
    "expected_outturn", "low80", "high80", "chance",
)  # fmt: skip
WORDS = ("status_now", "status_year_end", "direction", "period", "reason")


def flat(caption: str, judgements: Iterable[Judgement]) -> Table:
    """One row a judgement: what it is of, numbers in its unit, verdicts, and why anything is blank."""
    names = ("ref", "indicator", "breakdown", "area", "unit", *NUMBERS, *WORDS)
    columns = tuple(Heading(n.replace("_", " "), numeric=n in NUMBERS, name=n) for n in names)
    return Table(caption, columns, tuple(_row(judged) for judged in judgements))


def _row(judged: Judgement) -> tuple[Cell, ...]:
    measure = judged.measure
    what = (
        judged.indicator.ref, judged.indicator.title, judged.breakdown.name, judged.area, measure.unit,
    )  # fmt: skip
    numbers = (
        _value(measure.last_outturn),
        judged.target.low if judged.target else None,
        judged.target.high if judged.target else None,
        _value(measure.figure),
        _value(measure.same_period),
        measure.change_percent,
        judged.forecast.expected,
        judged.forecast.low80,
        judged.forecast.high80,
        judged.chance,
    )
    words = (
        judged.status_now,
        judged.status_year_end,
        judged.direction.word,
        phrases.covered(measure.figure),
        "; ".join(dict.fromkeys(reason.words for reason in judged.reasons)),
    )
    cells = tuple(number(value) for value in numbers)
    return tuple(Cell(text) for text in what) + cells + tuple(Cell(text) for text in words)


def number(value: float | None) -> Cell:
    """A cell that is a number in the CSV, empty where there is none."""
    return Cell(wording.MISSING, value="") if value is None else Cell(wording.figure(value), value=value)


def _value(figure) -> float | None:
    return figure.value if figure else None
