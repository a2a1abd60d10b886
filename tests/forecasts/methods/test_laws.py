"""Laws of the structural average: what must be true whatever the figures."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.forecasts.methods import METHODS, Panel

average = METHODS["structural_average"]


def counts(
    mean: float, years: int = 4, known: int = 2, season: int = 4, rows: int = 30, seed: int = 5
) -> Panel:
    """Made-up counts with a common mean and no change."""
    draw = np.random.default_rng(seed)
    values = draw.poisson(mean, (rows, years * season + known)).astype(float)
    return Panel(values, season, known, "count", None, tuple(f"series {i}" for i in range(rows)))


histories = st.lists(st.integers(0, 400), min_size=18, max_size=18)


@settings(max_examples=40, deadline=None)
@given(histories)
def test_what_has_happened_is_never_undone_and_easier_is_never_less_likely(history):
    outturns = average(Panel(np.array([history], dtype=float), 4, 2, "count", None, ("x",)))
    known = sum(history[-2:])
    assert outturns.quantile(1e-6)[0] >= known
    limits = np.arange(0, 4000, 40)
    chances = np.array([outturns.chance(None, float(limit))[0] for limit in limits])
    assert (np.diff(chances) >= 0).all()
    assert outturns.chance(None, known - 1)[0] == 0
    assert np.isfinite(outturns.interval(0.95)).all()


@pytest.mark.parametrize("season", [4, 12])
def test_at_the_years_end_the_forecast_is_the_outturn(season):
    panel = counts(20, known=season, season=season)
    outturns = average(panel)
    np.testing.assert_array_equal(outturns.interval(0.95), [panel.this_year.sum(axis=1)] * 2)
    assert set(outturns.chance(None, panel.this_year.sum(axis=1))) == {1.0}


@pytest.mark.parametrize("kind", ["rate", "level"])
def test_scaling_a_rescaled_kind_scales_the_result(kind):
    panel = replace(counts(50), kind=kind)
    plain, scaled = average(panel), average(replace(panel, values=panel.values * 0.0173))
    for p in (0.025, 0.5, 0.9):
        np.testing.assert_allclose(scaled.quantile(p), plain.quantile(p) * 0.0173, rtol=1e-9)


def test_a_rate_with_denominators_is_its_count():
    panel = counts(30)
    rate = replace(
        panel, kind="rate", values=panel.values / 12.5, denominators=np.full(panel.values.shape, 12.5)
    )
    for p in (0.1, 0.5, 0.9):
        np.testing.assert_allclose(average(rate).quantile(p) * 12.5, average(panel).quantile(p), rtol=1e-9)


@pytest.mark.parametrize(
    ("kind", "value"), [("count", 40), ("rate", 2.5), ("percentage", 82.0), ("level", 7.0)]
)
@pytest.mark.parametrize("season", [4, 12])
def test_a_steady_figure_stays_steady(kind, value, season):
    steady = np.full((1, 5 * season + season // 4), float(value))
    behind = np.full(steady.shape, 200.0) if kind == "percentage" else None
    outturn = average(Panel(steady, season, season // 4, kind, behind, ("x",))).median[0]
    expected = value * season if kind in ("count", "rate") else value
    assert outturn == pytest.approx(expected, rel=0.002)


def test_a_steady_percentage_stays_steady_when_its_cases_grow():
    behind = np.linspace(100, 400, 18)[None, :]
    panel = Panel(np.full((1, 18), 30.0), 4, 2, "percentage", behind, ("x",))
    assert average(panel).median[0] == pytest.approx(30.0, rel=0.01)


def test_a_rolling_year_at_rest_stays():
    panel = Panel(np.full((1, 18), 240.0), 4, 2, "rolling_year", None, ("x",))
    assert average(panel).median[0] == pytest.approx(240, rel=0.003)


@pytest.mark.parametrize("season", [4, 12])
def test_a_leap_in_a_rolling_year_leads_nowhere_absurd(season):
    """A quarter of 800 in a year of 100: it stays in the total to the year's end, and may come again."""
    totals = np.append(np.full(4 * season, 100.0), np.full(season // 4, 900.0))
    outturn = average(Panel(totals[None, :], season, season // 4, "rolling_year", None, ("x",))).median[0]
    assert 800 < outturn < 900 + 12 / 4 * 800


def test_rolling_totals_that_only_chance_moves_are_covered_as_they_say():
    draw = np.random.default_rng(3)
    quarters = draw.poisson(25, (400, 27)).astype(float)
    totals = np.stack([quarters[:, i : i + 4].sum(axis=1) for i in range(24)], axis=1)
    panel = Panel(totals[:, :22], 4, 2, "rolling_year", None, tuple(map(str, range(400))))
    for level, least, most in ((0.8, 0.76, 0.93), (0.95, 0.93, 0.995)):
        low, high = (np.round(end) for end in average(panel).interval(level))
        assert least <= ((low <= totals[:, 23]) & (totals[:, 23] <= high)).mean() <= most


@pytest.mark.parametrize("mean", [1, 5, 40, 600])
@pytest.mark.parametrize("season", [4, 12])
def test_a_longer_known_part_narrows_the_interval_on_average(mean, season):
    widths = []
    for known in range(0, season + 1, season // 4):
        low, high = average(counts(mean, known=known, season=season)).interval(0.8)
        widths.append((high - low).mean())
    assert (np.diff(widths) < 0).all()
    assert widths[-1] == 0


@pytest.mark.parametrize("season", [4, 12])
def test_swapping_and_adding_series_changes_nothing(season):
    panel = counts(15, season=season, known=season // 2)
    holed = panel.values.copy()
    holed[3, 2] = holed[7, 5] = np.nan
    panel = replace(panel, values=holed)
    order = np.random.default_rng(1).permutation(30)[:11]
    part, whole = average(panel.of(order)), average(panel)
    for p in (0.025, 0.5, 0.9):
        np.testing.assert_allclose(part.quantile(p), whole.quantile(p)[order], rtol=1e-9)
    np.testing.assert_array_equal(part.pulled_back, whole.pulled_back[order])


@pytest.mark.parametrize("mean", [1, 4, 25, 400])
def test_intervals_of_counts_that_only_chance_moves_cover_as_they_say(mean):
    """Poisson counts with a steady mean: 80 and 95% intervals hold at least nearly that share."""
    panel = counts(mean, rows=600, seed=8)
    rest = np.random.default_rng(9).poisson(mean, (600, 2)).sum(axis=1)
    outturn = panel.this_year.sum(axis=1) + rest
    for level, least in ((0.8, 0.78), (0.95, 0.93)):
        low, high = (np.round(end) for end in average(panel).interval(level))
        assert ((low <= outturn) & (outturn <= high)).mean() >= least


def test_very_erratic_short_series_stay_finite():
    values = np.array([[0, 90, 0, 2, 150, 0, 0, 1, 0.0, 60, 0, 0, 0]])
    outturns = average(Panel(values, 4, 1, "count", None, ("x",)))
    assert outturns.interval(0.95)[1][0] < 20000


def test_a_spoilt_past_period_is_pulled_back_but_never_this_years():
    panel = counts(200, years=5, known=2)
    spoilt = panel.values.copy()
    spoilt[0, 9] = 1500
    spoilt[1, 21] = 1500
    outturns = average(replace(panel, values=spoilt))
    assert outturns.pulled_back[0] == 9
    assert outturns.pulled_back[1] != 21
    assert abs(outturns.surprise[1]) > 3
    assert outturns.surprised_at[1] == 1
    np.testing.assert_allclose(outturns.median[0], average(panel).median[0], rtol=0.1)


def test_months_and_quarters_are_averaged():
    draw = np.random.default_rng(4)
    values = draw.poisson(40, (20, 54)).astype(float)
    months = Panel(values, 12, 6, "count", None, tuple(map(str, range(20))))
    quarters = Panel(values.reshape(20, 18, 3).sum(axis=2), 4, 2, "count", None, months.ids)
    both, by_quarter = average(months), average(quarters)
    assert (np.abs(both.median - by_quarter.median) < 0.05 * by_quarter.median).all()
    assert (both.median != by_quarter.median).all()
    assert (np.diff(both.path().expected, axis=1) > 0).all()
