"""Is it more than ordinary variation? A control chart of every series that has enough periods."""

from collections.abc import Callable
from functools import partial
from typing import Literal

from analysis.definitions import periods, wording
from analysis.definitions.errors import known
from analysis.definitions.periods import Period
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.judgements import exception_report
from analysis.judgements.control_charts import SHOWN_FROM, Control, signals_expected
from analysis.judgements.judgements import Judgement
from analysis.pages.chart_models import ControlChart, ControlMark
from analysis.pages.models import Badges, Block, Listing, Paragraph, SectionModel
from analysis.pages.sections import phrases
from analysis.pages.sections.csv_tables import csv_table, fields, series
from analysis.pages.sections.page_frame import block, section
from analysis.pages.tables import Badge, Cell, Column, Figures, Table, Word, table
from analysis.statistics.spc.limits import Point

ICONS: dict[str, Word] = {
    "special cause improvement": "on track",
    "special cause concern": "off track",
    "special cause high": "uncertain",
    "special cause low": "uncertain",
    "common cause": "not judged",
    "will consistently meet": "on track",
    "will consistently miss": "off track",
    "may or may not meet": "uncertain",
}
"""Shape and colour of each icon; its word is always printed."""
WHAT_IT_MEANS = (
    "Figures go up and down by chance. A control chart asks whether the latest period is more than that: "
    "outside the limits, seven in a row on one side of the mean, seven rising or falling, or two of three "
    "near a limit. Special cause is such a signal, common cause is ordinary variation."
)


def due(release: Release) -> bool:
    """Whether any series has the periods that a control chart needs."""
    return any(judged.control for judged in release.judgements)


def compose(release: Release, name: str = "variation") -> SectionModel:
    """Unusual series first; those without enough periods are named at the end."""
    charted = sorted((j for j in release.judgements if j.control), key=_urgency(release.params.region))
    return section(
        release,
        name,
        "Variation",
        _title(charted),
        opening=(WHAT_IT_MEANS, Paragraph(_by_chance(charted), "What chance alone gives.")),
        blocks=(*map(_block, charted), _in_doubt(release), _too_short(release)),
        table=_flat(charted),
    )


def _urgency(region: str) -> Callable[[Judgement], tuple[object, ...]]:
    order = [f"special cause {what}" for what in ("concern", "high", "low", "improvement")]

    def key(judged: Judgement) -> tuple[object, ...]:
        icon = known(judged.control).variation.icon
        return (order.index(icon) if icon in order else len(order), exception_report.rank(judged, region))

    return key


def _title(charted: list[Judgement]) -> str:
    icons = [known(one.control).variation.icon for one in charted]
    judged = [icon for icon in icons if icon]
    special = sum(icon != "common cause" for icon in judged)
    if not charted:
        return "No series has enough periods for a control chart"
    if not judged:
        return f"{wording.count(len(charted), 'series', 'series')} charted, none judged yet"
    unusual = "none is" if not special else f"{special} is" if special == 1 else f"{special} are"
    return f"Of {len(judged)} series that can be judged, {unusual} more than ordinary variation now"


def _by_chance(charted: list[Judgement]) -> str:
    """How many signals a pack of this size would show if nothing had changed."""
    judged = [one.control for one in charted if one.control and one.control.variation.judged]
    if not judged:
        return "No series can be judged yet, so no signal is counted."
    anywhere, now = signals_expected(judged)
    shown = sum(_signals(control) > 0 for control in judged)
    latest = sum(bool(control.variation.points[-1].signals) for control in judged)
    series = "this one series" if len(judged) == 1 else f"these {len(judged)} series"
    return (
        f"If nothing had changed in {series}, {_about(anywhere)} would still show a signal somewhere and "
        f"{_about(now)} in the latest period; {shown} and {latest} do. Simulated for the kind of each chart, "
        "its number of points and the way its season is taken out."
    )


def _about(number: float) -> str:
    return "fewer than one" if number < 1 else f"about {wording.fixed(number, 0)}"


def _signals(control: Control) -> int:
    """How many points have a signal."""
    return sum(bool(point.signals) for point in control.variation.points)


def _block(judged: Judgement) -> Block:
    control = known(judged.control)
    return block(
        _message(judged),
        f"{phrases.anchor(judged)}-{wording.slug(judged.area)}",
        Badges(_badges(control), wording.sentence(control.variation.reason)),
        control_chart(judged),
        Listing(tuple(_facts(judged))),
        _table(judged),
    )


