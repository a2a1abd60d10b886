"""The shared sources as histories: which columns, which kind, which years are judged."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.forecasts.backtests import History, history, quarterly
from analysis.forecasts.later_years import HISTORY_NEEDED, Yearly


@dataclass(frozen=True)
class Source:
    """One source. `read` gives its history; `years_before` whole years are used at each origin.

    `first_year`: the first year forecast, None for the first that has enough before it. `peers` lists the
    season lengths a peer may choose from, its better one counting.
    """

    name: str
    read: Callable[[Path], History]
    years_before: int
    first_year: int | None = None
    seasons: tuple[int, ...] = (4,)


def london(folder: Path) -> History:
    """Recorded crime by borough and offence, monthly."""
    return history(pd.read_parquet(folder / "london_crime_monthly.parquet"))


def casualties(folder: Path) -> History:
    """Road casualties, monthly, small counts."""
    return history(pd.read_parquet(folder / "road_casualties_gm_monthly.parquet"))


def certificates(folder: Path) -> History:
    """Energy certificates, quarterly."""
    frame = pd.read_parquet(folder / "energy_certificates_quarterly.parquet")
    return history(frame[["area", "indicator", "period", "value"]])


def police(folder: Path) -> History:
    """Rolling twelve-month totals, quarterly from 2007; one period is stamped a day early."""
    frame = pd.read_parquet(folder / "police_force_rolling_year.parquet")
    ends = pd.to_datetime(frame.period_end) + pd.Timedelta(days=1)
    frame = frame.assign(
        period=(ends - pd.Timedelta(days=2)).dt.to_period("Q").map(lambda q: f"{q.year}-Q{q.quarter}")
    )
    frame = frame[frame.period >= "2007-Q2"].drop_duplicates(["area", "indicator", "period"])
    # A handful of totals stand below zero after corrections: not figures of twelve months.
    frame = frame.assign(value=frame.value.where(frame.value >= 0))
    return history(frame[["area", "indicator", "period", "value"]], "rolling_year")


def _health(folder: Path) -> pd.DataFrame:
    frame = pd.read_parquet(folder / "north_west_health_checks_quarterly.parquet")
    return frame[["area", "indicator", "period", "numerator", "denominator"]]


def health_checks(folder: Path) -> History:
    """Health checks offered, quarterly counts."""
    return history(_health(folder).rename(columns={"numerator": "value"}).drop(columns="denominator"))


def health_percentages(folder: Path) -> History:
    """Health checks offered as a percentage of those eligible, with denominators."""
    frame = _health(folder)
    frame = frame.assign(value=100 * frame.numerator / frame.denominator).drop(columns="numerator")
    return history(frame, "percentage")


def london_shares(folder: Path) -> History:
    """Offences as a percentage of their major group, by quarter, where the group averages at most 200 a
    quarter.

    Of a group with two offences, whose shares mirror each other, only the first is kept.
    """
    counts = quarterly(london(folder))
    group = pd.Series(counts.ids).str.rsplit(" | ", n=1).str[0]
    code, _ = pd.factorize(group)
    totals = np.zeros((code.max() + 1, *counts.values.shape[1:]))
    np.add.at(totals, code, counts.values)
    size, place = group.map(group.value_counts()), group.groupby(group).cumcount()
    kept = (size > 1) & ~((size == 2) & (place == 1)) & (totals[code].mean(axis=(1, 2)) <= 200)
    rows = np.flatnonzero(kept & (totals[code].min(axis=(1, 2)) > 0))
    behind = totals[code[rows]]
    values = 100 * counts.values[rows] / behind
    return History(tuple(counts.ids[i] for i in rows), "percentage", counts.first_year, values, behind)


SOURCES = {
    source.name: source
    for source in (
        Source("london", london, 5, 2018),
        Source("certificates", certificates, 5),
        Source("police", police, 5, None, (4, 1)),
        Source("casualties", casualties, 3),
        Source("health_checks", health_checks, 3),
        Source("health_percentages", health_percentages, 3),
        Source("london_shares", london_shares, 5),
    )
}


LEAST_EVENTS = 8.0
"""Events a year below which a yearly series is left out, as in the back-tests of the year-end forecast."""


@dataclass(frozen=True)
class YearlySource:
    """A source as outturns year after year: what it is, for a reader, and the unbroken runs in it."""

    title: str
    read: Callable[[Path], list[Yearly]]


def _yearly(past: History, kind: str = "count") -> list[Yearly]:
    """Each series' longest unbroken run of outturns; those that are too small or never change are left
    out."""
    runs = (_longest(row) for row in past.outturns)
    kept = (run for run in runs if len(run) > HISTORY_NEEDED and run.mean() >= LEAST_EVENTS and np.ptp(run))
    return [Yearly(kind, None, tuple(float(value) for value in run)) for run in kept]


def _longest(row: np.ndarray) -> np.ndarray:
    """The longest stretch without a gap."""
    parts = np.split(row, np.flatnonzero(~np.isfinite(row)))
    return max((part[np.isfinite(part)] for part in parts), key=len)


def children_percentages(folder: Path) -> list[Yearly]:
    """Yearly percentages of children's services, by council, each period's last delivered figure."""
    frame = pd.read_parquet(folder / "north_west_children_published.parquet")
    frame = frame[(frame.area_type == "LA") & frame.unit.str.startswith("%") & frame.value.between(0, 100)]
    table = frame.assign(year=frame.period.str[:4].astype(int)).pivot_table(
        index=["topic", "indicator", "area"], columns="year", values="value", aggfunc="last"
    )
    runs = (_longest(row) for row in table.to_numpy(dtype=float))
    return [
        Yearly("percentage", None, tuple(run.tolist()))
        for run in runs
        if len(run) > HISTORY_NEEDED and np.ptp(run)
    ]


YEARLY = {
    "count": YearlySource(
        "recorded crime in 16 London boroughs, 2010-11 to 2024-25", lambda folder: _yearly(london(folder))
    ),
    "percentage": YearlySource(
        "yearly percentages of children's services in North West councils, 2015 to 2025",
        children_percentages,
    ),
    "certificates": YearlySource(
        "energy certificates in 17 areas, 2009-10 to 2024-25", lambda folder: _yearly(certificates(folder))
    ),
    "turning": YearlySource(
        "recorded crime in police force areas, 2007-08 to 2017-18", lambda folder: _yearly(police(folder))
    ),
}
