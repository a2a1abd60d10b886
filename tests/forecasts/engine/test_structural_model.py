"""The matrices against statsmodels' own filter, and what they must keep."""

import warnings

import numpy as np
import pytest
from statsmodels.tsa.statespace.initialization import Initialization
from statsmodels.tsa.statespace.kalman_smoother import KalmanSmoother
from statsmodels.tsa.statespace.structural import UnobservedComponents

from analysis.forecasts.engine.structural_model import PROVISIONAL_NOISE, Shape, components, matrices

HOLES = {"whole": (), "holes": (2, 4), "first missing": (0, 1), "this year missing": (-1,)}


def series(shape: Shape, seed: int = 3) -> np.ndarray:
    """Made-up figures of the shape, NaN where not seen."""
    draw = np.random.default_rng(seed)
    n = len(shape.seen)
    season = np.tile(draw.normal(size=shape.season), n // shape.season + 1)[:n]
    values = 5 + np.cumsum(draw.normal(size=n)) + 2 * season + draw.normal(size=n)
    return np.where(shape.seen, values, np.nan)


def shape_of(season: int, years: int, known: int, holes: tuple[int, ...], **rest) -> Shape:
    """A shape with some of its known periods missing; -1 is the last known."""
    seen = np.array([True] * (years * season + known) + [False] * (season - known))
    seen[[hole if hole >= 0 else years * season + known + hole for hole in holes]] = False
    return Shape(season, tuple(seen.tolist()), **rest)


def filtered(model, values: np.ndarray, prior: np.ndarray, diffuse: int):
    """Log-likelihood, predicted means and their joint variance, by statsmodels' exact diffuse filter."""

    states = model.k_states
    start = Initialization(states)
    start.set(diffuse, "diffuse")
    for block in ((0, diffuse), (diffuse + 1, states)):
        part = prior[block[0] : block[1], block[0] : block[1]]
        if len(part):
            start.set(block, "known", constant=np.zeros(len(part)), stationary_cov=part)
    model.initialize(start)
    model.loglikelihood_burn = 0
    smoothed = model.smooth()
    design = model["design"][0]
    means = design @ smoothed.smoothed_state
    spread = np.einsum("i,ijt,j->t", design, smoothed.smoothed_state_cov, design)
    return smoothed.llf, means, spread


def ours(shape: Shape, point: int, values: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """The same three from the matrices, at one grid point."""
    seen = np.array(shape.seen)
    by = matrices(shape)
    errors = by.errors[point] @ values[seen]
    density = -0.5 * (seen.sum() * np.log(2 * np.pi) + by.log_det[point] + errors @ errors)
    return density, by.forecast[point] @ values[seen], np.diag(by.covariance[point])


def unseen(shape: Shape) -> np.ndarray:
    """Positions of this year that are forecast."""
    n = len(shape.seen)
    return np.array([i for i in range(n - shape.season, n) if not shape.seen[i]])


@pytest.mark.parametrize("holes", HOLES.values(), ids=HOLES)
@pytest.mark.parametrize(
    ("season", "years", "known"), [(4, 1, 2), (4, 3, 1), (4, 5, 3), (12, 2, 5), (12, 1, 3)]
)
def test_every_grid_point_equals_statsmodels_filter(season, years, known, holes):
    """UnobservedComponents itself: log-likelihood, forecasts and variances to a relative 1e-10."""

    shape = shape_of(season, years, known, holes)
    values = series(shape)
    for point, (level, seasonal, slope) in enumerate(shape.grid):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = UnobservedComponents(values, "lldtrend", seasonal=season, stochastic_seasonal=False)
        model.update([1.0, level])
        prior = np.zeros((season + 1, season + 1))
        prior[1, 1] = slope
        prior[2:, 2:] = seasonal * (np.eye(season - 1) - 1 / season)
        density, means, spread = filtered(model.ssm, values, prior, 0)
        at = unseen(shape)
        mine = ours(shape, point, values)
        np.testing.assert_allclose(mine[0], density, rtol=1e-10)
        np.testing.assert_allclose(mine[1], means[at], rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose(mine[2], spread[at] + 1.0, rtol=1e-10)


def hidden_quarters(values: np.ndarray, level: float):
    """A rolling year as a state space of statsmodels: the mean of four hidden quarters, each level +
    irregular.

    States: level, slope, how the last three levels differ from it, the last four irregulars. Three quarters
    lie before the first total.
    """
    model = KalmanSmoother(k_endog=1, k_states=9, k_posdef=2)
    step = np.zeros((9, 9))
    step[0, :2] = step[1, 1] = 1
    step[2:5, 1] = -1
    step[3, 2] = step[4, 3] = 1
    step[6, 5] = step[7, 6] = step[8, 7] = 1
    model["transition"] = step
    model["selection"] = np.array(
        [[1, 0], [0, 0], [-1, 0], [-1, 0], [-1, 0], [0, 1], [0, 0], [0, 0], [0, 0.0]]
    )
    model["state_cov"] = np.diag([level, 1.0])
    model["design"] = np.array([[1, 0, *[0.25] * 7]])
    model["obs_cov"] = np.zeros((1, 1))
    model.bind(np.concatenate([np.full(3, np.nan), values])[None, :].copy())
    return model


@pytest.mark.parametrize("holes", [(), (3, 6)], ids=["whole", "holes"])
def test_a_rolling_year_equals_a_filter_over_hidden_quarters(holes):
    """statsmodels' filter over hidden quarters of which only twelve-month means are seen, to a relative
    1e-10.
    """
    shape = shape_of(4, 4, 2, holes, rolling=True)
    values, at = series(shape), unseen(shape)
    for point, (level, _, slope) in enumerate(shape.grid):
        prior = np.zeros((9, 9))
        prior[1, 1], prior[5, 5] = slope, 1.0
        density, means, spread = filtered(hidden_quarters(values, level), values, prior, 0)
        mine = ours(shape, point, values)
        np.testing.assert_allclose(mine[0], density, rtol=1e-10)
        np.testing.assert_allclose(mine[1], means[3:][at], rtol=1e-10)
        np.testing.assert_allclose(mine[2], spread[3:][at], rtol=1e-10)


def test_components_are_the_textbook_ones():
    level, seasonal, slope = components(4, 9)
    time = np.arange(9)
    np.testing.assert_allclose(level, np.minimum.outer(time, time))
    np.testing.assert_allclose(slope, np.outer(time, time))
    np.testing.assert_allclose(seasonal.reshape(9, 9)[:, :4].sum(axis=1), 0, atol=1e-12)


def test_a_break_frees_the_level_and_keeps_the_season():
    plain, broken = shape_of(4, 4, 2, ()), shape_of(4, 4, 2, (), break_before=16)
    values = np.tile([10.0, 20, 30, 40], 5)[:18]
    values[16:] += 100
    # The grid point of a calm level, a strong season and no slope.
    point = int(np.argmin(np.abs(plain.grid - (0.03, 10.0, 0.0)).sum(axis=1)))
    given = np.append(values, [np.nan] * 2)
    assert ours(broken, point, given)[1] == pytest.approx([130, 140], abs=1.5)
    assert ours(plain, point, given)[1][0] < 100


def test_a_provisional_period_moves_the_forecast_less():
    firm, soft = shape_of(4, 4, 2, ()), shape_of(4, 4, 2, (), provisional=True)
    assert PROVISIONAL_NOISE > 1
    assert (
        np.abs(matrices(soft).forecast[:, :, -1]) <= np.abs(matrices(firm).forecast[:, :, -1]) + 1e-12
    ).all()


def test_errors_do_not_see_the_level():
    shape = shape_of(4, 3, 2, (1,))
    by = matrices(shape)
    np.testing.assert_allclose(by.errors.sum(axis=2), 0, atol=1e-9)
    np.testing.assert_allclose(by.forecast.sum(axis=2), 1, atol=1e-9)
