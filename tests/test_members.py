"""Our figure among the members': rates per head, percentages, published figures; who is in, what is said."""

import random
from datetime import date

import pytest

from made_up_figures import AREA, a_count, a_percentage, figure
from made_up_region import COUNTS, PEOPLE, a_region, compared, counts, people, shares


def test_counts_go_on_a_rate_and_are_pooled():
    _, among = compared(counts())
    assert among.figure.value == pytest.approx(1000 * sum(COUNTS.values()) / sum(PEOPLE.values()))
    assert among.comparison.ours == pytest.approx(12.0)
    assert among.unit == among.comparison.unit == "crimes per 1000 population"
    assert among.comparison.word == "worse" and among.comparison.beyond_998
    assert (
        "pooled from 6 of 6 members with 100% of the population, our own area among them"
        in among.figure.footing
    )
    assert "population of mid-2012 (made-up estimates)" in among.figure.footing


def test_without_people_counts_are_not_compared():
    assert compared(counts(), with_people=False)[1] is None


def test_populations_of_another_year_say_so():
    _, among = compared(counts(), table=people(2010))
    assert (
        "population of mid-2010" in among.figure.footing
        and "there is none of mid-2012" in among.figure.footing
    )


def test_a_force_that_publishes_nothing_is_not_available():
    _, among = compared(counts(without=("E", "F")))
    assert "pooled from 4 of 6 members" in among.figure.footing
    assert "left out (not available): Force (2 members)" in among.figure.footing


def test_one_member_is_no_region_and_a_region_needs_its_members():
    assert compared(counts(without=("B", "C", "D", "E", "F")))[1] is None


def test_a_member_that_ended_is_none():
    _, among = compared(counts(), region=a_region(B=date(2012, 6, 30)))
    assert "pooled from 5 of 5 members" in among.figure.footing


def test_membership_may_be_that_of_the_reports_day():
    ended = a_region(B=date(2012, 8, 31))
    rules = "membership: on the report's day"
    assert len(compared(counts(), region=ended, rules=rules)[1].members) == 5
    assert "membership by choice" in compared(counts(), region=ended, rules=rules)[1].rules


@pytest.mark.parametrize(
    ("rules", "value", "said"),
    [
        (
            "average: simple mean",
            sum(1000 * COUNTS[n] / PEOPLE[n] for n in COUNTS) / 6,
            "simple mean of 6 of 6",
        ),
        ("own area: out", 1000 * 690 / 97_000, "without our own area"),
    ],
)
def test_alternative_rules_are_reachable_by_name_and_said(rules, value, said):
    _, among = compared(counts(), rules=rules)
    assert among.figure.value == pytest.approx(value)
    assert said in among.figure.footing
    assert rules.partition(": ")[2] in among.rules


def test_the_exact_interval_is_reachable_by_name():
    assert compared(counts())[1].comparison.rule == "Byar's approximation"
    chosen = compared(counts(), rules="intervals of counts: exact")[1]
    assert chosen.comparison.rule == "exact Poisson" and "exact" in chosen.rules


def test_a_percentage_is_pooled_from_its_counts():
    measure, among = compared(shares(), a_percentage())
    assert among.figure.value == pytest.approx(100 * sum(COUNTS.values()) / (sum(PEOPLE.values()) / 10))
    assert among.unit == measure.unit == "percent"
    assert among.comparison.rule == "Wilson score"


def test_a_figure_without_counts_is_compared_by_the_mean_of_the_published_ones():
    figures = [f for f in shares() if f.measure == "cumulative"]
    _, among = compared(figures, a_percentage())
    assert among.figure.how == "simple mean" and among.funnel == ()
    assert all(one.interval is None for one in among.members)


def test_a_standardised_figure_is_never_pooled():
    _, among = compared(shares(), a_percentage(standardised=True))
    assert "a standardised figure does not follow from its counts" in among.figure.footing


def test_rank_funnel_and_order_of_the_members():
    _, among = compared(counts())
    assert [one.value for one in among.members] == sorted(one.value for one in among.members)
    assert among.place.standing.rank == 6 and among.place.standing.quartile == 4
    assert {point.name for point in among.funnel} == set(COUNTS)
    assert [one.name for one in among.members if one.own] == [AREA]


def test_a_named_neighbour_is_compared_by_its_own_counts():
    _, among = compared(counts(), neighbours="C")
    assert [c.region for c in among.neighbours] == ["C"]
    assert among.neighbours[0].word == "similar" and among.neighbours[0].unit == among.unit


def test_the_order_of_the_members_changes_nothing():
    _, plain = compared(counts())
    figures = counts()
    for seed in range(5):
        random.Random(seed).shuffle(figures)
        _, other = compared(figures)
        assert (other.comparison, other.figure, other.place, other.members, other.funnel) == (
            plain.comparison, plain.figure, plain.place, plain.members, plain.funnel,
        )  # fmt: skip


def test_a_member_with_a_month_missing_leaves_and_the_others_average_stands():
    months = [f"2012-{month:02d}" for month in range(4, 10)]

    def monthly(missing=()):
        return [
            figure("in_month", month, 10.0 * (number + 1), area=name, row=12 * number + at)
            for number, name in enumerate(COUNTS)
            for at, month in enumerate(months)
            if (name, month) not in missing
        ]

    _, without = compared([f for f in monthly() if f.area != "B"])
    _, part = compared(monthly(missing=(("B", "2012-05"),)))
    assert part.figure.value == without.figure.value
    assert "left out (1 of 6 periods missing): B" in part.figure.footing


def test_a_town_is_not_compared_with_districts():
    thefts = a_count()
    measure, among = compared([figure("cumulative", "2012-13 Q1-Q2", 5, area="East Town"), *counts()], thefts)
    assert measure.area == AREA and among is not None
