"""Check raw rows into observations: every rule for every row, all reported together.

A row that breaks a rule is rejected, and with it every figure of its indicator. A row without a known indicator stops
the report.

Most cells of a big table repeat each other, so the result of a rule for a cell is remembered.
"""

import difflib
import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from analysis.definitions import periods
from analysis.definitions.errors import Problem, stop_if_any
from analysis.definitions.indicators import Indicator
from analysis.definitions.params import Params
from analysis.definitions.periods import Period
from analysis.extracts import observations as obs
from analysis.extracts.deliveries import Delivery
from analysis.extracts.observations import Key, Observation, Observations
from analysis.extracts.readers.cells import NoFigureError, Status, figure_of
from analysis.extracts.reported_quarter import Read, ReportedQuarter
from analysis.extracts.withholding import Refused

Row = Mapping[Hashable, Any]
"""A delivered row: its number under `row`, every other cell as text by its column's name."""
Answer = TypeVar("Answer")
Remembered = dict[tuple[object, ...], tuple[Any, tuple[str, ...] | None]]
"""What a rule answered, or what broke it, by the rule and the cells that it looks at."""

_SHAPES = {
    "outturn": "year", "target": "year", "projected_outturn": "year", "expected_range_low": "year",
    "expected_range_high": "year", "cumulative": "to date", "target_to_date": "to date",
    "in_quarter": "quarter", "in_month": "month", "lower_limit": "year", "upper_limit": "year",
}  # fmt: skip

_OF_CHANGE = re.compile(r"percent (reduction|increase|change)")
"""Units of a change: offending may rise where a reduction is measured, so it may be below 0."""

_ROLLING_TO = re.compile(r"rolling 12 months to (\S+(?: \d+)?)")
_COVERS = re.compile(r"covers (\d{4}-\d{2} to \d{4}-\d{2})$")
_MONTH_FIRST = re.compile(rf"((?:{'|'.join(periods.MONTHS)}) \d{{4}})\b")
"""How a note says which month a rolling year ends with."""


class _RuleError(Exception):
    """One cell breaks one rule: (text, rule, remedy) and, it may be, what more there is to say.

    Rule and remedy hold nothing of what was delivered.
    """


class _RowError(Exception):
    """One row breaks rules: a `Refused` for each."""


@dataclass(frozen=True)
class Checked:
    """The figures that a report may use, and the rows for which all of their indicator's were left out."""

    observations: Observations
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class Rules(ReportedQuarter):
    """What a row is checked against: the quarter, its `indicators` by every name, and the known `places`."""

    places: tuple[str, ...]


def validate(
    deliveries: Iterable[Delivery],
    indicators: tuple[Indicator, ...],
    params: Params,
    places: tuple[str, ...] = (),
) -> Checked:
    """The checked figures of all deliveries, but for indicators of which a row breaks a rule: those are refused.

    Raises one `InputError` that names every violation by file, row, column, value, rule and remedy, where one is
    of no known indicator or of a whole file, or where nothing is left. `places` may be named beside the params'.
    """
    names = {name: indicator for indicator in indicators for name in (*indicator.delivered_as, indicator.ref)}
    rules = Rules(params, names, (*params.places, *places))
    read: list[Read] = []
    for delivery in deliveries:
        figures, broken = _check_rows(delivery, rules)
        unclear = _months_or_years(figures, delivery)
        refused = (*broken, *unclear, *_repeated(figures), *_impossible_shares(figures))
        read.append(Read(delivery, tuple(figures), refused))
    refused = tuple(line for each in read for line in each.refused)
    gone = {line.ref for line in refused}
    left = [replace(each, figures=tuple(f for f in each.figures if f.ref not in gone)) for each in read]
    kept = [figure for each in left for figure in each.figures]
    wrong = rules.problems(left) if "" not in gone and (kept or not refused) else []
    if wrong or "" in gone or not kept:
        stop_if_any([*(line.problem for line in refused), *wrong])
    return Checked(obs.in_order(kept, params.source_order), refused)


def _check_rows(delivery: Delivery, rules: Rules) -> tuple[list[Observation], list[Refused]]:
    figures: list[Observation] = []
    refused: list[Refused] = []
    remembered: Remembered = {}
    for row in delivery.rows.to_dict("records"):
        try:
            figures.append(_figure(row, delivery, rules, remembered))
        except _RowError as error:
            refused += error.args
    return figures, refused


