"""Phrases of a judgement: from the real report, and from judgements changed in one field."""

from dataclasses import replace

import pytest

from analysis.pages.sections import phrases
from made_up_figures import a_count, figure, judged_of


def judged(halton, ref, breakdown=""):
    found = [j for j in halton.headlines if j.indicator.ref == ref]
    return next(j for j in found if not breakdown or j.breakdown.name == breakdown)


def test_names_anchors_and_links_tell_headlines_apart(halton):
    first, second = judged(halton, "SH11", "PPO"), judged(halton, "SH11", "RO")
    assert phrases.anchor(first) == "sh11" and phrases.anchor(second) == "sh11-ro"
    assert phrases.name(first) != phrases.name(second)
    assert phrases.link(second) == "indicators-community-safety.html#sh11-ro"
    assert phrases.name(judged(halton, "SH1")) == "Anti-social behaviour"


def test_a_target_in_words_says_where_its_number_is_from(halton):
    drugs = judged(halton, "SH7a")
    assert phrases.target(drugs) == "above 14.9%"
    assert phrases.target_note(drugs) == "above the North West average, at August 2012"
    assert phrases.target(judged(halton, "SH1")) == "8,065 or fewer"


def test_the_message_says_status_expectation_and_target(halton):
    sh1 = judged(halton, "SH1")
    words = phrases.message(sh1)
    assert sh1.status_year_end in words and "8,065 or fewer" in words and phrases.expected(sh1) in words
    assert "against a target above 14.9%" in phrases.message(judged(halton, "SH7a"))


def test_every_message_is_short_and_says_why_where_nothing_is_judged(halton):
    for one in halton.headlines:
        words = phrases.message(one)
        assert len(words) < 170 and "None" not in words and "  " not in words
        assert one.status_year_end in words or "not judged" in words


def test_rolling_months_are_named_by_their_end(halton):
    assert phrases.covered(judged(halton, "SH7a").measure.figure) == "12 months to August 2012"
    assert phrases.covered(judged(halton, "SH1").measure.figure) == "April to September 2012"


@pytest.mark.parametrize(
    ("needed", "chance", "words"),
    [
        (-5.0, 0.0, "Certain: it is missed"),
        (5.0, 0.0, "Less than 1 in 100"),
        (5.0, 1.0, "More than 99 in 100"),
    ],
)
def test_only_what_is_settled_is_called_certain(halton, needed, chance, words):
    assert phrases.chance(replace(judged(halton, "SH1"), needed=needed, chance=chance)) == words


def test_a_count_already_reached_settles_a_target_of_at_least(halton):
    staff = replace(judged(halton, "PA9"), needed=0.0, chance=1.0)
    assert phrases.chance(staff) == "Certain: it is met"


def test_a_bound_that_does_not_meet_is_not_reached_by_standing_on_it(halton):
    at_least = replace(judged(halton, "PA9"), needed=0.0, chance=1.0)
    above = replace(at_least, target=replace(at_least.target, exclusive=True))
    assert phrases.is_reached(at_least) and not phrases.is_reached(above)
    at_most = replace(judged(halton, "SH1"), needed=0.0)
    below = replace(at_most, target=replace(at_most.target, exclusive=True))
    assert phrases.is_passed(below) and not phrases.is_passed(at_most)


def test_no_forecast_is_below_what_has_happened(halton):
    for one in halton.judgements:
        said = phrases.forecast(one)
        if said and one.measure.accumulates == "sum" and one.measure.figure:
            low = float(said[1].replace(",", "").rstrip("%"))
            assert low >= one.measure.figure.value


def test_targets_that_other_documents_print_differently(halton):
    printed = {"SH1": ["8463"], "SH2": ["41.72"], "SH7a": [], "SH17": []}
    for ref, others in printed.items():
        assert [v.printed.printed for v in judged(halton, ref).other_verdicts] == others


def test_sources_are_called_by_their_titles(halton):
    text = phrases.with_titles("8463 in q2_priority_report, CCC25", halton)
    assert "q2_priority_report" not in text and text.endswith(", CCC25")


def test_a_stated_tolerance_says_nothing_of_chance():
    levels = (
        figure("in_quarter", "2012-13 Q2", 81.94, unit="percent"),
        figure("in_quarter", "2011-12 Q2", 82.78, unit="percent", row=3),
    )
    judged = judged_of(
        a_count(kind="level", unit="percent", accumulates="last", direction_tolerance=5), *levels
    )
    assert phrases.direction_note(judged).endswith("less than counts as a change")
