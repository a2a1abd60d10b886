"""Data quality of each source in six dimensions, from what the checks found: no dimension without its reason.

Accurate: figures follow from one another. Valid: every figure is of a defined indicator, unit and period.
Reliable: gathered the same way over time and not still changing. Timely: up to the reported quarter.
Relevant: used by this report. Complete: nothing suppressed, not received or still to come.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from analysis.definitions import wording
from analysis.disclosure.release import Release
from analysis.extracts.deliveries import Delivery
from analysis.extracts.observations import Observation
from analysis.measures.findings import CONFLICT
from analysis.pages.models import Block
from analysis.pages.sections import page_frame
from analysis.pages.tables import Badge, Cell, Column, Word, table

NAMES = ("accurate", "valid", "reliable", "timely", "relevant", "complete")
Verdict = Literal["nothing found", "look at it", "cannot be said"]
_BADGES: dict[str, Word] = {
    "nothing found": "on track", "look at it": "uncertain", "cannot be said": "not judged",
}  # fmt: skip


@dataclass(frozen=True)
class Dimension:
    """One dimension of one source: what the checks found, in words."""

    source: str
    name: str
    verdict: Verdict
    words: str


def dimensions(release: Release) -> tuple[Dimension, ...]:
    """Six dimensions a source that holds figures, in the order of the deliveries."""
    return tuple(
        Dimension(delivery.entry.title, name, *RULES[name](delivery, _of(delivery, release), release))
        for delivery in release.deliveries
        if delivery.holds_figures
        for name in NAMES
    )


def block(release: Release) -> Block | None:
    """The dimensions as a block of the data quality page; none where no source holds figures."""
    found = dimensions(release)
    open_ = sum(one.verdict == "look at it" for one in found)
    asking = wording.capital(wording.count(open_, "dimension"))
    text = (
        f"{asking} of {len(found)} ask to be looked at. Nothing found means that the checks found nothing, not "
        "that the source is without fault."
    )
    columns = (
        Column("Source", lambda one: one.source),
        Column("Dimension", lambda one: wording.capital(one.name)),
        Column("Finding", _finding, "verdict"),
        Column("Why", lambda one: wording.sentence(one.words)),
    )
    shown = table("Six dimensions of each source", columns, found)
    heading = "How far each source can be relied on"
    return page_frame.block(heading, "dimensions", text, shown) if found else None


def _finding(one: Dimension) -> Cell:
    return Cell(one.verdict, badge=Badge(_BADGES[one.verdict], wording.capital(one.verdict)))


Figures = tuple[Observation, ...]
_Said = tuple[Verdict, str]


def _of(delivery: Delivery, release: Release) -> Figures:
    return tuple(
        f
        for f in release.observations.figures
        if f.file == delivery.entry.file and f.source == delivery.entry.source
    )


def _accurate(delivery: Delivery, figures: Figures, release: Release) -> _Said:
    ours = {id(figure) for figure in figures}
    broken = [f for f in release.findings if any(id(p) in ours for p in f.places)]
    kinds = Counter(finding.kind for finding in broken)
    checked = f"{wording.count(len(figures), 'figure')} checked against one another"
    if not kinds:
        return "nothing found", f"{checked}: sums, shares, rates and changes follow"
    said = "; ".join(f"{kind[:1].lower()}{kind[1:]} ({number})" for kind, number in kinds.items())
    return "look at it", f"{checked}: {said}"


def _refused(delivery: Delivery, release: Release) -> int:
    """How many rows of the delivery break a rule."""
    places = {line.place for one in release.withheld for line in one.rows}
    return sum(file == delivery.entry.file for file, _ in places)


def _valid(delivery: Delivery, figures: Figures, release: Release) -> _Said:
    if refused := _refused(delivery, release):
        return "look at it", f"{wording.count(refused, 'row')} refused, and with them all of their indicators"
    if not figures:
        return "cannot be said", "it holds no figure of a defined indicator"
    pending = sorted(
        {i.ref for i in release.indicators if i.stage == "placeholder"} & {f.ref for f in figures}
    )
    if pending:
        return "look at it", f"the definition of {wording.listed(pending)} is not agreed yet"
    refs = len({figure.ref for figure in figures})
    return "nothing found", (
        f"all {wording.figure(len(figures))} figures are of {wording.count(refs, 'defined indicator')}, in their "
        "unit and a period that exists; a row that is not would have withheld its indicator"
    )


def _reliable(delivery: Delivery, figures: Figures, release: Release) -> _Said:
    ours = {id(figure) for figure in figures}
    differ = sum(f.kind == CONFLICT and any(id(p) in ours for p in f.places) for f in release.findings)
    moving = sum(figure.status in ("provisional", "revised") for figure in figures)
    refs = {figure.ref for figure in figures}
    broken = sorted(i.ref for i in release.indicators if i.ref in refs and i.not_comparable)
    said = []
    if differ:
        said.append(f"{wording.count(differ, 'fact')} printed differently in another place")
    if moving:
        said.append(f"{wording.count(moving, 'figure')} provisional or revised")
    if broken:
        said.append(f"{wording.listed(broken)} measured differently in earlier years")
    return (
        ("look at it", "; ".join(said))
        if said
        else ("nothing found", "no other document disagrees, and no figure is provisional")
    )


def _timely(delivery: Delivery, figures: Figures, release: Release) -> _Said:
    ours = [f for f in figures if f.area == release.params.area]
    there = [f for f in ours if f.value is not None or f.status == "suppressed"]
    own = [f for f in there if f.measure in _FACTS] or [f for f in there if f.measure == "numerator"]
    if not own:
        return "cannot be said", "it holds no figure of this area"
    due = release.params.period.last
    latest = {f.ref: max(o.window.last for o in own if o.ref == f.ref) for f in own}
    late = sorted(ref for ref, last in latest.items() if last < due)
    received = f"received {delivery.entry.received}"
    if not late:
        return "nothing found", f"every indicator reaches the end of the quarter; {received}"
    arrears = sorted(i.ref for i in release.indicators if i.ref in late and i.arrears)
    known = f"; of these {wording.listed(arrears)} by agreement in arrears" if arrears else ""
    stop = f"{wording.listed(late)} {'stops' if len(late) == 1 else 'stop'} before the end of the quarter"
    return "look at it", f"{stop}{known}; {received}"


def _relevant(delivery: Delivery, figures: Figures, release: Release) -> _Said:
    used = sum(release.observations.used(figure.key) is figure for figure in figures)
    if not used:
        return "look at it", "the report uses none of its figures: a source trusted more has them all"
    refs = len({f.ref for f in figures})
    return (
        "nothing found",
        f"the report uses {wording.figure(used)} of its {wording.figure(len(figures))} figures, "
        f"of {wording.count(refs, 'indicator')}",
    )


def _complete(delivery: Delivery, figures: Figures, release: Release) -> _Said:
    blank = Counter(figure.status for figure in figures if figure.value is None and not figure.word)
    refs = {f.ref for f in figures}
    ours = [j for j in release.headlines if j.indicator.ref in refs]
    holes = [j.indicator.ref for j in ours if j.measure.hole]
    lacking = [j.indicator.ref for j in ours if j.measure.figure is None and not j.measure.hole]
    said = [f"{number} {status}" for status, number in sorted(blank.items())]
    if lacking:
        said.append(f"no figure of this year for {wording.listed(tuple(dict.fromkeys(lacking)))}")
    if holes:
        said.append(f"year to date not known for {wording.listed(tuple(dict.fromkeys(holes)))}")
    return (
        ("look at it", "; ".join(said))
        if said
        else ("nothing found", "no figure is suppressed, not received or still to come")
    )


_FACTS = ("cumulative", "in_quarter", "in_month", "rolling_12_months", "outturn")
RULES = {
    "accurate": _accurate, "valid": _valid, "reliable": _reliable, "timely": _timely, "relevant": _relevant,
    "complete": _complete,
}  # fmt: skip
"""One rule a dimension: what the checks found about a source's figures."""
