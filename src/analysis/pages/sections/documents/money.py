"""Money: what departments and schemes have spent against their budget, and where that leads by 31 March."""

from collections.abc import Iterable

from analysis.definitions import amounts, wording
from analysis.definitions.params import Params
from analysis.definitions.wording import MISSING
from analysis.disclosure.release import Release
from analysis.documents.kinds.budgets import Budget, Line
from analysis.documents.kinds.capital_programmes import CapitalProgramme, Scheme
from analysis.documents.printed import ILLEGIBLE
from analysis.pages.models import (
    Block,
    Cell,
    Fact,
    Facts,
    Heading,
    Interval,
    IntervalChart,
    Paragraph,
    SectionModel,
    Table,
)
from analysis.pages.sections import phrases
from analysis.pages.sections.documents import common_blocks
from analysis.pages.sections.flat_table import number

THOUSANDS = "thousands of pounds"


def due(release: Release) -> bool:
    """Whether a budget or a capital programme is delivered."""
    return bool(release.contents(Budget) or release.contents(CapitalProgramme))


def compose(release: Release, name: str = "money") -> SectionModel:
    """Departments in the document's order, then capital, then what was checked."""
    params = release.params
    budgets, programmes = release.contents(Budget), release.contents(CapitalProgramme)
    checks = [check for found in (*budgets, *programmes) for check in found.checks]
    blocks = [_department(d, lines, release) for b in budgets for d, lines in b.departments.items()]
    blocks += [capital_block(programme, release) for programme in programmes]
    return SectionModel(
        name=name,
        label="Money",
        title=_title(budgets, programmes),
        context=phrases.context(params),
        opening=common_blocks.present(Paragraph(_opening(budgets)), _tiles(budgets, programmes)),
        blocks=(*blocks, _how(budgets, checks, release)),
        table=_flat(budgets, programmes),
        footer=phrases.footer(params),
        notice=params.notice,
        links=common_blocks.links(release),
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
    over = [(name, line) for name, line in nets if line.variance.value < 0]
    if not over:
        return f"None of the {len(nets)} departments is over its budget so far"
    names = wording.listed([f"{name} by {amounts.thousands(-line.variance.value)}" for name, line in over])
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
        Fact(amounts.thousands(abs(line.variance.value)), _variance_words(line, name), _so_far(line))
        for name, line in _nets(budgets)
    ]
    for programme in programmes:
        total = programme.total
        if total.variance is not None:
            planned = amounts.thousands(total.figures[1].value)
            note = f"of {planned} planned by now; {amounts.thousands(total.figures[0].value)} for the year"
            facts.append(Fact(amounts.thousands(total.figures[2].value), "of capital spent", note))
    return Facts(tuple(facts)) if facts else None


def _variance_words(line: Line, name: str) -> str:
    return f"{amounts.budget_variance(line.variance.value)} so far: {name}"


def _so_far(line: Line) -> str:
    return f"of {amounts.thousands(line.to_date.value)} budgeted to date"


def _department(name: str, lines: tuple[Line, ...], release: Release) -> Block:
    chart = variance_chart(name, lines, release.params)
    contents = (Paragraph(_message(name, lines)), chart, _table(name, lines, release))
    return Block(_heading(name, lines), common_blocks.present(*contents), wording.slug(name))


def _heading(name: str, lines: tuple[Line, ...]) -> str:
    last = net(lines)
    if last is None or last.variance.value is None:
        return name
    gap = last.variance.value
    return f"{name}: {amounts.thousands(abs(gap)) + ' ' if gap else ''}{amounts.budget_variance(gap)} so far"


def _message(name: str, lines: tuple[Line, ...]) -> str:
    """What stands out, and where the year is heading by profile."""
    own = [line for line in lines if not line.is_net and not line.is_total and line.variance.value]
    worst = sorted((o for o in own if o.variance.value < 0), key=lambda line: line.variance.value)[:2]
    best = sorted((o for o in own if o.variance.value > 0), key=lambda line: -line.variance.value)[:2]
    parts = []
    for word, found in (("most unfavourable", worst), ("most favourable", best)):
        if found:
            names = [f"{line.name} ({wording.signed(line.variance.value)})" for line in found]
            parts.append(f"{word}: {wording.listed(names)}")
    said = f"{wording.capital('; '.join(parts))}, in {THOUSANDS}. " if parts else ""
    return said + _outlook(lines)


