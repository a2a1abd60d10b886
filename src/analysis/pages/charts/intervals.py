"""Places or breakdowns one under the other, each with its interval, against one reference line."""

import math
from dataclasses import replace

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.definitions import units, wording
from analysis.pages.chart_models import Interval, IntervalChart
from analysis.pages.charts import canvas, labels
from analysis.pages.charts.canvas import Shape

ROW = 44
"""Height of a row in pixels; a narrow drawing adds the name's line above it."""
CLOSE, CLOSE_ROW, CLOSE_NARROW_ROW = 12, 23, 34
"""From how many rows they stand close, and how high they are then."""


def draw(chart: IntervalChart, shape: Shape) -> Figure:
    """The rows from the top in the model's order; names left of the axes, or above the row where narrow."""
    narrow = shape.name == "narrow"
    with canvas.style():
        figure, axes = canvas.sheet(_shape(chart, shape))
        _frame(axes, chart, narrow)
        _reference(axes, chart)
        close = len(chart.rows) >= CLOSE
        for own in (False, True):
            _marks(axes, chart, own, close)
        for at, row in enumerate(chart.rows):
            _names(axes, row, -at, chart.unit, narrow, close)
    return figure


def _shape(chart: IntervalChart, shape: Shape) -> Shape:
    """The shape with room for the rows and their names."""
    height = 44 + _row_height(chart, shape) * len(chart.rows) + shape.bottom
    longest = max(len(row.label) for row in chart.rows)
    left = 16 if shape.name == "narrow" else 30 + 8 * min(longest, 24)
    return replace(shape, left=left, right=70, top=44, height=height)


def _row_height(chart: IntervalChart, shape: Shape) -> int:
    if len(chart.rows) < CLOSE:
        return ROW
    return CLOSE_NARROW_ROW if shape.name == "narrow" else CLOSE_ROW


def _frame(axes, chart: IntervalChart, narrow: bool) -> None:
    ends = [end for row in chart.rows for end in (row.value, row.low, row.high) if end is not None]
    ends += [chart.reference] if chart.reference is not None else []
    whole = units.is_whole(chart.unit)
    steps = MaxNLocator(3 if narrow else 5, integer=whole).tick_values(min(0, *ends), max(ends) or 1)
    axes.set_xlim(float(steps[0]), float(steps[-1]))
    axes.set_xticks(steps, [wording.tick(float(step), chart.unit) for step in steps])
    axes.set_ylim(-len(chart.rows) + 0.4, 0.6)
    axes.set_yticks([])
    axes.grid(axis="x", gid=canvas.means("rule"))


def _reference(axes, chart: IntervalChart) -> None:
    if chart.reference is None:
        return
    axes.axvline(chart.reference, color=canvas.PLUM, linewidth=2.5, gid=canvas.means("reference"))
    low, high = axes.get_xlim()
    past_middle = chart.reference > (low + high) / 2
    axes.annotate(
        chart.reference_label, (chart.reference, 1), xycoords=("data", "axes fraction"),
        xytext=(6 if past_middle else -6, 8), textcoords="offset points",
        ha="right" if past_middle else "left", va="bottom",
        color=canvas.PLUM, weight="bold", gid=canvas.means("label reference"),
    )  # fmt: skip


def _marks(axes, chart: IntervalChart, own: bool, close: bool) -> None:
    """The ranges and values of our own rows, or of all others: one path for many keeps a page light."""
    colour, meaning = (canvas.NAVY, "own") if own else (canvas.GREY, "other")
    rows = [(-at, row) for at, row in enumerate(chart.rows) if row.own == own]
    ranges = [(y, row) for y, row in rows if row.low is not None and row.high is not None]
    if ranges:
        x = [end for _, row in ranges for end in (row.low, row.high, math.nan)]
        axes.plot(
            x, [at for y, _ in ranges for at in (y, y, math.nan)], color=colour, linewidth=8, alpha=0.35,
            solid_capstyle="butt", gid=canvas.means(f"{meaning} range"),
        )  # fmt: skip
    if rows:
        size = (8 if own else 5) if close else 10 if own else 8
        axes.plot(
            [row.value for _, row in rows], [y for y, _ in rows], "o" if own else "D", color=colour,
            markersize=size, gid=canvas.means(meaning),
        )  # fmt: skip


def _names(axes, row: Interval, y: float, unit: str, narrow: bool, close: bool) -> None:
    place = {"xy": (0, y), "xycoords": ("axes fraction", "data"), "textcoords": "offset points"}
    weight = "bold" if row.own else "normal"
    axes.annotate(
        row.label if narrow else labels.folded(row.label, 28), **place,
        xytext=(0, 13 if close else 15) if narrow else (-14, 0),
        ha="left" if narrow else "right", va="center", weight=weight, gid=canvas.means("label row"),
    )  # fmt: skip
    axes.annotate(
        wording.figure(row.value, unit), **{**place, "xy": (1, y)}, xytext=(12, 0),
        ha="left", va="center", weight=weight, gid=canvas.means("label value"),
    )  # fmt: skip
