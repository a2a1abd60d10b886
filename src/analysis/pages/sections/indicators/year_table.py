"""The table behind a chart: years by quarter, to date and year end, with the baselines beside a forecast."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.definitions import wording
from analysis.definitions.params import Params
from analysis.definitions.periods import parse_year
from analysis.judgements.judgements import Judgement
from analysis.measures.derivations import NO_CASES, NOT_COMPLETE, SUPPRESSED
from analysis.measures.missing_figures import NO_OUTTURN
from analysis.measures.series import Figure
from analysis.pages.sections import phrases
from analysis.pages.tables import Cell, Column, Figures, Table, missing, table

IN_PLACE = {SUPPRESSED: "Suppressed", NO_CASES: "No cases"}
"""What a cell says in the place of a figure."""
NO_TARGET = missing("not in this delivery")


def year_table(judged: Judgement, params: Params) -> Table:
    """This year first, then last year and every year before of which anything is known."""
    last = parse_year(params.year).years_earlier().label
    years = [_this_year(judged, params), _last_year(judged, last)]
    years += [_past(judged, label) for label in _earlier_years(judged, last)]
    columns = (
        Column("Year", lambda year: year.called),
        *(_quarter_column(number) for number in _quarters_shown(judged)),
        Figures(_to_date_heading(judged), lambda year: year.to_date, "to_date"),
        Figures("Year end", lambda year: year.year_end),
        Figures("Target", lambda year: year.target),
    )
    unit = wording.named_unit(judged.measure.unit)
    caption = f"{phrases.name(judged)}, {judged.area}" + (f": {unit}" if unit else "")
    return table(f"{caption}, by year", columns, years)


@dataclass(frozen=True)
class Year:
    """What the table shows of one year: what it is called, its four quarters, and the rest."""

    called: str
    quarters: list[Cell]
    to_date: Cell
    year_end: Cell
    target: Cell = NO_TARGET


def _quarter_column(number: int) -> Column:
    return Figures(f"Quarter {number}", lambda year: year.quarters[number - 1], f"q{number}")


def _to_date_heading(judged: Judgement) -> str:
    return "To date" if judged.measure.accumulates == "sum" else "Latest figure"


def _quarters_shown(judged: Judgement) -> list[int]:
    """The quarters of which some year has a figure or something to say; others would be empty columns."""
    measure = judged.measure
    past = [values for _, values in measure.history]
    return [
        number + 1
        for number in range(4)
        if measure.quarters[number]
        or any(values[number] is not None for values in past)
        or any(_says_something(why[number]) for _, why in measure.blanks)
    ]


def _says_something(why: str) -> bool:
    """Whether a blank quarter is more than not there: suppressed, without cases, or not complete."""
    return why in IN_PLACE or why.startswith(NOT_COMPLETE)


def _this_year(judged: Judgement, params: Params) -> Year:
    measure = judged.measure
    to_date = _figure_cell(measure.figure, measure.why_none, phrases.covered(measure.figure))
    low, high = (judged.target.low, judged.target.high) if judged.target else (None, None)
    bound = low if high is None else high
    note = "; ".join(part for part in (phrases.target_note(judged), _set_by(judged)) if part)
    target = Cell(phrases.target(judged), note, "" if bound is None else bound)
    values = [quarter.value if quarter else None for quarter in measure.quarters]
    quarters = _quarter_cells(judged, params.year, values)
    return Year(measure.called(params.year), quarters, to_date, _year_end(judged), target)


def _set_by(judged: Judgement) -> str:
    agreed = judged.target
    return f"{agreed.set_by}, {agreed.where}" if agreed else ""


def _figure_cell(found: Figure | None, why: str, note: str = "") -> Cell:
    return Cell(phrases.figure(found), note if found else why, found.value if found else "")


def _year_end(judged: Judgement) -> Cell:
    said = phrases.forecast(judged)
    if said is None:
        return missing(judged.forecast.reason)
    if phrases.is_over(judged):
        return Cell(said[0], "the outturn", judged.forecast.expected)
    words = f"80 in 100: {phrases.expected_range(judged)}"
    return Cell(f"{said[0]} expected", "; ".join((words, *baselines(judged))), judged.forecast.expected)


def baselines(judged: Judgement) -> tuple[str, ...]:
    """What simple rules would give, beside a forecast: the half-year doubled, last year's share."""
    measure, said = judged.measure, judged.forecast
    found = []
    if said.pro_rata is not None:
        rule = {1: "four times the quarter", 2: "doubling the half-year", 3: "the same pace"}
        adds_up = measure.accumulates == "sum"
        way = rule.get(measure.known, "the same pace") if adds_up else "the latest figure kept"
        found.append(f"{way} gives {wording.figure(said.pro_rata, measure.unit)}")
    if said.last_year_share is not None:
        found.append(f"last year's share gives {wording.figure(said.last_year_share, measure.unit)}")
    return tuple(found)


def _last_year(judged: Judgement, label: str) -> Year:
    measure = judged.measure
    before = measure.same_period
    to_date = _figure_cell(before, measure.why_no_same_period, phrases.covered(before))
    why = "not delivered" if measure.why_no_outturn == NO_OUTTURN else measure.why_no_outturn
    outturn = _figure_cell(measure.last_outturn, why)
    return Year(measure.called(label), _past_quarters(judged, label), to_date, outturn)


def _past_quarters(judged: Judgement, label: str) -> list[Cell]:
    return _quarter_cells(judged, label, dict(judged.measure.history).get(label, (None,) * 4))


def _quarter_cells(judged: Judgement, label: str, values: Sequence[float | None]) -> list[Cell]:
    """A year's quarters; of one without a figure why: suppressed and no cases are words of their own."""
    blanks = dict(judged.measure.blanks).get(label, ("",) * 4)
    return [_quarter(value, why, judged) for value, why in zip(values, blanks, strict=True)]


def _quarter(value: float | None, why: str, judged: Judgement) -> Cell:
    if value is not None:
        return Cell(wording.figure(value, judged.measure.unit), value=value)
    if why in IN_PLACE:
        return Cell(IN_PLACE[why])
    return missing(why or "not delivered")


def _earlier_years(judged: Judgement, last: str) -> list[str]:
    """Labels of the years before last year of which anything is known, newest first."""
    measure = judged.measure
    later = measure.indicator.covers_years - 1
    known = {figure.period.years_earlier(-later).label for figure in measure.outturns}
    known |= set(dict(measure.history)) | set(dict(measure.earlier_periods))
    return sorted((label for label in known if label < last), reverse=True)


def _past(judged: Judgement, label: str) -> Year:
    measure = judged.measure
    first = measure.first_year_of(parse_year(label))
    outturn = next((f for f in measure.outturns if f.period == first), None)
    before = dict(measure.earlier_periods).get(label)
    to_date = _figure_cell(before, "not delivered", phrases.covered(before))
    year_end = _figure_cell(outturn, "not delivered")
    return Year(measure.called(label), _past_quarters(judged, label), to_date, year_end)
