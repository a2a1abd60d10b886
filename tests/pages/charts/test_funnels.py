"""Funnels drawn: every member is there, ours by name, limits named, and nothing by colour alone."""

import re

from analysis.pages import charts
from analysis.pages.chart_models import FunnelChart, FunnelMark

MARKS = (
    FunnelMark("A", 10_000, 12.0, "99.8%", own=True), FunnelMark("B", 20_000, 5.0, "99.8%"),
    FunnelMark("C", 30_000, 8.0), FunnelMark("D", 15_000, 7.5),
)  # fmt: skip
LIMITS = ((10_000, 6.0, 10.0), (20_000, 6.5, 9.5), (30_000, 6.9, 9.1))
CHART = FunnelChart(
    "Thefts by size", "Four places round 8.", "Rates.", "crimes per 1000 population", "people", 8.0,
    "Region 8", MARKS, LIMITS, tuple((s, a - 1, b + 1) for s, a, b in LIMITS),
)  # fmt: skip


def test_every_member_is_drawn_and_ours_is_named():
    drawn = charts.drawings(CHART, "funnel")
    wide = drawn.partition('class="narrow"')[0]
    assert wide.count('class="own"') == 1
    assert wide.count('class="other-outside"') == 1 and wide.count('class="other"') == 2
    assert re.search(r'class="label-own"[^>]*>A</text>', wide)
    assert "99.8% limit" in wide and "95% limit" in wide and "Region 8" in wide
    assert wide.count('class="limit-95%"') == 2


def test_shapes_differ_where_colours_are_grey():
    drawn = charts.drawings(CHART, "funnel")
    shapes = {name: re.search(rf'class="{name}"[^>]* d="([^"]*)"', drawn)[1] for name in ("own", "other")}
    assert shapes["own"] != shapes["other"]


def test_the_same_chart_gives_the_same_bytes():
    assert charts.drawings(CHART, "one") == charts.drawings(CHART, "one")
