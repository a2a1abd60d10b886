"""Judge: measure, forecast, target and comparisons become one judgement for each series.

The module that owns a rule decides its part. Here the parts only meet.
"""

from dataclasses import replace
from typing import Literal

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.definitions.options import Choices
from analysis.definitions.params import Params
from analysis.definitions.targets import Progress, Status, Target, inwards
from analysis.definitions.units import is_whole
from analysis.documents.overrides import Overridden
from analysis.extracts.observations import Observation, Observations
from analysis.forecasts import scale_ends
from analysis.forecasts.forecasts import Forecast
from analysis.forecasts.past_coverage import Coverage
from analysis.judgements import statuses
from analysis.judgements.judgements import Judgement, Reason
from analysis.judgements.reasons import reasons_of
from analysis.judgements.targets import disputes
from analysis.judgements.targets.disputes import Verdict
from analysis.judgements.targets.printed_targets import through_printed
from analysis.measures.measures import Measure
from analysis.measures.printed_counts import Beside, counts_beside
from analysis.measures.series import Figure
from analysis.statistics import directions
from analysis.statistics.comparisons import Comparison
from analysis.statistics.directions import Direction
from analysis.statistics.trajectories import Trajectory, trajectory_of_levels, trajectory_to_date

OVERLAP_ALLOWED = 0.25
"""Share of the shorter figure's months that two figures may have in common and still be compared."""


def judge(
    measure: Measure,
    forecast: Forecast,
    target: Target | None,
    comparisons: tuple[Comparison, ...],
    observations: Observations,
    params: Params,
    coverage: Coverage | None = None,
) -> Judgement:
    """The judgement of one series; `comparisons` are made by `analysis.judgements.published_comparisons`.

    Where its own past forecasts covered poorly (`coverage`) no chance is given that is not settled already.
    """
    headline = measure.area == params.area and measure.breakdown in measure.indicator.headlines
    is_held = bool(measure.why_not_judged or (target and target.held))
    goal = target if target and target.is_set and not is_held else None
    verdicts = _verdicts(measure, forecast, goal, coverage, observations, params) if goal else ()
    verdict = disputes.decided(verdicts) if verdicts else disputes.Verdict(target)
    chosen = params.chosen(measure.indicator.rules)
    printed = _ratings(measure, observations) if headline else {}
    before, before_words = _published_before(measure)
    now = measure.figure.value if measure.same_period and measure.figure else forecast.pro_rata
    now = None if measure.held else now
    progress, against = _progress(measure, forecast, observations, params)
    judged = Judgement(
        measure=measure,
        headline=headline,
        target=target,
        trajectory=verdict.high or verdict.low,
        trajectory_low=verdict.low if verdict.high else None,
        forecast=forecast,
        chance=verdict.chance,
        direction=_chosen_direction(measure, chosen, observations),
        direction_as_published=directions.direction_as_published(
            now, before, measure.polarity, measure.ideal
        ).word,
        direction_printed=printed.get("direction_rating", ""),
        progress_as_published=progress,
        progress_printed=printed.get("progress_rating", ""),
        status_now=verdict.now,
        status_year_end=verdict.year_end,
        needed=_needed(measure, goal) if goal and verdict.year_end != "disputed" else None,
        one_more=_one_more(measure),
        comparisons=comparisons,
        reasons=(),
        coverage=coverage,
        verdicts=verdicts,
    )
    return replace(judged, reasons=reasons_of(judged, before_words, against, params.region))


def put_in_place(judged: Judgement, line: Overridden) -> Judgement:
    """The judgement with an analyst's status at year end while it holds; both values stay in its words."""
    status = line.override.status if line.used else judged.status_year_end
    kept = tuple(reason for reason in judged.reasons if reason.about != "status_year_end" or not line.used)
    reasons = (*kept, Reason("status_year_end", line.words))
    return replace(judged, status_year_end=status, overridden=line, reasons=reasons)


def _verdicts(
    measure: Measure,
    forecast: Forecast,
    target: Target,
    coverage: Coverage | None,
    observations: Observations,
    params: Params,
) -> tuple[Verdict, ...]:
    """The agreed target's verdict, then those of other numbers that documents print for it."""
    others = disputes.other_targets(measure, target, observations)
    return tuple(
        replace(_verdict(measure, forecast, one, coverage, observations, params), printed=printed)
        for one, printed in ((target, None), *others)
    )


def _verdict(
    measure: Measure,
    forecast: Forecast,
    target: Target,
    coverage: Coverage | None,
    observations: Observations,
    params: Params,
) -> Verdict:
    """Both statuses by one target."""
    low, high = _trajectories(measure, target, params.chosen(measure.indicator.rules), observations)
    chance = _chance(measure, forecast, target, coverage)
    return Verdict(
        target,
        _status_now(measure, forecast, target, low, high),
        statuses.status_at_year_end(chance, *_cut_offs(measure, params)),
        chance,
        low,
        high,
    )


