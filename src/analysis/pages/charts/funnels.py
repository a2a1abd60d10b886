"""A funnel: every member by its size, between the limits that chance alone gives one of its size."""

import math
from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.definitions import wording
from analysis.pages.chart_models import FunnelChart, FunnelMark
from analysis.pages.charts import canvas, labels
from analysis.pages.charts.canvas import Shape

LIMITS: dict[str, dict[str, Any]] = {
    "99.8%": {"linewidth": 1.6},
    "95%": {"linewidth": 1.2, "linestyle": (0, (4, 2))},
}
"""How the two pairs of limits are drawn: solid outside, dashed within."""


MARKS = {
    "other": {"marker": "D", "color": canvas.GREY, "markersize": 4},
    "other outside": {"marker": "D", "color": canvas.GREY, "markersize": 5, "markerfacecolor": "white"},
    "own": {"marker": "o", "color": canvas.NAVY, "markersize": 11},
}
"""Ours is a large dot; members are diamonds, hollow outside the 99.8% limits (a circle's path is eight times
as long).
"""


def draw(chart: FunnelChart, shape: Shape) -> Figure:
    """Members as dots, ours as a large one with its name; limits named at their right ends."""
    with canvas.style():
        figure, axes = canvas.sheet(shape)
        _frame(axes, chart, shape)
        for name, limits in (("99.8%", chart.limits998), ("95%", chart.limits95)):
            _limits(axes, limits, name)
        axes.axhline(chart.centre, color=canvas.PLUM, linewidth=2, gid=canvas.means("reference"))
        for meaning, look in MARKS.items():
            _marks(axes, [mark for mark in chart.points if _meaning(mark) == meaning], meaning, look)
        _labels(axes, chart, shape)
    return figure


def _frame(axes, chart: FunnelChart, shape: Shape) -> None:
    heights = [mark.value for mark in chart.points]
    heights += [end for size, *ends in chart.limits95 for end in ends if size >= _smallest(chart)]
    steps = MaxNLocator(5).tick_values(min(0.0, *heights), max(heights))
    steps = [round(float(step), 6) for step in steps if step >= 0]
    axes.set_ylim(steps[0], steps[-1])
    axes.set_yticks(steps, [wording.tick(step, chart.unit) for step in steps])
    largest = max(mark.size for mark in chart.points)
    sizes = MaxNLocator(2 if shape.name == "narrow" else 4).tick_values(0, largest)
    axes.set_xlim(0, largest * 1.06)
    inside = [float(size) for size in sizes if 0 <= size <= largest * 1.06]
    axes.set_xticks(inside, [wording.tick(size) for size in inside])
    axes.grid(axis="y", gid=canvas.means("rule"))
    where = {"color": canvas.GREY, "va": "center"}
    unit = labels.folded(wording.named_unit(chart.unit), shape.width // 7)
    axes.figure.text(4 / shape.width, 1 - 16 / shape.height, unit, **where)
    axes.annotate(
        chart.size_label, (1, 0), xycoords="axes fraction", xytext=(0, 9), textcoords="offset points",
        ha="right", color=canvas.GREY, gid=canvas.means("label size"),
    )  # fmt: skip


def _smallest(chart: FunnelChart) -> float:
    return min(mark.size for mark in chart.points)


def _limits(axes, limits: tuple[tuple[float, float, float], ...], name: str) -> None:
    if not limits:
        return
    sizes, lows, highs = zip(*limits, strict=True)
    for ends in (lows, highs):
        axes.plot(sizes, ends, color=canvas.GREY, gid=canvas.means(f"limit {name}"), **LIMITS[name])


def _meaning(mark: FunnelMark) -> str:
    return "own" if mark.own else "other outside" if mark.outside == "99.8%" else "other"


def _marks(axes, marks: list[FunnelMark], meaning: str, look: dict) -> None:
    places = ([mark.size for mark in marks], [mark.value for mark in marks])
    axes.plot(*places, linestyle="none", gid=canvas.means(meaning), clip_on=False, **look)


def _labels(axes, chart: FunnelChart, shape: Shape) -> None:
    """Names at the right edge: the region's figure and the limits; ours beside its dot."""
    found = [_label(axes, chart.centre_label, chart.centre, canvas.PLUM, True, shape)]
    for name, limits in (("99.8%", chart.limits998), ("95%", chart.limits95)):
        if limits:
            found.append(_label(axes, f"{name} limit", limits[-1][2], canvas.GREY, False, shape))
    bottom, top = shape.bottom - 6, shape.height - 4
    places = labels.spread([one.y for one in found], [one.height for one in found], bottom, top)
    left = (shape.width - shape.right + 6) / shape.width
    for one, place in zip(found, places, strict=True):
        axes.figure.text(
            left, place / shape.height, one.text, color=one.colour, va="center", linespacing=1.2,
            weight="bold" if one.bold else "normal", gid=canvas.means(f"label {one.meaning}"),
        )  # fmt: skip
    own = next((mark for mark in chart.points if mark.own), None)
    if own:
        _own_label(axes, own, chart)


def _own_label(axes, own: FunnelMark, chart: FunnelChart) -> None:
    low, high = axes.get_xlim()
    right, below = own.size > (low + high) / 2, own.value < chart.centre
    axes.annotate(
        own.label, (own.size, own.value), xytext=(-10 if right else 10, -20 if below else 12),
        textcoords="offset points",
        ha="right" if right else "left", weight="bold", color=canvas.NAVY, gid=canvas.means("label own"),
    )  # fmt: skip


def _label(axes, text: str, height: float, colour: str, bold: bool, shape: Shape) -> labels.Label:
    letters = shape.right // 7 - 1
    y = float(axes.transData.transform((0, height))[1])
    y = y if math.isfinite(y) else float(shape.height)
    return labels.Label(labels.parted(text, letters), y, colour, bold, "reference" if bold else "limit")
