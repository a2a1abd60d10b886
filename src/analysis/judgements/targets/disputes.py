"""Targets on which documents disagree: if the status depends on which holds, it is disputed.

Documents dispute a target if they print other numbers for it than the agreed one (same series, unit and year), a
status changes between the numbers, and no `settled_by` in the targets file says which one holds. If every number
gives the same status, that status is given. If the agreed target cannot be judged, the status stays not judged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from analysis.definitions.errors import known
from analysis.definitions.targets import Status, Target, good_side
from analysis.extracts.observations import Key, Observation, Observations
from analysis.measures.measures import Measure
from analysis.statistics.trajectories import Trajectory

WORST_FIRST: tuple[Status, ...] = ("off track", "uncertain", "on track", "not judged")


@dataclass(frozen=True)
class Verdict:
    """What one target makes of a series: both statuses, the chance of meeting it, and the way to its bounds.

    `printed` is where a document prints the number; None for the agreed target.
    """

    target: Target | None
    now: Status = "not judged"
    year_end: Status = "not judged"
    chance: float | None = None
    low: Trajectory | None = None
    high: Trajectory | None = None
    printed: Observation | None = None


def other_targets(
    measure: Measure, target: Target, observations: Observations
) -> tuple[tuple[Target, Observation], ...]:
    """Return the other numbers that documents print for a target, each as a target with its first printing.

    None for a target in words, whose number is worked out anew, and for a range, of which one number says little.
    """
    if target.resolved_with or (
        target.low is not None and target.high is not None and target.low != target.high
    ):
        return ()
    bound = known(target.high if target.low is None else target.low)
    found: dict[float, Observation] = {}
    for printed in observations.by_series.get(measure.key, ()):
        if printed.value is None or printed.period.label != measure.year.label:
            continue
        is_target = printed.measure == "target" and printed.unit == measure.unit
        if is_target and not any(is_same(printed, other) for other in (bound, *found)):
            found[printed.value] = printed
    return tuple((_instead(target, printed, measure), printed) for printed in found.values())


def is_same(printed: Observation, bound: float) -> bool:
    """Whether a bound is printed so, its last digit rounded: 320.15 is printed 320, 22 is not 22.18."""
    return abs(printed.number - bound) <= printed.half_unit * (1 + 1e-9)


def printings_used(
    targets: Iterable[tuple[Measure, Target | None]], observations: Observations
) -> dict[Key, Observation | None]:
    """Return which printing of each measure's target of the year is the agreed one; None where none of them is."""
    found: dict[Key, Observation | None] = {}
    for measure, target in targets:
        key = (*measure.key, measure.year, "target", measure.unit)
        printed = [p for p in observations.by_key.get(key, ()) if p.value is not None]
        if printed:
            ends = [end for end in (target.low, target.high) if end is not None] if target else []
            found[key] = next((p for p in printed if any(is_same(p, end) for end in ends)), None)
    return found


def decided(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the agreed target's verdict, with "disputed" where the others' differ from it.

    A disputed year's end has no chance. `settled_by` keeps the agreed target's words whatever others print.
    """
    first = verdicts[0]
    if first.target is not None and first.target.settled_by:
        return first
    now = _word([verdict.now for verdict in verdicts])
    end = _word([verdict.year_end for verdict in verdicts])
    return replace(first, now=now, year_end=end, chance=None if end == "disputed" else first.chance)


def worst(words: Sequence[Status]) -> Status:
    """Return the worst of several status words.

    >>> worst(["on track", "off track", "uncertain"])
    'off track'
    """
    return min(words, key=WORST_FIRST.index)


def _word(words: list[Status]) -> Status:
    differ = len(set(words) - {"not judged"}) > 1
    return "disputed" if differ and words[0] != "not judged" else words[0]


def _instead(target: Target, printed: Observation, measure: Measure) -> Target:
    """The target with the printed number in its place; steps were agreed for the other number."""
    low, high = good_side(printed.number, measure.polarity)
    words = {"lower": "no more than", "higher": "at least"}.get(measure.polarity, "exactly")
    return replace(target, low=low, high=high, terms=words, set_by="", where=printed.place, steps=())
