"""Direction of travel: better, worse, no clear change, or not comparable with the same period last year.

Counts by the exact conditional binomial test (Przyborowski and Wilenski), widened for overdispersion where
the indicator's own history allows it; proportions by Newcombe's hybrid interval (his method 10);
values without counts by a stated tolerance; and the rule of documents in which any difference counts.
Differences are now less before throughout.
"""

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import scipy  # its submodules load on first use

from analysis.definitions import wording
from analysis.definitions.errors import InputError, Problem, known
from analysis.definitions.indicators import Polarity
from analysis.statistics import intervals

Word = Literal["better", "worse", "no clear change", "same", "not comparable"]

SIGNIFICANT_BELOW = 0.05
HISTORY_NEEDED = 8
"""Past periods from which an indicator's own overdispersion can be estimated."""
PLACES = 12
"""Decimal places below which two distances from an ideal value are the same."""

CHANCE = "which chance alone could give"
SWINGS = "within this figure's usual swings"
"""Where chance alone could not give a difference, but a figure that always varies so much could."""

EXACT_RULE = "exact conditional binomial test"
WIDENED_RULE = "exact conditional binomial test, widened for overdispersion"
NEWCOMBE_RULE = "Newcombe's hybrid interval"
BESIDE_RULE = "Newcombe's hybrid interval of counts printed beside it"
TOLERANCE_RULE = "stated tolerance"
PRINTED_RULE = "Wilson interval against last year's printed percentage"
PUBLISHED_RULE = "as published: any difference counts"


@dataclass(frozen=True)
class Direction:
    """A word with what it rests on.

    `p_value` is always the exact one; `p_widened` (which the word follows where it is there) allows for
    `overdispersion`, the variance of the indicator's own past counts over what chance alone gives them.
    `interval` is the 95% interval of the difference (percentage points), or of this year's percentage where
    last year's is only printed. `reason` is a sentence without a full stop.
    """

    word: Word
    p_value: float | None = None
    p_widened: float | None = None
    overdispersion: float | None = None
    interval: tuple[float, float] | None = None
    rule: str = ""
    reason: str = ""

    @property
    def beyond_chance(self) -> bool:
        """Whether the exact test excludes chance alone and only the figure's own history widens it."""
        if self.p_widened is None or self.p_value is None:
            return False
        return self.p_widened > self.p_value and self.p_value < SIGNIFICANT_BELOW

    @property
    def small_words(self) -> str:
        """What could give a difference that is not clear: chance alone, or the figure's usual swings."""
        return SWINGS if self.beyond_chance else CHANCE


def direction_of_counts(
    now: float | None,
    before: float | None,
    exposure_now: float = 1.0,
    exposure_before: float = 1.0,
    history: Sequence[float | None] | None = None,
    polarity: Polarity = "lower",
    periods_per_year: int = 4,
    ideal: float | None = None,
) -> Direction:
    """Compare two counts of events, given their exposures (populations, days) where these differ.

    Given their sum, `now` is binomial with share exposure_now / (exposure_now + exposure_before). `history`
    is the past periods' counts in order (quarters or months, `periods_per_year` of them a year; None where
    there is no figure), the current year left out; from eight figures on it widens the p-value. `ideal` is in
    events per exposure.

    >>> direction_of_counts(1197, 1317).word, round(direction_of_counts(1197, 1317).p_value, 3)
    ('better', 0.018)
    """
    if missing := _why_missing(now, before):
        return Direction("not comparable", rule=EXACT_RULE, reason=missing)
    now, before = known(now), known(before)
    _check_counts(now, before)
    _check_exposures(exposure_now, exposure_before)
    share = exposure_now / (exposure_now + exposure_before)
    p_value = _exact_p(int(now), int(before), share)
    spread = overdispersion(history, periods_per_year) if history is not None else None
    widened = _widened(p_value, int(now), int(before), share, spread) if spread else None
    decisive = p_value if widened is None else widened
    now_rate, before_rate = now / exposure_now, before / exposure_before
    clear = decisive < SIGNIFICANT_BELOW
    word, note = _word(now_rate, before_rate, polarity, clear, ideal)
    size = (
        _counted_difference(int(now), int(before))
        if exposure_now == exposure_before
        else _rise(now_rate, before_rate)
    )
    told = Direction(
        word=word,
        p_value=p_value,
        p_widened=widened,
        overdispersion=spread.factor if spread else None,
        rule=WIDENED_RULE if spread else EXACT_RULE,
    )
    return replace(told, reason=_sentence(size, clear, note, told.small_words))


