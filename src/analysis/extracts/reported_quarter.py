"""Reject files for another quarter: the last quarter's, and the next one's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from analysis.definitions import periods
from analysis.definitions.errors import Problem
from analysis.definitions.indicators import Indicator
from analysis.definitions.params import Params, listed
from analysis.extracts.deliveries import Delivery
from analysis.extracts.observations import FACTS, Observation
from analysis.extracts.withholding import Refused


@dataclass(frozen=True)
class Read:
    """What was read of one delivery: the figures that may be used, and the rows that may not."""

    delivery: Delivery
    figures: tuple[Observation, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class ReportedQuarter:
    """The quarter of a report, and its `indicators` by every name that a delivery may use."""

    params: Params
    indicators: dict[str, Indicator]

    @property
    def as_at(self) -> date:
        """The last day of the report."""
        return date.fromisoformat(self.params.as_at)

    @property
    def too_late(self) -> str:
        """Return the rule that a figure from after that day breaks."""
        return f"ends after {periods.day_in_words(self.as_at)}, the last day of this report"

    def due(self, figure: Observation) -> int:
        """The month for whose report a figure is the latest one due: later than its own if in arrears."""
        return figure.period.last + 3 * self.indicators[figure.ref].arrears

    def problems(self, read: Iterable[Read]) -> list[Problem]:
        """Return a problem for each file of another quarter, else one if nothing is for this quarter."""
        read = tuple(read)
        wrong = [found for each in read for found in (*self._earlier(each), *self._later(each))]
        return wrong or self._none(figure for each in read for figure in each.figures)

    def _earlier(self, read: Read) -> list[Problem]:
        """Return a problem if a file has figures for this year, but none for the reported quarter."""
        facts = [f for f in read.figures if f.measure in FACTS and f.period.months < 12]
        current = [f for f in facts if periods.parse_year(self.params.year).holds(f.period)]
        if not current or any(self.due(f) >= self.params.period.last for f in current):
            return []
        latest = max((f.period for f in current), key=lambda period: period.last)
        report = f"{self.params.year} Q{self.params.quarter}"
        what = f"its latest figure is for {latest.label}, the report is for {report}"
        return [_of_another_quarter(read, what, "year and quarter")]

    def _later(self, read: Read) -> list[Problem]:
        """Return a problem if most indicators of a file have figures from after the report's last day."""
        late = {line.ref for line in read.refused if line.rule == self.too_late}
        refs = {figure.ref for figure in read.figures} | {line.ref for line in read.refused}
        if len(late) < 2 or len(late) <= len(refs) / 2:
            return []
        what = f"{len(late)} of its {len(refs)} indicators have a figure that {self.too_late}"
        return [_of_another_quarter(read, what, "year, quarter and as_at")]

    def is_in(self, figures: Iterable[Observation]) -> bool:
        """Whether any of these figures is one for the reported quarter."""
        return any(f.measure in FACTS and self.due(f) == self.params.period.last for f in figures)

    def has_own(self, figures: Iterable[Observation]) -> bool:
        """Whether any of them is of the report's own area, or of a part of it, and for the quarter."""
        own = (self.params.area, *listed(self.params.parts))
        return self.is_in(f for f in figures if f.area in own)

    def _none(self, figures: Iterable[Observation]) -> list[Problem]:
        """Of many areas each says for itself that it has no figure."""
        figures = tuple(figures)
        others = self.is_in(figures)
        if self.has_own(figures) or (self.params.areas and others):
            return []
        whose = f"for {self.params.area!r} " if others else ""
        what = f"no file has a figure {whose}in {self.params.year} Q{self.params.quarter}"
        remedy = "correct year and quarter in the params file, or receive the quarter's files"
        return [Problem(what, remedy, f"{self.params.report}.yaml", column="quarter", of_rows=False)]


def _of_another_quarter(read: Read, what: str, fields: str) -> Problem:
    file = read.delivery.entry.file
    remedy = f"correct {fields} in the params file, or receive the right file with outturn receive --replaces {file}"
    return Problem(what, remedy, file, column="period")
