"""What every forecast method must keep, run over all that are registered."""

import numpy as np
import pytest

from analysis.forecasts.methods import KINDS, METHODS, Panel


def panel(kind="count", years=3, known=2, season=4, series=5, seed=1, behind=False) -> Panel:
    """Made-up series with a season and a trend, of any kind."""
    draw = np.random.default_rng(seed)
    columns = years * season + known
    rise = 30 * (1 + 0.02 * np.arange(columns)) * (1 + 0.2 * np.sin(2 * np.pi * np.arange(columns) / season))
    values = draw.poisson(rise * np.linspace(0.5, 8, series)[:, None]).astype(float)
    if kind in ("rate", "level"):
        values = values / 7
    if kind == "percentage":
        values = 100 * values / (values.max() + 20)
    ids = tuple(f"series {i}" for i in range(series))
    return Panel(values, season, known, kind, np.full(values.shape, 80.0) if behind else None, ids)


EVERY = [(name, kind) for name in METHODS for kind in KINDS]


@pytest.mark.parametrize(("name", "kind"), EVERY)
def test_quantiles_rise_and_stay_in_range(name, kind):
    for known in (0, 1, 3):
        given = panel(kind, known=known, series=3)
        outturns = METHODS[name](given)
        ends = np.stack([outturns.quantile(p) for p in (0.025, 0.1, 0.5, 0.9, 0.975)])
        assert ends.shape == (5, 3)
        assert (np.diff(ends, axis=0) >= 0).all()
        assert (ends >= (given.this_year.sum(axis=1) if given.adds_up else 0)).all()
        assert kind != "percentage" or (ends <= 100).all()
        assert np.isfinite(ends).all()


@pytest.mark.parametrize(("name", "kind"), EVERY)
def test_all_known_is_the_outturn(name, kind):
    given = panel(kind, known=4, behind=kind == "percentage")
    this_year = given.this_year
    outturn = this_year.sum(axis=1) if given.adds_up else this_year[:, -1]
    outturn = this_year.mean(axis=1) if kind == "percentage" else outturn
    low, high = METHODS[name](given).interval(0.95)
    np.testing.assert_allclose(low, outturn)
    np.testing.assert_allclose(high, outturn)


@pytest.mark.parametrize("name", METHODS)
def test_chances_add_up_and_easier_is_never_less_likely(name):
    outturns = METHODS[name](panel())
    limits = np.linspace(0, 3000, 61)
    chances = np.stack([outturns.chance(None, limit) for limit in limits])
    assert (np.diff(chances, axis=0) >= 0).all()
    middle = outturns.median.round()
    both = outturns.chance(None, middle) + outturns.chance(middle + 1, None)
    np.testing.assert_allclose(both, 1.0, atol=1e-12)
    assert (outturns.chance(None, panel().this_year.sum(axis=1) - 1) == 0).all()


@pytest.mark.parametrize("name", METHODS)
def test_other_series_change_nothing(name):
    given = panel(series=6)
    order = np.array([3, 0, 5])
    whole, part = METHODS[name](given), METHODS[name](given.of(order))
    for p in (0.1, 0.5, 0.9):
        np.testing.assert_allclose(part.quantile(p), whole.quantile(p)[order], rtol=1e-9)
    np.testing.assert_array_equal(part.draws(4, 9), whole.draws(4, 9)[order])


@pytest.mark.parametrize("name", METHODS)
def test_the_path_ends_in_the_year(name):
    outturns = METHODS[name](panel(known=1))
    path = outturns.path(0.8)
    assert path.expected.shape == (5, 3)
    np.testing.assert_allclose(path.expected[:, -1], outturns.median)
    np.testing.assert_allclose(np.stack([path.low[:, -1], path.high[:, -1]]), outturns.interval(0.8))
    assert (np.diff(path.expected, axis=1) >= 0).all()


@pytest.mark.parametrize("name", METHODS)
def test_missing_periods_are_borne(name):
    given = panel(years=4)
    values = given.values.copy()
    values[1, 5] = values[2, [3, 4]] = np.nan
    holed = Panel(values, 4, 2, "count", None, given.ids)
    outturns = METHODS[name](holed)
    assert np.isfinite(outturns.median).all()
    np.testing.assert_allclose(outturns.median[[0, 3, 4]], METHODS[name](given).median[[0, 3, 4]], rtol=1e-9)


def test_draws_follow_the_distribution():
    outturns = METHODS["structural_average"](panel())
    drawn = outturns.draws(4000, 5)
    assert (drawn == drawn.round()).all()
    inside = (drawn >= outturns.interval(0.8)[0][:, None]) & (drawn <= outturns.interval(0.8)[1][:, None])
    np.testing.assert_allclose(inside.mean(axis=1), 0.8, atol=0.03)