def direction_of_proportions(
    x_now: float,
    n_now: float,
    x_before: float,
    n_before: float,
    polarity: Polarity = "lower",
    ideal: float | None = None,
) -> Direction:
    """Compare two proportions by Newcombe's 95% interval of their difference; `ideal` is in per cent.

    >>> direction_of_proportions(30, 76, 20, 65, "lower").word
    'no clear change'
    """
    if missing := _why_missing(x_now, x_before) or _why_missing(n_now, n_before):
        return Direction("not comparable", rule=NEWCOMBE_RULE, reason=missing)
    interval = newcombe(x_now, n_now, x_before, n_before)
    clear = not interval[0] <= 0 <= interval[1]
    now, before = 100 * x_now / n_now, 100 * x_before / n_before
    word, note = _word(now, before, polarity, clear, ideal)
    return Direction(
        word, interval=interval, rule=NEWCOMBE_RULE, reason=_sentence(_rise(now, before), clear, note)
    )


def direction_of_values(
    now: float | None,
    before: float | None,
    tolerance: float | None,
    polarity: Polarity = "lower",
    ideal: float | None = None,
) -> Direction:
    """Compare two values without counts: a change of `tolerance` per cent of last year's figure counts.

    >>> direction_of_values(81.94, 85.78, 5, "higher").word
    'no clear change'
    """
    if missing := _why_missing(now, before) or _why_no_tolerance(before, tolerance):
        return Direction("not comparable", rule=TOLERANCE_RULE, reason=missing)
    now, before, tolerance = known(now), known(before), known(tolerance)
    reached = tolerance / 100 * abs(before)
    clear = now != before and (abs(now - before) >= reached or math.isclose(abs(now - before), reached))
    word, note = _word(now, before, polarity, clear, ideal)
    chance = f"a change of {wording.typed(tolerance)}% or more counts"
    return Direction(word, rule=TOLERANCE_RULE, reason=f"{_rise(now, before)}; {note or chance}")


def direction_against_printed_percentage(
    x: float,
    n: float,
    printed_before: float | None,
    polarity: Polarity = "lower",
    tolerance: float | None = None,
) -> Direction:
    """Compare x of n with last year's figure where that is only a printed percentage.

    If our Wilson interval holds last year's figure, chance alone could give the difference whatever last
    year's counts were. If not, the stated tolerance decides, or nothing can without last year's counts.

    >>> direction_against_printed_percentage(68, 568, 14.18, "higher").word
    'no clear change'
    """
    if missing := _why_missing(x, printed_before):
        return Direction("not comparable", rule=PRINTED_RULE, reason=missing)
    ours = intervals.proportion(x, n)
    both = (ours.low, ours.high)
    if ours.holds(known(printed_before)):
        reason = "last year's figure lies within what chance alone could give this year"
        return Direction("no clear change", interval=both, rule=PRINTED_RULE, reason=reason)
    outside = "last year's figure lies outside what chance alone could give this year"
    if tolerance is None:
        reason = f"{outside}, but how far chance reaches last year needs that year's counts"
        return Direction("not comparable", interval=both, rule=PRINTED_RULE, reason=reason)
    told = direction_of_values(100 * x / n, printed_before, tolerance, polarity)
    return Direction(told.word, interval=both, rule=TOLERANCE_RULE, reason=f"{outside}; {told.reason}")


def direction_as_published(
    now: float | None, before: float | None, polarity: Polarity = "lower", ideal: float | None = None
) -> Direction:
    """Better, worse or the same by any difference at all, as documents of the kind print it.

    >>> direction_as_published(3710, 3836, "lower").word
    'better'
    """
    if missing := _why_missing(now, before):
        return Direction("not comparable", rule=PUBLISHED_RULE, reason=missing)
    now, before = known(now), known(before)
    if now == before:
        return Direction("same", rule=PUBLISHED_RULE, reason="the same figure as last year")
    word, note = _word(now, before, polarity, True, ideal)
    word = "same" if word == "no clear change" else word
    return Direction(word, rule=PUBLISHED_RULE, reason=note or _rise(now, before))


@dataclass(frozen=True)
class Overdispersion:
    """Variance over what chance alone gives (at least 1), on `freedom` degrees of freedom."""

    factor: float
    freedom: int


def overdispersion(history: Sequence[float | None], periods_per_year: int = 4) -> Overdispersion | None:
    """How much more an indicator's past counts vary than chance: Pearson's chi-squared over its degrees of
    freedom about a seasonal pattern (from two whole years) and a steady trend, both on the log scale.

    `history` is in order of time, None for a period without a figure: a gap keeps its place. None is returned
    below eight past figures, or below one event a period. Raises `InputError` for negative counts.
    """
    counts = _checked_history(history)
    there = ~np.isnan(counts)
    season = _season_of(len(counts), periods_per_year)
    happened = np.bincount(season[there], weights=counts[there], minlength=season.max(initial=0) + 1) > 0
    kept = there & happened[season]
    if kept.sum() < HISTORY_NEEDED or counts[there].sum() < there.sum():
        return None
    freedom = int(kept.sum() - happened.sum()) - 1
    if freedom < 1:
        return None
    design = np.column_stack([np.eye(happened.size)[season][:, happened], np.linspace(-1, 1, len(counts))])
    return Overdispersion(max(1.0, _pearson(counts[kept], design[kept]) / freedom), freedom)


