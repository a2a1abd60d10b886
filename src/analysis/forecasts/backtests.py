"""Back-test each method: forecast past years from the same quarter and score it against the outturn.

Rolling origins: at every past year-end the history is cut to the years before it and the first periods of the year,
each method forecasts the outturn, and the real outturn scores it. All methods have the same origins. Frames come in;
nothing is read or timed here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.definitions import periods, wording
from analysis.definitions.errors import Problem, stop_if_any
from analysis.forecasts.methods import KINDS, METHODS, Outturns, Panel

# A series counts at an origin when the years before it average this many events a year.
LEAST_EVENTS = 8.0
# Targets that are asked of every forecast: no more than last year's outturn, 3% less, 3% more.
TARGETS = (-0.03, 0.0, 0.03)
QUANTILES = (0.025, 0.1, 0.5, 0.9, 0.975)
RESAMPLES = 1000


@dataclass(frozen=True, eq=False)
class History:
    """Series by financial year: `values` is series x years x periods of the year, NaN where missing.

    `denominators`, where given, have the same shape; `first_year` is the year the first one starts in.
    """

    ids: tuple[str, ...]
    kind: str
    first_year: int
    values: np.ndarray
    denominators: np.ndarray | None = None

    @property
    def season(self) -> int:
        """Periods of a year."""
        return int(self.values.shape[2])

    @property
    def outturns(self) -> np.ndarray:
        """The figure of each year, NaN where a period is missing: series x years."""
        if self.kind in ("count", "rate"):
            return np.asarray(self.values.sum(axis=2))
        if self.kind == "percentage":
            behind = np.ones_like(self.values) if self.denominators is None else self.denominators
            return np.asarray((self.values * behind).sum(axis=2) / behind.sum(axis=2))
        return np.where(np.isfinite(self.values).all(axis=2), self.values[:, :, -1], np.nan)

    @property
    def events(self) -> np.ndarray:
        """What decides whether a series is large enough: yearly counts, numerators or figures."""
        if self.kind == "percentage" and self.denominators is not None:
            return np.asarray((self.values * self.denominators).sum(axis=2) / 100)
        return self.outturns


@dataclass(frozen=True, eq=False)
class Origins:
    """Forecasts to be made: one row of the panel each, with the outturn that came.

    `last`: the outturn of the year before; `change`: the series' mean absolute change from year to year, by
    which errors are scaled; `series` and `year`: where the row is from.
    """

    panel: Panel
    outturn: np.ndarray
    last: np.ndarray
    change: np.ndarray
    series: np.ndarray
    year: np.ndarray

    def of(self, rows: np.ndarray) -> "Origins":
        """Some of the origins, by row number."""
        rest = (self.outturn, self.last, self.change, self.series, self.year)
        return Origins(self.panel.of(rows), *(array[rows] for array in rest))


@dataclass(frozen=True, eq=False)
class Scores:
    """How one method did: an entry an origin (and a target, for chances).

    `error` is scaled, `relative` a part of the outturn, `quantile_score` scaled as the error is; `inside80`
    and `inside95` say whether the interval as printed held the outturn; `chance` and `met` are origins x
    targets.
    """

    error: np.ndarray
    relative: np.ndarray
    quantile_score: np.ndarray
    inside80: np.ndarray
    inside95: np.ndarray
    chance: np.ndarray
    met: np.ndarray


def history(frame: pd.DataFrame, kind: str = "count") -> History:
    """The history of a frame with columns area, indicator, period, value (and denominator).

    Periods are months or quarters of any spelling that `periods.parse` reads. Years begin in April; years
    before the first complete one and after the last are cut. Raises InputError for what cannot be read.
    """
    _check(frame, kind)
    read = frame.period.map(lambda text: periods.parse_month(str(text)))
    months = read.map(lambda period: period.months)
    _check_periods(months)
    season = 12 // int(months.iloc[0])
    step = (read.map(lambda period: period.first) - 3) // int(months.iloc[0])
    table = frame.assign(step=step, id=frame.area.astype(str) + " | " + frame.indicator.astype(str))
    first, last = -(-step.min() // season), (step.max() + 1) // season
    wanted = range(first * season, last * season)
    shape = (table["id"].nunique(), int(last - first), season)

    def cube(name: str) -> np.ndarray:
        wide = table.pivot(index="id", columns="step", values=name).reindex(columns=wanted)
        return wide.to_numpy(dtype=float).reshape(shape)

    behind = cube("denominator") if "denominator" in frame else None
    return History(tuple(sorted(table["id"].unique())), kind, int(first), cube("value"), behind)


def _check(frame: pd.DataFrame, kind: str) -> None:
    """Columns, kind and double figures."""
    missing = [name for name in ("area", "indicator", "period", "value") if name not in frame]
    problems = [Problem(f"the history has no column {name}", "add it") for name in missing]
    if kind not in KINDS:
        problems.append(Problem(f"kind {kind!r} is not one of {', '.join(KINDS)}", "name one of them"))
    if not missing:
        twice = frame[frame.duplicated(["area", "indicator", "period"])]
        for row in twice.head(3).itertuples():
            what = f"{row.area}, {row.indicator}, {row.period} is in the history twice"
            problems.append(Problem(what, "keep one of them"))
        if frame.empty:
            problems.append(Problem("the history is empty", "give at least two whole years"))
    stop_if_any(problems)


def _check_periods(months: pd.Series) -> None:
    """All periods must be months, or all quarters."""
    if set(months) not in ({1}, {3}):
        lengths = ", ".join(str(n) for n in sorted(set(months)))
        what = f"periods of {lengths} months in one history"
        stop_if_any([Problem(what, "give months only, or quarters only")])


def quarterly(monthly: History) -> History:
    """A monthly history by quarter: added up, averaged over cases, or the quarter's last figure."""
    if monthly.season == 4:
        return monthly
    shape = (*monthly.values.shape[:2], 4, 3)
    values, behind = monthly.values.reshape(shape), monthly.denominators
    behind = None if behind is None else behind.reshape(shape)
    if monthly.kind == "percentage":
        weight = np.ones(shape) if behind is None else behind
        figures = (values * weight).sum(axis=3) / weight.sum(axis=3)
        return History(monthly.ids, monthly.kind, monthly.first_year, figures, weight.sum(axis=3))
    figures = values.sum(axis=3) if monthly.kind in ("count", "rate") else values[..., -1]
    last = None if behind is None else behind[..., -1]
    return History(monthly.ids, monthly.kind, monthly.first_year, figures, last)


