"""Compare past forecasts with the outturns that came.

If the register has published forecasts of a year that is over, it uses those; otherwise a back-test of the report's
own history, which shows what the method would have forecast. Each record says which it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.definitions.errors import InputError
from analysis.documents.register import Entry, Line
from analysis.forecasts import backtests
from analysis.forecasts.backtests import CalibrationPoint
from analysis.forecasts.past_coverage import WHOLE_YEARS_NEEDED, histories, whole_years
from analysis.judgements.assessments import Assessment
from analysis.judgements.judgements import Judgement

BINS = 5
"""Steps of 20 in 100 in which chances are held against what came."""

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Expectation:
    """One forecast of a past year: when it was made, what it said, what came."""

    key: Key
    year: str
    quarter: int
    expected: float
    low80: float
    high80: float
    low95: float
    high95: float
    outturn: float

    @property
    def inside80(self) -> bool:
        """Whether the range meant to hold 80 in 100 held the outturn."""
        return self.low80 <= self.outturn <= self.high80

    @property
    def inside95(self) -> bool:
        """Whether the range meant to hold 95 in 100 held the outturn."""
        return self.low95 <= self.outturn <= self.high95

    @property
    def error_percent(self) -> float | None:
        """How far the expectation lay above the outturn, in per cent of it; None of an outturn of 0."""
        return 100 * (self.expected - self.outturn) / abs(self.outturn) if self.outturn else None


@dataclass(frozen=True)
class QuarterRecord:
    """The forecasts made at one quarter: how many, how many ranges held, and the median error in per cent
    (`bias` with its sign: above 0 we expected too much).
    """

    quarter: int
    n: int
    inside80: int
    inside95: int
    missed_by: float | None
    bias: float | None


@dataclass(frozen=True)
class TrackRecord:
    """All expectations that can be held against an outturn; where there are none, `why_not` says why."""

    source: Literal["register", "back-test"]
    expectations: tuple[Expectation, ...] = ()
    calibration: tuple[CalibrationPoint, ...] = ()
    why_not: str = ""

    @property
    def quarters(self) -> tuple[QuarterRecord, ...]:
        """Quarter by quarter, those without a forecast left out."""
        return tuple(
            _quarter(quarter, found)
            for quarter in (1, 2, 3)
            if (found := [e for e in self.expectations if e.quarter == quarter])
        )

    @property
    def all(self) -> QuarterRecord:
        """All quarters together; its `quarter` is 0."""
        return _quarter(0, list(self.expectations))


def track_record(assessment: Assessment) -> TrackRecord:
    """The register's record where it has one, else the back-test's."""
    published = from_register(assessment)
    return published if published.expectations else from_backtest(assessment)


def from_register(assessment: Assessment) -> TrackRecord:
    """Published expectations of years whose outturn this report knows."""
    entries = assessment.materials.register if assessment.materials else ()
    came = {key: value for judged in assessment.headlines for key, value in _outturns(judged)}
    found, chances = [], []
    for entry, line in _latest(entries, assessment):
        outturn = came.get((line.key, entry.settings.year))
        given = (line.expected, line.low80, line.high80, line.low95, line.high95)
        numbers = [number for number in given if number is not None]
        if outturn is None or len(numbers) < len(given):
            continue
        expected, low80, high80, low95, high95 = numbers
        made = (line.key, entry.settings.year, entry.settings.quarter)
        found.append(Expectation(*made, expected, low80, high80, low95, high95, outturn))
        if line.chance is not None:
            chances.append((line.chance, _met(line, outturn)))
    return TrackRecord("register", tuple(found), calibrated(chances))


def from_backtest(assessment: Assessment) -> TrackRecord:
    """What the method would have said at each quarter of the past years in the report's own history."""
    found, points, why = list[Expectation](), list[CalibrationPoint](), ""
    keys = {judged.text_key: judged.key for judged in assessment.headlines}
    for past in histories(judged.measure for judged in assessment.headlines):
        try:
            made = backtests.record(past)
        except InputError as error:
            why = error.problems[0].what
            continue
        columns = ["year", "quarters", "expected", "low80", "high80", "low95", "high95", "outturn"]
        rows = made.forecasts[["id", *columns]].itertuples(index=False)
        found += [Expectation(keys[name], year, int(k), *map(float, rest)) for name, year, k, *rest in rows]
        points += made.calibration
    why = "" if found else why or why_too_short(assessment)
    return TrackRecord("back-test", tuple(found), _pooled(points), why)


def calibrated(chances: Iterable[tuple[float, bool]]) -> tuple[CalibrationPoint, ...]:
    """Chances in steps of 20 in 100: their mean, the share that came, how many.

    >>> calibrated([(0.9, True), (0.85, False), (0.1, False)])[1].came
    0.5
    """
    return _pooled(CalibrationPoint(chance, float(met), 1) for chance, met in chances)


def why_too_short(assessment: Assessment) -> str:
    """Why there is no back-test, in words."""
    longest = max((len(whole_years(judged.measure)) for judged in assessment.headlines), default=0)
    outturns = max((len(judged.measure.outturns) for judged in assessment.headlines), default=0)
    held = f"at most {longest}" if longest else "none"
    alone = f", and past outturns alone of at most {outturns}" if outturns else ""
    return (
        f"a back-test needs {WHOLE_YEARS_NEEDED} whole past years of an indicator quarter by quarter, one to "
        f"start from and two to forecast; the deliveries hold {held}{alone}"
    )


def _latest(entries: tuple[Entry, ...], assessment: Assessment) -> Iterator[tuple[Entry, Line]]:
    """Every line published at Q1 to Q3 of this report's area, a quarter that was published twice once."""
    report = assessment.params
    ours = [e for e in entries if (e.settings.title, e.settings.area) == (report.title, report.area)]
    once = {(e.settings.year, e.settings.quarter): e for e in ours if e.settings.quarter < 4}
    return ((entry, line) for entry in once.values() for line in entry.lines)


def _outturns(judged: Judgement) -> Iterator[tuple[tuple[Key, str], float]]:
    """The outturns that are known by now, this year's where it is over."""
    for outturn in judged.measure.outturns:
        yield (judged.key, outturn.period.label), outturn.value
    if judged.forecast.method == "settled" and judged.measure.figure is not None:
        yield (judged.key, judged.measure.figure.period.financial_year), judged.measure.figure.value


def _met(line: Line, outturn: float) -> bool:
    low, high = line.target_low, line.target_high
    return (low is None or outturn >= low) and (high is None or outturn <= high)


def _quarter(quarter: int, found: list[Expectation]) -> QuarterRecord:
    errors = [e.error_percent for e in found if e.error_percent is not None]
    missed = float(np.median(np.abs(errors))) if errors else None
    bias = float(np.median(errors)) if errors else None
    inside = (sum(e.inside80 for e in found), sum(e.inside95 for e in found))
    return QuarterRecord(quarter, len(found), *inside, missed, bias)


def _pooled(points: Iterable[CalibrationPoint]) -> tuple[CalibrationPoint, ...]:
    """Points of several records together, in `BINS` equal steps; empty ones left out."""
    steps: dict[int, list[CalibrationPoint]] = defaultdict(list)
    for point in points:
        steps[min(int(point.said * BINS + 1e-9), BINS - 1)].append(point)
    return tuple(_mean(steps[step]) for step in sorted(steps))


def _mean(points: list[CalibrationPoint]) -> CalibrationPoint:
    n = sum(point.n for point in points)
    said, came = (sum(getattr(p, name) * p.n for p in points) / n for name in ("said", "came"))
    return CalibrationPoint(said, came, n)
