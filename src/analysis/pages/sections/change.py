"""Change since the last report: what arrived, what was restated, which target or rule changed, and what that
did to each status.
"""

from datetime import date

from analysis.definitions import probabilities, wording
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.extracts.observations import Observation
from analysis.judgements.status_changes import (
    PARTS,
    Altered,
    Restated,
    Since,
    Standing,
    StatusChange,
    since_last,
)
from analysis.pages.models import Badge, Block, Cell, Heading, Paragraph, SectionModel, Table, Word
from analysis.pages.sections import flat_table, phrases
from analysis.pages.sections.indicators.breakdowns import MEASURES

FIRST = "First report: nothing was published before"


def compose(release: Release, name: str = "change") -> SectionModel:
    """What changed since the last entry of the register; for a first report that there is none."""
    since = since_last(release)
    return SectionModel(
        name=name,
        label="Change since the last report",
        title=_title(since) if since else FIRST,
        context=phrases.context(release.params),
        opening=(Paragraph(_opening(since, release) if since else _first()),),
        blocks=tuple(_blocks(since, release)) if since else (),
        table=_flat(since),
        footer=phrases.footer(release.params),
        notice=release.params.notice,
        links=(("Scorecard", "scorecard.html"),),
    )


def _first() -> str:
    return (
        "The register holds no earlier report of this area under this title. From the first that is signed "
        "off and published, this page says what changed and why."
    )


def _title(since: Since) -> str:
    changed = {change.judged.key for change in since.changed if change.at_year_end}
    of = len({change.judged.key for change in since.statuses})
    when = _report_of(since)
    if not changed:
        return f"No status for 31 March changed since {when}"
    number = wording.capital(wording.count(len(changed), "status", "statuses"))
    return f"{number} of {of} for 31 March changed since {when}"


def _report_of(since: Since) -> str:
    then = since.entry.settings
    return f"Quarter {then.quarter} of {then.year}"


def _opening(since: Since, release: Release) -> str:
    day = wording.day(date.fromisoformat(since.entry.date))
    targets, rules = wording.count(len(since.targets), "target"), wording.count(len(since.rules), "rule")
    restated = wording.count(len(since.restated), "published figure")
    arrived = wording.count(since.arrived, "figure")
    first = (
        f"Compared with the report of {_report_of(since)}, signed off by {since.entry.role} on {day} (entry "
        f"{since.entry.number} of the register). {wording.capital(arrived)} arrived since; "
        f"{restated} restated, {targets} and {rules} changed."
    )
    if since.entry.settings.year != release.params.year:
        first += " A new year began, so a status of then and one of now are of two different outturns."
    return first


def _blocks(since: Since, release: Release) -> list[Block]:
    return [
        _statuses(since, release),
        _restated(since, release),
        _altered("Targets changed", "targets", since.targets, since),
        _altered("Rules changed", "rules", since.rules, since),
    ]


def _statuses(since: Since, release: Release) -> Block:
    if not since.changed:
        text = Paragraph("Every status is the one that was published.")
        return Block("No status changed", (text,), "statuses")
    text = Paragraph(
        "Read from left to right: what was published, and what each part made of it, one after the other. "
        "After the rules it is this report's. Where a part moved no status it says so; the parts add up."
    )
    columns = (
        Heading("Status", name="status"), Heading("Published", name="published"),
        *(Heading(wording.capital(part), name=part.replace(" ", "_")) for part in PARTS),
        Heading("Because of", name="causes"),
    )  # fmt: skip
    table = Table(
        "Statuses that changed, part by part", columns, tuple(_status_row(c) for c in since.changed)
    )
    return Block(f"Statuses that changed ({len(since.changed)})", (text, table), "statuses")


def _status_row(change: StatusChange) -> tuple[Cell, ...]:
    called = f"{change.judged.indicator.ref} {phrases.name(change.judged)}"
    which = "for 31 March" if change.at_year_end else "by where it stands now"
    before = (change.again, *change.steps)
    cells = [_step(one, two) for one, two in zip(before, change.steps, strict=False)]
    if change.again != change.published and PARTS[-1] in change.causes:
        cells[-1] = _standing(change.steps[-1])
    return (
        Cell(called, which, f"{change.judged.text_key}, {which}"),
        _standing(change.published),
        *cells,
        Cell(wording.capital(wording.listed(change.causes)), _program(change)),
    )


def _program(change: StatusChange) -> str:
    """What no part shows: that the indicator is withheld, or that the program judges otherwise."""
    if change.judged.measure.withheld:
        return "withheld from this report"
    if change.again.status == change.published.status:
        return ""
    return "part of it: this program judges the published figures otherwise today"


def _step(before: Standing, after: Standing) -> Cell:
    if before.status == after.status:
        return Cell("No change", _chance(after) if before.chance != after.chance else "", after.status)
    return _standing(after)


