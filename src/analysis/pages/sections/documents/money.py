"""Money: what departments and schemes have spent against their budget, and where that leads by 31 March."""

from collections.abc import Callable, Iterable
from functools import partial

from analysis.definitions import amounts, wording
from analysis.definitions.errors import known
from analysis.definitions.params import Params
from analysis.disclosure.release import Release
from analysis.documents.kinds.budgets import Budget, Line
from analysis.documents.kinds.capital_programmes import CapitalProgramme, Scheme
from analysis.documents.printed import ILLEGIBLE, Check
from analysis.pages.chart_models import Interval, IntervalChart
from analysis.pages.models import Block, Fact, Facts, Paragraph, SectionModel
from analysis.pages.sections.csv_tables import csv_rows
from analysis.pages.sections.documents import common_blocks
from analysis.pages.sections.page_frame import block
from analysis.pages.tables import Cell, Column, Figures, Table, Value, missing, table

THOUSANDS = "thousands of pounds"


def due(release: Release) -> bool:
    """Whether a budget or a capital programme is delivered."""
    return bool(release.contents(Budget) or release.contents(CapitalProgramme))


def compose(release: Release, name: str = "money") -> SectionModel:
    """Departments in the document's order, then capital, then what was checked."""
    budgets, programmes = release.contents(Budget), release.contents(CapitalProgramme)
    checks = [check for found in budgets for check in found.checks]
    checks += [check for found in programmes for check in found.checks]
    return common_blocks.document_section(
        release,
        name,
        "Money",
        _title(budgets, programmes),
        of_quarter=True,
        opening=(_opening(budgets), _tiles(budgets, programmes)),
        blocks=(
            *(_department(d, lines, release) for b in budgets for d, lines in b.departments.items()),
            *(capital_block(programme, release) for programme in programmes),
            _how(budgets, checks, release),
        ),
        table=_flat(budgets, programmes),
    )


def net(lines: Iterable[Line]) -> Line | None:
    """The last net row of a department, if it prints one."""
    return next((line for line in reversed(tuple(lines)) if line.is_net), None)


def _nets(budgets: Iterable[Budget]) -> list[tuple[str, Line]]:
    found = [(name, net(lines)) for budget in budgets for name, lines in budget.departments.items()]
    return [(name, line) for name, line in found if line is not None and line.variance.value is not None]


def _title(budgets, programmes) -> str:
    nets = _nets(budgets)
    if not nets:
        return f"Money: {len(programmes[0].schemes) - 1} capital schemes" if programmes else "Money"
    over = [(name, gap) for name, line in nets if (gap := known(line.variance.value)) < 0]
    if not over:
        return f"None of the {len(nets)} departments is over its budget so far"
    names = wording.listed([f"{name} by {amounts.thousands(-gap)}" for name, gap in over])
    are = "is" if len(over) == 1 else "are"
    return f"{len(over)} of {len(nets)} departments {are} over budget so far: {names}"


def _opening(budgets: Iterable[Budget]) -> str:
    if not _nets(budgets):
        return ""
    return (
        "Variance is budget to date less actual to date: positive is favourable (less spent or more income "
        "than budgeted), negative is unfavourable. Departments are not added up here: the document prints no "
        "total of them, and one department's payment can be another's budget."
    )


def _tiles(budgets, programmes) -> Facts | None:
    facts = [
        Fact(amounts.thousands(abs(known(line.variance.value))), _variance_words(line, name), _so_far(line))
        for name, line in _nets(budgets)
    ]
    for programme in programmes:
        total = programme.total
        if total.variance is not None:
            planned = amounts.thousands(total.planned.value)
            note = f"of {planned} planned by now; {amounts.thousands(total.allocation.value)} for the year"
            facts.append(Fact(amounts.thousands(total.spent.value), "of capital spent", note))
    return Facts(tuple(facts)) if facts else None


