"""Use counts printed beside a percentage, such as a quarter's, even if they do not cover its own months.

A stated tolerance never overrules them: if both figures print counts for the last months, the direction uses them.
"""

from dataclasses import dataclass

from analysis.definitions.periods import Period
from analysis.extracts.observations import Observations
from analysis.measures.measures import Measure

PERIODS = ("in_quarter", "cumulative", "rolling_12_months", "outturn")


@dataclass(frozen=True)
class Beside:
    """A numerator and a denominator of the same months."""

    numerator: float
    denominator: float
    window: Period


def counts_beside(measure: Measure, observations: Observations) -> tuple[Beside, Beside] | None:
    """Return this year's and last year's counts of the longest months that end with the figures; None without.

    They are printed as the percentage's own counts, or as breakdowns called like its numerator and denominator.
    """
    breakdown, figure = measure.breakdown, measure.figure
    is_share = measure.kind == "percentage" and not measure.indicator.standardised
    if figure is None or not (is_share and measure.same_basis):
        return None
    if not (breakdown.numerator and breakdown.denominator):
        return None
    tops = _printed(measure, observations, "numerator", breakdown.numerator)
    bottoms = _printed(measure, observations, "denominator", breakdown.denominator)

    def both(window: Period) -> Beside | None:
        there = window in tops and bottoms.get(window)
        return Beside(tops[window], bottoms[window], window) if there else None

    ends = [window for window in tops if window.last == figure.window.last]
    for window in sorted(ends, key=lambda one: one.months, reverse=True):
        now, before = both(window), both(window.years_earlier())
        if now and before:
            return now, before
    return None


def _printed(measure: Measure, observations: Observations, which: str, name: str) -> dict[Period, float]:
    """The figures of a count by their months, the most trusted first."""
    ref, breakdown, area = measure.key
    found: dict[Period, float] = {}
    own = [
        o
        for o in observations.by_series.get((ref, breakdown, area), ())
        if o.measure == which and o.unit == name
    ]
    part = [o for o in observations.by_series.get((ref, name, area), ()) if o.measure in PERIODS]
    for printed in (*own, *part):
        if printed.value is not None:
            found.setdefault(printed.window, printed.value)
    return found
