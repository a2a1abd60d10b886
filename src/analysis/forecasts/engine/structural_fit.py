"""How well each fixed setting of the structural model explains a series, and what the mixture expects.

Every step is linear algebra over the whole panel: series x grid points x periods.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import logit

from analysis.forecasts.engine.figures import Figures
from analysis.forecasts.engine.scales import Scale
from analysis.forecasts.engine.structural_model import Matrices
from analysis.forecasts.engine.year import Year

# A past period further than this many standard deviations from what all others say is pulled back to it.
PULL_BACK_BEYOND = 3.0
# The scale's prior is worth 1 + 20 / events observations: the smaller the counts, the surer their noise.
PRIOR_WORTH = 20.0


@dataclass(frozen=True, eq=False)
class View:
    """A panel seen on one scale.

    `z`: series x n, the periods seen. `share` (series): the scale's weight beside the other. `worth` and
    `prior` (series): degrees of freedom and sum of squares that the scale's prior stands for. `weight`
    (series x grid) sums to 1, `variance` (series x grid) is the irregular's.
    """

    scale: Scale
    share: np.ndarray
    z: np.ndarray
    worth: np.ndarray
    prior: np.ndarray
    weight: np.ndarray
    variance: np.ndarray


def views(ready: Figures, seen: np.ndarray, model: Matrices) -> list[View]:
    """The panel on each of its scales, every grid point weighed."""
    typical = _row_mean(ready.behind) if ready.law == "logit" else ready.mean
    worth = 1 + PRIOR_WORTH / ready.events
    made = []
    for scale, share in ready.scales:
        z = scale.bend(ready.values[:, seen], ready.behind[:, seen])
        prior = worth * scale.noise(ready.mean, typical)
        made.append(View(scale, share, z, worth, prior, *_weigh(z, worth, prior, model)))
    return made


def _weigh(
    z: np.ndarray, worth: np.ndarray, prior: np.ndarray, model: Matrices
) -> tuple[np.ndarray, np.ndarray]:
    """Weight and irregular variance of every grid point, the scale integrated out.

    Weight of a point: its prior x |F|^-1/2 x (prior scale + sum of squared errors)^-(prior worth + n - 1) /
    2.
    """
    n = z.shape[1]
    pairs = (z[:, :, None] * z[:, None, :]).reshape(len(z), n * n)
    squares = pairs @ model.precision.reshape(-1, n * n).T + prior[:, None]
    degrees = (worth + n - 1)[:, None]
    log_weight = model.log_prior - 0.5 * model.log_det - 0.5 * degrees * np.log(squares)
    weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
    return weight / weight.sum(axis=1, keepdims=True), squares / degrees


def pull_back(seen: list[View], model: Matrices, past: int) -> tuple[list[View], np.ndarray]:
    """Pull the single most abnormal past period back to the limit, on every scale; never one of this year.

    Abnormal is what all other periods do not lead to expect: the leave-one-out residual in standard
    deviations, averaged over grid points and scales. Gives the views and the column pulled, -1 where none
    was.
    """
    own = np.sqrt(np.diagonal(model.precision, axis1=1, axis2=2))[:, :past]
    apart = model.precision[:, :, :past] / own[:, None]
    away = [np.tensordot(view.z, apart, axes=(1, 1)) for view in seen]
    score = np.asarray(sum(_score(view, moved) for view, moved in zip(seen, away, strict=True)))
    column = np.abs(score).argmax(axis=1)
    size = np.abs(score[np.arange(len(column)), column])
    rows = np.flatnonzero(size > PULL_BACK_BEYOND)
    if not len(rows):
        return seen, np.full(len(column), -1)
    at, excess = column[rows], 1 - PULL_BACK_BEYOND / size[rows]
    pulled = []
    for view, moved in zip(seen, away, strict=True):
        residual = (view.weight[rows] * moved[rows, :, at] / own.T[at]).sum(axis=1)
        pulled.append(_moved(view, model, rows, at, -excess * residual))
    return pulled, np.where(size > PULL_BACK_BEYOND, column, -1)


def _score(view: View, moved: np.ndarray) -> np.ndarray:
    """Leave-one-out residuals in standard deviations, averaged over the grid and weighted by the scale."""
    by_point = view.weight / np.sqrt(view.variance) * view.share[:, None]
    return np.asarray(np.matmul(by_point[:, None, :], moved)[:, 0])


def _moved(view: View, model: Matrices, rows: np.ndarray, at: np.ndarray, by: np.ndarray) -> View:
    """The view with one period of some series moved, and those series weighed again."""
    z, weight, variance = view.z.copy(), view.weight.copy(), view.variance.copy()
    z[rows, at] += by
    weight[rows], variance[rows] = _weigh(z[rows], view.worth[rows], view.prior[rows], model)
    return replace(view, z=z, weight=weight, variance=variance)


def mixture(seen: list[View], model: Matrices, this_year: Year, law: str) -> tuple[np.ndarray, np.ndarray]:
    """Centre and spread of the year's law at each step: series x steps.

    At each grid point the unseen periods' medians are added up and their joint variance goes through the
    slope of the sum (delta method); points and scales are mixed on the law's own scale. On logs the variance
    is that of a lognormal with the same relative error, which stays sane when hardly anything is expected.
    """
    parts = [_ahead(view, model, this_year, law) for view in seen]
    centre, variance = (np.concatenate(part, axis=1) for part in zip(*parts, strict=True))
    weight = np.concatenate([view.weight * view.share[:, None] for view in seen], axis=1)[:, None, :]
    mean = np.matmul(weight, centre)
    return mean[:, 0], np.sqrt(np.matmul(weight, variance + (centre - mean) ** 2)[:, 0])


def _ahead(view: View, model: Matrices, this_year: Year, law: str) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance of the rest of the year at every grid point and step, on the law's scale."""
    ahead = np.tensordot(view.z, model.forecast, axes=(1, 2))
    weights = this_year.weights.swapaxes(1, 2)
    total = np.matmul(view.scale.unbend(ahead), weights)
    # Variance of the sum to each step: over all pairs of unseen periods, slope x weight of each x covariance.
    slope, unseen = view.scale.slope(ahead), ahead.shape[2]
    pairs = (slope[..., :, None] * model.covariance * slope[..., None, :]).reshape(
        *ahead.shape[:2], unseen**2
    )
    both = (weights[:, :, None] * weights[:, None]).reshape(len(weights), unseen**2, -1)
    variance = np.matmul(pairs, both) * view.variance[:, :, None]
    if law == "plain":
        return total, variance
    if law == "logit":
        total = np.clip(total, 1e-6, 1 - 1e-6)
        return np.asarray(logit(total)), np.log1p(variance / (total * (1 - total)) ** 2)
    return np.log(total + 0.5), np.log1p(variance / (total + 0.5) ** 2)


def surprise(seen: list[View], model: Matrices, known: int) -> tuple[np.ndarray, np.ndarray]:
    """The largest standardised one-step error among this year's seen periods, with its sign, and which it is.

    The filter's own errors: each period against all before it. 0 and -1 where no period is known.
    """
    series = len(seen[0].z)
    if not known:
        return np.zeros(series), np.full(series, -1)
    score = np.zeros((series, known))
    for view in seen:
        error = np.tensordot(view.z, model.errors[:, -known:], axes=(1, 2))
        by_point = view.weight / np.sqrt(view.variance) * view.share[:, None]
        score += np.matmul(by_point[:, None, :], error)[:, 0]
    at = np.abs(score).argmax(axis=1)
    return score[np.arange(series), at], at


def _row_mean(values: np.ndarray) -> np.ndarray:
    """Mean of what is there, one a series."""
    return np.asarray(np.nansum(values, axis=1) / np.isfinite(values).sum(axis=1))