def _season_of(length: int, periods_per_year: int) -> np.ndarray:
    """Each period's place in the year; all the same below two whole years, which show no pattern."""
    return np.arange(length) % periods_per_year if length >= 2 * periods_per_year else np.zeros(length, int)


def newcombe(x_now: float, n_now: float, x_before: float, n_before: float) -> tuple[float, float]:
    """Newcombe's hybrid 95% interval of the difference of two proportions, in percentage points.

    >>> [round(limit, 1) for limit in newcombe(30, 76, 20, 65)]
    [-7.1, 23.7]
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    intervals.check_share(x_now, n_now)
    intervals.check_share(x_before, n_before)
    low, high = confint_proportions_2indep(x_now, n_now, x_before, n_before, method="newcomb", compare="diff")
    return 100 * float(low), 100 * float(high)


def _pearson(y: np.ndarray, design: np.ndarray) -> float:
    """Pearson's chi-squared of a Poisson regression with log link."""
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PerfectSeparationWarning)  # a perfect fit is what it says: no spread
        return float(GLM(y, design, family=Poisson()).fit().pearson_chi2)


def _exact_p(now: int, before: int, share: float) -> float:
    return 1.0 if now + before == 0 else float(scipy.stats.binomtest(now, now + before, share).pvalue)


def _widened(p_value: float, now: int, before: int, share: float, spread: Overdispersion) -> float:
    """The distance from no change in units widened by the root of the overdispersion, on Student's t.

    The distance is the mid-p one: the exact p is cautious because counts are whole, and overdispersed counts
    would pay for that twice. Widening never makes a difference clearer than the exact test does.
    """
    law, either_side = scipy.stats.binom, [now - 1, now]
    lower, upper = (float(np.mean(tail(either_side, now + before, share))) for tail in (law.cdf, law.sf))
    distance = -float(scipy.special.ndtri(min(0.5, lower, upper))) / math.sqrt(spread.factor)
    return max(p_value, 2 * float(scipy.special.stdtr(spread.freedom, -distance)))


def _word(
    now: float, before: float, polarity: Polarity, clear: bool, ideal: float | None
) -> tuple[Word, str]:
    """The word for a difference, and a note where a clear difference is still neither better nor worse."""
    if not clear or now == before:
        return "no clear change", ""
    if polarity == "nearer" and ideal is not None:
        gained = round(abs(before - ideal) - abs(now - ideal), PLACES)
        if gained == 0:
            return "no clear change", "as far from the ideal value as last year, on its other side"
        return ("better" if gained > 0 else "worse"), ""
    if polarity in ("lower", "higher"):
        return ("better" if (now > before) == (polarity == "higher") else "worse"), ""
    said = "higher" if now > before else "lower"
    return "not comparable", f"clearly {said} than last year, and nothing says whether that is better"


def _counted_difference(now: int, before: int) -> str:
    if now == before:
        return "the same number as last year"
    return f"{wording.figure(abs(now - before))} {'more' if now > before else 'fewer'} than last year"


def _rise(now: float, before: float) -> str:
    if now == before:
        return "the same figure as last year"
    return f"{'higher' if now > before else 'lower'} than last year"


def _sentence(size: str, clear: bool, note: str, small: str = CHANCE) -> str:
    if note:
        return note
    return f"{size}, {'a larger difference than chance alone would give' if clear else small}"


def _why_missing(now: float | None, before: float | None) -> str:
    if now is None or math.isnan(now):
        return "there is no figure for this year"
    if before is None or math.isnan(before):
        return "there is no figure for the same period last year"
    return ""


def _why_no_tolerance(before: float | None, tolerance: float | None) -> str:
    if tolerance is None:
        return "there are no counts to test, and no tolerance is stated for the indicator"
    if before == 0:
        return "last year's figure is 0, of which a tolerance in per cent says nothing"
    return ""


def _check_counts(now: float, before: float) -> None:
    for value in (now, before):
        if value < 0 or value != int(value):
            what = f"{value} is not a count of events"
            raise InputError(
                Problem(what, "give whole numbers of zero or more, or compare the values instead")
            )


def _check_exposures(now: float, before: float) -> None:
    if not (now > 0 and before > 0):
        what = f"counts over exposures of {now} and {before} cannot be compared"
        raise InputError(Problem(what, "give exposures above zero"))


def _checked_history(history: Sequence[float | None]) -> np.ndarray:
    counts = np.array([math.nan if value is None else value for value in history], dtype=float)
    if (counts < 0).any():
        what = "the past periods include a negative count"
        raise InputError(Problem(what, "correct it, or leave the period empty"))
    return counts
