"""Data quality: what disagrees, what is missing, and which document each figure was taken from."""

from itertools import groupby

from analysis import wording
from analysis.assessments import Assessment
from analysis.findings import Finding, same_figure
from analysis.observations import Observation
from analysis.section_models import Block, Cell, Column, Paragraph, SectionModel, Table
from analysis.sections import figures, phrases
from analysis.sections.parts import MEASURES


def compose(assessment: Assessment, name: str = "data_quality") -> SectionModel:
    """Findings by rule, then what is missing, then every fact that more than one place prints."""
    params = assessment.params
    return SectionModel(
        name=name,
        label="Data quality",
        title=_title(assessment),
        context=phrases.context(params),
        opening=(
            Paragraph(
                "A finding changes no figure: the report uses the first source that has a fact, a table before "
                "its commentary, and shows the others here. Each finding names the places it was found in."
            ),
        ),
        blocks=(
            *_finding_blocks(assessment),
            _missing(assessment),
            _sources(assessment),
            _printed_twice(assessment),
        ),
        table=_flat(assessment),
        footer=phrases.footer(params),
        notice=params.notice,
        links=(("Scorecard", "scorecard.html"),),
    )


def _title(assessment: Assessment) -> str:
    found = len(assessment.findings)
    if not found:
        return "The documents agree: no finding about the data"
    kinds = [list(group) for _, group in groupby(assessment.findings, key=lambda f: f.kind)]
    most = max(kinds, key=len)
    return f"{wording.count(found, 'finding')} about the data; in {len(most)}, {_lower(most[0].kind)}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _finding_blocks(assessment: Assessment) -> list[Block]:
    titles = document_titles(assessment)
    blocks = []
    for kind, group in groupby(assessment.findings, key=lambda finding: finding.kind):
        found = list(group)
        columns = (
            Column("Indicator", name="ref"), Column("What was found", name="words"), Column("Where", name="places"),
        )  # fmt: skip
        rows = tuple(_finding_row(finding, titles) for finding in found)
        table = Table(f"{kind}: {wording.count(len(found), 'finding')}", columns, rows)
        blocks.append(Block(f"{kind} ({len(found)})", (table,), wording.slug(kind)))
    return blocks


def _finding_row(finding: Finding, titles: dict[str, str]) -> tuple[Cell, ...]:
    words = finding.words
    for source, title in titles.items():
        words = words.replace(f"{source}, ", f"{title}, ")
    places = dict.fromkeys(place_of(place, titles) for place in finding.places)
    return (Cell(finding.ref), Cell(wording.sentence(words), value=finding.words), Cell("; ".join(places)))


def place_of(place: Observation, titles: dict[str, str]) -> str:
    """Document, section and row of a figure, with the figure as printed."""
    return f"{place.printed} in {titles[place.source]}, {place.section} (row {place.row})"


def document_titles(assessment: Assessment) -> dict[str, str]:
    """What each source is called, for a reader."""
    return {delivery.entry.source: delivery.entry.title for delivery in assessment.deliveries}


def _missing(assessment: Assessment) -> Block:
    """What the deliveries lack for each indicator, with the reason."""
    columns = (
        Column("Indicator", name="indicator"),
        Column("What is missing", name="field"),
        Column("Why", name="why"),
    )
    rows = tuple(
        (
            Cell(f"{j.indicator.ref} {phrases.name(j)}", value=j.indicator.ref),
            Cell(label),
            Cell(wording.sentence(why)),
        )
        for j in assessment.headlines
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
        return [("any figure of this year", measure.why_none)]
    if measure.same_period is None:
        found.append(("the same months last year", measure.why_no_same_period))
    if measure.last_outturn is None:
        found.append(("last year's outturn", "not delivered"))
    if judged.target is None or not judged.target.is_set:
        found.append(("a target", judged.reason("target")))
    return found


def _sources(assessment: Assessment) -> Block:
    columns = (
        Column("Source", name="source"), Column("Publisher", name="publisher"), Column("Received", name="received"),
        Column("Figures", numeric=True, name="figures"), Column("SHA-256 of the file", name="sha256"),
    )  # fmt: skip
    counts = {d.entry.source: 0 for d in assessment.deliveries}
    for figure in assessment.observations.figures:
        counts[figure.source] += 1
    rows = tuple(
        (
            Cell(d.entry.title, f"{d.entry.file}; {d.entry.note}".strip("; ")),
            Cell(d.entry.publisher),
            Cell(d.entry.received),
            Cell(wording.figure(counts[d.entry.source]), value=counts[d.entry.source]),
            Cell(d.entry.sha256),
        )
        for d in assessment.deliveries
    )
    order = Paragraph("In this order: where two have the same fact, the report uses the first.")
    return Block(
        "What was delivered", (order, Table("Deliveries, most trusted first", columns, rows)), "sources"
    )


def _printed_twice(assessment: Assessment) -> Block:
    titles = document_titles(assessment)
    groups = [
        g for g in assessment.observations.by_key.values() if len([o for o in g if o.value is not None]) > 1
    ]
    once = len(assessment.observations.by_key) - len(groups)
    columns = (
        Column("Fact", name="fact"), Column("Used", numeric=True, name="used"), Column("Taken from", name="source"),
        Column("Also printed", name="others"),
    )  # fmt: skip
    rows = tuple(_twice_row(group, titles) for group in groups)
    text = Paragraph(
        f"{once} further facts stand in one place only; the table of this section as CSV lists them all."
    )
    if not rows:
        return Block("No fact is printed twice", (text,), "printed-twice")
    table = Table("Facts that more than one place prints, and which is used", columns, rows)
    return Block("Which printing is used", (text, table), "printed-twice")


def _twice_row(group: tuple[Observation, ...], titles: dict[str, str]) -> tuple[Cell, ...]:
    used, *others = [o for o in group if o.value is not None]
    different = [o for o in others if not same_figure(used, o)]
    said = f"{len(different)} differ" if different else "the same"
    places = [f"{o.printed} in {titles[o.source]}, {o.section}" for o in others]
    return (
        Cell(
            fact_name(used), f"{phrases.months(used.window, used.measure)}; {wording.named_unit(used.unit)}"
        ),
        Cell(used.printed, value=used.value),
        Cell(f"{titles[used.source]}, {used.section}"),
        Cell("; ".join(places), said),
    )


def fact_name(figure: Observation) -> str:
    """`SH1 youth, Halton: year to date`."""
    part = "" if figure.breakdown in ("all", "total") else f" {figure.breakdown}"
    measure = MEASURES.get(figure.measure, figure.measure.replace("_", " "))
    return (
        f"{figure.ref}{part}, {figure.area}: {measure}" if figure.area else f"{figure.ref}{part}: {measure}"
    )


def _flat(assessment: Assessment) -> Table:
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
    columns = tuple(Column(name, name=name) for name in names)
    kinds: dict[int, list[str]] = {}
    for finding in assessment.findings:
        for place in finding.places:
            kinds.setdefault(id(place), []).append(finding.kind)
    rows = tuple(
        (
            Cell(o.ref), Cell(o.breakdown), Cell(o.area), Cell(o.measure), Cell(o.period.label), Cell(o.unit),
            figures.number(o.value), Cell(o.source), Cell(o.section), figures.number(o.row),
            Cell("yes" if assessment.observations.used(o.key) is o else "no"),
            Cell("; ".join(dict.fromkeys(kinds.get(id(o), [])))),
        )
        for o in assessment.observations.figures
    )  # fmt: skip
    return Table("Every delivered figure, and whether the report uses it", columns, rows)
