"""Control charts: golden limits, the kinds of chart, laws, and seasons in simulation."""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tsa.seasonal import STL

from analysis.definitions.errors import InputError
from analysis.statistics import seasonal_adjustment
from analysis.statistics.spc.charts import laney, time_between_events, xmr
from analysis.statistics.spc.limits import TOO_RARE, Reading

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
    with pytest.raises(InputError, match="To fix it"):
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


def simulated(name: str, step: float = 1.0, times: int = 500) -> np.ndarray:
    """So many series of 36 monthly counts of mean 100, with a season and a step after 28 months."""
    rng = np.random.default_rng([len(name), int(100 * step)])
    mean = 100 * SEASONS[name] * np.where(MONTHS >= 28, step, 1.0)
    return rng.poisson(mean, (times, 36)).astype(float)


def signalled(series: Iterable[np.ndarray], periods_per_year: int = 1) -> float:
    """The share of series with any signal."""
    charts = (xmr(values, periods_per_year=periods_per_year) for values in series)
    return float(np.mean([any(point.signals for point in chart.points) for chart in charts]))


def share_signalled(name: str, periods_per_year: int, step: float = 1.0, times: int = 500) -> float:
    """Of such series, the share with any signal."""
    return signalled(simulated(name, step, times), periods_per_year)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cosine", "jagged"])
def test_adjusted_series_signal_as_often_as_flat_ones(name):
    flat, adjusted = share_signalled("flat", 1), share_signalled(name, 12)
    print(f"{name}: flat series {flat:.1%}, after adjustment {adjusted:.1%}")
    assert abs(adjusted - flat) <= 0.10


def sure(found: float, times: int) -> float:
    """Two standard errors of the difference from a figure that was published from 500 series."""
    return 2 * float(np.sqrt(found * (1 - found) * (1 / times + 1 / 500)))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "low", "high"), [("flat", 0.28, 0.29), ("cosine", 0.79, 0.88)])
def test_plain_charts_of_unchanged_series_signal_as_often_as_published(name, low, high):
    """28 to 29% of flat series, 79 to 88% of those with a cosine for season."""
    found = share_signalled(name, 1, times=2_000)
    print(f"{name}, not adjusted: {found:.1%}")
    assert low - sure(found, 2_000) <= found <= high + sure(found, 2_000)


@pytest.mark.slow
def test_an_unadjusted_jagged_season_hides_all_signals_instead():
    """Its leaps from month to month widen the limits: a step of 20% in the last 8 months is hardly ever seen."""
    unchanged, step = share_signalled("jagged", 1), share_signalled("jagged", 1, step=1.2)
    print(f"jagged, not adjusted: {unchanged:.1%} unchanged, {step:.1%} with a step")
    assert unchanged < 0.05 and step < 0.4


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cosine", "jagged"])
def test_a_step_is_still_seen(name):
    seen = share_signalled(name, 12, step=1.2)
    print(f"{name}: a step of 20% in the last 8 months is signalled in {seen:.1%}")
    assert seen >= 0.80


def without_one_harmonic(counts: np.ndarray) -> np.ndarray:
    """A series less the cosine and sine of the year fitted to it beside a straight line."""
    angle = 2 * np.pi * MONTHS / 12
    design = np.stack([np.ones(36), np.linspace(-1, 1, 36), np.cos(angle), np.sin(angle)], axis=1)
    fit = np.linalg.lstsq(design, counts, rcond=None)[0]
    return counts - design[:, 2:] @ fit[2:]


@pytest.mark.slow
def test_one_harmonic_alone_hides_a_step_where_the_season_is_jagged():
    """The jagged season that stays in widens the limits; month means see the same steps."""
    counts = simulated("jagged", 1.2)
    one, all_of_them = signalled(map(without_one_harmonic, counts)), signalled(counts, 12)
    print(f"a step of 20%, jagged season: one harmonic {one:.1%}, month means {all_of_them:.1%}")
    assert one < all_of_them - 0.2


@pytest.mark.slow
def test_stl_at_its_default_degree_does_not_work():
    """statistics.md prints 69%: a season that may change from year to year takes noise with it."""
    flat = simulated("flat")
    found = signalled(counts - STL(counts, period=12).fit().seasonal for counts in simulated("cosine"))
    print(f"after STL {found:.1%} of unchanged series show a signal, of flat ones {signalled(flat):.1%}")
    assert found == pytest.approx(0.69, abs=sure(found, 500))


SPARSE_MEANS = [0.05, 0.1, 0.3, 0.5]


