"""The chart of variances: one row a line, from on budget to what it is over or under."""

from collections.abc import Iterable

from analysis import wording
from analysis.budgets import Line
from analysis.params import Params
from analysis.section_models import Interval, IntervalChart

MOST = 8
"""Rows a chart shows; the table beside it has them all."""


def variance_chart(name: str, lines: Iterable[Line], params: Params) -> IntervalChart | None:
    """The largest variances of a department, unfavourable first; None where all are on budget."""
    own = [line for line in lines if not line.is_total and not line.is_net and line.variance.value]
    largest = sorted(own, key=lambda line: -abs(line.variance.value))[:MOST]
    if not largest:
        return None
    rows = sorted(largest, key=lambda line: line.variance.value)
    said = [f"{line.name} {wording.signed(line.variance.value)}" for line in rows]
    which = f"the {len(rows)} largest of {len(own)} variances" if len(own) > len(rows) else "every variance"
    return IntervalChart(
        title=f"{name}: what is over budget (left) and under (right)",
        alt=f"Bar chart of {which} of {name}, {params.area}, {params.period.in_words()}, in thousands of "
        f"pounds, unfavourable first: {', '.join(said)}.",
        caption=f"Thousands of pounds; {which}. The table below has every line.",
        unit="thousand pounds",
        rows=tuple(_bar(line) for line in rows),
        reference=0.0,
        reference_label="on budget",
    )


def _bar(line: Line) -> Interval:
    value = line.variance.value
    return Interval(line.name, value, min(0.0, value), max(0.0, value), own=value < 0)
