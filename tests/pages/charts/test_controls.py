"""Control charts drawn: a gap is a gap, signals differ by shape, limits are named with their figures."""

import re
from dataclasses import replace

import pytest

from analysis.definitions.units import Unit
from analysis.pages import charts
from analysis.pages.chart_models import ControlChart, ControlMark

VALUES = [10.0, 12.0, None, 11.0, 20.0, 2.0, 13.0, 11.0]
SIGNALS = ["", "", "", "", "concern", "improvement", "unusual", ""]
CHART = ControlChart(
    "Thefts by month", "Eight months.", "Crimes.", "crimes",
    tuple(ControlMark("", v, 11.0, 4.0, 18.0, s) for v, s in zip(VALUES, SIGNALS, strict=True)),
    ((0.0, "2012-13"),),
)  # fmt: skip


def wide(chart):
    return charts.drawings(chart, "control").partition('class="narrow"')[0]


def test_a_gap_in_the_figures_is_a_gap_in_the_line():
    assert wide(CHART).count('class="line"') == 2


def test_every_kind_of_signal_has_a_shape_of_its_own():
    drawn = wide(CHART)
    shapes = {
        name: re.search(rf'class="{name}"[^>]* d="([^"]*)"', drawn)[1]
        for name in ("signal-concern", "signal-improvement", "signal-unusual", "point")
    }
    assert len(set(shapes.values())) == 4


def test_mean_and_limits_are_named_with_their_figures():
    text = re.sub(r"<[^>]+>", " ", wide(CHART))
    for words in ("upper limit 18", "mean 11", "lower limit 4"):
        assert words in text


def test_a_chart_without_limits_is_drawn_all_the_same():
    bare = tuple(ControlMark(str(n), 5.0 + n, None, None, None) for n in range(3))
    chart = ControlChart("Title", "Alt.", "Caption.", "percent", bare, ())
    assert 'class="line"' in wide(chart) and "limit" not in wide(chart)


def test_mean_and_limits_break_where_they_were_rebased():
    rebased = replace(CHART, rebased=(4,))
    for meaning in ("mean", "limit"):
        once, twice = (wide(chart).count(f'class="{meaning}"') for chart in (CHART, rebased))
        assert twice == 2 * once
    assert wide(rebased).count('class="line"') == wide(CHART).count('class="line"')


@pytest.mark.parametrize(("value", "ticks"), [(7.0, ["0", "7"]), (0.0, ["0", "1"]), (-3.0, ["-3", "0"])])
def test_a_figure_that_does_not_vary_is_drawn_against_zero(value, ticks):
    """An axis from 7 to 7.000001 would tell of a variation that is none."""
    flat = tuple(ControlMark(str(n), value, None, None, None) for n in range(12))
    drawn = wide(ControlChart("Title", "Alt.", "Caption.", Unit("crimes", "count"), flat, ()))
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", drawn)
    numbers = [float(text.replace("−", "-")) for text in texts if re.fullmatch(r"−?[\d.]+", text)]
    assert numbers and all(number.is_integer() for number in numbers)
    assert min(numbers) <= float(ticks[0]) and max(numbers) >= float(ticks[1])
