"""What stands under an indicator: parts and places, other printed figures, definition, workings."""

import math
from collections.abc import Iterable

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.definitions.indicators import Indicator
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.extracts.observations import FACTS, Observation
from analysis.judgements.judgements import Judgement
from analysis.measures.findings import Finding
from analysis.measures.series import Figure
from analysis.pages.models import Listing
from analysis.pages.sections import phrases
from analysis.pages.tables import Cell, Column, Figures, Table, missing, table


def parts_table(judgements: Iterable[Judgement], indicator: Indicator, home: str) -> Table:
    """Breakdowns, and places in `home`, beside each other: this year, last year, change, what is expected."""
    columns = (
        Column("Part", lambda j: Cell(_part_name(j, home), wording.named_unit(j.measure.unit))),
        Figures("Figure", _to_date, "to_date"),
        Figures("A year before", _same_period, "same_period_last_year"),
        Column("Change", _change),
        Column("Direction", lambda j: Cell(phrases.direction(j), phrases.direction_note(j))),
        Figures("Expected by year end", _expected, "expected_outturn", "80 in 100 between"),
    )
    return table(f"{indicator.short or indicator.title}: parts and places", columns, judgements)


def _to_date(judged: Judgement) -> Cell:
    figure = judged.measure.figure
    return _cell(figure, phrases.covered(figure) or judged.measure.why_none)


def _same_period(judged: Judgement) -> Cell:
    before = judged.measure.same_period
    return _cell(before, "" if before else judged.measure.why_no_same_period)


def _cell(found: Figure | None, note: str) -> Cell:
    return Cell(phrases.figure(found), note, found.value if found else "")


def _part_name(judged: Judgement, home: str) -> str:
    """`Youth`; of the whole of another place than `home` its name, of a part there `Runcorn, youth`."""
    if judged.area == home:
        return wording.capital(phrases.part_name(judged))
    whole = judged.breakdown.total or judged.breakdown.name == "all"
    return judged.area if whole else f"{judged.area}, {phrases.part_name(judged)}"


def sums(indicator: Indicator, release: Release) -> str:
    """Whether parts and places make up their whole; nothing where one has no figure, or one of other months.

    Of parts of which one is suppressed the others' sum would give it away.
    """
    whole = next((j for j in release.of(indicator.ref) if j.headline and j.measure.figure), None)
    if whole is None or whole.measure.accumulates != "sum":
        return ""
    rest = [j for j in release.of(indicator.ref) if not j.headline]
    parts = [j for j in rest if j.breakdown.part_of == whole.breakdown.name and j.area == whole.area]
    places = [j for j in rest if j.area != whole.area and j.breakdown == whole.breakdown]
    return " ".join(_sum(group, whole) for group in (parts, places) if _is_whole(group, whole))


def _is_whole(group: list[Judgement], whole: Judgement) -> bool:
    """Whether there are several and each has a figure of the whole's own months."""
    months = known(whole.measure.figure).window
    return len(group) > 1 and all(j.measure.figure and j.measure.figure.window == months for j in group)


def _sum(group: list[Judgement], whole: Judgement) -> str:
    total, unit = known(whole.measure.figure), whole.measure.unit
    figures = [known(judged.measure.figure) for judged in group]
    made = math.fsum(figure.value for figure in figures)
    names = wording.listed([_part_name(j, whole.area) for j in group])
    text = wording.figure(made, unit)
    if math.isclose(made, total.value, abs_tol=0.5 * 10.0**-total.decimals):
        return f"{names} make {text}, the figure of {whole.area}."
    elsewhere = {figure.source for figure in figures} != {total.source}
    why = "another document prints them" if elsewhere else "they do not add up"
    return f"{names} make {text}, but {whole.area} has {phrases.figure(total)} here: {why}."


def _expected(judged: Judgement) -> Cell:
    said = judged.forecast
    if said.expected is None:
        return missing(said.reason)
    return Cell(phrases.expected(judged), phrases.expected_range(judged), said.expected)


def _change(judged: Judgement) -> Cell:
    measure = judged.measure
    percent = measure.change_percent
    if percent is None:
        unlike = measure.same_period is not None and not measure.same_basis
        return missing("of other months" if unlike else "nothing to compare with")
    return Cell(wording.change(percent), value=percent)


def other_figures(indicator: Indicator, release: Release) -> Table | None:
    """Figures printed for the indicator that no row above holds: changes, other units, parts of a quarter."""
    used = {id(o) for judged in release.of(indicator.ref) for o in _made_from(judged)}
    own = {release.params.area, *phrases.listed_parts(release.params)}
    shown = [
        o
        for o in release.observations.by_ref.get(indicator.ref, ())
        if o.value is not None and id(o) not in used and release.observations.used(o.key) is o
        if not (o.measure == "target" and o.unit == indicator.unit) and _is_apart(o, own, indicator)
    ]
    titles = phrases.document_titles(release)
    columns = (
        Column("What is printed", _what, "what"),
        Column("Place", lambda o: o.area),
        Column("Period", lambda o: phrases.months(o.window, o.measure)),
        Figures("Figure", _printed, "value"),
        Column("Where it stands", lambda o: Cell(o.section, titles[o.source]), "source"),
    )
    title = f"{indicator.short or indicator.title}: other figures that the documents print"
    return table(title, columns, shown) if shown else None


