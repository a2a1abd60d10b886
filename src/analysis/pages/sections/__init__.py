"""The report's sections: one file each, judgements to a section model, no HTML and no drawing.

Adding one: a file with a `compose(release, name)`, a line in `SECTIONS`, a notebook. A report has a
section only where it is `due`; its first section is also its landing page.
"""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.definitions.errors import InputError, Problem
from analysis.definitions.indicators import Indicator
from analysis.definitions.params import Params
from analysis.disclosure.release import Release
from analysis.judgements.judgements import Judgement
from analysis.pages.models import SectionModel
from analysis.pages.sections import (
    change,
    crime_by_category,
    forecast_record,
    page_frame,
    scorecard,
    variation,
)
from analysis.pages.sections.comparisons import page as comparisons
from analysis.pages.sections.csv_tables import csv_table
from analysis.pages.sections.data_quality import page as data_quality
from analysis.pages.sections.documents import checked_figures, costings, delivery_plan, money, projects
from analysis.pages.sections.indicators import page as indicators
from analysis.pages.sections.phrases import page_of
from analysis.pages.sections.targets_to_come import page as three_year_targets
from analysis.pages.tables import Cell, Table


def always(release: Release) -> bool:
    """Every report has such a section."""
    return True


def with_figures(release: Release) -> bool:
    """Whether figures of indicators are delivered, and not documents alone."""
    return bool(release.judgements)


def with_indicators(release: Release) -> bool:
    """Whether any indicator is defined for what is delivered."""
    return bool(release.indicators)


@dataclass(frozen=True)
class Section:
    """A kind of section: its name, what navigation calls it, its notebook, how its model is composed, whether
    it comes once a theme, and whether a report has it at all.
    """

    name: str
    label: str
    notebook: str
    compose: Callable[[Release, str], SectionModel]
    by_theme: bool = False
    due: Callable[[Release], bool] = always


@dataclass(frozen=True)
class Page:
    """A section of one report as it is to be made; `parameters` go on top of the report's own."""

    name: str
    label: str
    notebook: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


SECTIONS = (
    Section("scorecard", "Scorecard", "scorecard", scorecard.compose, due=with_figures),
    Section("indicators", "Indicators", "indicators", indicators.compose, by_theme=True, due=with_indicators),
    Section("comparisons", "Beside other places", "comparisons", comparisons.compose, due=comparisons.due),
    Section("variation", "Variation", "variation", variation.compose, due=variation.due),
    Section(
        "crime_by_category",
        "Crime by category",
        "crime_by_category",
        crime_by_category.compose,
        due=crime_by_category.due,
    ),
    Section("costings", "Costs", "costings", costings.compose, due=costings.due),
    Section(
        "checked_figures",
        "Other figures",
        "checked_figures",
        checked_figures.compose,
        due=checked_figures.due,
    ),
    Section(
        "three_year_targets",
        "Targets to come",
        "three_year_targets",
        three_year_targets.compose,
        due=three_year_targets.due,
    ),
    Section("delivery_plan", "Delivery plan", "delivery_plan", delivery_plan.compose, due=delivery_plan.due),
    Section("projects", "Projects", "projects", projects.compose, due=projects.due),
    Section("money", "Money", "money", money.compose, due=money.due),
    Section("change", "Change since the last report", "change", change.compose, due=with_figures),
    Section("data_quality", "Data quality", "data_quality", data_quality.compose),
    Section(
        "forecast_record",
        "Our forecasts' record",
        "forecast_record",
        forecast_record.compose,
        due=with_figures,
    ),
)


def planned(book: Any) -> tuple[Page, ...]:
    """The pages of a report in order, one for each theme where a section comes once a theme."""
    release = book.release
    return tuple(page for s in SECTIONS if s.due(release) for page in _pages(s, release))


