"""The ladder: choose the best method that an indicator's history allows.

The more history, the higher the rung and the narrower an honest range. Every rung says what it rests on. If no rung
is left, the reason is given instead.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeGuard

import numpy as np

from analysis.definitions.errors import Problem, stop_if_any

# A rolling figure whose events are not known is brought to this mean, which is nearly free of chance noise.
UNKNOWN_ROLLING_EVENTS = 1000.0
KINDS = ("count", "rate", "percentage", "rolling_year", "level", "survey")
WIDTH = "the width is what such forecasts missed by in back-tests"
NOTHING_KNOWN = "nothing is known of this year or of a year before it, so there is nothing to forecast from"
OUT_OF_RANGE = "figures below zero, or percentages above 100, are not what these forecasts are made for"
SURVEY = "a survey gives its figure when it is taken; until then there is no forecast"


@dataclass(frozen=True)
class Known:
    """What is known of one indicator at the reported period. Figures are in the indicator's own unit.

    `known`: periods of this year that are known (after `arrears`, which is only said); `to_date`: their
    figure (added up, over all cases, or the latest). `known_values`: the same one by one, where delivered so.
    `history`: whole past years by period, oldest first, None or NaN where missing. `outturns`: past outturns,
    oldest first. `events_per_unit`: for rates, what a value of 1 is worth in events (population / 10,000 for
    a rate per 10,000). `rolling`: the figure is over twelve months though its kind is percentage or rate.
    `break_before`: the column, in history and this year in one row, before which an agreed break lies.
    `provisional`: the last may be revised. `too_close`: why it stands too close to an end of its scale for a
    forecast while the year is not settled; empty where it does not.
    """

    id: str
    kind: str
    known: int
    to_date: float | None = None
    unit_is_whole: bool = True
    periods_per_year: int = 4
    numerator: float | None = None
    denominator: float | None = None
    known_values: tuple[float | None, ...] = ()
    known_denominators: tuple[float | None, ...] = ()
    last_year_to_date: float | None = None
    last_outturn: float | None = None
    outturns: tuple[float | None, ...] = ()
    history: tuple[tuple[float | None, ...], ...] = ()
    history_denominators: tuple[tuple[float | None, ...], ...] = ()
    arrears: int = 0
    break_before: int | None = None
    provisional: bool = False
    events_per_unit: float | None = None
    rolling: bool = False
    too_close: str = ""

    def __post_init__(self) -> None:
        remedy = "correct the figures passed to the forecast"
        stop_if_any([Problem(f"indicator {self.id!r}: {words}", remedy) for words in _wrong(self)])

    @property
    def adds_up(self) -> bool:
        """Whether the year is the sum of its periods."""
        return self.kind in ("count", "rate") and not self.rolling

    @property
    def share(self) -> float:
        """The part of the year that is known."""
        return self.known / self.periods_per_year

    @property
    def past_outturn(self) -> float | None:
        """Last year's outturn: as given, else the latest of `outturns`, else what history adds up to."""
        given = [self.last_outturn, *(self.outturns[-1:])]
        return next((x for x in given if is_number(x)), None)


@dataclass(frozen=True)
class Rung:
    """A step of the ladder: the method, the words for the page, and the history as a row of a panel.

    `cases` are those behind a percentage over twelve months, whose chance widens the method's law.
    """

    method: str
    words: str
    values: tuple[float, ...]
    denominators: tuple[float, ...] | None
    kind: str
    settled: bool = False
    cases: float | None = None
    break_before: int | None = None


def place(known: Known) -> Rung | str:
    """The highest rung that what is known can stand on, or the reason in words why there is none."""
    if known.kind == "survey" and not (known.known and is_number(known.to_date)):
        return SURVEY
    if known.kind == "survey" or (known.known == known.periods_per_year and is_number(known.to_date)):
        values = (_number(known.to_date), *[0.0] * (known.periods_per_year - 1))
        return Rung(
            "pro_rata", "all of the year is known: this is the outturn itself", values, None, "rate", True
        )
    figures = _figures(known)
    if any(x < 0 for x in figures) or (known.kind == "percentage" and any(x > 100 for x in figures)):
        return OUT_OF_RANGE
    if known.too_close:
        return known.too_close
    if _periods_known(known) is not None:
        return _from_history(known)
    return _from_figures(known)


