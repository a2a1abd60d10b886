"""Explain each change of status since the last published report, in four parts that add up.

The judgement is worked out again step by step, one part swapped at a time: first the new figures (and the time that
passed), then revised figures of the past, then targets, then rules. Any change of a status or a chance at a step
belongs to that part. The last step is the report itself. If Outturn itself would now judge the published report
differently, that counts as a rule.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.definitions.indicators import Definition
from analysis.definitions.params import Params
from analysis.definitions.targets import Agreed, Status
from analysis.documents.overrides import Override
from analysis.documents.register import Entry, Line, last_before
from analysis.extracts.observations import Key, Observation, Observations, in_order
from analysis.judgements.assessments import Assessment, rejudge
from analysis.judgements.inputs import Materials
from analysis.judgements.judgements import Judgement

PARTS = ("data arrived", "history restated", "target changed", "rule changed")
RULES = ("on_track_from", "off_track_to", "rules")
"""Parameters that decide a status."""
NOT_RULES = ("report", "title", "year", "quarter", "as_at", "theme", "notice", "area", "areas")
"""Parameters that say which report it is, not how it is judged."""


@dataclass(frozen=True)
class Standing:
    """A status and, at year end, the chance of meeting the target (0 to 1)."""

    status: Status
    chance: float | None = None


@dataclass(frozen=True)
class StatusChange:
    """One status of one series: as published, after each of `PARTS`, and as it is now (the last step).

    `again` is the published one worked out today; it differs only where the program changed.
    """

    judged: Judgement
    at_year_end: bool
    published: Standing
    again: Standing
    steps: tuple[Standing, ...]

    @property
    def changed(self) -> bool:
        """Whether the status is another than the published one."""
        return self.steps[-1].status != self.published.status

    @property
    def causes(self) -> tuple[str, ...]:
        """The parts at which the status moved, in their order."""
        moves = [one.status != two.status for one, two in pairwise((self.again, *self.steps))]
        moves[-1] |= self.published.status != self.again.status
        return tuple(part for part, moved in zip(PARTS, moves, strict=True) if moved)

    @property
    def parts(self) -> tuple[float | None, ...]:
        """What each part did to the chance; they add up to its change. None where there is no chance."""
        found = [_moved(one, two) for one, two in pairwise((self.again, *self.steps))]
        program = _moved(self.published, self.again)
        found[-1] = None if found[-1] is None or program is None else found[-1] + program
        return tuple(found)


def _moved(one: Standing, two: Standing) -> float | None:
    return None if one.chance is None or two.chance is None else two.chance - one.chance


@dataclass(frozen=True)
class Restated:
    """A figure that was published and is delivered otherwise now."""

    before: Observation
    now: Observation


@dataclass(frozen=True)
class Altered:
    """A target or rule that is another: of which indicator (empty for all), what, then and now, in words."""

    ref: str
    what: str
    before: str
    now: str


@dataclass(frozen=True)
class Since:
    """Everything that changed since an entry of the register."""

    entry: Entry
    statuses: tuple[StatusChange, ...]
    arrived: int
    restated: tuple[Restated, ...]
    targets: tuple[Altered, ...]
    rules: tuple[Altered, ...]

    @property
    def changed(self) -> tuple[StatusChange, ...]:
        """The statuses that are not what was published."""
        return tuple(change for change in self.statuses if change.changed)


def since_last(assessment: Assessment) -> Since | None:
    """What changed since the last published report; None where nothing was published before."""
    entry = last_before(assessment.materials.register, assessment.params) if assessment.materials else None
    if entry is None:
        return None
    past, now = entry.observations(), assessment.observations.figures
    return Since(
        entry=entry,
        statuses=tuple(_statuses(entry, assessment)),
        arrived=sum(_identity_used(past, now)),
        restated=_restated(past, now),
        targets=tuple(_targets(entry, assessment)),
        rules=tuple(_rules(entry, assessment)),
    )


def _statuses(entry: Entry, assessment: Assessment) -> Iterator[StatusChange]:
    published = {line.key: line for line in entry.lines}
    steps = _steps(entry, assessment)
    for judged in assessment.judgements:
        line = published.get(judged.key)
        if line is None:
            continue
        for at_year_end in (True, False):
            again, *found = (_standing(step.get(judged.key), at_year_end) for step in steps)
            yield StatusChange(judged, at_year_end, _published(line, at_year_end), again, tuple(found))


def _published(line: Line, at_year_end: bool) -> Standing:
    return Standing(line.status_year_end, line.chance) if at_year_end else Standing(line.status_now)


def _standing(judged: Judgement | None, at_year_end: bool) -> Standing:
    if judged is None:
        return Standing("not judged")
    return Standing(judged.status_year_end, judged.chance) if at_year_end else Standing(judged.status_now)


Judged = dict[tuple[str, str, str], Judgement]


def _steps(entry: Entry, assessment: Assessment) -> tuple[Judged, ...]:
    """The published report worked out today, then after each part.

    The targets of another year are over, so that year's report goes on with today's.
    """
    report = assessment.params
    now = replace(known(assessment.materials), observations=assessment.observations)
    past = _materials(entry, now, report)
    old_rules = report.model_copy(update={name: getattr(entry.settings, name) for name in RULES})
    arrived = replace(past, observations=_arrived(past.observations, now.observations, report))
    if entry.settings.year != report.year:
        arrived = replace(arrived, agreed=now.agreed)
    restated = replace(arrived, observations=now.observations)
    targeted = replace(restated, agreed=now.agreed)
    return (
        _judged(past, entry.settings),
        _judged(arrived, old_rules),
        _judged(restated, old_rules),
        _judged(targeted, old_rules),
        {judged.key: judged for judged in assessment.judgements},
    )


def _judged(materials: Materials, report: Params) -> Judged:
    return {judged.key: judged for judged in rejudge(materials, report)}


def _materials(entry: Entry, now: Materials, report: Params) -> Materials:
    """What the entry's report was made from."""
    return replace(
        now,
        observations=in_order(entry.observations(), _sources(entry.settings, report)),
        indicators=entry.indicators(),
        agreed=entry.agreed(),
        overrides=entry.overrides(),
        withheld=(),
    )


