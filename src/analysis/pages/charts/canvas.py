"""The sheet that charts are drawn on, and matplotlib's SVG rewritten small, with real text and no ids."""

import io
import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import seaborn as sns
from markupsafe import escape
from matplotlib import rc_context
from matplotlib.figure import Figure

NAVY, TEAL, PLUM, ORANGE = "#12436D", "#28A197", "#801650", "#F46A25"
"""The Government Analysis Function's categorical colours, in their order."""
GREY, INK, RULE = "#595959", "#0b0c0c", "#d9d9d9"
FONT = 13

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_MEANING = "meaning-"
_PAINTS = ("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "fill-opacity")


@dataclass(frozen=True)
class Shape:
    """How a drawing is cut: its size in CSS pixels and the room left, right, above and below the axes."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int


WIDE = Shape("wide", 760, 340, left=66, right=200, top=40, bottom=34)
NARROW = Shape("narrow", 300, 320, left=56, right=88, top=40, bottom=34)

STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "outturn",
    "text.parse_math": False,  # a dollar sign in a name is text
    "font.family": "DejaVu Sans",  # ships with matplotlib, so that layout is the same on every machine
    "font.size": FONT,
    "path.simplify": False,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.edgecolor": GREY,
    "grid.color": RULE,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.major.pad": 9,
    "ytick.major.pad": 8,
}


def style() -> AbstractContextManager[None]:
    """The settings to draw under, for a `with` statement; seaborn's white style under our own."""
    return rc_context({**sns.axes_style("white"), **STYLE})


def sheet(shape: Shape):
    """An empty figure of the shape, 72 dots an inch, so that a unit of the SVG is a pixel; and its axes."""
    figure = Figure(figsize=(shape.width / 72, shape.height / 72), dpi=72)
    wide, high = shape.width - shape.left - shape.right, shape.height - shape.top - shape.bottom
    axes = figure.add_axes(
        (shape.left / shape.width, shape.bottom / shape.height, wide / shape.width, high / shape.height)
    )
    axes.patch.set_visible(False)
    figure.patch.set_visible(False)
    return figure, axes


def means(what: str) -> str:
    """The group id that carries a part's meaning through matplotlib; it ends as the class of its shapes."""
    return _MEANING + what.replace(" ", "-")


def svg(figure: Figure, kind: str, name: str, title: str, alt: str) -> str:
    """The figure as one inline `<svg>`: an image to assistive technology, named by title and description.

    `kind` is the class by which style shows the wide or the narrow drawing; without style the wide one shows.
    """
    buffer = io.StringIO()
    with style():
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    root = ElementTree.fromstring(buffer.getvalue())
    marks = {f"#{path.get('id')}": path for path in root.iter(f"{_SVG}path") if path.get("id")}
    body = "".join(_parts(root, marks, ""))
    hidden = ' style="display:none"' if kind == NARROW.name else ""
    width, height = (round(inches * 72) for inches in figure.get_size_inches())
    return (
        f'<svg class="{kind}"{hidden} role="img" aria-labelledby="{name}-t {name}-d" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-size="{FONT}" fill="none">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(alt)}</desc>{body}</svg>'
    )


def _parts(element, marks, meaning):
    """Every shape and text below an element, flat, each with the meaning of the nearest group with one."""
    for child in element:
        name = child.get("id", "")
        within = name.removeprefix(_MEANING) if name.startswith(_MEANING) else meaning
        tag = child.tag.removeprefix(_SVG)
        if tag == "g":
            yield from _parts(child, marks, within)
        elif tag == "path":
            yield _path(child.get("d"), _paints(child), within)
        elif tag == "use":
            mark = marks[child.get(_HREF)]
            place = f' transform="translate({_short(child.get("x"))} {_short(child.get("y"))})"'
            yield _path(mark.get("d"), _paints(child), within, place)
        elif tag == "text":
            yield _text(child, within)


def _path(shape: str, paints: dict[str, str], meaning: str, place: str = "") -> str:
    painted = "".join(
        f' {key}="{value}"' for key, value in paints.items() if (key, value) != ("fill", "none")
    )
    return f'<path{_class(meaning)}{place}{painted} d="{_numbers(shape)}"/>'


def _text(element, meaning: str) -> str:
    style = _paints(element, ("font-size", "font-weight", "text-anchor"))
    fill = _paints(element, ("fill",)).get("fill", INK)
    x, y = _position(element)
    size = style.get("font-size", "").removesuffix("px")
    extra = "" if size in ("", str(FONT)) else f' font-size="{size}"'
    extra += ' font-weight="700"' if style.get("font-weight") == "700" else ""
    extra += f' text-anchor="{style["text-anchor"]}"' if "text-anchor" in style else ""
    return f'<text{_class(meaning)} x="{x}" y="{y}" fill="{fill}"{extra}>{escape(element.text or "")}</text>'


def _position(element) -> tuple[str, str]:
    moved = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", ""))
    pair = moved.groups() if moved else (element.get("x"), element.get("y"))
    return _short(pair[0]), _short(pair[1])


def _class(meaning: str) -> str:
    return f' class="{escape(meaning)}"' if meaning else ""


def _paints(element, wanted=_PAINTS) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    found = {key.strip(): value.strip() for key, value in pairs}
    return {key: found[key] for key in wanted if key in found}


def _numbers(shape: str) -> str:
    return re.sub(r"\s*([MLCz])\s*", r"\1", re.sub(r"-?\d+\.?\d*", lambda m: _short(m[0]), shape)).strip()


def _short(number: str) -> str:
    text = f"{float(number):.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