def origins(past: History, years_before: int, quarters: int, first_year: int | None = None) -> Origins:
    """Every origin with `years_before` whole years before it and `quarters` quarters of the year known.

    `first_year` is the first year forecast (by default the first that has enough before it). A series counts
    when nothing is missing in its window, its years before average 8 events or more, and it changed at all.
    """
    known = quarters * past.season // 4
    start = years_before if first_year is None else max(years_before, first_year - past.first_year)
    outturns, events = past.outturns, past.events
    change = _mean_change(outturns)
    parts = []
    for at in range(start, past.values.shape[1]):
        enough = events[:, at - years_before : at].mean(axis=1) >= LEAST_EVENTS
        whole = np.isfinite(outturns[:, at - years_before : at + 1]).all(axis=1)
        rows = np.flatnonzero(enough & whole & (change > 0))
        parts.append((rows, np.full(len(rows), at)))
    series, year = (np.concatenate(column) for column in zip(*parts, strict=True)) if parts else (_NO, _NO)
    panel = _panel_at(past, series, year, years_before, known)
    last, came = outturns[series, year - 1], outturns[series, year]
    return Origins(panel, came, last, change[series], series, year + past.first_year)


_NO = np.array([], dtype=int)


def _mean_change(outturns: np.ndarray) -> np.ndarray:
    """Each series' mean absolute change from one year to the next, over all years that are there; 0 for
    none.
    """
    steps = np.abs(np.diff(outturns, axis=1))
    return np.asarray(np.nansum(steps, axis=1) / np.maximum(np.isfinite(steps).sum(axis=1), 1))


