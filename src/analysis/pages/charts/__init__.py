"""Chart models to SVG strings with real text, drawn twice: wide, and narrow for a phone's page.

Drawing only: every number comes from the model, alternative text included. The same model gives the same
bytes on every run, and no two charts of a page share an id as long as their names differ.
"""

from analysis.pages.chart_models import (
    CalibrationChart,
    Chart,
    ControlChart,
    FunnelChart,
    IntervalChart,
    YearChart,
)
from analysis.pages.charts import calibration, canvas, controls, funnels, intervals, years
from analysis.pages.charts.pictures import picture

__all__ = ["drawings", "picture"]


WAYS = {
    CalibrationChart: calibration,
    YearChart: years,
    IntervalChart: intervals,
    FunnelChart: funnels,
    ControlChart: controls,
}
"""Which module draws which model."""


def drawings(chart: Chart, name: str) -> str:
    """The chart as two `<svg>` elements, of which style shows one; `name` starts their ids (about 10 kB)."""
    way = WAYS[type(chart)]
    return "".join(
        canvas.svg(way.draw(chart, shape), shape.name, f"{name}-{shape.name}", chart.title, chart.alt)
        for shape in (canvas.WIDE, canvas.NARROW)
    )
