"""Section models: the facts of one report section in reading order, with no HTML and no drawing.

A section answers one question. Its model is composed from judgements (`analysis.pages.sections`), drawn by
`analysis.pages.charts` and rendered by `analysis.pages.html`; the same model gives page, fragment, table and CSV, so
cell, icon, chart, alternative text and sentence cannot disagree.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from analysis.definitions import wording

Value = float | int | str | bool | None

Word = Literal["on track", "uncertain", "off track", "disputed", "not judged"]
"""A status, always shown as a word and a shape and a colour."""


@dataclass(frozen=True)
class Badge:
    """A status to show: `word` decides shape and colour, `text` is what is printed ("On track now")."""

    word: Word
    text: str


@dataclass(frozen=True)
class RangePicture:
    """The small picture of a scorecard row: expected range against target, on one scale.

    All in the indicator's unit. `low` to `high` is the 80% range, `target_low`/`target_high` the target range
    (None where open), `alt` the alternative text from the same figures.
    """

    low: float
    high: float
    expected: float
    target_low: float | None
    target_high: float | None
    alt: str


@dataclass(frozen=True)
class Cell:
    """One cell: what is printed, a smaller note under it, and how it is to be shown.

    `value` is what the CSV gets (unrounded number or text); where None the CSV gets `text`.
    """

    text: str
    note: str = ""
    value: float | str | None = None
    link: str = ""
    badge: Badge | None = None
    picture: RangePicture | None = None


@dataclass(frozen=True)
class Column:
    """A column: what stands over it, and which cell an item has in it.

    `cell` takes the item, or its parts where it is a tuple, and gives a cell, or what becomes one: text as it is,
    yes or no, a number by `unit`, and a dash with the reason `blank` where there is nothing. `note` stands under
    the heading; figures (`numeric`) are set to the right. `name` is the column's in the CSV and in a row; without
    it the heading's own words.
    """

    heading: str
    cell: Callable[..., "Cell | Value"] = field(compare=False, repr=False)
    name: str = ""
    note: str = ""
    unit: str = ""
    numeric: bool = False
    blank: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name or wording.slug(self.heading).replace("-", "_"))

    def of(self, item: object) -> Cell:
        """The cell that the item has in this column."""
        found = self.cell(*item) if type(item) is tuple else self.cell(item)
        if isinstance(found, Cell):
            return found
        if found is None or (found == "" and self.blank):
            return missing(self.blank)
        if isinstance(found, str):
            return Cell(found)
        if isinstance(found, bool):
            return Cell("yes" if found else "no")
        return Cell(wording.figure(found, self.unit), value=found)


def missing(why: str = "") -> Cell:
    """A dash and why there is nothing; nothing in the CSV."""
    return Cell(wording.MISSING, why, "")


@dataclass(frozen=True)
class Table:
    """A table as `table` makes it: each row holds its cells by the names of the columns.

    The cell of the first column is the row's header.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Cell], ...]

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if not self.caption or len(set(names)) < len(names):
            raise ValueError(f"a table needs a caption, and columns of different names: {names}")


def table(caption: str, columns: Iterable[Column], items: Iterable[object]) -> Table:
    """A table with a row for each item.

    >>> squares = table("Squares", (Column("n", str), Column("Square", lambda n: n * n, numeric=True)), (1, 12))
    >>> [row["square"].text for row in squares.rows]
    ['1', '144']
    """
    columns = tuple(columns)
    rows = tuple({column.name: column.of(item) for column in columns} for item in items)
    return Table(caption, columns, rows)


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


@dataclass(frozen=True)
class Line:
    """One line of a chart: points (x, y), its label, and what it means (which decides its look)."""

    meaning: Literal["this year", "last year", "expected", "region", "past"]
    label: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class YearChart:
    """A financial year so far and to come. x runs from 0 (1 April) to `periods` (31 March).

    `band` holds (x, low80, high80); `target` the range to end in (either bound None), drawn at year end;
    `trajectory` (x, y) points. `alt` names measure, place, period, value and message; `caption` the source.
    """

    title: str
    alt: str
    caption: str
    unit: str
    periods: int
    ticks: tuple[tuple[float, str], ...]
    lines: tuple[Line, ...]
    band: tuple[tuple[float, float, float], ...] = ()
    target: tuple[float | None, float | None] = (None, None)
    target_label: str = ""
    trajectory: tuple[tuple[float, float], ...] = ()
    to_date_label: str = ""


@dataclass(frozen=True)
class Interval:
    """One row of an interval chart: a value with its interval (None where none can be given)."""

    label: str
    value: float
    low: float | None
    high: float | None
    own: bool = False


@dataclass(frozen=True)
class IntervalChart:
    """Places or breakdowns one under the other, each with its interval, against one reference line."""

    title: str
    alt: str
    caption: str
    unit: str
    rows: tuple[Interval, ...]
    reference: float | None = None
    reference_label: str = ""


@dataclass(frozen=True)
class FunnelMark:
    """One member of a funnel: its size (people or cases), its value, and the limits it lies outside of."""

    label: str
    size: float
    value: float
    outside: Literal["", "95%", "99.8%"] = ""
    own: bool = False


@dataclass(frozen=True)
class FunnelChart:
    """Members by size round the region's figure; limits are (size, low, high) from small to large."""

    title: str
    alt: str
    caption: str
    unit: str
    size_label: str
    centre: float
    centre_label: str
    points: tuple[FunnelMark, ...]
    limits95: tuple[tuple[float, float, float], ...]
    limits998: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class CalibrationMark:
    """Chances of one step, all in 100: said on average, came true, how far chance reaches, "7 of 9"."""

    said: float
    came: float
    low: float
    high: float
    label: str


@dataclass(frozen=True)
class CalibrationChart:
    """Chances that were said against what came of them."""

    title: str
    alt: str
    caption: str
    points: tuple[CalibrationMark, ...]
    along_label: str
    up_label: str


@dataclass(frozen=True)
class ControlMark:
    """One period of a control chart; None where there is no figure or no limit."""

    label: str
    value: float | None
    mean: float | None
    low: float | None
    high: float | None
    signal: Literal["", "improvement", "concern", "unusual"] = ""


@dataclass(frozen=True)
class ControlChart:
    """A control chart: consecutive periods, `ticks` (place, text) under some of them.

    Mean and limits begin anew at the places of `rebased`.
    """

    title: str
    alt: str
    caption: str
    unit: str
    points: tuple[ControlMark, ...]
    ticks: tuple[tuple[float, str], ...]
    rebased: tuple[int, ...] = ()


Chart = YearChart | IntervalChart | FunnelChart | ControlChart | CalibrationChart
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