def _panel_at(past: History, series: np.ndarray, year: np.ndarray, before: int, known: int) -> Panel:
    """The panel as it stood at each origin: whole years, then the known periods."""
    span = np.arange(before * past.season + known)

    def cut(values: np.ndarray) -> np.ndarray:
        flat = values.reshape(len(values), -1)
        return np.asarray(flat[series[:, None], (year[:, None] - before) * past.season + span])

    behind = None if past.denominators is None else cut(past.denominators)
    ids = tuple(f"{past.ids[s]} | {past.first_year + y}" for s, y in zip(series, year, strict=True))
    return Panel(cut(past.values), past.season, known, past.kind, behind, ids)


def score(outturns: Outturns, at: Origins, point: np.ndarray | None = None) -> Scores:
    """Score distributions against what came; `point` is a method's own figure where that is not its
    median.
    """
    point = outturns.median if point is None else point
    tidy = np.round if at.panel.whole else np.asarray

    def inside(level: float) -> np.ndarray:
        low, high = outturns.interval(level)
        return np.asarray((tidy(low) - 1e-9 <= at.outturn) & (at.outturn <= tidy(high) + 1e-9))

    limits = [at.last * (1 + change) for change in TARGETS]
    chance = np.stack([outturns.chance(None, limit) for limit in limits], axis=1)
    met = np.stack([at.outturn <= limit + 1e-9 for limit in limits], axis=1)
    missed = np.abs(point - at.outturn)
    losses = [_pinball(outturns.quantile(p), at.outturn, p) for p in QUANTILES]
    relative = missed / np.where(at.outturn > 0, at.outturn, np.nan)
    loss = np.mean(losses, axis=0) / at.change
    return Scores(missed / at.change, relative, loss, inside(0.8), inside(0.95), chance, met)


def _pinball(quantile: np.ndarray, outturn: np.ndarray, p: float) -> np.ndarray:
    """Quantile loss, doubled so that the median's is the absolute error."""
    return np.asarray(2 * np.maximum(p * (outturn - quantile), (p - 1) * (outturn - quantile)))


def summary(scores: Scores, base: Scores) -> dict[str, float]:
    """One method's figures over its origins, beside pro rata at the same origins.

    scaled_error, ratio_to_pro_rata, mape (percent), quantile_score, coverage80, coverage95, brier,
    calibration_error; pro rata's own chance is yes or no only where its law says so.
    """
    return {
        "n": len(scores.error),
        "scaled_error": float(scores.error.mean()),
        "ratio_to_pro_rata": float(scores.error.mean() / base.error.mean()),
        "mape": float(100 * np.nanmean(scores.relative)),
        "quantile_score": float(scores.quantile_score.mean()),
        "coverage80": float(scores.inside80.mean()),
        "coverage95": float(scores.inside95.mean()),
        "brier": float(((scores.chance - scores.met) ** 2).mean()),
        "calibration_error": float(sum(abs(p - m) * n for p, m, n in calibration(scores)) / scores.met.size),
    }


def calibration(scores: Scores, bins: int = 10) -> list[tuple[float, float, int]]:
    """Chances in equal bins, targets pooled: mean chance, share that was met, number; empty bins left out."""
    chance, met = scores.chance.ravel(), scores.met.ravel()
    which = np.minimum((chance * bins).astype(int), bins - 1)
    pick = [which == i for i in range(bins)]
    return [(float(chance[i].mean()), float(met[i].mean()), int(i.sum())) for i in pick if i.any()]


def ratio_interval(ours: Scores, theirs: Scores, series: np.ndarray, seed: int = 1) -> tuple[float, float]:
    """95% interval of the ratio of mean scaled errors, series drawn again with all their origins."""
    _, which = np.unique(series, return_inverse=True)
    sums = np.stack([np.bincount(which, weights=scores.error) for scores in (ours, theirs)])
    count = sums.shape[1]
    again = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), RESAMPLES)
    top, bottom = again @ sums[0], again @ sums[1]
    low, high = np.quantile(top / bottom, [0.025, 0.975])
    return float(low), float(high)


@dataclass(frozen=True)
class QuarterRecord:
    """How forecasts made with so many quarters known did: of `n`, how many intervals held the outturn.

    `missed_by` and `pro_rata_missed_by`: the median absolute error, in percent of the outturn.
    """

    quarters: int
    n: int
    inside80: int
    inside95: int
    missed_by: float
    pro_rata_missed_by: float


