"""Numbers in the commentary: each must be a figure, a target, a difference or a percentage of the report.

What was typed is matched as it was typed (`typed_numbers`). The figures that a report speaks of first, and
the changes between them, match however they were rounded; its other figures match as printed, or by three
digits or more; differences and percentages between any other two by three digits only. The fewer digits, the
more a wrong number would agree with something by chance.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from analysis.definitions import probabilities, wording
from analysis.definitions.errors import known
from analysis.definitions.units import is_percent
from analysis.disclosure.release import Release
from analysis.documents.numbers_in_text import Kind, Typed, typed_numbers
from analysis.judgements.judgements import Judgement
from analysis.pages.models import Block, Listing
from analysis.pages.sections import page_frame, phrases
from analysis.pages.sections.indicators.commentary import missing, why_asked
from analysis.pages.tables import Column, table

_Pair = tuple[str, float]
Reach = Literal["any", "printed", "remote"]
Role = Literal["figure", "change", "chance", "either", "tolerance", "level"]
LEVEL_WORDS = re.compile(r"years like|range|interval|on track|off track", re.IGNORECASE)
"""What a sentence speaks of where 80 or 95 in 100 is a level and not a chance of its own."""
ENOUGH = 3
"""Significant digits from which a number that matches is taken to mean what it matches."""


@dataclass(frozen=True)
class Known:
    """A number that the report holds, in words.

    `reach` says how it may be typed with fewer than three digits: rounded, as printed only, or not at all.
    `role` says what it may be typed as.
    """

    value: float
    kind: Kind
    words: str
    reach: Reach = "any"
    role: Role = "figure"


@dataclass(frozen=True)
class Unmatched:
    """A typed number that is none of the report's, and the nearest that is, in words."""

    ref: str
    typed: Typed
    nearest: str


def unmatched(release: Release) -> tuple[Unmatched, ...]:
    """Every number of every commentary that matches nothing the report says of its indicator."""
    return tuple(
        found
        for said in release.commentary
        for found in check(said.ref, said.text, known_numbers(release, said.ref))
    )


def check(ref: str, text: str, known: tuple[Known, ...]) -> tuple[Unmatched, ...]:
    """The numbers of a text that match none of the known ones."""
    return tuple(
        Unmatched(ref, typed, _nearest(typed, known))
        for typed in typed_numbers(text)
        if not any(_matches(typed, one) for one in known)
    )


def known_numbers(release: Release, ref: str) -> tuple[Known, ...]:
    """Every number that the report holds of an indicator."""
    params, found = release.params, list[Known]()
    for judged in release.of(ref):
        found += numbers_of(judged)
    for figure in release.observations.by_ref.get(ref, ()):
        if figure.value is not None:
            words = (
                f"{phrases.measure(figure)}, {figure.area}, {phrases.months(figure.window, figure.measure)}"
            )
            found.append(_known(figure.value, figure.unit, words, "printed"))
    for share in (80, 95, 100 * params.on_track_from, 100 * params.off_track_to):
        found.append(Known(share, "percent", "a level that the report uses", "printed", "level"))
    found += _named(release, ref)
    return tuple(dict.fromkeys(found))


def _named(release: Release, ref: str) -> Iterator[Known]:
    """Numbers in the indicator's own name, such as young people with 3 or more episodes."""
    for judged in release.of(ref):
        for typed in typed_numbers(f"{judged.indicator.title} {phrases.name(judged)}"):
            yield Known(typed.value, typed.kind, "in the indicator's name", "printed")


def numbers_of(judged: Judgement) -> Iterator[Known]:
    """Every number that a judgement holds or its sentences print."""
    unit = judged.measure.unit
    principal = tuple(_principal(judged))
    yield from (_known(value, unit, words) for words, value in principal)
    yield from _printed(judged)
    yield from _counts(judged)
    yield from _changes(judged)
    for percent in (judged.indicator.status_tolerance, judged.indicator.direction_tolerance):
        if percent is not None:
            yield Known(
                percent, "percent", "a tolerance of the indicator's definition", "printed", "tolerance"
            )
    for number, (words, value) in enumerate(principal):
        for other_words, other in principal[number + 1 :]:
            between = f"{words} and {other_words}"
            yield _gap(value - other, unit, f"difference between {between}", "remote")
            if other and value:
                yield _percent(100 * (value / other - 1), f"change between {between}", "remote")
                yield _percent(100 * (other / value - 1), f"change between {between}", "remote")


