"""Data quality: what disagrees, what is missing, and which document each figure was taken from."""

import re
from collections import Counter
from collections.abc import Callable
from itertools import groupby

from analysis.definitions import wording
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.extracts.deliveries import Entry
from analysis.extracts.observations import Observation
from analysis.measures.findings import CONFLICT, Finding, same_figure
from analysis.measures.missing_figures import NO_OUTTURN
from analysis.pages.models import Block, Cell, Heading, Paragraph, SectionModel, Table
from analysis.pages.sections import flat_table, phrases
from analysis.pages.sections.data_quality import dimensions, number_check, rejected_rows
from analysis.pages.sections.indicators.breakdowns import MEASURES


def compose(release: Release, name: str = "data_quality") -> SectionModel:
    """What is withheld, findings by rule, what is missing, then every fact that more than one place prints."""
    params = release.params
    return SectionModel(
        name=name,
        label="Data quality",
        title=_title(release),
        context=phrases.context(params),
        opening=_opening(release),
        blocks=(
            *rejected_rows.block(release),
            *_finding_blocks(release),
            *dimensions.block(release),
            *number_check.block(release),
            *_of_figures(release, _missing),
            _sources(release),
            *_of_figures(release, _printed_twice),
        ),
        table=_flat(release),
        footer=phrases.footer(params),
        notice=params.notice,
        links=(("Scorecard", "scorecard.html"),) if release.judgements else (),
    )


