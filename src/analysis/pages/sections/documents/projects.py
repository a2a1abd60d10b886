"""Projects: how many are on course, of those that reported and of all; lead, movement, risks, links."""

from collections.abc import Iterable, Iterator

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.disclosure.release import Release
from analysis.documents.kinds.projects import Count, Project, Projects
from analysis.pages.models import Block, Content, Fact, Facts, Paragraph, SectionModel
from analysis.pages.sections import phrases
from analysis.pages.sections.csv_tables import csv_rows
from analysis.pages.sections.documents import common_blocks
from analysis.pages.sections.page_frame import block
from analysis.pages.tables import Badge, Cell, Column, Figures, Table, Value, Word, table

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
    found = release.contents(Projects)
    checks = [check for one in found for check in one.checks]
    heading = "Printed counts and shares, worked out again"
    return common_blocks.document_section(
        release,
        name,
        "Projects",
        _title(found[0]),
        of_quarter=True,
        opening=(_tiles(found[0]), common_blocks.verdict(checks)),
        blocks=(
            *(block for one in found for block in _blocks(one, release)),
            common_blocks.check_block(checks, release, heading),
        ),
        table=_flat(found),
    )


def _title(found: Projects) -> str:
    total, missing = _total(found), found.number("unreported")
    green = f"{found.number('green')} of {found.reported} projects"
    if not missing:
        return f"{green} are green"
    return f"{green} that reported are green; {missing} of all {total} did not report"


def _tiles(found: Projects) -> Facts:
    whole = f"of {wording.count(_total(found), 'project')} in all"
    facts = tuple(Fact(str(int(_number(c))), _label(c.rating), whole) for c in found.counts)
    return Facts(facts, tuple(WORDS[count.rating] for count in found.counts))


def _label(rating: str) -> str:
    return rating if rating in ("unreported", "complete") else f"rated {rating}"


def _blocks(found: Projects, release: Release) -> Iterator[Block]:
    yield block("How many are on course", "counts", _counts(found))
    if found.projects:
        yield block(f"The {len(found.projects)} projects that are named", "named", *_named(found, release))
    if linked := _by_indicator(found.projects, release):
        yield block("By indicator: which projects help", "by-indicator", linked)
    missing = [name for name, has in PARTS.items() if not any(has(project) for project in found.projects)]
    if missing:
        yield block("Not delivered", "missing", common_blocks.none_delivered("None delivered:", missing))


def _counts(found: Projects) -> Table:
    def of_reported(count: Count) -> Cell | None:
        return _share_cell(_of_reported(count, found), count, found.reported)

    def of_all(count: Count) -> Cell | None:
        return _share_cell(_of_all(count, found), count, _total(found))

    columns = (
        Column("Rating", lambda count: _rating(count.rating)),
        Figures("Projects", lambda count: common_blocks.number(count.number), "number"),
        Figures("Share of those that reported", of_reported, "share_of_reported", blank="did not report"),
        Figures("Share of all", of_all),
        Figures("Printed share", _printed_share, "share_printed", blank="not printed"),
    )
    caption = f"Ratings of {_total(found)} projects, of which {found.reported} reported"
    return table(caption, columns, found.counts)


def _printed_share(count: Count) -> Cell | None:
    return common_blocks.number(count.share) if count.share else None


def _rating(rating: str) -> Cell:
    text = wording.capital(rating)
    return Cell(text, value=rating, badge=Badge(WORDS[rating], text))


def _of_reported(count: Count, found: Projects) -> float | None:
    if count.rating == "unreported" or not found.reported:
        return None
    return 100 * _number(count) / found.reported


def _of_all(count: Count, found: Projects) -> float:
    return 100 * _number(count) / known(found.total.value)


def _number(count: Count) -> float:
    return known(count.number.value)


def _total(found: Projects) -> int:
    return int(known(found.total.value))


def _share_cell(share: float | None, count: Count, whole: int) -> Cell | None:
    if share is None:
        return None
    return Cell(wording.figure(share, "percent"), f"{wording.typed(_number(count))} of {whole}", share)


def _named(found: Projects, release: Release) -> Iterator[Content | str]:
    has = {name for name, part in PARTS.items() if any(part(project) for project in found.projects)}
    order = ("red", "amber", "unreported", "green", "complete")
    named = sorted(found.projects, key=lambda project: (order.index(project.rating), project.row))
    unnamed = _total(found) - len(found.projects)
    if unnamed > 0:
        yield f"{wording.count(unnamed, 'further project')} are counted above and not named."
    yield table("Projects by name, those that need attention first", _named_columns(has, release), named)
    yield from (Paragraph(p.commentary, f"{p.title}.") for p in named if p.commentary)


def _named_columns(has: set[str], release: Release) -> Iterator[Column]:
    """What every project has, and of `PARTS` those that some project has."""

    def linked(project: Project) -> str:
        return "; ".join(_indicator(ref, release) for ref in project.linked)

    movement, risk, links, _ = PARTS
    yield Column("Project", lambda project: project.title, "title")
    yield Column("Rating", lambda project: _rating(project.rating))
    yield Column("Lead", lambda project: project.lead, blank="no lead printed")
    if movement in has:
        yield Column("Movement", _movement, note="since the last report", blank="not delivered")
    if risk in has:
        yield Column("Risk", _risk, note="initial, then what is left", blank="not both delivered")
    if links in has:
        yield Column("Helps", linked, "linked", "linked indicators", blank="none linked")
    yield Column("Note", lambda project: project.note, blank="no note printed")


def _movement(project: Project) -> Cell | None:
    if project.movement == "not delivered":
        return None
    return Cell(wording.capital(project.movement), f"{project.previous_rating} at the last report")


def _risk(project: Project) -> Cell | None:
    first, left = project.initial_risk, project.residual_risk
    if first is None or left is None:
        return None
    before, after = wording.typed(first), wording.typed(left)
    return Cell(f"{before}, then {after}", wording.difference(left, first, "points"), f"{before} to {after}")


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

    def helped_by(ref: str) -> str:
        return "; ".join(f"{p.title} ({p.rating})" for p in projects if ref in p.linked)

    columns = (
        Column("Indicator", lambda ref: Cell(_indicator(ref, release), value=ref, link=links.get(ref, ""))),
        Column("Projects", helped_by),
    )
    return table("Indicators and the projects linked to them", columns, refs)


def _flat(found: Iterable[Projects]) -> Table:
    names = (
        "kind", "title", "rating", "number", "share_of_reported_percent", "share_of_all_percent",
        "share_printed_percent", "lead", "movement", "initial_risk", "residual_risk", "linked", "note",
    )  # fmt: skip
    rows: list[dict[str, Value]] = []
    for one in found:
        rows += [_flat_count(count, one) for count in one.counts]
        rows += [_flat_project(project) for project in one.projects]
    return csv_rows("Projects and their ratings", names, rows)


def _flat_count(count: Count, found: Projects) -> dict[str, Value]:
    return {
        "kind": "count",
        "rating": count.rating,
        "number": count.number.value,
        "share_of_reported_percent": _of_reported(count, found),
        "share_of_all_percent": _of_all(count, found),
        "share_printed_percent": count.share.value if count.share else None,
    }


def _flat_project(project: Project) -> dict[str, Value]:
    kept = ("title", "rating", "lead", "movement", "initial_risk", "residual_risk", "note")
    row = {name: getattr(project, name) for name in kept}
    return {"kind": "project", **row, "linked": "; ".join(project.linked)}
