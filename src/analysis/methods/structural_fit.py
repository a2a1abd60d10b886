"""How well each fixed setting of the structural model explains a series, and what the mixture expects.

Every step is linear algebra over the whole panel: series x grid points x periods.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import logit

from analysis.methods.figures import Figures
from analysis.methods.scales import Scale
from analysis.methods.structural_model import Matrices
from analysis.methods.year import Year

# A past period further than this many standard deviations from what all others say is pulled back to it.
PULL_BACK_BEYOND = 3.0
# The scale's prior is worth 1 + 20 / events observations: the smaller the counts, the surer their noise.
PRIOR_WORTH = 20.0


@dataclass(frozen=True, eq=False)
class Fit:
    """One scale's view of the panel.

    `weight` (series x grid) sums to 1; `variance` (series x grid) is the irregular's; `residual` (series x
    grid x n) is what each period seen differs from what all others lead to expect, `score` (series x n) the
    same in standard deviations, averaged by weight.
    """

    weight: np.ndarray
    variance: np.ndarray
    residual: np.ndarray
    score: np.ndarray


def fit_all(z: np.ndarray, scale: Scale, ready: Figures, model: Matrices) -> Fit:
    """Weights and irregular variances at every grid point, the scale integrated out.

    Weight of a point: |F|^-1/2 x (prior scale + sum of squared errors)^-(prior worth + n - 1) / 2.
    """
    typical = _row_mean(ready.behind) if ready.shares else ready.mean
    worth = 1 + PRIOR_WORTH / ready.events
    prior = worth * scale.noise(ready.mean, typical)
    moved = np.tensordot(z, model.precision, axes=(1, 1))
    squares = (moved * z[:, None, :]).sum(axis=2) + prior[:, None]
    degrees = (worth + z.shape[1] - 1)[:, None]
    log_weight = model.log_prior - 0.5 * model.log_det - 0.5 * degrees * np.log(squares)
    weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    variance = squares / degrees
    own = np.diagonal(model.precision, axis1=1, axis2=2)
    score = np.einsum("sg,sgn->sn", weight / np.sqrt(variance), moved / np.sqrt(own))
    return Fit(weight, variance, moved / own, score)


def pull_back(bent, ready: Figures, model: Matrices, past: int):
    """Pull the single most abnormal past period back to the limit, on every scale; never one of this year.

    Gives the figures on each scale and the column pulled, -1 where none was.
    """
    fits = [fit_all(z, scale, ready, model) for z, (scale, _) in zip(bent, ready.scales, strict=True)]
    score = sum(fit.score * share[:, None] for fit, (_, share) in zip(fits, ready.scales, strict=True))
    column = np.abs(score[:, :past]).argmax(axis=1)
    rows = np.arange(len(column))
    excess = np.maximum(0.0, 1 - PULL_BACK_BEYOND / np.maximum(np.abs(score[rows, column]), 1e-12))
    pulled = []
    for z, fit in zip(bent, fits, strict=True):
        z = z.copy()
        z[rows, column] -= excess * np.einsum("sg,sg->s", fit.weight, fit.residual[rows, :, column])
        pulled.append(z)
    return pulled, np.where(excess > 0, column, -1)


def mixture(bent, fits: list[Fit], ready: Figures, model: Matrices, this_year: Year):
    """Centre and spread of the year's law at each step: series x steps.

    At each grid point the unseen periods' medians are added up and their joint variance goes through the
    slope of the sum (delta method); points and scales are mixed on the law's own scale.
    """
    centres, spreads, weights = [], [], []
    for z, fit, (scale, share) in zip(bent, fits, ready.scales, strict=True):
        ahead = np.tensordot(z, model.forecast, axes=(1, 2))
        total = np.einsum("sjh,sgh->sgj", this_year.weights, scale.unbend(ahead))
        slope = this_year.weights[:, None] * scale.slope(ahead)[:, :, None, :]
        variance = np.einsum("sgjh,ghk,sgjk->sgj", slope, model.covariance, slope, optimize=True)
        link, steepness = _link(total, ready.shares)
        variance = variance * fit.variance[:, :, None] * steepness**2
        centres.append(link)
        spreads.append(variance if ready.shares else np.log1p(variance))
        weights.append(fit.weight * share[:, None])
    centre, variance = np.concatenate(centres, 1), np.concatenate(spreads, 1)
    weight = np.concatenate(weights, 1)
    mean = np.einsum("sg,sgj->sj", weight, centre)
    return mean, np.sqrt(np.einsum("sg,sgj->sj", weight, variance + (centre - mean[:, None]) ** 2))


def _link(total: np.ndarray, shares: bool) -> tuple[np.ndarray, np.ndarray]:
    """The law's scale and its steepness: log of half an event more, or log odds."""
    if not shares:
        return np.log(total + 0.5), 1 / (total + 0.5)
    total = np.clip(total, 1e-6, 1 - 1e-6)
    return logit(total), 1 / (total * (1 - total))


def surprise(bent, fits: list[Fit], ready: Figures, model: Matrices, known: int):
    """The largest standardised one-step error among this year's seen periods, with its sign, and which it
    is.
    """
    if not known:
        return np.zeros(len(ready.mean)), np.full(len(ready.mean), -1)
    score = np.zeros((len(ready.mean), known))
    for z, fit, (_, share) in zip(bent, fits, ready.scales, strict=True):
        error = np.tensordot(z, model.errors[:, -known:], axes=(1, 2)) / np.sqrt(fit.variance)[:, :, None]
        score += share[:, None] * np.einsum("sg,sgk->sk", fit.weight, error)
    at = np.abs(score).argmax(axis=1)
    return score[np.arange(len(score)), at], at


def _row_mean(values: np.ndarray) -> np.ndarray:
    """Mean of what is there, one a series."""
    return np.nansum(values, axis=1) / np.isfinite(values).sum(axis=1)
