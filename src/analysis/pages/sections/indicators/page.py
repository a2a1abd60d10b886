"""One theme's indicators, each a block whose heading is its message: what, how sure, what it would take."""

from collections.abc import Iterator

from analysis.definitions import wording
from analysis.definitions.indicators import Indicator
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.documents.kinds.projects import Projects
from analysis.judgements.judgements import Judgement
from analysis.pages.models import Badges, Block, Callout, Content, Fact, Facts, Paragraph, SectionModel
from analysis.pages.sections import csv_tables, phrases
from analysis.pages.sections.indicators import breakdowns
from analysis.pages.sections.indicators.commentary import drafted, written
from analysis.pages.sections.indicators.required import other_target, what_it_would_take
from analysis.pages.sections.indicators.year_chart import year_chart
from analysis.pages.sections.indicators.year_table import year_table
from analysis.pages.sections.page_frame import block, section
from analysis.pages.tables import Badge


def compose(release: Release, theme: str) -> SectionModel:
    """The page of one theme, exceptions first."""
    chosen = sorted((i for i in release.indicators if i.theme == theme), key=_urgency(release))
    judged = [j for j in release.judgements if j.indicator.theme == theme]
    return section(
        release,
        phrases.page_of(theme),
        theme,
        _title(theme, judged),
        opening=(_opening(judged),),
        blocks=(block for indicator in chosen for block in _blocks(indicator, release)),
        table=csv_tables.of_judgements(f"{theme}, {phrases.context(release.params)}", judged),
    )


def _urgency(release: Release):
    """Sort key of an indicator: its most urgent headline."""
    return lambda indicator: min(
        phrases.urgency(judged) for judged in release.of(indicator.ref) if judged.headline
    )


def _title(theme: str, judged: list[Judgement]) -> str:
    heads = [j for j in judged if j.headline]
    words = ("on track", "uncertain", "disputed", "off track")
    counted = {word: sum(j.status_year_end == word for j in heads) for word in words}
    total = sum(counted.values())
    if not total:
        return f"{theme}: no target can be judged yet"
    if total == 1:
        return f"{theme}: its one target is {next(word for word in words if counted[word])}"
    said = [f"{number} {word}" for word, number in counted.items() if number]
    return f"{theme}: of {total} targets, {wording.listed(said)}"


def _opening(judged: list[Judgement]) -> str:
    """Who needs looking at, by name: what is off track, and what is uncertain."""
    heads = [j for j in judged if j.headline]
    parts = []
    for word in ("off track", "disputed", "uncertain"):
        names = [phrases.name(j) for j in heads if j.status_year_end == word]
        if names:
            parts.append(f"{wording.capital(word)}: {wording.listed(names)}.")
    unjudged = sum(j.status_year_end == "not judged" for j in heads)
    if unjudged:
        parts.append(f"{wording.count(unjudged, 'figure')} cannot be judged yet; each says why.")
    return " ".join(parts) or "Nothing here is off track or uncertain."


def _blocks(indicator: Indicator, release: Release) -> Iterator[Block]:
    """A block for each headline of an indicator; the last also holds parts, other figures and definition."""
    heads = [j for j in release.of(indicator.ref) if j.headline]
    for judged in heads:
        yield block(phrases.message(judged), phrases.anchor(judged), *_contents(judged, release))
    yield from _under(indicator, heads, release)


def _contents(judged: Judgement, release: Release) -> Iterator[Content | str | None]:
    params = release.params
    yield _badges(judged, params.year)
    if judged.measure.figure is None and judged.forecast.expected is None:
        yield _what_is_known(judged)
    else:
        yield _facts(judged, release)
        yield year_chart(judged, params)
    yield from drafted(judged, release)
    if text := what_it_would_take(judged, params):
        yield Callout("What it would take.", text)
    yield from written(judged, release)
    if text := _projects_that_help(judged, release):
        yield Paragraph(text, "Projects that help.")
    if text := other_target(judged, release):
        yield Callout("The documents disagree on the target.", text)
    if judged.measure.figure is not None or judged.measure.outturns:
        yield year_table(judged, params)
    yield breakdowns.workings(judged, release)


def _projects_that_help(judged: Judgement, release: Release) -> str:
    """The projects linked to the indicator, with their rating: "Made-up lighting (green)"."""
    projects = [project for found in release.contents(Projects) for project in found.projects]
    ref = judged.indicator.ref
    return "; ".join(f"{p.title} ({p.rating})" for p in projects if ref in p.linked)


