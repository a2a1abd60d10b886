"""The scorecard: every indicator on one page, exceptions first. Are we on track, and how sure is that?"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.definitions.targets import Status
from analysis.disclosure.release import Release
from analysis.judgements import exception_report
from analysis.judgements.judgements import Judgement
from analysis.judgements.targets.disputes import worst
from analysis.pages.models import Block, Callout, Fact, Facts, SectionModel
from analysis.pages.sections import csv_tables, phrases
from analysis.pages.sections.page_frame import block, section
from analysis.pages.tables import Badge, Cell, Column, Figures, RangePicture, Word, missing, table
from analysis.statistics.comparisons import Comparison

_FIRST = ("off track", "disputed", "uncertain")
FIRST = "Off track, uncertain, or unusual in another way"
"""What the first table holds: what is unusual stands under the indicator's name."""


def compose(release: Release, name: str = "scorecard") -> SectionModel:
    """The scorecard of a report; first what wants to be looked at, in the order of `exceptions.ORDER`."""
    params = release.params
    counts = count_statuses(release)
    rows = sorted(
        release.headlines, key=lambda j: (exception_report.rank(j, params.region), phrases.urgency(j))
    )
    first = [judged for judged in rows if _comes_first(judged, params.region)]
    rest = [judged for judged in rows if not _comes_first(judged, params.region)]
    return section(
        release,
        name,
        "Scorecard",
        _title(counts, release),
        opening=(_summary(counts, release), _withheld(release), _tiles(counts, release)),
        blocks=(
            _judged_block(first, "Exceptions first", FIRST, release, _order(first, params.region)),
            _unjudged_block(first, "Not judged, but to be looked at", release),
            _judged_block(rest, "On track", "On track", release),
            _unjudged_block(rest, "Not judged yet, and why", release),
        ),
        table=csv_tables.of_judgements(f"Every indicator at {phrases.context(params)}", rows),
        footer=(_how_judged(release), *_by_choice(release)),
        links=(),
    )


def _comes_first(judged: Judgement, region: str) -> bool:
    """Whether it wants to be looked at: an exception, or a year whose end is open."""
    return judged.status_year_end in _FIRST or bool(exception_report.exceptions_of(judged, region))


def _order(rows: list, region: str) -> str:
    """Why a row stands where it stands; only kinds that are there are named."""
    shown = [judged for judged in rows if judged.status_year_end != "not judged"]
    kinds = list(exception_report.counted(shown, region))
    if any(not exception_report.exceptions_of(judged, region) for judged in shown):
        kinds.append("uncertain at year end")
    order = f"In this order: {wording.listed(kinds, 'and then')}; " if len(kinds) > 1 else ""
    return wording.capital(
        f"{order}of those alike the one with more that is unusual first, then the one with the least chance."
    )


def count_statuses(release: Release) -> Counter:
    """How many indicators have each status at year end; of several headlines the first in order counts."""
    worst: dict[str, Status] = {}
    for judged in release.headlines:
        found = worst.get(judged.indicator.ref, "not judged")
        worst[judged.indicator.ref] = min(found, judged.status_year_end, key=phrases.ORDER.index)
    return Counter(worst.values())


def _title(counts: Counter, release: Release) -> str:
    params = release.params
    judged = sum(counts.values()) - counts["not judged"]
    when = f"Quarter {params.quarter} of {params.year}"
    if not judged:
        return f"{when}: no target can be judged yet{_standing_out(release)}"
    off = f"{counts['off track']} {_are(counts['off track'])} off track{_and_disputed(counts)}"
    if counts["on track"] == judged:
        return f"{when}: all {judged} targets that can be judged are on track"
    return f"{when}: {counts['on track']} of {judged} targets are on track, {off}"


def _and_disputed(counts: Counter) -> str:
    number = counts["disputed"]
    return f", {number} {_are(number)} disputed" if number else ""


def _standing_out(release: Release) -> str:
    """How many figures want to be looked at although no target judges them."""
    region = release.params.region
    found = sum(bool(exception_report.exceptions_of(judged, region)) for judged in release.headlines)
    stand = "stands" if found == 1 else "stand"
    return f", {found} of {len(release.headlines)} figures {stand} out" if found else ""


def _summary(counts: Counter, release: Release) -> str:
    end = wording.day_and_month(phrases.parse_year(release.params.year).end)
    parts = [f"{counts['on track']} {_are(counts['on track'])} on track for {end}"]
    parts += [f"{counts[word]} {_are(counts[word])} {word}" for word in ("uncertain", "off track")]
    if counts["disputed"]:
        parts.append(f"{counts['disputed']} {_are(counts['disputed'])} disputed ({_at_worst(release)})")
    parts.append(f"{counts['not judged']} cannot be judged yet, each for a stated reason")
    return f"Of {len(release.indicators)} indicators, {wording.listed(parts)}."


