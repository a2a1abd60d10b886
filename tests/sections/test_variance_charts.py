"""The chart of variances."""

from dataclasses import replace

from analysis.sections.variance_charts import MOST, variance_chart
from document_files import small_budget


def test_bars_run_from_on_budget_to_the_variance(halton_params):
    chart = variance_chart("Care", small_budget().lines, halton_params)
    assert [(r.label, r.low, r.high) for r in chart.rows] == [("Fees", 0, 2), ("Staff", 0, 5)]
    assert chart.reference == 0 and "every variance of Care" in chart.alt


def test_a_long_table_shows_its_largest_and_says_so(halton_params):
    line = small_budget().lines[0]
    lines = [
        replace(line, name=f"Line {n}", figures=(*line.figures[:3], replace(line.variance, value=n)))
        for n in range(-5, 8)
    ]
    chart = variance_chart("Care", lines, halton_params)
    assert len(chart.rows) == MOST and "the 8 largest of 12 variances" in chart.alt


def test_no_variance_no_chart(halton_params):
    assert variance_chart("Care", [small_budget().lines[1]], halton_params) is None
