"""What it would take: the numbers of the real report, and no promise past a limit."""

import re
from dataclasses import replace

import pytest

from analysis.definitions.targets import Target
from analysis.judgements.targets import disputes
from analysis.pages.sections.indicators.required import other_target, what_it_would_take


def judged(halton, ref):
    return next(j for j in halton.headlines if j.indicator.ref == ref)


TAKES = {
    "SH1": "Up to 4,355 more incidents by 31 March 2013 would still meet the target; the same months of last "
    "year had 3,598. That is 2,177 a quarter, against 1,855 a quarter so far.",
    "SH7a": "85 of 568 people in treatment would meet the target, 17 more than now. Now it is 68 of 568; "
    "one more would make it 12.1%.",
    "SH8a": "No more than 4 of 34 people would meet the target, 2 more than now. Now it is 2 of 34; one more "
    "would make it 8.8%.",
    "PA9": "At least 60 more staff are needed by 31 March 2013. That is 30 a quarter, against 35 a quarter "
    "so far.",
    "PA25a": "At least 56 percentage points more are needed by 31 March 2013. That is 28 percentage points a "
    "quarter, against 18.5 percentage points a quarter so far.",
}


@pytest.mark.parametrize(("ref", "words"), TAKES.items())
def test_what_it_would_take(halton, ref, words):
    assert what_it_would_take(judged(halton, ref), halton.params) == words


def test_quarters_never_overshoot_a_limit(halton):
    for one in halton.headlines:
        text = what_it_would_take(one, halton.params)
        found = re.search(r"That is ([\d,]+) a quarter", text)
        if found and one.target.low is None:
            left = 4 - one.measure.known
            assert left * float(found[1].replace(",", "")) <= one.needed


def test_a_mean_of_two_quarters_keeps_its_half(halton):
    """Rounded, "9 a quarter, against 9 a quarter so far" hid that 17 in two quarters are 8.5 in each."""
    sh1 = judged(halton, "SH1")
    odd = replace(sh1, measure=replace(sh1.measure, figure=replace(sh1.measure.figure, value=3711.0)))
    assert what_it_would_take(odd, halton.params).endswith("against 1,855.5 a quarter so far.")


def test_what_is_settled_says_so(halton):
    passed = replace(judged(halton, "SH1"), needed=-12.0)
    assert what_it_would_take(passed, halton.params) == "The target is passed already, by 12 incidents."
    reached = replace(judged(halton, "PA9"), needed=0.0)
    assert what_it_would_take(reached, halton.params).startswith("The target is met already: 70 staff")


def test_without_counts_the_figure_itself_has_to_move(halton):
    text = what_it_would_take(judged(halton, "SH6"), halton.params)
    assert text.startswith("The figure has to end 7 percentage points lower than now")
    assert "counts behind the figure are not printed" in text


def test_nothing_is_said_without_figure_or_target_or_once_the_year_is_over(halton):
    assert what_it_would_take(judged(halton, "SH15"), halton.params) == ""
    assert (
        what_it_would_take(replace(judged(halton, "SH1"), target=Target(None, None, "")), halton.params) == ""
    )
    sh1 = judged(halton, "SH1")
    over = replace(sh1, forecast=replace(sh1.forecast, method="settled"))
    assert what_it_would_take(over, halton.params) == ""


def test_the_chance_against_another_documents_target(halton):
    sh1 = judged(halton, "SH1")
    text = other_target(sh1, halton)
    assert "prints 8,463" in text and sh1.forecast.chance(None, 8463) > sh1.chance
    assert other_target(judged(halton, "SH6"), halton) == ""


def test_another_documents_bound_meets_it_only_as_ours_does(halton):
    sh1 = judged(halton, "SH1")
    for exclusive in (True, False):
        agreed = replace(sh1.target, exclusive=exclusive)
        (other,) = disputes.other_targets(sh1.measure, agreed, halton.observations)
        assert (other[0].low, other[0].high, other[0].exclusive) == (None, 8463, exclusive)


def test_where_no_chance_may_be_given_none_is_given_against_another_target(halton):
    sh1 = replace(judged(halton, "SH1"), chance=None)
    assert other_target(sh1, halton).endswith("prints 8,463.")
