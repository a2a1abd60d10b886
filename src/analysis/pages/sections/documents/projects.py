"""Projects: how many are on course, of those that reported and of all; lead, movement, risks, links."""

from collections.abc import Iterable

from analysis.definitions import wording
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.documents.kinds.projects import Project, Projects
from analysis.pages.models import (
    Badge,
    Block,
    Cell,
    Content,
    Fact,
    Facts,
    Heading,
    Paragraph,
    SectionModel,
    Table,
    Word,
)
from analysis.pages.sections import phrases
from analysis.pages.sections.documents import common_blocks
from analysis.pages.sections.flat_table import number

WORDS: dict[str, Word] = {
    "green": "on track", "amber": "uncertain", "red": "off track", "complete": "on track",
    "unreported": "not judged",
}  # fmt: skip
"""The status that a rating has the shape and colour of."""

PARTS = {
    "movement since the last report": lambda p: p.previous_rating,
    "initial and residual risk": lambda p: p.initial_risk is not None or p.residual_risk is not None,
    "linked indicators": lambda p: p.linked,
    "commentary": lambda p: p.commentary,
}
"""What a project may have; a part that no project has is said not to be delivered."""


def due(release: Release) -> bool:
    """Whether projects are delivered."""
    return bool(release.contents(Projects))


def compose(release: Release, name: str = "projects") -> SectionModel:
    """Counts and shares, then each project that is named, then what was not delivered."""
    params = release.params
    found = release.contents(Projects)
    checks = [check for one in found for check in one.checks]
    blocks = [block for one in found for block in _blocks(one, release)]
    return SectionModel(
        name=name,
        label="Projects",
        title=_title(found[0]),
        context=phrases.context(params),
        opening=(_tiles(found[0]), Paragraph(common_blocks.verdict(checks))),
        blocks=(
            *blocks,
            common_blocks.check_block(checks, release, "Printed counts and shares, worked out again"),
        ),
        table=_flat(found),
        footer=phrases.footer(params),
        notice=params.notice,
        links=common_blocks.links(release),
    )


def _title(found: Projects) -> str:
    total, missing = int(found.total.value), found.number("unreported")
    green = f"{found.number('green')} of {found.reported} projects"
    if not missing:
        return f"{green} are green"
    return f"{green} that reported are green; {missing} of all {total} did not report"


def _tiles(found: Projects) -> Facts:
    facts = tuple(
        Fact(str(int(c.number.value)), _label(c.rating), _share(c.number.value, found)) for c in found.counts
    )
    return Facts(facts, tuple(WORDS[count.rating] for count in found.counts))


def _label(rating: str) -> str:
    return rating if rating in ("unreported", "complete") else f"rated {rating}"


def _share(value: float, found: Projects) -> str:
    return f"of {wording.count(int(found.total.value), 'project')} in all"


def _blocks(found: Projects, release: Release) -> list[Block]:
    counted = Block("How many are on course", (_counts(found),), "counts")
    blocks = [counted]
    if found.projects:
        heading = f"The {len(found.projects)} projects that are named"
        blocks.append(Block(heading, tuple(_named(found, release)), "named"))
    if linked := _by_indicator(found.projects, release):
        blocks.append(Block("By indicator: which projects help", (linked,), "by-indicator"))
    missing = [name for name, has in PARTS.items() if not any(has(project) for project in found.projects)]
    if missing:
        blocks.append(
            Block("Not delivered", (common_blocks.none_delivered("None delivered:", missing),), "missing")
        )
    return blocks


def _counts(found: Projects) -> Table:
    columns = (
        Heading("Rating", name="rating"), Heading("Projects", numeric=True, name="number"),
        Heading("Share of those that reported", numeric=True, name="share_of_reported"),
        Heading("Share of all", numeric=True, name="share_of_all"),
        Heading("Printed share", numeric=True, name="share_printed"),
    )  # fmt: skip
    rows = tuple(_count_row(count, found) for count in found.counts)
    caption = f"Ratings of {int(found.total.value)} projects, of which {found.reported} reported"
    return Table(caption, columns, rows)


def _count_row(count, found: Projects) -> tuple[Cell, ...]:
    value = count.number.value
    of_all = 100 * value / found.total.value
    if count.rating == "unreported" or not found.reported:
        of_reported = Cell(MISSING, "did not report", "")
    else:
        share = 100 * value / found.reported
        of_reported = Cell(
            wording.figure(share, "percent"), f"{wording.typed(value)} of {found.reported}", share
        )
    printed = common_blocks.number(count.share) if count.share else Cell(MISSING, "not printed", "")
    badge = Badge(WORDS[count.rating], wording.capital(count.rating))
    return (
        Cell(wording.capital(count.rating), value=count.rating, badge=badge), common_blocks.number(count.number),
        of_reported,
        Cell(wording.figure(of_all, "percent"), f"{wording.typed(value)} of {int(found.total.value)}", of_all), printed,
    )  # fmt: skip


