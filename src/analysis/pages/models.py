"""Section models: the facts of one report section in reading order, with no HTML and no drawing.

A section answers one question. Its model is composed from judgements (`analysis.pages.sections`), drawn by
`analysis.pages.charts` and rendered by `analysis.pages.html`; the same model gives page, fragment, table and CSV, so
cell, icon, chart, alternative text and sentence cannot disagree.
"""

from dataclasses import dataclass, field
from typing import Literal

from analysis.pages.chart_models import Chart
from analysis.pages.tables import Badge, Table, Word


@dataclass(frozen=True)
class Paragraph:
    """A sentence or several; `lead` is printed strong before them."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Listing:
    """Short items, each a sentence."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Callout:
    """What a reader must not miss: "What it would take." and its sentence."""

    lead: str
    text: str


@dataclass(frozen=True)
class Written:
    """What a person wrote, as Markdown that is shown through an allow-list; `by` is role, date and state."""

    by: str
    markdown: str


@dataclass(frozen=True)
class Fact:
    """One of the four answers under a title: the figure, what it is, and a note."""

    figure: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class Facts:
    """The answers in a row; a fact may carry a status that colours its edge."""

    facts: tuple[Fact, ...]
    words: tuple[Word | None, ...] = ()


@dataclass(frozen=True)
class Badges:
    """Statuses side by side, then a few plain words (polarity, former references)."""

    badges: tuple[Badge, ...]
    text: str = ""


Content = Paragraph | Listing | Callout | Written | Facts | Badges | Table | Chart


@dataclass(frozen=True)
class Block:
    """A part of a section under a heading of its own, with an anchor (`sh1`) that others link to.

    `level` is the heading's (2 or 3); a block of level 3 follows the block of level 2 it belongs to.
    """

    heading: str
    contents: tuple[Content, ...]
    anchor: str = ""
    level: Literal[2, 3] = 2


@dataclass(frozen=True)
class SectionModel:
    """One section: `name` (also its file name), the message as title, what it is about, then its blocks.

    `context` is the line above the title ("Safer Halton, 1 April to 30 September 2012"); `label` the short
    name for navigation; `opening` stands before the first block; `table` is what the CSV holds;
    `notice` a warning shown on top of every page (draft, made-up data).
    """

    name: str
    label: str
    title: str
    context: str
    opening: tuple[Content, ...]
    blocks: tuple[Block, ...]
    table: Table
    footer: tuple[str, ...] = ()
    notice: str = ""
    links: tuple[tuple[str, str], ...] = field(default=())
