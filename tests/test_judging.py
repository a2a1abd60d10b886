"""Judging: each part of a judgement by the rule that owns it, and nothing judged that cannot be."""

import pytest

from analysis.directions import direction_of_counts
from analysis.targets import Target
from made_up_figures import a_count, a_percentage, a_rate, figure, judged_of, rated, share

AT_MOST = Target(None, 240, "no more than", "board", "plan")
HALF = (figure("cumulative", "2012-13 Q1-Q2", 120), figure("cumulative", "2011-12 Q1-Q2", 130, row=3))
LAST = figure("outturn", "2011-12", 260, row=4)
SEEN = (
    share("cumulative", "2012-13 Q1-Q2", 12, printed="12"),
    share("numerator", "2012-13 Q1-Q2", 68, row=3),
    share("denominator", "2012-13 Q1-Q2", 568, row=4),
)


def test_a_count_on_its_straight_trajectory_is_on_track():
    judged = judged_of(a_count(), *HALF, LAST, target=AT_MOST)
    assert judged.headline
    assert (judged.trajectory.to_date, judged.trajectory.rule) == (120, "straight line")
    assert judged.status_now == "on track"
    assert judged.needed == 120
    assert 0 < judged.chance < 1
    assert judged.is_on_target


@pytest.mark.parametrize(("to_date", "status"), [(120, "on track"), (126, "uncertain"), (127, "off track")])
def test_status_now_stands_against_the_trajectory(to_date, status):
    judged = judged_of(a_count(), figure("cumulative", "2012-13 Q1-Q2", to_date), LAST, target=AT_MOST)
    assert judged.status_now == status


@pytest.mark.parametrize(("tolerance", "status"), [(5, "off track"), (10, "uncertain")])
def test_the_indicators_own_tolerance_counts(tolerance, status):
    thefts = a_count(status_tolerance=tolerance)
    judged = judged_of(thefts, figure("cumulative", "2012-13 Q1-Q2", 130), LAST, target=AT_MOST)
    assert judged.status_now == status


def test_agreed_steps_are_the_trajectory():
    steps = Target(None, 240, "no more than", steps=(90, 40, 60, 50))
    judged = judged_of(a_count(), *HALF, LAST, target=steps)
    assert (judged.trajectory.to_date, judged.trajectory.rule) == (130, "agreed steps")


@pytest.mark.parametrize("how", ["ratio", "last", "rolling"])
def test_what_does_not_add_up_stands_against_the_target_itself(how):
    judged = judged_of(a_percentage(accumulates=how), *SEEN, target=Target(12.4, None, "at least"))
    assert judged.trajectory is None
    assert judged.status_now == "uncertain"


def test_the_status_goes_by_the_counts_not_by_the_rounded_percentage():
    """12 is printed, 68 of 568 is 11.97."""
    judged = judged_of(a_percentage(), *SEEN, target=Target(12, None, "at least"))
    assert judged.status_now == "uncertain"
    assert judged_of(a_percentage(), SEEN[0], target=Target(12, None, "at least")).status_now == "on track"


def test_a_percentages_need_is_a_numerator_and_its_worth_one_more_case():
    judged = judged_of(a_percentage(), *SEEN, target=Target(14.9, None, "above", exclusive=True))
    assert judged.needed == 85
    assert judged.one_more == pytest.approx(100 * 69 / 568)


@pytest.mark.parametrize(
    "target",
    [None, Target(None, None, "to be set"), Target(100, 300, "between")],
    ids=["none", "words", "range"],
)
def test_without_a_one_sided_target_nothing_is_needed(target):
    judged = judged_of(a_count(), *HALF, LAST, target=target)
    assert judged.needed is None
    assert judged.trajectory is None
    if target is None or not target.is_set:
        assert (judged.status_now, judged.status_year_end, judged.chance) == (
            "not judged",
            "not judged",
            None,
        )


@pytest.mark.parametrize(
    "figures",
    [(), (figure("in_quarter", "2012-13 Q2", 76),), (LAST,)],
    ids=["nothing", "not from April", "last year alone"],
)
def test_without_a_year_to_date_the_status_now_is_not_judged(figures):
    judged = judged_of(a_count(), *figures, target=AT_MOST)
    assert (judged.status_now, judged.needed, judged.trajectory) == ("not judged", None, None)


@pytest.mark.parametrize(
    ("total", "chance", "status"), [(240, 1, "on track"), (241, 0, "off track"), (10, 1, "on track")]
)
def test_at_the_years_end_the_outturn_is_settled(total, chance, status):
    year = figure("outturn", "2012-13", total)
    judged = judged_of(a_count(), year, LAST, target=AT_MOST, quarter=4, as_at="2013-03-31")
    assert (judged.chance, judged.status_year_end) == (chance, status)


def test_a_no_more_than_target_that_is_passed_cannot_be_met():
    judged = judged_of(a_count(), figure("cumulative", "2012-13 Q1-Q2", 241), LAST, target=AT_MOST)
    assert (judged.chance, judged.status_year_end, judged.needed) == (0, "off track", -1)


