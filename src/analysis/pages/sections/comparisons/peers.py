"""Our figure among the region's members: a sentence on the place, a funnel, a ranked chart, their table."""

from functools import partial

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.judgements.judgements import Judgement
from analysis.judgements.peer_comparisons import Among, Standing
from analysis.pages.chart_models import FunnelChart, FunnelMark, Interval, IntervalChart
from analysis.pages.models import Content, Paragraph
from analysis.pages.sections import phrases
from analysis.pages.tables import Cell, Column, Figures, Table, table
from analysis.statistics.rankings import FunnelPoint

QUARTERS = {1: "best", 2: "second-best", 3: "second-worst", 4: "worst"}
MANY_OUTSIDE = 0.2
"""Share of members outside the 99.8% limits from which a page says what that means."""


def contents(judged: Judgement) -> tuple[Content, ...]:
    """What the page shows of our place among the members; nothing where they have no figures."""
    found = judged.among
    if found is None:
        return ()
    shown: list[Content] = [
        Paragraph(_footing(found), "Footing."),
        Paragraph(_place(judged, found), "Place."),
    ]
    if found.funnel:
        shown.append(funnel_chart(judged, found))
        shown += [Paragraph(text) for text in (_many_outside(found),) if text]
    return (*shown, ranked_chart(judged, found), members_table(judged, found))


def trend(judged: Judgement) -> Paragraph:
    """The five-point trend, ours and the published one."""
    recent = known(judged.recent)
    judged_word = f", which is {recent.trend.judged}" if recent.trend.judged else ""
    parts = [f"{wording.capital(recent.trend.word)}{judged_word} ({recent.trend.reason})"]
    if recent.published:
        parts.append(f"the source publishes: {recent.published}")
    first, last = recent.years[0], recent.years[-1]
    years = f"The first period is {first}, the last {last}" if " to " in first else f"{first} to {last}"
    rule = "weighted regression of the published figures, significant at 99.8%"
    return Paragraph(wording.sentence(f"{'; '.join(parts)}. {years}; {rule}"), "Recent trend.")


def _footing(found: Among) -> str:
    chosen = f"; {found.rules}" if found.rules else ""
    return wording.sentence(f"{found.comparison.region}: {found.figure.footing}{chosen}")


def _place(judged: Judgement, found: Among) -> str:
    beside, place = found.comparison, found.place
    parts = []
    if beside.ours is not None and beside.value is not None:
        gap = wording.difference(beside.ours, beside.value, found.unit)
        parts.append(
            f"{wording.quantity(beside.ours, found.unit)}, {gap} than the {beside.region}".replace(
                "the same than", "the same as"
            )
        )
    if place.interval:
        ends = (wording.figure(end, found.unit) for end in (place.interval.low, place.interval.high))
        parts.append(f"95% interval {wording.span(*ends)} ({place.interval.rule})")
    if place.standing is None:
        parts.append(f"no rank: {place.reason}")
    else:
        tied = (
            f", with {wording.count(place.standing.tied_with, 'other')}" if place.standing.tied_with else ""
        )
        parts.append(
            f"rank {place.standing.rank} of {place.standing.members}{tied} (1 is the best), "
            f"in the {QUARTERS[place.standing.quartile]} quarter"
        )
    return wording.sentence("; ".join(parts))


def _many_outside(found: Among) -> str:
    outside = sum(point.outside == "99.8%" for point in found.funnel)
    if outside <= MANY_OUTSIDE * len(found.funnel):
        return ""
    return (
        f"{outside} of {len(found.funnel)} places lie outside the 99.8% limits: places differ "
        "by far more than "
        "chance, so a place outside them is different, but not for that alone remarkable."
    )


