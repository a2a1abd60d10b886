"""Where a plan's years are heading: expected path, chance of each target, and what such ranges have held."""

from collections.abc import Iterable

from analysis.definitions import probabilities, wording
from analysis.definitions.errors import known
from analysis.forecasts.later_years import FURTHEST, TRIED, TURNING, Outlook, Tried
from analysis.forecasts.past_coverage import TRIALS_NEEDED
from analysis.judgements.targets.planned_rows import Aim, PlanRow
from analysis.pages.models import Block
from analysis.pages.sections import phrases
from analysis.pages.sections.page_frame import block
from analysis.pages.tables import Cell, Column, Figures, missing, table


def blocks(rows: Iterable[PlanRow]) -> Iterable[Block]:
    """Every year of the rows with five whole years behind them; nothing where there are none."""
    shown = [(row, aim) for row in rows for aim in row.aims if aim.outlook]
    if not shown:
        return
    columns = (
        Column("Indicator", _name),
        Column("Year", lambda _, aim: Cell(aim.planned.year, _distance(aim.outlook))),
        Figures("Target", lambda row, aim: _target(aim, row.judged.measure.unit)),
        Figures("Expected", _expected, note="80 in 100 between"),
        Column("Chance", _chance, note="of the target"),
        Column("Held before", lambda _, aim: _held(aim.outlook), "held", "past outturns inside the range"),
    )
    text = (
        "No change is expected after this year: on real yearly figures nothing else that was tried came "
        "nearer one or two years ahead, and nothing by more than 7% later. The path starts from this year's "
        "forecast or, without one, from the last outturn. Its range grows with the years and rests on the "
        "indicator's own yearly changes beside a typical one of 15%; the wider it is, the more coarsely "
        "figures are rounded. A range of 80 in 100 should hold 8 of 10 outturns; with fewer than "
        f"{TRIALS_NEEDED} past ones nobody can tell, and what other series held stands in."
    )
    path = table("The expected path, year by year", columns, shown)
    yield block("Where the years to come are heading", "expected", text, path)
    yield _elsewhere({aim.outlook.tried for _, aim in shown if aim.outlook and aim.outlook.tried})


def expected(said: Outlook, unit: str) -> tuple[str, str]:
    """The expected figure and its 80% range, rounded together: `420`, `330 to 540`."""
    middle, low, high = wording.forecast(said.expected, said.low80, said.high80, unit)
    return middle, wording.span(low, high)


def chance(found: PlanRow, aim: Aim) -> str:
    """The chance in words; this year's, against the target that the report itself uses, as it says it."""
    judged = known(found.judged)
    same = judged.target is not None and _ends(judged.target) == _ends(aim.target)
    if known(aim.outlook).ahead == 0 and same:
        return phrases.chance(judged)
    return probabilities.chance(aim.chance)


def _ends(target) -> tuple:
    return (target.low, target.high, target.exclusive)


def _name(found: PlanRow, _: Aim) -> Cell:
    return Cell(f"{found.row.ref} {found.row.title}", "", found.row.ref, phrases.link(known(found.judged)))


def _expected(found: PlanRow, aim: Aim) -> Cell:
    outlook = known(aim.outlook)
    return Cell(*expected(outlook, known(found.judged).measure.unit), outlook.expected)


def _chance(found: PlanRow, aim: Aim) -> Cell:
    return missing(aim.why_no_chance) if aim.chance is None else Cell(chance(found, aim), value=aim.chance)


def _distance(said: Outlook) -> str:
    return "this year's forecast" if not said.ahead else wording.count(said.ahead, "year") + " ahead"


def _target(aim: Aim, unit: str) -> Cell:
    if not aim.target.is_set:
        return missing(aim.target.terms)
    return Cell(wording.target(aim.target.low, aim.target.high, unit, aim.target.exclusive))


def _held(said: Outlook) -> Cell:
    """The own back-test at that distance; where it is too short, what others' ranges held."""
    if said.held is None:
        return missing("see our forecasts' record")
    held, others = said.held, f"{wording.fixed(known(said.tried).inside80(said.ahead), 0)} in 100 elsewhere"
    if not held.tried:
        return missing(f"its own past is too short; {others}")
    few = "" if held.is_enough else f"too few to tell; {others}"
    return Cell(f"{held.inside80} of {held.tried}", few, held.inside80)


def _elsewhere(used: set[Tried]) -> Block:
    """What such ranges held in other series, the least reliable source among them."""
    columns = (
        Column("Source", lambda tried: wording.capital(tried.source)),
        *(_ahead(years) for years in range(1, FURTHEST + 1)),
    )
    sources = [tried for tried in dict.fromkeys(TRIED.values()) if tried in used] + [TURNING]
    text = (
        "Each figure says how many past outturns lay inside a range that should hold 80 in 100. The last "
        "source is the hardest: there everything fell for years and then rose everywhere at once, which no "
        "past could show."
    )
    shown = table("What such ranges held in other series", columns, sources)
    return block("How far such ranges can be relied on", "held-elsewhere", text, shown, level=3)


def _ahead(years: int) -> Column:
    def held(tried: Tried) -> Cell:
        n, inside, _ = tried.held[years - 1]
        return Cell(f"{wording.fixed(inside, 0)} in 100", f"of {wording.figure(n)}", inside)

    return Figures(wording.count(years, "year"), held, f"ahead_{years}", "ahead")
