"""Data quality: what disagrees, what is missing, and which document each figure was taken from."""

import re
from collections.abc import Iterator
from itertools import groupby

from analysis.definitions import wording
from analysis.disclosure.release import Release
from analysis.documents.printed import Printed
from analysis.extracts.deliveries import Delivery, Entry
from analysis.extracts.observations import Observation
from analysis.judgements.judgements import Judgement
from analysis.measures.findings import CONFLICT, Finding, same_figure
from analysis.measures.missing_figures import NO_OUTTURN
from analysis.pages.models import Block, SectionModel
from analysis.pages.sections import phrases
from analysis.pages.sections.csv_tables import csv_rows
from analysis.pages.sections.data_quality import dimensions, number_check, rejected_rows
from analysis.pages.sections.page_frame import SCORECARD, block, section
from analysis.pages.tables import Cell, Column, Figures, Table, Value, missing, table


def compose(release: Release, name: str = "data_quality") -> SectionModel:
    """What is withheld, findings by rule, what is missing, then every fact that more than one place prints."""
    return section(
        release,
        name,
        "Data quality",
        _title(release),
        opening=_opening(release),
        blocks=(
            rejected_rows.block(release),
            *_finding_blocks(release),
            dimensions.block(release),
            number_check.block(release),
            _missing(release) if release.judgements else None,
            _sources(release),
            _printed_twice(release) if release.judgements else None,
        ),
        table=_flat(release),
        links=SCORECARD if release.judgements else (),
    )


def _opening(release: Release) -> Iterator[str]:
    """How the report goes by findings and, where one holds a verdict, what to do."""
    yield (
        "A finding changes no figure: the report uses the first source that has a fact, a table "
        "before its commentary, and shows the others here. Each finding names where it was found."
    )
    if any(finding.holds for finding in release.findings):
        yield (
            "A figure that contradicts another or cannot be believed is shown and not judged. Where it is wrong, "
            "receive a corrected file. Where it is unlikely and right, its row needs the note: confirmed by "
            "<role> on <2024-10-08>."
        )


def _title(release: Release) -> str:
    found, withheld = len(release.findings), len(release.withheld)
    if withheld:
        said = wording.capital(wording.count(withheld, "indicator"))
        return f"{said} withheld; {wording.count(found, 'finding')} about the data"
    if not found:
        return "The documents agree: no finding about the data"
    kinds = [list(group) for _, group in groupby(release.findings, key=lambda f: f.kind)]
    most = max(kinds, key=len)
    return f"{wording.count(found, 'finding')} about the data; in {len(most)}, {_lower(most[0].kind)}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _finding_blocks(release: Release) -> Iterator[Block]:
    for kind, group in groupby(release.findings, key=lambda finding: finding.kind):
        found = list(group)
        way = _conflicts if kind == CONFLICT else _broken_rules
        shown = way(f"{kind}: {wording.count(len(found), 'finding')}", found, release)
        yield block(f"{kind} ({len(found)})", wording.slug(kind), shown)


def _conflicts(caption: str, found: list[Finding], release: Release) -> Table:
    """The same fact twice: what is used and what is not, each with its place."""
    titles = phrases.document_titles(release)
    columns = (
        Column("Fact", lambda used, _: _fact_cell(used)),
        Figures("Used here", lambda used, _: _used(used, release), "used", blank="none of them"),
        Column("Where it stands", lambda used, _: _used_in(used, release, place_of(used, titles)), "used_in"),
        Figures("But printed", lambda _, other: _figure(other), "other"),
        Column("Where that stands", lambda _, other: place_of(other, titles), "other_in"),
    )
    pairs = (
        (used, other)
        for used, *rest in (_observations(finding) for finding in found)
        for other in (rest if release.observations.used(used.key) else (used, *rest))
    )
    return table(caption, columns, pairs)


def _used(used: Observation, release: Release) -> Cell | None:
    """The printing that the report uses; of a target that is agreed otherwise none."""
    return _figure(used) if release.observations.used(used.key) else None


def _used_in(used: Observation, release: Release, place: str) -> str:
    is_used = release.observations.used(used.key) is not None
    return place if is_used else "the target in the targets file is another, or there is none"


def _observations(finding: Finding) -> list[Observation]:
    return [place for place in finding.places if isinstance(place, Observation)]


def _broken_rules(caption: str, found: list[Finding], release: Release) -> Table:
    titles = phrases.document_titles(release)

    def words(finding: Finding) -> Cell:
        return Cell(wording.sentence(phrases.with_titles(finding.words, release)), value=finding.words)

    def places(finding: Finding) -> str:
        return "; ".join(f"{_printed(o)} in {place_of(o, titles)}" for o in finding.places)

    columns = (
        Column("Indicator", lambda finding: finding.ref, "ref"),
        Column("What was found", words, "words"),
        Column("Where", places, "places"),
    )
    return table(caption, columns, found)


def _fact_cell(figure: Observation) -> Cell:
    about = (phrases.months(figure.window, figure.measure), wording.named_unit(figure.unit))
    return Cell(phrases.fact(figure), "; ".join(part for part in about if part))


def _figure(figure: Observation) -> Cell:
    return Cell(_printed(figure), value=figure.value)


def _printed(figure: Observation | Printed) -> str:
    return wording.figure(figure.value, figure.unit)


def place_of(place: Observation | Printed, titles: dict[str, str]) -> str:
    """Document, section and row of a figure; a plan or a costing has no rows."""
    row = f" (row {place.row})" if place.row else ""
    return f"{titles[place.source]}, {place.section}{row}"


