"""One figure beside the region's: golden values, boundaries, reasons and laws."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.definitions.regions import Member
from analysis.statistics import intervals
from analysis.statistics.comparisons import (
    Counted,
    against_predicted,
    compare,
    compare_with_neighbour,
    from_members,
    own_as_published,
    own_counted,
    own_proportion,
    own_rate,
    published,
)
from analysis.statistics.pooling import MemberFigure, regional_figure

DRUG_TREATMENT = own_proportion(68, 568)
NORTH_WEST = published("North West", 14.9, "August 2012")
MIRROR = {"better": "worse", "worse": "better"}


def test_similar_and_on_the_line():
    """68 of 568 beside 14.9: the limit is 14.90026, so chance could give it, only just."""
    told = compare(DRUG_TREATMENT, NORTH_WEST, "higher")
    assert (told.word, told.on_the_line, told.beyond_998) == ("similar", True, False)
    assert round(told.high, 5) == 14.90026
    assert (told.region, told.value, told.footing) == ("North West", 14.9, "published figure, August 2012")
    assert told.reason.endswith("it is within its last printed digit of the limit")
    assert told.rule == "Wilson score"


def test_small_numbers_are_similar_to_everybody():
    for name, value in (("England", 13.0), ("St Helens", 12.2)):
        told = compare(own_proportion(2, 34), published(name, value, "August 2012"), "lower")
        assert (told.word, told.on_the_line) == ("similar", False)


def test_bare_percentage_is_not_compared():
    told = compare(own_as_published(12.0), NORTH_WEST, "higher")
    assert (told.word, told.low, told.ours) == ("not compared", None, 12.0)
    assert (
        told.reason
        == "our figure is printed without its counts, so how far chance alone reaches is not known"
    )


def test_changed_survey_is_shown_and_not_judged():
    survey = published(
        "North West", 22.9, "2008-09", not_comparable="the Place Survey of 2008 asked in another way"
    )
    told = compare(own_proportion(248, 1000), survey, "lower")
    assert (told.word, told.value) == ("not compared", 22.9)
    assert told.reason == "not comparable: the Place Survey of 2008 asked in another way"


@pytest.mark.parametrize(
    ("value", "polarity", "word", "beyond"),
    [
        (14.9, "higher", "similar", False),
        (14.95, "higher", "worse", False),
        (14.95, "lower", "better", False),
        (14.95, "none", "lower", False),
        (9.5, "higher", "better", False),
        (9.5, "none", "higher", False),
        (30.0, "higher", "worse", True),
        (30.0, "nearer", "lower", True),
    ],
)
def test_words_at_the_boundaries(value, polarity, word, beyond):
    told = compare(DRUG_TREATMENT, published("North West", value), polarity)
    assert (told.word, told.beyond_998) == (word, beyond)


@pytest.mark.parametrize("polarity", ["lower", "higher", "nearer", "none"])
@pytest.mark.parametrize(
    ("x", "n", "region"), [(10, 10, 100.0), (1, 1, 100.0), (6, 6, 100.0), (0, 6, 0.0), (0, 1, 0.0)]
)
def test_all_beside_all_and_none_beside_none_are_similar(x, n, region, polarity):
    told = compare(own_proportion(x, n), published("North West", region), polarity)
    assert (told.word, told.beyond_998) == ("similar", False)
    assert compare(own_rate(0, n), published("North West", 0.0), polarity).word == "similar"


@pytest.mark.parametrize("x", [0, 10])
def test_a_region_whose_members_are_all_at_an_end_is_similar_to_each_of_them(x):
    everybody = [MemberFigure(Member(code, code), x, 10) for code in "ABCDEF"]
    region = from_members(regional_figure("North West", everybody, 100))
    assert compare(own_proportion(x, 10), region, "higher").word == "similar"


@pytest.mark.parametrize(("ideal", "word"), [(12, "better"), (20, "worse"), (17, "worse"), (15.5, "better")])
def test_nearer_to_an_ideal_value(ideal, word):
    assert compare(DRUG_TREATMENT, published("North West", 20.0), "nearer", ideal).word == word


@pytest.mark.parametrize(
    ("value", "decimals", "near"),
    [
        (14.9, None, True),
        (15.01, None, False),
        (15.0, 1, True),
        (14.8, None, False),
        (14.81, None, False),
        (15.0, 0, True),
    ],
)
def test_on_the_line_is_one_printed_digit(value, decimals, near):
    assert (
        compare(DRUG_TREATMENT, published("North West", value, decimals=decimals), "higher").on_the_line
        == near
    )


@pytest.mark.parametrize(
    ("x", "n", "region", "near"),
    [(10, 10, 100.0, False), (10, 10, 99.6, False), (0, 6, 0.0, False), (99, 100, 100.0, True)],
)
def test_the_end_of_the_scale_is_no_line(x, n, region, near):
    """All of 10 cannot be passed on the far side, so 100% beside 100% is not 'only just' similar."""
    assert compare(own_proportion(x, n), published("North West", region, decimals=0)).on_the_line == near


def of_members(value, unit):
    return from_members(
        regional_figure("North West", [MemberFigure(Member("A", "A"), value, 100)], 100), unit
    )


@pytest.mark.parametrize(
    ("value", "unit", "near"),
    [
        (13.9213, "percent", True),  # printed as 13.9%, to a tenth
        (13.7613, "percent", True),
        (13.7413, "percent", False),
        (13.9513, "percent", False),
        (13.8613, "per 100", False),  # printed as 13.86, to a hundredth
        (13.8587, "per 100", True),
        (13.8413, "per 100", True),
        (13.8387, "per 100", False),
    ],
)
def test_a_pooled_figure_is_on_the_line_by_the_digit_that_the_page_prints(value, unit, near):
    """Beside the published limits 10 and 13.85."""
    told = compare(own_as_published(12.0, 10.0, 13.85), of_members(value, unit))
    assert (told.on_the_line, told.reason.endswith("last printed digit of the limit")) == (near, near)


def test_without_members_figures_nothing_is_on_the_line():
    nobody = from_members(regional_figure("North West", (), 100), "percent")
    assert (nobody.decimals, compare(DRUG_TREATMENT, nobody).on_the_line) == (None, False)


def test_missing_figures_have_reasons():
    assert compare(own_proportion(None, 4), NORTH_WEST).reason == "there is no figure of our own"
    assert compare(own_proportion(0, 0), NORTH_WEST).word == "not compared"
    assert compare(DRUG_TREATMENT, published("England", None)).reason == "there is no figure for England"
    assert compare(DRUG_TREATMENT, published("England", math.nan)).value is None


def test_published_limits_are_used_as_published():
    told = compare(own_as_published(84.1, 71.4, 98.3), published("England", 70.0), "lower")
    assert (told.word, told.rule, told.low998, told.beyond_998) == ("worse", "published limits", None, False)


@pytest.mark.parametrize(
    ("region", "said"),
    [
        (
            70.0,
            "England lies outside what chance alone gives our figure, at 95%; "
            "no 99.8% limits are published, so nothing stronger than 95% can be said",
        ),
        (80.0, "chance alone could give the difference from England"),
    ],
)
def test_published_limits_say_that_nothing_stronger_can_be_said(region, said):
    assert compare(own_as_published(84.1, 71.4, 98.3), published("England", region), "lower").reason == said


def test_limits_of_our_own_say_nothing_of_published_ones():
    assert "published" not in compare(DRUG_TREATMENT, published("England", 15.5), "higher").reason


def test_rate_uses_counts():
    told = compare(own_rate(4, 1_000, per=1_000), published("England", 10.3), "lower")
    assert (told.word, told.rule) == ("better", "exact Poisson")


def test_neighbour_says_so():
    assert "neighbour" in published("St Helens", 10.9, "August 2012", neighbour=True).footing


@pytest.mark.parametrize(
    ("ours", "theirs", "word", "rule"),
    [
        (Counted(30, 76), Counted(20, 65), "similar", "Newcombe's hybrid interval"),
        (Counted(60, 100), Counted(40, 100), "worse", "Newcombe's hybrid interval"),
        (
            Counted(1197, 120_000, "rate", 1000),
            Counted(1317, 120_000, "rate", 1000),
            "better",
            "exact conditional binomial test",
        ),
        (
            Counted(382, 120_000, "rate", 1000),
            Counted(405, 120_000, "rate", 1000),
            "similar",
            "exact conditional binomial test",
        ),
        (Counted(30, 76), Counted(None, 65), "not compared", "Wilson score"),
        (Counted(30, 0), Counted(20, 65), "not compared", ""),
    ],
)
def test_a_neighbour_with_counts(ours, theirs, word, rule):
    told = compare_with_neighbour(ours, theirs, "St Helens", "2012-13", "lower")
    assert (told.word, told.rule, told.beyond_998) == (word, rule, False)
    assert told.footing == "one neighbour's own counts, 2012-13"


def test_a_neighbours_chance_counts():
    """Alone, 34 of 100 misses 45; beside 45 of 100 the difference could be chance."""
    alone = compare(own_proportion(34, 100), published("St Helens", 45.0, neighbour=True), "lower")
    both = compare_with_neighbour(Counted(34, 100), Counted(45, 100), "St Helens")
    assert (alone.word, both.word) == ("better", "similar")


@pytest.mark.parametrize(("ours", "theirs"), [(12.6, 30.2), (0.4, 3.0), (12.0, 29.5)])
def test_a_neighbour_with_estimated_counts(ours, theirs):
    """The exact test counts events, so estimates go to it rounded; the figures shown keep theirs."""
    given, rounded = (
        compare_with_neighbour(
            Counted(a, 50_000, "rate", 1_000), Counted(b, 60_000, "rate", 1_000), "St Helens"
        )
        for a, b in ((ours, theirs), (round(ours), round(theirs)))
    )
    assert given.word == rounded.word
    assert (given.ours, given.value) == (ours / 50, theirs / 60)


@pytest.mark.parametrize("rule", intervals.COUNT_RULES)
def test_our_interval_beside_a_neighbour_is_by_the_rule_chosen(rule):
    told = compare_with_neighbour(
        Counted(12, 1_000, "rate", 1_000), Counted(30, 1_000, "rate", 1_000), "St Helens", rule=rule
    )
    made = intervals.rate(12, 1_000, 1_000, rule=rule)
    assert (told.low, told.high) == (made.low, made.high)
    assert own_counted(Counted(12, 1_000, "rate", 1_000), rule).at_95 == made
    assert own_counted(Counted(12, 1_000), rule).at_95.rule == "Wilson score"


shares = st.integers(1, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(shares, st.integers(0, 500), st.floats(0, 100))
def test_a_better_figure_is_never_judged_worse(share, fewer, value):
    x, n = share
    order = ["worse", "similar", "better"]
    words = [
        compare(own_proportion(k, n), published("x", value), "lower").word for k in (x, max(0, x - fewer))
    ]
    assert order.index(words[1]) >= order.index(words[0])


@given(shares, st.floats(0, 100))
def test_swapping_polarity_mirrors(share, value):
    lower, higher = (compare(own_proportion(*share), published("x", value), p) for p in ("lower", "higher"))
    assert lower.word == MIRROR.get(higher.word, higher.word)
    neutral = compare(own_proportion(*share), published("x", value), "none").word
    assert (neutral == "similar") == (lower.word == "similar")


@given(st.integers(0, 3_000), st.floats(0.1, 500), st.integers(-8, 8))
def test_scaling_the_unit_changes_nothing(events, value, power):
    scale = 2.0**power
    plain = compare(own_rate(events, 50_000, per=1_000), published("x", value, decimals=1))
    scaled = compare(own_rate(events, 50_000, per=1_000 * scale), published("x", value * scale, decimals=1))
    assert plain.word == scaled.word
    assert plain.beyond_998 == scaled.beyond_998


@pytest.mark.parametrize(
    ("count", "of", "word"),
    [
        (320, 3874, "no clear difference from the predicted rate"),
        (280, 3874, "clearly below the predicted rate"),
        (400, 3874, "clearly above the predicted rate"),
    ],
)
def test_an_actual_rate_stands_against_the_predicted_one_with_its_interval(count, of, word):
    found = against_predicted(count, of, 8.7)
    assert found.word == word and found.ends[0] < found.change < found.ends[1]
    assert found.change == pytest.approx(100 * (100 * count / of - 8.7) / 8.7)