def _what_is_known(judged: Judgement) -> str:
    """For an indicator without a figure: why, and the little that there is."""
    if judged.measure.withheld:
        why = wording.sentence(judged.measure.withheld)
        return f"{why} No figure of it is used, and what was written about it is left out with them."
    last = judged.measure.last_outturn
    known = f"Last year ({last.called}): {phrases.quantity(last)}." if last else "No figure of last year."
    target = (
        f"Target: {phrases.target(judged)}." if judged.target else wording.sentence(judged.reason("target"))
    )
    why = wording.sentence(judged.measure.why_none)
    return f"{wording.capital(phrases.no_figure(judged))}: {why} {known} {target}"


def _badges(judged: Judgement, year: str) -> Badges:
    end = Badge(judged.status_year_end, _with("for 31 March", judged.status_year_end))
    now = Badge(judged.status_now, _with("now", judged.status_now))
    both = "not judged" == judged.status_year_end == judged.status_now
    words = [phrases.POLARITY[judged.measure.polarity], judged.indicator.ref]
    former = phrases.former(judged, year)
    words += [f"formerly {wording.listed(former)}"] if former else []
    text = wording.capital(" · ".join(words))
    return Badges((Badge("not judged", "Not judged yet"),) if both else (end, now), text)


def _with(when: str, status: str) -> str:
    return f"{wording.capital(status)} {when}"


def _facts(judged: Judgement, release: Release) -> Facts:
    """The four answers: where it stands, where it is heading, how sure, and whether it changed."""
    return Facts((_so_far(judged), _heading(judged, release), _chance(judged, release), _change(judged)))


def _so_far(judged: Judgement) -> Fact:
    figure, before = judged.measure.figure, judged.measure.same_period
    if figure is None:
        return Fact(MISSING, phrases.no_figure(judged), wording.sentence(judged.measure.why_none))
    unit = wording.unit_words(figure.unit, one=figure.value == 1)
    label = f"{unit} {phrases.to_date_words(judged)}".strip() if unit else phrases.to_date_words(judged)
    note = phrases.covered(figure)
    if before is not None:
        note += f"; {phrases.figure(before)} in {phrases.covered(before)}"
    return Fact(phrases.figure(figure), label, note)


def _heading(judged: Judgement, release: Release) -> Fact:
    said = phrases.forecast(judged)
    end = phrases.year_end(release.params)
    if said is None:
        return Fact(MISSING, f"no forecast for {end}", wording.sentence(judged.forecast.reason))
    if phrases.is_over(judged):
        return Fact(said[0], "outturn", "The year is over.")
    note = f"about {phrases.in_unit(said[0], judged)}; 80 in 100 years like this end in this range"
    return Fact(phrases.expected_range(judged), f"expected by {end}", note)


def _chance(judged: Judgement, release: Release) -> Fact:
    if judged.chance is None:
        why = judged.reason("status_year_end") or judged.reason("target")
        return Fact(MISSING, "no chance is given", wording.sentence(phrases.with_titles(why, release)))
    return Fact(phrases.chance(judged), "chance of meeting the target", f"Target: {phrases.target(judged)}")


def _change(judged: Judgement) -> Fact:
    note = wording.sentence(phrases.chance_alone(judged))
    return Fact(phrases.direction(judged), phrases.direction_note(judged), note)


def _under(indicator: Indicator, heads: list[Judgement], release: Release) -> Iterator[Block]:
    """Blocks of level 3 under an indicator's last headline."""
    ref, anchor = indicator.ref, wording.slug(indicator.ref)
    if rest := [j for j in release.of(ref) if not j.headline]:
        parts = breakdowns.parts_table(rest, indicator, release.params.area)
        sums = breakdowns.sums(indicator, release) or None
        yield block(f"Parts and places of {ref}", f"{anchor}-parts", parts, sums, level=3)
    if other := breakdowns.other_figures(indicator, release):
        yield block(f"Also printed for {ref}", f"{anchor}-printed", other, level=3)
    rated = [j for j in heads if j.progress_printed or j.direction_printed]
    words = (breakdowns.printed_words(judged, release) for judged in rated)
    about = breakdowns.about(indicator, release.params.year)
    yield block(f"What {ref} is, and how it was rated", f"{anchor}-about", *words, about, level=3)
