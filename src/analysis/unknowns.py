"""Figures that nobody can read, worked out from sums: only where the sums leave one answer."""

from collections.abc import Hashable, Iterable, Mapping

import numpy as np

Equation = tuple[Mapping[Hashable, float], float]
"""What unknowns make together: coefficients by unknown, and what they add up to."""

_SMALL = 1e-9


def worked_out(equations: Iterable[Equation]) -> dict[Hashable, float]:
    """The unknowns that the equations leave one answer for; none at all where they contradict each other.

    >>> worked_out([({"a": 1, "b": 1}, -301), ({"a": 1}, -51)])
    {'a': -51.0, 'b': -250.0}
    >>> worked_out([({"a": 1, "b": 1}, -301)])
    {}
    """
    equations = [(left, right) for left, right in equations if left]
    names = list(dict.fromkeys(name for left, _ in equations for name in left))
    if not names:
        return {}
    matrix = np.array([[left.get(name, 0.0) for name in names] for left, _ in equations])
    right = np.array([value for _, value in equations])
    found = np.linalg.lstsq(matrix, right, rcond=None)[0]
    if not np.allclose(matrix @ found, right, atol=1e-6):
        return {}
    _, sizes, rows = np.linalg.svd(matrix)
    free = rows[np.sum(sizes > _SMALL) :]
    settled = np.all(np.abs(free) < 1e-6, axis=0) if len(free) else np.ones(len(names), bool)
    return {name: round(float(v), 6) + 0.0 for name, v, one in zip(names, found, settled, strict=True) if one}