def _variance_words(line: Line, name: str) -> str:
    return f"{amounts.budget_variance(known(line.variance.value))} so far: {name}"


def _so_far(line: Line) -> str:
    return f"of {amounts.thousands(line.to_date.value)} budgeted to date"


def _department(name: str, lines: tuple[Line, ...], release: Release) -> Block:
    chart = variance_chart(name, lines, release.params)
    shown = (_message(name, lines), chart, _table(name, lines, release))
    return block(_heading(name, lines), wording.slug(name), *shown)


def _heading(name: str, lines: tuple[Line, ...]) -> str:
    last = net(lines)
    if last is None or last.variance.value is None:
        return name
    gap = last.variance.value
    return f"{name}: {amounts.thousands(abs(gap)) + ' ' if gap else ''}{amounts.budget_variance(gap)} so far"


def _message(name: str, lines: tuple[Line, ...]) -> str:
    """What stands out, and where the year is heading by profile."""
    own = _by_variance(lines)
    worst = [line for line in own if known(line.variance.value) < 0][:2]
    best = sorted(own, key=lambda line: -known(line.variance.value))[:2]
    best = [line for line in best if known(line.variance.value) > 0]
    parts = []
    for word, found in (("most unfavourable", worst), ("most favourable", best)):
        if found:
            names = [f"{line.name} ({wording.signed(known(line.variance.value))})" for line in found]
            parts.append(f"{word}: {wording.listed(names)}")
    said = f"{wording.capital('; '.join(parts))}, in {THOUSANDS}. " if parts else ""
    return said + _outlook(lines)


def _outlook(lines: tuple[Line, ...]) -> str:
    last = net(lines)
    if last is None or last.forecast is None:
        return "No outturn by profile can be given for the department."
    gap = known(last.annual.value) - last.forecast
    word = amounts.budget_variance(gap)
    end, budget = amounts.thousands(last.forecast), amounts.thousands(last.annual.value)
    return (
        f"If the rest of the year follows the profile, the year ends near {end} against a budget of "
        f"{budget}: about {amounts.thousands(abs(gap))} {word}."
    )


def _table(name: str, lines: tuple[Line, ...], release: Release) -> Table:
    by_profile = "annual budget x actual / budget to date"
    columns = [
        Column("Line", lambda line: Cell(line.name, "" if line.is_total or line.is_net else line.block)),
        Figures("Annual budget", lambda line: common_blocks.number(line.annual)),
        Figures("Budget to date", lambda line: common_blocks.number(line.to_date)),
        Figures("Actual to date", lambda line: common_blocks.number(line.actual)),
        Figures("Variance", _variance, note="favourable is positive"),
        Figures("Outturn by profile", partial(_forecast, lines), "forecast", by_profile),
    ]
    if any(line.adjustment for line in lines):
        columns.append(Figures("With the analyst's adjustment", _adjusted, "adjusted"))
    months = release.params.period.in_words()
    return table(f"{name}: revenue in {THOUSANDS}, {months}", columns, lines)


def _variance(line: Line) -> Cell:
    value = line.variance.value
    if value is None:
        return missing(line.variance.why_none)
    return Cell(wording.signed(value), amounts.budget_variance(value, line.block == "Income"), value)


def _forecast(lines: tuple[Line, ...], line: Line) -> Cell:
    if line.forecast is None:
        return missing(line.why_no_forecast)
    note = ""
    if line.is_total:
        parts = [o for o in lines if o.block == line.block and not o.is_total]
        known = [part.forecast for part in parts if part.forecast is not None]
        if known and len(known) == len(parts):
            note = f"its lines make {wording.fixed(sum(known), 0)}"
    return Cell(wording.fixed(line.forecast, 0), note, line.forecast)


def _adjusted(line: Line) -> Cell:
    if line.adjusted is None:
        return missing("no adjustment")
    change = wording.signed(known(known(line.adjustment).value))
    note = f"{change} by the {line.adjustment_by}: {line.adjustment_reason}"
    return Cell(wording.fixed(line.adjusted, 0), note, line.adjusted)


