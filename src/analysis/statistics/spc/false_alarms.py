"""How many signals to expect by chance: how many unchanged series like those charted would signal.

The numbers were simulated once, with the rules as they are (`tests/benchmarks/control_signals.py` prints the tables,
and a slow test compares them with another simulation). They depend on how many points there are, how a season was
taken out (that leaves less variation, so points signal more often), if moving ranges are screened, and for counts on
the events in a period. Charts with limits by denominators signal like counts of their cases. "Unchanged" means
independent values and no season. If a season of 60% either side was taken out of 36 months of counts, 45% signal
instead of 33%.
"""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np

Ranges = Literal["all", "screened"]
Kind = tuple[str, int]
"""How a season is taken out and how many periods a year has; ("events", 1) are days between events."""

LEVELS = (1, 2, 5, 20, 100)
"""Events a period on average; the last also stands for figures that are no counts."""

Table = dict[int, tuple[tuple[float, float], ...]]
"""Chances by length of the series: for each of the `LEVELS` that of any signal, and of one at the latest point."""

TABLES: dict[Ranges, dict[Kind, Table]] = {
    "all": {
        ("none", 1): {
            12: ((0.169, 0.039), (0.109, 0.021), (0.073, 0.016), (0.058, 0.015), (0.050, 0.008)),
            18: ((0.302, 0.050), (0.198, 0.025), (0.140, 0.018), (0.110, 0.013), (0.107, 0.013)),
            24: ((0.458, 0.061), (0.304, 0.033), (0.214, 0.018), (0.171, 0.016), (0.158, 0.014)),
            36: ((0.664, 0.073), (0.471, 0.034), (0.352, 0.019), (0.286, 0.018), (0.266, 0.013)),
        },
        ("month means", 12): {
            24: ((0.276, 0.084), (0.257, 0.066), (0.236, 0.068), (0.220, 0.058), (0.216, 0.058)),
            30: ((0.312, 0.036), (0.297, 0.036), (0.273, 0.036), (0.252, 0.035), (0.267, 0.031)),
            36: ((0.425, 0.050), (0.378, 0.047), (0.335, 0.041), (0.305, 0.030), (0.315, 0.028)),
        },
        ("month means", 4): {
            12: ((0.140, 0.045), (0.122, 0.040), (0.099, 0.036), (0.096, 0.031), (0.100, 0.036)),
            16: ((0.184, 0.040), (0.167, 0.036), (0.145, 0.029), (0.131, 0.024), (0.132, 0.026)),
            20: ((0.248, 0.035), (0.213, 0.028), (0.177, 0.023), (0.158, 0.024), (0.158, 0.021)),
            24: ((0.338, 0.038), (0.276, 0.031), (0.212, 0.023), (0.214, 0.023), (0.188, 0.020)),
        },
        ("harmonics by AICc", 12): {
            24: ((0.412, 0.056), (0.273, 0.032), (0.192, 0.019), (0.160, 0.015), (0.148, 0.018)),
            30: ((0.524, 0.061), (0.363, 0.030), (0.249, 0.024), (0.210, 0.017), (0.201, 0.014)),
            36: ((0.633, 0.067), (0.430, 0.033), (0.319, 0.024), (0.264, 0.015), (0.255, 0.018)),
        },
        ("harmonics by AICc", 4): {
            12: ((0.162, 0.039), (0.109, 0.026), (0.076, 0.017), (0.055, 0.015), (0.055, 0.013)),
            16: ((0.266, 0.052), (0.177, 0.029), (0.126, 0.020), (0.112, 0.019), (0.100, 0.016)),
            20: ((0.362, 0.054), (0.242, 0.028), (0.170, 0.022), (0.143, 0.018), (0.124, 0.015)),
            24: ((0.442, 0.054), (0.312, 0.033), (0.212, 0.023), (0.186, 0.019), (0.163, 0.018)),
        },
        ("events", 1): {
            12: ((0.044, 0.010),),
            18: ((0.092, 0.012),),
            24: ((0.124, 0.011),),
            36: ((0.225, 0.013),),
        },
    },
    "screened": {
        ("none", 1): {
            12: ((0.203, 0.051), (0.144, 0.031), (0.099, 0.021), (0.086, 0.019), (0.078, 0.014)),
            18: ((0.348, 0.064), (0.238, 0.031), (0.178, 0.023), (0.141, 0.016), (0.138, 0.015)),
            24: ((0.510, 0.072), (0.350, 0.039), (0.254, 0.021), (0.204, 0.019), (0.190, 0.017)),
            36: ((0.694, 0.080), (0.504, 0.039), (0.391, 0.022), (0.321, 0.021), (0.303, 0.016)),
        },
        ("month means", 12): {
            24: ((0.299, 0.092), (0.277, 0.072), (0.254, 0.074), (0.235, 0.062), (0.234, 0.062)),
            30: ((0.347, 0.042), (0.325, 0.041), (0.299, 0.040), (0.277, 0.040), (0.292, 0.035)),
            36: ((0.457, 0.054), (0.407, 0.050), (0.360, 0.044), (0.329, 0.033), (0.341, 0.029)),
        },
        ("month means", 4): {
            12: ((0.145, 0.050), (0.126, 0.042), (0.104, 0.038), (0.101, 0.033), (0.106, 0.038)),
            16: ((0.199, 0.042), (0.182, 0.040), (0.161, 0.032), (0.147, 0.027), (0.148, 0.030)),
            20: ((0.281, 0.041), (0.237, 0.031), (0.199, 0.026), (0.181, 0.027), (0.179, 0.024)),
            24: ((0.383, 0.044), (0.308, 0.035), (0.237, 0.027), (0.243, 0.026), (0.218, 0.024)),
        },
        ("harmonics by AICc", 12): {
            24: ((0.468, 0.065), (0.321, 0.038), (0.229, 0.022), (0.195, 0.018), (0.180, 0.020)),
            30: ((0.577, 0.068), (0.411, 0.035), (0.292, 0.028), (0.249, 0.021), (0.235, 0.016)),
            36: ((0.671, 0.076), (0.468, 0.037), (0.356, 0.028), (0.298, 0.017), (0.284, 0.018)),
        },
        ("harmonics by AICc", 4): {
            12: ((0.202, 0.053), (0.147, 0.036), (0.113, 0.026), (0.080, 0.019), (0.084, 0.019)),
            16: ((0.312, 0.064), (0.221, 0.037), (0.162, 0.027), (0.143, 0.022), (0.130, 0.023)),
            20: ((0.413, 0.062), (0.287, 0.035), (0.206, 0.026), (0.171, 0.021), (0.155, 0.018)),
            24: ((0.490, 0.066), (0.355, 0.039), (0.248, 0.027), (0.223, 0.022), (0.198, 0.021)),
        },
        ("events", 1): {
            12: ((0.067, 0.013),),
            18: ((0.117, 0.016),),
            24: ((0.154, 0.014),),
            36: ((0.247, 0.015),),
        },
    },
}  # fmt: skip
"""By number of points, for each level: the share of unchanged series with any signal, and with one on the latest
point (5,000 simulated series each, so that a share of 0.3 is known to 0.013, one of 0.03 to 0.005)."""


