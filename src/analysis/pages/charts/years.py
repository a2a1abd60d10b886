"""A financial year so far and to come: this year, last year, the expected path with its range, the target."""

from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.definitions import units, wording
from analysis.pages.chart_models import Line, YearChart
from analysis.pages.charts import canvas, labels
from analysis.pages.charts.canvas import Shape

LOOKS: dict[str, dict[str, Any]] = {
    "this year": {"color": canvas.NAVY, "linewidth": 3.5},
    "last year": {"color": canvas.GREY, "linewidth": 2, "linestyle": (0, (1, 1.6))},
    "expected": {"color": canvas.NAVY, "linewidth": 2, "linestyle": (0, (4, 2))},
    "region": {"color": canvas.ORANGE, "linewidth": 2, "linestyle": (0, (6, 2, 1, 2))},
    "past": {"color": canvas.GREY, "linewidth": 1},
}
"""How each meaning is drawn: no two differ by colour alone."""


def draw(chart: YearChart, shape: Shape) -> Figure:
    """The year on one sheet; labels stand at the lines' ends instead of a legend."""
    with canvas.style():
        figure, axes = canvas.sheet(shape)
        _frame(axes, chart, shape)
        _band(axes, chart)
        _target(axes, chart)
        for line in chart.lines:
            _line(axes, line)
        _end_labels(axes, chart, shape)
        _to_date(axes, chart)
    return figure


def _heights(chart: YearChart) -> list[float]:
    """Every height that the axes must hold."""
    points = [y for line in chart.lines for _, y in line.points] + [y for _, y in chart.trajectory]
    return points + [y for _, *ends in chart.band for y in ends] + [y for y in chart.target if y is not None]