def _principal(judged: Judgement) -> Iterator[_Pair]:
    """The figures that sentences set against one another: this year's, last year's, target, forecast."""
    measure, said, target = judged.measure, judged.forecast, judged.target
    if measure.figure:
        yield f"figure of {phrases.covered(measure.figure)}", measure.figure.value
    if measure.same_period:
        yield f"figure of {phrases.covered(measure.same_period)}", measure.same_period.value
    if measure.last_outturn:
        yield f"outturn of {measure.last_outturn.called}", measure.last_outturn.value
    for bound in (target.low, target.high) if target else ():
        if bound is not None:
            yield "target", bound
    for split in (judged.trajectory_low, judged.trajectory):
        if split:
            yield "where the target would have the year by now", split.to_date
    if said.expected is not None:
        yield "expected outturn", said.expected
    yield from ((f"figure of {c.region}", c.value) for c in judged.comparisons if c.value is not None)


def _printed(judged: Judgement) -> Iterator[Known]:
    """What is printed rounded: the forecast with its ranges and baselines, the chance, each quarter."""
    measure, said, unit = judged.measure, judged.forecast, judged.measure.unit
    if printed := phrases.forecast(judged):
        names = ("expected outturn", "low end of its range", "high end of its range")
        for name, text in zip(names, printed, strict=True):
            yield _known(wording.read(text), unit, name, "printed")
    if judged.trajectory:
        text = wording.limit(judged.trajectory.to_date, unit, known(judged.target).low is None)
        yield _known(wording.read(text), unit, "where the target would have the year by now", "printed")
    for name, value in (
        ("projection at the same pace", said.pro_rata),
        ("projection by last year's share", said.last_year_share),
        *((f"figure of {phrases.covered(found)}", found.value) for found in measure.quarters if found),
    ):  # fmt: skip
        if value is not None:
            yield _known(value, unit, name, "printed")
    yield from _chances(judged)


def _chances(judged: Judgement) -> Iterator[Known]:
    """The chance as printed, by each target where the documents dispute it, and the chance of the opposite."""
    printed = [phrases.chance(judged)]
    if judged.is_disputed_by_rule:
        printed = [probabilities.chance(verdict.chance) for verdict in judged.verdicts]
    for digits in " ".join(printed).split():
        if digits.isdigit() and digits != "100":
            yield Known(float(digits), "percent", "chance of meeting the target", "printed", "chance")
            yield Known(100 - float(digits), "percent", "chance of missing the target", "printed", "chance")


def _counts(judged: Judgement) -> Iterator[Known]:
    """Counts behind a percentage, and what the year still needs: in all, each quarter, one case more."""
    measure, needed = judged.measure, judged.needed
    for figure in (measure.figure, measure.same_period):
        for name, value in (("count", figure.numerator), ("out of", figure.denominator)) if figure else ():
            if value is not None:
                yield Known(value, "number", f"{name}, {phrases.covered(figure)}", "printed")
    if judged.one_more is not None:
        yield Known(judged.one_more, "percent", "with one more case", "printed")
    if needed is None or not measure.figure:
        return
    if measure.accumulates != "sum":
        yield Known(needed, "number", "count needed", "printed")
        yield Known(
            needed - (measure.figure.numerator or 0), "number", "what the count needs", "printed", "change"
        )
        return
    yield from _still_to_add(judged, needed)


def _still_to_add(judged: Judgement, needed: float) -> Iterator[Known]:
    """Needs are of the unit, or of points where the unit is a percentage; whole each quarter as printed."""
    measure, unit = judged.measure, judged.measure.unit
    left = 4 - measure.known
    yield _gap(needed, unit, "what the rest of the year may or must bring", "printed")
    if left and measure.known:
        upper = known(judged.target).low is None
        each = wording.read(wording.limit(needed / left, unit, upper))
        yield _gap(each, unit, "what each quarter left may or must bring", "printed", "either")
        so_far = wording.read(wording.mean(known(measure.figure).value / measure.known, unit))
        yield _gap(so_far, unit, "a quarter so far", "printed", "either")
    if (rest := measure.rest_of_last_year) is not None:
        yield _known(rest, unit, "the rest of last year", "printed")


