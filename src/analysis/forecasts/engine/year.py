"""How this year's outturn is made of what has happened and of the periods to come, for every kind of
figure."""

from dataclasses import dataclass

import numpy as np

from analysis.forecasts.engine.figures import Figures
from analysis.forecasts.engine.panel import Panel


@dataclass(frozen=True, eq=False)
class Year:
    """Outturn at each step = floor + unit x (the weighted sum of unseen periods).

    `floor`, `unit`: series x steps, in the panel's own unit. `weights`: series x steps x unseen periods of
    this year, on the figures that are modelled. Steps are the ends of the periods to come, the last the
    year's end.
    """

    floor: np.ndarray
    unit: np.ndarray
    weights: np.ndarray

    @property
    def is_settled(self) -> bool:
        """Whether nothing unseen counts for the year."""
        return not self.weights[:, -1].any()


def year(panel: Panel, ready: Figures) -> Year:
    """The year of series that miss the same periods (the first tells which)."""
    season = panel.periods_per_year
    seen = np.zeros(season, dtype=bool)
    seen[: panel.known] = np.isfinite(panel.this_year[0])
    unseen = np.flatnonzero(~seen)
    steps = np.arange(panel.known, season) if panel.left else np.array([season - 1])
    if panel.kind == "percentage":
        return _share_of_year(panel, ready, unseen, steps)
    counts = unseen[None, :] <= steps[:, None] if panel.adds_up else unseen[None, :] == steps[:, None]
    shape = (len(panel.values), len(steps))
    floor = np.zeros(shape)
    if panel.adds_up:
        floor += np.nansum(panel.this_year, axis=1)[:, None]
    elif seen[-1]:
        floor += panel.this_year[:, -1:]
    unit = np.broadcast_to(ready.unit[:, None], shape)
    return Year(floor, unit, np.broadcast_to(counts.astype(float), (*shape, len(unseen))))


def _share_of_year(panel: Panel, ready: Figures, unseen: np.ndarray, steps: np.ndarray) -> Year:
    """A percentage over the year is all numerators over all denominators; those to come are expected ones."""
    behind = ready.behind[:, ready.behind.shape[1] - panel.known :]
    behind = np.where(np.isfinite(panel.this_year), behind, 0.0)
    cases = (np.nan_to_num(panel.this_year) * behind).sum(axis=1)[:, None]
    coming = expected_denominators(panel, ready)[:, unseen]
    so_far = (unseen[None, :] <= steps[:, None]) * coming[:, None, :]
    rest = so_far.sum(axis=2)
    whole = behind.sum(axis=1)[:, None] + rest
    return Year(cases / whole, 100 * rest / whole, so_far / np.maximum(rest, 1e-300)[:, :, None])


def expected_denominators(panel: Panel, ready: Figures) -> np.ndarray:
    """Denominators of the twelve months (series x periods of the year): last year's, moved as this year's
    moved.

    A period missing last year takes the mean of the others.
    """
    season, years = panel.periods_per_year, panel.years
    last = ready.behind[:, (years - 1) * season : years * season]
    last = np.where(np.isfinite(last), last, _row_mean(ready.behind))
    known = ready.behind[:, years * season :]
    both = np.isfinite(known)
    now, before = np.where(both, known, 0).sum(axis=1), (last[:, : panel.known] * both).sum(axis=1)
    return last * np.where(before > 0, now / np.where(before > 0, before, 1.0), 1.0)[:, None]


def _row_mean(values: np.ndarray) -> np.ndarray:
    """Mean of what is there, as a column."""
    return np.asarray(np.nansum(values, axis=1) / np.isfinite(values).sum(axis=1))[:, None]
