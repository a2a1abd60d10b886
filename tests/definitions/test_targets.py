"""Targets: each kind's range and phrase, at its bound and beside it; what cannot be is refused."""

import math
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from analysis.definitions import targets
from analysis.definitions.targets import (
    TOP_QUARTILE,
    Agreed,
    Found,
    Status,
    Target,
    YearOfTargets,
    agreed_levels,
    good_side,
    is_at,
    resolve,
    wrong_steps,
)
from analysis.pages import html

REGION = Found(14.9, "14.9", "August 2012", "report, SEEN")
BEST = Found(17.2, "17.2", "August 2012", "the figures of 23 members of North West")
LAST_YEAR = Found(62.5, "62.5", "2011-12", "report, SEEN")


def lookup(area: str, what: str) -> Found | None:
    known = {("North West", "latest"): REGION, ("", "2011-12"): LAST_YEAR, ("North West", TOP_QUARTILE): BEST}
    return known.get((area, what))


def agreed(kind: str, **changes) -> Agreed:
    return Agreed(**{"ref": "SEEN", "kind": kind, "set_by": "board", "where": "plan", **changes})


@pytest.mark.parametrize(
    ("line", "polarity", "low", "high", "phrase"),
    [
        (agreed("value", value=8065), "lower", None, 8065, "no more than 8065"),
        (agreed("value", value=82), "higher", 82, None, "at least 82"),
        (agreed("value", value=50), "nearer", 50, 50, "exactly 50"),
        (agreed("value", value=0), "lower", None, 0, "no more than 0"),
        (agreed("value", value=1234567.25), "lower", None, 1234567.25, "no more than 1234567.25"),
        (agreed("value", value=27, words="fewer still"), "lower", None, 27, "fewer still (27)"),
        (agreed("range", low=28, high=40), "lower", 28, 40, "between 28 and 40"),
        (agreed("range", low=40, high=40), "none", 40, 40, "between 40"),
        (
            agreed("change_on_baseline", baseline=200, change_percent=-5), "lower", None, 190,
            "-5% on the baseline of 200 (190)",
        ),
        (
            agreed("change_on_baseline", baseline=200, change_percent=5), "higher", 210, None,
            "+5% on the baseline of 200 (210)",
        ),
        (
            agreed("maintain_or_improve", baseline_year="2011-12"), "higher", 62.5, None,
            "maintain or improve on 2011-12",
        ),
        (
            agreed("maintain_or_improve", baseline_year="2010-11"), "higher", None, None,
            "maintain or improve on 2010-11",
        ),
        (agreed("above_region", region="North West"), "higher", 14.9, None, "above the North West average"),
        (agreed("above_region", region="North West"), "lower", None, 14.9, "below the North West average"),
        (
            agreed("top_quartile", region="North West"), "higher", 17.2, None,
            "top quartile of the North West",
        ),
        (
            agreed("top_quartile", region="Wales"), "lower", None, None,
            "top quartile of the Wales",
        ),
        (
            agreed("quarterly_steps", baseline=337, step_percents=(0, -1, -2, -2)), "lower", None, 320.15,
            "+0, -1, -2, -2 per cent by quarter on the baseline of 337 (320.15)",
        ),
        (
            agreed("quarterly_steps", baseline=200, step_percents=(1, 1, 1, 2)), "higher", 210, None,
            "+1, +1, +1, +2 per cent by quarter on the baseline of 200 (210)",
        ),
        (agreed("above_region", region="Wales"), "higher", None, None, "above the Wales average"),
        (
            agreed("in_line_with_region", region="North West", tolerance=10), "higher", 13.41, None,
            "in line with the North West average",
        ),
        (
            agreed("in_line_with_region", region="North West"), "lower", None, 14.9,
            "in line with the North West average",
        ),
        (
            agreed("in_line_with_region", region="North West", tolerance=10), "nearer", 13.41, 16.39,
            "in line with the North West average",
        ),
        (agreed("in_line_with_region", region="Wales"), "lower", None, None, "in line with the Wales"),
        (agreed("to_be_set"), "higher", None, None, "to be set"),
        (agreed("to_be_set", words="baseline first"), "higher", None, None, "baseline first"),
    ],
)  # fmt: skip
def test_each_kind_is_a_range_and_a_phrase(line, polarity, low, high, phrase):
    target = resolve(line, polarity, lookup)
    assert (target.low, target.high) == (pytest.approx(low), pytest.approx(high))
    assert target.phrase.startswith(phrase)
    assert (target.set_by, target.where) == ("board", "plan")
    assert target.is_set is (low is not None or high is not None)