def _cut_offs(measure: Measure, params: Params) -> tuple[float, float]:
    """The chances from which a year is on track, and to which it is off track: the indicator's own first."""
    own, report = measure.indicator, params
    on_track = report.on_track_from if own.on_track_from is None else own.on_track_from
    return on_track, report.off_track_to if own.off_track_to is None else own.off_track_to


def _trajectories(
    measure: Measure, target: Target, chosen: Choices, observations: Observations
) -> tuple[Trajectory | None, Trajectory | None]:
    """Where the year should stand by now for the lower and the upper bound; None where a bound is open.

    What adds up over the year is split over it. The rest stands against the target itself, unless steps were
    agreed. Either goes through the target to date that a delivery prints.
    """
    if not measure.complete:
        return None, None

    def split(bound: float | None, side: Literal["upper", "lower"]) -> Trajectory | None:
        if bound is None or (measure.accumulates != "sum" and not target.steps):
            return None
        if measure.accumulates != "sum":
            return trajectory_of_levels(target.steps, measure.known)
        straight = chosen.trajectory == "straight line"
        whole = side if is_whole(measure.unit) else ""
        return trajectory_to_date(
            bound, measure.known, 4, dict(measure.history), target.steps or None, straight, whole
        )

    low, high = split(target.low, "lower"), split(target.high, "upper")
    return (
        through_printed(low, target, target.low, measure, observations),
        through_printed(high, target, target.high, measure, observations),
    )


def _chance(measure: Measure, forecast: Forecast, target: Target, coverage: Coverage | None) -> float | None:
    """The chance of meeting a target; None where neither its own back-test nor the end of its scale allows one."""
    chance = forecast.chance(target.low, target.high, target.exclusive)
    if scale_ends.why_no_chance(measure, target, forecast):
        return None
    return None if coverage is not None and coverage.is_poor and chance not in (0, 1) else chance


def _status_now(
    measure: Measure,
    forecast: Forecast,
    target: Target,
    by_low: Trajectory | None,
    by_high: Trajectory | None,
) -> Status:
    """Against the trajectory, with its tolerance; once the whole year is known the outturn meets it or not."""
    if measure.figure is None or not measure.complete:
        return "not judged"
    if forecast.method == "settled":
        return "on track" if target.meets(measure.figure.exact) else "off track"
    low = by_low.to_date if by_low else target.low
    high = by_high.to_date if by_high else target.high
    tolerance = measure.indicator.status_tolerance
    return statuses.status_now(measure.figure.exact, low, high, tolerance, target.exclusive)


def _chosen_direction(measure: Measure, chosen: Choices, observations: Observations) -> Direction:
    """By test or, by choice, by the exact test alone or as published, where any difference counts."""
    unlike = measure.same_period is not None and not measure.same_basis
    if chosen.direction != "as published" or measure.held or unlike:
        return _direction(measure, chosen.direction == "by test", observations)
    now, before = measure.figure, measure.same_period
    values = (now.value if now else None, before.value if before else None)
    return directions.direction_as_published(*values, measure.polarity, measure.ideal)


def _direction(measure: Measure, widened: bool, observations: Observations) -> Direction:
    """By counts where there are counts, its own or others on its page; else by the stated tolerance."""
    figure, before = measure.figure, measure.same_period
    if figure is None or before is None:
        return Direction("not comparable", reason=measure.why_no_same_period)
    if measure.held:
        return Direction("not comparable", reason=measure.held)
    if why_not := _why_not_comparable(measure, figure, before):
        return Direction("not comparable", reason=why_not)
    if measure.kind == "count":
        return _direction_of_counts(measure, figure, before, widened)
    if figure.numerator is not None and figure.denominator:
        if before.denominator and measure.kind == "rate":
            return _direction_of_rate(measure, figure, before, widened)
        return _direction_of_share(measure, figure.numerator, figure.denominator, before)
    if beside := counts_beside(measure, observations):
        return _direction_beside(measure, *beside)
    tolerance = measure.indicator.direction_tolerance
    return directions.direction_of_values(
        figure.value, before.value, tolerance, measure.polarity, measure.ideal
    )


def _direction_of_share(measure: Measure, x: float, n: float, before: Figure) -> Direction:
    """By both years' counts, or by this year's against last year's printed percentage."""
    if before.numerator is not None and before.denominator:
        return directions.direction_of_proportions(
            x, n, before.numerator, before.denominator, measure.polarity, measure.ideal
        )
    tolerance = measure.indicator.direction_tolerance
    return directions.direction_against_printed_percentage(x, n, before.value, measure.polarity, tolerance)


