"""Probabilities in words: a chance of meeting a target, its graded word, how often chance alone does so."""

import math

from analysis.definitions.wording import MISSING, fixed


def chance(value: float | None, settled: bool = False) -> str:
    """A probability in words, rounded to nearest; only a `settled` case is called certain, since simulation
    alone never proves one.

    >>> chance(0.3471), chance(0.797), chance(0.9999), chance(1.0, settled=True)
    ('About 35 in 100', 'About 80 in 100', 'More than 99 in 100', 'Certain: it is met')
    """
    if value is None or math.isnan(value):
        return MISSING
    if settled and value in (0, 1):
        return "Certain: it is met" if value else "Certain: it is missed"
    if value < 0.01:
        return "Less than 1 in 100"
    if value > 0.99:
        return "More than 99 in 100"
    return f"About {_in_100(value)} in 100"


def _in_100(value: float) -> int:
    """A chance to the nearest whole number in 100, a half up."""
    return math.floor(round(value * 100, 9) + 0.5)


LIKELIHOODS = (
    (95, "very likely"), (80, "likely"), (61, "more likely than not"), (40, "about as likely as not"),
    (21, "less likely than not"), (6, "unlikely"), (0, "very unlikely"),
)  # fmt: skip
"""Words for a chance, from so many in 100 as printed."""


def likelihood(value: float) -> str:
    """The graded word for a chance, by the number that is printed beside it.

    >>> likelihood(0.3471), likelihood(0.8), likelihood(0.5), likelihood(0.004)
    ('less likely than not', 'likely', 'about as likely as not', 'very unlikely')
    """
    return next(word for least, word in LIKELIHOODS if _in_100(value) >= least)


def read(text: str) -> float:
    """The number that a printed figure says: `read("−1,118")` is -1118, `read("12.5%")` 12.5."""
    return float(text.replace(",", "").replace("−", "-").rstrip("%"))


def by_chance(p_value: float) -> str:
    """How often chance alone gives a difference at least as big.

    >>> by_chance(0.150)
    'chance alone gives a difference this big about 1 time in 7'
    """
    return f"chance alone gives a difference this big {_times(p_value)}"


def by_swings(p_value: float) -> str:
    """How often a figure that varies as this one always has gives a difference at least as big.

    >>> by_swings(0.054)
    "this figure's usual swings give a difference this big about 1 time in 19"
    """
    return f"this figure's usual swings give a difference this big {_times(p_value)}"


def _times(p_value: float) -> str:
    if p_value < 0.001:
        return "less than 1 time in 1,000"
    if p_value > 0.95:
        return "more than 9 times in 10"
    if p_value >= 0.3:
        return f"about {fixed(p_value * 10, 0)} times in 10"
    return f"about 1 time in {fixed(1 / p_value, 0)}"
