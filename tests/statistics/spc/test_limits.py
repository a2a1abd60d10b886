"""A process read: icons, assurance, trial limits, rebases, and reasons for no icon."""

import pytest

from analysis.definitions.errors import InputError
from analysis.statistics.spc.charts import xmr
from analysis.statistics.spc.limits import APART, CONSTANT, ONLY_SEASON, TOO_RARE, Reading, Rebase

CALM = [10, 12, 11, 9, 10, 11, 12, 10, 9, 11, 10, 12, 11, 10]


@pytest.mark.parametrize(
    ("latest", "polarity", "icon"),
    [
        (30, "lower", "special cause concern"),
        (30, "higher", "special cause improvement"),
        (0, "lower", "special cause improvement"),
        (0, "higher", "special cause concern"),
        (30, "none", "special cause high"),
        (0, "nearer", "special cause low"),
        (11, "lower", "common cause"),
    ],
)
def test_variation_icon(latest, polarity, icon):
    told = xmr([*CALM, latest], reading=Reading(polarity))
    assert (told.icon, told.trial) == (icon, False)
    assert told.reason


def test_old_signals_leave_common_cause():
    told = xmr([*CALM[:5], 30, *CALM[5:]], reading=Reading("lower"))
    assert told.icon == "common cause"
    assert told.points[5].signals[0].rule == "outside the limits"


@pytest.mark.parametrize(
    ("low", "high", "assurance"),
    [
        (None, 20, "will consistently meet"),
        (None, 3, "will consistently miss"),
        (None, 11, "may or may not meet"),
        (2, None, "will consistently meet"),
        (20, None, "will consistently miss"),
        (2, 20, "will consistently meet"),
        (30, 40, "will consistently miss"),
        (None, None, ""),
    ],
)
def test_assurance_icon(low, high, assurance):
    assert xmr(CALM, reading=Reading("none", low, high)).assurance == assurance


@pytest.mark.parametrize(
    ("values", "periods_per_year", "trial", "reason"),
    [
        (CALM[:11], 1, True, "trial limits: 11 points, and 12 are needed"),
        (CALM[:12], 1, False, "the latest point has no signal of a special cause"),
        ((CALM * 2)[:23], 12, True, "trial limits: fewer than two whole years of a series with a season"),
        ((CALM * 2)[:24], 12, False, None),
        (
            [7] * 20,
            1,
            False,
            CONSTANT,
        ),
        ([20, 22, 30, 10] * 5, 4, False, ONLY_SEASON),
        ([*CALM, None], 1, False, "the latest period has no figure"),
        ([5], 1, True, "trial limits: 1 point, and 12 are needed"),
        ([5, None, 7, None, 9, None] * 6, 1, False, APART),
        ([5, None] * 12, 1, False, APART),
        ([0] * 35 + [1], 12, False, TOO_RARE),
        ([0] * 35 + [1], 1, False, TOO_RARE),
        (
            [5, 6, None] * 5 + [7, None] * 5,
            1,
            True,
            "trial limits: 5 pairs of neighbouring periods with figures, and 6 are needed",
        ),
        ([5, 6, None] * 6, 1, False, "the latest period has no figure"),
    ],
)
def test_trial_limits_and_other_reasons_for_no_icon(values, periods_per_year, trial, reason):
    told = xmr(values, periods_per_year=periods_per_year, reading=Reading("lower", None, 20))
    assert told.trial == trial
    if reason is not None:
        assert told.reason == reason
    if reason and "no signal" not in reason:
        assert (told.icon, told.assurance) == ("", "")


def test_a_constant_series_has_no_limits():
    told = xmr([7.0] * 20)
    assert {(point.mean, point.low, point.high, point.signals) for point in told.points} == {
        (None, None, None, ())
    }
    assert not told.segments[0].varies


def test_a_declared_rebase_gives_new_limits():
    values, labels = CALM + [v + 100 for v in CALM], [f"m{i}" for i in range(28)]
    plain = xmr(values, labels)
    told = xmr(values, labels, Reading("lower", rebases=(Rebase("m14", "another way of recording"),)))
    assert len(plain.segments) == 1
    assert any(point.signals for point in plain.points)
    assert [(s.first, s.last, s.why) for s in told.segments] == [
        (0, 13, ""),
        (14, 27, "another way of recording"),
    ]
    assert told.points[20].mean == pytest.approx(told.points[3].mean + 100)
    assert not any(point.signals for point in told.points)


def test_few_points_after_a_rebase_are_trial():
    told = xmr([*CALM, 50, 51], [str(i) for i in range(16)], Reading(rebases=(Rebase("14", "merged"),)))
    assert (told.trial, told.icon) == (True, "")
    assert [bool(segment.why_not) for segment in told.segments] == [False, True]
    assert told.judged == told.segments[:1]


@pytest.mark.parametrize(
    ("values", "periods_per_year"),
    [([*CALM[:10], 99], 1), ([*CALM, *CALM[:8], 99], 12), ([*CALM[:6], 99], 4)],
)
def test_trial_limits_mark_no_point(values, periods_per_year):
    """Nothing is judged, whatever lies outside: limits that will still move, or a season still in them."""
    told = xmr(values, periods_per_year=periods_per_year, reading=Reading("lower"))
    assert told.trial and told.points[0].high is not None
    assert any(point.value > point.high for point in told.points)
    assert not any(point.signals for point in told.points)
    assert told.judged == ()


def test_a_short_segment_before_a_rebase_marks_no_point():
    values = [10, 11, 10, 11, 10, 99, 10, 11] + [v + 100 for v in CALM]
    told = xmr(values, reading=Reading("lower", rebases=(Rebase("9", "merged"),)))
    assert told.segments[0].why_not == "trial limits: 8 points, and 12 are needed"
    assert not any(point.signals for point in told.points[:8])
    assert told.icon == "common cause" and not told.trial


def test_rare_events_have_no_limits_and_what_came_after_a_rebase_is_judged():
    told = xmr([0, 0, 1] * 5 + CALM, reading=Reading(rebases=(Rebase("16", "all are counted now"),)))
    assert told.segments[0].why_not == TOO_RARE and told.icon == "common cause"
    assert {point.high for point in told.points[:15]} == {None}


@pytest.mark.parametrize(
    ("parts", "assurance"),
    [
        ((20.0,) * 14, "will consistently meet"),
        ((20.0,) * 13 + (3.0,), "will consistently miss"),
        ((3.0,) * 13 + (20.0,), "will consistently meet"),
    ],
)
def test_assurance_is_held_against_each_point_s_own_bound(parts, assurance):
    """Of the latest year only: one period where nothing is said of a season."""
    assert xmr(CALM, reading=Reading("lower", None, parts)).assurance == assurance


def test_a_seasonal_bound_is_met_where_an_even_one_would_not_be():
    values = [*[40, 10, 12, 11], *[41, 11, 10, 12], *[40, 12, 11, 10], *[41, 10, 12, 11]]
    even, own = (
        xmr(values, reading=Reading("lower", None, top), periods_per_year=4).assurance
        for top in (25.0, (60.0, 20.0, 20.0, 20.0) * 4)
    )
    assert (even, own) == ("may or may not meet", "will consistently meet")


@pytest.mark.parametrize("rebase", [Rebase("nowhere", "why"), Rebase("m3", " "), Rebase("m0", "why")])
def test_a_rebase_needs_a_place_and_a_reason(rebase):
    with pytest.raises(InputError, match="cannot be rebased"):
        xmr(CALM, [f"m{i}" for i in range(14)], Reading(rebases=(rebase,)))