def _direction_beside(measure: Measure, now: Beside, before: Beside) -> Direction:
    """By counts of other months that stand on the page; where they move the other way, no word is given."""
    told = directions.direction_of_proportions(
        now.numerator, now.denominator, before.numerator, before.denominator, measure.polarity, measure.ideal
    )
    ours, theirs = (
        f"{wording.figure(one.numerator)} of {wording.figure(one.denominator)}" for one in (now, before)
    )
    words = f"by the counts printed for {now.window.in_words()}: {ours}, against {theirs} a year before"
    moved = now.numerator / now.denominator - before.numerator / before.denominator
    if told.word in ("better", "worse") and moved * known(measure.change) < 0:
        told, words = replace(told, word="not comparable"), f"it moved the other way {words}"
    return replace(told, rule=directions.BESIDE_RULE, reason=words)


def _why_not_comparable(measure: Measure, figure: Figure, before: Figure) -> str:
    """Why this year's figure cannot be held against last year's; empty where it can."""
    indicator = measure.indicator
    if indicator.is_apart(before.period):
        return indicator.not_comparable_reason or f"figures of {before.period.label} are not comparable"
    common = min(figure.window.last, before.window.last) - max(figure.window.first, before.window.first) + 1
    if indicator.covers_years > 1 and common > 0:
        return "the two figures have years in common"
    if common > OVERLAP_ALLOWED * min(figure.window.months, before.window.months):
        return f"the two figures have {common} months in common"
    if not measure.same_basis:
        return _other_months(figure, before)
    return ""


def _other_months(figure: Figure, before: Figure) -> str:
    return f"last year's figure covers {before.window.in_words()}, this year's {figure.window.in_words()}"


def _direction_of_counts(measure: Measure, figure: Figure, before: Figure, widened: bool) -> Direction:
    """By the exact test; an estimated count is taken as the nearest whole one."""
    past = [value for _, year in measure.history for value in year] if widened else None
    now, then = (
        (round(figure.value), round(before.value))
        if measure.indicator.estimated_counts
        else (figure.value, before.value)
    )
    return directions.direction_of_counts(
        now, then, history=past or None, polarity=measure.polarity, ideal=measure.ideal
    )


def _direction_of_rate(measure: Measure, figure: Figure, before: Figure, widened: bool) -> Direction:
    """By the counts behind it, their exposures the denominators; past counts follow from past rates."""
    per = measure.indicator.per
    past = [
        None if value is None or not people else round(value * people / per)
        for (_, values), behind in zip(measure.history, measure.denominators, strict=True)
        for value, people in zip(values, behind, strict=True)
    ]
    return directions.direction_of_counts(
        round(known(figure.numerator)), round(known(before.numerator)),
        known(figure.denominator), known(before.denominator),
        history=(past or None) if widened else None, polarity=measure.polarity,
        ideal=None if measure.ideal is None else measure.ideal / per,
    )  # fmt: skip


def _published_before(measure: Measure) -> tuple[float | None, str]:
    """What documents compare with: the same period last year or, where none is printed, the last outturn."""
    if measure.same_period is not None:
        other = f"{measure.same_period.window.in_words()}, other months than this figure's"
        return measure.same_period.value, "the same period last year" if measure.same_basis else other
    if measure.last_outturn is not None:
        return measure.last_outturn.value, "the last outturn, since no figure for the same period is printed"
    return None, ""


def _ratings(measure: Measure, observations: Observations) -> dict[str, str]:
    """The words printed for the indicator as a whole, from the most trusted source that has them."""
    found: dict[str, str] = {}
    for observation in observations.by_ref.get(measure.indicator.ref, ()):
        if observation.word:
            found.setdefault(observation.measure, observation.word)
    return found


def _progress(
    measure: Measure, forecast: Forecast, observations: Observations, params: Params
) -> tuple[Progress, Observation | None]:
    """The as-published progress and the target that it was held against: the same document's."""
    if measure.figure is None:
        return "", None
    source = measure.figure.made_from[0].source
    printed = [
        o
        for o in observations.by_series.get(measure.key, ())
        if o.measure == "target" and o.source == source and o.unit == measure.unit and o.value is not None
        if o.period.label == params.year
    ]
    if not printed:
        return "", None
    progress = statuses.progress_as_published(forecast.pro_rata, printed[0].value, measure.polarity)
    return progress, printed[0]


def _needed(measure: Measure, target: Target) -> float | None:
    """What it would take, where there is a one-sided target and enough is known."""
    figure = measure.figure
    if figure is None or not measure.complete:
        return None
    if target.low is not None and target.high is not None:
        return None
    if measure.accumulates == "sum":
        left = statuses.still_to_add(figure.value, target)
        return inwards(left, upper=target.low is None) if is_whole(measure.unit) else left
    if figure.denominator and measure.kind == "percentage":
        return float(statuses.numerator_needed(figure.denominator, target))
    return None


def _one_more(measure: Measure) -> float | None:
    figure = measure.figure
    if figure is None or not figure.denominator or figure.numerator is None or measure.held:
        return None
    if measure.kind == "percentage" and figure.numerator >= figure.denominator:
        return None  # of 13 of 13 there is no one more
    return figure.per * (figure.numerator + 1) / figure.denominator
