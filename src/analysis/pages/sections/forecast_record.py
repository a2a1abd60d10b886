"""Our forecasts' record: what was expected at each quarter of past years against what came, in words."""

from collections.abc import Iterable, Iterator
from functools import partial

from analysis.definitions import wording
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.forecasts.backtests import CalibrationPoint
from analysis.judgements.judgements import Judgement
from analysis.judgements.track_record import Expectation, QuarterRecord, TrackRecord, track_record
from analysis.pages.chart_models import CalibrationChart, CalibrationMark
from analysis.pages.models import Block, SectionModel
from analysis.pages.sections import phrases
from analysis.pages.sections.csv_tables import csv_table, fields, series
from analysis.pages.sections.page_frame import block, section
from analysis.pages.tables import Cell, Column, Figures, Table, table
from analysis.statistics import intervals

AS_SAID = "Chances came true as often as they said"
FEW = 10
"""Forecasts below which nothing is said of how they did."""
SHOWN = 40
"""Forecasts that the page lists, the worst first; the CSV has all."""


def compose(release: Release, name: str = "forecast_record") -> SectionModel:
    """How far past expectations can be relied on, and what that rests on; if nothing can be said, why."""
    record = track_record(release)
    return section(
        release,
        name,
        "Our forecasts' record",
        _title(record),
        opening=(_opening(record),),
        blocks=_blocks(record, release) if record.expectations else (),
        table=_flat(record, release),
    )


def _title(record: TrackRecord) -> str:
    if not record.expectations:
        return "Our forecasts have no record yet: too little history"
    told = record.all
    return f"Of {told.n} past forecasts, the range meant to hold 80 in 100 held {told.inside80}"


def _opening(record: TrackRecord) -> str:
    if not record.expectations:
        return wording.sentence(
            "nothing was published of a year that is over by now, so the register holds no record; a "
            "back-test is what the method would have said in past years, and there is none: "
            f"{record.why_not}"
        )
    if record.source == "register":
        return (
            "This is the register's record: what was published at the time, under the rules of the time, "
            "beside the outturn as it is known now."
        )
    return (
        "This is a back-test's record: nothing was published of a year that is over by now, so this is what "
        "the method would have said, each past year cut off after Quarter 1, 2 and 3 and forecast from what "
        "stood before."
    )


def _blocks(record: TrackRecord, release: Release) -> Iterator[Block]:
    yield _ranges(record)
    if record.calibration:
        yield _calibration(record)
    yield _forecasts(record, release)


def _ranges(record: TrackRecord) -> Block:
    columns = (
        Column("Made at", _made_at, "quarter"),
        Figures("Forecasts", lambda told: told.n, "n"),
        Figures("Range of 80 in 100 held", partial(_held, "inside80"), "inside80"),
        Figures("Range of 95 in 100 held", partial(_held, "inside95"), "inside95"),
        Figures("Missed by", lambda told: told.missed_by, note="median, of the outturn", unit="percent"),
        Column("Leaning", lambda told: Cell(_leaning(told), value=_value(told.bias)), "bias"),
        Column("In words", _coverage, "words"),
    )
    shown = table("How often the ranges held the outturn", columns, (*record.quarters, record.all))
    return block(_coverage(record.all), "ranges", shown)


def _made_at(told: QuarterRecord) -> str:
    return f"Quarter {told.quarter}" if told.quarter else "All quarters"


def _held(which: str, told: QuarterRecord) -> Cell:
    held = getattr(told, which)
    return Cell(f"{held} of {told.n}", value=held)


def _coverage(told: QuarterRecord) -> str:
    """Whether the ranges were as wide as they said, as far as so many forecasts can tell."""
    if told.n < FEW:
        return f"Too few to judge: {wording.count(told.n, 'forecast')}"
    around = intervals.proportion(told.inside80, told.n)
    if around.high < 80:
        return "The ranges were too narrow"
    if around.low > 80:
        return "The ranges were wider than they needed to be"
    return "The ranges held as often as they should, as far as this many can tell"


def _leaning(told: QuarterRecord) -> str:
    if told.bias is None or told.n < FEW:
        return MISSING
    size = wording.change(abs(told.bias)).removeprefix("up ")
    if "change" in size:
        return "neither way"
    return f"{size} too {'high' if told.bias > 0 else 'low'}"


def _value(number: float | None) -> float | str:
    return "" if number is None else number