def _is_apart(printed: Observation, own: set[str], indicator: Indicator) -> bool:
    """Whether it belongs here: our own area's, and no fact of a series that has a row of its own."""
    if printed.area not in own:
        return printed.measure not in FACTS
    breakdown = indicator.breakdown(printed.breakdown)
    unit = indicator.unit_of(breakdown) if breakdown else ""
    return printed.measure not in FACTS or printed.unit != unit


def _made_from(judged: Judgement) -> Iterable[Observation]:
    measure = judged.measure
    figures = [measure.figure, measure.same_period, *measure.outturns, *measure.quarters]
    return (o for figure in figures if figure for o in figure.made_from)


def _what(printed: Observation) -> Cell:
    part = "" if printed.breakdown in ("all", "total") else f"{printed.breakdown}: "
    return Cell(wording.capital(f"{part}{phrases.measure(printed)}"), wording.named_unit(printed.unit))


def _printed(printed: Observation) -> Cell:
    show = wording.signed if printed.measure.startswith("change") else wording.figure
    return Cell(show(printed.number, printed.unit), printed.note, printed.value)


def printed_words(judged: Judgement, release: Release) -> Table:
    """The ratings that the documents printed, beside what their own rule and this report's rules give.

    An item is what the rating is called, then the fields that hold the three words.
    """

    def word(field: str) -> Cell:
        found = judged.direction.word if field == "direction" else getattr(judged, field)
        return Cell(found or MISSING, phrases.with_titles(judged.reason(field), release))

    columns = (
        Column("Rating", lambda called, *_: called),
        Column("Printed", lambda _, printed, *rest: word(printed)),
        Column("By the documents' own rule", lambda _, _printed, rule, _here: word(rule), "as_published"),
        Column("In this report", lambda *item: word(item[-1]), "here"),
    )
    ratings = (
        ("Progress", "progress_printed", "progress_as_published", "status_year_end"),
        ("Direction of travel", "direction_printed", "direction_as_published", "direction"),
    )
    return table(f"{phrases.name(judged)}: ratings printed and worked out", columns, ratings)


def about(indicator: Indicator, year: str) -> Table:
    """What the indicator is: its title in full, definition, polarity, other references, source, notes."""
    references = [f"{r.ref} in {wording.listed(r.years)}" for r in indicator.references]
    rows = {
        "Indicator": f"{indicator.ref}, {indicator.title}",
        "Definition": indicator.definition,
        "Polarity": wording.capital(phrases.POLARITY[indicator.polarity]),
        "Unit": wording.named_unit(indicator.unit) or "not printed",
        "How a year is made up": ACCUMULATION[indicator.accumulates],
        "Other references": wording.listed(references),
        "Source": indicator.source,
        "Notes": wording.sentence(indicator.note or indicator.agreed),
        "Not comparable": indicator.not_comparable_reason,
    }
    title = f"About {indicator.short or indicator.title}"
    columns = (Column("What", lambda key, _: key), Column("In words", lambda _, text: text))
    return table(title, columns, ((key, text) for key, text in rows.items() if text))


ACCUMULATION = {
    "sum": "The periods add up from 1 April to 31 March",
    "ratio": "Numerators and denominators add up from 1 April; their ratio is the figure",
    "last": "The latest figure stands for the year",
    "rolling": "Each figure covers the 12 months before it",
    "survey": "One figure whenever the survey is taken",
}


def workings(judged: Judgement, release: Release) -> Listing | None:
    """How the figure, the forecast and the status came about, and what the documents disagree on."""
    said, shown = judged.forecast, []
    if judged.measure.figure is not None:
        shown.append(f"The figure stands in {judged.measure.figure.source}")
        shown.append(judged.reason("to_date"))
    if said.expected is not None:
        settled = phrases.is_over(judged)
        shown.append(said.rung if settled else f"The expected outturn is worked out {said.rung}")
    shown += [said.pulled_back or "", said.outside_history or "", _steps(judged)]
    if "not judged" not in (judged.status_now, judged.status_year_end):
        shown += [judged.reason("status_now"), judged.reason("status_year_end")]
    shown += [finding.words for finding in release.findings if _is_of(finding, judged)]
    items = tuple(
        wording.sentence(phrases.with_titles(text, release)) for text in dict.fromkeys(shown) if text
    )
    return Listing(items) if items else None


def _is_of(finding: Finding, judged: Judgement) -> bool:
    """Whether a finding belongs to this headline: its own breakdown's, or one that has no headline."""
    place, indicator = finding.places[0], judged.indicator
    if finding.ref != indicator.ref or not isinstance(place, Observation):
        return False
    heads = [breakdown.name for breakdown in indicator.headlines]
    return place.breakdown == judged.breakdown.name or (
        place.breakdown not in heads and judged.breakdown.name == heads[0]
    )


def _steps(judged: Judgement) -> str:
    if judged.trajectory is None:
        return ""
    rule = {
        "straight line": "evenly",
        "agreed steps": "by agreed steps",
        "printed target to date": "by the target to date that a delivery prints",
    }.get(judged.trajectory.rule)
    split = rule or f"as past years went ({wording.listed(judged.trajectory.years_used)})"
    why = f", {judged.trajectory.reason}" if judged.trajectory.reason == "by choice" else ""
    return f"The target is spread over the year {split}{why}: {phrases.course(judged)} by now"
