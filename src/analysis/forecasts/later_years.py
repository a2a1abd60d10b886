"""Forecast yearly outturns for later years, and measure what such forecasts are worth.

The year-end figure stays, as uncertain as yearly changes have been: `UnobservedComponents(z, "rwalk")` of statsmodels
on the log of counts and rates or the log odds of percentages. With 5 to 15 yearly figures nothing does better on real
data one or two years ahead: not a fitted level, drift, damped trend or Theta. On some series a level is up to 7%
nearer three and four years ahead (`tests/benchmarks/outlook_accuracy.py`). The variance of a change is the series'
own with a prior worth a few years, integrated out, so Student's t follows. A fifth of it may be a drift that stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import logit, stdtrit

from analysis.definitions.errors import known
from analysis.definitions.periods import Period
from analysis.definitions.targets import Target
from analysis.forecasts.engine.outturns import LawOutturns
from analysis.forecasts.forecasts import Forecast
from analysis.forecasts.past_coverage import TRIALS_NEEDED, covers_poorly
from analysis.forecasts.scale_ends import TOO_CLOSE, end_of, is_too_close
from analysis.measures.measures import Measure

HISTORY_NEEDED = 5
"""Whole years of outturns, one after the other, without which no chance is given."""
FURTHEST = 4
"""Years ahead that are back-tested; beyond them nothing is said."""

# The prior of a yearly change: so many years' worth, of 15% beside what chance does to both years' counts.
# With them the ranges of the four benchmark sources hold 80 in 100 on average one, two and three years ahead.
PRIOR_YEARS = 4
PRIOR_CHANGE = 0.15
# Variance of a drift that stays, beside that of a year's own change. Past changes cannot rule it out.
DRIFT = 0.25
# A figure without counts is brought to this mean, or stands on so many cases, as in the year-end forecast.
TYPICAL = 1000.0


@dataclass(frozen=True)
class Tried:
    """What ranges of this method held in other series: by years ahead (from 1) past outturns, and percent of
    them inside the 80% and the 95% range."""

    source: str
    held: tuple[tuple[int, float, float], ...]

    def inside80(self, ahead: int) -> float:
        """Percent of outturns inside the 80% range so many years ahead."""
        return self.held[ahead - 1][1]


_COUNTS = Tried(
    "recorded crime in 16 London boroughs, 2010-11 to 2024-25",
    ((4160, 83.3, 94.4), (3744, 83.3, 95.1), (3328, 86.5, 96.4), (2912, 89.1, 97.6)),
)
_SHARES = Tried(
    "yearly percentages of children's services in North West councils, 2015 to 2025",
    ((6545, 81.3, 93.7), (4875, 79.0, 94.2), (3258, 78.0, 92.3), (1798, 79.0, 92.0)),
)
TRIED: Mapping[str, Tried] = {"count": _COUNTS, "rate": _COUNTS, "percentage": _SHARES}
"""By kind of figure; measured by `tests/benchmarks/outlook_accuracy.py`."""
TURNING = Tried(
    "recorded crime in police force areas, 2007-08 to 2017-18",
    ((2395, 77.0, 91.1), (1976, 72.0, 87.5), (1579, 67.6, 84.5), (1184, 65.2, 80.9)),
)
"""What the ranges held where all series fell together and then rose together: the least of all sources."""


@dataclass(frozen=True)
class Held:
    """A series' own back-test so many `years` ahead: of `tried` past outturns how many the ranges held.

    `missed_by`: the median error of "the last outturn stays", in the unit; None where none could be tried.
    """

    years: int
    tried: int
    inside80: int
    inside95: int
    missed_by: float | None

    @property
    def is_enough(self) -> bool:
        """Whether so many were tried that their share says something."""
        return self.tried >= TRIALS_NEEDED

    @property
    def is_poor(self) -> bool:
        """Whether 80% ranges held fewer than chance explains: no chance is given then."""
        return covers_poorly(self.inside80, self.tried)


@dataclass(frozen=True)
class Outlook:
    """Where the outturn of a year may stand: expected, 80% and 95% range, and the law they come from.

    `ahead` is how many years after the figure it starts from; 0 is this year's own forecast. `held` is the
    series' own back-test at that distance, `tried` that of others.
    """

    ahead: int
    expected: float
    low80: float
    high80: float
    law: LawOutturns | Forecast
    held: Held | None = None
    tried: Tried | None = None

    @property
    def is_poor(self) -> bool:
        """Whether the own back-test forbids to give a chance."""
        return self.held is not None and self.held.is_poor

    def chance(self, target: Target) -> float | None:
        """Of the target; None where it has no number or the own back-test covers poorly."""
        if not target.is_set or self.is_poor:
            return None
        chance = self.law.chance(target.low, target.high, target.exclusive)
        return None if chance is None else float(np.squeeze(chance))


@dataclass(frozen=True)
class Yearly:
    """Outturns year after year up to `last`, on the scale on which they change.

    `kind`: count, rate or percentage. `events`: what a value of 1 is in events (rates), or the cases behind a
    percentage. `past` is oldest first; `why_not` says why nothing can be said of them, if so.
    """

    kind: str
    last: Period | None
    past: tuple[float, ...]
    events: float | None = None

    @property
    def why_not(self) -> str:
        if len(self.past) < HISTORY_NEEDED:
            return f"{len(self.past)} of the {HISTORY_NEEDED} whole years that a chance needs"
        if min(self.past) < 0 or (self.kind == "percentage" and max(self.past) > 100):
            return "a past outturn lies outside what a count, a rate or a percentage can be"
        return ""

    @property
    def is_at_end(self) -> bool:
        """Whether the last outturn stands too close to the end of its scale to start from."""
        if self.kind == "percentage":
            return end_of(self.past[-1], self.events) is not None
        return not any(self.past)

    @cached_property
    def unit(self) -> float:
        """What a figure of 1 is on the law's own scale: 100 of a percentage, one event, or a share of a
        mean."""
        if self.kind == "percentage":
            return 100.0
        if self.kind == "count":
            return 1.0
        return 1 / self.events if self.events else (float(np.mean(self.past)) or 1.0) / TYPICAL

    def bend(self, value: float | Sequence[float]) -> np.ndarray:
        """To log or log odds, half an event or case from its ends."""
        at = np.asarray(value, dtype=float) / self.unit
        if self.kind != "percentage":
            return np.log(np.maximum(at, 0.0) + 0.5)
        edge = 0.5 / self._cases
        return logit(np.clip(at, edge, 1 - edge))

    @property
    def _cases(self) -> float:
        return max(self.events or TYPICAL, 1.0)

    def noise(self, upto: int) -> float:
        """Variance that chance alone gives a yearly change, in the counts of both its years."""
        mean = float(np.mean(self.past[:upto])) / self.unit
        if self.kind != "percentage":
            return 2 / (mean + 0.5 / upto)
        edge = 0.5 / self._cases
        share = min(max(mean, edge), 1 - edge)
        return 2 / (self._cases * share * (1 - share))

    def spread(self, ahead: int, upto: int) -> float:
        """Spread of the law so many years after the first `upto` outturns; Student's t with `degrees`.

        Chance comes once whatever the distance; the rest adds up from year to year, a drift among it.
        """
        changes, noise = np.diff(self.bend(self.past[:upto])), self.noise(upto)
        squares = float(changes @ changes) + PRIOR_YEARS * (PRIOR_CHANGE**2 + noise)
        variance = squares / self.degrees(upto)
        chance = min(noise, variance)
        grown = (ahead + DRIFT * ahead**2) / (1 + DRIFT)
        return float(np.sqrt(chance + (variance - chance) * grown))

    @staticmethod
    def degrees(upto: int) -> float:
        """Degrees of freedom: own changes and what the prior is worth."""
        return upto - 1.0 + PRIOR_YEARS


def yearly(measure: Measure, this_year: Forecast) -> Yearly:
    """The unbroken run of whole years up to the last outturn, this one among them once it is over."""
    by_label = {figure.period.label: figure for figure in measure.outturns}
    ends = [figure.period for figure in measure.outturns]
    past, year = [], ends[-1] if ends else None
    last = year
    while year is not None and year.label in by_label:
        past.append(by_label[year.label].value)
        year = year.years_earlier()
    past.reverse()
    if this_year.method == "settled" and last in (None, measure.year.years_earlier()):
        past, last = [*past, known(this_year.expected)], measure.year
    events = measure.events_per_unit
    if measure.kind == "percentage":
        events = next((f.denominator for f in reversed(measure.outturns) if f.denominator), None)
    kind = measure.kind if measure.kind in ("count", "percentage") else "rate"
    return Yearly(kind, last, tuple(past), events)


def outlook(run: Yearly, this_year: Forecast, year: Period, wanted: Period) -> Outlook | None:
    """Of the outturn of `wanted`, from the forecast of `year` where there is one, else from the last outturn.

    This year's own is its forecast. None where nothing can be said (`why_no_outlook` has the words).

    >>> from analysis.definitions.periods import parse_year
    >>> run = Yearly("count", parse_year("2011-12"), (100, 104, 99, 103, 101))
    >>> said = outlook(run, Forecast("none"), parse_year("2012-13"), parse_year("2014-15"))
    >>> said.ahead, said.expected, said.low80, said.high80
    (3, 101.0, 80.0, 128.0)
    """
    if why_no_outlook(run, this_year, year, wanted):
        return None
    start, ahead = _start(run, this_year, year, wanted)
    if wanted == year and this_year.expected is not None:
        return Outlook(0, this_year.expected, known(this_year.low80), known(this_year.high80), this_year)
    came, own = len(run.past), this_year if start == year != run.last else None
    law = _law(run, ahead, came, own)
    expected, low, high = (law.quantile(p)[0] for p in (0.5, 0.1, 0.9))
    tidy = round if law.whole else float
    ends = (float(tidy(expected)), float(tidy(low)), float(tidy(high)))
    return Outlook(ahead, *ends, law, backtest(run, ahead), TRIED[run.kind])


def why_no_outlook(run: Yearly, this_year: Forecast, year: Period, wanted: Period) -> str:
    """Why nothing can be said of a year's outturn; empty where something can."""
    if run.why_not:
        return run.why_not
    is_told = wanted == year and this_year.expected is not None
    if is_too_close(this_year) or (run.is_at_end and not is_told):
        return TOO_CLOSE
    start, ahead = _start(run, this_year, year, wanted)
    if ahead < 0 or wanted == run.last != year:
        return f"{wanted.label} is over"
    return f"{wanted.label} is more than {FURTHEST} years after {start.label}" if ahead > FURTHEST else ""