def chance_of_signals(
    lengths: Sequence[int],
    season: str = "none",
    periods_per_year: int = 1,
    level: float | None = None,
    ranges: Ranges = "all",
) -> tuple[float, float]:
    """How likely an unchanged series would show any signal, and one right now.

    `lengths` are the numbers of figures of its judged segments, the latest last; `level` is the average number
    of events a period (None where figures are no counts). Between tabulated lengths and levels by straight line,
    beyond them as at the end.
    """
    if not lengths:
        return 0.0, 0.0
    kind = ("none", 1) if season == "none" else (season, periods_per_year)
    table = TABLES[ranges][kind]
    whole = [_at(table, sum(lengths), level, column) for column in (0, 1)]
    if len(lengths) == 1:
        return whole[0], whole[1]
    flat = TABLES[ranges][("none", 1) if season != "events" else kind]
    more = [found / _at(flat, sum(lengths), level, column) for column, found in enumerate(whole)]
    quiet = math.prod(1 - min(1.0, more[0] * _at(flat, length, level, 0)) for length in lengths)
    return 1 - quiet, min(1.0, more[1] * _at(flat, lengths[-1], level, 1))


def _at(table: Table, length: int, level: float | None, column: int) -> float:
    by_length = [_at_level([pair[column] for pair in pairs], level) for pairs in table.values()]
    return float(np.interp(length, list(table), by_length))


def _at_level(found: Sequence[float], level: float | None) -> float:
    """By the logarithm of the level, at which the steps between the tabulated ones are about equal."""
    if level is None or len(found) == 1:
        return found[-1]
    return float(np.interp(math.log(max(level, LEVELS[0])), np.log(LEVELS), found))
