"""Our forecasts' record: what was expected at each quarter of past years against what came, in words."""

from analysis.definitions import wording
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.forecasts.backtests import CalibrationPoint
from analysis.judgements.track_record import Expectation, QuarterRecord, TrackRecord, track_record
from analysis.pages.models import (
    Block,
    CalibrationChart,
    CalibrationMark,
    Cell,
    Content,
    Heading,
    Paragraph,
    SectionModel,
    Table,
)
from analysis.pages.sections import flat_table, phrases
from analysis.statistics import intervals

AS_SAID = "Chances came true as often as they said"
FEW = 10
"""Forecasts below which nothing is said of how they did."""
SHOWN = 40
"""Forecasts that the page lists, the worst first; the CSV has all."""


def compose(release: Release, name: str = "forecast_record") -> SectionModel:
    """How far past expectations can be relied on, and what that rests on; if nothing can be said, why."""
    record = track_record(release)
    return SectionModel(
        name=name,
        label="Our forecasts' record",
        title=_title(record),
        context=phrases.context(release.params),
        opening=(Paragraph(_opening(record)),),
        blocks=tuple(_blocks(record, release)) if record.expectations else (),
        table=_flat(record),
        footer=phrases.footer(release.params),
        notice=release.params.notice,
        links=(("Scorecard", "scorecard.html"),),
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


def _blocks(record: TrackRecord, release: Release) -> list[Block]:
    found = [_ranges(record)]
    if record.calibration:
        found.append(_calibration(record))
    return [*found, _forecasts(record, release)]


def _ranges(record: TrackRecord) -> Block:
    columns = (
        Heading("Made at", name="quarter"), Heading("Forecasts", numeric=True, name="n"),
        Heading("Range of 80 in 100 held", numeric=True, name="inside80"),
        Heading("Range of 95 in 100 held", numeric=True, name="inside95"),
        Heading("Missed by", "median, of the outturn", True, "missed_by"),
        Heading("Leaning", name="bias"),
        Heading("In words", name="words"),
    )  # fmt: skip
    rows = tuple(_range_row(told) for told in (*record.quarters, record.all))
    table = Table("How often the ranges held the outturn", columns, rows)
    return Block(_coverage(record.all), (table,), "ranges")


def _range_row(told: QuarterRecord) -> tuple[Cell, ...]:
    return (
        Cell(f"Quarter {told.quarter}" if told.quarter else "All quarters"),
        Cell(wording.figure(told.n), value=told.n),
        Cell(f"{told.inside80} of {told.n}", value=told.inside80),
        Cell(f"{told.inside95} of {told.n}", value=told.inside95),
        Cell(wording.figure(told.missed_by, "percent"), value=_value(told.missed_by)),
        Cell(_leaning(told), value=_value(told.bias)),
        Cell(_coverage(told)),
    )


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
    contents: tuple[Content, ...] = (Paragraph(_asked(record)), _chart(marks), _behind(marks))
    return Block(title, contents, "calibration")


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
        Heading("Chance said", "mean of the step", name="said"),
        Heading("Came true", numeric=True, name="came"),
        Heading("By chance between", "95 in 100", True, "interval"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(wording.figure(mark.said, "percent"), value=mark.said),
            Cell(wording.figure(mark.came, "percent"), mark.label, mark.came),
            Cell(wording.span(wording.figure(mark.low, "percent"), wording.figure(mark.high, "percent"))),
        )
        for mark in marks
    )
    return Table("Chances said and what came of them, step by step", columns, rows)


def _forecasts(record: TrackRecord, release: Release) -> Block:
    judged = {one.key: one for one in release.headlines}
    shown = sorted(record.expectations, key=lambda e: -abs(e.error_percent or 0))[:SHOWN]
    columns = (
        Heading("Indicator", name="indicator"), Heading("Year", name="year"), Heading("Made at", name="quarter"),
        Heading("Expected", "80 in 100 between", True, "expected"),
        Heading("Outturn", numeric=True, name="outturn"),
        Heading("Held", name="inside80"),
    )  # fmt: skip
    rows = tuple(_forecast_row(e, judged[e.key]) for e in shown)
    text = "The largest misses first."
    if rest := len(record.expectations) - len(rows):
        text += f" {wording.capital(wording.count(rest, 'further forecast'))} in the CSV."
    table = Table("Past forecasts and what came", columns, rows)
    return Block("Forecast by forecast", (Paragraph(text), table), "forecasts")


def _forecast_row(one: Expectation, judged) -> tuple[Cell, ...]:
    unit = judged.measure.unit
    expected, low, high = wording.forecast(one.expected, one.low80, one.high80, unit)
    return (
        Cell(f"{judged.indicator.ref} {phrases.name(judged)}", wording.named_unit(unit), judged.text_key),
        Cell(one.year),
        Cell(f"Quarter {one.quarter}", value=one.quarter),
        Cell(expected, wording.span(low, high), one.expected),
        Cell(wording.figure(one.outturn, unit), value=one.outturn),
        Cell("yes" if one.inside80 else "no"),
    )


def _flat(record: TrackRecord) -> Table:
    numbers = ("expected", "low80", "high80", "low95", "high95", "outturn")
    names = ("ref", "breakdown", "area", "year", "quarter", *numbers, "source")
    columns = tuple(Heading(name, name=name) for name in names)
    rows = tuple(
        (
            *(Cell(part) for part in one.key), Cell(one.year), Cell(str(one.quarter)),
            *(flat_table.number(getattr(one, name)) for name in numbers), Cell(record.source),
        )
        for one in record.expectations
    )  # fmt: skip
    return Table("Past forecasts and what came", columns, rows)
