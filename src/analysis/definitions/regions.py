"""Members of a region, with dates, and their populations.

Membership is dated because councils merge. Districts and the county that contains them are never members together.
Populations come from a declared table, and one for another year or on another basis says so.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.definitions.errors import InputError, Problem, stop_if_any
from analysis.definitions.periods import Period, day_in_words


@dataclass(frozen=True)
class Member:
    """A council of a region from `since` to `until` (both included; None is open-ended).

    `within` is the code of the county that holds a district; `group` a body that delivers for several members
    (a police force), by whose name they are left out together.
    """

    code: str
    name: str
    since: date | None = None
    until: date | None = None
    within: str = ""
    group: str = ""

    def during(self, period: Period) -> bool:
        """Whether it existed through the whole period."""
        begun = self.since is None or self.since <= period.start
        return begun and (self.until is None or self.until >= period.end)

    def touches(self, period: Period) -> bool:
        """Whether it existed on any day of the period."""
        begun = self.since is None or self.since <= period.end
        return begun and (self.until is None or self.until >= period.start)

    def part_of(self, period: Period) -> float:
        """The share of the period's days on which it existed: 0.5 from 1 April 2012 to 31 March 2014 of one
        that ended on 31 March 2013.
        """
        first, last = self._days_within(period)
        return max(0, (last - first).days + 1) / ((period.end - period.start).days + 1)

    def dates_within(self, period: Period) -> str:
        """Since when and until when it existed, so far as either lies within the period.

        >>> from analysis.definitions.periods import parse
        >>> Member("E1", "Eden", until=date(2023, 3, 31)).dates_within(parse("2023-01 to 2023-06"))
        'to 31 March 2023'
        """
        first, last = self._days_within(period)
        said = [f"from {day_in_words(first)}"] if first != period.start else []
        return " ".join([*said, *([f"to {day_in_words(last)}"] if last != period.end else [])])

    def _days_within(self, period: Period) -> tuple[date, date]:
        return max(self.since or period.start, period.start), min(self.until or period.end, period.end)


@dataclass(frozen=True)
class Region:
    """A region and everybody who was ever a member of it."""

    name: str
    members: tuple[Member, ...]

    def during(self, period: Period) -> tuple[Member, ...]:
        """The members that existed through the whole period, by code.

        Raises `InputError` where one of them holds another, or a code stands twice.
        """
        members = tuple(sorted((m for m in self.members if m.during(period)), key=lambda member: member.code))
        stop_if_any(_twice(members) + _within_each_other(members))
        return members

    def changed_during(self, period: Period) -> tuple[Member, ...]:
        """Those who were members for a part of the period only, and are left out of it, by code."""
        changed = (m for m in self.members if m.touches(period) and not m.during(period))
        return tuple(sorted(changed, key=lambda member: member.code))


def _twice(members: Sequence[Member]) -> list[Problem]:
    times = Counter(member.code for member in members)
    return [Problem(f"{code} is a member twice", "date its entries") for code in times if times[code] > 1]


def _within_each_other(members: Sequence[Member]) -> list[Problem]:
    names = {member.code: member.name for member in members}
    return [
        Problem(
            f"{m.name} and {names[m.within]}, which holds it, are both members", "keep districts or county"
        )
        for m in members
        if m.within in names and m.within != m.code
    ]


def region_from_table(name: str, table: pd.DataFrame) -> Region:
    """A region from a look-up with one row a member: code, name, and if there are since, until (ISO dates,
    empty for open-ended), within and group.
    """
    need_columns(table, ("code", "name"))
    wide = table.reindex(columns=["code", "name", "since", "until", "within", "group"])
    rows = wide.astype(object).where(wide.notna(), "").itertuples(index=False, name=None)
    return Region(name, tuple(_member(*(str(cell).strip() for cell in row)) for row in rows))


def _member(code: str, name: str, since: str, until: str, within: str, group: str) -> Member:
    try:
        first, last = (date.fromisoformat(text) if text else None for text in (since, until))
    except ValueError as wrong:
        what = f"the membership of {name} has a date that is not one: {wrong}"
        raise InputError(Problem(what, "write dates as 2023-03-31")) from wrong
    return Member(code, name, first, last, within, group)


@dataclass(frozen=True)
class Population:
    """One member's population: people in mid-`year` on a `basis` (which release of estimates)."""

    code: str
    people: float
    year: int
    basis: str


def populations(table: pd.DataFrame, codes: Iterable[str], year: int) -> dict[str, Population]:
    """Populations by code for a mid-year: that year's, else the latest before it, else the first after.

    `table` has area_code, year, population and source (the basis). A code without any row is left out.
    """
    need_columns(table, ("area_code", "year", "population", "source"))
    found = {}
    for code in codes:
        rows = table[(table["area_code"] == code) & table["population"].notna()].sort_values("year")
        earlier = rows[rows["year"] <= year]
        if rows.empty:
            continue
        row = rows.iloc[0] if earlier.empty else earlier.iloc[-1]
        found[code] = Population(code, float(row["population"]), int(row["year"]), str(row["source"]))
    return found


def population_footing(people: Iterable[Population], year: int) -> str:
    """Which year's population stands below a rate, and for how many members it is another year's.

    >>> new, old = Population("E1", 5.0, 2021, "census-based"), Population("E2", 4.0, 2019, "MYE")
    >>> population_footing([new, old], 2021)
    'population of mid-2021 (census-based); for 1 of 2 members mid-2019 (MYE)'
    """
    people = list(people)
    kinds = Counter((person.year, person.basis) for person in people)
    order = sorted(kinds, key=lambda kind: (kind[0] != year, -kinds[kind], kind))
    if not order:
        return "no population is known"
    (first_year, first_basis), others = order[0], order[1:]
    said = [f"population of mid-{first_year} ({first_basis})"]
    said += [f"for {kinds[k]} of {len(people)} members mid-{k[0]} ({k[1]})" for k in others]
    if first_year != year:
        said.append(f"there is none of mid-{year}")
    return "; ".join(said)


def need_columns(table: pd.DataFrame, names: Sequence[str]) -> None:
    """Raise one `InputError` that names every column a declared table lacks."""
    stop_if_any(
        [
            Problem(f"a look-up has no column {name}", "name it as the rule says", column=name)
            for name in names
            if name not in table
        ]
    )
