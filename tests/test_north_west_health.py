"""Real public health figures judged: who is in over a merger, one judgement a place, the line, the months."""

from collections import Counter

import pytest

from analysis.definitions.params import Folders, read_params
from analysis.judgements.assessments import assess_area
from analysis.judgements.inputs import Materials, read_materials
from project import ROOT
from shared_data import shared_folder

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shared_folder() is None, reason="real data absent: OUTTURN_SHARED may name its folder"
    ),
]
REPORT = read_params(ROOT / "params" / "north-west-health.yaml")
STANDARDISED = ("22401", "41101", "93763")
CUMBRIA_BEFORE = ("Allerdale", "Barrow-in-Furness", "Carlisle", "Copeland", "Eden", "South Lakeland")
CUMBRIA_AFTER = ("Cumberland", "Westmorland and Furness")


@pytest.fixture(scope="module")
def materials() -> Materials:
    return read_materials(REPORT, Folders(ROOT))


def judged(materials: Materials, area: str, ref: str, **changes: str):
    """The headline of one indicator in one area."""
    report = REPORT.model_copy(update={"areas": "", "area": area, **changes})
    return next(j for j in assess_area(materials, report).headlines if j.indicator.ref == ref)


def test_a_merger_within_three_years_leaves_nobody_out_without_a_word(materials):
    """Under-18 alcohol admissions of April 2021 to March 2024, over Cumbria's merger of April 2023."""
    figure = judged(materials, "Halton", "92904", rules="").among.figure
    assert (round(figure.value, 2), len(figure.used)) == (24.37, 33)
    assert {one.member.name for one in figure.left_out} == {*CUMBRIA_BEFORE, *CUMBRIA_AFTER}
    assert 0.92 < figure.covered < 0.94
    assert figure.footing == (
        "pooled from 33 of 41 members with 93% of the population, our own area among them; "
        f"left out (in the region only from 1 April 2023): {', '.join(CUMBRIA_AFTER)}; "
        f"left out (in the region only to 31 March 2023): {', '.join(CUMBRIA_BEFORE)}"
    )


def test_membership_on_the_reports_day_gives_the_figure_of_all_35(materials):
    among = judged(materials, "Halton", "92904").among
    assert round(among.figure.value, 2) == 25.57
    assert among.figure.footing == (
        "pooled from 35 of 35 members with 100% of the population, our own area among them"
    )
    assert "membership by choice “on the report's day”" in among.rules


def test_the_own_area_left_out_by_choice_stays_one_of_35(materials):
    among = judged(materials, "Halton", "92904", rules="membership: on the report's day; own area: out").among
    assert among.figure.footing == (
        "pooled from 34 of 35 members with 98% of the population, without our own area; "
        "left out (our own area, by choice): Halton"
    )


def test_a_figure_of_three_years_says_so_of_england_too(materials):
    england = judged(materials, "Halton", "92904").comparisons[-1]
    assert (england.region, england.footing) == ("England", "published figure, April 2021 to March 2024")


@pytest.mark.parametrize("ref", ["20401", "92904", "93085", "22401"])
def test_a_neighbour_is_judged_once(materials, ref):
    found = judged(materials, "Halton", ref, neighbours="Warrington").comparisons
    times = Counter(one.region for one in found if one.word != "not compared")
    assert times == {"North West": 1, "Warrington": 1, "England": 1}


def test_halton_beside_warrington_is_judged_by_both_counts(materials):
    """By the published figure alone Warrington would be taken as known, and the word would be worse."""
    (told,) = [
        one
        for one in judged(materials, "Halton", "20401", neighbours="Warrington").comparisons
        if one.region == "Warrington"
    ]
    assert (told.word, told.rule) == ("similar", "exact conditional binomial test")


@pytest.mark.parametrize("area", ["Bolton", "Lancaster", "Warrington"])
def test_a_region_printed_like_the_limit_is_on_the_line(materials, area):
    """Readmissions: the mean of 35 councils is printed as 13.9%, and so is a limit of these three."""
    told = judged(materials, area, "41101").among.comparison
    assert round(told.value, 1) == 13.9
    assert 13.9 in (round(told.low, 1), round(told.high, 1))
    assert told.on_the_line and "within its last printed digit" in told.reason


@pytest.mark.parametrize("area", ["Halton", "Cumberland"])
@pytest.mark.parametrize("ref", STANDARDISED)
def test_standardised_figures_keep_published_limits_and_say_what_is_missing(materials, area, ref):
    found = judged(materials, area, ref)
    assert {one.rule for one in found.comparisons} == {"published limits"}
    assert "a standardised figure does not follow from its counts" in found.among.figure.footing
    assert found.among.figure.how == "simple mean" and found.among.funnel == ()
    for one in found.comparisons:
        assert ("no 99.8% limits are published" in one.reason) == (one.word != "similar")
        assert not one.beyond_998


@pytest.mark.parametrize(("rule", "made"), [("exact", "exact Poisson"), ("Byar", "Byar's approximation")])
def test_every_interval_of_a_rate_is_by_the_rule_chosen(materials, rule, made):
    found = judged(
        materials, "Halton", "20401", neighbours="Warrington", rules=f"intervals of counts: {rule}"
    )
    by_place = {one.region: one for one in found.comparisons}
    assert by_place["North West"].rule == by_place["England"].rule == made
    assert len({(one.low, one.high) for one in found.comparisons}) == 1
    assert {one.interval.rule for one in found.among.members} == {made}
    assert {point.at_95.rule for point in found.among.funnel} == {f"funnel of {rule}"}
