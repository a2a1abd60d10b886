"""Targets for the years to come: what the board has to decide, the path each needs, words made numbers."""

from collections.abc import Iterable

from analysis.definitions import wording
from analysis.definitions.errors import known
from analysis.definitions.units import is_percent
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.documents.kinds.three_year_targets import PlannedTargets
from analysis.forecasts.later_years import HISTORY_NEEDED, Held
from analysis.judgements.targets.planned_rows import Aim, PlanRow, plan_rows
from analysis.pages.models import Block, Fact, Facts, SectionModel
from analysis.pages.sections import phrases
from analysis.pages.sections.csv_tables import csv_table, fields
from analysis.pages.sections.documents import common_blocks
from analysis.pages.sections.page_frame import block
from analysis.pages.sections.targets_to_come import expected_paths
from analysis.pages.tables import Cell, Column, Figures, Table, missing, table

EASIER = "easier than what was reached"


def due(release: Release) -> bool:
    """Whether a plan with targets is delivered."""
    return bool(release.contents(PlannedTargets))


def compose(release: Release, name: str = "three_year_targets") -> SectionModel:
    """What needs a decision first, then every row with its path, where it is heading, and targets in words."""
    plan = release.contents(PlannedTargets)[0]
    rows = plan_rows(plan, release)
    return common_blocks.document_section(
        release,
        name,
        "Targets to come",
        _title(plan, rows),
        opening=(_opening(plan), _facts(rows)),
        blocks=(_review(rows), _paths(plan, rows, release), *expected_paths.blocks(rows), _in_words(rows)),
        table=_flat(plan, rows),
    )


def questions(found: PlanRow) -> tuple[str, ...]:
    """What a board should ask of a row before it agrees: each a question that its figures raise."""
    row, coming = found.row, found.coming
    numbers = [aim for aim in coming if aim.target.is_set]
    asked = []
    if not numbers:
        asked.append(f"no number yet ({coming[0].target.terms})" if coming else "no target")
    elif len(numbers) < len(coming):
        years = wording.listed([aim.planned.year for aim in coming if not aim.target.is_set])
        asked.append(f"no number for {years}")
    easier = [aim for aim in numbers if aim.path is not None and aim.path.allows]
    if numbers and len(easier) == len(numbers):
        asked.append(f"{EASIER} ({_value(row.actual.value, row.unit)})")
    if any(aim.planned.value is not None and aim.planned.note for aim in coming):
        asked.append("a number still to be confirmed")
    if found.judged and (other := _other_actual(found)):
        asked.append(other)
    return tuple(asked)


def _other_actual(found: PlanRow) -> str:
    """Where the report's own outturn of the same year is another figure than the plan's."""
    last, actual = known(found.judged).measure.last_outturn, found.row.actual
    if last is None or actual.value is None or abs(last.value - actual.value) <= actual.half_unit:
        return ""
    used, printed = _value(last.value, last.unit), _value(actual.value, last.unit)
    return f"the report uses {used} as the last actual, not {printed}"


def _title(plan: PlannedTargets, rows: tuple[PlanRow, ...]) -> str:
    asked = [questions(row) for row in rows]
    easier = sum(any(text.startswith(EASIER) for text in found) for found in asked)
    open_ = sum(any(text.startswith("no number yet") for text in found) for found in asked)
    years = f"{plan.years[1]} to {plan.years[-1]}" if len(plan.years) > 2 else plan.years[-1]
    count = f"{easier} of {len(rows)}"
    return f"Targets for {years}: {count} are easier than what was reached, {open_} have no number"


def _opening(plan: PlannedTargets) -> str:
    return (
        f"The plan prints what was reached in {plan.actual_year}, this year's target and those of the years "
        "to come. A target in words becomes a number only where the words say which figure they mean and "
        "that figure is there; else it stays words."
    )


def _facts(rows: tuple[PlanRow, ...]) -> Facts:
    easier = sum(any(asked.startswith(EASIER) for asked in questions(row)) for row in rows)
    words = sum(not any(aim.target.is_set for aim in row.coming) for row in rows)
    chances = sum(any(aim.chance is not None for aim in row.coming) for row in rows)
    facts = (
        Fact(str(len(rows)), "indicators in the plan"),
        Fact(str(words), "without any number for the years to come"),
        Fact(str(easier), "easier than what was reached already"),
        Fact(str(chances) if chances else MISSING, "with a chance", _no_chance(rows)),
    )
    return Facts(facts)


