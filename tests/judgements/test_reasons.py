"""Reasons: what is empty, not judged or not as printed says why; what is there needs no excuse."""

import pytest

from analysis.definitions.targets import Target
from made_up_figures import REGION, a_count, a_percentage, figure, judged_of, share

AT_MOST = Target(None, 240, "no more than", "board", "plan")
NOW, BEFORE = figure("cumulative", "2012-13 Q1-Q2", 120), figure("cumulative", "2011-12 Q1-Q2", 130, row=3)
LAST = figure("outturn", "2011-12", 260, row=4)
QUARTERS = figure("in_quarter", "2012-13 Q1", 70), figure("in_quarter", "2012-13 Q2", 50, row=3)
SHARE = share("cumulative", "2012-13 Q1-Q2", 12)
WORDS = Target(None, None, "above the regional average")
ROLLING = share("rolling_12_months", "2012-13 Q2", 12), share("cumulative", "2011-12 Q1-Q2", 14, row=3)


def printed(measure, word):
    return figure(measure, "2012-13 Q1-Q2", None, unit="word", word=word, row=20)


CASES = [
    # about, indicator, figures, target, what the reason says
    ("to_date", a_count(), (), None, "no figure of 2012-13 is delivered"),
    ("to_date", a_count(), QUARTERS[1:], None, "only July to September 2012 is delivered"),
    ("to_date", a_count(), QUARTERS, None, "added up from 2 printed periods"),
    ("to_date", a_count(arrears=1), QUARTERS[:1], None, "figures come one quarter in arrears"),
    (
        "to_date", a_count(), (figure("cumulative", "2012-13 Q1-Q2", 120, status="provisional"),), None,
        "provisional: the source may still change it",
    ),
    ("same_period_last_year", a_count(), (NOW,), None, "no figure for the same period last year"),
    ("same_period_last_year", a_count(stage="new"), (NOW,), None, "a new measure"),
    (
        "same_period_last_year", a_percentage(accumulates="rolling"), ROLLING, None,
        "last year's figure covers April to September 2011, this year's October 2011 to September 2012",
    ),
    (
        "change_percent", a_count(), (NOW, figure("cumulative", "2011-12 Q1-Q2", 0)), None,
        "last year's figure is 0",
    ),
    ("last_outturn", a_count(), (NOW,), None, "no outturn of last year is delivered"),
    ("direction", a_count(), (NOW, BEFORE), None, "10 fewer"),
    ("p_value", a_percentage(accumulates="rolling"), ROLLING, None, "no counts are printed"),
    ("direction_as_published", a_count(), (NOW, BEFORE), None, "against the same period last year"),
    ("direction_as_published", a_count(), (NOW, LAST), None, "against the last outturn, since no figure"),
    ("direction_as_published", a_count(), (NOW,), None, "nothing of last year is printed to compare with"),
    (
        "direction_printed", a_count(), (NOW, BEFORE, printed("direction_rating", "worse")), None,
        "printed 'worse'; by the as-published rule 'better'",
    ),
    ("progress_as_published", a_count(), (NOW, BEFORE), AT_MOST, "no target stands in the figure's own"),
    (
        "progress_printed", a_count(),
        (NOW, BEFORE, figure("target", "2012-13", 240, row=9), printed("progress_rating", "amber")), AT_MOST,
        "printed 'amber'; by the as-published rule 'green' (240 against 240 in report, THEFT)",
    ),
    ("target", a_count(), (NOW,), None, "no target is set for it"),
    ("target", a_count(), (NOW,), WORDS, "has no number yet: above the regional average"),
    (
        "target", a_count(), (NOW,),
        Target(14.9, None, "above", resolved_with="14.9 at August 2012", resolved_where="report"),
        "14.9 at August 2012, in report",
    ),
    ("trajectory", a_count(), (NOW, LAST), AT_MOST, "trajectory by straight line"),
    ("expected_outturn", a_count(stage="placeholder", agreed="open"), (), None, "a placeholder: open"),
    ("last_year_share", a_count(), (NOW,), None, "last year's figures are not both printed"),
    ("last_year_share", a_percentage(), (SHARE,), None, "do not add up over the year"),
    ("status_now", a_count(), (NOW,), None, "there is no target to judge against"),
    ("status_now", a_count(), QUARTERS[1:], AT_MOST, "does not reach from 1 April"),
    ("status_now", a_count(), (), AT_MOST, "no figure of 2012-13 is delivered"),
    ("status_year_end", a_count(), (NOW,), WORDS, "there is no target to judge against"),
    ("needed", a_percentage(), (SHARE,), Target(14, None, "at least"), "the counts behind the figure"),
    ("region", a_count(), (NOW,), None, REGION),
    (
        "region_comparison", a_count(), (NOW, figure("cumulative", "2012-13 Q1-Q2", 9000, area=REGION)), None,
        f"{REGION}: ",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("about", "indicator", "figures", "target", "says"), CASES, ids=lambda case: str(case)[:40]
)
def test_what_is_empty_or_otherwise_says_why(about, indicator, figures, target, says):
    assert says in judged_of(indicator, *figures, target=target).reason(about)


@pytest.mark.parametrize(
    "about",
    [
        "to_date", "same_period_last_year", "change_percent", "last_outturn", "p_value", "expected_outturn",
        "pro_rata", "last_year_share", "status_now", "needed", "target",
    ],
)  # fmt: skip
def test_what_is_there_needs_no_reason(about):
    assert judged_of(a_count(), NOW, BEFORE, LAST, target=AT_MOST).reason(about) == ""


@pytest.mark.parametrize(
    ("word", "agrees"), [("green", True), ("amber", False), ("red", False), ("not rated", False)]
)
def test_a_printed_rating_that_agrees_is_not_explained(word, agrees):
    figures = NOW, BEFORE, figure("target", "2012-13", 240, row=9), printed("progress_rating", word)
    reason = judged_of(a_count(), *figures, target=AT_MOST).reason("progress_printed")
    assert (reason == "") is agrees


def test_where_the_two_statuses_differ_a_sentence_says_so():
    """Half of the target is used up, but last year's second half was far larger than its first."""
    last_year = figure("cumulative", "2011-12 Q1-Q2", 130, row=3), figure("outturn", "2011-12", 600, row=4)
    judged = judged_of(a_count(), NOW, *last_year, target=AT_MOST)
    assert judged.status_now == "on track" != judged.status_year_end
    words = f"on track by where it stands now, {judged.status_year_end} by the chance of meeting the target"
    assert judged.reason("status_year_end").startswith(words)


def test_no_reason_is_said_twice_and_none_is_blank(halton):
    for judged in halton.judgements:
        assert len(judged.reasons) == len(set(judged.reasons))
        assert all(reason.words.strip() and not reason.words.endswith(".") for reason in judged.reasons)


def test_every_blank_of_the_real_report_has_its_reason(halton):
    silent = []
    for judged in halton.judgements:
        blanks = {
            "to_date": judged.measure.figure is None,
            "same_period_last_year": judged.measure.same_period is None,
            "last_outturn": judged.measure.last_outturn is None,
            "expected_outturn": judged.forecast.expected is None,
            "status_now": judged.status_now == "not judged",
            "status_year_end": judged.status_year_end == "not judged",
            "target": judged.target is None or not judged.target.is_set,
        }
        silent += [
            (judged.text_key, about) for about, blank in blanks.items() if blank and not judged.reason(about)
        ]
    assert silent == []
