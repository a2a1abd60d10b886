"""Make and check documents received beside figures: budgets, plans, projects, costings.

A document is read as text (`analysis.extracts.readers`), then one maker for each format makes its frozen type. A
maker reports everything wrong at once, with file, row, column, value and remedy.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from analysis.definitions.errors import InputError, Problem, stop_if_any
from analysis.documents.kinds import (
    budgets,
    capital_programmes,
    costings,
    delivery_plans,
    events,
    populations,
    printed_tables,
    projects,
    three_year_targets,
)
from analysis.extracts.deliveries import Delivery, Entry

MAKERS: dict[str, Callable[[Any, Entry], Any]] = {
    "revenue_csv": budgets.make,
    "capital_csv": capital_programmes.make,
    "projects_csv": projects.make,
    "delivery_plan_yaml": delivery_plans.make,
    "three_year_targets_csv": three_year_targets.make,
    "costings_yaml": costings.make,
    "printed_tables_csv": printed_tables.make,
    "populations_csv": populations.make,
    "events_csv": events.make,
}
"""One maker a format of `analysis.extracts.readers.DOCUMENTS`: raw content and its entry to a frozen type."""


@dataclass(frozen=True)
class Document:
    """One delivered document: its entry in the record, and what it holds as the type of its noun."""

    entry: Entry
    content: Any


def make_documents(deliveries: Iterable[Delivery]) -> tuple[Document, ...]:
    """The documents among the deliveries, in their order. One `InputError` names all violations."""
    made, problems = [], list[Problem]()
    for delivery in deliveries:
        if delivery.holds_figures:
            continue
        try:
            made.append(
                Document(delivery.entry, MAKERS[delivery.entry.format](delivery.content, delivery.entry))
            )
        except InputError as error:
            problems += error.problems
    stop_if_any(problems)
    return tuple(made)
