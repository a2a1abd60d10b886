"""Compare targets as documents print them with the agreed ones: which is used, and where they differ.

The agreed target is used for the year. A printed target to date is used for where the year should be by now, unless
partners agreed steps, or the document's own target for the year is not the agreed one.
"""

from collections.abc import Iterable, Iterator

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.definitions.targets import Target
from analysis.extracts.observations import Observation, Observations
from analysis.judgements.judgements import Judgement
from analysis.judgements.targets.disputes import is_same
from analysis.measures.findings import Finding, fact
from analysis.measures.measures import Measure
from analysis.measures.plausibility import TARGET_SCALE
from analysis.statistics.trajectories import Trajectory, trajectory_through

QUARTERS = 4
DIFFERS = "A printed target is not the agreed one"
TO_DATE = "A printed target to date is not the year's target spread evenly"
KINDS = (TARGET_SCALE, DIFFERS, TO_DATE)


def printed_to_date(measure: Measure, observations: Observations) -> Observation | None:
    """Return the target to date that the report uses: of the months of the measure's figure, in its unit."""
    for printed in _printed(measure, observations, "target_to_date"):
        if measure.figure and measure.complete and printed.window.last == measure.figure.window.last:
            return printed
    return None


def through_printed(
    split: Trajectory | None,
    target: Target,
    bound: float | None,
    measure: Measure,
    observations: Observations,
) -> Trajectory | None:
    """Return the way to a bound through the target to date that a delivery prints, else the way as it was split.

    Of a target with two ends a printed number says nothing: there both ends stay as they were split.
    """
    printed = printed_to_date(measure, observations)
    one_end = target.low is None or target.high is None or target.low == target.high
    if printed is None or bound is None or target.steps or not one_end:
        return split
    for whole in _printed(measure, observations, "target"):
        if whole.source == printed.source and whole.period == measure.year and not is_same(whole, bound):
            return split
    if is_same(printed, split.to_date if split else bound) or not _fits(printed, bound, measure):
        return split
    return trajectory_through(printed.number, bound, measure.known, QUARTERS)


def check(judgements: Iterable[Judgement], observations: Observations) -> tuple[Finding, ...]:
    """Return where a target is on another scale than its figures or a delivery prints another, rule by rule."""
    found = [finding for judged in judgements for finding in _findings(judged, observations)]
    return tuple(sorted(found, key=lambda finding: KINDS.index(finding.kind)))


def _findings(judged: Judgement, observations: Observations) -> Iterator[Finding]:
    measure, target = judged.measure, judged.target
    if target is None or not target.is_set:
        return
    if target.held and measure.figure:
        first = measure.figure.made_from[0]
        words = f"{fact(first)} is {first.printed} in {first.place}; {target.held} ({target.where})"
        yield Finding(TARGET_SCALE, measure.indicator.ref, words, measure.figure.made_from)
    yield from _annual(measure, target, observations)
    yield from _so_far(judged, target, observations)


def _annual(measure: Measure, target: Target, observations: Observations) -> Iterator[Finding]:
    """The year's target as printed, where no delivery prints the one that was agreed."""
    bounds = [bound for bound in (target.low, target.high) if bound is not None]
    printed = [o for o in _printed(measure, observations, "target") if o.period == measure.year]
    if not printed or any(is_same(one, bound) for one in printed for bound in bounds):
        return
    first = printed[0]
    words = (
        f"{fact(first)} is printed as {first.printed} in {first.place}, but the agreed target is "
        f"{target.phrase} ({target.where}), which is used here"
    )
    yield Finding(DIFFERS, first.ref, words, (first,))


def _so_far(judged: Judgement, target: Target, observations: Observations) -> Iterator[Finding]:
    """The target to date as printed, where it is not what the year's target spread evenly comes to."""
    measure, split = judged.measure, judged.trajectory
    printed = printed_to_date(measure, observations)
    if printed is None:
        return
    bound = known(target.low if target.high is None else target.high)
    used = split is not None and split.rule == "printed target to date"
    even = bound * measure.known / QUARTERS if measure.accumulates == "sum" else bound
    against = even if used or split is None else split.to_date
    if is_same(printed, against):
        return
    is_printed = f"{fact(printed)} is {printed.printed} in {printed.place}"
    other = f"the agreed target spread over the year comes to {wording.typed(round(against, 6))} by then"
    words = f"{is_printed} (used here), but {other}" if used else f"{is_printed}, but {other} (used here)"
    yield Finding(TO_DATE, printed.ref, words, (printed,))


def _printed(measure: Measure, observations: Observations, what: str) -> Iterator[Observation]:
    """The series' printed targets with a number, in the order of trust."""
    for found in observations.by_series.get(measure.key, ()):
        if found.measure == what and found.unit == measure.unit and found.value is not None:
            yield found


def _fits(printed: Observation, bound: float, measure: Measure) -> bool:
    """Whether it can lie on the way: what only adds up has no more by now than by the year's end."""
    return measure.accumulates != "sum" or min(printed.number, bound) < 0 or printed.number <= bound
