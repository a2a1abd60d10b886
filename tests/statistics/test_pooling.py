"""The region's figure from its members': pooled or mean, whole members only, footing in words."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.definitions.errors import InputError
from analysis.definitions.periods import Period, parse
from analysis.definitions.regions import Member, Population, Region
from analysis.statistics.comparisons import compare, from_members, own_proportion
from analysis.statistics.pooling import (
    MemberFigure,
    changed_figures,
    member_figures,
    published_figures,
    regional_figure,
    share_in_words,
)

MEMBERS = tuple(
    Member(code, name, group=group)
    for code, name, group in (
        ("A", "Ashby", "East force"),
        ("B", "Barton", "East force"),
        ("C", "Carley", "West force"),
        ("D", "Denby", "West force"),
    )
)
MONTHS = ["2021-04", "2021-05"]
PEOPLE = {
    code: Population(code, people, 2021, "census")
    for code, people in zip("ABCD", (100, 200, 300, 400), strict=True)
}


def counts(*rows):
    return pd.DataFrame(rows, columns=["code", "period", "numerator", "denominator"])


WHOLE = counts(
    *[
        (code, month, x, n)
        for code, x, n in (("A", 1, 10), ("B", 6, 20), ("C", 9, 90), ("D", 0, 30))
        for month in MONTHS
    ]
)


def test_pooled_and_mean_by_hand():
    figures = member_figures(WHOLE, MEMBERS, MONTHS)
    pooled, mean = (regional_figure("North", figures, 100, how) for how in ("pooled", "simple mean"))
    assert pooled.value == pytest.approx(100 * 32 / 300)
    assert mean.value == pytest.approx((10 + 30 + 10 + 0) / 4)
    assert pooled.footing == "pooled from 4 of 4 members with 100% of the population"
    assert mean.footing == "simple mean of 4 of 4 members with 100% of the population"


def test_a_stored_zero_is_a_value():
    assert member_figures(WHOLE, MEMBERS, MONTHS)[3].value(100) == 0


@pytest.mark.parametrize("how", ["absent row", "empty numerator", "empty denominator"])
def test_a_missing_month_takes_numerator_and_denominator(how):
    last = (WHOLE["code"] == "B") & (WHOLE["period"] == "2021-05")
    broken = WHOLE[~last] if how == "absent row" else WHOLE.copy()
    if how != "absent row":
        broken[how.removeprefix("empty ")] = broken[how.removeprefix("empty ")].astype(float).mask(last)
    figures = member_figures(broken, MEMBERS, MONTHS)
    without = [figure for figure in member_figures(WHOLE, MEMBERS, MONTHS) if figure.member.code != "B"]
    told = regional_figure("North", figures, 100, own="A", people=PEOPLE)
    assert told.value == regional_figure("North", without, 100).value
    assert told.footing == (
        "pooled from 3 of 4 members with 80% of the population, our own area among them; "
        "left out (1 of 2 periods missing): Barton"
    )


def test_a_group_that_is_out_as_a_whole_has_one_name():
    east = WHOLE[WHOLE["code"].isin(["C", "D"])]
    told = regional_figure("North", member_figures(east, MEMBERS, MONTHS), 100, own="A", people=PEOPLE)
    assert told.footing == (
        "pooled from 2 of 4 members with 70% of the population, without our own area; "
        "left out (2 of 2 periods missing): East force (2 members)"
    )


def test_own_area_can_be_left_out_and_stays_one_of_the_region():
    figures = member_figures(WHOLE, MEMBERS, MONTHS)
    told = regional_figure("North", figures, 100, own="A", own_in=False, people=PEOPLE)
    assert told.value == pytest.approx(100 * 30 / 280)
    assert (len(told.used), len(told.left_out), told.covered) == (3, 1, 0.9)
    assert told.footing == (
        "pooled from 3 of 4 members with 90% of the population, without our own area; "
        "left out (our own area, by choice): Ashby"
    )


def test_an_own_area_that_is_out_anyway_keeps_its_reason():
    figures = member_figures(WHOLE[WHOLE["code"] != "A"], MEMBERS, MONTHS)
    told = regional_figure("North", figures, 100, own="A", own_in=False, people=PEOPLE)
    assert "without our own area; left out (2 of 2 periods missing): Ashby" in told.footing


@pytest.mark.parametrize("own_in", [True, False])
def test_an_own_area_that_is_no_member_is_said_to_be_none(own_in):
    told = regional_figure("North", member_figures(WHOLE, MEMBERS, MONTHS), 100, own="Z", own_in=own_in)
    assert told.footing == (
        "pooled from 4 of 4 members with 100% of the population, our own area is not one of its members"
    )


@pytest.mark.parametrize(
    ("people", "covered", "words"),
    [
        (PEOPLE, 0.8, "with 80% of the population"),
        (None, None, "with a share of the population that is not known (no populations are delivered)"),
        ({}, None, "with a share of the population that is not known (no populations are delivered)"),
        (
            {code: PEOPLE[code] for code in "AC"},
            None,
            "with a share of the population that is not known (no population is delivered for Barton, Denby)",
        ),
    ],
)
def test_the_share_of_the_population_is_always_said_or_why_it_is_not_known(people, covered, words):
    figures = member_figures(WHOLE[WHOLE["code"] != "B"], MEMBERS, MONTHS)
    told = regional_figure("North", figures, 100, people=people)
    assert told.covered == covered
    assert told.footing == f"pooled from 3 of 4 members {words}; left out (2 of 2 periods missing): Barton"


def test_all_members_are_all_of_the_population_whoever_is_counted():
    figures = member_figures(WHOLE, MEMBERS, MONTHS)
    assert regional_figure("North", figures, 100, people={"A": PEOPLE["A"]}).covered == 1
    assert regional_figure("North", (), 100).covered is None


MERGED = Region(
    "North",
    (
        Member("A", "Ashby", until=date(2021, 4, 30), group="East force"),
        Member("B", "Barton", until=date(2021, 4, 30), group="East force"),
        Member("AB", "Ashby and Barton", since=date(2021, 5, 1), group="East force"),
        *MEMBERS[2:],
    ),
)


def merged(*months):
    """The region's figure over months; Ashby and Barton became one council after the first of the two."""
    period = Period(parse(months[0]).first, len(months))
    people = {**PEOPLE, "AB": Population("AB", 300, 2021, "census")}
    figures = member_figures(WHOLE, MERGED.during(period), months)
    return regional_figure("North", (*figures, *changed_figures(MERGED, period)), 100, people=people)