def _named(found: Projects, release: Release) -> Iterable[Content]:
    has = {name: any(part(project) for project in found.projects) for name, part in PARTS.items()}
    columns = [
        Heading("Project", name="title"),
        Heading("Rating", name="rating"),
        Heading("Lead", name="lead"),
    ]
    columns += [Heading("Movement", "since the last report", name="movement")] if has[_MOVEMENT] else []
    columns += [Heading("Risk", "initial, then what is left", name="risk")] if has[_RISK] else []
    columns += [Heading("Helps", "linked indicators", name="linked")] if has[_LINKED] else []
    columns.append(Heading("Note", name="note"))
    order = ("red", "amber", "unreported", "green", "complete")
    named = sorted(found.projects, key=lambda project: (order.index(project.rating), project.row))
    rows = tuple(_project_row(project, has, release) for project in named)
    unnamed = int(found.total.value) - len(found.projects)
    if unnamed > 0:
        yield Paragraph(f"{wording.count(unnamed, 'further project')} are counted above and not named.")
    yield Table("Projects by name, those that need attention first", tuple(columns), rows)
    yield from (Paragraph(p.commentary, f"{p.title}.") for p in named if p.commentary)


_MOVEMENT, _RISK, _LINKED, _COMMENTARY = PARTS


def _project_row(project: Project, has: dict[str, bool], release: Release) -> tuple[Cell, ...]:
    badge = Badge(WORDS[project.rating], wording.capital(project.rating))
    lead = Cell(project.lead) if project.lead else Cell(MISSING, "no lead printed", "")
    cells = [Cell(project.title), Cell(badge.text, value=project.rating, badge=badge), lead]
    cells += [_movement(project)] if has[_MOVEMENT] else []
    cells += [_risk(project)] if has[_RISK] else []
    if has[_LINKED]:
        names = [_indicator(ref, release) for ref in project.linked]
        cells.append(Cell("; ".join(names)) if names else Cell(MISSING, "none linked", ""))
    return (*cells, Cell(project.note) if project.note else Cell(MISSING, "no note printed", ""))


def _movement(project: Project) -> Cell:
    if project.movement == "not delivered":
        return Cell(MISSING, "not delivered", "")
    return Cell(wording.capital(project.movement), f"{project.previous_rating} at the last report")


def _risk(project: Project) -> Cell:
    first, left = project.initial_risk, project.residual_risk
    if first is None or left is None:
        return Cell(MISSING, "not both delivered", "")
    gap = wording.difference(left, first, "points")
    return Cell(
        f"{wording.typed(first)}, then {wording.typed(left)}",
        gap,
        f"{wording.typed(first)} to {wording.typed(left)}",
    )


def _indicator(ref: str, release: Release) -> str:
    """An indicator's reference with its name; of one that the report does not have, that it has not."""
    found = next((i for i in release.indicators if i.ref == ref), None)
    return f"{ref} {found.short or found.title}" if found else f"{ref} (not in this report)"


def _by_indicator(projects: tuple[Project, ...], release: Release) -> Table | None:
    """The links the other way round: each indicator with the projects that help it."""
    refs = list(dict.fromkeys(ref for project in projects for ref in project.linked))
    links = {judged.indicator.ref: phrases.link(judged) for judged in reversed(release.headlines)}
    if not refs:
        return None
    columns = (Heading("Indicator", name="indicator"), Heading("Projects", name="projects"))
    rows = tuple(
        (
            Cell(_indicator(ref, release), value=ref, link=links.get(ref, "")),
            Cell("; ".join(f"{p.title} ({p.rating})" for p in projects if ref in p.linked)),
        )
        for ref in refs
    )
    return Table("Indicators and the projects linked to them", columns, rows)


def _flat(found: Iterable[Projects]) -> Table:
    names = (
        "kind", "title", "rating", "number", "share_of_reported_percent", "share_of_all_percent",
        "share_printed_percent", "lead", "movement", "initial_risk", "residual_risk", "linked", "note",
    )  # fmt: skip
    rows = []
    for one in found:
        for count in one.counts:
            value = count.number.value
            reported = None if count.rating == "unreported" else 100 * value / one.reported
            shares = (reported, 100 * value / one.total.value, count.share.value if count.share else None)
            cells = (number(value), *(number(share) for share in shares))
            rows.append((*map(Cell, ("count", "", count.rating)), *cells, *map(Cell, [""] * 6)))
        for p in one.projects:
            risks = (number(p.initial_risk), number(p.residual_risk))
            start = (Cell("project"), Cell(p.title), Cell(p.rating), *map(Cell, [""] * 4), Cell(p.lead))
            rows.append((*start, Cell(p.movement), *risks, Cell("; ".join(p.linked)), Cell(p.note)))
    return Table("Projects and their ratings", tuple(Heading(n, name=n) for n in names), tuple(rows))
