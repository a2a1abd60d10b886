"""What a judgement says, phrase by phrase: every section takes its words here, so that none disagrees."""

from datetime import date

from analysis.definitions import probabilities, wording
from analysis.definitions.errors import known
from analysis.definitions.params import Params, listed
from analysis.definitions.periods import Period, parse_year
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.extracts.observations import Observation
from analysis.judgements.judgements import Judgement
from analysis.judgements.targets.disputes import WORST_FIRST, Verdict
from analysis.measures.series import Figure
from analysis.pages.tables import Word
from analysis.statistics.directions import BESIDE_RULE, TOLERANCE_RULE, Direction

ORDER: tuple[Word, ...] = ("off track", "disputed", "uncertain", "on track", "not judged")
"""Exceptions first."""

POLARITY = {
    "lower": "lower is better",
    "higher": "higher is better",
    "nearer": "nearer to the target is better",
    "none": "nothing says which way is better",
}


MEASURES = {
    "outturn": "outturn", "cumulative": "year to date", "in_quarter": "in the quarter",
    "in_month": "in the month", "rolling_12_months": "12 months", "numerator": "count",
    "denominator": "out of",
    "target": "target", "target_to_date": "target to date", "in_part": "part of the quarter",
    "expected_range_low": "expected range, from", "expected_range_high": "expected range, to",
    "change_on_same_period": "change on the same months last year", "projected_outturn": "projected outturn",
    "numerator_needed": "count needed", "one_more_case": "with one more case",
}  # fmt: skip
"""What a printed figure is, in words."""


def measure(figure: Observation) -> str:
    """What a printed figure is: `year to date`."""
    return MEASURES.get(figure.measure, figure.measure.replace("_", " "))


def fact(figure: Observation) -> str:
    """`SH1 youth, Halton: year to date`."""
    part = "" if figure.breakdown in ("all", "total") else f" {figure.breakdown}"
    place = f", {figure.area}" if figure.area else ""
    return f"{figure.ref}{part}{place}: {measure(figure)}"


def name(judged: Judgement) -> str:
    """The indicator's short name; with its part or place where the judgement is of one of several."""
    title = judged.indicator.short or judged.indicator.title
    several = len(judged.indicator.headlines) > 1 or not judged.headline
    part = part_name(judged) if several else ""
    return f"{title}: {part}" if part else title


def listed_name(judged: Judgement) -> str:
    """Reference and name for a list of indicators of which a page says nothing; if withheld, that it is."""
    called = f"{judged.indicator.ref} {name(judged)}"
    return f"{called}: {judged.measure.withheld}" if judged.measure.withheld else called


def none_because(judged: Judgement, otherwise: str) -> str:
    """Why a cell of an indicator's figures is empty: that it is withheld comes before anything else."""
    return "withheld" if judged.measure.withheld else otherwise


def no_figure(judged: Judgement) -> str:
    """What is missing where there is no figure: the year to date, of a year of which something is known."""
    return "year to date not known" if judged.measure.hole else "no figure this year"


def part_name(judged: Judgement) -> str:
    """What the judgement is of within its indicator: a place, else a breakdown in words."""
    return judged.breakdown.label or judged.breakdown.name


def anchor(judged: Judgement) -> str:
    """Where the judgement stands on its page: `sh1`, of the second headline and so on `sh11-ro`."""
    ref = wording.slug(judged.indicator.ref)
    first = judged.indicator.headlines[0].name == judged.breakdown.name
    return ref if first else f"{ref}-{wording.slug(judged.breakdown.name)}"


def former(judged: Judgement, year: str) -> tuple[str, ...]:
    """References of earlier years, dated: `NI 17 in 2011-12`."""
    return tuple(
        f"{known.ref} in {wording.listed(known.years)}"
        for known in judged.indicator.references
        if max(known.years) < year
    )


def document_titles(release: Release) -> dict[str, str]:
    """What each source is called, for a reader."""
    return {delivery.entry.source: delivery.entry.title for delivery in release.deliveries}


def with_titles(text: str, release: Release) -> str:
    """A text with every source called by its document's title."""
    for source, title in document_titles(release).items():
        text = text.replace(f"{source}, ", f"{title}, ")
    return text


def by_target(verdict: Verdict, judged: Judgement, at_year_end: bool) -> str:
    """What one of several targets makes of a series: `off track by 22.18 or less (less than 1 in 100)`."""
    agreed = known(verdict.target)
    goal = wording.target(agreed.low, agreed.high, judged.measure.unit, agreed.exclusive)
    if not at_year_end:
        return f"{verdict.now} by {goal}"
    if verdict.chance is None:
        return f"{verdict.year_end} by {goal}"
    said = probabilities.chance(verdict.chance)
    return f"{verdict.year_end} by {goal} ({said[:1].lower()}{said[1:]})"