def _start(run: Yearly, this_year: Forecast, year: Period, wanted: Period) -> tuple[Period, int]:
    """The year whose figure an outlook starts from, and how many years `wanted` is after it."""
    start = year if this_year.expected is not None else known(run.last)
    return start, (wanted.first - start.first) // 12


def _law(run: Yearly, ahead: int, upto: int, this_year: Forecast | None = None) -> LawOutturns:
    """From the first `upto` outturns or, where given, this year's forecast, whose own width is added."""
    start, spread, degrees = run.past[upto - 1], run.spread(ahead, upto), run.degrees(upto)
    if this_year is not None:
        start = known(this_year.expected)
        width = float(run.bend(known(this_year.high80)) - run.bend(known(this_year.low80))) / 2
        spread = float(np.hypot(spread, width / stdtrit(degrees, 0.9)))
    one = np.ones((1, 1))
    is_share = run.kind == "percentage"
    scale, offset, most = ("logit", 0.0, 100.0) if is_share else ("log", 0.5, np.inf)
    shape = (0 * one, run.unit * one, run.bend(start) * one, spread * one)
    return LawOutturns(("",), run.kind == "count", scale, *shape, offset, degrees, most=most)


def backtest(run: Yearly, ahead: int) -> Held:
    """What outlooks made from each past year on, with five whole years or more before it, held.

    >>> from analysis.definitions.periods import parse_year
    >>> backtest(Yearly("count", parse_year("2011-12"), (90, 100, 104, 99, 103, 101, 97)), 1)
    Held(years=1, tried=2, inside80=2, inside95=2, missed_by=3.0)
    """
    inside80 = inside95 = 0
    missed = []
    for upto in range(HISTORY_NEEDED, len(run.past) - ahead + 1):
        law, came = _law(run, ahead, upto), run.past[upto - 1 + ahead]
        inside80 += _holds(law, 0.8, came)
        inside95 += _holds(law, 0.95, came)
        missed.append(abs(came - run.past[upto - 1]))
    return Held(ahead, len(missed), inside80, inside95, float(np.median(missed)) if missed else None)


def _holds(law: LawOutturns, level: float, came: float) -> bool:
    """Whether the range as it would have been printed holds what came."""
    low, high = law.interval(level)
    tidy = np.round if law.whole else np.asarray
    return bool(tidy(low[0]) - _ROUNDING <= came <= tidy(high[0]) + _ROUNDING)


_ROUNDING = 1e-9
