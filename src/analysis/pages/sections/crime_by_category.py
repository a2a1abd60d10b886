"""Crime by category: quarter against the same quarter, year to date, and what chance alone could give."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from analysis.definitions import periods, wording
from analysis.definitions.errors import known
from analysis.definitions.indicators import Indicator
from analysis.definitions.periods import Period
from analysis.disclosure.release import Release
from analysis.documents.printed import counts_before
from analysis.extracts.observations import Observation
from analysis.pages.chart_models import Interval, IntervalChart
from analysis.pages.models import SectionModel
from analysis.pages.sections import phrases
from analysis.pages.sections.csv_tables import csv_table
from analysis.pages.sections.documents import common_blocks
from analysis.pages.sections.page_frame import block
from analysis.pages.tables import Cell, Column, Figures, Table, missing, table
from analysis.statistics.directions import SIGNIFICANT_BELOW, Direction, direction_of_counts
from analysis.statistics.intervals import change_interval, percent_change

THEME = "Crime"
"""Indicators of this theme are the categories."""
NOT_BEFORE = "the year before is not printed"
NOT_WORKED_BACK = "last year to date is not printed and cannot be worked back"


@dataclass(frozen=True)
class Category:
    """One category as printed: this quarter and the same one a year before, year to date, both changes.

    `range_before` holds the counts of last year's months to date that agree with the printed change; `history`
    the past quarters that widen the tests, as on the indicator's own page.
    """

    indicator: Indicator
    quarter: Observation | None
    quarter_before: Observation | None
    quarter_change: Observation | None
    to_date: Observation | None
    to_date_before: Observation | None
    to_date_change: Observation | None
    withheld: str = ""
    history: tuple[float | None, ...] = ()

    @property
    def is_counted(self) -> bool:
        return self.indicator.kind == "count"

    @property
    def range_before(self) -> tuple[int, int] | None:
        """Last year's count to date: as printed, else worked back from the printed change, else None."""
        if self.to_date_before is not None:
            return (int(self.to_date_before.number),) * 2
        change = self.to_date_change
        if not self.is_counted or self.to_date is None or change is None:
            return None
        return counts_before(int(self.to_date.number), change.number, change.half_unit)

    @property
    def quarter_direction(self) -> Direction | None:
        """Better or worse than the same quarter, where both are counts."""
        if not self.is_counted or self.quarter is None or self.quarter_before is None:
            return None
        return self._direction(self.quarter.number, self.quarter_before.number)

    @property
    def to_date_directions(self) -> tuple[Direction, ...]:
        """The direction of the year to date at both ends of last year's range."""
        if self.range_before is None or self.to_date is None:
            return ()
        now = self.to_date.number
        return tuple(self._direction(now, end) for end in self.range_before)

    @property
    def both_quarters(self) -> tuple[Observation, Observation]:
        """The quarter and the same one last year, where both are there."""
        return known(self.quarter), known(self.quarter_before)

    def _direction(self, now: float, before: float) -> Direction:
        polarity = self.indicator.polarity
        return direction_of_counts(now, before, history=self.history or None, polarity=polarity)


def due(release: Release) -> bool:
    """Whether any category has a figure of the quarter."""
    return any(category.quarter or category.to_date for category in categories(release))


def categories(release: Release) -> tuple[Category, ...]:
    """The indicators of the theme in order, each with its printed figures."""
    params = release.params
    quarter = periods.quarter(params.year, params.quarter)
    return tuple(
        _category(indicator, quarter, params.period, release)
        for indicator in release.indicators
        if indicator.theme == THEME
    )


def _category(indicator: Indicator, quarter: Period, to_date: Period, release: Release) -> Category:
    breakdown = indicator.headlines[0]

    def printed(measure: str, period: Period, unit: str = "") -> Observation | None:
        key = (indicator.ref, breakdown.name, release.params.area, period, measure)
        found = release.observations.used((*key, unit or indicator.unit_of(breakdown)))
        return found if found and found.value is not None else None

    return Category(
        indicator,
        printed("in_quarter", quarter),
        printed("in_quarter", quarter.years_earlier()),
        printed("change_on_same_period", quarter, "percent"),
        printed("cumulative", to_date),
        printed("cumulative", to_date.years_earlier()),
        printed("change_on_same_period", to_date, "percent"),
        next((one.words for one in release.withheld if one.ref == indicator.ref), ""),
        _history(indicator, release),
    )


def _history(indicator: Indicator, release: Release) -> tuple[float | None, ...]:
    """The past quarters of the indicator's headline, where the report's rule of direction goes by them."""
    if release.params.chosen(indicator.rules).direction != "by test":
        return ()
    judged = next((j for j in release.of(indicator.ref) if j.headline), None)
    return tuple(value for _, year in judged.measure.history for value in year) if judged else ()