def _missing(release: Release) -> Block:
    """What the deliveries lack for each indicator, with the reason."""
    found = [(judged, *blank) for judged in release.headlines for blank in _blanks(judged)]
    if not found:
        return block("Nothing is missing", "missing", "Every figure that the report needs is there.")
    columns = (
        Column("Indicator", _indicator),
        Column("What is missing", lambda _judged, what, _why: what, "field"),
        Column("Why", lambda _judged, _what, why: wording.sentence(why)),
    )
    shown = table(f"Missing figures: {len(found)}", columns, found)
    return block(f"What is missing ({len(found)})", "missing", shown)


def _indicator(judged: Judgement, *_: str) -> Cell:
    return Cell(f"{judged.indicator.ref} {phrases.name(judged)}", value=judged.indicator.ref)


def _blanks(judged: Judgement) -> list[tuple[str, str]]:
    measure = judged.measure
    found = []
    if measure.figure is None:
        return [("the year to date" if measure.hole else "any figure of this year", measure.why_none)]
    if measure.hole:
        found.append(("the year to date", measure.hole))
    if measure.same_period is None:
        found.append(("the same months last year", measure.why_no_same_period))
    if measure.last_outturn is None:
        why = "not delivered" if measure.why_no_outturn == NO_OUTTURN else measure.why_no_outturn
        found.append(("last year's outturn", why))
    if judged.target is None or not judged.target.is_set:
        found.append(("a target", judged.reason("target")))
    return found


def _sources(release: Release) -> Block:
    columns = (
        Column("Source", lambda d: Cell(d.entry.title, _of_file(d.entry))),
        Column("Publisher", lambda d: d.entry.publisher),
        Column("Received", lambda d: d.entry.received),
        Figures("Figures", lambda d: _figures(d, release)),
        Column("SHA-256 of the file", lambda d: _hash(d.entry.sha256), "sha256"),
    )
    order = "In this order: where two have the same fact, the report uses the first."
    shown = table("Deliveries, most trusted first", columns, release.deliveries)
    return block("What was delivered", "sources", order, shown)


def _hash(sha256: str) -> Cell:
    return Cell(" ".join(re.findall(".{1,16}", sha256)), value=sha256)


def _of_file(entry: Entry) -> str:
    instead = f", instead of {entry.replaces}" if entry.replaces else ""
    return f"{entry.file}{instead}; {entry.note}".strip("; ")


def _figures(delivery: Delivery, release: Release) -> Cell | int:
    """How many figures a file holds; of a plan or a costing how many could be worked out again."""
    file = delivery.entry.file
    document = next((one for one in release.documents if one.entry.file == file), None)
    if document is None:
        return sum(figure.file == file for figure in release.observations.figures)
    checked = len(getattr(document.content, "checks", ()))
    return missing(f"a document; {checked} of its figures worked out again")


def _printed_twice(release: Release) -> Block:
    facts = release.observations.by_key.values()
    printed = [[o for o in group if o.value is not None] for group in facts]
    twice = [_twice(group, release) for group in printed if len(group) > 1]
    text = (
        f"{len(facts) - len(twice)} further facts stand in one place only; "
        "the table of this section as CSV lists them all."
    )
    if not twice:
        return block("No fact is printed twice", "printed-twice", text)
    titles = phrases.document_titles(release)

    def place(figure: Observation) -> str:
        return f"{titles[figure.source]}, {figure.section}"

    def others(used: Observation, rest: list[Observation]) -> Cell:
        different = sum(not same_figure(used, other) for other in rest)
        said = f"{different} of {len(rest)} differ" if different else "the same"
        return Cell("; ".join(f"{_printed(other)} in {place(other)}" for other in rest), said)

    columns = (
        Column("Fact", lambda used, _: _fact_cell(used)),
        Figures("Used", lambda used, _: _used(used, release), blank="none of them"),
        Column("Taken from", lambda used, _: _used_in(used, release, place(used)), "source"),
        Column("Also printed", others, "others"),
    )
    shown = table("Facts that more than one place prints, and which is used", columns, twice)
    return block("Which printing is used", "printed-twice", text, shown)


def _twice(printed: list[Observation], release: Release) -> tuple[Observation, list[Observation]]:
    """The printing in use, or the first where none is, and the others."""
    used = release.observations.used(printed[0].key)
    return used or printed[0], [other for other in printed if other is not used]


def _flat(release: Release) -> Table:
    names = (
        "ref", "breakdown", "area", "measure", "period", "unit", "value", "source", "section", "row", "used", "finding",
    )  # fmt: skip
    kinds: dict[int, list[str]] = {}
    for finding in release.findings:
        for place in finding.places:
            kinds.setdefault(id(place), []).append(finding.kind)
    rows = [_flat_row(o, kinds.get(id(o), []), release) for o in release.observations.figures]
    caption = "Every delivered figure, and whether the report uses it"
    return csv_rows(caption, names, [*rows, *rejected_rows.flat(release)])


def _flat_row(figure: Observation, kinds: list[str], release: Release) -> dict[str, Value]:
    """A figure as a number; in the place of one that is not there its status (`suppressed`)."""
    kept = ("ref", "breakdown", "area", "measure", "unit", "source", "section", "row")
    is_blank = figure.value is None and not figure.word
    return {name: getattr(figure, name) for name in kept} | {
        "period": figure.called,
        "value": figure.status if is_blank else figure.value,
        "used": release.observations.used(figure.key) is figure,
        "finding": "; ".join(dict.fromkeys(kinds)),
    }
