"""The panel: what every forecast method is given.

A panel holds series of one shape: the same number of whole past years, the same number of known periods of
this year. Rows are series, columns periods, oldest first.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis.definitions.errors import Problem, stop_if_any

KINDS = ("count", "rate", "percentage", "rolling_year", "level")


@dataclass(frozen=True, eq=False)
class Panel:
    """Histories of one shape, and how far this year has come.

    `values`: series x periods, NaN where missing; whole past financial years first, then the `known` periods
    of this year. `kind` says how periods become the year's outturn:

    - count: whole events, added up;
    - rate: added up, decimals allowed (a rate per 10,000, money, days). `denominators`, where given, are what
      a value of 1 is worth in events, so that value x denominator is the count behind it;
    - percentage: 0 to 100, averaged over the year weighted by `denominators` (equally where none are given);
    - rolling_year: each value is the total of the twelve months that end with its period; the last one
      counts. A rolling rate has `denominators`, as a rate has;
    - level: a stock at the end of its period; the last one counts.

    `break_before` is the column before which an agreed break lies; `provisional` says that the last column
    may still be revised. Raises InputError naming everything wrong at once.

    >>> panel = Panel(np.arange(1.0, 7.0).reshape(1, 6), 4, 2, "count", None, ("a",))
    >>> panel.years, panel.left
    (1, 2)
    """

    values: np.ndarray
    periods_per_year: int
    known: int
    kind: str
    denominators: np.ndarray | None
    ids: tuple[str, ...]
    break_before: int | None = None
    provisional: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", np.asarray(self.values, dtype=float))
        if self.denominators is not None:
            object.__setattr__(self, "denominators", np.asarray(self.denominators, dtype=float))
        wrong = [*_wrong_shape(self)] or [*_wrong_values(self)]
        remedy = "correct the history"
        stop_if_any([Problem(f"panel of histories: {words}", remedy) for words in wrong])

    @property
    def years(self) -> int:
        """Whole past years."""
        return int(self.values.shape[1] - self.known) // self.periods_per_year

    @property
    def left(self) -> int:
        """Periods of this year still to come."""
        return self.periods_per_year - self.known

    @property
    def past(self) -> np.ndarray:
        """Whole past years: series x years x periods of the year."""
        whole = self.values[:, : self.years * self.periods_per_year]
        return whole.reshape(len(self.values), self.years, self.periods_per_year)

    @property
    def this_year(self) -> np.ndarray:
        """The known periods of this year: series x known."""
        return self.values[:, self.values.shape[1] - self.known :]

    @property
    def whole(self) -> bool:
        """Whether figures are whole events; a rolling rate carries denominators, as a rate does."""
        return self.kind == "count" or (self.kind == "rolling_year" and self.denominators is None)

    @property
    def adds_up(self) -> bool:
        """Whether the year is the sum of its periods."""
        return self.kind in ("count", "rate")

    def of(self, rows: np.ndarray) -> "Panel":
        """The panel of some of its series, by row number."""
        behind = None if self.denominators is None else self.denominators[rows]
        ids = tuple(self.ids[row] for row in rows)
        shape = (self.periods_per_year, self.known, self.kind)
        return Panel(self.values[rows], *shape, behind, ids, self.break_before, self.provisional)


def _wrong_shape(panel: Panel) -> Iterator[str]:
    """What is wrong with numbers of rows, columns and periods, in words."""
    if panel.values.ndim != 2:
        yield "values must be a table of series x periods"
        return
    rows, columns = panel.values.shape
    if panel.kind not in KINDS:
        yield f"kind {panel.kind!r} is not one of {', '.join(KINDS)}"
    if panel.periods_per_year not in (4, 12):
        yield f"periods_per_year is {panel.periods_per_year}; 4 and 12 are allowed"
    elif not 0 <= panel.known <= panel.periods_per_year:
        yield f"known is {panel.known}; 0 to {panel.periods_per_year} are allowed"
    elif columns < panel.known or (columns - panel.known) % panel.periods_per_year:
        yield f"{columns} columns less {panel.known} known are not whole years of {panel.periods_per_year}"
    if len(panel.ids) != rows or len(set(panel.ids)) != rows:
        yield f"{rows} series need as many different ids, not {len(set(panel.ids))}"
    if panel.denominators is not None and panel.denominators.shape != panel.values.shape:
        yield f"denominators are {panel.denominators.shape}, values {panel.values.shape}"
    if panel.break_before is not None and not 0 < panel.break_before < columns:
        yield f"break_before is column {panel.break_before}, outside 1 to {columns - 1}"


def _wrong_values(panel: Panel) -> Iterator[str]:
    """What is wrong with the figures themselves, in words, naming the first series that shows it."""
    values, behind = panel.values, panel.denominators
    checks = [("infinite values", np.isinf(values))]
    checks.append(("values below zero", values < 0))
    if panel.whole:
        checks.append(
            (f"parts of events in a {panel.kind}", np.isfinite(values) & (values != np.round(values)))
        )
    if panel.kind == "percentage":
        checks.append(("percentages above 100", values > 100))
    if behind is not None:
        checks.append(("denominators that are not above zero", np.isfinite(values) & ~(behind > 0)))
    for words, bad in checks:
        if bad.any():
            row, column = np.argwhere(bad)[0]
            yield f"{words}, first in series {panel.ids[row]!r}, column {column}"
