"""What a reader sees of a page, block by block: headings, sentences, rows of tables, words in charts."""

from dataclasses import dataclass
from html.parser import HTMLParser

INLINE = frozenset(
    ("a", "abbr", "b", "br", "code", "em", "i", "small", "span", "strong", "sub", "sup", "tspan")
)
UNSEEN = ("style", "script")
SPOKEN = ("alt", "aria-label")
"""Attributes that a screen reader says."""


@dataclass(frozen=True)
class Block:
    """One heading, sentence or row: its cells, each with the heading of its column (empty outside tables)."""

    cells: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        return " | ".join(text for _, text in self.cells)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column for column, _ in self.cells)


def blocks(page: str) -> list[Block]:
    """Read a page from top to bottom."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.end_block()
    return reader.blocks


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._unseen = 0
        self._headings: list[str] = []
        self._row: list[str] | None = None
        self._in_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN
        if tag in ("table", "thead"):
            self._in_head, self._headings = tag == "thead", []
        if tag == "tr":
            self.end_block()
            self._row = []
        elif tag not in INLINE:
            self.end_block()
        self._text += [f" [{value}] " for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN
        if tag in ("td", "th") and self._row is not None:
            self._row.append(self._taken())
        elif tag == "tr" and self._row is not None:
            self._end_row()
        elif tag not in INLINE:
            self.end_block()
        if tag == "thead":
            self._in_head = False

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._text.append(data)

    def end_block(self) -> None:
        """In a cell, what would be a block of its own is a part of the cell."""
        if self._row is not None:
            self._text.append(" ")
        elif text := self._taken():
            self.blocks.append(Block((("", text),)))

    def _end_row(self) -> None:
        row, self._row = self._row or [], None
        if self._in_head:
            self._headings = row
        columns = self._headings if len(self._headings) == len(row) else [""] * len(row)
        self.blocks.append(Block(tuple(zip(columns, row, strict=True))))

    def _taken(self) -> str:
        text, self._text = " ".join("".join(self._text).split()), []
        return text
