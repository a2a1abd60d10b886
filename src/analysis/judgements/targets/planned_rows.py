"""Resolve a plan's targets with the report's figures: the indicator of each row, and the number its words give."""

from dataclasses import dataclass

from analysis.definitions.indicators import Indicator
from analysis.definitions.periods import parse_year
from analysis.definitions.targets import Found, Target, resolve
from analysis.documents.kinds.three_year_targets import (
    Path,
    Planned,
    PlannedRow,
    PlannedTargets,
    agreed,
    path_needed,
)
from analysis.extracts.observations import Observation
from analysis.forecasts import scale_ends
from analysis.forecasts.later_years import Outlook, outlook, why_no_outlook, yearly
from analysis.judgements import published_comparisons
from analysis.judgements.assessments import Assessment
from analysis.judgements.judgements import Judgement


@dataclass(frozen=True)
class Aim:
    """One target of a row: as printed, what it comes to, the path to it, and where its year is heading.

    `outlook` and `chance` are None where nothing can be said; `why_no_path` and `why_no_chance` say why.
    """

    planned: Planned
    target: Target
    path: Path | None
    why_no_path: str
    outlook: Outlook | None
    chance: float | None
    why_no_chance: str


@dataclass(frozen=True)
class PlanRow:
    """One row with its aims and the judgement of the indicator it is, if the report has that."""

    row: PlannedRow
    judged: Judgement | None
    aims: tuple[Aim, ...]

    @property
    def coming(self) -> tuple[Aim, ...]:
        """The targets of the years to come, without this year's."""
        return self.aims[1:]


def plan_rows(plan: PlannedTargets, assessment: Assessment) -> tuple[PlanRow, ...]:
    """Every row of a plan, resolved."""
    return tuple(_plan_row(row, plan, assessment) for row in plan.rows)


def judgement_of(row: PlannedRow, plan: PlannedTargets, assessment: Assessment) -> Judgement | None:
    """The indicator that a row is, by its own reference in the plan's first year to come.

    Never by a former one, and never by what another year called so: PA22 of the plan is not the PA22 of this
    year's report. Only one that measures the same: in 2013-14 `CCC21` is SH1, in incidents both times.
    """
    year = plan.years[1] if len(plan.years) > 1 else plan.years[0]
    meant = [i for i in assessment.indicators if _is_called(i, row.ref, year)]
    heads = [j for i in meant for j in assessment.of(i.ref) if j.headline]
    same = [j for j in heads if j.measure.unit == row.unit]
    return same[0] if len(meant) == 1 and len(same) == 1 else None


def _is_called(indicator: Indicator, ref: str, year: str) -> bool:
    return any(known.ref == ref and year in known.years for known in indicator.references)


def _plan_row(row: PlannedRow, plan: PlannedTargets, assessment: Assessment) -> PlanRow:
    judged = judgement_of(row, plan, assessment)
    return PlanRow(row, judged, tuple(_aim(target, row, plan, judged, assessment) for target in row.targets))


def _aim(
    target: Planned, row: PlannedRow, plan: PlannedTargets, judged: Judgement | None, assessment: Assessment
) -> Aim:
    line = agreed(target, row, assessment.params.region, plan.source)
    came_to = resolve(line, row.polarity, lambda area, what: _found(area, what, target, judged, assessment))
    why = "" if came_to.is_set else f"in words: {came_to.terms}"
    path = None
    if row.actual.value is None:
        why = f"no last actual: {row.actual.why_none}"
    else:
        years = (parse_year(target.year).first - parse_year(plan.actual_year).first) // 12
        path = path_needed(row.actual.value, came_to, years)
    return Aim(target, came_to, path, why, *_heading(target.year, came_to, judged, assessment))


def _heading(
    label: str, target: Target, judged: Judgement | None, assessment: Assessment
) -> tuple[Outlook | None, float | None, str]:
    """Where the year is heading, the chance of its target, and why there is none."""
    if judged is None:
        return None, None, "the report has no history of it"
    run, year, wanted = (
        yearly(judged.measure, judged.forecast), parse_year(assessment.params.year), parse_year(label),
    )  # fmt: skip
    said = outlook(run, judged.forecast, year, wanted)
    if said is None:
        return None, None, why_no_outlook(run, judged.forecast, year, wanted)
    if not target.is_set:
        return said, None, "no number to meet"
    chance = said.chance(target)
    why = _why_no_chance(said, target, chance, judged)
    return said, None if why else chance, why


def _why_no_chance(said: Outlook, target: Target, chance: float | None, judged: Judgement) -> str:
    """Why no chance may be given although there is an outlook: of this year for the scorecard's reasons."""
    if said.held is not None and said.is_poor:
        held = f"{said.held.inside80} of {said.held.tried}"
        return f"such ranges held only {held} of its own past outturns"
    if said.ahead:
        return ""
    if at_end := scale_ends.why_no_chance(judged.measure, target, judged.forecast):
        return at_end
    past = judged.coverage
    return past.words if past is not None and past.is_poor and chance not in (0, 1) else ""


def _found(
    area: str, what: str, target: Planned, judged: Judgement | None, assessment: Assessment
) -> Found | None:
    """The figure that words ask for: one printed beside them, else one of the report's own."""
    if target.beside is not None and what == "latest":
        when = "a time that is not printed"
        return Found(target.beside, target.note, when, "the plan itself")
    if judged is None:
        return None
    series = (judged.indicator.ref, judged.breakdown.name, area or assessment.params.area)
    there = [o for o in assessment.observations.by_series.get(series, ()) if _is_asked(o, what, judged)]
    latest = max(there, key=lambda o: o.window.last, default=None)
    if latest is None or latest.value is None:
        return None
    when = latest.called if latest.measure == "outturn" else latest.window.in_words()
    return Found(latest.value, latest.printed, when.rpartition(" to ")[2], latest.place)


def _is_asked(figure: Observation, what: str, judged: Judgement) -> bool:
    comparable = figure.period.label not in judged.indicator.not_comparable
    if figure.value is None or figure.unit != judged.measure.unit or not comparable:
        return False
    if what == "latest":
        return figure.measure in published_comparisons.MEASURES
    return figure.measure == "outturn" and figure.period.label == what