def _badges(control: Control) -> tuple[Badge, ...]:
    found = [word for word in (control.variation.icon, control.variation.assurance) if word]
    return tuple(Badge(ICONS[word], wording.capital(word)) for word in found) or (
        Badge("not judged", "Not judged"),
    )


def _message(judged: Judgement) -> str:
    variation, called = known(judged.control).variation, _called(judged)
    said = variation.icon or ("trial limits, not judged" if variation.trial else "not judged")
    return f"{called}: {said}"


def _called(judged: Judgement) -> str:
    name = phrases.name(judged)
    return name if judged.headline else f"{name}, {judged.area}"


def control_chart(judged: Judgement) -> ControlChart:
    """The series with its mean and limits, special causes marked by shape."""
    control = known(judged.control)
    marks = tuple(
        ControlMark(_when(control, place), p.value, p.mean, p.low, p.high, _signal(p, control.polarity))
        for place, p in enumerate(control.variation.points)
    )
    return ControlChart(
        title=_what(judged),
        alt=_alt(judged),
        caption=f"{wording.headed_unit(control.unit)}. {_legend(control)}",
        unit=control.unit,
        points=marks,
        ticks=_ticks(control),
        rebased=tuple(segment.first for segment in control.variation.segments[1:]),
    )


def _legend(control: Control) -> str:
    """What the lines and marks of the chart mean: only those that it can have."""
    if control.variation.judged:
        two_ways = control.polarity in ("lower", "higher")
        marks = "Square: concern; diamond: improvement." if two_ways else "Triangle: unusual."
        return f"Grey line: mean; dashed: limits that ordinary variation keeps to. {marks}"
    if control.variation.segments[-1].varies:
        return "Grey line: mean; dashed: trial limits. No point is marked, since none is judged."
    return "No limits can be given, so no point is marked."


def _what(judged: Judgement) -> str:
    """What is charted: "Burglary, Made-up Place, by month"."""
    every = known(judged.control).every
    when = "days between events" if every == "event" else f"by {every}"
    return f"{_called(judged)}, {judged.area}, {when}"


def _when(control: Control, place: int) -> str:
    when = control.when[place]
    if not isinstance(when, Period):
        return wording.day(when)
    return when.in_words() if control.every == "month" else when.label


def _label(control: Control, place: int) -> str:
    """The point as a file names it: `2012-04`, or the day of an event."""
    when = control.when[place]
    return when.label if isinstance(when, Period) else when.isoformat()


def _ticks(control: Control) -> tuple[tuple[float, str], ...]:
    """The first point of every financial year that starts in the chart, by the year's label."""
    years = [
        w.financial_year if isinstance(w, Period) else periods.of(w).financial_year for w in control.when
    ]
    places = [n for n in range(1, len(years)) if years[n] != years[n - 1]]
    starts_a_year = isinstance(control.when[0], Period) and control.when[0].first % 12 == 3
    return tuple((float(place), years[place]) for place in ([0] if starts_a_year else []) + places)


def _signal(point: Point, polarity: str) -> Literal["", "improvement", "concern", "unusual"]:
    if not point.signals:
        return ""
    if polarity not in ("lower", "higher"):
        return "unusual"
    return "improvement" if (point.signals[0].side == "high") == (polarity == "higher") else "concern"


def _alt(judged: Judgement) -> str:
    control = known(judged.control)
    unit = control.unit
    first, last = _when(control, 0), _when(control, len(control.when) - 1)
    latest = control.variation.points[-1]
    parts = [f"{_what(judged)} from {first} to {last}"]
    parts.append(f"latest {wording.quantity(latest.value, unit)}")
    if latest.mean is not None:
        ends = wording.span(wording.figure(latest.low, unit), wording.figure(latest.high, unit))
        trial = "trial limits" if control.variation.trial else "limits"
        parts.append(f"mean {wording.figure(latest.mean, unit)}, {trial} {ends}")
    parts.append(_message(judged).rpartition(": ")[2])
    marked = "no point is marked"
    if control.variation.judged:
        marked = f"{wording.count(_signals(control), _point(control))} with a signal"
    return "; ".join([*parts, marked]) + "."


