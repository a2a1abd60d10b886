"""Change since the last report: what arrived, what was restated, which target or rule changed, and what that
did to each status.
"""

from datetime import date
from functools import partial
from itertools import pairwise

from analysis.definitions import probabilities, wording
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
from analysis.pages.models import Block, SectionModel
from analysis.pages.sections import phrases
from analysis.pages.sections.csv_tables import Cells, csv_table, series
from analysis.pages.sections.page_frame import block, section
from analysis.pages.tables import Badge, Cell, Column, Figures, Table, table

FIRST = "First report: nothing was published before"
TOUCHED = "A status changed by it"


def compose(release: Release, name: str = "change") -> SectionModel:
    """What changed since the last entry of the register; for a first report that there is none."""
    since = since_last(release)
    return section(
        release,
        name,
        "Change since the last report",
        _title(since) if since else FIRST,
        opening=(_opening(since, release) if since else _first(),),
        blocks=_blocks(since, release) if since else (),
        table=_flat(since),
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
        _statuses(since),
        _restated(since, release),
        _altered("Targets changed", "targets", since.targets, since),
        _altered("Rules changed", "rules", since.rules, since),
    ]


def _statuses(since: Since) -> Block:
    if not since.changed:
        return block("No status changed", "statuses", "Every status is the one that was published.")
    text = (
        "Read from left to right: what was published, and what each part made of it, one after the other. "
        "After the rules it is this report's. Where a part moved no status it says so; the parts add up."
    )
    columns = (
        Column("Status", _status),
        Column("Published", lambda change: _standing(change.published)),
        *(Column(wording.capital(part), partial(_step, part)) for part in PARTS),
        Column("Because of", _causes, "causes"),
    )
    shown = table("Statuses that changed, part by part", columns, since.changed)
    return block(f"Statuses that changed ({len(since.changed)})", "statuses", text, shown)


def _status(change: StatusChange) -> Cell:
    called = f"{change.judged.indicator.ref} {phrases.name(change.judged)}"
    which = "for 31 March" if change.at_year_end else "by where it stands now"
    return Cell(called, which, f"{change.judged.text_key}, {which}")


def _causes(change: StatusChange) -> Cell:
    return Cell(wording.capital(wording.listed(change.causes)), _program(change))


def _program(change: StatusChange) -> str:
    """What no part shows: that the indicator is withheld, or that the program judges otherwise."""
    if change.judged.measure.withheld:
        return "withheld from this report"
    if change.again.status == change.published.status:
        return ""
    return "part of it: this program judges the published figures otherwise today"


def _step(part: str, change: StatusChange) -> Cell:
    """What one part made of the status; the last shows it too where the program itself judges otherwise."""
    before, after = dict(zip(PARTS, pairwise((change.again, *change.steps)), strict=True))[part]
    by_program = change.again != change.published and part == PARTS[-1] in change.causes
    if before.status != after.status or by_program:
        return _standing(after)
    return Cell("No change", _chance(after) if before.chance != after.chance else "", after.status)


def _standing(found: Standing) -> Cell:
    badge = Badge(found.status, wording.capital(found.status))
    return Cell(found.status, _chance(found), found.status, badge=badge)


def _chance(found: Standing) -> str:
    if found.chance is None:
        return ""
    text = probabilities.chance(found.chance)
    return f"chance: {text[:1].lower()}{text[1:]}"


def _restated(since: Since, release: Release) -> Block:
    if not since.restated:
        text = "Every figure that was published before and is delivered again is the same."
        return block("No figure was restated", "restated", text)
    titles = phrases.document_titles(release)
    columns = (
        Column("Figure", lambda one: _fact(one.now)),
        Figures("Published", lambda one: _figure(one.before), "before"),
        Figures("Now", lambda one: _figure(one.now)),
        Figures("Change", _change),
        Column("Where it stands", lambda one: Cell(titles[one.now.source], one.now.section), "source"),
        Column(TOUCHED, lambda one: _touched(one.now.ref, "history restated", since), "status"),
    )
    number = len(since.restated)
    shown = table(f"Figures that were restated: {number}", columns, since.restated)
    return block(f"Figures restated ({number})", "restated", shown)


def _fact(figure: Observation) -> Cell:
    return Cell(phrases.fact(figure), phrases.months(figure.window, figure.measure))


def _figure(figure: Observation) -> Cell:
    value = "" if figure.value is None else figure.value
    return Cell(wording.figure(figure.value, figure.unit), figure.status, value)


def _change(one: Restated) -> Cell | None:
    if one.now.value is None:
        return None
    change = one.now.value - one.before.number
    return Cell(wording.signed(change, one.now.unit), value=change)


def _altered(title: str, anchor: str, found: tuple[Altered, ...], since: Since) -> Block:
    if not found:
        words = f"No {anchor.removesuffix('s')} changed"
        text = f"All {anchor} in the definitions and parameters are those of the published report."
        if anchor == "rules" and any(c.again.status != c.published.status for c in since.statuses):
            words = "The program changed"
            text += " But this program judges its figures otherwise today."
        return block(words, anchor, text)
    part = {"targets": "target changed", "rules": "rule changed"}[anchor]
    columns = (
        Column("Indicator", lambda one: one.ref or "all indicators", "ref"),
        Column("What", lambda one: wording.capital(one.what)),
        Column("As published", lambda one: one.before, "before"),
        Column("Now", lambda one: one.now),
        Column(TOUCHED, lambda one: _touched(one.ref, part, since), "status"),
    )
    return block(f"{title} ({len(found)})", anchor, table(f"{title}: {len(found)}", columns, found))


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
    columns: Cells = {
        **series(lambda change: change.judged, "ref", "breakdown", "area"),
        "status_of": lambda change: "31 March" if change.at_year_end else "now",
        "published": lambda change: change.published.status,
        **{f"after_{_name(part)}": partial(_after, part) for part in PARTS},
        "published_chance": lambda change: change.published.chance,
        **{_name(part): partial(_share, part) for part in PARTS},
        "chance": lambda change: change.steps[-1].chance,
        "causes": lambda change: "; ".join(change.causes),
    }
    changes = since.statuses if since else ()
    return csv_table("Every status since the last report, part by part", columns, changes)


def _name(part: str) -> str:
    return part.replace(" ", "_")


def _after(part: str, change: StatusChange) -> str:
    return dict(zip(PARTS, change.steps, strict=True))[part].status


def _share(part: str, change: StatusChange) -> float | None:
    return dict(zip(PARTS, change.parts, strict=True))[part]
