"""Disputed targets: a verdict that changes between printed targets is not given, one that does not stands."""

from dataclasses import replace

import pytest

from analysis.definitions.targets import Agreed, Target, resolve
from analysis.documents.overrides import Overridden, Override
from analysis.judgements import exception_report
from analysis.judgements.assessments import Assessment
from analysis.judgements.judge import put_in_place
from analysis.judgements.targets import disputes
from analysis.judgements.targets.disputes import worst
from analysis.measures import findings
from analysis.pages import html, judgement_table
from analysis.pages.models import Facts
from analysis.pages.sections import scorecard
from analysis.pages.sections.data_quality import number_check
from analysis.pages.sections.data_quality import page as data_quality
from analysis.pages.sections.indicators import commentary
from analysis.pages.sections.indicators import page as indicators
from made_up_figures import (
    a_count,
    a_delivery,
    a_percentage,
    a_rate,
    a_report,
    figure,
    judged_of,
    observed,
    share,
)

HALF = (
    figure("cumulative", "2012-13 Q1-Q2", 120),
    figure("cumulative", "2011-12 Q1-Q2", 130, row=3),
    figure("outturn", "2011-12", 260, row=4),
)
STRICT = Target(None, 150, "no more than", "board", "strategy")
EASY = Target(None, 400, "no more than", "board", "strategy")


def printed(value, row=9, **more):
    return figure("target", "2012-13", value, row=row, **more)


def thefts(*targets, agreed=STRICT, **report):
    return judged_of(a_count(), *HALF, *targets, target=agreed, **report)


def test_a_verdict_that_changes_between_printed_targets_is_disputed():
    judged = thefts(printed(150), printed(400, row=10, source="plan"))
    assert (judged.status_now, judged.status_year_end, judged.chance) == ("disputed", "disputed", None)
    assert judged.needed is None and judged.is_disputed
    by_agreed, by_other = judged.verdicts
    assert (by_agreed.year_end, by_other.year_end) == ("off track", "on track")
    assert by_agreed.chance < 0.2 and by_other.chance > 0.8


@pytest.mark.parametrize("about", ["status_now", "status_year_end"])
def test_the_reason_shows_both_verdicts_and_names_the_worse_one(about):
    words = thefts(printed(150), printed(400, row=10, source="plan")).reason(about)
    assert "off track by the agreed target (no more than 150)" in words
    assert "on track by 400 in plan, THEFT" in words and "at worst it is off track" in words


def test_one_document_is_enough_to_dispute_the_agreed_target():
    assert thefts(printed(400)).status_year_end == "disputed"
    assert thefts(printed(150), agreed=EASY).status_year_end == "disputed"


def test_three_documents_dispute_it_together():
    judged = thefts(printed(150), printed(240, row=10, source="plan"), printed(400, row=11, source="plan"))
    assert len(judged.verdicts) == 3 and judged.status_year_end == "disputed"


