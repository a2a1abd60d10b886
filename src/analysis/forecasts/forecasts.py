"""Forecast the year-end outturn of each indicator by the best method that its history allows.

The ladder: the more history, the higher the rung and the narrower an honest range. Every forecast names its rung. If
there is none, it says why.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict

import numpy as np

from analysis.forecasts.engine.outturns import LawOutturns, settled
from analysis.forecasts.engine.widths import with_chance_of_cases
from analysis.forecasts.ladder import NOTHING_KNOWN, Known, Rung, is_number, last_year, place
from analysis.forecasts.methods import METHODS, Outturns, Panel, last_year_share, pro_rata

__all__ = ["Forecast", "Known", "PathPoint", "Rung", "forecast", "forecast_all", "place"]

# A known period of this year beyond this many standard deviations of what history expects is said to be so.
OUTSIDE_HISTORY = 3.0
MONTHS = (
    "April", "May", "June", "July", "August", "September",
    "October", "November", "December", "January", "February", "March",
)  # fmt: skip


class Baselines(TypedDict, total=False):
    """Pro rata and last year's share, where there are such."""

    pro_rata: float
    last_year_share: float | None


class Signals(TypedDict, total=False):
    """What is said of the past period that was pulled back, and of a known one that history does not allow."""

    pulled_back: str
    pulled_back_at: tuple[int, int]
    outside_history: str


@dataclass(frozen=True)
class PathPoint:
    """Where the year may stand at the end of a period still to come (1 is the first of the year)."""

    period: int
    expected: float
    low80: float
    high80: float


@dataclass(frozen=True)
class Forecast:
    """The outturn expected, how sure that is, on what it rests, and the baselines beside it.

    All numbers are None, and `reason` says why, where no forecast is due. Whole counts are whole. `method` is
    a name in `analysis.forecasts.methods.METHODS`, or "settled" where the whole year is known. `pulled_back_at`: years
    before this one and period of the past figure that was pulled back (1, 3 is last year's third period).
    """

    id: str
    expected: float | None = None
    low80: float | None = None
    high80: float | None = None
    low95: float | None = None
    high95: float | None = None
    method: str | None = None
    rung: str = ""
    reason: str = ""
    pro_rata: float | None = None
    last_year_share: float | None = None
    pulled_back: str | None = None
    pulled_back_at: tuple[int, int] | None = None
    outside_history: str | None = None
    path: tuple[PathPoint, ...] = ()
    outturns: Outturns | None = field(default=None, repr=False, compare=False)

    def chance(self, low: float | None, high: float | None, exclusive: bool = False) -> float | None:
        """Probability that low <= outturn <= high, the bounds left out if `exclusive`; None leaves an end open.

        None without a forecast.
        """
        return None if self.outturns is None else float(self.outturns.chance(low, high, exclusive)[0])

    def draws(self, n: int, seed: int) -> np.ndarray | None:
        """`n` drawn outturns, the same whatever else is forecast; None where there is no forecast."""
        return None if self.outturns is None else self.outturns.draws(n, seed)[0]


def forecast(known: Known) -> Forecast:
    """The forecast of one indicator.

    >>> said = forecast(Known("SH16", "count", 2, 559, last_year_to_date=761, last_outturn=1548))
    >>> said.expected, said.pro_rata, said.last_year_share
    (1181.0, 1118.0, 1137.0985545335086)
    """
    return forecast_all([known])[0]


def forecast_all(all_known: Sequence[Known]) -> list[Forecast]:
    """Many forecasts in their order, those of one shape at once, each as if it stood alone."""
    said: dict[int, Forecast] = {}
    groups: dict[tuple[object, ...], list[tuple[int, Known, Rung]]] = defaultdict(list)
    for i, known in enumerate(all_known):
        rung = place(known)
        if isinstance(rung, str):
            said[i] = Forecast(known.id, reason=rung, **_baselines(known))
        else:
            groups[_shape(known, rung)].append((i, known, rung))
    for group in groups.values():
        outturns = _settled(group) if group[0][2].settled else METHODS[group[0][2].method](_panel(group))
        for row, (i, known, rung) in enumerate(group):
            said[i] = _said(known, rung, outturns.of(np.array([row])))
    return [said[i] for i in range(len(all_known))]


def _shape(known: Known, rung: Rung) -> tuple[object, ...]:
    """What series must share to be forecast in one panel."""
    season, k = known.periods_per_year, _columns(known, rung)
    return (
        rung.method,
        rung.kind,
        season,
        k,
        len(rung.values),
        rung.denominators is None,
        (
            rung.break_before,
            known.provisional,
        ),
    )


