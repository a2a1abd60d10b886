"""Beside other places: who stands where, on what footing, and how sure is it?"""

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.judgements.judgements import Judgement
from analysis.pages.chart_models import Interval, IntervalChart
from analysis.pages.models import Block, Listing, Paragraph, SectionModel
from analysis.pages.sections import phrases
from analysis.pages.sections.comparisons import peers
from analysis.pages.sections.csv_tables import csv_table, fields, series
from analysis.pages.sections.page_frame import block, section
from analysis.pages.tables import Cell, Column, Figures, Table, missing, table
from analysis.statistics.comparisons import Comparison

OURS = "our own figure"


def due(release: Release) -> bool:
    """Whether any figure of another place is delivered beside one of ours."""
    return any(judged.comparisons for judged in release.judgements)


def compose(release: Release, name: str = "comparisons") -> SectionModel:
    """Every figure of another place that the deliveries print, compared or with the reason why not."""
    found = [judged for judged in release.headlines if judged.comparisons]
    compared = sorted(found, key=lambda judged: all(c.word == "not compared" for c in judged.comparisons))
    return section(
        release,
        name,
        "Beside other places",
        _title(compared, release),
        opening=(_opening(release, len(compared)),),
        blocks=(*(_block(judged, release) for judged in compared), _nothing_published(release)),
        table=_flat(compared),
    )


def _title(compared: list[Judgement], release: Release) -> str:
    region = release.params.region or "the region"
    words = [c.word for j in compared for c in j.comparisons if c.region == release.params.region]
    judged = [word for word in words if word != "not compared"]
    if not judged:
        return f"No figure can be compared with the {region} yet"
    if len(judged) == 1:
        return f"Beside the {region}: the one figure that can be compared is {judged[0]}"
    counts = [f"{judged.count(word)} {word}" for word in dict.fromkeys(judged)]
    return f"Beside the {region}: of {len(judged)} figures that can be compared, {wording.listed(counts)}"


def _opening(release: Release, compared: int) -> str:
    total = len(release.indicators)
    return (
        f"{compared} of {total} indicators have a figure of another place in the deliveries. Similar means "
        "that chance alone could make our figure what it is if it were really theirs: our 95% interval holds "
        "theirs."
    )


def _block(judged: Judgement, release: Release) -> Block:
    chosen = _chosen(judged, release)
    return block(
        _message(judged, release.params.region),
        phrases.anchor(judged),
        *peers.contents(judged),
        None if judged.among else interval_chart(judged, release.params.region),
        Paragraph(wording.sentence(chosen), "Rule.") if chosen else None,
        _table(judged),
        peers.trend(judged) if judged.recent else None,
    )


def _chosen(judged: Judgement, release: Release) -> str:
    """The rule chosen for the interval of a rate; beside members' figures the footing says it."""
    if judged.among or judged.measure.kind != "rate":
        return ""
    return release.params.chosen(judged.indicator.rules).in_words("intervals of counts")


def _message(judged: Judgement, region: str) -> str:
    first = next((c for c in judged.comparisons if c.region == region), judged.comparisons[0])
    called = phrases.name(judged)
    place = f"the {region}" if first.region == region else first.region
    theirs = wording.figure(first.value, unit_of(judged, first))
    ours = (
        wording.quantity(first.ours, unit_of(judged, first))
        if first.unit
        else wording.figure(first.ours, judged.measure.unit)
    )
    if first.word == "not compared":
        return f"{called}: {ours} here and {theirs} in {place} cannot be compared"
    beside = "similar to" if first.word == "similar" else f"{first.word} than"
    line = ", but only just" if first.on_the_line else ""
    return f"{called}: {ours} here, {beside} {place} at {theirs}{line}"


def interval_chart(judged: Judgement, region: str) -> IntervalChart | None:
    """Our figure with its interval above the others'; None where nothing may be compared."""
    found = [c for c in judged.comparisons if c.word != "not compared" and c.value is not None]
    if not found:
        return None
    ours = Interval(judged.area, known(found[0].ours), found[0].low, found[0].high, own=True)
    rows = (ours, *(Interval(c.region, known(c.value), None, None) for c in found))
    reference = next((c for c in found if c.region == region), None)
    label = f"{region} {wording.figure(reference.value, judged.measure.unit)}" if reference else ""
    return IntervalChart(
        title=f"{phrases.name(judged)}: {_months(judged)}",
        alt=_alt(judged, found),
        caption=_caption(judged, found[0]),
        unit=judged.measure.unit,
        rows=rows,
        reference=reference.value if reference else None,
        reference_label=label,
    )


