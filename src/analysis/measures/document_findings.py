"""Findings in documents: printed totals, shares and values that do not follow from their own figures.

Each type of `analysis.documents.makers` lists its `checks`. Those that fail become findings beside those of figures.
"""

from collections.abc import Iterable

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.definitions.periods import Period, of
from analysis.documents.kinds.events import EventList
from analysis.documents.makers import Document
from analysis.documents.printed import Check, Printed, counts_before
from analysis.extracts.observations import Observation, Observations
from analysis.measures.findings import CHANGE, Finding

EVENTS = "Listed events do not make the count that is printed"


def check(documents: Iterable[Document], observations: Observations | None = None) -> tuple[Finding, ...]:
    """A finding for each check that fails, those of one rule together, in the order the rules are met.

    Given the figures beside the documents, also printed changes that no earlier count can give, and events
    listed one by one that do not make the count. A document without `checks` holds nothing that is printed
    twice (a look-up of populations).
    """
    if not observations:
        return _failed(documents)
    return (*_changes(observations), *_events(documents, observations), *_failed(documents))


def _events(documents: Iterable[Document], observations: Observations) -> tuple[Finding, ...]:
    """One finding a series: periods after the month of its first listed event whose printed count is another."""
    found = []
    for events in (d.content for d in documents if isinstance(d.content, EventList)):
        for series, days in events.days.items():
            months, start = [of(day) for day in days], of(days[0]).last
            wrong = [
                (count, listed)
                for count in observations.by_series.get(series, ())
                if count.measure in COUNTED and _is_count(count) and count.window.first > start
                if (listed := _listed(months, count.window)) != count.value
            ]
            found += [_not_listed(wrong, events)] if wrong else []
    return tuple(found)


def _listed(months: list[Period], window: Period) -> int:
    return sum(window.holds(month) for month in months)


def _not_listed(wrong: list[tuple[Observation, int]], events: EventList) -> Finding:
    said = "; ".join(f"{o.printed} in {o.place} for {o.window.in_words()}, {n} listed" for o, n in wrong)
    first = wrong[0][0]
    words = f"{first.ref}: the events listed by {events.source} do not make the count that is printed: {said}"
    return Finding(EVENTS, first.ref, words, tuple(o for o, _ in wrong))


COUNTED = ("in_month", "in_quarter", "cumulative")


def _is_count(figure: Observation) -> bool:
    return figure.value is not None and figure.unit != "percent" and " per " not in figure.unit


def _failed(documents: Iterable[Document]) -> tuple[Finding, ...]:
    checks = [check for document in documents for check in getattr(document.content, "checks", ())]
    failed = [check for check in checks if not check.agrees]
    kinds = list(dict.fromkeys(check.kind for check in failed))
    return tuple(_finding(check) for kind in kinds for check in failed if check.kind == kind)


def _changes(observations: Observations) -> tuple[Finding, ...]:
    """Printed percentage changes of a count, the earlier one not printed: some whole count must give it."""
    found = []
    for change in observations.figures:
        if change.measure != "change_on_same_period" or change.unit != "percent" or change.value is None:
            continue
        now = _count_of(change, observations)
        if now is None or change.value <= -100 or not now.value:
            continue
        if counts_before(int(now.value), change.value, change.half_unit) is None:
            words = (
                f"{change.ref}: the change of {change.printed}% in {change.place} does not follow from "
                f"{now.printed} and any whole number a year before"
            )
            found.append(Finding(CHANGE, change.ref, words, (change, now)))
    return tuple(found)


def _count_of(change: Observation, observations: Observations) -> Observation | None:
    """The count to date that a change is of, where the one a year before is not printed."""
    series = observations.by_series[(change.ref, change.breakdown, change.area)]
    figures = [o for o in series if o.measure == "cumulative" and o.unit != "percent" and o.value is not None]
    if any(o.period == change.period.years_earlier() for o in figures):
        return None
    return next((o for o in figures if o.period == change.period and _is_count(o)), None)


def _finding(failed: Check) -> Finding:
    printed = failed.printed
    words = (
        f"{failed.what} ({printed.unit}) is printed as {_text(printed)} in {printed.source}, "
        f"{printed.section}, but {failed.how} gives {wording.fixed(failed.made, _decimals(failed))}"
    )
    return Finding(failed.kind, printed.section, words, (printed, *failed.parts))


def _text(printed: Printed) -> str:
    return wording.fixed(known(printed.value), printed.decimals)


def _decimals(failed: Check) -> int:
    """One more than was printed, so that the difference shows; none between whole figures that add up."""
    whole = failed.made == int(failed.made)
    return failed.printed.decimals if whole else failed.printed.decimals + 1