def _facts(judged: Judgement) -> list[str]:
    """What was done and how: chart, season, segments, assurance, choices."""
    control = known(judged.control)
    variation = control.variation
    figures = wording.count(control.figures, _point(control))
    figures += "" if control.every == "event" else " with a figure"
    said = [f"Chart: {variation.rule}; {_season(control)}; {figures}", *control.notes]
    if control.since is not None:
        said.append(_since(control))
    if variation.trial:
        said.append("Trial limits: they will still move as periods are added, so nothing is judged")
    said += [f"New limits from {_when(control, s.first)}: {s.why}" for s in variation.segments if s.why]
    said += [
        f"Not judged to {_when(control, s.last)}: {s.why_not}" for s in variation.segments[:-1] if s.why_not
    ]
    if variation.assurance:
        said.append(f"{wording.capital(variation.assurance)}: held against {control.against}")
    if control.rules:
        said.append(control.rules)
    return [wording.sentence(text) for text in said]


def _season(control: Control) -> str:
    if control.variation.adjusted_by != "none":
        return f"the season is taken out by {control.variation.adjusted_by}"
    if control.every == "event" or "season" in control.rules:
        return "no season is taken out"
    return f"no season is taken out: {control.variation.why_not_adjusted}"


def _point(control: Control) -> str:
    """What one point stands for."""
    return "gap" if control.every == "event" else control.every


def _since(control: Control) -> str:
    """The gap that has not ended yet, which no rule can judge before it does."""
    since = known(control.since)
    said = f"{wording.quantity(since, 'days')} without another by the report's day"
    high = control.variation.points[-1].high
    longer = high is not None and since > high
    said += ", longer than ordinary variation gives" if longer else ""
    better = {
        "higher": "longer gaps are better: fewer events",
        "lower": "shorter gaps are better: more events",
    }
    return f"{said}; {better[control.polarity]}" if control.polarity in better else said


def _table(judged: Judgement) -> Table:
    control = known(judged.control)
    unit = control.unit
    limits = "on trial" if control.variation.trial else "ordinary variation"
    period = "Event" if control.every == "event" else wording.capital(control.every)
    words = wording.named_unit(unit)
    columns = (
        Column(period, lambda place, _: _when(control, place), "period"),
        Figures("Figure", lambda _, point: point.value, "value", words, unit, blank="no figure"),
        Figures("Limits", partial(_limits, control), note=limits),
        Column("Signal", partial(_signal_words, control)),
    )
    return table(f"{_what(judged)}: figures and limits", columns, enumerate(control.variation.points))


def _limits(control: Control, place: int, point: Point) -> Cell:
    if point.low is None:
        return Cell(MISSING, _none(control, place))
    return Cell(wording.span(*(wording.figure(end, control.unit) for end in (point.low, point.high))))


def _signal_words(control: Control, place: int, point: Point) -> str:
    return wording.listed([f"{signal.rule}, {signal.side}" for signal in point.signals]) or _none(
        control, place
    )


def _none(control: Control, place: int) -> str:
    """What stands where a point has no limits or no signal: whether that was judged."""
    why_not = next(s.why_not for s in control.variation.segments if place <= s.last)
    return "not judged" if why_not else "none"


def _in_doubt(release: Release) -> Block | None:
    held = [judged for judged in release.headlines if judged.measure.held]
    said = (wording.sentence(f"{phrases.listed_name(judged)}: {judged.measure.held}") for judged in held)
    heading = "Not charted until confirmed or corrected"
    return block(heading, "in-doubt", Listing(tuple(said))) if held else None


def _too_short(release: Release) -> Block | None:
    bare = [judged for judged in release.headlines if not judged.control and not judged.measure.held]
    text = (
        f"These have fewer than {SHOWN_FROM} months, quarters or events delivered, so a chart would tell no more "
        "than their table."
    )
    names = Listing(tuple(map(phrases.listed_name, bare)))
    return block("Too few periods", "too-few-periods", text, names) if bare else None


def _flat(charted: list[Judgement]) -> Table:
    columns = {
        **series(lambda j, *_: j),
        "period": lambda j, place, _: _label(j.control, place),
        "unit": lambda j, *_: j.control.unit,
        **fields(lambda _j, _place, point: point, "value", "adjusted", "mean", "low", "high"),
        "signals": lambda j, _, point: "; ".join(f"{s.rule}, {s.side}" for s in point.signals),
        **fields(lambda j, *_: j.control.variation, "icon", "assurance", "rule", "adjusted_by", "reason"),
    }
    rows = [(j, place, p) for j in charted for place, p in enumerate(known(j.control).variation.points)]
    return csv_table("Control charts, point by point", columns, rows)