def test_every_kind_has_a_function_and_every_function_a_kind():
    kinds = Agreed.model_fields["kind"].annotation.__args__
    assert set(kinds) == set(targets.KINDS)


@pytest.mark.parametrize(
    ("target", "value", "met"),
    [
        (Target(None, 8065, "no more than"), 8065, True),
        (Target(None, 8065, "no more than"), 8066, False),
        (Target(82, None, "at least"), 82, True),
        (Target(82, None, "at least"), 81.94, False),
        (Target(28, 40, "between"), 28, True),
        (Target(28, 40, "between"), 40, True),
        (Target(28, 40, "between"), 40.01, False),
        (Target(28, 40, "between"), 27.99, False),
        (Target(14.9, None, "above", exclusive=True), 14.9, False),
        (Target(14.9, None, "above", exclusive=True), 14.91, True),
        (Target(None, 14.9, "below", exclusive=True), 14.9, False),
        (Target(None, 14.9, "below", exclusive=True), 14.89, True),
        (Target(None, 0, "no more than"), 0, True),
    ],
)
def test_the_bound_meets_the_target_unless_it_says_above(target, value, met):
    assert target.meets(value) is met


def test_a_target_in_words_names_the_figure_behind_it():
    above = resolve(agreed("above_region", region="North West"), "higher", lookup)
    assert above.exclusive
    assert above.phrase == "above the North West average (14.9 at August 2012)"
    assert above.resolved_where == "report, SEEN"


def test_what_is_not_set_is_neither_met_nor_missed():
    with pytest.raises(ValueError, match="not set"):
        Target(None, None, "to be set").meets(5)


@given(st.floats(-1e6, 1e6), st.sampled_from(["lower", "higher", "nearer", "none"]))
def test_a_value_lies_in_its_own_good_side(value, polarity):
    assert Target(*good_side(value, polarity), "").meets(value)


@given(st.floats(0.1, 1e6), st.floats(-99, 100))
def test_a_change_on_a_baseline_reads_back_as_that_change(baseline, percent):
    changed = targets.changed_baseline(baseline, percent)
    assert math.isclose(100 * (changed - baseline) / baseline, percent, rel_tol=1e-6, abs_tol=1e-6)


@given(
    st.lists(st.floats(-1e4, 1e4), min_size=4, max_size=4), st.sampled_from(["value", "change_on_baseline"])
)
def test_agreed_steps_stay_with_the_target(steps, kind):
    line = agreed(kind, steps=tuple(steps), value=1, baseline=9, change_percent=-1)
    assert resolve(line, "lower", lookup).steps == tuple(steps)


