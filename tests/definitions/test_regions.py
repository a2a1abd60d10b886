"""Who belongs when, and how many people live there."""

from datetime import date

import pandas as pd
import pytest

from analysis.definitions import periods
from analysis.definitions.errors import InputError
from analysis.definitions.regions import Member, population_footing, populations, region_from_table

TABLE = pd.DataFrame(
    [
        ("E1", "Eden", "", "2023-03-31", "C1", "Cumbria police"),
        ("E2", "Copeland", "", "2023-03-31", "C1", "Cumbria police"),
        ("E9", "Westmorland and Furness", "2023-04-01", "", "", "Cumbria police"),
        ("E0", "Halton", "", "", "E0", "Cheshire police"),
    ],
    columns=["code", "name", "since", "until", "within", "group"],
)
PEOPLE = pd.DataFrame(
    [
        ("E1", 2018, 5.0, "old"),
        ("E1", 2019, 6.0, "old"),
        ("E0", 2019, 9.0, "old"),
        ("E0", 2021, 8.0, "census"),
        ("E9", 2022, 7.0, "census"),
        ("E9", 2021, None, "census"),
    ],
    columns=["area_code", "year", "population", "source"],
)


def codes(label):
    return [member.code for member in region_from_table("North", TABLE).during(periods.parse(label))]


@pytest.mark.parametrize(
    ("label", "members"),
    [
        ("2021-22", ["E0", "E1", "E2"]),
        ("2022-23", ["E0", "E1", "E2"]),
        ("2023-24", ["E0", "E9"]),
        ("2023-04", ["E0", "E9"]),
        ("2023-03", ["E0", "E1", "E2"]),
        ("2023-01 to 2023-06", ["E0"]),
    ],
)
def test_membership_is_dated(label, members):
    assert codes(label) == members


def test_who_changed_within_the_period():
    period = periods.parse("2023-01 to 2023-06")
    changed = region_from_table("North", TABLE).changed_during(period)
    assert [member.code for member in changed] == ["E1", "E2", "E9"]
    assert region_from_table("North", TABLE).changed_during(periods.parse("2022-23")) == ()


@pytest.mark.parametrize(
    ("since", "until", "label", "part", "dates"),
    [
        (None, None, "2022-23", 1, ""),
        (None, date(2023, 3, 31), "2022-23", 1, ""),
        (date(2023, 4, 1), None, "2023-24", 1, ""),
        (None, date(2023, 3, 30), "2022-23", 364 / 365, "to 30 March 2023"),
        (date(2023, 4, 2), None, "2023-04", 29 / 30, "from 2 April 2023"),
        (None, date(2023, 3, 31), "2023-01 to 2023-06", 90 / 181, "to 31 March 2023"),
        (date(2023, 4, 1), None, "2023-01 to 2023-06", 91 / 181, "from 1 April 2023"),
        (date(2022, 5, 1), date(2022, 5, 31), "2022-23", 31 / 365, "from 1 May 2022 to 31 May 2022"),
        (date(2024, 4, 1), None, "2022-23", 0, None),
        (None, date(2021, 3, 31), "2022-23", 0, None),
    ],
)
def test_the_part_of_a_period_and_its_dates(since, until, label, part, dates):
    member, period = Member("E1", "Eden", since, until), periods.parse(label)
    assert member.part_of(period) == part
    assert member.during(period) == (part == 1) and member.touches(period) == (part > 0)
    if part:
        assert member.dates_within(period) == dates


def test_a_merger_counts_everybody_once():
    """The parts of councils that took another's place add up to the whole of it."""
    period = periods.parse("2023-01 to 2023-06")
    parts = {m.code: m.part_of(period) for m in region_from_table("North", TABLE).changed_during(period)}
    assert parts["E1"] + parts["E9"] == pytest.approx(1)


def test_districts_never_together_with_their_county():
    both = pd.concat([TABLE, pd.DataFrame([{"code": "C1", "name": "Cumbria"}])])
    with pytest.raises(InputError, match="Eden and Cumbria, which holds it, are both members") as told:
        region_from_table("North", both).during(periods.parse("2021-22"))
    assert len(told.value.problems) == 2
    assert len(region_from_table("North", both).during(periods.parse("2023-24"))) == 3


def test_the_same_code_twice_at_once():
    with pytest.raises(InputError, match="E0 is a member twice"):
        region_from_table("North", pd.concat([TABLE, TABLE.tail(1)])).during(periods.parse("2021-22"))


def test_bad_tables_are_refused():
    with pytest.raises(InputError, match="column name"):
        region_from_table("North", TABLE.drop(columns="name"))
    with pytest.raises(InputError, match="a date that is not one"):
        region_from_table("North", TABLE.assign(until="March"))
    assert region_from_table("North", TABLE[["code", "name"]]).members[0].until is None
    assert region_from_table("North", TABLE).members[0].until == date(2023, 3, 31)


def test_population_of_another_year_says_so():
    people = populations(PEOPLE, ["E0", "E1", "E9", "E5"], 2021)
    assert {code: (p.people, p.year) for code, p in people.items()} == {
        "E0": (8.0, 2021),
        "E1": (6.0, 2019),
        "E9": (7.0, 2022),
    }
    assert population_footing(people.values(), 2021) == (
        "population of mid-2021 (census); "
        "for 1 of 3 members mid-2019 (old); for 1 of 3 members mid-2022 (census)"
    )


def test_population_footing_without_the_year():
    people = populations(PEOPLE, ["E1"], 2021)
    assert (
        population_footing(people.values(), 2021) == "population of mid-2019 (old); there is none of mid-2021"
    )
    assert population_footing([], 2021) == "no population is known"