def _caption(judged: Judgement, own: Comparison) -> str:
    unit = wording.headed_unit(judged.measure.unit)
    return (
        f"{unit}. Pale bar: what chance alone could make {judged.area}'s figure, 95 in 100 ({own.rule}). "
        "Diamonds: figures published as such."
    )


def _months(judged: Judgement) -> str:
    measure = judged.measure
    return phrases.covered(measure.figure or measure.outturns[-1])


def _alt(judged: Judgement, found: list[Comparison]) -> str:
    unit, own = judged.measure.unit, found[0]
    others = [f"{c.region} {wording.figure(c.value, unit)} ({c.word})" for c in found]
    ours = f"{judged.area} {wording.figure(own.ours, unit)}, 95% interval {interval(own, unit)}"
    return f"{phrases.name(judged)}, {_months(judged)}: {ours}; {wording.listed(others)}."


def interval(found: Comparison, unit: str) -> str:
    """Our 95% interval in words, or a dash."""
    if found.low is None or found.high is None:
        return MISSING
    return wording.span(wording.figure(found.low, unit), wording.figure(found.high, unit))


def _table(judged: Judgement) -> Table:
    """Our own figure first, then each place beside it; the item of our own row is None."""
    first = judged.comparisons[0]

    def value(found: Comparison | None) -> Cell:
        unit, number = unit_of(judged, found or first), found.value if found else first.ours
        note = "" if found else _counts(judged, first)
        return Cell(wording.figure(number, unit), note, "" if number is None else number)

    def limits(found: Comparison | None) -> Cell:
        return missing("taken as known") if found else _own_interval(judged, first)

    reach = "what chance alone could make it"
    columns = (
        Column("Place", lambda found: found.region if found else Cell(judged.area, _months(judged))),
        Figures("Figure", value, "value"),
        Figures("95% interval", limits, "interval", reach),
        Column("Beside it, we are", lambda found: _word(found) if found else None, "word", blank=OURS),
        Column("Footing", lambda found: found.footing if found else OURS),
        Column("Why", _why, "reason", blank=OURS),
    )
    caption = f"{phrases.name(judged)}: {judged.area} beside other places"
    return table(caption, columns, (None, *judged.comparisons))


def _own_interval(judged: Judgement, first: Comparison) -> Cell:
    limits = "" if first.low is None else f"{wording.plain(first.low)} to {wording.plain(known(first.high))}"
    return Cell(interval(first, unit_of(judged, first)), first.rule or "its counts are not printed", limits)


def _why(found: Comparison | None) -> Cell | None:
    return Cell(wording.sentence(found.reason)) if found else None


def _word(found: Comparison) -> Cell:
    return Cell(found.word, "on the line" if found.on_the_line else "")


def unit_of(judged: Judgement, found: Comparison) -> str:
    """What a comparison is in: a count stands beside others on a rate, everything else in its own unit."""
    return found.unit or judged.measure.unit


def _counts(judged: Judgement, found: Comparison) -> str:
    figure = judged.measure.figure
    if found.unit and figure is not None:
        return wording.named_unit(found.unit) if not figure.denominator else ""
    if figure is None or not figure.denominator or figure.numerator is None:
        return ""
    return f"{wording.figure(figure.numerator)} of {wording.figure(figure.denominator)}"


def _nothing_published(release: Release) -> Block | None:
    names = [phrases.listed_name(judged) for judged in release.headlines if not judged.comparisons]
    if not names:
        return None
    text = "The deliveries print no figure of another place for these, so nothing is said of them."
    return block("No figure of another place", "nothing-published", text, Listing(tuple(names)))


def _flat(compared: list[Judgement]) -> Table:
    columns = {
        **series(lambda j, _: j, "ref", "indicator", "breakdown"),
        "unit": unit_of,
        "ours": lambda _, c: c.ours,
        "low95": lambda _, c: c.low,
        "high95": lambda _, c: c.high,
        "place": lambda _, c: c.region,
        **fields(lambda _, c: c, "value", "word", "footing", "reason"),
    }
    pairs = [(judged, other) for judged in compared for other in judged.comparisons]
    return csv_table("Our figures beside other places'", columns, pairs)
