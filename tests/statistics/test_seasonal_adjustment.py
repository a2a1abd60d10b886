"""Seasonal adjustment: what is taken out, what stays, and when there is too little to go by."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.definitions.errors import InputError
from analysis.statistics.seasonal_adjustment import SMALLEST_FACTOR, is_sparse, seasonal_adjustment

PATTERN = np.array([15, -15, 5, -10, 12, -8, 15, -15, 0, 10, -14, 5], dtype=float)
PATTERN -= PATTERN.mean()


@pytest.mark.parametrize("season", ["month means", "harmonics by AICc"])
def test_a_pure_season_is_taken_out_and_comes_back(season):
    values = 100 + np.tile(PATTERN, 4) + np.random.default_rng(1).normal(0, 0.1, 48)
    told = seasonal_adjustment(values, 12, season)
    assert told.rule == season
    assert np.ptp(told.remove(values)) < 1.0
    assert told.restore(told.remove(values)) == pytest.approx(values)


def test_a_trend_and_a_level_are_not_taken_for_season():
    line = np.linspace(100, 200, 30)
    told = seasonal_adjustment(line, 12)
    assert told.remove(line) == pytest.approx(line)
    step = np.r_[np.full(30, 100.0), np.full(10, 150.0)]
    told = seasonal_adjustment(step, 12, segments=[0] * 30 + [1] * 10)
    assert told.remove(step) == pytest.approx(step)


@pytest.mark.parametrize(
    ("length", "periods_per_year", "season", "reason"),
    [
        (23, 12, "month means", "a seasonal pattern needs 2 whole years"),
        (7, 4, "month means", "a seasonal pattern needs 2 whole years"),
        (40, 1, "month means", "not adjusted for the season"),
        (40, 12, "none", "not adjusted for the season"),
        (40, 4, "month means", "the figure does not vary"),
    ],
)
def test_why_not(length, periods_per_year, season, reason):
    values = np.ones(length) if "vary" in reason else np.arange(length) + 1.0
    told = seasonal_adjustment(values, periods_per_year, season)
    assert (told.rule, told.reason) == ("none", reason)
    assert list(told.remove(np.ones(length))) == [1.0] * length


def test_a_month_seen_once_is_too_little():
    values = np.ones(24) * 5
    values[3] = np.nan
    assert seasonal_adjustment(values, 12).rule == "none"


def test_aicc_prefers_no_season_in_a_flat_series():
    flat = np.random.default_rng(3).normal(100, 10, 36)
    told = seasonal_adjustment(flat, 12, "harmonics by AICc")
    assert (told.rule, told.reason) == ("none", "no seasonal pattern is better than none by AICc")


def test_figures_below_zero_are_shifted_not_divided():
    values = np.tile(PATTERN, 3)
    told = seasonal_adjustment(values, 12)
    assert set(told.factors) == {1.0}
    assert told.remove(values) == pytest.approx(np.zeros(36), abs=1e-9)


@pytest.mark.parametrize(
    ("values", "sparse"),
    [
        ([0] * 35 + [1], True),
        ([0] * 7 + [5] * 6, True),
        ([0] * 6 + [5] * 6, True),
        ([0] * 6 + [1] * 5 + [7], False),
        ([0] * 5 + [1] * 5 + [2] * 2, True),
        ([0] * 4 + [1] * 5 + [2] * 3, True),
        ([0] * 4 + [1] * 4 + [2] * 4, False),
        ([0] * 3 + [1] * 9, False),
        ([0] * 12, False),
        ([-1] + [0] * 11, False),
        ([float("nan")] * 12, False),
        ([float("nan"), 0, 0, 1], True),
    ],
)
def test_events_are_too_rare_where_most_figures_are_zero_or_the_mean_is_below_one(values, sparse):
    assert is_sparse(values) == sparse
    assert is_sparse(np.array(values) * 0.25) == sparse


@pytest.mark.parametrize("values", [[0] * 35 + [1], [0, 0, 1] * 12])
def test_no_season_is_seen_in_rare_events(values):
    told = seasonal_adjustment(values, 12)
    assert (told.rule, told.reason) == ("none", "too few events to see a season")
    assert list(told.remove(values)) == values


@pytest.mark.parametrize(("quiet", "divided"), [(40, True), (5, False)])
def test_a_quiet_month_is_not_blown_up(quiet, divided):
    """Divided by a small factor its noise would grow with it; the season is subtracted instead."""
    values = 100 + np.random.default_rng(4).normal(0, 0.1, 36)
    values[5::12] = quiet
    told = seasonal_adjustment(values, 12)
    assert (set(told.shifts) == {0.0}) == divided
    assert min(told.factors) >= SMALLEST_FACTOR
    assert told.restore(told.remove(values)) == pytest.approx(values)


def test_unknown_rule_is_refused():
    with pytest.raises(InputError, match="month means"):
        seasonal_adjustment([1.0] * 36, 12, "STL")


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(1, 500), min_size=24, max_size=40), st.integers(-6, 6))
def test_scaling_the_unit_scales_the_adjusted_values(values, power):
    scale = 2.0**power
    plain = seasonal_adjustment(values, 12)
    scaled = seasonal_adjustment(np.array(values) * scale, 12)
    assert scaled.remove(np.array(values) * scale) == pytest.approx(plain.remove(values) * scale)
