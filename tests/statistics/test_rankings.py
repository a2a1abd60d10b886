"""Our place among the members, and the funnel: never a rank without the gap and the interval."""

import pytest

from analysis.definitions.regions import Member
from analysis.statistics import intervals
from analysis.statistics.comparisons import own_as_published, own_proportion
from analysis.statistics.pooling import MemberFigure, regional_figure
from analysis.statistics.rankings import funnel, place_among


def figures(*numbers):
    return [
        MemberFigure(Member(chr(65 + i), f"Town {i}"), float(x), float(n)) for i, (x, n) in enumerate(numbers)
    ]


SIX = figures((10, 100), (20, 100), (30, 100), (40, 100), (50, 1000), (20, 100))


@pytest.mark.parametrize(
    ("own", "polarity", "rank", "tied", "quartile"),
    [("E", "lower", 1, 0, 1), ("E", "higher", 6, 0, 4), ("B", "lower", 3, 1, 2), ("D", "higher", 1, 0, 1)],
)
def test_place(own, polarity, rank, tied, quartile):
    region = regional_figure("North", SIX, 100)
    ours = next(m for m in SIX if m.member.code == own)
    told = place_among(own_proportion(ours.numerator, ours.denominator), own, SIX, region, polarity)
    assert (told.standing.rank, told.standing.tied_with, told.standing.quartile) == (rank, tied, quartile)
    assert told.gap == pytest.approx(ours.value(100) - region.value)
    assert told.interval.rule == "Wilson score"


@pytest.mark.parametrize(
    ("members", "own", "polarity", "reason"),
    [
        (SIX[:4], "A", "lower", "a rank needs 5 members with figures and there are 4"),
        (SIX, "Z", "lower", "our own area has no whole figure among the members"),
        (SIX, "A", "none", "nothing says whether high or low is better"),
    ],
)
def test_why_no_place(members, own, polarity, reason):
    told = place_among(
        own_proportion(10, 100), own, members, regional_figure("North", members, 100), polarity
    )
    assert (told.standing, told.reason) == (None, reason)
    assert told.gap is not None


def test_never_a_rank_without_an_interval():
    told = place_among(own_as_published(10.0), "A", SIX, regional_figure("North", SIX, 100), "lower")
    assert told.standing is None
    assert "without an interval" in told.reason


def test_five_members_are_enough():
    region = regional_figure("North", SIX[:5], 100)
    assert place_among(own_proportion(10, 100), "A", SIX[:5], region, "lower").standing.members == 5


def test_funnel_is_by_size_and_tells_who_is_outside():
    points = funnel(regional_figure("North", SIX, 100), "proportion")
    assert [point.size for point in points] == sorted(point.size for point in points)
    outside = {point.code: point.outside for point in points}
    assert outside == {"A": "", "B": "95%", "C": "99.8%", "D": "99.8%", "E": "99.8%", "F": "95%"}


def test_funnel_of_rates():
    points = funnel(regional_figure("North", SIX, 1000), "rate")
    assert all(
        point.at_998.low <= point.at_95.low < point.at_95.high <= point.at_998.high for point in points
    )
    assert points[0].at_95.rule == "funnel of exact below 10, Byar from 10"


@pytest.mark.parametrize("rule", intervals.COUNT_RULES)
def test_funnel_of_rates_goes_by_the_rule_that_the_intervals_go_by(rule):
    points = funnel(regional_figure("North", SIX, 1000), "rate", rule)
    assert {point.at_95.rule for point in points} == {f"funnel of {rule}"}
    for point in points:
        own = intervals.rate(point.value * point.size / 1000, point.size, 1000, rule=rule)
        assert own.holds(regional_figure("North", SIX, 1000).value) == (point.outside == "")