def _no_chance(rows: tuple[PlanRow, ...]) -> str:
    without = sum(not any(aim.outlook for aim in row.aims) for row in rows)
    if not without:
        return ""
    return f"no chance can be given from one year's figure: {without} lack {HISTORY_NEEDED} whole years"


def _review(rows: Iterable[PlanRow]) -> Block:
    """The rows that raise a question, for the board to decide."""
    asked = [(row, found) for row in rows if (found := questions(row))]
    asked.sort(key=lambda one: one[1][0][:9], reverse=True)
    if not asked:
        text = "Every target is a number and no easier than before."
        return block("Nothing to decide", "review", text)
    columns = (
        Column("Indicator", lambda row, _: _name(row)),
        Figures("Reached", lambda row, _: _reached(row), "actual"),
        Column("Proposed", lambda row, _: _proposed(row), note="year by year"),
        Column("Question", lambda _, found: _sentence("; ".join(found))),
    )
    shown = table("Targets that raise a question, for the board that agrees them", columns, asked)
    return block(f"To decide: {len(asked)} of the targets", "review", shown)


def _reached(found: PlanRow) -> Cell:
    actual = found.row.actual
    if actual.value is None:
        return missing(actual.why_none)
    return Cell(_value(actual.value, found.row.unit), value=actual.value)


def _proposed(found: PlanRow) -> str:
    return "; ".join(dict.fromkeys(aim.planned.printed or "nothing printed" for aim in found.coming))


def _sentence(question: str) -> Cell:
    return Cell(wording.sentence(question), value=question)


def _name(found: PlanRow, note: str = "") -> Cell:
    link = phrases.link(found.judged) if found.judged else ""
    return Cell(f"{found.row.ref} {found.row.title}", note, found.row.ref, link)


def _value(value: float | None, unit: str) -> str:
    return wording.figure(value, unit if is_percent(unit) else "")


def _paths(plan: PlannedTargets, rows: tuple[PlanRow, ...], release: Release) -> Block:
    last = plan.years[-1]
    columns = [
        Column("Indicator", _what),
        Figures("Reached", _reached, "actual", plan.actual_year),
        *(_year_column(at, year) for at, year in enumerate(plan.years)),
        Column("What it takes", _needs, "path", f"from {plan.actual_year} to {last}"),
    ]
    if any(aim.chance is not None for row in rows for aim in row.aims):
        columns.append(Column("Chance", _chance, note=last))
    text = (
        "What it takes is the change needed each year from what was reached to the last target, in the unit. "
        f"{_five_years(rows)}"
    )
    shown = table(f"{release.params.area}: targets and the path to them", columns, rows)
    return block("The path that each target needs", "paths", text, shown)


def _what(found: PlanRow) -> Cell:
    return _name(found, f"{wording.named_unit(found.row.unit)}; {phrases.POLARITY[found.row.polarity]}")


def _five_years(rows: tuple[PlanRow, ...]) -> str:
    """Which rows have an expected path and a chance, and why the others have none."""
    there = sum(any(aim.outlook for aim in row.aims) for row in rows)
    if not there:
        return (
            "An expected path and a chance take five whole years in a row, which no indicator here has yet."
        )
    have = "indicator has" if there == 1 else "indicators have"
    return (
        f"An expected path and a chance take five whole years in a row: {there} {have} them, year by year "
        "below. No chance can be given from one year's figure."
    )


def _year_column(at: int, year: str) -> Column:
    def aim(found: PlanRow) -> Cell:
        return _aim_cell(found.aims[at], found.row.unit)

    return Figures(year, aim, f"target_{at}", "" if at else "this year's target")


def _aim_cell(aim: Aim, unit: str) -> Cell:
    if aim.planned.value is not None:
        return Cell(_value(aim.planned.value, unit), aim.planned.note, aim.planned.value)
    if not aim.target.is_set:
        return missing(aim.target.terms)
    bound = aim.target.low if aim.target.low is not None else aim.target.high
    return Cell(_value(bound, unit), aim.target.terms, bound)