def _how(budgets: Iterable[Budget], checks: list[Check], release: Release) -> Block:
    """What was checked, what cannot be read, and what no analyst has said."""
    verdict = common_blocks.verdict(checks, "sum or difference", "sums and differences")
    adjusted = any(line.adjustment for budget in budgets for line in budget.lines)
    none = Paragraph("None delivered: the outturn by profile stands alone.", "The analyst's adjustment.")
    text = (
        "Annual budget x actual to date / budget to date, for each line and each total by its own profile. "
        "It takes the rest of the year to go as the budget was spread, so a line paid once looks too high or "
        "too low."
    )
    failed = [check for check in checks if not check.agrees]
    return block(
        "How this was checked",
        "checked",
        Paragraph(verdict, "Do the tables add up?"),
        *(Paragraph(_illegible(budget), _known_together(budget)) for budget in budgets if budget.together),
        None if adjusted else none,
        Paragraph(text, "How the outturn by profile is worked out."),
        common_blocks.check_table(failed, release) if failed else None,
    )


def _known_together(budget: Budget) -> str:
    unread = all(group.why_none == ILLEGIBLE for group in budget.together)
    return "What cannot be read." if unread else "What is missing."


def _illegible(budget: Budget) -> str:
    """Each group of cells that only their sum is known of."""
    said = []
    for group in budget.together:
        what = group.column.replace("_", " ")
        names = wording.listed(group.names)
        value = wording.signed(group.value)
        said.append(f"{names} together make {value} of {what}, so their total is sure and their split is not")
    known = "their printed variances are met by many splits, so none is worked out"
    return f"In {THOUSANDS}: {'; '.join(said)}; {known}."


def _flat(budgets: Iterable[Budget], programmes: Iterable[CapitalProgramme]) -> Table:
    """Every line and every scheme; a scheme's allocation stands as its annual budget."""
    names = (
        "department", "block", "line", "annual_budget", "budget_to_date", "actual_to_date",
        "variance_to_date", "forecast_by_profile", "adjustment", "forecast_adjusted", "reason",
    )  # fmt: skip
    rows = [_flat_line(line) for budget in budgets for line in budget.lines]
    rows += [_flat_scheme(scheme) for programme in programmes for scheme in programme.schemes]
    return csv_rows(f"Revenue and capital in {THOUSANDS}", names, rows)


def _flat_line(line: Line) -> dict[str, Value]:
    return {
        "department": line.department,
        "block": line.block,
        "line": line.name,
        "annual_budget": line.annual.value,
        "budget_to_date": line.to_date.value,
        "actual_to_date": line.actual.value,
        "variance_to_date": line.variance.value,
        "forecast_by_profile": line.forecast,
        "adjustment": line.adjustment.value if line.adjustment else None,
        "forecast_adjusted": line.adjusted,
        "reason": _reasons(line),
    }


def _flat_scheme(scheme: Scheme) -> dict[str, Value]:
    return {
        "department": "Capital",
        "block": "Schemes",
        "line": scheme.name,
        "annual_budget": scheme.allocation.value,
        "budget_to_date": scheme.planned.value,
        "actual_to_date": scheme.spent.value,
        "variance_to_date": scheme.variance,
        "reason": "forecast and adjustment: a capital scheme has no budget profile here",
    }


def _reasons(line: Line) -> str:
    found = [f"{figure.name}: {figure.why_none}" for figure in line.figures if figure.value is None]
    found += [f"{figure.name}: worked out" for figure in line.figures if figure.is_worked_out]
    found += [f"{figure.name}: {figure.status}" for figure in line.figures if not figure.is_final]
    found += [f"forecast: {line.why_no_forecast}"] if line.why_no_forecast else []
    found += ["adjustment: none delivered"] if line.adjustment is None else []
    return "; ".join(found)


