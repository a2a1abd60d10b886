"""Judging: each part of a judgement by the rule that owns it, and nothing judged that cannot be."""

import pytest

from analysis.definitions.targets import Agreed, Target, resolve
from analysis.forecasts.scale_ends import is_too_close
from made_up_figures import a_count, a_percentage, figure, judged_of, share

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
    assert (judged.trajectory is None) == (target is None or not target.is_set)
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
    assert judged.status_now == status


def test_only_a_whole_year_leaves_no_room_for_the_tolerance():
    """246 is within 5% of 240, and three quarters' 183 within 5% of 180."""
    printed = figure("cumulative", "2012-13 Q1-Q3", 183)
    judged = judged_of(a_count(), printed, LAST, target=AT_MOST, quarter=3, as_at="2012-12-31")
    assert judged.status_now == "uncertain"
    year = figure("outturn", "2012-13", 246)
    judged = judged_of(a_count(), year, LAST, target=AT_MOST, quarter=4, as_at="2013-03-31")
    assert (judged.status_now, judged.status_year_end) == ("off track", "off track")


def test_a_whole_year_at_the_bound_misses_a_target_that_leaves_it_out():
    target = Target(None, 240, "below", exclusive=True)
    year = figure("outturn", "2012-13", 240)
    judged = judged_of(a_count(), year, LAST, target=target, quarter=4, as_at="2013-03-31")
    assert (judged.status_now, judged.status_year_end) == ("off track", "off track")


def test_a_no_more_than_target_that_is_passed_cannot_be_met():
    judged = judged_of(a_count(), figure("cumulative", "2012-13 Q1-Q2", 241), LAST, target=AT_MOST)
    assert (judged.chance, judged.status_year_end, judged.needed) == (0, "off track", -1)


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
        disputed, forecast = judged.status_year_end == "disputed", judged.forecast.expected is not None
        assert (judged.chance is not None) == (has_target and forecast and not disputed)
        assert (judged.status_year_end in ("not judged", "disputed")) == (judged.chance is None)
        assert judged.chance is None or 0 <= judged.chance <= 1
        assert judged.trajectory is None or judged.measure.accumulates == "sum"
        assert bool(judged.progress_printed) <= judged.headline


@pytest.mark.parametrize(
    ("to_date", "status"),
    [
        (50, "on track"),
        (60, "on track"),
        (49, "uncertain"),
        (47, "off track"),
        (61, "uncertain"),
        (64, "off track"),
    ],
)
def test_a_range_is_split_over_the_year_at_both_ends(to_date, status):
    """100 to 120 in the year is 50 to 60 by half-year."""
    target = Target(100, 120, "between")
    judged = judged_of(a_count(), figure("cumulative", "2012-13 Q1-Q2", to_date), LAST, target=target)
    assert (judged.trajectory_low.to_date, judged.trajectory.to_date) == (50, 60)
    assert judged.status_now == status


def test_a_level_with_agreed_steps_stands_against_the_step_it_should_have_reached():
    steps = Target(70, None, "at least", steps=(55, 60, 65, 70))
    level = a_percentage(accumulates="last")
    judged = judged_of(level, share("in_quarter", "2012-13 Q2", 60), target=steps)
    assert (judged.trajectory.to_date, judged.status_now) == (60, "on track")
    assert judged_of(level, share("in_quarter", "2012-13 Q2", 55), target=steps).status_now == "off track"


def at_year_end(total, target, indicator=None, **figures):
    year = figure("outturn", "2012-13", total, **figures)
    return judged_of(indicator or a_count(), year, LAST, target=target, quarter=4, as_at="2013-03-31")


@pytest.mark.parametrize(
    ("total", "target", "chance"),
    [
        (100, Target(None, 100, "below", exclusive=True), 0),
        (99, Target(None, 100, "below", exclusive=True), 1),
        (100, Target(100, None, "above", exclusive=True), 0),
        (101, Target(100, None, "above", exclusive=True), 1),
        (100, Target(100, 120, "between"), 1),
        (100, Target(100, 120, "between", exclusive=True), 0),
    ],
)
def test_a_bound_that_does_not_meet_the_target_counts_in_the_chance(total, target, chance):
    judged = at_year_end(total, target)
    status = "on track" if chance else "off track"
    assert (judged.chance, judged.status_year_end) == (chance, status)
    assert (judged.status_now == "on track") == bool(chance)


def test_below_five_is_no_more_than_four():
    half = (figure("cumulative", "2012-13 Q1-Q2", 2), LAST)
    below = judged_of(a_count(), *half, target=Target(None, 5, "below", exclusive=True))
    no_more = judged_of(a_count(), *half, target=Target(None, 4, "no more than"))
    assert below.chance == no_more.chance < judged_of(a_count(), *half, target=Target(None, 5, "")).chance


def test_a_ceiling_that_is_reached_already_settles_below():
    judged = judged_of(
        a_count(),
        figure("cumulative", "2012-13 Q1-Q2", 100),
        LAST,
        target=Target(None, 100, "", exclusive=True),
    )
    assert judged.chance == 0


@pytest.mark.parametrize(("low", "high"), [(30.3, None), (None, 30.3)])
def test_decimals_that_make_the_target_meet_it(low, high):
    """10.1 and 20.2 make 30.299999999999997 in floating point."""
    money = a_count(kind="money", unit="pounds", polarity="higher" if low else "lower", second_units=())
    quarters = [
        figure("in_quarter", f"2012-13 Q{n}", value, unit="pounds", row=n)
        for n, value in enumerate((10.1, 20.2, 0, 0), start=1)
    ]
    judged = judged_of(money, *quarters, target=Target(low, high, ""), quarter=4, as_at="2013-03-31")
    assert (judged.chance, judged.status_year_end, judged.status_now) == (1, "on track", "on track")


