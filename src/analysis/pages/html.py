"""Section models to accessible HTML: the same markup in JupyterLab, in a page and pasted in a report.

`fragment` gives a section that works anywhere; `page` puts one into a page of its own; `page_around` does the
same for a fragment that comes as text, out of an executed notebook. Everything is escaped, nothing runs and
nothing is fetched: a page works from disk, by mail and under a policy that forbids scripts.
"""

import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from analysis.pages import charts
from analysis.pages.chart_models import (
    CalibrationChart,
    Chart,
    ControlChart,
    FunnelChart,
    IntervalChart,
    YearChart,
)
from analysis.pages.models import Content, SectionModel
from analysis.pages.tables import Table

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
SHAPES = {"on track": "●", "uncertain": "▲", "off track": "■", "disputed": "◆", "not judged": "○"}
MADE_WITH = "Made with Outturn, an open workbook for reporting on public services."
Navigation = Iterable[tuple[str, str]]

_TEMPLATES = Path(__file__).parent / "templates"
_CARDS_AT, _EARLY_AT = "46em", "70em"
"""Widths of a screen up to which a row of such a table is a card, whatever fonts there are."""
_EARLY = 7  # more columns than this need more room than a tablet held upright has
_CARDS = 3  # more columns than this, or so many of words, need more room than a phone has


def fragment(model: SectionModel) -> str:
    """The section with its style, scoped under `.outturn`; its title is an h1."""
    tables: list[tuple[str, Table]] = []
    opening = _contents(model.opening, model.name, tables)
    blocks = [
        (block, _contents(block.contents, f"{model.name}-{block.anchor or number}", tables))
        for number, block in enumerate(model.blocks, start=1)
    ]
    styles = Markup(_style("style.css") + _labels(tables))
    return str(_macros().section(model, opening, blocks, styles)).strip()


def page(
    model: SectionModel,
    navigation: Navigation = (),
    current: str = "",
    report: str = "",
    footer: tuple[str, ...] = (MADE_WITH,),
) -> str:
    """A complete page; `navigation` holds (label, address), `current` the address of this page in it."""
    return page_around(fragment(model), model.title, navigation, current, report, footer)


def page_around(
    section: str,
    title: str = "",
    navigation: Navigation = (),
    current: str = "",
    report: str = "",
    footer: tuple[str, ...] = (MADE_WITH,),
) -> str:
    """The page that `page` makes, from a fragment as text (trusted: it must come from `fragment`)."""
    head, foot = around(title or title_of(section), navigation, current, report, footer)
    return head + section + foot


def around(
    title: str,
    navigation: Navigation = (),
    current: str = "",
    report: str = "",
    footer: tuple[str, ...] = (MADE_WITH,),
) -> tuple[str, str]:
    """What stands before and after a fragment to make it a page, doctype to `</html>`."""
    mark = "<!--section-->"
    whole = (
        _environment()
        .get_template("page.html")
        .render(
            title=f"{title} – {report}" if report else title,
            navigation=tuple(navigation), current=current, report=report, footer=footer,
            fragment=Markup(mark), policy=Markup(POLICY), styles=Markup(_style("page.css")),
        )
    )  # fmt: skip
    head, _, foot = whole.partition(mark)
    return head, foot


def title_of(section: str) -> str:
    """The words of a fragment's h1, unescaped; empty where it has none."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", section, re.DOTALL)
    return Markup(found[1]).striptags() if found else ""


DRAFT = "Draft, not signed off: figures and words may still change."
_MARK = f'<p class="notice draft"><strong>{DRAFT}</strong></p>\n'
_PLACE = '<p class="context">'


def marked(text: str) -> str:
    """A page or fragment with the mark of a draft above its title; nothing else of it changes."""
    return text.replace(_PLACE, _MARK + _PLACE, 1)


def unmarked(text: str) -> str:
    """The page or fragment without the mark, just as it was before `marked`."""
    return text.replace(_MARK, "", 1)


def lowered(section: str) -> str:
    """The fragment with every heading one level down, for pasting under a heading that is there already."""
    return re.sub(r"(</?h)([1-5])\b", lambda found: f"{found[1]}{int(found[2]) + 1}", section)


def relinked(section: str, folder: str) -> str:
    """The fragment with its links to other pages led through a folder (`sections/`), as an index needs it."""
    return re.sub(r'(<a href=")(?![#/]|[a-z]+:)', rf"\g<1>{folder}", section)


def data(chart: Chart) -> tuple[tuple[str, str], ...]:
    """What a chart shows, for a machine to read: a figure's data attributes, numbers unrounded."""
    ways: dict[type, Callable[[Any], dict[str, Any]]] = {
        CalibrationChart: _calibration_data,
        YearChart: _year_data,
        IntervalChart: _interval_data,
        FunnelChart: _funnel_data,
    }
    found = ways.get(type(chart), _control_data)(chart)
    return tuple((key, _plain(value)) for key, value in found.items() if value is not None)


def _year_data(chart: YearChart) -> dict[str, Any]:
    ends = {line.meaning: line.points[-1] for line in chart.lines if line.points}
    band = chart.band[-1] if chart.band else (None, None, None)
    return {
        "unit": chart.unit,
        "this-year": ends.get("this year", (None, None))[1],
        "last-year": ends.get("last year", (None, None))[1],
        "expected": ends.get("expected", (None, None))[1],
        "region": ends.get("region", (None, None))[1],
        "low": band[1],
        "high": band[2],
        "target-low": chart.target[0],
        "target-high": chart.target[1],
    }


