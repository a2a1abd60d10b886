"""The structural average: one structural model at fixed variance ratios, weighted by how well each explains.

Nothing is fitted. Each grid point of `structural_model` gets its marginal likelihood as weight, with the
scale integrated out by an inverse-gamma prior that knows how noisy counts must be; the same is done on two
scales (log and root for counts, logit and arcsine for percentages), and the mixture gives the year's
distribution. A monthly history is forecast by month and by quarter, and the two are averaged. Constants were
chosen over many series of many sources together; neighbours change errors by under 1%.
"""

from collections import defaultdict
from dataclasses import replace

import numpy as np

from analysis.forecasts.engine.figures import figures
from analysis.forecasts.engine.outturns import LawOutturns, settled, stacked
from analysis.forecasts.engine.panel import Panel
from analysis.forecasts.engine.structural_fit import mixture, pull_back, surprise, views
from analysis.forecasts.engine.structural_model import Shape, matrices
from analysis.forecasts.engine.year import year

# The mixture's spread, times this, is used with Student's t, 8 degrees of freedom; a rolling year needs more.
WIDTH = 0.92
ROLLING_WIDTH = 1.05
DEGREES = 8.0
# A known period of this year that misses what came before it by more than this many standard deviations makes
# the whole forecast wider in proportion, up to a limit: what moved it may stay, go or grow.
SURPRISE_BEYOND = 3.0
WIDEST = 3.0
# Weight of the monthly forecast beside the quarterly one: this times the share of the year known. Months are
# the noisier guide early in the year and the better one late in it.
MONTHLY_WEIGHT = 0.75
# Series worked on at once, which bounds memory.
AT_ONCE = 400


def forecast(panel: Panel) -> LawOutturns:
    """The year's distribution for every series of a panel with at least one whole past year."""
    if panel.periods_per_year == 4 or not panel.adds_up or panel.known % 3 or not panel.left:
        return _by_pattern(panel)
    return _averaged(_by_pattern(panel), _by_pattern(quarters(panel)), panel)


def quarters(panel: Panel) -> Panel:
    """A monthly panel of counts or rates by quarter; a quarter with a missing month is missing.

    >>> months = Panel(np.ones((1, 15)), 12, 3, "count", None, ("a",))
    >>> quarters(months).values.tolist(), quarters(months).known
    ([[3.0, 3.0, 3.0, 3.0, 3.0]], 1)
    """
    values = panel.values.reshape(len(panel.values), -1, 3).sum(axis=2)
    behind = panel.denominators
    behind = None if behind is None else behind.reshape(len(behind), -1, 3).mean(axis=2)
    # A break inside a quarter is taken to lie before it.
    cut = None if panel.break_before is None else max(panel.break_before // 3, 1)
    return Panel(values, 4, panel.known // 3, panel.kind, behind, panel.ids, cut, panel.provisional)


def _averaged(monthly: LawOutturns, quarterly: LawOutturns, panel: Panel) -> LawOutturns:
    """Months and quarters averaged at the ends of quarters; between them months are moved along.

    A quarter with a missing month is forecast whole by the quarterly law, whose floor then lacks the months
    that are known; such series keep the monthly law.
    """
    weight = MONTHLY_WEIGHT * panel.known / panel.periods_per_year
    ends = np.arange(2, panel.left, 3)
    both = np.isclose(monthly.floor[:, -1], quarterly.floor[:, -1])[:, None]
    # A series without denominators was rescaled by its mean, which differs by month and by quarter.
    unit = quarterly.unit / monthly.unit[:, ends]
    centre = np.log(np.maximum((np.exp(quarterly.centre) - 0.5) * unit, 0.0) + 0.5)
    parts = {}
    for name, by_quarter in (("centre", centre), ("spread", quarterly.spread)):
        months = getattr(monthly, name)
        moved = (1 - weight) * (by_quarter - months[:, ends]) * both
        at = np.arange(panel.left)
        parts[name] = months + np.stack([np.interp(at, ends, row) for row in moved])
    return replace(monthly, **parts)


def _by_pattern(panel: Panel) -> LawOutturns:
    """Series that miss the same periods together, since they share all matrices."""
    rows = defaultdict(list)
    for row, seen in enumerate(np.isfinite(panel.values)):
        rows[seen.tobytes()].append(row)
    groups = [np.array(group) for group in rows.values()]
    groups = [group[i : i + AT_ONCE] for group in groups for i in range(0, len(group), AT_ONCE)]
    return stacked([_one_pattern(panel.of(rows)) for rows in groups], groups)


def _one_pattern(panel: Panel) -> LawOutturns:
    """The same for series that miss the same periods; NaN where fewer than two figures are there."""
    if np.isfinite(panel.values[0]).sum() < 2:
        return settled(panel.ids, np.full(len(panel.ids), np.nan), panel.whole)
    ready = figures(panel)
    this_year = year(panel, ready)
    if this_year.is_settled:
        return settled(panel.ids, this_year.floor[:, -1], panel.whole, ready.law)
    model = matrices(_shape(panel))
    seen = np.flatnonzero(np.isfinite(panel.values[0]))
    past = int(np.count_nonzero(seen < panel.values.shape[1] - panel.known))
    on_scales, column = pull_back(views(ready, seen, model), model, past)
    centre, spread = mixture(on_scales, model, this_year, ready.law)
    missed, at = surprise(on_scales, model, len(seen) - past)
    # From places among the periods seen to columns, and to periods of this year.
    at = np.where(at >= 0, np.append(seen, 0)[past + at] - panel.years * panel.periods_per_year, -1)
    pulled = np.where(column >= 0, seen[column], -1)
    offset = 0.5 if ready.law == "log" else 0.0
    spread = spread * _width(panel) * np.clip(np.abs(missed) / SURPRISE_BEYOND, 1.0, WIDEST)[:, None]
    law = (this_year.floor, this_year.unit, centre, spread, offset, DEGREES)
    return LawOutturns(
        panel.ids, panel.whole, ready.law, *law, pulled_back=pulled, surprise=missed, surprised_at=at
    )


def _shape(panel: Panel) -> Shape:
    """What the panel's matrices depend on."""
    seen = (*np.isfinite(panel.values[0]).tolist(), *[False] * panel.left)
    rolling = panel.kind == "rolling_year"
    return Shape(panel.periods_per_year, seen, rolling, panel.break_before, panel.provisional)


def _width(panel: Panel) -> float:
    """How much of the mixture's spread the law has."""
    return ROLLING_WIDTH if panel.kind == "rolling_year" else WIDTH