@pytest.mark.parametrize(
    ("kind", "numbers", "says"),
    [
        ("value", {}, "kind value needs value"),
        ("range", {"low": 3}, "needs low and high"),
        ("range", {"low": 4, "high": 3}, "low first"),
        ("change_on_baseline", {"baseline": 337}, "needs change_percent"),
        ("change_on_baseline", {}, "needs baseline and change_percent"),
        ("maintain_or_improve", {}, "needs baseline_year"),
        ("above_region", {}, "needs region"),
        ("in_line_with_region", {}, "needs region"),
        ("top_quartile", {}, "needs region"),
        ("best_of_all", {}, "kind"),
        ("value", {"value": 1, "set_by": ""}, "set_by"),
        ("value", {"value": 1, "tolerance": -1}, "tolerance"),
        ("value", {"vallue": 1}, "vallue"),
        ("value", {"value": math.nan}, "value"),
        ("value", {"value": True}, "value"),
        ("value", {"value": "8065"}, "value"),
        ("value", {"value": 1, "steps": (math.nan,)}, "steps"),
        ("value", {"value": math.inf}, "value"),
    ],
)
def test_an_agreed_line_without_its_numbers_is_refused(kind, numbers, says):
    with pytest.raises(ValidationError, match=says):
        agreed(kind, **numbers)


def test_one_target_for_one_series():
    line = agreed("to_be_set")
    with pytest.raises(ValidationError, match="SEEN all has two targets"):
        YearOfTargets(year="2012-13", targets=(line, agreed("value", value=3)))
    assert YearOfTargets(year="2012-13", targets=(line, agreed("to_be_set", area="East Town")))


@pytest.mark.parametrize(
    ("ref", "low", "high", "phrase"),
    [
        ("SH1", None, 8065, "no more than 8065"),
        ("SH5", 82, None, "at least 82"),
        ("SH7a", 14.9, None, "above the North West average (14.9 at August 2012)"),
        ("SH8a", None, 13.1, "no more than 13.1"),
    ],
)
def test_targets_of_the_real_report(halton, ref, low, high, phrase):
    target = halton.of(ref)[0].target
    assert (target.low, target.high, target.phrase) == (low, high, phrase)


def test_agreed_levels_of_a_percentage_change():
    levels = agreed_levels(337, [0, -1, -2, -2])
    assert [round(level, 2) for level in levels] == [337.0, 333.63, 326.89, 320.15]
    line = agreed("quarterly_steps", baseline=337, step_percents=(0, -1, -2, -2))
    assert resolve(line, "lower", lookup).steps == levels


def test_the_golden_changes_on_a_baseline():
    """5% on 337 is 320; -7.77% on 9.76 is 9.00."""
    five = resolve(agreed("change_on_baseline", baseline=337, change_percent=-5), "lower", lookup)
    nine = resolve(agreed("change_on_baseline", baseline=9.76, change_percent=-7.77), "lower", lookup)
    assert (round(five.high), round(nine.high, 2)) == (320, 9.00)


@pytest.mark.parametrize(
    ("value", "target", "meets"),
    [
        (0.1 + 0.2, Target(0.3, None, "at least"), True),
        (10.1 + 20.2, Target(30.3, None, "at least"), True),
        (0.1 + 0.2, Target(None, 0.3, "no more than"), True),
        (0.1 + 0.2, Target(None, 0.3, "below", exclusive=True), False),
        (0.1 + 0.2, Target(0.3, None, "above", exclusive=True), False),
        (0.30001, Target(None, 0.3, "no more than"), False),
        (0, Target(None, 0, "no more than"), True),
        (0, Target(0, None, "above", exclusive=True), False),
        (28, Target(28, 40, "between"), True),
        (40, Target(28, 40, "between", exclusive=True), False),
        (-3.3, Target(None, -1.1 * 3, "no more than"), True),
    ],
)
def test_a_bound_is_met_exactly_whatever_floating_point_makes_of_it(value, target, meets):
    assert target.meets(value) == meets


@given(st.lists(st.integers(0, 99_999), min_size=1, max_size=12), st.sampled_from([1, 10, 100]))
def test_a_sum_of_decimals_is_at_the_decimal_it_comes_to(cents, unit):
    assert is_at(math.fsum(cent / unit for cent in cents), sum(cents) / unit)
    assert sum(cents) == 0 or not is_at((sum(cents) + 1) / unit, sum(cents) / unit)