@dataclass(frozen=True)
class CalibrationPoint:
    """Of `n` chances about `said` (their mean), the share `came` of targets that were met."""

    said: float
    came: float
    n: int


@dataclass(frozen=True, eq=False)
class Record:
    """Our forecasts' record. `forecasts` has a row an origin: id, year, quarters, expected, low80, high80,
    low95, high95, outturn, pro_rata; years are labels such as 2012-13."""

    forecasts: pd.DataFrame
    by_quarter: tuple[QuarterRecord, ...]
    calibration: tuple[CalibrationPoint, ...]


def backtest(
    past: History,
    methods: Sequence[str] = ("structural_average", "pro_rata", "last_year_share", "last_outturn"),
    years_before: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """The scored table of a history: a row a method and a number of known quarters, columns as `summary`
    says.

    `years_before` whole years stand before each origin (by default 5, or what leaves at least two years to
    forecast). `progress(done, of)` is told after each step. Raises InputError where the history is too short.
    """
    years_before = _years_before(past, years_before)
    names, rows = tuple(dict.fromkeys(("pro_rata", *methods))), []
    for quarters in (1, 2, 3):
        at = _enough(origins(past, years_before, quarters))
        scores = {}
        for name in names:
            scores[name] = score(METHODS[name](at.panel), at)
            if progress:
                progress((quarters - 1) * len(names) + len(scores), 3 * len(names))
        told = {"history": years_before, "k": quarters}
        rows += [{"method": name} | told | summary(scores[name], scores["pro_rata"]) for name in methods]
    return pd.DataFrame(rows)


def record(past: History, name: str = "structural_average", years_before: int | None = None) -> Record:
    """What the method would have said at each quarter of past years, beside what came.

    Raises InputError where the history is too short.
    """
    years_before = _years_before(past, years_before)
    tables, quarters_told, all_scores = [], [], []
    for quarters in (1, 2, 3):
        at = _enough(origins(past, years_before, quarters))
        outturns, simple = METHODS[name](at.panel), METHODS["pro_rata"](at.panel)
        scores = score(outturns, at)
        tables.append(_told(at, outturns, simple.median, quarters))
        missed = [float(100 * np.nanmedian(s.relative)) for s in (scores, score(simple, at))]
        inside = (int(scores.inside80.sum()), int(scores.inside95.sum()))
        quarters_told.append(QuarterRecord(quarters, len(at.outturn), *inside, *missed))
        all_scores.append(scores)
    points = calibration(_together(all_scores))
    told = pd.concat(tables, ignore_index=True)
    return Record(told, tuple(quarters_told), tuple(CalibrationPoint(*point) for point in points))


def _years_before(past: History, asked: int | None) -> int:
    """Whole years before each origin: as asked, or 5, or what leaves two years to forecast; at least 1."""
    years = past.values.shape[1]
    if years < 2:
        what = f"the history has {max(years, 0)} whole years"
        stop_if_any([Problem(what, "give at least two whole financial years, April to March")])
    return min(max(years - 2, 1), 5) if asked is None else asked


def _enough(at: Origins) -> Origins:
    """The origins, if there are any."""
    if not len(at.outturn):
        what = f"no series of the history averages {wording.typed(LEAST_EVENTS)} events a year without gaps"
        stop_if_any([Problem(what, "give longer or larger series, or fewer years before each forecast")])
    return at


def _told(at: Origins, outturns: Outturns, pro_rata: np.ndarray, quarters: int) -> pd.DataFrame:
    """The forecasts of one point in the year as a table, whole where counts are."""
    tidy = np.round if at.panel.whole else np.asarray
    low80, high80, low95, high95 = (tidy(end) for level in (0.8, 0.95) for end in outturns.interval(level))
    columns = {
        "id": [name.rsplit(" | ", 1)[0] for name in at.panel.ids],
        "year": [periods.year(int(year)).label for year in at.year],
        "quarters": quarters,
        "expected": tidy(outturns.median),
        "low80": low80,
        "high80": high80,
        "low95": low95,
        "high95": high95,
        "outturn": at.outturn,
        "pro_rata": pro_rata,
    }
    return pd.DataFrame(columns)


def _together(parts: list[Scores]) -> Scores:
    """Scores of several origins as one."""
    names = Scores.__dataclass_fields__
    return Scores(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))