def funnel_chart(judged: Judgement, found: Among) -> FunnelChart:
    """Members by size; ours by name."""
    points = tuple(
        FunnelMark(p.name, p.size, p.value, p.outside, p.name == judged.area) for p in found.funnel
    )
    size = "people" if found.footing in ("per head", "rate") else judged.breakdown.denominator or "cases"
    region = f"{found.comparison.region} {wording.figure(found.figure.value, found.unit)}"
    return FunnelChart(
        title=f"{phrases.name(judged)}: places by size, {found.window.in_words()}",
        alt=_funnel_alt(judged, found),
        caption=(
            f"{wording.headed_unit(found.unit)}. Large dot: {judged.area}; diamonds: other "
            "places, hollow outside the 99.8% limits. Dashed: 95% limits, within which chance "
            "alone keeps 95 in "
            f"100 places of that size; solid: 99.8%. Limits: {found.funnel[0].at_95.rule}."
        ),
        unit=found.unit,
        size_label=f"{size} →",
        centre=known(found.figure.value),
        centre_label=region,
        points=points,
        limits95=tuple((p.size, p.at_95.low, p.at_95.high) for p in found.funnel),
        limits998=tuple((p.size, p.at_998.low, p.at_998.high) for p in found.funnel),
    )


def _funnel_alt(judged: Judgement, found: Among) -> str:
    own = next((point for point in found.funnel if point.name == judged.area), None)
    beyond = sum(point.outside == "99.8%" for point in found.funnel)
    mine = f"{judged.area} at {wording.figure(own.value, found.unit)} {_side(own, found)}" if own else ""
    parts = [
        f"{phrases.name(judged)}, {found.window.in_words()}, {wording.named_unit(found.unit)}: "
        f"{len(found.funnel)} places by size round the {found.comparison.region}'s "
        f"{wording.figure(found.figure.value, found.unit)}",
        mine,
        f"{beyond} of {len(found.funnel)} places lie outside the 99.8% limits",
    ]
    return ". ".join(part for part in parts if part) + "."


def _side(point: FunnelPoint, found: Among) -> str:
    if not point.outside:
        return "lies within the limits"
    side = "above" if point.value > known(found.figure.value) else "below"
    return f"lies {side} the {point.outside} limits"


def ranked_chart(judged: Judgement, found: Among) -> IntervalChart:
    """Members from the lowest figure to the highest, each with its interval, against the region's."""
    rows = tuple(Interval(one.name, one.value, *_ends(one), one.own) for one in found.members)
    rules = sorted({one.interval.rule for one in found.members if one.interval})
    low, high = found.members[0], found.members[-1]
    ends = [f"{one.name} {wording.figure(one.value, found.unit)}" for one in (low, high)]
    own = next((one for one in found.members if one.own), None)
    at = f"; {judged.area} {wording.figure(own.value, found.unit)}" if own else ""
    region = f"{found.comparison.region} {wording.figure(found.figure.value, found.unit)}"
    return IntervalChart(
        title=f"{phrases.name(judged)}: places in order, {found.window.in_words()}",
        alt=(
            f"{phrases.name(judged)}, {found.window.in_words()}, {wording.named_unit(found.unit)}: "
            f"{len(rows)} places from {ends[0]} to {ends[1]}{at}; {region}."
        ),
        caption=(
            f"{wording.headed_unit(found.unit)}. Pale bars: 95% intervals "
            f"({wording.listed(rules) or 'none known'}). Line: {found.figure.how} of "
            f"{found.comparison.region}."
        ),
        unit=found.unit,
        rows=rows,
        reference=found.figure.value,
        reference_label=region,
    )


def _ends(one: Standing) -> tuple[float | None, float | None]:
    return (one.interval.low, one.interval.high) if one.interval else (None, None)


def members_table(judged: Judgement, found: Among) -> Table:
    """The figures behind both charts."""
    points = {point.code: point for point in found.funnel}

    def limits(one: Standing) -> str:
        point = points.get(one.code)
        return _side(point, found).removeprefix("lies ") if point else "no funnel without counts"

    unit = found.unit
    columns = (
        Column("Place", lambda one: Cell(one.name, "our own area" if one.own else "")),
        Figures("Figure", lambda one: one.value, "value", wording.named_unit(unit), unit),
        Figures("95% interval", partial(_interval, unit), "interval", blank="none published"),
        Column("Against the region's limits", limits, "limits"),
    )
    caption = f"{phrases.name(judged)}: places from the lowest figure up, {found.window.in_words()}"
    return table(caption, columns, found.members)


def _interval(unit: str, one: Standing) -> Cell | None:
    if one.interval is None:
        return None
    ends = (one.interval.low, one.interval.high)
    low, high = (wording.plain(end) for end in ends)
    return Cell(wording.span(*(wording.figure(end, unit) for end in ends)), value=f"{low} to {high}")