def _sources(then: Params, now: Params) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*now.source_order, *then.source_order)))


def _arrived(past: Observations, now: Observations, report: Params) -> Observations:
    """Today's figures with those that were published before as they were published then."""
    before = dict(_identified(past.figures))
    kept = [_as_published(before.get(identity), figure) for identity, figure in _identified(now.figures)]
    return in_order(kept, report.source_order)


def _as_published(before: Observation | None, now: Observation) -> Observation:
    """What came in the place of a blank has arrived; what replaces a figure is a restatement."""
    return now if before is None or before.value is None else before


Printing = tuple[str, bool, Key, int]
"""What makes a figure the same printing in two deliveries: source, table or text, fact, which of several."""


def _identified(figures: tuple[Observation, ...]) -> Iterator[tuple[Printing, Observation]]:
    seen: Counter[tuple[str, bool, Key]] = Counter()
    for figure in figures:
        place = (figure.source, figure.is_commentary, figure.key)
        seen[place] += 1
        yield (*place, seen[place]), figure


def _identity_used(past: tuple[Observation, ...], now: tuple[Observation, ...]) -> Iterator[bool]:
    """Whether each of today's figures is new."""
    before = {identity for identity, figure in _identified(past) if figure.value is not None}
    return (figure.value is not None and identity not in before for identity, figure in _identified(now))


def _restated(past: tuple[Observation, ...], now: tuple[Observation, ...]) -> tuple[Restated, ...]:
    before = dict(_identified(past))
    pairs = ((before.get(identity), figure) for identity, figure in _identified(now))
    return tuple(Restated(one, two) for one, two in pairs if one and _is_restated(one, two))


def _is_restated(before: Observation, now: Observation) -> bool:
    """Whether a figure of the same months is another now; one that is suppressed now is not told at all."""
    if before.value is None or before.window != now.window or now.status == "suppressed":
        return False
    return before.value != now.value


def _targets(entry: Entry, assessment: Assessment) -> Iterator[Altered]:
    """The agreed lines that are other than then; none where the years differ, since each has its own."""
    if entry.settings.year != assessment.params.year:
        return
    then, now = _by_key(entry.agreed()), _by_key(known(assessment.materials).agreed)
    for key in dict.fromkeys((*then, *now)):
        before, after = then.get(key), now.get(key)
        if before != after:
            part = "" if key[1] in ("all", "total") else f" {key[1]}"
            yield Altered(key[0], f"target{part}", _in_words(before), _in_words(after))


def _by_key(lines: tuple[Agreed, ...]) -> dict[tuple[str, str, str], Agreed]:
    return {(line.ref, line.breakdown, line.area): line for line in lines}


def _in_words(line: Agreed | None) -> str:
    """A target's own line without what it is of: `kind value, value 420, set by ...`."""
    if line is None:
        return "none"
    told = line.model_dump(exclude_defaults=True, exclude={"ref", "breakdown", "area"})
    return ", ".join(f"{name.replace('_', ' ')} {_plain(value)}" for name, value in told.items())


def _rules(entry: Entry, assessment: Assessment) -> Iterator[Altered]:
    then, now = entry.settings, assessment.params
    yield from _differences("", then, now, NOT_RULES)
    defined = {indicator.ref: indicator for indicator in entry.indicators()}
    for indicator in assessment.indicators:
        if before := defined.pop(indicator.ref, None):
            yield from _differences(indicator.ref, before, indicator)
        else:
            yield Altered(indicator.ref, "indicator", "none", "defined")
    yield from (Altered(ref, "indicator", "defined", "none") for ref in defined)
    old, new = _overridden(entry.overrides()), _overridden(known(assessment.materials).overrides)
    if old != new:
        yield Altered("", "an analyst's overrides", old, new)


def _differences(
    ref: str, before: Definition, after: Definition, but: tuple[str, ...] = ()
) -> Iterator[Altered]:
    for name in type(after).model_fields:
        one, two = getattr(before, name), getattr(after, name)
        if name not in but and one != two:
            yield Altered(ref, name.replace("_", " "), _plain(one), _plain(two))


def _overridden(lines: tuple[Override, ...]) -> str:
    return ", ".join(f"{line.ref} {line.status}" for line in lines) or "none"


def _plain(value: object) -> str:
    if value is None or value in ("", ()):
        return "none"
    return wording.typed(value) if isinstance(value, float) else str(value)
