"""The region's figure from its members': pooled or mean, whole members only, footing in words."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.comparators import compare, from_members, own_proportion
from analysis.errors import InputError
from analysis.membership import Member, Population
from analysis.pooling import MemberFigure, member_figures, published_figures, regional_figure, share_in_words

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
    assert pooled.footing == "pooled from 4 of 4 members"
    assert mean.footing == "simple mean of 4 of 4 members"


def test_a_stored_zero_is_a_value():
    assert member_figures(WHOLE, MEMBERS, MONTHS)[3].value(100) == 0


@pytest.mark.parametrize("how", ["absent row", "empty numerator", "empty denominator"])
def test_a_missing_month_takes_numerator_and_denominator(how):
    last = (WHOLE["code"] == "B") & (WHOLE["period"] == "2021-05")
    broken = (
        WHOLE[~last]
        if how == "absent row"
        else WHOLE.mask(last & True, other=None)
        if how == "all"
        else WHOLE.copy()
    )
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


def test_own_area_can_be_left_out():
    figures = member_figures(WHOLE, MEMBERS, MONTHS)
    told = regional_figure("North", figures, 100, own="A", own_in=False)
    assert told.value == pytest.approx(100 * 30 / 280)
    assert (told.own_in, len(told.used), told.left_out) == (False, 3, ())
    assert told.footing == "pooled from 3 of 3 members, without our own area"


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
    assert told.footing == "simple mean of 2 of 4 members; left out (no figure): West force (2 members)"


def test_pooling_leaves_out_who_has_no_counts():
    mixed = (*member_figures(WHOLE, MEMBERS[:2], MONTHS), *published_figures({"C": 50.0}, MEMBERS[2:3]))
    told = regional_figure("North", mixed, 100)
    assert told.value == pytest.approx(100 * 14 / 60)
    assert told.footing == "pooled from 2 of 3 members; left out (no counts): Carley"
    assert regional_figure("North", mixed, 100, "simple mean").value == pytest.approx(30)


def test_comparison_states_the_footing():
    told = compare(
        own_proportion(2, 20),
        from_members(regional_figure("North", member_figures(WHOLE, MEMBERS, MONTHS), 100)),
    )
    assert (told.region, told.word, told.footing) == ("North", "similar", "pooled from 4 of 4 members")


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
