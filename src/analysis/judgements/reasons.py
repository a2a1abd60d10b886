"""Say why a field is empty, not judged, or not what the document printed: sentences without a full stop.

Every blank has its reason. A blank without one would be read as zero, as good news or as forgotten.
"""

from collections.abc import Iterator

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.extracts.observations import Observation
from analysis.forecasts import scale_ends
from analysis.judgements.judgements import Judgement, Reason
from analysis.judgements.targets import disputes
from analysis.statistics import directions


def reasons_of(
    judged: Judgement, compared_with: str, printed_target: Observation | None, region: str
) -> tuple[Reason, ...]:
    """All reasons of a judgement, in the order of its columns, none said twice.

    `compared_with` says what the as-published direction was worked out against; `printed_target` is the
    target of the figure's own document, if it prints one; `region` the place compared with first.
    """
    if judged.measure.withheld:
        return tuple(Reason(about, judged.measure.withheld) for about in _OF_FIGURES)
    found = [
        *_figure(judged),
        *_same_period(judged),
        *_direction(judged),
        *_as_published(judged, compared_with, printed_target),
        *_target(judged),
        *_forecast(judged),
        *_statuses(judged),
        *_needed(judged),
        *_region(judged, region),
    ]
    return tuple(dict.fromkeys(Reason(about, words) for about, words in found if words))


_OF_FIGURES = (
    "to_date", "same_period_last_year", "last_outturn", "direction", "direction_as_published",
    "direction_printed", "progress_as_published", "progress_printed", "target", "expected_outturn",
    "status_now", "status_year_end", "needed", "region",
)  # fmt: skip
"""What is empty where an indicator is withheld."""

_Found = Iterator[tuple[str, str]]


def _figure(judged: Judgement) -> _Found:
    measure = judged.measure
    if measure.figure is None:
        yield "to_date", measure.why_none
        return
    if not measure.complete:
        words = f"only {measure.figure.window.in_words()} is delivered, so this is not the year to date"
        yield "to_date", measure.hole or words
    yield "to_date", measure.why_late
    if measure.figure.basis.startswith("sum") and len(measure.figure.made_from) > 1:
        yield "to_date", f"added up from {len(measure.figure.made_from)} printed periods"
    if measure.indicator.arrears and measure.known:
        yield "to_date", f"figures come {_quarters(measure.indicator.arrears)} in arrears"
    if measure.figure.provisional:
        yield "to_date", "provisional: the source may still change it"


def _same_period(judged: Judgement) -> _Found:
    measure = judged.measure
    if measure.same_period is None:
        yield "same_period_last_year", measure.why_no_same_period
    elif not measure.same_basis:
        ours, theirs = known(measure.figure).window.in_words(), measure.same_period.window.in_words()
        yield "same_period_last_year", f"last year's figure covers {theirs}, this year's {ours}"
    elif measure.change_percent is None:
        yield "change_percent", "last year's figure is 0, so there is no percentage"
    if not measure.last_outturn:
        yield "last_outturn", measure.why_no_outturn


def _direction(judged: Judgement) -> _Found:
    direction = judged.direction
    yield "direction", f"{direction.reason} ({direction.rule})" if direction.rule else direction.reason
    if judged.measure.same_period is None or judged.measure.held:
        return
    if direction.p_value is None:
        yield "p_value", f"no exact test: {_why_no_test(judged)}"
    elif direction.p_widened is None:
        yield "p_value_widened", "not widened for overdispersion: that takes eight past periods"


def _why_no_test(judged: Judgement) -> str:
    if judged.direction.rule in (directions.NEWCOMBE_RULE, directions.BESIDE_RULE):
        return "the interval of the difference decides"
    has_counts = known(judged.measure.figure).numerator is not None
    return "last year's counts are not printed" if has_counts else "no counts are printed"


def _as_published(judged: Judgement, compared_with: str, target: Observation | None) -> _Found:
    by_rule, printed = judged.direction_as_published, judged.direction_printed
    if by_rule in ("better", "worse", "same"):
        yield "direction_as_published", f"as published, against {compared_with}"
    elif judged.measure.figure is not None:
        why = judged.measure.held or "nothing of last year is printed to compare with"
        yield "direction_as_published", why
    if judged.measure.figure is None and not judged.progress_printed:
        yield "progress_as_published", "there is no figure to apply the rule to"
    if printed and printed != by_rule:
        yield "direction_printed", f"printed {printed!r}; by the as-published rule {by_rule!r}"
    progress, word = judged.progress_as_published, judged.progress_printed
    if not progress and judged.measure.figure is not None:
        why = "no target stands in the figure's own document" if target is None else "it has no projection"
        yield "progress_as_published", f"as-published progress cannot be worked out: {why}"
    if target and progress and word and not _agree(progress, word):
        pro_rata = wording.figure(judged.forecast.pro_rata, judged.measure.unit).removesuffix("%")
        against = f"{pro_rata} against {target.printed} in {target.place}"
        yield "progress_printed", f"printed {word!r}; by the as-published rule {progress!r} ({against})"
    if word and judged.measure.figure is None:
        yield "progress_as_published", f"printed {word!r}, but no figure is printed to apply the rule to"
    yield from _printed(judged)


def _printed(judged: Judgement) -> _Found:
    if not judged.headline:
        yield "progress_printed", "printed for the indicator as a whole"
        yield "direction_printed", "printed for the indicator as a whole"
        return
    if not judged.progress_printed:
        yield "progress_printed", "no document prints it"
    if not judged.direction_printed:
        yield "direction_printed", "no document prints it"


