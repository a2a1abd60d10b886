"""What every section's page has: the line above its title, its footer, its notice, its links, and its blocks."""

from collections.abc import Iterable
from typing import Literal

from analysis.disclosure.release import Release
from analysis.pages.models import Block, Content, Paragraph, SectionModel
from analysis.pages.sections import phrases
from analysis.pages.tables import Table

SCORECARD = (("Scorecard", "scorecard.html"),)
Shown = Content | str | None
"""What a page may be given to show: text becomes a paragraph, None is left out."""


def section(
    release: Release,
    name: str,
    label: str,
    title: str,
    *,
    opening: Iterable[Shown],
    table: Table,
    blocks: Iterable[Block | None] = (),
    context: str = "",
    footer: Iterable[str] = (),
    links: tuple[tuple[str, str], ...] = SCORECARD,
) -> SectionModel:
    """The model of a section; `context` only where it is not the report's quarter, `footer` what is added to it."""
    params = release.params
    return SectionModel(
        name=name,
        label=label,
        title=title,
        context=context or phrases.context(params),
        opening=_contents(opening),
        blocks=tuple(block for block in blocks if block),
        table=table,
        footer=(*phrases.footer(params), *footer),
        notice=params.notice,
        links=links,
    )


def block(heading: str, anchor: str, *contents: Shown, level: Literal[2, 3] = 2) -> Block:
    """A block of the contents that there are."""
    return Block(heading, _contents(contents), anchor, level)


def _contents(shown: Iterable[Shown]) -> tuple[Content, ...]:
    return tuple(Paragraph(one) if isinstance(one, str) else one for one in shown if one is not None)