def _interval_data(chart: IntervalChart) -> dict[str, Any]:
    rows = [[row.label, row.value, row.low, row.high] for row in chart.rows]
    return {"unit": chart.unit, "reference": chart.reference, "rows": json.dumps(rows, ensure_ascii=False)}


def _funnel_data(chart: FunnelChart) -> dict[str, Any]:
    own = next((mark for mark in chart.points if mark.own), None)
    outside = sum(mark.outside == "99.8%" for mark in chart.points)
    found = {"unit": chart.unit, "reference": chart.centre, "places": len(chart.points), "outside": outside}
    return found | ({"own": own.value, "own-size": own.size} if own else {})


def _calibration_data(chart: CalibrationChart) -> dict[str, Any]:
    return {"points": json.dumps([[mark.said, mark.came, mark.low, mark.high] for mark in chart.points])}


def _control_data(chart: ControlChart) -> dict[str, Any]:
    last = next((mark for mark in reversed(chart.points) if mark.mean is not None), None)
    ends = {"mean": last.mean, "low": last.low, "high": last.high} if last else {}
    return {"unit": chart.unit, "signals": sum(bool(mark.signal) for mark in chart.points), **ends}


def _plain(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _contents(contents: Iterable[Content], name: str, tables: list[tuple[str, Table]]) -> Markup:
    """The markup of contents in order; notes the tables met, whose labels go into the style."""
    parts = []
    for number, item in enumerate(contents, start=1):
        item_name = f"{name}-{number}"
        kind = "figure" if isinstance(item, Chart) else type(item).__name__.lower()
        if isinstance(item, Table):
            tables.append((item_name, item))
        parts.append(getattr(_macros(), kind)(item, item_name))
    return Markup("").join(parts)


def _labels(tables: Iterable[tuple[str, Table]]) -> str:
    """Style that names the cells of a card by their columns; not read aloud, since the header cells are."""
    rules: dict[str, list[str]] = {_CARDS_AT: [], _EARLY_AT: []}
    for name, table in tables:
        for number, column in enumerate(table.columns[1:], start=2):
            text = _style_string(column.heading)
            rule = f'#{name} td:nth-child({number})::before{{content:{text};content:{text}/""}}'
            if _cards(table):
                rules[_EARLY_AT if _cards(table) == "cards-early" else _CARDS_AT].append(rule)
    return "".join(
        f"@media screen and (max-width:{at}){{{''.join(some)}}}" for at, some in rules.items() if some
    )


def _style_string(text: str) -> str:
    """The text as a string of CSS, anything but letters, figures and spaces escaped."""
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text) + '"'


def _cards(table: Table) -> str:
    columns, words = len(table.columns), sum(not column.numeric for column in table.columns)
    if columns > _EARLY:
        return "cards-early"
    return "cards" if columns > _CARDS or words >= _CARDS else ""


def _landscape(model: SectionModel) -> bool:
    contents = [*model.opening, *(item for block in model.blocks for item in block.contents)]
    return any(isinstance(item, Table) and len(item.columns) > _EARLY for item in contents)


def _safe_link(address: str) -> str:
    """The address where it is one of ours (a file beside this one, an anchor) or a web page; else none."""
    return address if re.fullmatch(r"(https://)?(?!/)[\w#./%?=&-]+", address) else ""


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "markdown": lambda text: Markup(to_html(text)),
        "dashed": lambda word: word.replace(" ", "-"),
        "cards": _cards, "landscape": _landscape, "safe_link": _safe_link, "data": data,
    }  # fmt: skip
    environment.globals |= {
        "shapes": SHAPES,
        "picture": lambda model: Markup(charts.picture(model)),
        "drawings": lambda chart, name: Markup(charts.drawings(chart, name)),
    }
    return environment


def load_templates() -> None:
    """Compile the templates now, so that no forked process has to (25 ms each)."""
    _macros()


@cache
def _macros():
    return _environment().get_template("section.html").module


@cache
def _style(name: str) -> str:
    """A style sheet with its comments and needless spaces taken out; `CARDS(x)` is put in for tables x."""
    text = (_TEMPLATES / name).read_text("utf-8")
    cards = (_TEMPLATES / "cards.css").read_text("utf-8")
    text = text.replace("EARLY_AT", _EARLY_AT).replace("CARDS_AT", _CARDS_AT)
    text = re.sub(r"CARDS\((.*?)\)", lambda found: cards.replace("CARDS", found[1]), text)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?([{};,]) ?|(:) ", r"\1\2", text).replace(";}", "}").strip()


TAGS = {"p", "strong", "em", "ul", "ol", "li", "blockquote", "a", "br", "code"}
SCHEMES = {"https", "mailto"}


def to_html(text: str) -> str:
    """The text as HTML of `TAGS` alone; links lead to https pages and mail addresses only.

    >>> to_html("**Up** by <script>alert(1)</script>").strip()
    '<p><strong>Up</strong> by &lt;script&gt;alert(1)&lt;/script&gt;</p>'
    """
    made = _parser().render(text)
    return nh3.clean(made, tags=TAGS, attributes={"a": {"href"}, "*": set()}, url_schemes=SCHEMES)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).disable(["image", "html_block"])
    parser.add_render_rule("heading_open", lambda *_: "<p><strong>")
    parser.add_render_rule("heading_close", lambda *_: "</strong></p>\n")
    parser.add_render_rule("hr", lambda *_: "")
    return parser