def _outlook(lines: tuple[Line, ...]) -> str:
    last = net(lines)
    if last is None or last.forecast is None:
        return "No outturn by profile can be given for the department."
    gap = last.annual.value - last.forecast
    word = amounts.budget_variance(gap)
    end, budget = amounts.thousands(last.forecast), amounts.thousands(last.annual.value)
    return (
        f"If the rest of the year follows the profile, the year ends near {end} against a budget of "
        f"{budget}: about {amounts.thousands(abs(gap))} {word}."
    )


def _table(name: str, lines: tuple[Line, ...], release: Release) -> Table:
    adjusted = any(line.adjustment for line in lines)
    columns = (
        Heading("Line", name="line"), Heading("Annual budget", numeric=True, name="annual_budget"),
        Heading("Budget to date", numeric=True, name="budget_to_date"),
        Heading("Actual to date", numeric=True, name="actual_to_date"),
        Heading("Variance", "favourable is positive", True, "variance"),
        Heading("Outturn by profile", "annual budget x actual / budget to date", True, "forecast"),
        *((Heading("With the analyst's adjustment", numeric=True, name="adjusted"),) if adjusted else ()),
    )  # fmt: skip
    rows = tuple(_row(line, lines, adjusted) for line in lines)
    months = release.params.period.in_words()
    return Table(f"{name}: revenue in {THOUSANDS}, {months}", columns, rows)


def _row(line: Line, lines: tuple[Line, ...], adjusted: bool) -> tuple[Cell, ...]:
    kind = "" if line.is_total or line.is_net else line.block
    variance = line.variance
    income = line.block == "Income"
    word = "" if variance.value is None else amounts.budget_variance(variance.value, income)
    return (
        Cell(line.name, kind),
        *(common_blocks.number(figure) for figure in line.figures[:3]),
        Cell(MISSING, variance.why_none, "")
        if variance.value is None
        else Cell(wording.signed(variance.value), word, variance.value),
        _forecast(line, lines),
        *((_adjusted(line),) if adjusted else ()),
    )


def _forecast(line: Line, lines: tuple[Line, ...]) -> Cell:
    if line.forecast is None:
        return Cell(MISSING, line.why_no_forecast, "")
    note = ""
    if line.is_total:
        parts = [o for o in lines if o.block == line.block and not o.is_total]
        known = [part.forecast for part in parts if part.forecast is not None]
        if known and len(known) == len(parts):
            note = f"its lines make {wording.fixed(sum(known), 0)}"
    return Cell(wording.fixed(line.forecast, 0), note, line.forecast)


def _adjusted(line: Line) -> Cell:
    if line.adjusted is None:
        return Cell(MISSING, "no adjustment", "")
    note = f"{wording.signed(line.adjustment.value)} by the {line.adjustment_by}: {line.adjustment_reason}"
    return Cell(wording.fixed(line.adjusted, 0), note, line.adjusted)


def _how(budgets, checks, release: Release) -> Block:
    """What was checked, what cannot be read, and what no analyst has said."""
    verdict = common_blocks.verdict(checks, "sum or difference", "sums and differences")
    found = [Paragraph(verdict, "Do the tables add up?")]
    found += [Paragraph(_illegible(budget), _known_together(budget)) for budget in budgets if budget.together]
    if not any(line.adjustment for budget in budgets for line in budget.lines):
        text = "None delivered: the outturn by profile stands alone."
        found.append(Paragraph(text, "The analyst's adjustment."))
    text = (
        "Annual budget x actual to date / budget to date, for each line and each total by its own profile. "
        "It takes the rest of the year to go as the budget was spread, so a line paid once looks too high or "
        "too low."
    )
    found.append(Paragraph(text, "How the outturn by profile is worked out."))
    failed = [check for check in checks if not check.agrees]
    table = (common_blocks.check_table(failed, release),) if failed else ()
    return Block("How this was checked", (*found, *table), "checked")


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
    columns = tuple(Heading(name, name=name) for name in names)
    return Table(f"Revenue and capital in {THOUSANDS}", columns, tuple(rows))


def _flat_line(line: Line) -> tuple[Cell, ...]:
    return (
        Cell(line.department), Cell(line.block), Cell(line.name),
        *(number(figure.value) for figure in line.figures),
        number(line.forecast),
        number(line.adjustment.value if line.adjustment else None), number(line.adjusted),
        Cell(_reasons(line)),
    )  # fmt: skip


