"""What it would take: the sentences about what the rest of the year may or must still bring."""

from analysis.definitions import probabilities, units, wording
from analysis.definitions.errors import known
from analysis.definitions.params import Params
from analysis.disclosure.release import Release
from analysis.judgements.judgements import Judgement
from analysis.pages.sections import phrases


def what_it_would_take(judged: Judgement, params: Params) -> str:
    """The sentences, or why nothing can be said; empty without figure or target that can be believed, and once
    the year is over.
    """
    if (
        phrases.is_over(judged)
        or judged.held
        or judged.is_disputed_by_rule
        or judged.measure.figure is None
        or judged.target is None
        or not judged.target.is_set
    ):
        return ""
    if judged.measure.accumulates == "sum" and judged.needed is not None:
        return _sum(judged, params)
    if judged.needed is not None:
        return _counted(judged)
    return _gap(judged, params)


def other_target(judged: Judgement, release: Release) -> str:
    """Where another document prints another target: which, and what the chance against it would be.

    Its bound meets it or not as ours does. Where no chance of our own target may be given, none of another.
    """
    used, titles = phrases.target(judged), phrases.document_titles(release)
    if judged.is_disputed:
        return _disputed(judged, titles)
    sentences = []
    for verdict in judged.other_verdicts:
        place = known(verdict.printed)
        text = f"This report uses {used}; {titles[place.source]} prints {wording.figure(place.value, place.unit)}"
        if verdict.chance is not None and judged.chance is not None:
            said = probabilities.chance(verdict.chance)
            text += f", against which the chance is {said[:1].lower()}{said[1:]}"
        sentences.append(f"{text}.")
    return " ".join(sentences)


def _disputed(judged: Judgement, titles: dict[str, str]) -> str:
    """What each target makes of it, where each stands, and how to settle it."""
    agreed, unit = known(judged.target), judged.measure.unit
    places = [f"the agreed target is {phrases.target(judged)} ({agreed.set_by}, {agreed.where})"]
    places += [
        f"{titles[other.source]} prints {wording.figure(other.value, unit)}"
        for other in (known(verdict.printed) for verdict in judged.other_verdicts)
    ]
    said = [
        f"{when} it is {phrases.by_each_target(judged, at_year_end)}."
        for when, at_year_end, status in (
            ("Now", False, judged.status_now),
            ("At year end", True, judged.status_year_end),
        )
        if status == "disputed"
    ]
    how = "Once it is known which one holds, write who settled it into the targets file (settled_by)."
    return " ".join((wording.capital(f"{wording.listed(places)}."), *said, how))


def _sum(judged: Judgement, params: Params) -> str:
    lower = known(judged.target).low is None
    unit, needed = judged.measure.unit, known(judged.needed)
    if phrases.is_passed(judged):
        return f"The target is passed already, by {_quantity(-needed, unit)}."
    if phrases.is_reached(judged):
        return f"The target is met already: {phrases.quantity(judged.measure.figure)} so far."
    end = phrases.year_end(params)
    if lower:
        first = f"Up to {_more(needed, unit)} by {end} would still meet the target"
    else:
        first = f"At least {_more(needed, unit)} are needed by {end}"
    return f"{first}{_same_months_last_year(judged)}. {_rate(judged)}".strip()


def _more(needed: float, unit: str) -> str:
    """`4,355 more incidents`; `56 percentage points more`."""
    if units.is_percent(unit):
        return f"{_points(wording.figure(needed, unit), unit)} more"
    text = wording.agreed(needed, unit, upper=True)
    if units.is_money(unit):
        return f"{wording.in_unit(text, unit)} more"
    return f"{text} more {wording.unit_words(unit, one=needed == 1)}".strip()


def _quantity(needed: float, unit: str) -> str:
    """What was worked out from a target, with all the digits that the target has."""
    return wording.in_unit(wording.agreed(needed, unit, upper=True), unit)


def _same_months_last_year(judged: Judgement) -> str:
    measure = judged.measure
    if (rest := measure.rest_of_last_year) is None:
        return ""
    return f"; the same months of last year had {wording.figure(rest, measure.unit)}"


def _rate(judged: Judgement) -> str:
    """What the need comes to for each remaining quarter, beside the quarters so far."""
    measure = judged.measure
    left = 4 - measure.known
    if left <= 0 or measure.known == 0:
        return ""
    each = known(judged.needed) / left
    so_far = known(measure.figure).value / measure.known
    # towards the safe side: twice the rounded figure must not overshoot an upper limit
    limit = wording.limit(each, measure.unit, upper=known(judged.target).low is None)
    per = _points(limit, measure.unit) + (" a quarter" if left > 1 else " in the last quarter")
    had = _points(wording.mean(so_far, measure.unit), measure.unit)
    return f"That is {per}, against {had} a quarter so far."


def _points(text: str, unit: str) -> str:
    """A part of a year's percentage is in percentage points; anything else a figure."""
    return text.replace("%", " percentage points") if units.is_percent(unit) else text


def _counted(judged: Judgement) -> str:
    """For a percentage with its counts: the numerator at year end, and the worth of one more case."""
    figure, breakdown, needed = known(judged.measure.figure), judged.breakdown, known(judged.needed)
    of = f"{wording.figure(figure.denominator)} {breakdown.denominator}".strip()
    top, gap = wording.figure(needed), needed - (figure.numerator or 0)
    if known(judged.target).low is not None:
        met = f"{wording.figure(gap)} more than now" if gap > 0 else "which is met now"
        first = f"{top} of {of} would meet the target, {met}."
    else:
        room = f"{wording.figure(abs(gap))} {'more' if gap >= 0 else 'fewer'} than now"
        first = f"No more than {top} of {of} would meet the target, {room}."
    if judged.one_more is None:
        return first
    now = f"{wording.figure(figure.numerator)} of {wording.figure(figure.denominator)}"
    worth = wording.figure(judged.one_more, judged.measure.unit)
    return f"{first} Now it is {now}; one more would make it {worth}."


def _gap(judged: Judgement, params: Params) -> str:
    """Without counts: how far the figure itself has to go."""
    figure, target = known(judged.measure.figure), known(judged.target)
    if target.meets(figure.value):
        return f"The latest figure, {phrases.figure(figure)}, meets the target; it has to stay so."
    bound = target.high if target.high is not None and figure.value > target.high else target.low
    gap = wording.difference(known(bound), figure.value, judged.measure.unit)
    return (
        f"The figure has to end {gap} than now, by {phrases.year_end(params)}. "
        "How many cases that is cannot be said: the counts behind the figure are not printed."
    )