def compose(release: Release, name: str = "crime_by_category") -> SectionModel:
    """Title with what clearly changed, the chart of changes, the table, how it was worked out."""
    found = categories(release)
    return common_blocks.document_section(
        release,
        name,
        "Crime by category",
        _title(found),
        opening=(_opening(found),),
        blocks=(
            block("This quarter and the year to date", "all", _chart(found, release), _table(found, release)),
            block("How this was worked out", "how", *_how(found)),
        ),
        table=_flat(found),
        of_quarter=True,
    )


def name_of(category: Category) -> str:
    """Its short name: `Robbery`."""
    return category.indicator.short or category.indicator.title


def to_date_word(category: Category) -> str:
    """The direction of the year to date, if both ends of last year's range say the same."""
    words = {direction.word for direction in category.to_date_directions}
    if not words:
        return "not comparable"
    return words.pop() if len(words) == 1 else "depends on last year's count"


def _title(found: tuple[Category, ...]) -> str:
    clear = {word: [c for c in found if to_date_word(c) == word] for word in ("worse", "better")}
    said = [f"{len(some)} clearly {word}" for word, some in clear.items() if some]
    if not said:
        return "Crime by category: no clear change this year so far"
    return f"Crime by category, year to date: of {len(found)}, {wording.listed(said)} than last year"


def _opening(found: tuple[Category, ...]) -> str:
    parts = []
    for word in ("worse", "better"):
        names = [name_of(category) for category in found if to_date_word(category) == word]
        if names:
            parts.append(f"Clearly {word} than last year to date: {wording.listed(names)}.")
    small = [c for c in found if _is_chance(c)]
    if small:
        worst = max(small, key=lambda category: abs(_change_of(category)))
        now, before = worst.both_quarters
        parts.append(
            f"A large percentage can be chance: {name_of(worst)} went from {before.printed} to "
            f"{now.printed} in the quarter ({wording.change(_change_of(worst))}), and "
            f"{phrases.how_often(known(worst.quarter_direction))}."
        )
    return " ".join(parts) or "No category changed by more than chance alone could give."


def _is_chance(category: Category) -> bool:
    told = category.quarter_direction
    is_small = told is not None and told.word == "no clear change" and not told.beyond_chance
    return is_small and bool(category.both_quarters[1].value)


def _change_of(category: Category) -> float:
    now, before = category.both_quarters
    return known(percent_change(now.number, before.number))


def _chart(found: tuple[Category, ...], release: Release) -> IntervalChart | None:
    """The change in the quarter with its 95% interval, one row a category that is counted."""
    rows = []
    for category in found:
        direction = category.quarter_direction
        if direction is None or not category.both_quarters[1].value:
            continue
        now, before = (int(figure.number) for figure in category.both_quarters)
        low, high = known(change_interval(now, before))
        clear = known(direction.p_value) < SIGNIFICANT_BELOW
        rows.append(Interval(name_of(category), known(percent_change(now, before)), low, high, clear))
    if not rows:
        return None
    said = [f"{r.label} {wording.change(r.value)} ({_ends(r)})" for r in rows]
    params = release.params
    quarter = periods.quarter(params.year, params.quarter).in_words()
    return IntervalChart(
        title="Change on the same quarter last year, and how far chance reaches",
        alt=f"Percentage change of recorded crime in {params.area}, {quarter}, by category with 95% "
        f"intervals: {'; '.join(said)}.",
        caption="Per cent. Bar: 95% interval; dark with a round mark: more than chance alone would give. "
        "The table below has the counts.",
        unit="percent",
        rows=tuple(rows),
        reference=0.0,
        reference_label="no change",
    )


def _ends(row: Interval) -> str:
    return f"from {wording.signed(known(row.low), 'percent')} to {wording.signed(known(row.high), 'percent')}"


def _table(found: tuple[Category, ...], release: Release) -> Table:
    params = release.params
    quarter = periods.quarter(params.year, params.quarter).in_words()
    columns = (
        Column("Category", _category_cell),
        Figures("Quarter", _known(_quarter), note=quarter),
        Figures("Change", _known(_quarter_change), "quarter_change", "on the same quarter"),
        Column("Quarter: direction", _known(_quarter_told)),
        Figures("Year to date", _known(_to_date), "to_date", params.period.in_words()),
        Figures("Change", _known(_to_date_change), "to_date_change", "on the same months"),
        Column("Year to date: direction", _known(_to_date_told), "to_date_direction"),
    )
    caption = f"Recorded crime by category, {params.area}, {params.year} and the year before"
    return table(caption, columns, found)


def _category_cell(category: Category) -> Cell:
    ref = category.indicator.ref
    link = f"{phrases.page_of(category.indicator.theme)}.html#{wording.slug(ref)}"
    return Cell(name_of(category), phrases.POLARITY[category.indicator.polarity], ref, link)