def _agree(progress: str, word: str) -> bool:
    """Amber and red are both not green; a word that rates nothing agrees with nothing."""
    return (word == "green") == (progress == "green") and word in ("green", "amber", "red")


def _target(judged: Judgement) -> _Found:
    if judged.target is None:
        yield "target", "no target is set for it"
    elif not judged.target.is_set:
        yield "target", f"the target is in words and has no number yet: {judged.target.terms}"
    elif judged.target.resolved_with:
        found = f"{judged.target.resolved_with}, in {judged.target.resolved_where}"
        yield "target", f"{judged.target.terms}: {found}"
    if judged.other_verdicts:
        yield "target", _other_numbers(judged)
    if judged.trajectory is not None:
        split = judged.trajectory
        years = f" of {', '.join(split.years_used)}" if split.years_used else ""
        yield "trajectory", f"trajectory by {split.rule}{years}{f': {split.reason}' if split.reason else ''}"


def _other_numbers(judged: Judgement) -> str:
    """Which other numbers documents print for the target, and why the agreed one holds, where it does."""
    others = (known(verdict.printed) for verdict in judged.other_verdicts)
    printed = ", ".join(f"{other.printed} in {other.place}" for other in others)
    if judged.target and judged.target.settled_by:
        return f"other documents print {printed}; settled by {judged.target.settled_by}"
    changes = "" if judged.is_disputed else "; no status changes by it"
    return f"other documents print {printed}{changes}"


def _forecast(judged: Judgement) -> _Found:
    forecast = judged.forecast
    if forecast.expected is None:
        yield "expected_outturn", forecast.reason
    if forecast.pro_rata is None and judged.measure.figure is not None:
        why = judged.measure.held or "the figures do not reach from 1 April"
        yield "pro_rata", f"no projection: {why}"
    if forecast.pro_rata is not None and forecast.last_year_share is None:
        adds_up = judged.measure.accumulates == "sum"
        why = (
            "last year's figures are not both printed"
            if adds_up
            else "the figures do not add up over the year"
        )
        yield "last_year_share", f"no share of last year: {why}"


def _statuses(judged: Judgement) -> _Found:
    now, year_end = judged.status_now, judged.status_year_end
    if now == "not judged":
        yield "status_now", _why_not_judged(judged)
    if year_end == "not judged":
        yield (
            "status_year_end",
            _why_no_target(judged) or judged.measure.why_not_judged or _why_no_chance(judged),
        )
    for about, at_year_end, word in (("status_now", False, now), ("status_year_end", True, year_end)):
        if word == "disputed":
            yield about, _dispute(judged, at_year_end)
    if not {"not judged", "disputed"} & {now, year_end} and now != year_end:
        words = f"{now} by where it stands now, {year_end} by the chance of meeting the target on 31 March"
        yield "status_year_end", words


def _dispute(judged: Judgement, at_year_end: bool) -> str:
    """The verdict by each number that documents print for the target, and the worse one."""
    words = [verdict.year_end if at_year_end else verdict.now for verdict in judged.verdicts]
    said = [
        f"{word} by {v.printed.printed} in {v.printed.place}"
        if v.printed
        else f"{word} by the agreed target ({known(v.target).phrase})"
        for word, v in zip(words, judged.verdicts, strict=True)
    ]
    return f"the documents disagree on the target: {', '.join(said)}; at worst it is {disputes.worst(words)}"


def _why_no_chance(judged: Judgement) -> str:
    """Why there is no chance of meeting a target that has a number."""
    if judged.forecast.expected is None:
        return judged.forecast.reason
    at_end = scale_ends.why_no_chance(judged.measure, known(judged.target), judged.forecast)
    return at_end or (judged.coverage.words if judged.coverage and judged.coverage.is_poor else "")


def _why_not_judged(judged: Judgement) -> str:
    if judged.measure.figure is None:
        return judged.measure.why_none
    if judged.measure.why_not_judged:
        return judged.measure.why_not_judged
    if not judged.measure.complete:
        why = "the figure does not reach from 1 April, so it cannot be held against the target"
        return judged.measure.hole or why
    return _why_no_target(judged)


def _why_no_target(judged: Judgement) -> str:
    if judged.target and judged.target.held:
        return judged.target.held
    return "there is no target to judge against" if not (judged.target and judged.target.is_set) else ""


def _needed(judged: Judgement) -> _Found:
    has_target = judged.target is not None and judged.target.is_set
    if judged.needed is None and has_target:
        yield "needed", f"what it would take cannot be worked out: {_why_no_need(judged)}"


def _why_no_need(judged: Judgement) -> str:
    if judged.measure.figure is None:
        return "there is no figure yet"
    if judged.measure.why_not_judged:
        return judged.measure.why_not_judged
    if judged.is_disputed_by_rule:
        return "the documents disagree on the target"
    target = known(judged.target)
    two_ends = target.low is not None and target.high is not None
    return "the target has two ends" if two_ends else "the counts behind the figure are not printed"


def _region(judged: Judgement, region: str) -> _Found:
    if judged.measure.held:
        yield "region", judged.measure.held
        return
    if all(comparison.region != region for comparison in judged.comparisons):
        yield "region", f"the deliveries show no figure of {region or 'a region'} for the same months"
    for comparison in judged.comparisons:
        unit = f"in {comparison.unit}, " if comparison.unit else ""
        yield "region_comparison", f"{comparison.region}: {unit}{comparison.reason}"


def _quarters(number: int) -> str:
    return "one quarter" if number == 1 else f"{number} quarters"
