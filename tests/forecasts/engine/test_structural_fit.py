"""Weights, the pulled-back period and the mixture, held against slower ways to the same."""

import numpy as np
import pytest

from analysis.forecasts.engine.figures import figures
from analysis.forecasts.engine.structural_fit import PRIOR_WORTH, mixture, pull_back, surprise, views
from analysis.forecasts.engine.structural_model import Shape, matrices
from analysis.forecasts.engine.year import year
from analysis.forecasts.methods import Panel


def given(spoilt: bool = False):
    """Six series of 22 quarters, their figures, matrices and views."""
    values = np.random.default_rng(6).poisson(80, (6, 22)).astype(float)
    if spoilt:
        values[2, 7] = 400
    panel = Panel(values, 4, 2, "count", None, tuple("abcdef"))
    model = matrices(Shape(4, (True,) * 22 + (False,) * 2))
    ready = figures(panel)
    return panel, ready, model, views(ready, np.arange(22), model)


def test_weights_are_the_marginal_likelihood_with_the_scale_integrated_out():
    _, ready, model, (view, _) = given()
    worth = 1 + PRIOR_WORTH / ready.events[3]
    prior = worth * view.scale.noise(ready.mean[3], 1.0)
    logs = []
    for point in range(len(model.log_det)):
        squares = ((model.errors[point] @ view.z[3]) ** 2).sum()
        log_likelihood = -0.5 * model.log_det[point] - 0.5 * (worth + 21) * np.log(prior + squares)
        logs.append(model.log_prior[point] + log_likelihood)
    weight = np.exp(logs - np.max(logs))
    np.testing.assert_allclose(view.weight[3], weight / weight.sum(), rtol=1e-8)


def test_the_leave_one_out_residual_is_what_the_rest_expects():
    """Of the pulled period the residual equals the one from a model that never saw it."""
    _, _, model, (view, _) = given(spoilt=True)
    without = [t for t in range(22) if t != 7]
    point = 10
    own = model.precision[point, 7, 7]
    residual = model.precision[point, 7] @ view.z[2] / own
    expected = -model.precision[point, 7, without] @ view.z[2, without] / own
    assert residual == pytest.approx(view.z[2, 7] - expected)


def test_one_spoilt_period_is_pulled_and_the_others_stay():
    _, _, model, before = given(spoilt=True)
    after, column = pull_back(before, model, 20)
    assert column.tolist() == [-1, -1, 7, -1, -1, -1]
    for old, new in zip(before, after, strict=True):
        moved = np.argwhere(old.z != new.z)
        assert moved.tolist() == [[2, 7]]
        assert new.z[2, 7] < old.z[2, 7]


def test_the_mixture_is_the_weighted_mean_and_total_variance():
    panel, ready, model, seen = given()
    centre, spread = mixture(seen, model, year(panel, ready), "log")
    assert centre.shape == spread.shape == (6, 2)
    np.testing.assert_allclose(np.exp(centre[:, -1]), 160, rtol=0.15)
    assert (spread[:, 0] > spread[:, 1] * 0.8).all()


def test_the_surprise_is_this_years_largest_error():
    panel, ready, model, _ = given()
    values = panel.values.copy()
    values[4, 21] = 300
    ready = figures(Panel(values, 4, 2, "count", None, panel.ids))
    score, at = surprise(views(ready, np.arange(22), model), model, 2)
    assert np.abs(score).argmax() == 4
    assert score[4] > 3
    assert at[4] == 1
    assert surprise(views(ready, np.arange(22), model), model, 0)[1].tolist() == [-1] * 6