def by_each_target(judged: Judgement, at_year_end: bool) -> str:
    """The verdicts of all targets that documents print, the worse one first."""
    order = sorted(judged.verdicts, key=lambda v: WORST_FIRST.index(v.year_end if at_year_end else v.now))
    return wording.listed([by_target(verdict, judged, at_year_end) for verdict in order], "but")


def urgency(judged: Judgement) -> tuple[int, float]:
    """Sort key, exceptions first, in `ORDER`; the least chance first."""
    return (ORDER.index(judged.status_year_end), judged.chance if judged.chance is not None else 1.0)


def page_of(theme: str) -> str:
    """The section that shows a theme: `indicators-community-safety`."""
    return f"indicators-{wording.slug(theme)}"


def link(judged: Judgement) -> str:
    """Address of the judgement from any other section."""
    return f"{page_of(judged.indicator.theme)}.html#{anchor(judged)}"


def figure(found: Figure | None) -> str:
    """A figure by its unit: `3,710`, `34%`."""
    return wording.figure(found.value, found.unit) if found else MISSING


def quantity(found: Figure | None) -> str:
    """A figure with its unit in words: `3,710 incidents`."""
    return wording.quantity(found.value, found.unit) if found else MISSING


def covered(found: Figure | None) -> str:
    """The months of a figure, "year to" where it is the twelve months before a reported quarter's end."""
    if found is None:
        return ""
    return months(found.window, found.basis)


def months(window: Period, basis: str = "") -> str:
    """`April to September 2012`; of a rolling year `12 months to August 2012`."""
    if window.months == 12 and basis == "rolling_12_months":
        return f"12 months to {window.in_words().rpartition(' to ')[2]}"
    return window.in_words()


def to_date_words(judged: Judgement) -> str:
    """What the figure is: "so far" where the year adds up, else the latest."""
    if is_over(judged):
        return "in the year"
    return "so far" if judged.measure.accumulates == "sum" and judged.measure.complete else "latest figure"


def target(judged: Judgement) -> str:
    """`8,065 or fewer`, `above 14.9%`, or the words of a target that has no number."""
    agreed = judged.target
    if agreed is None:
        return MISSING
    if not agreed.is_set:
        return agreed.terms
    return wording.target(agreed.low, agreed.high, judged.measure.unit, agreed.exclusive)


def target_note(judged: Judgement) -> str:
    """Where a target in words got its number, or why there is none."""
    agreed = judged.target
    if agreed is None:
        return judged.reason("target")
    if agreed.resolved_with:
        return f"{agreed.terms}, at {agreed.resolved_with.partition(' at ')[2].partition(' (')[0]}"
    return "" if agreed.is_set else "no number yet"


def forecast(judged: Judgement) -> tuple[str, str, str] | None:
    """Expected outturn and its 80% range, rounded together; None where none is due."""
    said = judged.forecast
    if said.expected is None or said.low80 is None or said.high80 is None:
        return None
    figure = judged.measure.figure if judged.measure.accumulates == "sum" else None
    least = figure.value if figure else None
    return wording.forecast(said.expected, said.low80, said.high80, judged.measure.unit, least)


def expected(judged: Judgement) -> str:
    """The expected outturn: `7,340`, or a dash."""
    said = forecast(judged)
    return said[0] if said else MISSING


def is_over(judged: Judgement) -> bool:
    """Whether the whole year is known, so that what is expected is the outturn itself."""
    return judged.forecast.method == "settled"


def expected_range(judged: Judgement) -> str:
    """Its 80% range: `6,600 to 8,250`; of a year that is over its outturn alone."""
    said = forecast(judged)
    return wording.span(*said[1:]) if said else MISSING


def in_unit(text: str, judged: Judgement) -> str:
    """A figure that is already text, with the unit after it: `7,340 incidents`."""
    return wording.in_unit(text, judged.measure.unit)


def is_settled(judged: Judgement) -> bool:
    """Whether the target is met or missed for certain: the year is over, or the count has passed it."""
    if is_over(judged):
        return True
    if judged.needed is None or judged.measure.accumulates != "sum":
        return False
    return is_passed(judged) or is_reached(judged)


def is_passed(judged: Judgement) -> bool:
    """Whether a count has gone past what it may reach; at a bound that itself does not meet, it has."""
    target, needed = known(judged.target), known(judged.needed)
    return target.low is None and (needed < 0 or (target.exclusive and needed == 0))


