"""Checked figures. All broken rules are reported at once; nothing is dropped, filled or guessed.

A figure's key is source, section, indicator, breakdown, area, period, measure, unit. Missing is never zero:
suppressed, not applicable, not received, illegible and zero stay five different things. If a source suppresses a
figure, no later printing reveals it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from analysis.definitions import periods
from analysis.definitions.errors import known
from analysis.definitions.periods import Period
from analysis.extracts.readers.cells import Status

FACTS = ("outturn", "cumulative", "in_quarter", "in_month", "rolling_12_months", "numerator", "denominator")
"""Measures that are the indicator's own figures: they become measures and are judged."""

LIMITS = ("lower_limit", "upper_limit")
"""The 95% limits that a source publishes with its figure."""

AGREED = ("target", "target_to_date", "expected_range_low", "expected_range_high")
"""Measures that somebody set."""

PRINTED = ("change_on_same_period", "projected_outturn", "numerator_needed", "one_more_case", "in_part")
"""Measures that a document worked out: kept to be checked against."""

RATINGS = {
    "progress_rating": ("green", "amber", "red", "not rated", "placeholder", "illegible"),
    "direction_rating": ("better", "same", "worse", "not comparable"),
    "published_trend": (
        "increasing", "decreasing", "no significant change", "cannot be calculated",
        "increasing and getting better", "increasing and getting worse",
        "decreasing and getting better", "decreasing and getting worse",
    ),
}  # fmt: skip
"""Words that a document printed for an indicator; the trend one a series, the others for it as a whole."""

CHANGE_SINCE = re.compile(r"change_since_(\d{4})_(\d{2})$")
"""A change against an earlier year, such as `change_since_2009_10`."""

Name = TypeVar("Name")
Key = tuple[str, str, str, Period, str, str]
"""Indicator, breakdown, area, period, measure, unit: what makes two figures the same fact."""


@dataclass(frozen=True)
class Observation:
    """One checked figure and the place it stands in.

    `value` is None where the status says why; `word` holds a rating; `printed` the cell as delivered and
    `decimals` how many it printed; `window` the months covered (a rolling year's note may move its end).
    """

    source: str
    section: str
    file: str
    row: int
    ref: str
    breakdown: str
    area: str
    period: Period
    window: Period
    measure: str
    unit: str
    value: float | None
    printed: str
    decimals: int
    status: Status
    word: str = ""
    note: str = ""

    @property
    def key(self) -> Key:
        """What the figure says something about, wherever it stands."""
        return (self.ref, self.breakdown, self.area, self.period, self.measure, self.unit)

    @property
    def called(self) -> str:
        """Its period on a page: `2022-23`, of a figure of a calendar year `2022`."""
        return periods.called(self.period, self.window)

    @property
    def place(self) -> str:
        """Where it stands, for a reader: `scs_midyear, SH9 commentary`."""
        return f"{self.source}, {self.section}"

    @property
    def is_commentary(self) -> bool:
        """Whether it stands in running text, which a table comes before."""
        return self.section.endswith("commentary")

    @property
    def number(self) -> float:
        """Its value; `TypeError` where it has none, which whoever takes it has ruled out before."""
        return known(self.value)

    @property
    def half_unit(self) -> float:
        """Half of the last printed digit: 3.2 stands for 3.15 to 3.25."""
        return 0.5 * 10.0**-self.decimals


@dataclass(frozen=True)
class Observations:
    """All checked figures of a report, most trusted source first, tables before commentary.

    `targets` says of each target that was judged by which printing is the agreed one; None where no document
    prints it, so that none of them is used.
    """

    figures: tuple[Observation, ...]
    targets: Mapping[Key, Observation | None] = field(default_factory=dict, compare=False)

    @cached_property
    def by_key(self) -> dict[Key, tuple[Observation, ...]]:
        """Every printing of each fact, the one the report uses first."""
        return self._grouped(lambda figure: figure.key)

    @cached_property
    def by_series(self) -> dict[tuple[str, str, str], tuple[Observation, ...]]:
        """Figures of each indicator, breakdown and area."""
        return self._grouped(lambda figure: (figure.ref, figure.breakdown, figure.area))

    @cached_property
    def by_ref(self) -> dict[str, tuple[Observation, ...]]:
        """Figures of each indicator."""
        return self._grouped(lambda figure: figure.ref)

    def used(self, key: Key) -> Observation | None:
        """The figure that the report uses for a fact: the first that has a value, else the first.

        Of a target it is the printing of the agreed one; None where that is printed nowhere.
        """
        if key in self.targets:
            return self.targets[key]
        printings = self.by_key.get(key, ())
        return next((p for p in printings if p.value is not None), printings[0] if printings else None)

    def _grouped(self, key: Callable[[Observation], Name]) -> dict[Name, tuple[Observation, ...]]:
        groups: dict[Name, list[Observation]] = {}
        for figure in self.figures:
            groups.setdefault(key(figure), []).append(figure)
        return {name: tuple(found) for name, found in groups.items()}


def in_order(figures: Sequence[Observation], sources: tuple[str, ...]) -> Observations:
    """Figures in the order of trust: source, then table before commentary, then row."""
    rank = {source: number for number, source in enumerate(sources)}
    ordered = sorted(figures, key=lambda f: (rank[f.source], f.is_commentary, f.row))
    return Observations(_still_suppressed(ordered))


def _still_suppressed(ordered: Sequence[Observation]) -> tuple[Observation, ...]:
    """The figures, a fact that its source suppresses taken out of its other and of less trusted printings.

    Otherwise an older delivery, or a copy of the figure elsewhere, would print what is hidden now.
    """
    hidden = {
        (f.source, f.key) for f in ordered if f.status == "suppressed" and f.measure in (*FACTS, *LIMITS)
    }
    if not hidden:
        return tuple(ordered)
    gone, kept = set(), []
    for figure in ordered:
        if (figure.source, figure.key) in hidden:
            gone.add(figure.key)
        shown = figure.key in gone and figure.value is not None
        kept.append(replace(figure, value=None, printed="", status="suppressed") if shown else figure)
    return tuple(kept)
