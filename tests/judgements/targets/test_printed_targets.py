"""Targets as deliveries print them: the agreed one is used for the year, a printed one for the way to it."""

import pytest

from analysis.definitions.targets import Target
from analysis.judgements.targets.printed_targets import DIFFERS, TO_DATE, check
from analysis.measures.plausibility import TARGET_SCALE, doubt_of_target
from made_up_figures import a_count, a_percentage, figure, judged_of, observed, share

LAST_YEAR = tuple(
    figure("in_quarter", f"2011-12 Q{number}", value, row=number)
    for number, value in enumerate((118, 131, 97, 84), start=1)
)
THIS_YEAR = (figure("in_quarter", "2012-13 Q1", 109), figure("in_quarter", "2012-13 Q2", 120))
TARGET = Target(None, 400, "no more than", where="Plan")


def judged(*figures, target=TARGET, indicator=None):
    return judged_of(indicator or a_count(), *figures, target=target)


def found(*figures, target=TARGET, indicator=None):
    return check([judged(*figures, target=target, indicator=indicator)], observed(*figures))


def annual(value, **more):
    return figure("target", "2012-13", value, **more)


def so_far(value, **more):
    return figure("target_to_date", "2012-13 Q1-Q2", value, **more)


@pytest.mark.parametrize(
    ("target", "printed"),
    [
        (TARGET, 380),
        (Target(400, None, "at least", where="Plan"), 380),
        (Target(390, 410, "between", where="Plan"), 380),
        (Target(None, 408.5, "-5% on the baseline of 430", where="Plan"), 380),
    ],
    ids=["upper", "lower", "two ends", "worked out"],
)
def test_a_printed_target_that_is_not_the_agreed_one_is_named_beside_it(target, printed):
    (finding,) = found(*LAST_YEAR, *THIS_YEAR, annual(printed), target=target)
    assert finding.kind == DIFFERS
    for words in (
        "printed as 380 in report, THEFT",
        f"the agreed target is {target.phrase} (Plan)",
        "used here",
    ):
        assert words in finding.words


@pytest.mark.parametrize(
    ("target", "printed"),
    [(TARGET, annual(400)), (Target(None, 408.5, "-5%"), annual(408, printed="408")), (None, annual(380)),
     (TARGET, annual(380, unit="crimes per 1000 population"))],
    ids=["the same", "the same rounded", "none agreed", "another unit"],
)  # fmt: skip
def test_no_finding_where_nothing_differs(target, printed):
    assert found(*LAST_YEAR, *THIS_YEAR, printed, target=target) == ()


def test_where_one_document_prints_the_agreed_target_the_other_is_a_conflict_already():
    other = annual(380, source="plan", file="plan.csv")
    assert found(*LAST_YEAR, *THIS_YEAR, annual(400), other) == ()


def test_a_printed_target_to_date_is_the_way_to_the_target():
    one = judged(*LAST_YEAR, *THIS_YEAR, so_far(240))
    assert (one.trajectory.to_date, one.trajectory.cumulative[-1], one.status_now) == (240, 400, "on track")
    assert one.reason("trajectory") == "trajectory by printed target to date"
    (finding,) = found(*LAST_YEAR, *THIS_YEAR, so_far(240))
    assert finding.kind == TO_DATE
    assert (
        "240 in report, THEFT (used here), but the agreed target spread over the year comes to 200"
        in finding.words
    )
    assert judged(*LAST_YEAR, *THIS_YEAR).status_now == "off track"


def test_what_the_straight_line_comes_to_is_no_finding_and_keeps_its_name():
    assert found(*LAST_YEAR, *THIS_YEAR, so_far(200)) == ()
    assert judged(*LAST_YEAR, *THIS_YEAR, so_far(200)).trajectory.rule == "straight line"


@pytest.mark.parametrize(
    ("target", "printed"),
    [
        (Target(None, 400, "no more than", steps=(90, 100, 100, 110)), (so_far(240),)),
        (TARGET, (so_far(240), annual(480))),
        (TARGET, (so_far(450),)),
        (Target(300, 400, "between"), (so_far(240),)),
    ],
    ids=["agreed steps", "on the way to another target", "more than the year's", "two ends"],
)
def test_elsewhere_the_way_stays_as_it_was_and_the_finding_says_which_is_used(target, printed):
    one = judged(*LAST_YEAR, *THIS_YEAR, *printed, target=target)
    assert one.trajectory.rule != "printed target to date"
    findings = found(*LAST_YEAR, *THIS_YEAR, *printed, target=target)
    (so,) = [finding for finding in findings if finding.kind == TO_DATE]
    assert so.words.endswith("by then (used here)")


def test_a_percentage_goes_through_its_printed_target_to_date_too():
    seen = a_percentage(accumulates="last", breakdowns=())
    figures = [share("in_quarter", f"2012-13 Q{n}", value) for n, value in ((1, 84), (2, 86))]
    printed = share("target_to_date", "2012-13 Q1-Q2", 85)
    one = judged(*figures, printed, target=Target(90, None, "at least"), indicator=seen)
    assert (one.trajectory.to_date, one.status_now) == (85, "on track")
    assert judged(*figures, target=Target(90, None, "at least"), indicator=seen).status_now == "uncertain"


def test_a_target_on_another_scale_is_held_and_found():
    figures = (*LAST_YEAR, *THIS_YEAR)
    wrong = Target(None, 40000, "no more than", where="Plan")
    held = Target(
        None, 40000, "no more than", where="Plan", held=doubt_of_target(judged(*figures).measure, wrong)
    )
    one = judged(*figures, target=held)
    assert (one.status_now, one.status_year_end, one.chance, one.trajectory) == (
        "not judged", "not judged", None, None,
    )  # fmt: skip
    assert one.forecast.expected is not None
    assert one.reason("status_year_end") == one.reason("status_now") == held.held
    (finding,) = found(*figures, target=held)
    assert finding.kind == TARGET_SCALE
    assert "the target of 40,000 is about 93 times what the figures lead one to expect" in finding.words
