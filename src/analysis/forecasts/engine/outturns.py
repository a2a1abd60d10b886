"""Distributions of the year's outturn: what every forecast method gives back.

Interval, chance and chart all come from the one distribution, so they cannot disagree. Quantiles of periods
are never added up.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

import numpy as np
from scipy.special import expit, logit, stdtr, stdtrit

from analysis.definitions.targets import ROUNDING


@dataclass(frozen=True)
class Path:
    """How the year may come to its outturn: each array is series x periods still to come, last = the year."""

    expected: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True, eq=False)
class Outturns:
    """One distribution of the outturn a series. Subclasses know `quantile` and `below`; the rest follows.

    `whole` says that the outturn is a number of events: chances are then continuity-corrected and draws
    whole.
    """

    ids: tuple[str, ...]
    whole: bool

    def quantile(self, p: float | np.ndarray, step: int = -1) -> np.ndarray:
        """The outturn's quantile, one a series; `step` picks an earlier period of the path."""
        raise NotImplementedError

    def below(self, value: np.ndarray) -> np.ndarray:
        """P(outturn <= value), one a series, before any continuity correction."""
        raise NotImplementedError

    @property
    def steps(self) -> int:
        """Points of the path: periods still to come, 1 where none is."""
        raise NotImplementedError

    def of(self, rows: np.ndarray) -> "Outturns":
        """The outturns of some of the series, by row number."""
        raise NotImplementedError

    def named(self, ids: tuple[str, ...], most: float = np.inf) -> "Outturns":
        """The same outturns under other ids; no figure passes `most`."""
        return replace(self, ids=ids)

    @property
    def median(self) -> np.ndarray:
        """The expected outturn: as likely to be passed as not."""
        return self.quantile(0.5)

    def interval(self, level: float) -> tuple[np.ndarray, np.ndarray]:
        """Low and high that hold `level` (0.8, 0.95) of the distribution, equal tails."""
        return self.quantile((1 - level) / 2), self.quantile((1 + level) / 2)

    def chance(
        self, low: np.ndarray | float | None, high: np.ndarray | float | None, exclusive: bool = False
    ) -> np.ndarray:
        """P(low <= outturn <= high), or with both ends left out if `exclusive`; None leaves an end open.

        A count's range ends half an event beyond the last count in it, so "no more than 20" asks for less than
        20.5 and "below 20" for less than 19.5. Exactly 0 or 1 where what has happened settles it.
        """
        least = np.zeros(len(self.ids)) if low is None else self._under(self._edge(low, -1, exclusive))
        most = np.ones(len(self.ids)) if high is None else self.below(self._edge(high, 1, exclusive))
        return np.clip(most - least, 0.0, 1.0)

    def _edge(self, bound: np.ndarray | float, side: int, exclusive: bool) -> np.ndarray:
        """Where a range really ends: `side` is 1 above and -1 below. A sum of decimals may miss its bound."""
        bound = np.asarray(bound, dtype=float)
        slack = side * ROUNDING * np.abs(bound)
        edge = np.nextafter(bound - slack, -side * np.inf) if exclusive else bound + slack
        if not self.whole:
            return np.asarray(edge)
        return np.asarray((np.floor(edge) if side > 0 else np.ceil(edge)) + side * 0.5)

    def _under(self, value: np.ndarray) -> np.ndarray:
        """P(outturn < value): differs from `below` only where the outturn is settled."""
        return self.below(np.nextafter(value, -np.inf))

    def draws(self, n: int, seed: int) -> np.ndarray:
        """`n` drawn outturns a series (series x n); each series has its own random stream (seed + id)."""
        streams = [np.random.default_rng([seed, crc32(name.encode())]) for name in self.ids]
        chances = np.stack([stream.random(n) for stream in streams]) if streams else np.empty((0, n))
        drawn = np.stack([self.quantile(column) for column in chances.T], axis=1) if n else chances
        return np.round(drawn) if self.whole else drawn

    def path(self, level: float = 0.8) -> Path:
        """Expected figure and interval at the end of each period to come; the last is the year's own."""
        low, high = (1 - level) / 2, (1 + level) / 2
        return Path(
            *(np.stack([self.quantile(p, j) for j in range(self.steps)], 1) for p in (0.5, low, high))
        )


Bend = Callable[[np.ndarray], np.ndarray]
_BEND: dict[str, Bend] = {"log": np.exp, "logit": expit, "plain": lambda z: z}
_UNBEND: dict[str, Bend] = {"log": np.log, "logit": logit, "plain": lambda z: z}


