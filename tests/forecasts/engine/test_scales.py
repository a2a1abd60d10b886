"""Scales: there and back, slopes, and the noise that chance alone gives."""

import numpy as np
import pytest

from analysis.forecasts.engine.scales import ARCSINE, LOG, LOGIT, ROOT, rolling

COUNTS, SHARES = np.array([3.0, 40.0, 900.0]), np.array([0.1, 0.5, 0.93])


@pytest.mark.parametrize("scale", [LOG, ROOT, rolling(4), LOGIT, ARCSINE], ids=lambda scale: scale.name)
def test_there_and_back_and_the_slope(scale):
    shares = scale in (LOGIT, ARCSINE)
    figure, behind = (SHARES, np.full(3, 1e9)) if shares else (COUNTS, np.ones(3))
    z = scale.bend(figure, behind)
    np.testing.assert_allclose(scale.unbend(z), figure, rtol=1e-6)
    slope = (scale.unbend(z + 1e-5) - scale.unbend(z - 1e-5)) / 2e-5
    np.testing.assert_allclose(scale.slope(z), slope, rtol=1e-4)


@pytest.mark.parametrize("scale", [LOG, ROOT], ids=lambda scale: scale.name)
def test_the_noise_of_counts_is_that_of_chance(scale):
    drawn = np.random.default_rng(1).poisson(60, 40000).astype(float)
    chance = scale.bend(drawn, 1.0).var()
    assert chance == pytest.approx(float(scale.noise(np.float64(60), 1.0)), rel=0.08)


@pytest.mark.parametrize("scale", [LOGIT, ARCSINE], ids=lambda scale: scale.name)
def test_the_noise_of_shares_is_that_of_chance(scale):
    drawn = np.random.default_rng(1).binomial(150, 0.3, 40000) / 150
    chance = scale.bend(drawn, np.full(40000, 150.0)).var()
    assert chance == pytest.approx(float(scale.noise(np.float64(0.3), np.float64(150))), rel=0.08)


def test_nothing_at_all_is_finite_on_every_scale():
    for scale in (LOG, ROOT, LOGIT, ARCSINE):
        assert np.isfinite(scale.bend(np.zeros(1), np.ones(1))).all()