def _periods_known(known: Known) -> tuple[float, ...] | None:
    """This year's periods one by one where there is a past to set them against; None where there is not."""
    full = sum(is_number(x) for year in known.history for x in year)
    if full < known.periods_per_year:
        return None
    values = known.known_values[: known.known]
    if known.known == 1 and not values and known.to_date is not None:
        values = (known.to_date,)
    if not any(map(is_number, values)):
        return None if is_number(known.to_date) and known.known else ()
    return tuple(map(_number, values)) if len(values) == known.known else None


def _from_history(known: Known) -> Rung:
    """The structural average, on all whole years since the first with a figure."""
    empty = next(i for i, year in enumerate(known.history) if any(map(is_number, year)))
    years, now = known.history[empty:], _periods_known(known) or ()
    values = tuple(_number(x) for year in years for x in year) + now
    behind = _denominators(known, values, empty)
    kept = known.break_before and known.break_before - empty * known.periods_per_year
    period = {4: "quarters", 12: "months"}[known.periods_per_year]
    words = _years_in_words(years, period)
    words += "" if now else ", with nothing of this year to go by yet"
    if known.arrears:
        words += f"; figures come {known.arrears} {period if known.arrears > 1 else period[:-1]} behind"
    kind = _panel_kind(known, values)
    return Rung(
        "structural_average", words, values, behind, kind, break_before=kept if (kept or 0) > 0 else None
    )


def _years_in_words(years: Sequence[Sequence[float | None]], period: str) -> str:
    """How many of the years are whole, and how many have gaps; a year without any figure counts as neither."""
    whole = sum(all(map(is_number, year)) for year in years)
    partly = sum(any(map(is_number, year)) for year in years) - whole
    parts = [f"{whole} whole year{'s' * (whole > 1)}"] if whole else []
    parts += [f"{partly} year{'s' * (partly > 1)} with gaps"] if partly else []
    return f"from {' and '.join(parts)} of {period}"


def _from_figures(known: Known) -> Rung | str:
    """The rungs for figures with no periods behind them: last year and to date, either, or nothing."""
    last_to_date, last = last_year(known)
    if not (known.known and is_number(known.to_date)):
        if last is None:
            return NOTHING_KNOWN
        return _row(known, "last_outturn", f"from last year's outturn only: {WIDTH}", last, 0)
    if last is None:
        words = "from the figure to date only, with no past year to go by: as the year has gone so far"
        return _row(
            known, "pro_rata" if known.adds_up else "damped_outturn", f"{words}; {WIDTH}", None, known.known
        )
    if known.adds_up and last_to_date is not None and last_to_date <= last:
        part = {0.25: "first quarter", 0.5: "half-year", 0.75: "three quarters"}.get(
            known.share, "part to date"
        )
        words = f"from last year's {part} and outturn only: {WIDTH}"
        return _row(known, "damped_share", words, last, known.known, last_to_date)
    words = f"from last year's outturn and the figure to date only: {WIDTH}"
    return _row(known, "damped_outturn", words, last, known.known)


def _row(known: Known, name: str, words: str, last: float | None, k: int, last_to_date: float = 0.0) -> Rung:
    """Bare figures as a row of periods: a sum stands in the first period of its part, noughts in the rest."""
    season = known.periods_per_year
    if known.adds_up:
        parts = [(last_to_date, k), (last - last_to_date, season - k)] if last is not None else []
        parts += [(_number(known.to_date), k)]
        figures = [x for figure, n in parts if n for x in (figure, *[0.0] * (n - 1))]
    else:
        figures = ([last] * season if last is not None else []) + [_number(known.to_date)] * k
    values = tuple(map(float, figures))
    behind = _denominators(known, values, 0)
    if known.kind == "percentage" and not known.rolling and is_number(known.denominator) and k:
        behind = (known.denominator / k,) * len(values)
    kind = _panel_kind(known, values)
    cases = None
    if known.kind == "percentage" and known.rolling:
        # With no periods behind it, a rolling percentage moves like a bare one; its cases add their chance.
        kind, behind, cases = "percentage", None, known.denominator if k else None
    return Rung(name, words, values, behind, kind, cases=cases)


