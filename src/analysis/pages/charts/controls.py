"""A control chart: the figures in order of time, their mean and limits, special causes by shape."""

from itertools import groupby
from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.definitions import units, wording
from analysis.pages.chart_models import ControlChart, ControlMark
from analysis.pages.charts import canvas, labels
from analysis.pages.charts.canvas import Shape

MARKS = {
    "improvement": {"marker": "D", "color": canvas.NAVY, "markersize": 8},
    "concern": {"marker": "s", "color": "#a33b00", "markersize": 9},
    "unusual": {"marker": "^", "color": canvas.PLUM, "markersize": 9},
    "": {"marker": "o", "color": canvas.GREY, "markersize": 4},
}
"""A point by what it shows: no two differ by colour alone."""


def draw(chart: ControlChart, shape: Shape) -> Figure:
    """One line of figures between its limits; a gap in the figures is a gap in the line."""
    with canvas.style():
        figure, axes = canvas.sheet(shape)
        _frame(axes, chart, shape)
        _limits(axes, chart)
        for there, run in groupby(enumerate(chart.points), key=lambda one: one[1].value is not None):
            if there:
                places = [(x, mark.value) for x, mark in run]
                axes.plot(
                    *zip(*places, strict=True), color=canvas.NAVY, linewidth=2.4, gid=canvas.means("line")
                )
        for x, mark in enumerate(chart.points):
            if mark.value is not None and (mark.signal or _alone(chart, x)):
                axes.plot(
                    x, mark.value, linestyle="none", gid=canvas.means(_meaning(mark)), **MARKS[mark.signal]
                )
        _labels(axes, chart, shape)
    return figure


def _meaning(mark: ControlMark) -> str:
    return f"signal {mark.signal}" if mark.signal else "point"


def _alone(chart: ControlChart, x: int) -> bool:
    """Whether a point without neighbours would not show as a line; the latest point is always marked."""
    last = max(place for place, mark in enumerate(chart.points) if mark.value is not None)
    beside = [chart.points[place].value for place in (x - 1, x + 1) if 0 <= place < len(chart.points)]
    return x == last or all(value is None for value in beside)


def _frame(axes, chart: ControlChart, shape: Shape) -> None:
    found = [n for mark in chart.points for n in (mark.value, mark.low, mark.high) if n is not None]
    lowest, highest = min(found), max(found)
    if lowest == highest:  # a figure that does not vary is drawn against zero
        lowest, highest = min(lowest, 0.0), max(highest, 0.0) or 1.0
    start = 0 if 0 <= lowest < 0.6 * highest else lowest
    whole = units.is_whole(chart.unit)
    steps = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10], integer=whole).tick_values(start, highest)
    steps = [round(float(step), 6) for step in steps]
    axes.set_ylim(steps[0], steps[-1])
    axes.set_yticks(steps, [wording.tick(step, chart.unit) for step in steps])
    axes.set_xlim(-0.5, len(chart.points) - 0.5)
    every = 2 if shape.name == "narrow" and len(chart.ticks) > 2 else 1
    ticks = chart.ticks[::every]
    axes.set_xticks([x for x, _ in ticks], [text for _, text in ticks])
    axes.grid(axis="y", gid=canvas.means("rule"))
    note = "" if steps[0] == 0 else f" (axis starts at {wording.tick(steps[0], chart.unit)})"
    unit = labels.folded(wording.named_unit(chart.unit) + note, shape.width // 7)
    axes.figure.text(4 / shape.width, 1 - 14 / shape.height, unit, color=canvas.GREY, va="center")


def _limits(axes, chart: ControlChart) -> None:
    """Mean and limits, which follow the season and break where they were rebased."""
    looks: dict[str, dict[str, Any]] = {
        "mean": {"linewidth": 1.0}, "limit": {"linewidth": 1.2, "linestyle": (0, (4, 2))}
    }  # fmt: skip
    for name, meaning in (("mean", "mean"), ("low", "limit"), ("high", "limit")):
        heights = [getattr(mark, name) for mark in chart.points]
        for there, run in groupby(range(len(heights)), key=lambda x: _piece(chart, x, heights[x])):
            if there:
                places = [(x, heights[x]) for x in run]
                axes.plot(
                    *zip(*places, strict=True), color=canvas.GREY, gid=canvas.means(meaning), **looks[meaning]
                )


def _piece(chart: ControlChart, x: int, height: float | None) -> int:
    """Which unbroken piece of a limit a point belongs to, counted from 1; 0 where there is none."""
    return 0 if height is None else 1 + sum(start <= x for start in chart.rebased)


def _labels(axes, chart: ControlChart, shape: Shape) -> None:
    last = next((mark for mark in reversed(chart.points) if mark.mean is not None), None)
    if last is None:
        return
    ends = (("upper limit", last.high), ("mean", last.mean), ("lower limit", last.low))
    found = [_label(axes, text, height, chart.unit, shape) for text, height in ends if height is not None]
    places = labels.spread(
        [one.y for one in found], [one.height for one in found], shape.bottom - 6, shape.height - 4
    )
    left = (shape.width - shape.right + 6) / shape.width
    for one, place in zip(found, places, strict=True):
        axes.figure.text(
            left, place / shape.height, one.text, color=one.colour, va="center", linespacing=1.2,
            gid=canvas.means(f"label {one.meaning}"),
        )  # fmt: skip


def _label(axes, text: str, height: float, unit: str, shape: Shape) -> labels.Label:
    y = float(axes.transData.transform((0, height))[1])
    shown = labels.parted(f"{text} {wording.figure(height, unit)}", shape.right // 7 - 1)
    return labels.Label(shown, y, canvas.GREY, False, "limit")