@pytest.mark.parametrize(
    ("now", "before", "polarity", "word"),
    [
        (120, 130, "lower", "no clear change"), (100, 160, "lower", "better"), (160, 100, "lower", "worse"),
        (160, 100, "higher", "better"),
    ],
)  # fmt: skip
def test_the_direction_of_counts_goes_by_chance(now, before, polarity, word):
    figures = figure("cumulative", "2012-13 Q1-Q2", now), figure("cumulative", "2011-12 Q1-Q2", before)
    direction = judged_of(a_count(polarity=polarity), *figures).direction
    assert direction.word == word
    assert (direction.p_value < 0.05) is (word != "no clear change")


@pytest.mark.parametrize(
    ("now", "before", "word"), [(80, 82, "no clear change"), (76, 82, "worse"), (88, 82, "better")]
)
def test_percentages_without_counts_go_by_the_stated_tolerance(now, before, word):
    figures = share("cumulative", "2012-13 Q1-Q2", now), share("cumulative", "2011-12 Q1-Q2", before)
    direction = judged_of(a_percentage(), *figures).direction
    assert (direction.word, direction.p_value) == (word, None)


def test_a_half_year_is_not_compared_with_a_rolling_year_without_counts():
    figures = share("rolling_12_months", "2012-13 Q2", 12), share("cumulative", "2011-12 Q1-Q2", 14)
    judged = judged_of(a_percentage(accumulates="rolling"), *figures)
    assert judged.direction.word == "not comparable"
    assert "April to September 2011" in judged.direction.reason


@pytest.mark.parametrize(
    ("figures", "word"),
    [
        (HALF, "better"),
        ((HALF[0], figure("cumulative", "2011-12 Q1-Q2", 120)), "same"),
        ((HALF[0], figure("cumulative", "2011-12 Q1-Q2", 119)), "worse"),
        ((HALF[0], LAST), "better"),
        ((HALF[0], figure("outturn", "2011-12", 239)), "worse"),
        ((HALF[0],), "not comparable"),
    ],
)
def test_as_published_any_difference_counts_from_last_year_or_the_projection_from_the_outturn(figures, word):
    assert judged_of(a_count(), *figures).direction_as_published == word


def printed_target(value, **more):
    return figure("target", "2012-13", value, row=9, **more)


@pytest.mark.parametrize(
    ("target", "progress"),
    [
        (printed_target(240), "green"),
        (printed_target(239), "not green"),
        (printed_target(240, source="plan"), ""),
        (figure("target", "2013-14", 240, row=9), ""),
        (printed_target(2, unit="crimes per 1000 population"), ""),
    ],
    ids=["met", "missed", "another document", "another year", "another unit"],
)
def test_progress_as_published_holds_the_doubled_half_year_against_its_own_documents_target(target, progress):
    assert judged_of(a_count(), *HALF, target, target=AT_MOST).progress_as_published == progress


def rating(measure, word, **more):
    return figure(measure, "2012-13 Q1-Q2", None, **{"unit": "word", "word": word, "row": 20, **more})


def test_printed_words_come_from_the_most_trusted_source_that_has_them():
    words = (
        rating("progress_rating", "amber", source="plan"),
        rating("progress_rating", "green"),
        rating("direction_rating", "worse", source="plan"),
    )
    judged = judged_of(a_count(), *HALF, *words)
    assert (judged.progress_printed, judged.direction_printed) == ("green", "worse")


def test_statuses_differ_where_the_parameters_say_so():
    strict = judged_of(a_count(), *HALF, LAST, target=AT_MOST, on_track_from=1.0, off_track_to=0.0)
    loose = judged_of(a_count(), *HALF, LAST, target=AT_MOST, on_track_from=0.51, off_track_to=0.49)
    assert strict.status_year_end == "uncertain"
    assert loose.status_year_end in ("on track", "off track")


def test_the_judgements_of_the_real_report_are_consistent(halton):
    for judged in halton.judgements:
        has_target = judged.target is not None and judged.target.is_set
        assert (judged.chance is not None) == (has_target and judged.forecast.expected is not None)
        assert (judged.status_year_end == "not judged") == (judged.chance is None)
        assert judged.chance is None or 0 <= judged.chance <= 1
        assert judged.trajectory is None or judged.measure.accumulates == "sum"
        assert bool(judged.progress_printed) <= judged.headline


def test_rates_are_compared_by_the_counts_behind_them_over_their_people():
    half = [
        *rated("2011-12 Q1", 360, 120_000, 10), *rated("2011-12 Q2", 380, 120_000, 20),
        *rated("2012-13 Q1", 370, 60_000, 30), *rated("2012-13 Q2", 390, 60_000, 40),
    ]  # fmt: skip
    judged = judged_of(a_rate(), *half)
    assert judged.direction.word == "worse" and judged.direction.p_value < 1e-6
    alone = direction_of_counts(760, 740, 60_000, 120_000)
    assert judged.direction.p_value == pytest.approx(alone.p_value)


def test_a_rates_own_past_counts_widen_its_test():
    past = [
        row
        for n in range(8)
        for row in rated(
            f"20{9 + n // 4:02d}-{10 + n // 4} Q{n % 4 + 1}", 300 + 90 * (n % 3), 120_000, 10 * n
        )
    ]
    half = [*rated("2011-12 Q1", 360, 120_000, 100), *rated("2012-13 Q1", 420, 120_000, 110)]
    judged = judged_of(a_rate(), *past, *half, quarter=1, as_at="2012-06-30")
    assert judged.direction.overdispersion > 2 and judged.direction.p_widened > judged.direction.p_value