def _needs(found: PlanRow) -> Cell:
    paths = [(aim.path, aim.planned.year) for aim in found.coming if aim.path is not None]
    if not paths:
        return missing(found.aims[-1].why_no_path or "no number")
    unit, (path, year) = found.row.unit, paths[-1]
    if path.is_met:
        if not path.allows:
            return Cell("Keep what was reached", f"to {year}", 0.0)
        return Cell("Met already", f"it may slip by {_gap(path.allows, unit)} by {year}", 0.0)
    a_year = path.a_year
    word = "more" if a_year > 0 else "less"
    return Cell(f"{_gap(a_year, unit)} {word} a year", f"to {year}", a_year)


def _gap(gap: float, unit: str) -> str:
    """A difference to two decimals: of percentages in points."""
    return f"{wording.figure(abs(gap))}{' points' if is_percent(unit) else ''}"


def _chance(found: PlanRow) -> Cell:
    last = found.aims[-1]
    if last.chance is None:
        return missing(last.why_no_chance)
    middle, ends = expected_paths.expected(known(last.outlook), known(found.judged).measure.unit)
    return Cell(expected_paths.chance(found, last), f"{middle} expected, 80 in 100 {ends}", last.chance)


def _in_words(rows: Iterable[PlanRow]) -> Block | None:
    """Targets in words: what each comes to and when that was taken, or why it stays words."""
    worded: dict[tuple[str, str], tuple[PlanRow, list[Aim]]] = {}
    for row in rows:
        for aim in row.aims:
            if aim.planned.value is None:
                worded.setdefault((row.row.ref, aim.target.terms), (row, []))[1].append(aim)
    columns = (
        Column("Indicator", lambda row, _: _name(row)),
        Column("Years", lambda _, aims: wording.listed([aim.planned.year for aim in aims])),
        Column("In words", lambda _, aims: wording.capital(aims[0].target.terms), "words"),
        Column("Comes to", lambda row, aims: _comes_to(aims[0], row)),
    )
    done = sum(aims[0].target.is_set for _, aims in worded.values())
    shown = table("Targets in words, and what they come to", columns, worded.values())
    heading = f"Targets in words: {done} of {len(worded)} come to a number"
    return block(heading, "in-words", shown) if worded else None


def _comes_to(aim: Aim, row: PlanRow) -> Cell:
    if aim.target.is_set:
        goal = wording.target(aim.target.low, aim.target.high, row.row.unit, aim.target.exclusive)
        return Cell(goal, f"taken at {aim.target.resolved_with.partition(' at ')[2]}")
    names = "average" in aim.target.terms.lower() or "baseline" in aim.target.terms.lower()
    if names and row.judged is None:
        return missing("the report has no figure of the indicator")
    return missing("the figure that it names is not delivered" if names else "the words name no figure")


def _flat(plan: PlannedTargets, rows: Iterable[PlanRow]) -> Table:
    columns = {
        **fields(lambda row, _: row.row, "ref", "title", "unit", "polarity"),
        "indicator": lambda row, _: row.judged.indicator.ref if row.judged else "",
        "actual_year": lambda *_: plan.actual_year,
        "actual": lambda row, _: row.row.actual.value,
        **fields(lambda _, aim: aim.planned, "year", "printed"),
        **fields(lambda _, aim: aim.target, "low", "high", "terms", "resolved_with"),
        "needed_a_year": lambda _, aim: aim.path.a_year if aim.path else None,
        **fields(lambda _, aim: aim.outlook, "expected", "low80", "high80"),
        "years_ahead": lambda _, aim: aim.outlook.ahead if aim.outlook else None,
        "chance": lambda _, aim: aim.chance,
        "past_outturns_tried": lambda _, aim: held.tried if (held := _held(aim)) else None,
        "past_outturns_inside80": lambda _, aim: held.inside80 if (held := _held(aim)) else None,
        "question": lambda row, _: "; ".join(questions(row)),
        "reason": lambda _, aim: _reason(aim),
    }
    return csv_table("Targets to come", columns, ((row, aim) for row in rows for aim in row.aims))


def _held(aim: Aim) -> Held | None:
    return aim.outlook.held if aim.outlook else None


def _reason(aim: Aim) -> str:
    reasons = [aim.why_no_path, f"chance: {aim.why_no_chance}" if aim.why_no_chance else ""]
    return "; ".join(reason for reason in reasons if reason)