def compose(release: Release, name: str) -> SectionModel:
    """The model of a section, or of the page that `page_name` takes it for.

    `InputError` for a name or theme that there is not.
    """
    name = page_name(release, name)
    for section in SECTIONS:
        if section.by_theme and name.startswith(f"{section.name}-"):
            return section.compose(release, _theme(release, name))
        if name == section.name:
            return section.compose(release, name) if section.due(release) else _nothing(release, section)
    allowed = ", ".join(section.name for section in SECTIONS)
    raise InputError(Problem(f"there is no section {name!r}", f"use one of {allowed}"))


def stop_if_no_such_theme(report: Params, indicators: tuple[Indicator, ...]) -> None:
    """Raise `InputError` where the parameters name a theme that no indicator has.

    A report of documents alone has no themes, and passes over what stands there.
    """
    themes = tuple(dict.fromkeys(indicator.theme for indicator in indicators))
    if not report.theme or not themes or page_of(report.theme) in map(page_of, themes):
        return
    nearest = difflib.get_close_matches(report.theme, themes, 1, 0.6)
    remedy = f"did you mean {nearest[0]!r}" if nearest else f"use one of {', '.join(themes)}"
    what = f"no indicator has the theme {report.theme!r}"
    raise InputError(Problem(what, remedy, f"{report.report}.yaml", column="theme"))


def _nothing(release: Release, section: Section) -> SectionModel:
    """A section that this report does not have, as its notebook shows it when opened all the same."""
    text = f"Nothing was delivered for {release.params.period.in_words()} that this page could show."
    return page_frame.section(
        release,
        section.name,
        section.label,
        f"{section.label}: not in this report",
        context=release.params.title,
        opening=(text,),
        table=csv_table(section.label, {"why": str}, (text,)),
        links=(),
    )


OF_DOCUMENTS = ("costings", "checked_figures", "money", "projects", "delivery_plan")
"""Sections that show what documents hold and no figure of an indicator."""


def page_name(release: Release, name: str) -> str:
    """The name of the page that a notebook means.

    `indicators` alone is that of the theme in the parameters, or of the first theme where they name none.
    """
    if name != "indicators" or not release.themes:
        return name
    return page_of(release.params.theme or release.themes[0])


def spoken_of(release: Release, model: SectionModel) -> tuple[Judgement, ...]:
    """The judgements of which a section's table has a row; of a section about documents alone none.

    Where a row names no breakdown or area it is of the indicator's headlines.
    """
    if model.name in OF_DOCUMENTS:
        return ()
    keys = _keys(model.table)
    return tuple(
        judged
        for judged in release.judgements
        if judged.key in keys or (judged.headline and _of_headline(judged) & keys)
    )


def _keys(table: Table) -> set[tuple[str, str, str]]:
    """Reference, breakdown and area of each row, empty where it has none.

    A plan for the years to come has references of its own, and the indicator's in a column `indicator`.
    """
    return {
        (_text(row, ref), _text(row, "breakdown"), _text(row, "area"))
        for row in table.rows
        for ref in ("ref", "indicator")
    }


def _text(row: Mapping[str, Cell], name: str) -> str:
    cell = row.get(name, Cell(""))
    return str(cell.text if cell.value is None else cell.value)


def _of_headline(judged: Judgement) -> set[tuple[str, str, str]]:
    ref, breakdown, _ = judged.key
    return {(ref, breakdown, ""), (ref, "", "")}


def _pages(section: Section, release: Release) -> tuple[Page, ...]:
    if not section.by_theme:
        return (Page(section.name, section.label, section.notebook),)
    return tuple(Page(page_of(theme), theme, section.notebook, {"theme": theme}) for theme in release.themes)


def _theme(release: Release, name: str) -> str:
    """The theme that a page's name means; two themes whose names come to one page are an error."""
    meant = [theme for theme in release.themes if page_of(theme) == name]
    if len(meant) != 1:
        allowed = ", ".join(release.themes)
        what, remedy = f"{name!r} is not the page of one theme", f"use one of the themes {allowed}"
        raise InputError(Problem(what, remedy, column="theme"))
    return meant[0]
