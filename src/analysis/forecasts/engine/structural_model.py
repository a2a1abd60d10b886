"""The structural model behind the forecast, as matrices.

The model is statsmodels' `UnobservedComponents(y, "lldtrend", seasonal=m, stochastic_seasonal=False)`: a
level that wanders, a fixed slope, a fixed season and an irregular part. It is never fitted. It is taken at a
grid of fixed variance ratios, so that everything a forecast needs is linear in the data and the same for all
series of one shape. System matrices are statsmodels' own; what they imply for the periods together is worked
out once a shape. Tests hold log-likelihood, forecasts and variances against statsmodels' filter to a relative
1e-10.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

# Variance ratios to the irregular part: level per period, prior of the season, prior of the slope per period
# squared. A month's irregular variance is three times a quarter's in the same terms, its level moves a third
# as much and its slope a ninth, so the same model by month has a ninth, a third and a 27th of the ratios.
LEVELS = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
SEASONS = (0.1, 1.0, 10.0)
SLOPES = (0.0, 0.1)
# Prior odds of the slopes: most series of public services drift and few climb steadily.
SLOPE_ODDS = (0.85, 0.15)

# Prior variance of the jump at a declared break, in irregular variances: so wide that it decides nothing.
BREAK_VARIANCE = 1e4
# A last period that may still be revised counts as this many times as noisy.
PROVISIONAL_NOISE = 4.0


@dataclass(frozen=True)
class Shape:
    """What the matrices depend on: periods of a year, all periods to the year's end, those seen."""

    season: int
    seen: tuple[bool, ...]
    rolling: bool = False
    break_before: int | None = None
    provisional: bool = False

    @property
    def grid(self) -> np.ndarray:
        """The variance ratios this shape is averaged over: points x (level, season, slope).

        A fixed season cancels in a twelve-month total, so a rolling year has none.
        """
        ratios = np.array(list(product(LEVELS, (0.0,) if self.rolling else SEASONS, SLOPES)))
        n = self.season / 4
        return ratios / (n**2, n, n**3)

    @property
    def log_prior(self) -> np.ndarray:
        """Log prior weight of each grid point, up to a constant."""
        return np.asarray(np.log(np.tile(SLOPE_ODDS, len(self.grid) // len(SLOPES))))


@dataclass(frozen=True, eq=False)
class Matrices:
    """One shape's linear maps; the first axis is the grid point, n the periods seen, h those of this year
    unseen.

    All are for an irregular variance of 1:
    `errors` (n - 1 x n): standardised one-step errors; `log_prior`: the point's prior weight; `log_det`: the
    errors' log variances before standardising, added up; `precision` (n x n): errors' errors, from which
    leave-one-out residuals follow; `forecast` (h x n): from what was seen to the unseen periods; `covariance`
    (h x h): of their forecast errors.
    """

    errors: np.ndarray
    log_prior: np.ndarray
    log_det: np.ndarray
    precision: np.ndarray
    forecast: np.ndarray
    covariance: np.ndarray


@lru_cache(maxsize=8)
def components(season: int, periods: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Covariances (periods x periods) of level, season and slope for ratios of 1, from statsmodels' matrices.

    The seasonal prior is the identity made to sum to zero over a year; the slope's origin does not matter,
    because the level is diffuse.

    >>> level, seasonal, slope = components(4, 8)
    >>> level[5, 3], seasonal[0, 4].round(2), seasonal[0, 1].round(2), slope[2, 3]
    (np.float64(3.0), np.float64(0.75), np.float64(-0.25), np.float64(6.0))
    """
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    model = UnobservedComponents(np.zeros(2 * season), "lldtrend", seasonal=season, stochastic_seasonal=False)
    system = model.ssm
    loadings = [system["design"][0]]
    for _ in range(periods - 1):
        loadings.append(loadings[-1] @ system["transition"])
    states = np.array(loadings)
    shock = states @ system["selection"][:, 0]
    lag = np.subtract.outer(np.arange(periods), np.arange(periods)) - 1
    moved = np.where(lag >= 0, shock[np.maximum(lag, 0)], 0.0)
    prior = np.eye(season - 1) - 1 / season
    return moved @ moved.T, states[:, 2:] @ prior @ states[:, 2:].T, np.outer(states[:, 1], states[:, 1])


@lru_cache(maxsize=64)
def matrices(shape: Shape) -> Matrices:
    """The linear maps of a shape at every grid point; kept, since a report has few shapes.

    With V the covariance of what was seen and 1 the diffuse level's loading, this is generalised least
    squares: the first period seen fixes the level, each later one has an error and moves it.
    """
    joint = _joint_covariance(shape)
    seen, unseen = _seen_and_unseen(shape)
    lower = np.linalg.cholesky(joint[:, seen][:, :, seen])
    half = np.linalg.inv(lower)
    flat = half.sum(axis=2)
    weight = np.cumsum(flat**2, axis=1)
    level = np.cumsum(flat[:, :, None] * half, axis=1) / weight[:, :, None]
    errors = (half - flat[:, :, None] * np.roll(level, 1, axis=1))[:, 1:]
    errors /= np.sqrt(1 + flat[:, 1:] ** 2 / weight[:, :-1])[:, :, None]
    log_det = 2 * np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(axis=1) + np.log(weight[:, -1])
    towards = joint[:, unseen][:, :, seen] @ half.swapaxes(1, 2)
    missed = 1 - np.einsum("ghn,gn->gh", towards, flat)
    forecast = towards @ half + missed[:, :, None] * level[:, None, -1]
    covariance = joint[:, unseen][:, :, unseen] - towards @ towards.swapaxes(1, 2)
    covariance += missed[:, :, None] * missed[:, None, :] / weight[:, -1, None, None]
    return Matrices(errors, shape.log_prior, log_det, errors.swapaxes(1, 2) @ errors, forecast, covariance)


def _seen_and_unseen(shape: Shape) -> tuple[np.ndarray, np.ndarray]:
    """Positions seen, and positions of this year that are not (to come, or missing)."""
    seen = np.array(shape.seen)
    this_year = np.arange(len(seen)) >= len(seen) - shape.season
    return np.flatnonzero(seen), np.flatnonzero(~seen & this_year)


def _joint_covariance(shape: Shape) -> np.ndarray:
    """Covariance of all periods, level at 0, one matrix a grid point (the sum of the model's four parts)."""
    hidden = len(shape.seen) + (shape.season - 1 if shape.rolling else 0)
    joint = np.tensordot(shape.grid, np.stack(components(shape.season, hidden)), axes=1)
    noise = np.ones(hidden)
    if shape.provisional:
        last = int(np.flatnonzero(shape.seen)[-1]) + hidden - len(shape.seen)
        noise[last] = PROVISIONAL_NOISE
    joint += np.diag(noise)
    if shape.break_before is not None:
        after = np.arange(hidden) >= shape.break_before + hidden - len(shape.seen)
        joint += BREAK_VARIANCE * np.outer(after, after)
    return _twelve_months(joint, shape.season) if shape.rolling else joint


def _twelve_months(joint: np.ndarray, season: int) -> np.ndarray:
    """From hidden periods to the mean of the last `season` of them: a twelve-month total at its own size."""
    periods = joint.shape[1] - season + 1
    lag = np.subtract.outer(np.arange(periods) + season - 1, np.arange(joint.shape[1]))
    mean = ((lag >= 0) & (lag < season)) / season
    return np.asarray(mean @ joint @ mean.T)
