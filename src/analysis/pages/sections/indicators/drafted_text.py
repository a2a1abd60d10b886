"""Drafted sentences: what a judgement says in words, and where figures cannot speak "[to be written]".

What happened, against what, what is expected, what it would take. A graded word never says more than the
interval: an outturn is called likely to end below another figure only where the whole range that holds 80 in
100 does, very likely only where the whole range that holds 95 in 100 does, as printed and as worked out.
"""

from dataclasses import dataclass

from analysis.definitions import probabilities, units, wording
from analysis.definitions.errors import known
from analysis.definitions.params import Params
from analysis.documents.commentary import TO_BE_WRITTEN
from analysis.judgements.judgements import Judgement
from analysis.pages.sections import phrases
from analysis.pages.sections.indicators.required import what_it_would_take
from analysis.statistics.directions import BESIDE_RULE, SWINGS


@dataclass(frozen=True)
class Draft:
    """The sentences of one judgement, one text a question; `needed` is empty where there is no target."""

    happened: str
    against: str
    expected: str
    needed: str

    @property
    def text(self) -> str:
        """What stands on the page above "What it would take"."""
        return " ".join(part for part in (self.happened, self.against, self.expected) if part)


def draft(judged: Judgement, params: Params) -> Draft:
    """The drafted sentences of a judgement; none of them says why anything happened."""
    return Draft(
        happened=_happened(judged),
        against=_against(judged),
        expected=" ".join(part for part in (_expected(judged, params), _chance(judged)) if part),
        needed=what_it_would_take(judged, params),
    )


def _open(what: str, why: str) -> str:
    """A place where somebody has to write, with the reason why the figures cannot."""
    return f"{what}: {TO_BE_WRITTEN}{f' ({why})' if why else ''}."


def _happened(judged: Judgement) -> str:
    figure, name = judged.measure.figure, phrases.name(judged)
    if figure is None:
        return _open(f"{name}, what happened this year", judged.measure.why_none)
    first = f"{name} stood at {phrases.quantity(figure)} in {phrases.covered(figure)}."
    return f"{first} {_change(judged)}"


def _change(judged: Judgement) -> str:
    """This year's figure beside last year's: the gap, and whether it may be called better or worse."""
    figure, before, word = judged.measure.figure, judged.measure.same_period, judged.direction.word
    if before is None:
        return _open("How that compares with last year", judged.measure.why_no_same_period)
    if word == "not comparable":
        last = f"The figure of a year before, {phrases.quantity(before)}, cannot be compared with it"
        return wording.sentence(f"{last}: {judged.direction.reason}")
    gap = wording.difference(known(figure).value, before.value, judged.measure.unit)
    than = "as" if gap in ("the same", "almost the same") else "than"
    than = f"{than} in {phrases.covered(before)} ({phrases.figure(before)})"
    return f"That is {gap} {than}: {_verdict(judged)}."


def _verdict(judged: Judgement) -> str:
    """ "better", "worse" or "no clear change", with the rule that decided."""
    word, direction = judged.direction.word, judged.direction
    if direction.rule.startswith("stated tolerance"):
        words = "by less than" if word == "no clear change" else "by at least"
        return f"{word}, {words} what the indicator's definition counts as a change"
    if direction.rule == BESIDE_RULE:
        return f"{word}, {direction.reason}"
    if word == "no clear change":
        if not judged.measure.change:
            return word
        if direction.beyond_chance:
            return f"{word}, since the difference is {SWINGS}"
        return f"{word}, since chance alone could give such a difference"
    return f"{word}, by more than chance alone would give"


def _against(judged: Judgement) -> str:
    if judged.target is None or not judged.target.is_set:
        return _open("How that stands against a target", judged.reason("target"))
    target = phrases.target(judged)
    if judged.status_now == "not judged":
        return _open(f"How that stands against the target of {target}", judged.reason("status_now"))
    if judged.status_now == "disputed":
        return f"The documents disagree on the target: now it is {phrases.by_each_target(judged, False)}."
    if phrases.is_over(judged):
        return f"The target is {target}."
    if limit := _limit_now(judged):
        first = f"The target is {target}, and a year on course for it would stand at {limit} by now"
        return f"{first}; it stands {_side(judged)}."
    return f"The target is {target}; the figure stands {_side(judged)}."


def _limit_now(judged: Judgement) -> str:
    """Where the trajectory would have the year, rounded to the safe side of it; empty without one."""
    if judged.trajectory is None:
        return ""
    if judged.trajectory_low is not None:
        return phrases.course(judged)
    upper, unit = known(judged.target).low is None, judged.measure.unit
    text = wording.limit(judged.trajectory.to_date, unit, upper)
    less = "fewer" if units.is_of_things(unit) else "less"
    return f"{text} or {less if upper else 'more'}"


def _side(judged: Judgement) -> str:
    tolerance = f"{wording.typed(judged.indicator.status_tolerance)}% of it"
    if judged.status_now == "on track":
        return "on the good side of that"
    if judged.status_now == "uncertain":
        return f"on the wrong side of that, by no more than {tolerance}"
    return f"on the wrong side of that, by more than {tolerance}"


def _expected(judged: Judgement, params: Params) -> str:
    said, end = phrases.forecast(judged), phrases.year_end(params)
    if said is None:
        return _open(f"What to expect by {end}", judged.forecast.reason)
    if phrases.is_over(judged):
        return f"The year is over: its outturn is {phrases.in_unit(said[0], judged)}."
    first = f"By {end} about {phrases.in_unit(said[0], judged)} can be expected"
    ends = f"at {said[1]}" if said[1] == said[2] else f"between {said[1]} and {said[2]}"
    return f"{first}; 80 in 100 years like this end {ends}. {_beside_last_year(judged, said)}".strip()


def _beside_last_year(judged: Judgement, said: tuple[str, str, str]) -> str:
    """Whether the outturn will end above or below last year's, in a word that the intervals allow."""
    last, outlook = judged.measure.last_outturn, judged.forecast
    if last is None:
        return ""
    low80, high80, low95, high95 = (
        known(end) for end in (outlook.low80, outlook.high80, outlook.low95, outlook.high95)
    )
    named = f"last year's outturn of {phrases.figure(last)}"
    low, high = wording.read(said[1]), wording.read(said[2])
    if max(high, high80) < last.value:
        return f"The year is {_how_sure(high95 < last.value)} to end below {named}."
    if min(low, low80) > last.value:
        return f"The year is {_how_sure(low95 > last.value)} to end above {named}."
    return f"The year may end above or below {named}."


def _how_sure(outside95: bool) -> str:
    return "very likely" if outside95 else "likely"


def _chance(judged: Judgement) -> str:
    if judged.status_year_end == "disputed":
        return f"At year end it is {phrases.by_each_target(judged, True)}."
    if judged.chance is None:
        return ""
    if phrases.is_settled(judged) and judged.chance in (0, 1):
        return f"The target is {'met' if judged.chance else 'missed'} for certain."
    in_100 = phrases.chance(judged)
    word = probabilities.likelihood(judged.chance)
    return f"That the target will be met is {word} ({in_100[:1].lower()}{in_100[1:]})."
