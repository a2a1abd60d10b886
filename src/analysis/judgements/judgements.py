"""Judgements: outturn x target x comparison x direction, with reasons. One object feeds everything.

Cell, icon, chart, alternative text, sentence and CSV all read the same `Judgement`, which `analysis.judgements.judge`
makes; nothing is judged twice.
"""

from dataclasses import dataclass

from analysis.definitions.indicators import Breakdown, Indicator
from analysis.definitions.targets import Progress, Status, Target
from analysis.documents.overrides import Overridden
from analysis.forecasts.forecasts import Forecast
from analysis.forecasts.past_coverage import Coverage
from analysis.judgements.control_charts import Control
from analysis.judgements.peer_comparisons import Among
from analysis.judgements.published_comparisons import Recent
from analysis.judgements.targets.disputes import Verdict, decided
from analysis.measures.measures import Measure
from analysis.statistics.comparisons import Comparison
from analysis.statistics.directions import Direction
from analysis.statistics.trajectories import Trajectory


@dataclass(frozen=True)
class Reason:
    """Why something is empty, not judged or not what was printed: the field it is about, and words."""

    about: str
    words: str


@dataclass(frozen=True)
class Judgement:
    """Everything the report says of one series; empty fields have their reason in `reasons`.

    `trajectory` splits the target over the year; of a range the upper bound, `trajectory_low` the lower one.
    `chance` is 0 to 1. `needed` is what the rest of the year may or must still add (counts and rates) or the
    numerator at year end (percentages); `one_more` what one more case would make a percentage. `among` is our
    figure among the region's members, `recent` the trend of published figures, `control` the control chart,
    `coverage` what its own
    past forecasts held, `overridden` what an analyst put in place of the status at year end; each None where
    there is none. `verdicts` are the agreed target's and, after it, those of other numbers that documents print.
    """

    measure: Measure
    headline: bool
    target: Target | None
    trajectory: Trajectory | None
    trajectory_low: Trajectory | None
    forecast: Forecast
    chance: float | None
    direction: Direction
    direction_as_published: str
    direction_printed: str
    progress_as_published: Progress
    progress_printed: str
    status_now: Status
    status_year_end: Status
    needed: float | None
    one_more: float | None
    comparisons: tuple[Comparison, ...]
    reasons: tuple[Reason, ...]
    among: Among | None = None
    recent: Recent | None = None
    control: Control | None = None
    overridden: Overridden | None = None
    coverage: Coverage | None = None
    verdicts: tuple[Verdict, ...] = ()

    @property
    def indicator(self) -> Indicator:
        return self.measure.indicator

    @property
    def breakdown(self) -> Breakdown:
        return self.measure.breakdown

    @property
    def area(self) -> str:
        return self.measure.area

    @property
    def key(self) -> tuple[str, str, str]:
        """Reference, breakdown and area: what identifies a series."""
        return self.measure.key

    @property
    def text_key(self) -> str:
        """The key as one text, which also names the series' random stream: `SH1|all|Halton`."""
        return "|".join(self.key)

    @property
    def other_verdicts(self) -> tuple[Verdict, ...]:
        """What other numbers that documents print for the target would make of it."""
        return self.verdicts[1:]

    @property
    def is_disputed(self) -> bool:
        """Whether a status changes between the targets that documents print; an override settles the year's end."""
        return "disputed" in (self.status_now, self.status_year_end)

    @property
    def is_disputed_by_rule(self) -> bool:
        """Whether the status at year end changes between those targets, whatever an analyst put in its place."""
        return bool(self.verdicts) and decided(self.verdicts).year_end == "disputed"

    @property
    def held(self) -> str:
        """What is wrong with its figures or its target, for which the verdict waits; empty where nothing is."""
        return self.measure.held or (self.target.held if self.target else "")

    @property
    def is_on_target(self) -> bool | None:
        """Whether the figure stands in the target range today; None without figure or target to hold it against."""
        if self.held or self.measure.figure is None or self.target is None or not self.target.is_set:
            return None
        return self.target.meets(self.measure.figure.exact)

    def reason(self, about: str) -> str:
        """The reasons about one field, joined; empty where there are none."""
        return "; ".join(reason.words for reason in self.reasons if reason.about == about)