def last_year(known: Known) -> tuple[float | None, float | None]:
    """Last year to date and last outturn: as given, else what last year's periods come to."""
    outturn, to_date = known.past_outturn, known.last_year_to_date
    year = known.history[-1] if known.history else ()
    whole = tuple(figure for figure in year if is_number(figure))
    if whole and len(whole) == len(year):
        if outturn is None:
            outturn = float(_over(known, whole))
        if not is_number(to_date) and known.adds_up:
            to_date = float(sum(whole[: known.known]))
    return (to_date if is_number(to_date) else None), outturn


def _over(known: Known, year: tuple[float, ...]) -> float:
    """What a year's periods come to: added up, averaged, or the last."""
    if known.adds_up:
        return sum(year)
    return float(np.mean(year)) if known.kind == "percentage" and not known.rolling else year[-1]


def _panel_kind(known: Known, values: tuple[float, ...]) -> str:
    """The kind of the panel: a count with decimals (money) is modelled as a rate."""
    if known.rolling and known.kind != "level":
        return "rolling_year"
    if known.kind == "count" and not (known.unit_is_whole and _all_whole(values)):
        return "rate"
    return known.kind


def _denominators(known: Known, values: tuple[float, ...], empty: int) -> tuple[float, ...] | None:
    """What stands behind the figures of a row: cases, or what a value of 1 is worth in events."""
    kind = _panel_kind(known, values)
    if kind == "percentage":
        behind = [x for year in known.history_denominators[empty:] for x in year]
        behind = [*behind, *known.known_denominators[: known.known]]
        row = tuple(map(_number, behind))
        needed = [x > 0 for x, value in zip(row, values, strict=False) if is_number(value)]
        return row if len(row) == len(values) and all(needed) else None
    if kind == "rate" and known.kind == "count" and known.unit_is_whole:
        return (1.0,) * len(values)
    if kind == "rate" and known.events_per_unit:
        return (known.events_per_unit,) * len(values)
    if kind == "rolling_year" and not (
        known.kind in ("count", kind) and known.unit_is_whole and _all_whole(values)
    ):
        mean = float(np.nanmean(values)) or 1.0
        return (known.events_per_unit or UNKNOWN_ROLLING_EVENTS / mean,) * len(values)
    return None


def is_number(x: float | None) -> TypeGuard[float]:
    """Whether a figure is there: neither None nor NaN nor infinite."""
    return x is not None and math.isfinite(x)


def _number(x: float | None) -> float:
    return float(x) if is_number(x) else math.nan


def _all_whole(values: Sequence[float]) -> bool:
    """Whether all figures that are there are whole numbers."""
    return all(x == round(x) for x in values if math.isfinite(x))


def _wrong(known: Known) -> Iterator[str]:
    """What is wrong with what is known, in words."""
    if known.kind not in KINDS:
        yield f"kind {known.kind!r} is not one of {', '.join(KINDS)}"
    if known.periods_per_year not in (4, 12):
        yield f"periods_per_year is {known.periods_per_year}; 4 and 12 are allowed"
    if not 0 <= known.known <= known.periods_per_year:
        yield f"known is {known.known}; 0 to {known.periods_per_year} are allowed"
    if any(len(year) != known.periods_per_year for year in known.history):
        yield f"a past year has not {known.periods_per_year} periods"
    if len(known.known_values) > known.periods_per_year:
        yield f"{len(known.known_values)} known values in a year of {known.periods_per_year}"
    if known.kind == "count" and any(x < 0 for x in _figures(known)):
        yield "a count is below zero"


def _figures(known: Known) -> list[float]:
    """Every figure that is there."""
    years = (x for year in known.history for x in year)
    given = (
        known.to_date,
        known.last_year_to_date,
        known.last_outturn,
        *known.known_values,
        *known.outturns,
        *years,
    )
    return [x for x in given if is_number(x)]