def test_councils_that_merged_in_the_period_count_and_are_named_with_their_dates():
    told = merged(*MONTHS)
    assert told.footing == (
        f"pooled from 2 of 5 members with {told.covered:.0%} of the population; "
        "left out (in the region only from 1 May 2021): Ashby and Barton; "
        "left out (in the region only to 30 April 2021): Ashby, Barton"
    )
    assert told.covered == pytest.approx(700 / (700 + 300 * 30 / 61 + 300 * 31 / 61)) == pytest.approx(0.7)


def test_before_and_after_a_merger_everybody_is_whole():
    assert merged("2021-04").footing == "pooled from 4 of 4 members with 100% of the population"
    after = merged("2021-05")
    assert (len(after.used), [figure.member.name for figure in after.left_out]) == (2, ["Ashby and Barton"])


def test_a_group_with_several_reasons_is_not_left_out_under_one_name():
    part = WHOLE[~((WHOLE["code"] == "C") | ((WHOLE["code"] == "D") & (WHOLE["period"] == "2021-04")))]
    told = regional_figure("North", member_figures(part, MEMBERS, MONTHS), 100, people=PEOPLE)
    assert told.footing.endswith(
        "left out (1 of 2 periods missing): Denby; left out (2 of 2 periods missing): Carley"
    )


def test_populations_stand_once_below_many_months():
    figures = member_figures(WHOLE.drop(columns="denominator"), MEMBERS, MONTHS, PEOPLE)
    assert regional_figure("North", figures, 1000).value == pytest.approx(1000 * 32 / 1000)
    no_people = member_figures(WHOLE, MEMBERS, MONTHS, {"A": PEOPLE["A"]})
    assert [figure.out for figure in no_people] == ["", "no population", "no population", "no population"]


