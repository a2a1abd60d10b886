"""Rank our area among the members of its region: rank, quartile and funnel, with the gap and the interval.

Ranks and quartiles need five members and a stated polarity. Without them a reason is given instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.definitions.errors import known
from analysis.definitions.indicators import Polarity
from analysis.statistics import intervals
from analysis.statistics.comparisons import OwnFigure
from analysis.statistics.intervals import Interval, Standing
from analysis.statistics.pooling import MemberFigure, Regional

Footing = Literal["proportion", "rate"]
MEMBERS_NEEDED = 5


@dataclass(frozen=True)
class Place:
    """Where we stand: `standing` (None with a `reason`), and the `gap` to the region's figure, ours less
    theirs in the figure's unit, with our 95% `interval` (None where there are no counts).
    """

    standing: Standing | None
    gap: float | None
    interval: Interval | None
    reason: str = ""


@dataclass(frozen=True)
class FunnelPoint:
    """One member in a funnel plot: its value and the limits that chance alone gives one of its size."""

    code: str
    name: str
    value: float
    size: float
    at_95: Interval
    at_998: Interval

    @property
    def outside(self) -> Literal["", "95%", "99.8%"]:
        """The widest limits that the value lies outside of; empty inside."""
        if not self.at_998.holds(self.value):
            return "99.8%"
        return "" if self.at_95.holds(self.value) else "95%"


def place_among(
    ours: OwnFigure,
    own: str,
    members: Sequence[MemberFigure],
    figure: Regional,
    polarity: Polarity,
) -> Place:
    """Our rank (1 is best, ties share it) and quartile among the members whose figures are whole."""
    gap = None if ours.value is None or figure.value is None else ours.value - figure.value
    whole = {m.member.code: known(m.value(figure.per)) for m in members if not m.out}
    if own not in whole:
        return Place(None, gap, ours.at_95, "our own area has no whole figure among the members")
    if ours.at_95 is None:
        return Place(None, gap, None, "a rank without an interval says more than the figure can bear")
    if len(whole) < MEMBERS_NEEDED:
        reason = f"a rank needs {MEMBERS_NEEDED} members with figures and there are {len(whole)}"
        return Place(None, gap, ours.at_95, reason)
    if polarity not in ("lower", "higher"):
        return Place(None, gap, ours.at_95, "nothing says whether high or low is better")
    standing = intervals.standing(whole[own], list(whole.values()), polarity == "higher")
    return Place(standing, gap, ours.at_95)


def funnel(
    figure: Regional, kind: Footing, rule: intervals.CountRule = intervals.DEFAULT_COUNT_RULE
) -> tuple[FunnelPoint, ...]:
    """Every member used in the region's figure with its funnel limits round it, by size.

    Limits of a proportion agree with Wilson's interval, those of a rate with the interval of its count by
    `rule`.
    """
    points = []
    for member in figure.used:
        value, size = known(member.value(figure.per)), known(member.denominator)
        at_95, at_998 = (
            _limits(figure, size, kind, level, rule) for level in (intervals.LEVEL_95, intervals.LEVEL_998)
        )
        points.append(FunnelPoint(member.member.code, member.member.name, value, size, at_95, at_998))
    return tuple(sorted(points, key=lambda point: (point.size, point.code)))


def _limits(
    figure: Regional, size: float, kind: Footing, level: float, rule: intervals.CountRule
) -> Interval:
    if kind == "proportion":
        return intervals.funnel_proportion(known(figure.value), size, level, figure.per)
    return intervals.funnel_rate(known(figure.value), size, figure.per, level, rule)