def _at_worst(release: Release) -> str:
    """What disputed targets come to by their worse numbers: `at worst off track`, `at worst 1 off track and ...`."""
    worse: dict[str, Word] = {}
    for judged in release.headlines:
        if judged.status_year_end == "disputed":
            found = worst([verdict.year_end for verdict in judged.verdicts])
            worse[judged.indicator.ref] = worst([found, worse.get(judged.indicator.ref, found)])
    counted = Counter(worse.values())
    if len(worse) == 1:
        return f"at worst {next(iter(counted))}"
    return f"at worst {wording.listed([f'{n} {word}' for word, n in counted.items()])}"


def _withheld(release: Release) -> Callout | None:
    """Which indicators are withheld and why, where any is."""
    names = {one.ref: f"{one.ref} {one.short or one.title}" for one in release.indicators}
    said = [f"{names[one.ref]}, since {one.why}" for one in release.withheld]
    which = "it is" if len(said) == 1 else "these is"
    text = f"{'; '.join(said)}. No figure of {which} used here; the page Data quality says more."
    return Callout("Withheld.", text) if said else None


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _tiles(counts: Counter, release: Release) -> Facts:
    words = [word for word in phrases.ORDER if word != "disputed" or counts[word]]
    tiles = [Fact(str(counts[word]), word) for word in words]
    found = len(release.findings)
    tiles.append(Fact(str(found), "finding about the data" if found == 1 else "findings about the data"))
    return Facts(tuple(tiles), (*words, None))


def _judged_block(rows: list, heading: str, what: str, release: Release, order: str = "") -> Block | None:
    chosen = [judged for judged in rows if judged.status_year_end != "not judged"]
    end, known = phrases.year_end(release.params), wording.day(release.params.period.end)
    caption = f"{what}: where each indicator is likely to stand on {end}, as known on {known}"
    shown = table(caption, _columns(release).values(), chosen)
    return block(heading, wording.slug(heading), order or None, shown) if chosen else None


def _columns(release: Release) -> dict[str, Column]:
    """The columns of a judged indicator by their names."""
    params = release.params
    last_year = phrases.parse_year(params.year).years_earlier().label
    meaning = "bar: the range; line: the target; underlined: meets it"
    columns = (
        Column("Indicator", partial(_name_cell, params.region)),
        Figures("Last year", _last_year, "last_outturn", last_year),
        Figures("Target", partial(_target, release), note=params.year),
        Figures("So far", _so_far, "to_date"),
        Column("Now", _now, "status_now", "against the target to date"),
        Figures("Expected", _expected, "expected_outturn", "80 in 100 between"),
        Column("Range and target", lambda judged: Cell("", picture=picture(judged)), "range", meaning),
        Column("At year end", _year_end, "status_year_end", "chance of meeting the target"),
        Column("Direction", _direction, note="against this time last year"),
        Column(params.region or "Region", partial(_region_cell, params.region), "region"),
    )
    return {column.name: column for column in columns}


def _now(judged: Judgement) -> Cell:
    return _status_cell(judged.status_now, _now_note(judged))


def _expected(judged: Judgement) -> Cell:
    note = "the outturn" if phrases.is_over(judged) else phrases.expected_range(judged)
    return Cell(phrases.expected(judged), note, judged.forecast.expected)


def _year_end(judged: Judgement) -> Cell:
    return _status_cell(judged.status_year_end, _year_end_note(judged))


def _direction(judged: Judgement) -> Cell:
    return Cell(phrases.direction(judged), phrases.direction_note(judged))


def _now_note(judged: Judgement) -> str:
    """Why there is no status now, or what each of the numbers gives that documents print for its target."""
    if judged.status_now == "disputed":
        return phrases.by_each_target(judged, at_year_end=False)
    return judged.reason("status_now")


def _year_end_note(judged: Judgement) -> str:
    """The chance; where somebody decided the status, who did and what the rule gives."""
    by_rule = phrases.chance(judged)
    line = judged.overridden
    if judged.is_disputed_by_rule:
        by_rule = phrases.by_each_target(judged, at_year_end=True)
    if line is None or not line.used:
        return by_rule
    return f"by decision of {line.override.role}; by the rule {line.by_rule}: {by_rule}"


def _name_cell(region: str, judged: Judgement) -> Cell:
    """The indicator, which way is better, and what about it stands out beside its statuses."""
    unit = wording.unit_words(judged.measure.unit)
    found = [
        word
        for word in exception_report.exceptions_of(judged, region)
        if word not in exception_report.SHOWN_BY_STATUS
    ]
    about = (phrases.POLARITY[judged.measure.polarity], unit, *(wording.capital(word) for word in found))
    note = "; ".join(part for part in about if part)
    ref = judged.indicator.ref
    return Cell(f"{ref} {phrases.name(judged)}", note, ref, phrases.link(judged))


def _last_year(judged: Judgement) -> Cell:
    last = judged.measure.last_outturn
    if last is None:
        return missing(phrases.none_because(judged, "not delivered"))
    return Cell(phrases.figure(last), "" if last.called == last.period.label else last.called, last.value)


def _so_far(judged: Judgement) -> Cell:
    figure, before = judged.measure.figure, judged.measure.same_period
    if figure is None:
        why = phrases.no_figure(judged) if judged.measure.hole else "none this year"
        return missing(phrases.none_because(judged, why))
    note = phrases.covered(figure)
    if before is not None:
        note += f"; {phrases.figure(before)} a year before"
    return Cell(phrases.figure(figure), note, figure.value)