_DEPENDS = {
    "ref": ("ref",), "measure": ("measure",), "period": ("period", "measure"), "area": ("area",),
    "breakdown": ("breakdown", "ref"), "unit": ("unit", "ref", "breakdown", "measure"),
    "value": ("value", "ref", "breakdown", "measure", "unit"), "note": ("note", "measure", "period", "ref"),
}  # fmt: skip
"""Which cells of its row a rule of a column looks at: rows that agree in them are asked once."""


def _figure(row: Row, delivery: Delivery, rules: Rules, remembered: Remembered) -> Observation:
    """One row as an observation, or a `_RowError` with every rule that the row breaks."""
    file, number = delivery.entry.file, row["row"]
    broken_rules, unit = [], row["unit"]

    def check(column: str, rule: Callable[..., Answer], *arguments: object) -> Answer | None:
        key = (rule, *(row[name] for name in _DEPENDS[column]))
        if key not in remembered:
            remembered[key] = _asked(rule, row[column], arguments)
        answer: Answer | None
        answer, broken = remembered[key]
        if broken:
            text, words, remedy, *more = broken
            what = " ".join([repr(text), words, *more])
            broken_rules.append((Problem(what, remedy, file, number, column), words))
        return answer

    indicator = check("ref", _indicator, rules)
    measure = check("measure", _measure)
    period = check("period", _period, measure)
    check("area", _known, rules.places, "area")
    if indicator and measure not in obs.RATINGS:
        check("breakdown", _known, tuple(b.name for b in indicator.series), "breakdown")
        unit = check("unit", _unit, indicator, row, measure)
    if measure and period:
        check("period", _shape, measure, period, rules)
    value, decimals, status, word = check("value", _value, measure, indicator, row) or (None, 0, "final", "")
    window = check("note", _window, measure, period, rules, indicator) if measure and period else period
    if broken_rules or indicator is None or measure is None or period is None or window is None:
        ref = indicator.ref if indicator else ""
        raise _RowError(*(Refused(ref, *broken) for broken in broken_rules))
    return Observation(
        delivery.entry.source, row["section"] or row["ref"], file, number, indicator.ref, row["breakdown"],
        row["area"], period, window, measure, unit, value, row["value"], decimals, status, word, row["note"],
    )  # fmt: skip


def _asked(
    rule: Callable[..., Answer], cell: str, arguments: tuple[object, ...]
) -> tuple[Answer | None, tuple[str, ...] | None]:
    """What a rule answers and, where it is broken, the text that breaks it, the rule and the remedy."""
    try:
        return rule(cell, *arguments), None
    except _RuleError as broken:
        return None, broken.args


def _indicator(text: str, rules: Rules) -> Indicator:
    _known(text, tuple(rules.indicators), "indicator")
    return rules.indicators[text]


def _known(text: str, allowed: tuple[str, ...], what: str) -> None:
    if text in allowed:
        return
    nearest = difflib.get_close_matches(text, allowed, 1, 0.5)
    hint = f"did you mean {nearest[0]!r}; otherwise " if nearest else ""
    places = {
        "area": "name it in the params file (parts, neighbours, benchmarks)",
        "indicator": "add its definition to params/indicators",
        "breakdown": "add it to the indicator's definition",
    }
    raise _RuleError(text, f"is not a known {what}", hint + places[what])


def _measure(text: str) -> str:
    allowed = (*obs.FACTS, *obs.LIMITS, *obs.AGREED, *obs.PRINTED, *obs.RATINGS)
    if text in allowed or obs.CHANGE_SINCE.match(text):
        return text
    nearest = difflib.get_close_matches(text, allowed, 1, 0.5)
    hint = f"did you mean {nearest[0]!r}; " if nearest else ""
    raise _RuleError(text, "is not a known measure", f"{hint}allowed are {', '.join(allowed)}")


def _period(text: str, measure: str | None) -> Period:
    """The period of a label; only a monthly figure's `2011-12` is December 2011, any other's the year."""
    try:
        return periods.parse_month(text) if measure == "in_month" else periods.parse(text)
    except ValueError as error:
        raise _no_period(text, error, periods.ALLOWED) from None


