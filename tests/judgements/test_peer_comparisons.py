"""Our figure among the members': rates per head, percentages, published figures; who is in, what is said."""

import random
from dataclasses import replace
from datetime import date

import pytest

from made_up_figures import AREA, a_count, a_percentage, a_rate, figure, share
from made_up_region import COUNTS, PEOPLE, a_region, compared, counts, people, rates, shares


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


def test_a_member_that_ended_counts_for_its_part_and_is_named():
    _, among = compared(counts(), region=a_region(B=date(2012, 6, 30)))
    share = 87_000 / (87_000 + 20_000 * 91 / 183)
    assert among.figure.covered == pytest.approx(share)
    assert among.figure.footing.startswith(
        f"pooled from 5 of 6 members with {share:.0%} of the population, our own area among them; "
        "left out (in the region only to 30 June 2012): B; population of mid-2012"
    )


@pytest.mark.parametrize("figures", [shares(), [f for f in shares() if f.measure == "cumulative"]])
def test_a_member_that_ended_is_named_on_every_footing(figures):
    _, among = compared(figures, a_percentage(), region=a_region(B=date(2012, 6, 30)))
    assert "5 of 6 members" in among.figure.footing
    assert "left out (in the region only to 30 June 2012): B" in among.figure.footing
    assert "B" not in {one.name for one in among.members}


def test_an_own_area_that_ended_is_said_to_be_out():
    ended = a_region(**{AREA: date(2012, 6, 30)})
    _, among = compared(shares(), a_percentage(), region=ended)
    assert "without our own area; left out (in the region only to 30 June 2012)" in among.figure.footing
    assert among.place.reason == "our own area has no whole figure among the members"


def test_an_own_area_of_another_region_is_said_to_be_no_member():
    others = replace(a_region(), members=a_region().members[1:])
    _, among = compared(shares(), a_percentage(), region=others)
    assert "5 of 5 members with 100% of the population, our own area is not one of its members" in (
        among.figure.footing
    )


def test_a_member_without_a_population_makes_the_share_unknown():
    table = people()
    some = replace(table, estimates=table.estimates[:-1])
    _, among = compared(counts(), table=some)
    assert "not known (no population is delivered for F)" in among.figure.footing
    assert "left out (no population): F" in among.figure.footing


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
            "simple mean of 6 of 6 members with 100% of the population",
        ),
        (
            "own area: out",
            1000 * 690 / 97_000,
            "pooled from 5 of 6 members with 91% of the population, without our own area; "
            "left out (our own area, by choice): Made-up Place",
        ),
    ],
)
def test_alternative_rules_are_reachable_by_name_and_said(rules, value, said):
    _, among = compared(counts(), rules=rules)
    assert among.figure.value == pytest.approx(value)
    assert among.figure.footing.startswith(said)
    assert rules.partition(": ")[2] in among.rules


@pytest.mark.parametrize(
    ("figures", "indicator"), [(counts(), a_count()), (rates(), a_rate(accumulates="survey"))]
)
@pytest.mark.parametrize(("rule", "made"), [("exact", "exact Poisson"), ("Byar", "Byar's approximation")])
def test_every_interval_and_limit_goes_by_the_rule_chosen_and_says_so(figures, indicator, rule, made):
    _, among = compared(figures, indicator, neighbours="B, C", rules=f"intervals of counts: {rule}")
    assert among.place.interval.rule == made
    assert {comparison.rule for comparison in among.comparisons[:1]} == {made}
    assert {one.interval.rule for one in among.members} == {made}
    assert {point.at_95.rule for point in among.funnel} == {f"funnel of {rule}"}
    assert f"intervals of counts by choice “{rule}”" in among.rules
    own = next(one for one in among.members if one.own)
    for beside in among.comparisons:
        assert (beside.low, beside.high) == (own.interval.low, own.interval.high)


def test_without_a_choice_the_rule_is_by_the_number_of_events():
    _, among = compared(counts(), neighbours="C")
    assert among.comparison.rule == "Byar's approximation" and among.rules == ""
    assert {point.at_95.rule for point in among.funnel} == {"funnel of exact below 10, Byar from 10"}


def test_a_region_within_its_last_printed_digit_of_a_limit_says_so():
    """The mean of 8.02% is printed as 8.0%, and our limit of 8.03% is less than a tenth away."""
    figures = [share("cumulative", "2012-13 Q1-Q2", 9.0, area=AREA)]
    figures += [
        share(limit, "2012-13 Q1-Q2", value, area=AREA, row=3)
        for limit, value in (("lower_limit", 8.03), ("upper_limit", 10.0))
    ]
    others = zip("BCDEF", (7.9, 7.9, 7.9, 7.9, 7.519), strict=True)
    figures += [share("cumulative", "2012-13 Q1-Q2", v, area=n, row=9) for n, v in others]
    _, among = compared(figures, a_percentage())
    assert among.figure.value == pytest.approx(8.0198, abs=1e-3)
    assert among.comparison.on_the_line and among.comparison.word == "better"
    assert "within its last printed digit" in among.comparison.reason


@pytest.mark.parametrize("extra", [0.0, 0.4])
def test_a_named_neighbour_with_estimated_counts_is_compared(extra):
    _, among = compared(rates(extra), a_rate(accumulates="survey", estimated_counts=True), neighbours="C, F")
    assert [(c.region, c.word) for c in among.neighbours] == [("C", "similar"), ("F", "worse")]
    assert among.neighbours[0].value == pytest.approx(1000 * (COUNTS["C"] + extra) / PEOPLE["C"])


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