def capital_block(programme: CapitalProgramme, release: Release) -> Block:
    """The schemes with their total; the heading says how much of the year's allocation is spent."""
    share, months = programme.total.share_spent, release.params.period.in_words()
    spent = "" if share is None else f": {wording.figure(share, 'percent')} of the year's allocation is spent"
    columns = (
        Column("Scheme", lambda scheme: scheme.name),
        Figures("Allocation", _printed("allocation"), "capital_allocation", "for the year"),
        Figures("Planned to date", _printed("planned"), "allocation_to_date"),
        Figures("Spent to date", _printed("spent"), "actual_spend_to_date"),
        Figures("Planned less spent", _gap, "variance", blank="a figure is missing"),
        Figures("Spent", _share, "share_spent", "of the allocation", "percent", blank="no allocation"),
        Figures("Remaining", _printed("remaining"), "allocation_remaining"),
    )
    shown = table(f"Capital schemes in thousands of pounds, {months}", columns, programme.schemes)
    return block(f"Capital{spent}", "capital", _capital_message(programme), shown)


def _share(scheme: Scheme) -> float | None:
    return scheme.share_spent


def _printed(field: str) -> Callable[[Scheme], Cell]:
    return lambda scheme: common_blocks.number(getattr(scheme, field))


def _capital_message(programme: CapitalProgramme) -> str:
    own = [scheme for scheme in programme.schemes if not scheme.is_total]
    idle = [scheme.name for scheme in own if not scheme.planned.value and not scheme.spent.value]
    behind = max(own, key=lambda scheme: scheme.variance or 0)
    said = []
    if behind.variance:
        gap = amounts.thousands(behind.variance)
        said.append(f"Furthest behind what was planned by now: {behind.name}, {gap} less spent.")
    if idle:
        said.append(f"Nothing planned or spent yet: {wording.listed(idle)}.")
    return " ".join(said) or "Every scheme has spent what was planned by now."


def _gap(scheme: Scheme) -> Cell | None:
    gap = scheme.variance
    if gap is None:
        return None
    words = "less spent than planned" if gap > 0 else "more spent than planned"
    return Cell(wording.signed(gap), words if gap else "as planned", gap)


MOST = 8
"""Rows a chart shows; the table beside it has them all."""


def variance_chart(name: str, lines: Iterable[Line], params: Params) -> IntervalChart | None:
    """The largest variances of a department, unfavourable first; None where all are on budget."""
    own = [line for line in lines if not line.is_total and not line.is_net and line.variance.value]
    largest = sorted(own, key=lambda line: -abs(known(line.variance.value)))[:MOST]
    if not largest:
        return None
    rows = _by_variance(largest)
    said = [f"{line.name} {wording.signed(known(line.variance.value))}" for line in rows]
    which = f"the {len(rows)} largest of {len(own)} variances" if len(own) > len(rows) else "every variance"
    return IntervalChart(
        title=f"{name}: what is over budget (left) and under (right)",
        alt=f"Bar chart of {which} of {name}, {params.area}, {params.period.in_words()}, in thousands of "
        f"pounds, unfavourable first: {', '.join(said)}.",
        caption=f"Thousands of pounds; {which}. The table below has every line.",
        unit="thousand pounds",
        rows=tuple(_bar(line) for line in rows),
        reference=0.0,
        reference_label="on budget",
    )


def _bar(line: Line) -> Interval:
    value = known(line.variance.value)
    return Interval(line.name, value, min(0.0, value), max(0.0, value), own=value < 0)


def _by_variance(lines: Iterable[Line]) -> list[Line]:
    """Lines that have a variance and are no sum of others, the most unfavourable first."""
    own = [line for line in lines if not line.is_net and not line.is_total and line.variance.value]
    return sorted(own, key=lambda line: known(line.variance.value))