def _opening(release: Release) -> tuple[Paragraph, ...]:
    """How the report goes by findings and, where one holds a verdict, what to do."""
    first = Paragraph(
        "A finding changes no figure: the report uses the first source that has a fact, a table "
        "before its commentary, and shows the others here. Each finding names where it was found."
    )
    if not any(finding.holds for finding in release.findings):
        return (first,)
    return (
        first,
        Paragraph(
            "A figure that contradicts another or cannot be believed is shown and not judged. Where it is wrong, "
            "receive a corrected file. Where it is unlikely and right, its row needs the note: confirmed by "
            "<role> on <2024-10-08>."
        ),
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


def _finding_blocks(release: Release) -> list[Block]:
    blocks = []
    for kind, group in groupby(release.findings, key=lambda finding: finding.kind):
        found = list(group)
        way = _conflicts if kind == CONFLICT else _broken_rules
        table = way(f"{kind}: {wording.count(len(found), 'finding')}", found, release)
        blocks.append(Block(f"{kind} ({len(found)})", (table,), wording.slug(kind)))
    return blocks


def _conflicts(caption: str, found: list[Finding], release: Release) -> Table:
    """The same fact twice: what is used and what is not, each with its place."""
    titles = phrases.document_titles(release)
    columns = (
        Heading("Fact", name="fact"), Heading("Used here", numeric=True, name="used"),
        Heading("Where it stands", name="used_in"), Heading("But printed", numeric=True, name="other"),
        Heading("Where that stands", name="other_in"),
    )  # fmt: skip
    rows = tuple(
        (
            _fact_cell(used),
            *_used_cells(used, release, place_of(used, titles)),
            Cell(_printed(other), value=other.value), Cell(place_of(other, titles)),
        )
        for used, *rest in (finding.places for finding in found)
        for other in (rest if release.observations.used(used.key) else (used, *rest))
    )  # fmt: skip
    return Table(caption, columns, rows)


def _used_cells(used: Observation, release: Release, place: str) -> tuple[Cell, Cell]:
    """The printing that the report uses and where it stands; of a target that is agreed otherwise none."""
    if release.observations.used(used.key) is None:
        return Cell(MISSING, "none of them", ""), Cell(
            "the target in the targets file is another, or there is none"
        )
    return Cell(_printed(used), value=used.value), Cell(place)


def _broken_rules(caption: str, found: list[Finding], release: Release) -> Table:
    titles = phrases.document_titles(release)
    columns = (
        Heading("Indicator", name="ref"), Heading("What was found", name="words"),
        Heading("Where", name="places"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(finding.ref),
            Cell(wording.sentence(phrases.with_titles(finding.words, release)), value=finding.words),
            Cell("; ".join(f"{_printed(o)} in {place_of(o, titles)}" for o in finding.places)),
        )
        for finding in found
    )
    return Table(caption, columns, rows)


def _fact_cell(figure: Observation) -> Cell:
    unit = wording.named_unit(figure.unit)
    months = phrases.months(figure.window, figure.measure)
    return Cell(fact_name(figure), "; ".join(part for part in (months, unit) if part))


def _printed(figure: Observation) -> str:
    return wording.figure(figure.value, figure.unit)


def place_of(place: Observation, titles: dict[str, str]) -> str:
    """Document, section and row of a figure; a plan or a costing has no rows."""
    row = f" (row {place.row})" if place.row else ""
    return f"{titles[place.source]}, {place.section}{row}"


def _missing(release: Release) -> Block:
    """What the deliveries lack for each indicator, with the reason."""
    columns = (
        Heading("Indicator", name="indicator"),
        Heading("What is missing", name="field"),
        Heading("Why", name="why"),
    )
    rows = tuple(
        (
            Cell(f"{j.indicator.ref} {phrases.name(j)}", value=j.indicator.ref),
            Cell(label),
            Cell(wording.sentence(why)),
        )
        for j in release.headlines
        for label, why in _blanks(j)
    )
    if not rows:
        return Block(
            "Nothing is missing", (Paragraph("Every figure that the report needs is there."),), "missing"
        )
    table = Table(f"Missing figures: {len(rows)}", columns, rows)
    return Block(f"What is missing ({len(rows)})", (table,), "missing")


def _blanks(judged) -> list[tuple[str, str]]:
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


def _of_figures(release: Release, block: Callable[[Release], Block]) -> tuple[Block, ...]:
    """A block about figures of indicators, where there are any: a plan or a costing has none."""
    return (block(release),) if release.judgements else ()


def _sources(release: Release) -> Block:
    columns = (
        Heading("Source", name="source"), Heading("Publisher", name="publisher"),
        Heading("Received", name="received"), Heading("Figures", numeric=True, name="figures"),
        Heading("SHA-256 of the file", name="sha256"),
    )  # fmt: skip
    counts = Counter(figure.file for figure in release.observations.figures)
    checked = {d.entry.file: len(getattr(d.content, "checks", ())) for d in release.documents}
    rows = tuple(
        (
            Cell(d.entry.title, _of_file(d.entry)),
            Cell(d.entry.publisher),
            Cell(d.entry.received),
            _figures(counts[d.entry.file], checked.get(d.entry.file)),
            Cell(" ".join(re.findall(".{1,16}", d.entry.sha256)), value=d.entry.sha256),
        )
        for d in release.deliveries
    )
    order = Paragraph("In this order: where two have the same fact, the report uses the first.")
    return Block(
        "What was delivered", (order, Table("Deliveries, most trusted first", columns, rows)), "sources"
    )


def _of_file(entry: Entry) -> str:
    instead = f", instead of {entry.replaces}" if entry.replaces else ""
    return f"{entry.file}{instead}; {entry.note}".strip("; ")


def _figures(counted: int, checked: int | None) -> Cell:
    """How many figures a file holds; of a plan or a costing how many could be worked out again."""
    if checked is None:
        return Cell(wording.figure(counted), value=counted)
    return Cell(MISSING, f"a document; {checked} of its figures worked out again", "")


def _printed_twice(release: Release) -> Block:
    titles = phrases.document_titles(release)
    facts = release.observations.by_key.values()
    groups = [group for group in facts if sum(o.value is not None for o in group) > 1]
    columns = (
        Heading("Fact", name="fact"), Heading("Used", numeric=True, name="used"),
        Heading("Taken from", name="source"), Heading("Also printed", name="others"),
    )  # fmt: skip
    rows = tuple(_twice_row(group, release, titles) for group in groups)
    text = Paragraph(
        f"{len(facts) - len(groups)} further facts stand in one place only; "
        "the table of this section as CSV lists them all."
    )
    if not rows:
        return Block("No fact is printed twice", (text,), "printed-twice")
    table = Table("Facts that more than one place prints, and which is used", columns, rows)
    return Block("Which printing is used", (text, table), "printed-twice")


def _twice_row(group: tuple[Observation, ...], release: Release, titles: dict[str, str]) -> tuple[Cell, ...]:
    printed = [o for o in group if o.value is not None]
    found = release.observations.used(printed[0].key)
    used = found or printed[0]
    others = [o for o in printed if o is not found]
    different = [o for o in others if not same_figure(used, o)]
    said = f"{len(different)} of {len(others)} differ" if different else "the same"
    places = [f"{_printed(o)} in {titles[o.source]}, {o.section}" for o in others]
    return (
        _fact_cell(used),
        *_used_cells(used, release, f"{titles[used.source]}, {used.section}"),
        Cell("; ".join(places), said),
    )


def fact_name(figure: Observation) -> str:
    """`SH1 youth, Halton: year to date`."""
    part = "" if figure.breakdown in ("all", "total") else f" {figure.breakdown}"
    measure = MEASURES.get(figure.measure, figure.measure.replace("_", " "))
    return (
        f"{figure.ref}{part}, {figure.area}: {measure}" if figure.area else f"{figure.ref}{part}: {measure}"
    )


def _value(figure: Observation) -> Cell:
    """A figure as a number; in the place of one that is not there its status (`suppressed`)."""
    return flat_table.number(figure.value) if figure.value is not None or figure.word else Cell(figure.status)


def _flat(release: Release) -> Table:
    names = (
        "ref",
        "breakdown",
        "area",
        "measure",
        "period",
        "unit",
        "value",
        "source",
        "section",
        "row",
        "used",
        "finding",
    )
    columns = tuple(Heading(name, name=name) for name in names)
    kinds: dict[int, list[str]] = {}
    for finding in release.findings:
        for place in finding.places:
            kinds.setdefault(id(place), []).append(finding.kind)
    rows = tuple(
        (
            Cell(o.ref), Cell(o.breakdown), Cell(o.area), Cell(o.measure), Cell(o.called), Cell(o.unit),
            _value(o), Cell(o.source), Cell(o.section), flat_table.number(o.row),
            Cell("yes" if release.observations.used(o.key) is o else "no"),
            Cell("; ".join(dict.fromkeys(kinds.get(id(o), [])))),
        )
        for o in release.observations.figures
    )  # fmt: skip
    rows += rejected_rows.flat(release)
    return Table("Every delivered figure, and whether the report uses it", columns, rows)