def _standing(found: Standing) -> Cell:
    word: Word = found.status
    return Cell(found.status, _chance(found), found.status, badge=Badge(word, wording.capital(found.status)))


def _chance(found: Standing) -> str:
    if found.chance is None:
        return ""
    text = probabilities.chance(found.chance)
    return f"chance: {text[:1].lower()}{text[1:]}"


def _restated(since: Since, release: Release) -> Block:
    if not since.restated:
        text = Paragraph("Every figure that was published before and is delivered again is the same.")
        return Block("No figure was restated", (text,), "restated")
    columns = (
        Heading("Figure", name="figure"), Heading("Published", numeric=True, name="before"),
        Heading("Now", numeric=True, name="now"), Heading("Change", numeric=True, name="change"),
        Heading("Where it stands", name="source"), Heading("A status changed by it", name="status"),
    )  # fmt: skip
    rows = tuple(_restated_row(one, since, release) for one in since.restated)
    table = Table(f"Figures that were restated: {len(rows)}", columns, rows)
    return Block(f"Figures restated ({len(rows)})", (table,), "restated")


def _restated_row(one: Restated, since: Since, release: Release) -> tuple[Cell, ...]:
    before, now = one.before, one.now
    withdrawn = now.value is None
    change = MISSING if withdrawn else wording.signed(now.value - before.value, now.unit)
    return (
        Cell(_fact(now), phrases.months(now.window, now.measure)),
        Cell(wording.figure(before.value, before.unit), before.status, before.value),
        Cell(wording.figure(now.value, now.unit), now.status, "" if withdrawn else now.value),
        Cell(change, value="" if withdrawn else now.value - before.value),
        Cell(phrases.document_titles(release)[now.source], now.section),
        Cell(_touched(now.ref, "history restated", since)),
    )


def _fact(figure: Observation) -> str:
    part = "" if figure.breakdown in ("all", "total") else f" {figure.breakdown}"
    what = MEASURES.get(figure.measure, figure.measure.replace("_", " "))
    return f"{figure.ref}{part}, {figure.area}: {what}"


def _altered(title: str, anchor: str, found: tuple[Altered, ...], since: Since) -> Block:
    if not found:
        words = f"No {anchor.removesuffix('s')} changed"
        text = f"All {anchor} in the definitions and parameters are those of the published report."
        if anchor == "rules" and any(c.again.status != c.published.status for c in since.statuses):
            words, text = (
                "The program changed",
                f"{text} But this program judges its figures otherwise today.",
            )
        return Block(words, (Paragraph(text),), anchor)
    columns = (
        Heading("Indicator", name="ref"), Heading("What", name="what"), Heading("As published", name="before"),
        Heading("Now", name="now"), Heading("A status changed by it", name="status"),
    )  # fmt: skip
    part = {"targets": "target changed", "rules": "rule changed"}[anchor]
    rows = tuple(
        (
            Cell(one.ref or "all indicators"),
            Cell(wording.capital(one.what)),
            Cell(one.before),
            Cell(one.now),
            Cell(_touched(one.ref, part, since)),
        )
        for one in found
    )
    return Block(f"{title} ({len(rows)})", (Table(f"{title}: {len(rows)}", columns, rows),), anchor)


def _touched(ref: str, part: str, since: Since) -> str:
    """The statuses that a part moved: of one indicator, or of all where a rule is everyone's."""
    moved = [
        change.judged.indicator.ref
        for change in since.statuses
        if part in change.causes and ref in ("", change.judged.indicator.ref)
    ]
    return wording.listed(tuple(dict.fromkeys(moved))) or "no status"


def _flat(since: Since | None) -> Table:
    """Every status with its steps and its parts, unrounded; the parts add up to the change of the chance."""
    parts = tuple(part.replace(" ", "_") for part in PARTS)
    names = (
        "ref", "breakdown", "area", "status_of", "published", *(f"after_{part}" for part in parts),
        "published_chance", *parts, "chance", "causes",
    )  # fmt: skip
    columns = tuple(Heading(name.replace("_", " "), name=name) for name in names)
    rows = tuple(_flat_row(change) for change in (since.statuses if since else ()))
    return Table("Every status since the last report, part by part", columns, rows)


def _flat_row(change: StatusChange) -> tuple[Cell, ...]:
    return (
        *(Cell(text) for text in change.judged.key),
        Cell("31 March" if change.at_year_end else "now"),
        Cell(change.published.status),
        *(Cell(step.status) for step in change.steps),
        flat_table.number(change.published.chance),
        *(flat_table.number(part) for part in change.parts),
        flat_table.number(change.steps[-1].chance),
        Cell("; ".join(change.causes)),
    )