def _changes(judged: Judgement) -> Iterator[Known]:
    """The changes that reports speak of: on last year, against the target, from quarter to quarter."""
    named, unit = dict(_principal(judged)), judged.measure.unit
    words = list(named)
    figure = next((name for name in words if judged.measure.figure and name.startswith("figure of")), "")
    for now, before in (
        (figure, words[1] if judged.measure.same_period and len(words) > 1 else ""),
        (figure, "where the target would have the year by now"), ("expected outturn", "target"),
        (figure if judged.measure.accumulates != "sum" else "", "target"),
    ):  # fmt: skip
        if now in named and before in named and now != before:
            yield _gap(named[now] - named[before], unit, f"difference between {now} and {before}")
            if named[before]:
                change = 100 * (named[now] / named[before] - 1)
                yield _percent(change, f"change from {before} to {now}")
    quarters = [quarter for quarter in judged.measure.quarters if quarter]
    for one, two in pairwise(quarters):
        what = f"from {phrases.covered(one)} to {phrases.covered(two)}"
        yield _gap(two.value - one.value, unit, f"difference {what}", "printed")
        if one.value:
            yield _percent(100 * (two.value / one.value - 1), f"change {what}", "remote")


def _known(value: float, unit: str, words: str, reach: Reach = "any") -> Known:
    """A figure; one that is itself a reduction may be typed as a change."""
    kind: Kind = "percent" if is_percent(unit) else "number"
    return Known(float(value), kind, words, reach, "either" if "reduction" in unit else "figure")


def _gap(value: float, unit: str, words: str, reach: Reach = "any", role: Role = "change") -> Known:
    kind: Kind = "points" if is_percent(unit) else "number"
    return Known(float(value), kind, words, reach, role)


def _percent(value: float, words: str, reach: Reach = "any") -> Known:
    return Known(float(value), "percent", words, reach, "change")


def _matches(typed: Typed, one: Known) -> bool:
    if typed.kind != one.kind or not typed.holds(one.value):
        return False
    if one.role == "level":
        return bool(LEVEL_WORDS.search(typed.sentence))
    if "chance" in (typed.role, one.role) and typed.role != one.role:
        return False
    if one.role == "tolerance":
        return " of it" in typed.sentence or "tolerance" in typed.sentence
    if typed.digits >= ENOUGH:
        return True
    if one.role not in ("either", typed.role) and typed.kind != "points":
        return False
    unit = "percent" if one.kind == "percent" else ""
    printed = typed.value == wording.read(wording.figure(abs(one.value), unit))
    return one.reach == "any" or (one.reach == "printed" and printed)


def _nearest(typed: Typed, known: tuple[Known, ...]) -> str:
    """The nearest of the report's numbers of the same kind, in words; empty where there is none."""
    same = [one for one in known if one.kind == typed.kind and one.reach != "remote"]
    if not same:
        return ""
    nearest = min(same, key=lambda one: abs(abs(one.value) - typed.value))
    sign = {"percent": "%", "points": " percentage points", "number": ""}[typed.kind]
    return f"{wording.figure(abs(nearest.value))}{sign}: {nearest.words}"


def block(release: Release) -> Block | None:
    """One block; none for a report without indicators."""
    if not release.judgements:
        return None
    found, absent = unmatched(release), _absent(release)
    columns = (
        Column("Indicator", lambda one: one.ref, "ref"),
        Column("Number typed", lambda one: one.typed.text, "typed"),
        Column("In the sentence", lambda one: one.typed.sentence, "sentence"),
        Column("Nearest in the report", lambda one: one.nearest or "nothing of its kind", "nearest"),
    )
    return page_frame.block(
        f"Numbers in the commentary ({len(found)} match nothing)",
        "commentary",
        _checked(release),
        table(f"Numbers that match nothing: {len(found)}", columns, found) if found else None,
        *(("Asked for and not written:", Listing(absent)) if absent else ()),
    )


def _checked(release: Release) -> str:
    said = release.commentary
    if not said:
        what = "Of what is not withheld no commentary" if release.withheld else "No commentary"
        return f"{what} is delivered, so there is no number in it to check."
    numbers = sum(len(typed_numbers(one.text)) for one in said)
    return (
        f"{wording.capital(wording.count(len(said), 'commentary', 'commentaries'))} with "
        f"{wording.count(numbers, 'number')}. Each is held against the figures, targets, differences "
        "and percentages of its indicator, as it was typed. One that matches nothing may be wrong, or of "
        "something that this report does not hold. Years, dates, references and numbers below ten in words are "
        "passed over."
    )


def _absent(release: Release) -> tuple[str, ...]:
    found = []
    for ref in dict.fromkeys(j.indicator.ref for j in release.headlines):
        judged = next(j for j in release.headlines if j.indicator.ref == ref)
        if lacking := missing(judged, release):
            why = why_asked(judged, release)
            found.append(f"{ref} {phrases.name(judged)}: {wording.listed(lacking)}, since {why}.")
    return tuple(found)