def _flat_scheme(scheme: Scheme) -> tuple[Cell, ...]:
    figures = (*(figure.value for figure in scheme.figures[:3]), scheme.variance, None, None, None)
    why = "forecast and adjustment: a capital scheme has no budget profile here"
    return (
        Cell("Capital"), Cell("Schemes"), Cell(scheme.name), *(number(value) for value in figures), Cell(why),
    )  # fmt: skip


def _reasons(line: Line) -> str:
    found = [f"{figure.name}: {figure.why_none}" for figure in line.figures if figure.value is None]
    found += [f"{figure.name}: worked out" for figure in line.figures if figure.is_worked_out]
    found += [f"{figure.name}: {figure.status}" for figure in line.figures if not figure.is_final]
    found += [f"forecast: {line.why_no_forecast}"] if line.why_no_forecast else []
    found += ["adjustment: none delivered"] if line.adjustment is None else []
    return "; ".join(found)


def capital_block(programme: CapitalProgramme, release: Release) -> Block:
    """The schemes with their total; the heading says how much of the year's allocation is spent."""
    total = programme.total
    share = total.share_spent
    heading = "Capital"
    if share is not None:
        heading = f"Capital: {wording.figure(share, 'percent')} of the year's allocation is spent"
    months = release.params.period.in_words()
    table = Table(f"Capital schemes in thousands of pounds, {months}", _columns(), _rows(programme))
    return Block(heading, (Paragraph(_capital_message(programme)), table), "capital")


def _capital_message(programme: CapitalProgramme) -> str:
    own = [scheme for scheme in programme.schemes if not scheme.is_total]
    idle = [scheme.name for scheme in own if not scheme.figures[1].value and not scheme.figures[2].value]
    behind = max(own, key=lambda scheme: scheme.variance or 0)
    said = []
    if behind.variance:
        gap = amounts.thousands(behind.variance)
        said.append(f"Furthest behind what was planned by now: {behind.name}, {gap} less spent.")
    if idle:
        said.append(f"Nothing planned or spent yet: {wording.listed(idle)}.")
    return " ".join(said) or "Every scheme has spent what was planned by now."


def _columns() -> tuple[Heading, ...]:
    return (
        Heading("Scheme", name="scheme"), Heading("Allocation", "for the year", True, "capital_allocation"),
        Heading("Planned to date", numeric=True, name="allocation_to_date"),
        Heading("Spent to date", numeric=True, name="actual_spend_to_date"),
        Heading("Planned less spent", numeric=True, name="variance"),
        Heading("Spent", "of the allocation", True, "share_spent"),
        Heading("Remaining", numeric=True, name="allocation_remaining"),
    )  # fmt: skip


def _rows(programme: CapitalProgramme) -> tuple[tuple[Cell, ...], ...]:
    return tuple(_scheme_row(scheme) for scheme in programme.schemes)


def _scheme_row(scheme: Scheme) -> tuple[Cell, ...]:
    allocation, planned, spent, left = scheme.figures
    gap, share = scheme.variance, scheme.share_spent
    spent_of = wording.figure(share, "percent")
    return (
        Cell(scheme.name),
        common_blocks.number(allocation),
        common_blocks.number(planned),
        common_blocks.number(spent),
        Cell(MISSING, "a figure is missing", "") if gap is None else _gap(gap),
        Cell(MISSING, "no allocation", "") if share is None else Cell(spent_of, value=share),
        common_blocks.number(left),
    )


def _gap(gap: float) -> Cell:
    words = {True: "less spent than planned", False: "more spent than planned"}
    return Cell(wording.signed(gap), words[gap > 0] if gap else "as planned", gap)


MOST = 8
"""Rows a chart shows; the table beside it has them all."""


def variance_chart(name: str, lines: Iterable[Line], params: Params) -> IntervalChart | None:
    """The largest variances of a department, unfavourable first; None where all are on budget."""
    own = [line for line in lines if not line.is_total and not line.is_net and line.variance.value]
    largest = sorted(own, key=lambda line: -abs(line.variance.value))[:MOST]
    if not largest:
        return None
    rows = sorted(largest, key=lambda line: line.variance.value)
    said = [f"{line.name} {wording.signed(line.variance.value)}" for line in rows]
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
    value = line.variance.value
    return Interval(line.name, value, min(0.0, value), max(0.0, value), own=value < 0)
