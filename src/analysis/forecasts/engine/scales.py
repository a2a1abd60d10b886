"""The scales on which periods are modelled, and how noisy figures must be on each at the least.

A scale bends figures so that their noise is about the same everywhere. Each knows the variance that chance
alone gives (Poisson for counts, binomial for percentages) plus 3% of real unevenness from period to period.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

UNEVENNESS = 0.03**2


@dataclass(frozen=True)
class Scale:
    """`bend(figure, behind)` to the scale; `unbend(z)` back; `slope(z)` its derivative; `noise(mean,
    behind)`.

    `figure` is a count, or a share 0 to 1 with `behind` its denominator. `noise` is the least variance.
    """

    name: str
    bend: Callable[[np.ndarray, np.ndarray], np.ndarray]
    unbend: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]
    noise: Callable[[np.ndarray, np.ndarray], np.ndarray]


def _logit(share: np.ndarray, behind: np.ndarray) -> np.ndarray:
    """Log odds with half a case on either side, so that 0 and 1 are finite."""
    return np.asarray(np.log((share * behind + 0.5) / ((1 - share) * behind + 0.5)))


def _arcsine(share: np.ndarray, behind: np.ndarray) -> np.ndarray:
    """Anscombe's arcsine of the root."""
    return np.asarray(np.arcsin(np.sqrt((share * behind + 0.375) / (behind + 0.75))))


def _odds_width(share: np.ndarray) -> np.ndarray:
    return np.asarray(np.maximum(share * (1 - share), 1e-6))


LOG = Scale(
    "log",
    bend=lambda count, _: np.log(count + 0.5),
    unbend=lambda z: np.maximum(np.exp(z) - 0.5, 0.0),
    slope=lambda z: np.exp(z),
    noise=lambda mean, _: 1 / mean + UNEVENNESS,
)
ROOT = Scale(
    "root",
    bend=lambda count, _: np.sqrt(count + 0.375),
    unbend=lambda z: np.maximum(np.maximum(z, 0.0) ** 2 - 0.375, 0.0),
    slope=lambda z: 2 * np.maximum(z, 0.3),
    noise=lambda mean, _: 0.25 + UNEVENNESS * mean / 4,
)
LOGIT = Scale(
    "logit",
    bend=_logit,
    unbend=expit,
    slope=lambda z: expit(z) * expit(-z),
    noise=lambda mean, behind: 1 / (behind * _odds_width(mean)) + UNEVENNESS,
)
ARCSINE = Scale(
    "arcsine",
    bend=_arcsine,
    unbend=lambda z: np.sin(np.clip(z, 0.0, np.pi / 2)) ** 2,
    slope=lambda z: np.sin(2 * np.clip(z, 0.05, np.pi / 2 - 0.05)),
    noise=lambda mean, behind: 1 / (4 * behind) + UNEVENNESS * _odds_width(mean) / 4,
)


def rolling(season: int) -> Scale:
    """The scale of a twelve-month total: plain, since only there a total is a sum.

    It is the mean of hidden periods at a yearly rate, each with `season` times the total's chance variance.
    On roots and logs a period that leaps gives absurd years.
    """
    return Scale(
        "plain",
        bend=lambda count, _: count,
        unbend=lambda z: z,
        slope=np.ones_like,
        noise=lambda mean, _: season * mean + UNEVENNESS * mean**2,
    )