def _calibration(record: TrackRecord) -> Block:
    marks = tuple(_mark(point) for point in record.calibration)
    off = [mark for mark in marks if not mark.low <= mark.said <= mark.high]
    title = "Some chances did not come true as often as they said" if off else AS_SAID
    return block(title, "calibration", _asked(record), _chart(marks), _behind(marks))


def _asked(record: TrackRecord) -> str:
    asked = (
        "the published targets" if record.source == "register"
        else "three targets each: no more than last year's outturn, 3% less and 3% more"
    )  # fmt: skip
    return (
        f"Of all the times we said 70 in 100, about 70 in 100 should have come true. Asked of {asked}. "
        "Forecasts of one year stand or fall together, so the true reach of chance is somewhat wider."
    )


def _mark(point: CalibrationPoint) -> CalibrationMark:
    met = round(point.came * point.n)
    around = intervals.proportion(met, point.n)
    return CalibrationMark(100 * point.said, 100 * point.came, around.low, around.high, f"{met} of {point.n}")


def _chart(marks: tuple[CalibrationMark, ...]) -> CalibrationChart:
    told = [f"said {_in_100(m.said)}, came {_in_100(m.came)} ({m.label})" for m in marks]
    return CalibrationChart(
        title="Chances said and what came of them",
        alt=f"Chances of past forecasts against what came, in steps: {'; '.join(told)}.",
        caption="Dots: the mean chance said and the share that came true. Pale bars: what chance alone could "
        "make of it, 95 in 100. Line: what was said is what came.",
        points=marks,
        along_label="said, in 100",
        up_label="came true, in 100",
    )


def _in_100(value: float) -> str:
    return f"{wording.fixed(value, 0)} in 100"


def _behind(marks: tuple[CalibrationMark, ...]) -> Table:
    columns = (
        Column("Chance said", lambda mark: mark.said, "said", "mean of the step", "percent"),
        Figures("Came true", _came, "came"),
        Figures("By chance between", _by_chance, "interval", "95 in 100"),
    )
    return table("Chances said and what came of them, step by step", columns, marks)


def _came(mark: CalibrationMark) -> Cell:
    return Cell(wording.figure(mark.came, "percent"), mark.label, mark.came)


def _by_chance(mark: CalibrationMark) -> str:
    return wording.span(wording.figure(mark.low, "percent"), wording.figure(mark.high, "percent"))


def _forecasts(record: TrackRecord, release: Release) -> Block:
    shown = sorted(record.expectations, key=lambda e: -abs(e.error_percent or 0))[:SHOWN]
    columns = (
        Column("Indicator", _indicator),
        Column("Year", lambda e, _: e.year),
        Column("Made at", lambda e, _: Cell(f"Quarter {e.quarter}", value=e.quarter), "quarter"),
        Figures("Expected", _expected, note="80 in 100 between"),
        Figures("Outturn", lambda e, j: Cell(wording.figure(e.outturn, j.measure.unit), value=e.outturn)),
        Column("Held", lambda e, _: e.inside80, "inside80"),
    )
    text = "The largest misses first."
    if rest := len(record.expectations) - len(shown):
        text += f" {wording.capital(wording.count(rest, 'further forecast'))} in the CSV."
    listed = table("Past forecasts and what came", columns, _pairs(shown, release))
    return block("Forecast by forecast", "forecasts", text, listed)


def _indicator(_: Expectation, judged: Judgement) -> Cell:
    called = f"{judged.indicator.ref} {phrases.name(judged)}"
    return Cell(called, wording.named_unit(judged.measure.unit), judged.text_key)


def _expected(one: Expectation, judged: Judgement) -> Cell:
    expected, low, high = wording.forecast(one.expected, one.low80, one.high80, judged.measure.unit)
    return Cell(expected, wording.span(low, high), one.expected)


def _flat(record: TrackRecord, release: Release) -> Table:
    numbers = ("expected", "low80", "high80", "low95", "high95", "outturn")
    columns = {
        **series(lambda _, judged: judged, "ref", "breakdown", "area"),
        **fields(lambda one, _: one, "year", "quarter", *numbers),
        "source": lambda *_: record.source,
    }
    return csv_table("Past forecasts and what came", columns, _pairs(record.expectations, release))


def _pairs(shown: Iterable[Expectation], release: Release) -> list[tuple[Expectation, Judgement]]:
    """Each with the indicator that it was of."""
    judged = {one.key: one for one in release.headlines}
    return [(one, judged[one.key]) for one in shown]