def is_reached(judged: Judgement) -> bool:
    """Whether a count has reached what it must; at a bound that itself does not meet, it has not."""
    target, needed = known(judged.target), known(judged.needed)
    return target.low is not None and (needed < 0 or (needed == 0 and not target.exclusive))


def chance(judged: Judgement) -> str:
    """`About 35 in 100`; in words where it is settled."""
    return probabilities.chance(judged.chance, is_settled(judged))


def direction(judged: Judgement) -> str:
    """`Better`, `No clear change`, `Not comparable`."""
    return wording.capital(judged.direction.word)


def direction_note(judged: Judgement) -> str:
    """How much, and what chance has to do with it; where nothing can be compared, why."""
    measure = judged.measure
    if judged.direction.word == "not comparable" or measure.figure is None or measure.same_period is None:
        return judged.direction.reason
    gap = wording.difference(measure.figure.value, measure.same_period.value, measure.unit)
    if judged.direction.rule == BESIDE_RULE:
        return f"{gap}; {judged.direction.reason}"
    if judged.direction.word == "no clear change" and measure.change:
        by_tolerance = judged.direction.rule == TOLERANCE_RULE
        return f"{gap}, {'less than counts as a change' if by_tolerance else judged.direction.small_words}"
    return gap


def chance_alone(judged: Judgement) -> str:
    """How often chance, or the figure's usual swings, give such a difference; without a test the rule used.

    Empty where `direction_note` says all there is to say.
    """
    if judged.direction.p_value is not None:
        return how_often(judged.direction)
    is_said = judged.direction.word == "not comparable" or judged.direction.rule == BESIDE_RULE
    return "" if is_said else judged.direction.reason


def how_often(tested: Direction) -> str:
    """How often chance alone, or a figure's usual swings, give a difference that a test of counts looked at."""
    p_value = known(tested.p_value if tested.p_widened is None else tested.p_widened)
    return probabilities.by_swings(p_value) if tested.beyond_chance else probabilities.by_chance(p_value)


def year_end(params: Params) -> str:
    """`31 March 2013`."""
    return wording.day(parse_year(params.year).end)


def context(params: Params) -> str:
    """The line above every title: whose report, which quarter, which months."""
    quarter = f"Quarter {params.quarter} of {params.year}"
    place = f"{params.title}: {params.area}" if params.areas else params.title
    return f"{place} · {quarter}, {params.period.in_words()}"


def footer(params: Params) -> tuple[str, ...]:
    """What stands under every section: as at which day, and why no count is hidden."""
    hidden = wording.sentence(params.hidden_reason)
    day = wording.day(date.fromisoformat(params.as_at))
    return (f"As known on {day}. {hidden}".strip(),)


def listed_parts(params: Params) -> tuple[str, ...]:
    """The places inside the area that the report speaks of, its towns."""
    return listed(params.parts)


def message(judged: Judgement) -> str:
    """The heading that says it all: where the year is heading against what, or why that cannot be said."""
    called = name(judged)
    said = forecast(judged)
    if judged.measure.figure is None and said is None:
        return f"{called}: not judged yet, {first_clause(judged.measure.why_none)}"
    if judged.status_year_end != "not judged":
        outlook = in_unit(known(said)[0], judged)
        outlook = f"the year ended at {outlook}" if is_over(judged) else f"about {outlook} expected"
        return f"{called}: {judged.status_year_end}, {outlook} {_against(judged)}"
    so_far = f"{quantity(judged.measure.figure)} in {covered(judged.measure.figure)}"
    why = first_clause(judged.reason("status_year_end") or judged.reason("target"))
    return f"{called}: {so_far}; not judged, {why}"


def _against(judged: Judgement) -> str:
    """`against a target of 8,065 or fewer`, `against a target above 14.9%`."""
    of = "" if known(judged.target).exclusive else "of "
    others = [wording.figure(known(v.printed).value, judged.measure.unit) for v in judged.other_verdicts]
    disputed = f", or of {wording.listed(others, 'or')}" if judged.status_year_end == "disputed" else ""
    return f"against a target {of}{target(judged)}{disputed}"


def first_clause(text: str) -> str:
    """A reason up to its first stop, for a heading."""
    return text.partition(";")[0].partition(". ")[0]


def course(judged: Judgement) -> str:
    """Where a year on course for its target would stand by now: a figure with its unit, of a range both ends."""
    unit, high = judged.measure.unit, known(judged.trajectory).to_date
    said = wording.in_unit(wording.limit(high, unit, upper=known(judged.target).high is not None), unit)
    if judged.trajectory_low is None or judged.trajectory_low.to_date == high:
        return said
    return wording.span(wording.limit(judged.trajectory_low.to_date, unit, upper=False), said)