@dataclass(frozen=True, eq=False)
class LawOutturns(Outturns):
    """Outturn = floor + unit x (bend(centre + spread x t) - offset), never outside `least` to `most`.

    `floor`, `unit`, `centre`, `spread`: series x steps. `scale` names the bend: log, logit or plain; t
    follows Student's law with `degrees` degrees of freedom. A unit of 0 is a settled outturn.

    `pulled_back`: the column of the past period that was pulled back, -1 where none was. `surprise`: by how
    many standard deviations the most unexpected known period of this year (`surprised_at`, from 0) missed
    what came before it.

    >>> one = np.array([[0.0]])
    >>> law = LawOutturns(("a",), True, "log", one + 10, one + 1, one + np.log(20.5), one + 0.1, 0.5)
    >>> [float(x.round(2)[0]) for x in (law.median, *law.interval(0.8))]
    [30.0, 27.33, 33.07]
    >>> law.chance(None, 9.0).tolist(), law.chance(10, None).tolist()
    ([0.0], [1.0])
    """

    scale: str
    floor: np.ndarray
    unit: np.ndarray
    centre: np.ndarray
    spread: np.ndarray
    offset: float = 0.0
    degrees: float = 8.0
    least: float = 0.0
    most: float = np.inf
    pulled_back: np.ndarray | None = None
    surprise: np.ndarray | None = None
    surprised_at: np.ndarray | None = None

    @property
    def steps(self) -> int:
        return int(self.centre.shape[1])

    def quantile(self, p: float | np.ndarray, step: int = -1) -> np.ndarray:
        z = self.centre[:, step] + self.spread[:, step] * stdtrit(self.degrees, p)
        unit = self.unit[:, step]
        rest = np.where(unit == 0, 0.0, unit * (_BEND[self.scale](z) - self.offset))
        lowest = self._lowest(step)
        return np.asarray(np.clip(self.floor[:, step] + rest, lowest, np.maximum(self.most, lowest)))

    def of(self, rows: np.ndarray) -> "LawOutturns":
        return replace(self, ids=tuple(self.ids[row] for row in rows), **self._arrays(rows))

    def named(self, ids: tuple[str, ...], most: float = np.inf) -> "LawOutturns":
        return replace(self, ids=ids, most=most)

    def _arrays(self, rows: np.ndarray) -> dict[str, Any]:
        """Every array of the law, for some of its rows."""
        names = ("floor", "unit", "centre", "spread", "pulled_back", "surprise", "surprised_at")
        arrays = {name: getattr(self, name) for name in names}
        return {name: array[rows] for name, array in arrays.items() if array is not None}

    def _lowest(self, step: int) -> np.ndarray:
        """What has already happened is never undone; a plain law's floor is no floor."""
        floor = self.floor[:, step]
        return np.where(self.unit[:, step] == 0, floor, self.least if self.scale == "plain" else floor)

    def below(self, value: np.ndarray) -> np.ndarray:
        value = np.broadcast_to(np.asarray(value, dtype=float), (len(self.ids),))
        floor, unit, spread = self.floor[:, -1], self.unit[:, -1], self.spread[:, -1]
        sure = (unit == 0) | (spread == 0)
        with np.errstate(all="ignore"):
            rest = (value - floor) / np.where(unit == 0, 1.0, unit) + self.offset
            z = (_UNBEND[self.scale](rest) - self.centre[:, -1]) / np.where(sure, 1.0, spread)
        z = np.where(np.isnan(z), np.where(rest > 0.5, np.inf, -np.inf), z)
        chance = np.where(sure, value >= self.quantile(0.5), stdtr(self.degrees, z))
        return np.where(value < self._lowest(-1), 0.0, np.where(value >= self.most, 1.0, chance))


@dataclass(frozen=True, eq=False)
class DrawnOutturns(Outturns):
    """Outturns from simulated paths. `paths`: series x draws x steps, figures to the end of each step."""

    paths: np.ndarray

    @property
    def steps(self) -> int:
        return int(self.paths.shape[2])

    def of(self, rows: np.ndarray) -> "DrawnOutturns":
        return replace(self, ids=tuple(self.ids[row] for row in rows), paths=self.paths[rows])

    def quantile(self, p: float | np.ndarray, step: int = -1) -> np.ndarray:
        drawn = self.paths[:, :, step]
        if not isinstance(p, np.ndarray):
            return np.asarray(np.quantile(drawn, p, axis=1))
        return np.array([np.quantile(row, chance) for row, chance in zip(drawn, p, strict=True)])

    def below(self, value: np.ndarray) -> np.ndarray:
        value = np.broadcast_to(np.asarray(value, dtype=float), (len(self.ids),))
        return np.asarray((self.paths[:, :, -1] <= value[:, None]).mean(axis=1))


def settled(ids: tuple[str, ...], outturn: np.ndarray, whole: bool, scale: str = "log") -> LawOutturns:
    """The outturn itself, where every period is known.

    >>> settled(("a",), np.array([12.0]), True).interval(0.95)
    (array([12.]), array([12.]))
    """
    floor = np.asarray(outturn, dtype=float)[:, None]
    nought = np.zeros_like(floor)
    none, calm = np.full(len(ids), -1), np.zeros(len(ids))
    law = (floor, nought, nought, nought)
    return LawOutturns(ids, whole, scale, *law, pulled_back=none, surprise=calm, surprised_at=none)


def stacked(parts: list[LawOutturns], rows: list[np.ndarray]) -> LawOutturns:
    """Laws of parts of a panel as one, in the panel's order; `rows` says where each part's series stood."""
    if len(parts) == 1:
        return parts[0]
    order = np.argsort(np.concatenate(rows))
    arrays = ("floor", "unit", "centre", "spread", "pulled_back", "surprise", "surprised_at")
    there = [name for name in arrays if getattr(parts[0], name) is not None]
    whole: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts])[order] for name in there
    }
    ids = [name for part in parts for name in part.ids]
    return replace(parts[0], ids=tuple(ids[i] for i in order), **whole)