@pytest.mark.parametrize("polarity", ["lower", "higher"])
@pytest.mark.parametrize("target", [22.2, 0.3, 11.1, 33.7])
def test_a_figure_on_a_decimal_line_is_on_track_from_either_side(polarity, target):
    rate = a_count(kind="rate", unit="per head", polarity=polarity, second_units=())
    bounds = (None, target) if polarity == "lower" else (target, None)
    half = figure("cumulative", "2012-13 Q1-Q2", target / 2, unit="per head")
    assert judged_of(rate, half, target=Target(*bounds, "")).status_now == "on track"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"polarity": "none"}, "nothing says which way is better"),
        ({"stage": "placeholder", "agreed": "the baseline is open"}, "a placeholder: the baseline is open"),
    ],
)
def test_without_polarity_or_as_a_placeholder_nothing_is_judged(changes, reason):
    judged = judged_of(a_count(**changes), *HALF, LAST, target=AT_MOST)
    assert (judged.status_now, judged.status_year_end, judged.chance) == ("not judged", "not judged", None)
    assert judged.needed is None and judged.trajectory is None
    for about in ("status_now", "status_year_end", "needed"):
        assert reason in judged.reason(about)


def test_quarters_of_a_year_that_is_not_comparable_bend_no_trajectory_and_no_test():
    past = [
        figure("in_quarter", f"{year} Q{n}", value, row=10 * row + n)
        for row, year in enumerate(("2009-10", "2010-11", "2011-12"))
        for n, value in enumerate((10, 10, 10, 1000) if year == "2009-10" else (10, 11, 12, 13), start=1)
    ]
    now = figure("cumulative", "2012-13 Q1-Q2", 120, row=99)
    plain = judged_of(a_count(), *past, now, target=AT_MOST)
    apart = judged_of(a_count(not_comparable=("2009-10",)), *past, now, target=AT_MOST)
    assert plain.trajectory.years_used == ("2009-10", "2010-11", "2011-12")
    assert apart.trajectory.years_used == ("2010-11", "2011-12")
    assert "2009-10" not in {outturn.period.label for outturn in apart.measure.outturns}


def test_both_statuses_go_by_the_same_value_at_the_years_end():
    """15 is printed, 85 of 568 is 14.96, and at least 15 was asked for."""
    year = (
        share("outturn", "2012-13", 15, printed="15"),
        share("numerator", "2012-13", 85, row=3),
        share("denominator", "2012-13", 568, row=4),
    )
    judged = judged_of(
        a_percentage(), *year, target=Target(15, None, "at least"), quarter=4, as_at="2013-03-31"
    )
    assert (judged.status_now, judged.chance, judged.is_on_target) == ("off track", 0, False)


def test_no_cases_at_all_are_no_denominator():
    none = (
        share("cumulative", "2012-13 Q1-Q2", 0, printed="0"),
        share("numerator", "2012-13 Q1-Q2", 0, row=3),
        share("denominator", "2012-13 Q1-Q2", 0, row=4),
    )
    judged = judged_of(a_percentage(), *none, target=Target(12, None, "at least"))
    assert is_too_close(judged.forecast) and judged.direction.word == "not comparable"


def test_of_all_cases_there_is_no_one_more():
    all_seen = (
        share("cumulative", "2012-13 Q1-Q2", 100),
        share("numerator", "2012-13 Q1-Q2", 13, row=3),
        share("denominator", "2012-13 Q1-Q2", 13, row=4),
    )
    assert judged_of(a_percentage(), *all_seen).one_more is None


def test_one_more_of_34_is_worth_three_points():
    """2 of 34 is 5.9%, 3 of 34 is 8.8%."""
    few = (
        share("cumulative", "2012-13 Q1-Q2", 5.9, printed="5.9"),
        share("numerator", "2012-13 Q1-Q2", 2, row=3),
        share("denominator", "2012-13 Q1-Q2", 34, row=4),
    )
    judged = judged_of(a_percentage(), *few)
    assert (round(judged.measure.figure.exact, 1), round(judged.one_more, 1)) == (5.9, 8.8)


def test_a_year_at_its_computed_bound_is_judged_and_told_by_the_whole_one():
    """-5% on 1,261 is 1,197.95: the year may reach 1,197, and 598 by the half-year, in every number."""
    past = [figure("in_quarter", f"2011-12 Q{n}", 315 - n) for n in (1, 2, 3, 4)]
    now = [figure("in_quarter", "2012-13 Q1", 299), figure("in_quarter", "2012-13 Q2", 299)]
    line = Agreed(
        ref="THEFT", kind="change_on_baseline", baseline=1261, change_percent=-5, set_by="a", where="b"
    )
    target = resolve(line, "lower", lambda area, what: None, whole=True)
    judged = judged_of(a_count(), *past, *now, target=target)
    assert (judged.target.high, judged.trajectory.to_date, judged.needed) == (1197, 598, 599)
    assert judged.status_now == "on track"


def test_quarters_that_sum_to_nought_meet_a_target_of_nought():
    bills = a_count(kind="money", unit="£ million", second_units=(), breakdowns=())
    cells = ((1, "0.1"), (2, "0.2"), (3, "-0.3"), (4, "0.0"))
    quarters = [
        figure("in_quarter", f"2012-13 Q{n}", float(cell), unit="£ million", printed=cell)
        for n, cell in cells
    ]
    nought = Target(None, 0.0, "no more than")
    judged = judged_of(bills, *quarters, target=nought, quarter=4, as_at="2013-03-31")
    assert (judged.measure.figure.value, judged.status_now, judged.status_year_end) == (
        0.0,
        "on track",
        "on track",
    )
