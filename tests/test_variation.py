"""Control charts: golden limits, the kinds of chart, laws, and seasons in simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.processes import Reading
from analysis.variation import laney, time_between_events, xmr

GOLDEN = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]


@pytest.mark.parametrize(
    ("screened", "low", "high", "rule"),
    [(True, -0.716, 4.604, "XmR with screened moving ranges"), (False, -3.063, 6.952, "XmR")],
)
def test_golden_limits(screened, low, high, rule):
    told = xmr(GOLDEN, screened=screened)
    assert [round(edge, 3) for edge in (told.points[0].mean, told.points[0].low, told.points[0].high)] == [
        1.944,
        low,
        high,
    ]
    assert told.rule == rule
    outside = [point.value for point in told.points for s in point.signals if s.rule == "outside the limits"]
    assert outside == [10.0]


def test_a_gap_has_no_moving_range():
    told = xmr([10, 12, None, 30, 32] * 3)
    assert told.segments[0].moving_range == pytest.approx((2 * 6 + 22 * 2) / 8)
    assert told.points[2].value is None


def test_limits_follow_the_season():
    season = np.tile([20.0, -20, 10, -10], 6)
    values = 100 + season + np.random.default_rng(2).normal(0, 1, 24)
    told = xmr(values, periods_per_year=4, reading=Reading("lower", None, 115))
    assert told.adjusted_by == "month means"
    assert told.points[0].mean > 115 > told.points[1].high
    assert not any(point.signals for point in told.points)
    assert told.assurance == "may or may not meet"
    assert xmr(values, periods_per_year=4, season="none").adjusted_by == "none"


def test_laney_p_prime_by_hand():
    x, n = [10, 12, 8, 11, 9, 10] * 2, [100, 110, 90, 100, 100, 95] * 2
    told = laney(x, n, "p'")
    mean = 100 * sum(x) / sum(n)
    alone = np.sqrt(mean * (100 - mean) / np.array(n))
    z = (100 * np.array(x) / np.array(n) - mean) / alone
    sigma = alone * np.abs(np.diff(z)).mean() / 1.128
    assert told.points[1].mean == pytest.approx(mean)
    assert told.points[1].high == pytest.approx(mean + 3 * sigma[1])
    assert told.points[2].high > told.points[1].high


def test_laney_u_prime_by_hand():
    x, n = [10, 12, 8, 11, 9, 10] * 2, [100, 110, 90, 100, 100, 95] * 2
    told = laney(x, n, "u'", per=1_000)
    mean = 1_000 * sum(x) / sum(n)
    z = (1_000 * np.array(x) / np.array(n) - mean) / np.sqrt(mean * 1_000 / np.array(n))
    reach = 3 * np.sqrt(mean * 1_000 / 100) * np.abs(np.diff(z)).mean() / 1.128
    assert told.points[0].high == pytest.approx(mean + reach)
    assert (told.rule, told.points[0].low >= 0) == ("Laney u'", True)


def test_laney_does_not_cry_wolf_where_p_charts_do():
    """Large denominators and a rate that wanders a little: binomial limits alone are far too narrow."""
    rng = np.random.default_rng(7)
    n = np.full(36, 50_000)
    x = rng.binomial(n, rng.normal(0.2, 0.01, 36))
    told = laney(x, n, "p'")
    assert sum("outside" in s.rule for point in told.points for s in point.signals) == 0
    assert told.segments[0].moving_range / 1.128 > 3


def test_times_between_events():
    days = np.random.default_rng(5).exponential(30, 24)
    told = time_between_events([*days, 400.0], reading=Reading("higher"))
    assert told.icon == "special cause improvement"
    assert told.points[0].low >= 0
    assert told.points[0].high ** (1 / 3.6) - told.points[0].mean ** (1 / 3.6) == pytest.approx(
        2.66 * told.segments[0].moving_range
    )


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: xmr([]),
        lambda: xmr([1, 2], ["a"]),
        lambda: laney([1, 2], [1], "p'"),
        lambda: laney([3], [2], "p'"),
        lambda: laney([1], [0], "u'"),
        lambda: laney([1], [2], "c"),
        lambda: time_between_events([3, -1]),
    ],
)
def test_impossible_charts_are_refused(wrong):
    with pytest.raises(InputError, match="To mend it"):
        wrong()


series = st.lists(st.integers(0, 400), min_size=12, max_size=40)
MIRROR = {
    "special cause improvement": "special cause concern",
    "special cause concern": "special cause improvement",
}


@settings(deadline=None, max_examples=40)
@given(series, st.integers(-6, 6), st.sampled_from([1, 4, 12]))
def test_scaling_changes_nothing_and_polarity_mirrors(values, power, periods_per_year):
    scaled_values = [value * 2.0**power for value in values]
    told = xmr(values, reading=Reading("lower", None, 150), periods_per_year=periods_per_year)
    scaled = xmr(
        scaled_values, reading=Reading("lower", None, 150 * 2.0**power), periods_per_year=periods_per_year
    )
    assert [point.signals for point in scaled.points] == [point.signals for point in told.points]
    assert (scaled.icon, scaled.assurance, scaled.reason) == (told.icon, told.assurance, told.reason)
    other = xmr(values, reading=Reading("higher", None, 150), periods_per_year=periods_per_year)
    assert other.icon == MIRROR.get(told.icon, told.icon)


JAGGED = np.array([15, -15, 5, -10, 12, -8, 15, -15, 0, 10, -14, 5]) / 100
MONTHS = np.arange(36)
SEASONS = {
    "flat": np.ones(36),
    "cosine": 1 + 0.15 * np.cos(2 * np.pi * MONTHS / 12),
    "jagged": 1 + np.tile(JAGGED - JAGGED.mean(), 3),
}


def share_signalled(name: str, periods_per_year: int, step: float = 1.0) -> float:
    """Of 500 series of 36 monthly counts of mean 100, the share with any signal."""
    rng = np.random.default_rng([len(name), int(100 * step)])
    mean = 100 * SEASONS[name] * np.where(MONTHS >= 28, step, 1.0)
    charts = (xmr(counts, periods_per_year=periods_per_year) for counts in rng.poisson(mean, (500, 36)))
    return float(np.mean([any(point.signals for point in chart.points) for chart in charts]))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cosine", "jagged"])
def test_adjusted_series_signal_as_often_as_flat_ones(name):
    flat, adjusted = share_signalled("flat", 1), share_signalled(name, 12)
    print(f"{name}: flat series {flat:.1%}, after adjustment {adjusted:.1%}")
    assert abs(adjusted - flat) <= 0.10


@pytest.mark.slow
def test_unadjusted_cosine_would_cry_wolf():
    assert share_signalled("cosine", 1) > 0.75


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cosine", "jagged"])
def test_a_step_is_still_seen(name):
    seen = share_signalled(name, 12, step=1.2)
    print(f"{name}: a step of 20% in the last 8 months is signalled in {seen:.1%}")
    assert seen >= 0.80