def _no_period(text: str, error: ValueError, allowed: str) -> _RuleError:
    """Why in brackets, where there is more to say than that it is none."""
    why = str(error).partition(" is not a period: ")[2]
    return _RuleError(text, "is not a period", f"write {allowed}", *([f"({why})"] if why else []))


def _shape(text: str, measure: str, period: Period, rules: Rules) -> None:
    """A measure asks for a shape of period, and no fact may come from after the report's day."""
    wanted = _SHAPES.get(measure)
    starts_year = period.first % 12 == 3
    fits = {
        None: True,
        "year": starts_year and period.months == 12,
        "to date": starts_year and period.months in range(1, 13),
        "quarter": period.months == 3 and period.first % 3 == 0,
        "month": period.months == 1,
    }[wanted]
    if not fits:
        raise _RuleError(text, f"is not a period that {measure!r} can have", f"give a {wanted} period")
    if measure in obs.FACTS and period.end > rules.as_at:
        raise _RuleError(
            text, rules.too_late, "check the period, or year, quarter and as_at of the params file"
        )


def _unit(text: str, indicator: Indicator, row: Row, measure: str | None) -> str:
    """A figure comes in its series' unit or a declared second one; parts of a percentage in their own.

    A source that names no unit of its counts gives the measure's name, and the definition's unit is meant.
    """
    breakdown = indicator.breakdown(row["breakdown"])
    if breakdown is None or measure is None or measure == "in_part":
        return text
    own = indicator.unit_of(breakdown)
    allowed: tuple[str, ...] = (own, *indicator.second_units)
    if measure in ("numerator", "numerator_needed"):
        allowed = (breakdown.numerator or own,)
    elif measure == "denominator":
        allowed = (breakdown.denominator or own,)
    elif measure == "change_on_same_period" or obs.CHANGE_SINCE.match(measure):
        allowed = ("percent", own)
    if text == measure and measure in ("numerator", "denominator"):
        return allowed[0]
    if text not in allowed:
        raise _RuleError(text, f"is not a unit of {indicator.ref}", f"allowed: {' or '.join(allowed)}")
    return text


def _value(
    text: str, measure: str | None, indicator: Indicator | None, row: Row
) -> tuple[float | None, int, Status, str]:
    """(value, decimals, status, word) of a cell; a number must be one and be possible."""
    if measure in obs.RATINGS:
        if text not in obs.RATINGS[measure]:
            raise _RuleError(text, "is not a rating", f"allowed: {', '.join(obs.RATINGS[measure])}")
        return None, 0, "final", text
    try:
        figure = figure_of(text, row["unit"])
    except NoFigureError as wrong:
        raise _RuleError(wrong.shown, wrong.rule, wrong.remedy) from None
    if figure.value is not None and indicator and measure in (*obs.FACTS, *obs.AGREED):
        _possible(figure.value, text, indicator, row)
    return figure.value, figure.decimals, figure.status, ""


def _possible(value: float, text: str, indicator: Indicator, row: Row) -> None:
    breakdown = indicator.breakdown(row["breakdown"])
    kind = indicator.kind_of(breakdown) if breakdown else indicator.kind
    counted = row["measure"] in ("numerator", "denominator") or kind == "count"
    of_change = _OF_CHANGE.match(row["unit"])
    if value < 0 and not of_change and (counted or kind in ("rate", "percentage")):
        raise _RuleError(
            text, "is negative", "a figure of this kind is zero or more: ask the source for the right one"
        )
    share = kind == "percentage" and row["unit"].startswith("percent") and not counted and not of_change
    if share and value > 100:
        raise _RuleError(text, "is above 100 per cent", "ask the source for the right percentage")
    second_unit = row["unit"] in indicator.second_units
    whole = not (second_unit or indicator.estimated_counts)
    if counted and whole and row["measure"] in obs.FACTS and value != int(value):
        raise _RuleError(text, "is not a whole number", "a count is whole: ask the source for the right one")