def _frame(axes, chart: YearChart, shape: Shape) -> None:
    heights = _heights(chart) or [0, 1]
    lowest, highest = min(heights), max(heights)
    # an axis that starts above nought must gain enough to be worth the sentence that says so
    start = 0 if 0 <= lowest < 0.6 * highest else lowest
    highest = highest if highest - start > 1e-6 else start + 1
    whole = units.is_whole(chart.unit)
    steps = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10], integer=whole).tick_values(start, highest)
    steps = [round(float(step), 6) for step in steps if step >= 0 or lowest < 0]
    axes.set_ylim(steps[0], steps[-1])
    axes.set_yticks(steps, [wording.tick(step, chart.unit) for step in steps])
    axes.set_xlim(0, chart.periods)
    axes.set_xticks([x for x, _ in chart.ticks], [text for _, text in chart.ticks])
    axes.grid(axis="y", gid=canvas.means("rule"))
    unit = wording.named_unit(chart.unit) + (
        "" if steps[0] == 0 else f" (axis starts at {wording.tick(steps[0], chart.unit)})"
    )
    axes.figure.text(
        4 / shape.width, 1 - 14 / shape.height, labels.folded(unit, shape.width // 7),
        color=canvas.GREY, va="center",
    )  # fmt: skip


def _band(axes, chart: YearChart) -> None:
    if not chart.band:
        return
    x, low, high = zip(*chart.band, strict=True)
    axes.fill_between(x, low, high, color=canvas.NAVY, alpha=0.22, linewidth=0, gid=canvas.means("range"))
    axes.plot(
        [x[-1], x[-1]], [low[-1], high[-1]],
        color=canvas.NAVY, linewidth=3, alpha=0.6, gid=canvas.means("range-end"), clip_on=False,
    )  # fmt: skip


def _target(axes, chart: YearChart) -> None:
    if chart.trajectory:
        x, y = zip(*chart.trajectory, strict=True)
        axes.plot(x, y, color=canvas.PLUM, linewidth=1, gid=canvas.means("trajectory"))
    half = chart.periods * 0.045
    ends = [end for end in chart.target if end is not None]
    for end in ends:
        axes.plot(
            [chart.periods - half, chart.periods + half], [end, end],
            color=canvas.PLUM, linewidth=4, gid=canvas.means("target"), clip_on=False, zorder=4,
        )  # fmt: skip
    if len(ends) == 2:
        axes.plot([chart.periods] * 2, ends, color=canvas.PLUM, linewidth=2, gid=canvas.means("target-range"))


def _line(axes, line: Line) -> None:
    x, y = zip(*line.points, strict=True)
    gid = canvas.means(line.meaning)
    if len(line.points) > 1:
        # seaborn's lineplot puts the same path there, after 10 ms of grouping that a finished line needs none of
        axes.plot(x, y, gid=gid, clip_on=False, zorder=3, **LOOKS[line.meaning])
    if line.meaning == "this year" or len(line.points) == 1:
        axes.plot(
            x[-1:], y[-1:], "o", color=LOOKS[line.meaning]["color"], markersize=10,
            markerfacecolor=canvas.NAVY if line.meaning == "this year" else "white",
            gid=canvas.means(f"{line.meaning} end"), clip_on=False, zorder=5,
        )  # fmt: skip


def _end_labels(axes, chart: YearChart, shape: Shape) -> None:
    """Names and figures at the right edge, spread so that none covers another."""
    found = _labels(axes, chart, letters=shape.right // 7 - 1)
    bottom, top = shape.bottom - 10, shape.height - 4
    places = labels.spread([label.y for label in found], [label.height for label in found], bottom, top)
    left = (shape.width - shape.right + 0.045 * (shape.width - shape.left - shape.right) + 6) / shape.width
    for label, place in zip(found, places, strict=True):
        axes.figure.text(
            left, place / shape.height, label.text,
            color=label.colour, weight="bold" if label.bold else "normal",
            va="center", gid=canvas.means(f"label {label.meaning}"), linespacing=1.2,
        )  # fmt: skip


def _labels(axes, chart: YearChart, letters: int) -> list[labels.Label]:
    found = [
        _label(axes, line.label, line.points[-1][1], _ink(line), line.meaning, letters)
        for line in chart.lines
        if line.label and line.points[-1][0] >= chart.periods
    ]
    ends = [end for end in chart.target if end is not None]
    if ends and chart.target_label:
        found.append(_label(axes, chart.target_label, ends[-1], canvas.PLUM, "target", letters))
    return found


def _ink(line: Line) -> str:
    """The colour of a line's label: its own, but a darker orange, since that one is too light for text."""
    return "#a33b00" if line.meaning == "region" else str(LOOKS[line.meaning]["color"])


def _label(axes, text: str, height: float, colour: str, meaning: str, letters: int) -> labels.Label:
    y = float(axes.transData.transform((0, height))[1])
    bold = meaning in ("target", "expected", "this year")
    return labels.Label(labels.parted(text, letters), y, colour, bold, meaning)


def _to_date(axes, chart: YearChart) -> None:
    """The figure so far beside its point, where it covers the fewest lines."""
    lines = [line for line in chart.lines if line.meaning == "this year"]
    if not lines or not chart.to_date_label or lines[0].points[-1][0] >= chart.periods:
        return
    point = tuple(axes.transData.transform(lines[0].points[-1]))
    box = axes.get_window_extent()
    x, y, side = labels.free_corner(point, chart.to_date_label, _pixels(axes, chart), (box.x0 - 20, box.x1))
    axes.annotate(
        chart.to_date_label, (x, y), xycoords="figure pixels", ha=side, va="center",
        color=canvas.NAVY, weight="bold", gid=canvas.means("label to date"), annotation_clip=False,
    )  # fmt: skip


def _pixels(axes, chart: YearChart) -> np.ndarray:
    """Points a few pixels apart along everything drawn, for labels to keep clear of."""
    paths = [line.points for line in chart.lines] + [chart.trajectory]
    paths += [tuple((x, low) for x, low, _ in chart.band), tuple((x, high) for x, _, high in chart.band)]
    pieces = [
        np.linspace(axes.transData.transform(start), axes.transData.transform(end), 80)
        for path in paths
        for start, end in pairwise(path)
    ]
    return np.concatenate(pieces) if pieces else np.empty((0, 2))