@pytest.mark.slow
@pytest.mark.parametrize("length", [24, 36])
@pytest.mark.parametrize("mean", SPARSE_MEANS)
def test_rare_events_are_not_judged_by_period(mean, length):
    """Nor does a season of theirs invent trends: before, 35% of such series at a mean of 0.1."""
    series = np.random.default_rng(length).poisson(mean, (500, length))
    assert signalled(series, 12) <= 0.03 and signalled(series) <= 0.03


@pytest.mark.slow
@pytest.mark.parametrize(("mean", "length"), [(1, 36), (1.5, 24), (2, 36), (3, 24), (5, 36)])
def test_adjusting_few_events_invents_no_more_than_it_takes_away(mean, length):
    """No season: about as many signals as unadjusted. A season of 60%: far fewer. Trends: none invented."""
    months = np.arange(length)
    seasonal = mean * (1 + 0.6 * np.cos(2 * np.pi * months / 12))
    rng = np.random.default_rng([int(10 * mean), length])
    flat, waves = rng.poisson(mean, (500, length)), rng.poisson(seasonal, (500, length))
    assert signalled(flat, 12) <= signalled(flat) + 0.08
    assert signalled(waves, 12) <= signalled(waves) - 0.15
    rising = [
        any(
            s.rule == "seven rising or falling" for p in xmr(y, periods_per_year=12).points for s in p.signals
        )
        for y in flat
    ]
    assert np.mean(rising) <= 0.03


@pytest.mark.slow
def test_a_strong_season_is_subtracted_where_dividing_by_it_would_cry_wolf(monkeypatch):
    """A season of 90%: quiet months divided by a tenth have ten times their noise."""
    months = np.arange(36)
    series = np.random.default_rng(9).poisson(50 * (1 + 0.9 * np.cos(2 * np.pi * months / 12)), (500, 36))
    now = signalled(series, 12)
    monkeypatch.setattr(seasonal_adjustment, "SMALLEST_FACTOR", 1e-9)
    divided = signalled(series, 12)
    print(f"season of 90%: subtracted {now:.1%}, divided {divided:.1%}")
    assert now <= divided - 0.1


def test_thirty_five_zeros_and_a_one_show_no_pattern():
    told = xmr([0] * 20 + [1] + [0] * 15, periods_per_year=12, reading=Reading("lower"))
    assert (told.icon, told.adjusted_by, told.reason) == ("", "none", TOO_RARE)
    assert not any(point.signals or point.high is not None for point in told.points)


def test_adjusted_ties_are_no_trend():
    """Seven equal counts whose adjusted values fall with every month are neither a rise nor a fall."""
    season = np.tile([100, 110, 120, 130, 140, 150, 160, 150, 140, 130, 120, 110], 3).astype(float)
    season[24:31] = 130
    told = xmr(season, periods_per_year=12)
    fall = [point.adjusted for point in told.points[24:31]]
    assert all(later < before for before, later in pairwise(fall))
    rules = {signal.rule for point in told.points[24:31] for signal in point.signals}
    assert "seven rising or falling" not in rules


@pytest.mark.parametrize("kind", ["p'", "u'"])
def test_a_period_without_cases_is_a_gap(kind):
    x, n = [10, 12, 0, 11, 9, 10, 12] * 2, [100, 110, 0, 100, 100, 95, 100] * 2
    told = laney(x, n, kind)
    assert [point.value is None for point in told.points] == [count == 0 for count in n]
    assert told.points[2].high is None and told.segments[0].figures == 12 and told.icon


def test_cases_that_are_nearly_all_or_nearly_none_are_not_judged():
    n = [20] * 24
    few, most = laney([0, 0, 1] * 8, n, "p'"), laney([20, 20, 19] * 8, n, "p'")
    assert few.reason == most.reason == TOO_RARE
    assert laney([20, 20, 19] * 8, n, "u'").icon


def test_two_events_of_one_day_are_no_special_cause_by_themselves():
    days = [9, 4, 15, 8, 0, 22, 6, 11, 3, 17, 5, 9, 0, 12]
    told = time_between_events(days)
    assert told.points[4].value == 0 and not any(point.signals for point in told.points)


@pytest.mark.slow
@pytest.mark.parametrize("apart", [3, 10, 60])
def test_whole_days_between_events_signal_no_more_often_than_flat_series(apart):
    moments = np.random.default_rng(apart).exponential(apart, (500, 37)).cumsum(axis=1)
    charts = [time_between_events(np.diff(np.floor(row))) for row in moments]
    found = np.mean([any(point.signals for point in chart.points) for chart in charts])
    assert found <= 0.31