def _settled(group: list[tuple[int, Known, Rung]]) -> Outturns:
    """The outturns of years that are over, which may be below zero (money)."""
    values = np.array([rung.values[0] for _, _, rung in group])
    return settled(tuple(str(i) for i, _, _ in group), values, whole=False)


def _columns(known: Known, rung: Rung) -> int:
    """Periods of this year in the rung's row."""
    return known.periods_per_year if rung.settled else len(rung.values) % known.periods_per_year


def _panel(group: list[tuple[int, Known, Rung]]) -> Panel:
    """Rungs of one shape as a panel; places in the list serve as ids, since ids may come twice."""
    _, known, rung = group[0]
    values = np.array([row.values for _, _, row in group])
    behind = None if rung.denominators is None else np.array([row.denominators for _, _, row in group])
    ids = tuple(str(i) for i, _, _ in group)
    shape = (known.periods_per_year, _columns(known, rung), rung.kind, behind, ids)
    return Panel(values, *shape, rung.break_before, known.provisional)


def _said(known: Known, rung: Rung, outturns: Outturns) -> Forecast:
    """The distribution of one series as the figures and words of its forecast."""
    if rung.cases and isinstance(outturns, LawOutturns):
        outturns = with_chance_of_cases(outturns, rung.cases, known.periods_per_year)
    top = 100.0 if known.kind == "percentage" else np.inf
    outturns = outturns.named((known.id,), top)
    quantiles = [float(outturns.quantile(p)[0]) for p in (0.5, 0.1, 0.9, 0.025, 0.975)]
    if not math.isfinite(quantiles[0]):
        return Forecast(known.id, reason=NOTHING_KNOWN, **_baselines(known))
    counted = outturns.whole or (known.unit_is_whole and known.kind == "count")
    tidy: Callable[[float], float] = round if counted else float
    expected, low80, high80, low95, high95 = (float(tidy(quantile)) for quantile in quantiles)
    found = Forecast(
        known.id, expected, low80, high80, low95, high95, rung.method, rung.words, outturns=outturns,
        **_baselines(known),
    )  # fmt: skip
    if rung.settled:
        return replace(found, method="settled")
    return replace(found, path=_path(known, rung, outturns, tidy), **_signals(known, rung, outturns))


def _path(
    known: Known, rung: Rung, outturns: Outturns, tidy: Callable[[float], float]
) -> tuple[PathPoint, ...]:
    """The periods to come: expected figure and 80% interval to the end of each."""
    path = outturns.path(0.8)
    first = _columns(known, rung) + 1
    points = zip(path.expected[0], path.low[0], path.high[0], strict=True)
    return tuple(PathPoint(first + i, *(float(tidy(x)) for x in point)) for i, point in enumerate(points))


def _signals(known: Known, rung: Rung, outturns: Outturns) -> Signals:
    """The past period that was pulled back, and the known period that history does not allow, in words."""
    said, season = Signals(), known.periods_per_year
    if not isinstance(outturns, LawOutturns):
        return said
    column, surprise, at = outturns.pulled_back, outturns.surprise, outturns.surprised_at
    if column is not None and column[0] >= 0:
        years = (len(rung.values) - _columns(known, rung)) // season - int(column[0]) // season
        period = int(column[0]) % season
        when = "last year" if years == 1 else f"{years} years before this one"
        name = _period_name(season, period)
        said["pulled_back"] = (
            f"{name}, {when}, was far from all others and has been pulled back for the forecast"
        )
        said["pulled_back_at"] = (years, period + 1)
    if surprise is not None and at is not None and abs(surprise[0]) > OUTSIDE_HISTORY:
        name = _period_name(season, int(at[0]))
        said["outside_history"] = (
            f"{name} is outside what history allows: if something changed, declare a break"
        )
    return said


def _period_name(season: int, period: int) -> str:
    return f"Q{period + 1}" if season == 4 else MONTHS[period]


def _baselines(known: Known) -> Baselines:
    """Pro rata and last year's share, unrounded, as reports have always printed them."""
    if not (known.known and is_number(known.to_date)):
        return {}
    if not known.adds_up:
        return {"pro_rata": float(known.to_date)}
    last_to_date, last = last_year(known)
    share = None
    if last_to_date and last is not None:
        share = float(last_year_share.outturn(known.to_date, last_to_date, last))
    return {"pro_rata": float(pro_rata.outturn(known.to_date, known.share)), "last_year_share": share}