OTHERS = {
    "a rate": (
        a_rate(),
        [figure("cumulative", "2012-13 Q1-Q2", 16.37, ref="CALLS", unit="calls per 1000 people"),
         figure("outturn", "2011-12", 46.77, ref="CALLS", unit="calls per 1000 people", row=3),
         printed(41.72, ref="CALLS", unit="calls per 1000 people")],
        Target(None, 22.18, "no more than"),
    ),
    "a percentage, higher is better": (
        a_percentage(), [share("cumulative", "2012-13 Q1-Q2", 80), share("target", "2012-13", 95, row=9)],
        Target(60, None, "at least"),
    ),
    "a percentage, lower is better": (
        a_percentage(polarity="lower"),
        [share("cumulative", "2012-13 Q1-Q2", 40), share("target", "2012-13", 20, row=9)],
        Target(None, 60, "no more than"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("indicator", "figures", "target"), OTHERS.values(), ids=OTHERS)
def test_figures_of_every_kind_can_be_disputed(indicator, figures, target):
    judged = judged_of(indicator, *figures, target=target)
    assert (judged.status_now, judged.status_year_end) == ("disputed", "disputed")


def test_where_every_number_gives_the_same_word_it_stands_with_a_note():
    judged = thefts(printed(420), agreed=EASY)
    assert (judged.status_now, judged.status_year_end) == ("on track", "on track")
    assert judged.chance is not None
    assert "other documents print 420 in report, THEFT; no status changes by it" in judged.reason("target")


def test_only_the_status_that_changes_is_disputed():
    """By 236 now is uncertain, by 240 on track; the year's end could go either way by both."""
    judged = thefts(printed(236), agreed=Target(None, 240, "no more than"))
    assert (judged.status_now, judged.status_year_end) == ("disputed", "uncertain")
    assert judged.chance is not None and judged.needed == 120


def test_settled_by_says_which_one_holds():
    line = Agreed(
        ref="THEFT", kind="value", value=150, set_by="board", where="strategy",
        settled_by="Chair of the board, 2012-11-02, minutes",
    )  # fmt: skip
    agreed = resolve(line, "lower", lambda area, what: None)
    judged = thefts(printed(400), agreed=agreed)
    assert (judged.status_now, judged.status_year_end) == ("off track", "off track")
    assert "settled by Chair of the board, 2012-11-02, minutes" in judged.reason("target")


@pytest.mark.parametrize(
    "other",
    [
        printed(400, unit="crimes per 1000 population"),
        figure("target", "2013-14", 400, row=9),
        printed(400, breakdown="cars"),
        printed(400, area="East Town"),
        figure("target_to_date", "2012-13 Q1-Q2", 200, row=9),
        printed(150.0),
    ],
    ids=["another unit", "another year", "another breakdown", "another place", "to date", "the same"],
)
def test_only_another_number_for_the_same_target_disputes_it(other):
    assert len(thefts(other).verdicts) == 1


def test_a_bound_that_is_printed_rounded_is_no_dispute():
    computed = Target(None, 320.15, "-5% on 337")
    measure = thefts().measure
    assert disputes.other_targets(measure, computed, observed(printed(320))) == ()
    assert len(disputes.other_targets(measure, computed, observed(printed(321)))) == 1


def test_what_the_agreed_target_cannot_judge_stays_not_judged():
    judged = judged_of(
        a_percentage(), share("cumulative", "2012-13 Q1-Q2", 100), share("target", "2012-13", 95, row=9),
        target=Target(100, None, "at least"),
    )  # fmt: skip
    assert (judged.status_now, judged.status_year_end) == ("on track", "not judged")


def test_the_worst_word_comes_first():
    assert worst(["on track", "uncertain"]) == "uncertain" and worst(["not judged", "on track"]) == "on track"


@pytest.fixture
def disputed() -> Assessment:
    figures = (*HALF, printed(150), printed(400, row=10, source="plan"))
    judged = judged_of(a_count(), *figures, target=STRICT)
    deliveries = (a_delivery(), a_delivery(source="plan"))
    return Assessment(a_report(), (a_count(),), deliveries, observed(*figures), (judged,), ())


def test_the_scorecard_counts_it_apart_and_names_the_worse_verdict(disputed):
    page = scorecard.compose(disputed)
    assert "0 are off track, 1 is disputed" in page.title
    assert "1 is disputed (at worst off track)" in page.opening[0].text
    tiles = next(item for item in page.opening if isinstance(item, Facts))
    assert ("1", "disputed") in [(fact.figure, fact.label) for fact in tiles.facts]
    (row,) = page.blocks[0].contents[-1].rows
    assert row["status_now"].badge.word == row["status_year_end"].badge.word == "disputed"
    assert (
        "off track by 150 or fewer" in row["status_year_end"].note
        and "on track by 400 or fewer" in row["status_year_end"].note
    )


def test_it_is_an_exception_and_asks_for_commentary(disputed):
    (judged,) = disputed.judgements
    assert exception_report.exceptions_of(judged) == ("disputed target",)
    assert commentary.missing(judged, disputed)


def test_its_page_shows_both_verdicts_and_judges_by_neither(disputed):
    page = html.fragment(indicators.compose(disputed, "Crime"))
    assert "disputed" in page and "◆" in page
    assert "off track by 150 or fewer (less than 1 in 100) but on track by 400 or fewer" in page
    assert "What it would take" not in page and "settled_by" in page


def test_its_page_names_documents_by_their_titles(disputed):
    entry = disputed.deliveries[1].entry.model_copy(update={"title": "Business plan"})
    deliveries = (disputed.deliveries[0], replace(disputed.deliveries[1], entry=entry))
    page = html.fragment(indicators.compose(replace(disputed, deliveries=deliveries), "Crime"))
    assert page.count("on track by 400 in Business plan, ") > 1 and "400 in plan, " not in page


def test_the_list_of_missing_commentary_says_why_each_is_asked_for(disputed):
    block = number_check.block(disputed)
    (line,) = block.contents[-1].items
    assert line.endswith("when, since its target is disputed and by one of the numbers it is off track.")
    assert "the indicator is off track" not in html.fragment(data_quality.compose(disputed))


def test_the_csv_has_the_word_and_no_chance(disputed):
    (row,) = judgement_table.rows(disputed)
    assert (row["status_now"], row["status_year_end"], row["chance"]) == ("disputed", "disputed", None)
    assert row["needed"] is None and "needed: what it would take" in row["reason"]


def test_an_analyst_can_decide_it(disputed):
    (judged,) = disputed.judgements
    line = Override(ref="THEFT", status="off track", reason="agreed", role="Analyst", expires="2013-01-01")
    decided = put_in_place(judged, Overridden(line, "disputed", used=True))
    assert decided.status_year_end == "off track" and "by the rule it is disputed" in decided.reason(
        "status_year_end"
    )
    page = scorecard.compose(replace(disputed, judgements=(decided,)))
    note = page.blocks[0].contents[-1].rows[0]["status_year_end"].note
    assert note.startswith("by decision of Analyst; by the rule disputed: off track by 150")
    assert "What it would take" not in html.fragment(
        indicators.compose(replace(disputed, judgements=(decided,)), "Crime")
    )


def used_here(agreed, *targets):
    """The finding's words and what the report uses, where documents print these targets."""
    judged = judged_of(a_count(), *HALF, *targets, target=agreed)
    plain = observed(*HALF, *targets)
    used = disputes.printings_used(((judged.measure, agreed),), plain)
    observations = replace(plain, targets=used)
    (finding,) = findings.check(observations, (a_count(),), a_report())
    return finding.words, observations.used(targets[0].key)


PAIR = (printed(150), printed(400, row=10, source="plan"))


def test_used_here_names_the_target_that_is_used():
    words, used = used_here(EASY, *PAIR)
    assert used is PAIR[1] and "is 400 in plan, THEFT (used here), but 150 in report, THEFT" in words
    words, used = used_here(STRICT, *PAIR)
    assert used is PAIR[0] and "is 150 in report, THEFT (used here), but 400 in plan, THEFT" in words


@pytest.mark.parametrize("agreed", [None, Target(None, None, "to be set"), Target(None, 240, "no more than")])
def test_used_here_is_said_of_none_where_none_is_the_agreed_one(agreed):
    words, used = used_here(agreed, *PAIR)
    assert used is None and "(used here)" not in words and "none of them is used here" in words
