"""Chances against what came: a dot a step of chances with how far chance reaches, and the line of truth."""

from matplotlib.figure import Figure

from analysis.definitions import wording
from analysis.pages.chart_models import CalibrationChart, CalibrationMark
from analysis.pages.charts import canvas
from analysis.pages.charts.canvas import Shape

TICKS = (0, 20, 40, 60, 80, 100)


def draw(chart: CalibrationChart, shape: Shape) -> Figure:
    """Said along the bottom, came up the side, both in 100; on the line what was said is what came."""
    with canvas.style():
        figure, axes = canvas.sheet(shape)
        _frame(axes, chart, shape)
        axes.plot([0, 100], [0, 100], color=canvas.PLUM, linewidth=2, gid=canvas.means("reference"))
        for mark in chart.points:
            _mark(axes, mark)
    return figure


def _frame(axes, chart: CalibrationChart, shape: Shape) -> None:
    axes.set_xlim(-4, 104)
    axes.set_ylim(-4, 104)
    axes.set_xticks(TICKS, [wording.tick(tick) for tick in TICKS])
    axes.set_yticks(TICKS, [wording.tick(tick) for tick in TICKS])
    axes.grid(axis="y", gid=canvas.means("rule"))
    where = {"color": canvas.GREY, "va": "center"}
    axes.figure.text(4 / shape.width, 1 - 16 / shape.height, chart.up_label, **where)
    axes.annotate(
        chart.along_label, (1, 0), xycoords="axes fraction", xytext=(0, 9), textcoords="offset points",
        ha="right", color=canvas.GREY, gid=canvas.means("label size"),
    )  # fmt: skip


def _mark(axes, mark: CalibrationMark) -> None:
    axes.plot(
        [mark.said, mark.said], [mark.low, mark.high], color=canvas.NAVY, linewidth=8, alpha=0.35,
        solid_capstyle="butt", gid=canvas.means("own range"),
    )  # fmt: skip
    axes.plot(mark.said, mark.came, "o", color=canvas.NAVY, markersize=10, gid=canvas.means("own"))
    left = mark.said > 85
    axes.annotate(
        mark.label, (mark.said, mark.came), xytext=(-12 if left else 12, 0), textcoords="offset points",
        ha="right" if left else "left", va="center", gid=canvas.means("label value"),
    )  # fmt: skip