def _known(cell: Callable[[Category], Cell]) -> Callable[[Category], Cell]:
    """The cell of a category; of one that is withheld none."""
    return lambda category: missing("withheld") if category.withheld else cell(category)


def _quarter(category: Category) -> Cell:
    now, before, unit = category.quarter, category.quarter_before, category.indicator.unit
    if now is None:
        return missing("not printed")
    note = f"{wording.figure(before.value, unit)} a year before" if before else NOT_BEFORE
    return Cell(wording.figure(now.value, unit), note, now.value)


def _quarter_change(category: Category) -> Cell:
    now, before = category.quarter, category.quarter_before
    if now is None or before is None:
        return missing(NOT_BEFORE)
    if not category.is_counted:
        return Cell(wording.difference(now.number, before.number, "percent"), "", now.number - before.number)
    change = percent_change(now.number, before.number)
    if change is None:
        return missing("last year's figure is 0")
    return Cell(wording.change(change), _printed(category.quarter_change), change)


def _printed(change: Observation | None) -> str:
    return f"printed {wording.signed(change.number, 'percent')}" if change else "no change printed"


def _quarter_told(category: Category) -> Cell:
    told = category.quarter_direction
    if told is None:
        return Cell("Not comparable", NOT_BEFORE if category.is_counted else "no counts are printed")
    note = wording.sentence(phrases.how_often(told)) if told.p_value is not None else told.reason
    return Cell(wording.capital(told.word), note)


def _to_date(category: Category) -> Cell:
    if category.to_date is None:
        return missing("not printed")
    value = category.to_date.value
    return Cell(wording.figure(value, category.indicator.unit), _before(category), value)


def _before(category: Category) -> str:
    """Last year's count to date, or the counts that it can have been."""
    if category.range_before is None:
        return NOT_BEFORE
    low, high = (wording.figure(end, category.indicator.unit) for end in category.range_before)
    if category.to_date_before is not None:
        return f"{low} a year before"
    return f"{wording.span(low, high)} a year before, worked back"


def _to_date_change(category: Category) -> Cell:
    if category.to_date_change is None:
        return missing("not printed")
    printed = category.to_date_change.value
    if category.range_before is None:
        return Cell(wording.change(printed), "as printed; no count last year gives it", printed)
    now = known(category.to_date).number
    ends = [percent_change(now, end) for end in reversed(category.range_before)]
    said = wording.span(*(wording.signed(known(end), "percent") for end in ends))
    return Cell(wording.change(printed), f"{_printed(category.to_date_change)}; worked out {said}", printed)


def _to_date_told(category: Category) -> Cell:
    told = category.to_date_directions
    if not told:
        return Cell("Not comparable", NOT_BEFORE)
    word = to_date_word(category)
    likeliest = max(told, key=lambda direction: known(direction.p_value))
    return Cell(wording.capital(word), wording.sentence(phrases.how_often(likeliest)))


def _how(found: tuple[Category, ...]) -> Iterator[str]:
    yield (
        "A change counts as clear only where chance alone gives so big a difference less than 5 times in "
        "100: given both counts together, each is as likely in either year. Many categories are looked "
        "at, so about one in twenty seems clear by chance alone. Categories overlap and do not add up."
    )
    if any(c.to_date_before is None and c.range_before is not None for c in found):
        yield (
            "The report prints this year to date and its change, not last year's count. Last year's is "
            "the range of whole counts that give the printed change to its last digit; the direction is "
            "judged at both ends of it."
        )


def _flat(found: tuple[Category, ...]) -> Table:
    columns = {
        "ref": lambda c: c.indicator.ref,
        "category": name_of,
        "unit": lambda c: c.indicator.unit,
        "quarter": lambda c: _value(c.quarter),
        "quarter_last_year": lambda c: _value(c.quarter_before),
        "quarter_change_percent": _percent,
        "quarter_change_printed": lambda c: _value(c.quarter_change),
        "quarter_direction": lambda c: c.quarter_direction.word if c.quarter_direction else "not comparable",
        "quarter_p_value": lambda c: c.quarter_direction.p_value if c.quarter_direction else None,
        "to_date": lambda c: _value(c.to_date),
        "to_date_last_year_low": lambda c: min(c.range_before or (None,)),
        "to_date_last_year_high": lambda c: max(c.range_before or (None,)),
        "to_date_change_printed": lambda c: _value(c.to_date_change),
        "to_date_direction": to_date_word,
        "reason": lambda c: c.withheld or ("" if c.range_before else NOT_WORKED_BACK),
    }
    return csv_table("Crime by category", columns, found)


def _percent(category: Category) -> float | None:
    now, before = category.quarter, category.quarter_before
    return percent_change(now.number, before.number) if now and before and category.is_counted else None


def _value(figure: Observation | None) -> float | None:
    return figure.value if figure else None
