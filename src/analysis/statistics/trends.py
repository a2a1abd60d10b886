"""Recent trend over five consecutive periods, by the rule of Public Health England's Fingertips.

Weighted regression of the untransformed values on 1 to 5, with weights from the limits' width (upper less
lower over 2 x 1.96 stands for the standard error). The trend is significant where chi-squared is above 9.5495
(99.8%) and the slope keeps its sign when any one of the five periods is left out. A gap is never closed up.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.definitions.errors import InputError, Problem
from analysis.definitions.indicators import Polarity

Word = Literal["increasing", "decreasing", "no significant change", "cannot be calculated"]

PERIODS = 5
SIGNIFICANT_ABOVE = 9.5495
"""Chi-squared with one degree of freedom at 99.8%."""
Z_OF_LIMITS = 1.96


@dataclass(frozen=True)
class Trend:
    """`word` says which way the figure goes, `judged` whether that is better or worse (empty where neither).

    `slope` is in the figure's unit a period; `reason` says why there is no trend or what stands behind it.
    """

    word: Word
    judged: Literal["better", "worse", ""] = ""
    slope: float | None = None
    chi_squared: float | None = None
    reason: str = ""


def recent_trend(
    values: Sequence[float | None],
    lows: Sequence[float | None],
    highs: Sequence[float | None],
    polarity: Polarity = "none",
) -> Trend:
    """The trend of the last five of consecutive periods, with their 95% limits; None or nan is a gap.

    Raises `InputError` where values and limits are not of one length.

    >>> limits = [9, 10, 11, 12, 13], [11, 12, 13, 14, 15]
    >>> recent_trend([10, 11, 12, 13, 14], *limits, polarity="higher").word
    'increasing'
    """
    if not len(values) == len(lows) == len(highs):
        what = f"{len(values)} values do not fit {len(lows)} lower and {len(highs)} upper limits"
        raise InputError(Problem(what, "give one pair of limits for each value"))
    y, low, high = (_last_five(numbers) for numbers in (values, lows, highs))
    if why_not := _why_not(y, low, high):
        return Trend("cannot be calculated", reason=why_not)
    errors = (high - low) / (2 * Z_OF_LIMITS)
    slope, chi_squared = _weighted_slope(np.arange(1.0, PERIODS + 1), y, errors)
    if not chi_squared > SIGNIFICANT_ABOVE:
        reason = "chance alone could give the slope of the last five periods"
        return Trend("no significant change", "", slope, chi_squared, reason)
    if not _keeps_its_sign(slope, y, errors):
        reason = "the slope turns round when one of the five periods is left out"
        return Trend("no significant change", "", slope, chi_squared, reason)
    word: Word = "increasing" if slope > 0 else "decreasing"
    return Trend(word, _judged(slope, polarity), slope, chi_squared, f"{word} over five consecutive periods")


def _last_five(numbers: Sequence[float | None]) -> np.ndarray:
    return np.array([math.nan if number is None else number for number in numbers[-PERIODS:]], dtype=float)


def _why_not(y: np.ndarray, low: np.ndarray, high: np.ndarray) -> str:
    if len(y) < PERIODS:
        return f"a trend needs {PERIODS} consecutive periods and there are {len(y)}"
    if np.isnan(y).any():
        gaps = int(np.isnan(y).sum())
        return f"{gaps} of the last {PERIODS} periods have no figure, and a gap is not closed up"
    if np.isnan(low).any() or np.isnan(high).any():
        return "limits are missing for some of the five periods, so they cannot be weighted"
    if not (high > low).all():
        return "limits have no width in some of the five periods, so they cannot be weighted"
    return ""


def _weighted_slope(x: np.ndarray, y: np.ndarray, errors: np.ndarray) -> tuple[float, float]:
    """Slope and its chi-squared, the standard errors taken as known."""
    weights = 1 / errors**2
    away = x - np.average(x, weights=weights)
    spread = float((weights * away**2).sum())
    slope = float((weights * away * y).sum()) / spread
    return slope, slope**2 * spread


def _keeps_its_sign(slope: float, y: np.ndarray, errors: np.ndarray) -> bool:
    x = np.arange(1.0, PERIODS + 1)
    slopes = [
        _weighted_slope(*(np.delete(a, left_out) for a in (x, y, errors)))[0] for left_out in range(PERIODS)
    ]
    return all(np.sign(other) == np.sign(slope) for other in slopes)


def _judged(slope: float, polarity: Polarity) -> Literal["better", "worse", ""]:
    if polarity not in ("lower", "higher"):
        return ""
    return "better" if (slope > 0) == (polarity == "higher") else "worse"