def _window(
    note: str, measure: str, period: Period, rules: Rules, indicator: Indicator | None = None
) -> Period:
    """The months a figure covers; a note such as "rolling 12 months to August 2012" moves a rolling year,
    "covers 2021-01 to 2021-12" any year, and some definitions cover several years.
    """
    years = indicator.covers_years if indicator and period.months == 12 else 1
    if measure in obs.AGREED or measure in obs.PRINTED:
        years = 1
    elif match := _COVERS.match(note):
        return _known_by_now(_covered(match[1], years), note, rules)
    if years > 1:
        return _known_by_now(Period(period.first, 12 * years), note, rules)
    if measure not in ("rolling_12_months", "numerator", "denominator", "numerator_needed", "one_more_case"):
        return period
    match = _ROLLING_TO.search(note) or _MONTH_FIRST.match(note)
    if not match:
        return periods.twelve_months_to(period) if measure == "rolling_12_months" else period
    try:
        window = periods.twelve_months_to(periods.month(match[1]))
    except ValueError:
        remedy = "write such as 'rolling 12 months to August 2012'"
        raise _RuleError(match[1], "is not a month such as 'August 2012'", remedy) from None
    return _known_by_now(window, match[1], rules)


def _known_by_now(window: Period, text: str, rules: Rules) -> Period:
    if window.end > rules.as_at:
        raise _RuleError(text or window.label, rules.too_late, "check the note, or as_at of the params file")
    return window


def _covered(text: str, years: int) -> Period:
    try:
        window = periods.parse(text)
        if window.first < 12:
            raise ValueError(f"{text!r} is not a period: the year 0 has no days")
    except ValueError as error:
        raise _no_period(text, error, "such as 'covers 2021-01 to 2021-12'") from None
    return Period(window.first, window.months * years)


def _months_or_years(figures: list[Observation], delivery: Delivery) -> list[Refused]:
    """Labels such as 2011-12 that read as a year in a file with months of the indicator: December 2011 or the year?

    Only measures that may be of a month or of a year leave that open.
    """
    labels = dict(zip(delivery.rows["row"], delivery.rows["period"], strict=True))
    by_month = {f.ref for f in figures if f.period.months == 1 and labels[f.row][:1].isdigit()}
    refused = []
    for figure in figures:
        label = labels[figure.row].strip()
        open_shape = figure.measure in obs.FACTS and figure.measure not in _SHAPES
        if figure.ref in by_month and open_shape and periods.is_month_or_year(label):
            december = periods.parse_month(label).in_words()
            rule = f"may be the year or {december}, since this file has months of {figure.ref}"
            remedy = f"write {december!r} for the month, '{label} Q1-Q4' for the year"
            problem = Problem(f"{label!r} {rule}", remedy, figure.file, figure.row, "period")
            refused.append(Refused(figure.ref, problem, rule))
    return refused


def _repeated(figures: list[Observation]) -> list[Refused]:
    first: dict[tuple[str, Key], int] = {}
    refused = []
    for figure in figures:
        key = (figure.section, figure.key)
        if key in first:
            rule = f"the same figure is in row {first[key]} already"
            what = f"{rule} ({', '.join(map(str, _names(figure)))})"
            remedy = "remove one of the two, or correct the cells that tell them apart"
            refused.append(Refused(figure.ref, Problem(what, remedy, figure.file, figure.row), rule))
        first.setdefault(key, figure.row)
    return refused


def _names(figure: Observation) -> tuple[str, ...]:
    parts = (figure.ref, figure.breakdown, figure.area, figure.period.label, figure.measure, figure.unit)
    return (figure.section, *parts)


def _impossible_shares(figures: list[Observation]) -> list[Refused]:
    wholes = {_share_key(f): f for f in figures if f.measure == "denominator"}
    refused = []
    for part in figures:
        whole = wholes.get(_share_key(part))
        if part.measure != "numerator" or part.value is None or whole is None or whole.value is None:
            continue
        if part.value > whole.value:
            what = f"numerator {part.printed} is above its denominator {whole.printed} in row {whole.row}"
            problem = Problem(what, "ask the source for both", part.file, part.row, "value")
            rule = f"the numerator is above its denominator in row {whole.row}"
            refused.append(Refused(part.ref, problem, rule))
    return refused


def _share_key(figure: Observation) -> tuple[str, str, str, str, Period]:
    return (figure.section, figure.ref, figure.breakdown, figure.area, figure.period)