@pytest.mark.parametrize(
    ("changes", "adds_up", "wrong"),
    [
        ({"kind": "value", "value": 70, "steps": (10, 20, 20, 20)}, True, ""),
        ({"kind": "value", "value": 0.3, "steps": (0.1, 0.1, 0.1, 0.0)}, True, ""),
        ({"kind": "value", "value": 71, "steps": (10, 20, 20, 20)}, True, "add up to 70, the target 71"),
        ({"kind": "value", "value": 70, "steps": (55, 60, 65, 70)}, False, ""),
        ({"kind": "value", "value": 70, "steps": (55, 60, 65, 69)}, False, "last of the agreed steps is 69"),
        (
            {"kind": "change_on_baseline", "baseline": 200, "change_percent": -5, "steps": (200, 198, 194, 190)},
            False, "",
        ),
        ({"kind": "quarterly_steps", "baseline": 200, "step_percents": (0, -1, -2, -2)}, False, ""),
        ({"kind": "quarterly_steps", "baseline": 200, "step_percents": (0, -1, -2, -2)}, True, "of a level"),
        ({"kind": "value", "value": 70}, True, ""),
    ],
)  # fmt: skip
def test_steps_must_lead_to_the_target(changes, adds_up, wrong):
    found = wrong_steps(agreed(**changes), adds_up)
    assert wrong in found and bool(found) == bool(wrong)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"kind": "range", "low": 1, "high": 2, "steps": (1, 2, 3, 4)},
            "steps go with a number for the year",
        ),
        ({"kind": "value", "value": 6, "steps": (1, 2, 3)}, "a year has 4 steps"),
        ({"kind": "quarterly_steps", "baseline": 6, "step_percents": (1, 2)}, "a year has 4 steps"),
        ({"kind": "quarterly_steps", "baseline": 6}, "needs step_percents"),
        ({"kind": "top_quartile"}, "needs region"),
    ],
)
def test_steps_that_cannot_be_are_refused(changes, message):
    with pytest.raises(ValidationError, match=message):
        agreed(**changes)


@pytest.mark.parametrize(
    ("line", "polarity", "low", "high", "met", "missed"),
    [
        (agreed("change_on_baseline", baseline=1261, change_percent=-5), "lower", None, 1197, 1197, 1198),
        (agreed("change_on_baseline", baseline=337, change_percent=-5), "higher", 321, None, 321, 320),
        (agreed("change_on_baseline", baseline=337, change_percent=-10.4), "lower", None, 301, 301, 302),
        (agreed("quarterly_steps", baseline=337, step_percents=(0, -1, -2, -2)), "lower", None, 320, 320, 321),
        (agreed("above_region", region="North West"), "higher", 15, None, 15, 14),
        (agreed("value", value=5.5), "lower", None, 5.5, 5, 6),
        (agreed("value", value=302), "lower", None, 302, 302, 303),
    ],
)  # fmt: skip
def test_a_computed_bound_of_a_count_is_whole_and_an_agreed_one_stays(line, polarity, low, high, met, missed):
    target = resolve(line, polarity, lookup, whole=True)
    assert (target.low, target.high) == (low, high)
    assert target.meets(met) and not target.meets(missed)


def test_a_level_or_money_keeps_its_computed_bound():
    line = agreed("change_on_baseline", baseline=1261, change_percent=-5)
    assert resolve(line, "lower", lookup).high == 1197.95
    assert resolve(agreed("quarterly_steps", baseline=337, step_percents=(0, -1, -2, -2)), "lower", lookup,
                   whole=True).steps == (337, 333, 326, 320)  # fmt: skip


def test_changes_of_a_baseline_have_no_digits_that_nobody_typed():
    assert targets.changed_baseline(4.1, 10) == 4.51 and targets.changed_baseline(0.7, -10) == 0.63


def test_every_status_has_a_shape_on_the_page():
    assert set(html.SHAPES) == set(get_args(Status))
