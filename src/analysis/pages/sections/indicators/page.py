"""One theme's indicators, each a block whose heading is its message: what, how sure, what it would take."""

from analysis.definitions import wording
from analysis.definitions.indicators import Indicator
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.documents.kinds.projects import Projects
from analysis.judgements.judgements import Judgement
from analysis.pages.models import Badge, Badges, Block, Callout, Content, Fact, Facts, Paragraph, SectionModel
from analysis.pages.sections import flat_table, phrases
from analysis.pages.sections.indicators import breakdowns
from analysis.pages.sections.indicators.commentary import drafted, written
from analysis.pages.sections.indicators.required import other_target, what_it_would_take
from analysis.pages.sections.indicators.year_chart import year_chart
from analysis.pages.sections.indicators.year_table import year_table


def compose(release: Release, theme: str) -> SectionModel:
    """The page of one theme, exceptions first."""
    params = release.params
    chosen = sorted((i for i in release.indicators if i.theme == theme), key=_urgency(release))
    judged = [j for j in release.judgements if j.indicator.theme == theme]
    return SectionModel(
        name=phrases.page_of(theme),
        label=theme,
        title=_title(theme, judged),
        context=phrases.context(params),
        opening=(Paragraph(_opening(judged)),),
        blocks=tuple(block for indicator in chosen for block in _blocks(indicator, release)),
        table=flat_table.flat(f"{theme}, {phrases.context(params)}", judged),
        footer=phrases.footer(params),
        notice=params.notice,
        links=(("Scorecard", "scorecard.html"),),
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


def _blocks(indicator: Indicator, release: Release) -> list[Block]:
    """A block for each headline of an indicator; the last also holds parts, other figures and definition."""
    heads = [j for j in release.of(indicator.ref) if j.headline]
    rest = [j for j in release.of(indicator.ref) if not j.headline]
    blocks = [
        Block(phrases.message(judged), _contents(judged, release), phrases.anchor(judged)) for judged in heads
    ]
    return [*blocks, *_under(indicator, heads, rest, release)]


def _contents(judged: Judgement, release: Release) -> tuple[Content, ...]:
    params = release.params
    found: list[Content | None] = [_badges(judged, params.year)]
    if judged.measure.figure is None and judged.forecast.expected is None:
        found.append(Paragraph(_what_is_known(judged)))
    else:
        found += [_facts(judged, release), year_chart(judged, params)]
    found += drafted(judged, release)
    if text := what_it_would_take(judged, params):
        found.append(Callout("What it would take.", text))
    found += written(judged, release)
    if text := _projects_that_help(judged, release):
        found.append(Paragraph(text, "Projects that help."))
    if text := other_target(judged, release):
        found.append(Callout("The documents disagree on the target.", text))
    if judged.measure.figure is not None or judged.measure.outturns:
        found.append(year_table(judged, params))
    found.append(breakdowns.workings(judged, release))
    return tuple(content for content in found if content)


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


def _under(
    indicator: Indicator, heads: list[Judgement], rest: list[Judgement], release: Release
) -> list[Block]:
    """Blocks of level 3 under an indicator's last headline."""
    ref = wording.slug(indicator.ref)
    found = []
    if rest:
        table = breakdowns.parts_table(rest, indicator, release.params.area)
        sums = breakdowns.sums(indicator, release)
        text = (Paragraph(sums),) if sums else ()
        found.append(Block(f"Parts and places of {indicator.ref}", (table, *text), f"{ref}-parts", 3))
    if other := breakdowns.other_figures(indicator, release):
        found.append(Block(f"Also printed for {indicator.ref}", (other,), f"{ref}-printed", 3))
    rated = [j for j in heads if j.progress_printed or j.direction_printed]
    tables = [breakdowns.printed_words(judged, release) for judged in rated]
    tables.append(breakdowns.about(indicator, release.params.year))
    found.append(Block(f"What {indicator.ref} is, and how it was rated", tuple(tables), f"{ref}-about", 3))
    return found
