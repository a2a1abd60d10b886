"""A section model with hostile text in every field, and what of a page a reader sees."""

from dataclasses import replace
from html.parser import HTMLParser

from analysis.pages import html
from analysis.pages.models import Badges, Block, Callout, Fact, Facts, Listing, Paragraph, SectionModel
from analysis.pages.tables import Badge, Cell, Column, Figures, Table, table
from small_charts import PICTURE, PLACES, YEAR

BAD = "<script>document.title='x'</script><img src=x onerror=alert(1)>\"'>"


WORDS = tuple(html.SHAPES)


def a_table(text: str = "", columns: int = 5) -> Table:
    badge = Badge("on track", "On track" + text)
    picture = replace(PICTURE, alt=PICTURE.alt + text)
    shown = (
        Column("Indicator" + text, lambda _: Cell("SH1" + text, link="indicators-a.html#sh1")),
        Column("Range" + text, lambda _: Cell("", picture=picture), note="note" + text),
        Column("Status" + text, lambda _: Cell("On track", badge=badge), note="note" + text),
        *(
            Figures(f"Figure {n}{text}", lambda _: Cell("7,420" + text, "n" + text), note="note")
            for n in range(columns - 3)
        ),
    )
    return table("Caption" + text, shown, (1,))


def model(text: str = "", charts: int = 1) -> SectionModel:
    pictures = [replace(YEAR, title="Chart" + text, alt="Alt" + text, caption="Source" + text)] * charts
    contents = (
        Badges(tuple(Badge(word, word.capitalize() + text) for word in WORDS), "lower is better" + text),
        Facts((Fact("3,710" + text, "so far" + text, "note" + text),)),
        *pictures, Callout("What it would take." + text, "4,355" + text), Listing(("one" + text,)),
        a_table(text),
    )  # fmt: skip
    return SectionModel(
        "indicators-a", "Label" + text, "Title" + text, "Context" + text,
        (
            Paragraph("Opening" + text, "Lead" + text),
            Facts((Fact("1", "off track" + text),), ("off track",)), PLACES,
        ),
        (Block("Heading" + text, contents, "sh1"), Block("Part" + text, (Paragraph("Text"),), "", 3)),
        a_table(text, 9), ("Footer" + text,), "Draft" + text, (("Scorecard" + text, "scorecard.html"),),
    )  # fmt: skip


class Outline(HTMLParser):
    """What a page is made of, for the checks that need no browser."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def all(self, *names):
        return [attrs for tag, attrs in self.tags if tag in names]