def _target(release: Release, judged: Judgement) -> Cell:
    """The target, where its number comes from, and what other documents print instead."""
    titles = phrases.document_titles(release)
    others = [
        f"{wording.figure(printed.value, printed.unit)} in {titles[printed.source]}"
        for printed in (known(verdict.printed) for verdict in judged.other_verdicts)
    ]
    other = f"but {wording.listed(others)}" if others else ""
    note = "; ".join(part for part in (phrases.target_note(judged), other) if part)
    return Cell(phrases.target(judged), note)


def _status_cell(word: Word, note: str) -> Cell:
    return Cell(wording.capital(word), note, word, badge=Badge(word, wording.capital(word)))


def picture(judged: Judgement) -> RangePicture | None:
    """The expected range against the target, where there are both."""
    said = judged.forecast
    if said.expected is None or judged.target is None or not judged.target.is_set:
        return None
    alt = (
        f"{phrases.expected(judged)} expected, {phrases.expected_range(judged)}; "
        f"target {phrases.target(judged)}{', disputed' if judged.status_year_end == 'disputed' else ''}"
    )
    ends = (None, None) if judged.status_year_end == "disputed" else (judged.target.low, judged.target.high)
    return RangePicture(known(said.low80), known(said.high80), said.expected, *ends, alt)


def _region_cell(region: str, judged: Judgement) -> Cell:
    found: Comparison | None = next((c for c in judged.comparisons if c.region == region), None)
    if found is None or found.value is None:
        return missing(phrases.none_because(judged, "none published"))
    line = ", on the line" if found.on_the_line else ""
    unit = found.unit or judged.measure.unit
    rate = f"{wording.figure(found.ours, unit)} here, {wording.named_unit(unit)}: " if found.unit else ""
    return Cell(wording.figure(found.value, unit), f"{rate}{found.word}{line}", found.value)


def _unjudged_block(rows: list, heading: str, release: Release) -> Block | None:
    chosen = [judged for judged in rows if judged.status_year_end == "not judged"]
    if not chosen:
        return None
    what = heading.partition(",")[0]
    when = wording.day(release.params.period.end)
    caption = f"{what}: what is known on {when}, and why there is no status"
    return block(heading, wording.slug(what), table(caption, _unjudged_columns(chosen, release), chosen))


def _unjudged_columns(rows: list[Judgement], release: Release) -> Iterator[Column]:
    """Those of judged indicators that are known, of the status now and the region only where some row has one."""
    columns = _columns(release)
    yield from (columns[name] for name in ("indicator", "last_outturn"))
    yield replace(columns["target"], cell=_unjudged_target)
    yield columns["to_date"]
    if any(judged.status_now != "not judged" for judged in rows):
        yield replace(columns["status_now"], cell=lambda judged: _status_cell(judged.status_now, ""))
    yield replace(columns["direction"], cell=_unjudged_direction)
    if any(judged.among for judged in rows):
        yield columns["region"]
    yield Column("Why it is not judged", _why_not, "reason")


def _unjudged_target(judged: Judgement) -> Cell:
    return Cell(phrases.target(judged), phrases.none_because(judged, phrases.target_note(judged)))


def _unjudged_direction(judged: Judgement) -> Cell:
    known = judged.measure.figure is not None
    return _direction(judged) if known else missing(phrases.none_because(judged, "no figure yet"))


def _why_not(judged: Judgement) -> Cell:
    why = wording.sentence(why_not_judged(judged))
    return Cell("Not judged", why, why, badge=Badge("not judged", "Not judged"))


def why_not_judged(judged: Judgement) -> str:
    """The most telling reason: that there is no figure before that there is no target."""
    if judged.measure.figure is None:
        return judged.measure.why_none
    return judged.reason("status_year_end") or judged.reason("status_now")


def _by_choice(release: Release) -> tuple[str, ...]:
    """Where a report or an indicator goes by an alternative rule of direction, which."""
    chosen = {
        f"{phrases.name(judged)}: {words}" if judged.indicator.rules else words
        for judged in release.headlines
        if (words := release.params.chosen(judged.indicator.rules).in_words("direction"))
    }
    return tuple(wording.sentence(words) for words in sorted(chosen))


def _how_judged(release: Release) -> str:
    params = release.params
    tolerance = sorted({judged.indicator.status_tolerance for judged in release.headlines})
    over = any(phrases.is_over(judged) for judged in release.headlines)
    known = "; where the whole year is known, its outturn meets the target or misses it" if over else ""
    on_track, off_track = (
        wording.trimmed(100 * chance, 6) for chance in (params.on_track_from, params.off_track_to)
    )
    return (
        "Now: against the target so far; within "
        f"{wording.listed([f'{wording.typed(percent)}%' for percent in tolerance], 'or')} of it on the "
        f"wrong side is uncertain{known}. At year end: on track from {on_track} in 100, off track from "
        f"{off_track} in 100 down. Direction: better or worse only where chance alone "
        "gives so big a difference less than 5 times in 100, or by a stated tolerance without counts."
    )