def test_nobody_is_in():
    told = regional_figure("North", member_figures(WHOLE, MEMBERS, ["2022-04"]), 100)
    assert told.value is None
    assert compare(own_proportion(1, 10), from_members(told)).reason == "there is no figure for North"


def test_zero_denominators_are_out():
    nobody = WHOLE.assign(denominator=WHOLE["denominator"].where(WHOLE["code"] != "D", 0))
    assert member_figures(nobody, MEMBERS, MONTHS)[3].out == "nobody to count among"


def test_strangers_are_not_counted_and_doubles_are_refused():
    stranger = counts(("Z", "2021-04", 5, 6), ("Z", "2021-05", 5, 6))
    assert member_figures(pd.concat([WHOLE, stranger]), MEMBERS, MONTHS) == member_figures(
        WHOLE, MEMBERS, MONTHS
    )
    with pytest.raises(InputError, match="A has two figures for 2021-04"):
        member_figures(pd.concat([WHOLE, WHOLE.head(1)]), MEMBERS, MONTHS)
    with pytest.raises(InputError, match="column denominator"):
        member_figures(WHOLE.drop(columns="denominator"), MEMBERS, MONTHS)


def test_without_counts_the_simple_mean_stands_in():
    values = published_figures({"A": 10.0, "B": 20.0, "C": None, "D": float("nan")}, MEMBERS)
    told = regional_figure("North", values, 100)
    assert (told.value, told.how) == (15.0, "simple mean")
    assert told.footing == (
        "simple mean of 2 of 4 members with a share of the population that is not known "
        "(no populations are delivered); left out (no figure): West force (2 members)"
    )


def test_pooling_leaves_out_who_has_no_counts():
    mixed = (*member_figures(WHOLE, MEMBERS[:2], MONTHS), *published_figures({"C": 50.0}, MEMBERS[2:3]))
    told = regional_figure("North", mixed, 100, people=PEOPLE)
    assert told.value == pytest.approx(100 * 14 / 60)
    assert told.footing == (
        "pooled from 2 of 3 members with 50% of the population; left out (no counts): Carley"
    )
    assert regional_figure("North", mixed, 100, "simple mean").value == pytest.approx(30)


def test_comparison_states_the_footing():
    told = compare(
        own_proportion(2, 20),
        from_members(regional_figure("North", member_figures(WHOLE, MEMBERS, MONTHS), 100)),
    )
    assert (told.region, told.word, told.footing) == (
        "North",
        "similar",
        "pooled from 4 of 4 members with 100% of the population",
    )


@pytest.mark.parametrize(
    ("share", "words"),
    [(1.0, "100%"), (0.999, "more than 99%"), (0.55, "55%"), (0.001, "less than 1%"), (0.0, "0%")],
)
def test_share_never_claims_all(share, words):
    assert share_in_words(share) == words


figures = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 5_000)), min_size=1, max_size=30)


@settings(deadline=None, max_examples=40)
@given(figures, st.randoms(), st.sampled_from(["pooled", "simple mean"]))
def test_order_of_members_changes_nothing(numbers, random, how):
    members = [MemberFigure(Member(str(i), str(i)), float(x), float(n)) for i, (x, n) in enumerate(numbers)]
    shuffled = random.sample(members, len(members))
    told, again = (regional_figure("North", m, 100, how) for m in (members, shuffled))
    assert (told.value, told.footing) == (again.value, again.footing)
    values = [m.value(100) for m in members]
    assert min(values) - 1e-9 <= told.value <= max(values) + 1e-9


@settings(deadline=None, max_examples=40)
@given(figures, st.integers(1, 40))
def test_scaling_counts_together_changes_nothing(numbers, scale):
    told, again = (
        regional_figure(
            "North", [MemberFigure(Member(str(i), ""), x * k, n * k) for i, (x, n) in enumerate(numbers)], 100
        )
        for k in (1, scale)
    )
    assert told.value == pytest.approx(again.value)
