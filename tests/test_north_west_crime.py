"""Real crime figures with members missing: who is in, and that nobody else's months matter."""

import pandas as pd
import pytest

from analysis.definitions import periods
from analysis.definitions.regions import population_footing, populations
from analysis.statistics.pooling import member_figures, regional_figure
from north_west_crime import ANTI_SOCIAL, counts_of, north_west, read_crime
from shared_data import shared_folder

SHARED = shared_folder()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(SHARED is None, reason="real data absent: OUTTURN_SHARED may name its folder"),
]


@pytest.fixture(scope="module")
def crime() -> pd.DataFrame:
    return read_crime(SHARED)


@pytest.fixture(scope="module")
def region():
    return north_west(SHARED)


@pytest.fixture(scope="module")
def people(region):
    table = pd.read_csv(SHARED / "data" / "north_west_population.csv")
    return populations(table, [member.code for member in region.during(periods.parse("2021-22"))], 2021)


def months(label: str) -> list[str]:
    period = periods.parse(label)
    return [periods.Period(period.first + offset, 1).label for offset in range(period.months)]


def average(crime, region, people, label):
    members = region.during(periods.parse(label))
    return regional_figure(
        "North West",
        member_figures(counts_of(crime, ANTI_SOCIAL, region), members, months(label), people),
        per=1_000,
        people=people,
        note=population_footing(people.values(), 2021),
    )


def test_membership_as_at_the_year(region):
    assert len(region.during(periods.parse("2021-22"))) == 39
    today = [member.name for member in region.during(periods.parse("2023-24"))]
    assert len(today) == 35
    assert {"Cumberland", "Westmorland and Furness"} <= set(today)
    assert not {"Eden", "Carlisle"} & set(today)


@pytest.mark.parametrize(
    ("label", "used"), [("2018-10 to 2018-12", 15), ("2019-01 to 2019-03", 5), ("2021-22", 29)]
)
def test_how_many_districts_are_whole(crime, region, people, label, used):
    told = average(crime, region, people, label)
    published = {member.name for member in region.members} & set(crime["area"])
    assert len(published) == 29
    assert len(told.used) == used
    assert {figure.member.name for figure in told.used} <= published


def test_footing_of_the_whole_year(crime, region, people):
    told = average(crime, region, people, "2021-22")
    share = sum(people[f.member.code].people for f in told.used) / sum(p.people for p in people.values())
    assert told.covered == pytest.approx(share)
    assert told.footing == (
        f"pooled from 29 of 39 members with {share:.0%} of the population; "
        "left out (12 of 12 periods missing): Greater Manchester (10 members); "
        f"population of mid-2021 ({people['E06000006'].basis}); "
        "for 6 of 39 members mid-2019 (ONS MYE (mid-2019 release))"
    )


def test_half_a_year_of_one_member_missing_leaves_the_others_average(crime, region, people):
    half = crime["period"].between("2021-10", "2022-03") & (crime["area"] == "Halton")
    with_half, without = (
        average(table, region, people, "2021-22")
        for table in (crime[~half], crime[crime["area"] != "Halton"])
    )
    assert with_half.value == without.value != average(crime, region, people, "2021-22").value
    assert len(with_half.used) == 28
    assert "left out (6 of 12 periods missing): Halton" in with_half.footing


def test_stored_zeros_are_values(crime, region, people):
    members = region.during(periods.parse("2021-22"))
    robbery = counts_of(crime, "Robbery", region)
    assert (robbery["numerator"] == 0).any()
    whole = member_figures(robbery, members, months("2021-22"), people)
    assert sum(not figure.out for figure in whole) == 29
