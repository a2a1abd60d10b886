"""Control charts of series: months before quarters, how many figures are needed, what they are held against."""

import math
from dataclasses import replace
from datetime import date, timedelta

import pytest

from analysis.definitions.periods import Period
from analysis.definitions.targets import Target
from analysis.judgements import control_charts
from analysis.judgements.control_charts import SHOWN_FROM, control_chart, signals_expected
from analysis.measures import measures
from analysis.statistics.spc.false_alarms import chance_of_signals
from made_up_figures import a_count, a_percentage, a_rate, a_report, figure, judged_of, observed, rated, share

MONTHS = [Period(2009 * 12 + 3 + month, 1).in_words() for month in range(42)]
"""In words, since `2011-12` would be read as the year; the last is September 2012."""


def of(indicator, *figures, target=None, events=(), **report):
    params, observations = a_report(**report), observed(*figures)
    measure = measures.derive(observations, (indicator,), params)[0]
    return control_chart(measure, target, observations, params, events)


def monthly(values):
    months = MONTHS[-len(values) :]
    return [
        figure("in_month", m, v, row=r)
        for r, (m, v) in enumerate(zip(months, values, strict=True))
        if v is not None
    ]


def test_months_come_before_quarters_and_end_with_the_reported_quarter():
    control = of(a_count(), *monthly([20, 22] * 18))
    assert control.every == "month" and control.figures == 36
    assert control.when[-1].label == "2012-09"


def test_what_is_older_than_three_years_is_left_out():
    assert of(a_count(), *monthly([20, 22] * 20)).figures == 36


@pytest.mark.parametrize("figures", range(1, 12))
def test_fewer_than_twelve_figures_give_trial_limits_from_six_on(figures):
    control = of(a_count(), *monthly([20, 22, 21, 20, 24, 20, 22, 21, 20, 24, 99][:figures]))
    assert (control is not None) == (figures >= SHOWN_FROM == 6)
    if control:
        assert control.variation.trial and not control.variation.icon and not control.variation.assurance
        assert control.variation.points[0].high is not None and control.by_chance == (0.0, 0.0)
        assert not any(point.signals for point in control.variation.points)


def test_a_breakdown_has_no_chart_before_it_can_be_judged():
    """A pack with little history is not flooded with charts that say nothing yet."""

    def cars(values):
        figures = [replace(figure, breakdown="cars", row=100 + figure.row) for figure in monthly(values)]
        params, observations = a_report(), observed(*monthly([20, 22] * 6), *figures)
        measure = next(
            m for m in measures.derive(observations, (a_count(),), params) if m.breakdown.name == "cars"
        )
        return control_chart(measure, None, observations, params)

    assert cars([20, 22] * 5) is None
    assert cars([20, 22] * 6).variation.trial


def test_where_neither_has_twelve_figures_the_one_with_more_is_shown():
    quarters = [f"20{10 + n // 4:02d}-{11 + n // 4:02d} Q{n % 4 + 1}" for n in range(10)]
    figures = [figure("in_quarter", q, 60 + n % 3, row=200 + n) for n, q in enumerate(quarters)]
    months = monthly([20, 22, 21] * 2)
    assert of(a_count(), *months, *figures).every == "quarter"
    assert of(a_count(), *months).every == "month"


def test_twelve_months_give_trial_limits_and_no_icon():
    control = of(a_count(), *monthly([20, 22] * 6))
    assert control.variation.trial and not control.variation.icon


def test_a_gap_stays_a_gap():
    control = of(a_count(), *monthly([20, 22, None, 21] * 9))
    assert len(control.when) == 36 and control.figures == 27
    assert [p.value is None for p in control.variation.points].count(True) == 9


def test_a_step_for_the_worse_is_a_concern():
    control = of(a_count(rules="season: none"), *monthly([20, 22, 21] * 9 + [40, 41, 42] * 3))
    assert control.variation.icon == "special cause concern"
    assert "season by choice “none”" in control.rules


def test_screened_ranges_are_reachable_by_name():
    values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    plain = of(a_count(rules="season: none"), *monthly(values))
    screened = of(a_count(), *monthly(values), rules="season: none; moving ranges: screened")
    assert round(screened.variation.points[0].high, 3) == 4.604
    assert round(plain.variation.points[0].high, 3) == 6.952
    assert "screened" in screened.rules and "screened" in screened.variation.rule


def test_a_declared_rebase_gives_new_limits_with_its_reason():
    rebased = a_count(rebases=({"at": "2011-10", "reason": "counted anew"},))
    control = of(rebased, *monthly([20, 22] * 12 + [30, 33] * 6))
    assert [s.why for s in control.variation.segments] == ["", "counted anew"]


def test_a_percentage_with_counts_has_a_p_chart():
    figures = []
    for row in range(16):
        period = f"20{8 + row // 4:02d}-{9 + row // 4:02d} Q{row % 4 + 1}"
        figures += [
            share("in_quarter", period, 50 + row % 3, row=10 * row),
            share("numerator", period, 100 + 2 * (row % 3), row=10 * row + 1),
            share("denominator", period, 200, row=10 * row + 2),
        ]
    control = of(a_percentage(), *figures, quarter=1, as_at="2012-06-30")
    assert control.every == "quarter" and control.variation.rule == "Laney p'"


def test_a_rate_with_counts_has_a_u_chart_in_its_own_unit():
    quarters = [f"20{8 + n // 4:02d}-{9 + n // 4:02d} Q{n % 4 + 1}" for n in range(16)]
    figures = [f for n, q in enumerate(quarters) for f in rated(q, 40 + n % 3, 10_000 + 50 * n, row=10 * n)]
    control = of(a_rate(), *figures, quarter=4, as_at="2013-03-31")
    assert control.variation.rule == "Laney u'"
    assert control.variation.points[0].value == pytest.approx(4.0)
    assert 3.9 < control.variation.points[0].mean < 4.2
    screened = of(a_rate(rules="moving ranges: screened"), *figures, quarter=4, as_at="2013-03-31")
    assert screened.variation.rule == "Laney u' with screened moving ranges"


EVERY_20_DAYS = [date(2011, 1, 1) + timedelta(20 * n + n % 3) for n in range(30)]


def test_events_come_before_months_and_longer_gaps_are_better_where_fewer_are():
    control = of(a_count(), *monthly([20, 22] * 18), events=EVERY_20_DAYS)
    assert (control.every, control.unit, control.polarity, control.figures) == ("event", "days", "higher", 29)
    assert control.when[0] == EVERY_20_DAYS[1] and control.variation.points[0].value == 21
    assert control.since == (date(2012, 9, 30) - EVERY_20_DAYS[-1]).days
    assert of(a_count(polarity="higher"), events=EVERY_20_DAYS).polarity == "lower"
    assert of(a_count(polarity="none"), events=EVERY_20_DAYS).polarity == "none"


def test_more_events_than_before_are_a_concern():
    later = [EVERY_20_DAYS[-1] + timedelta(n) for n in range(1, 9)]
    assert of(a_count(), events=[*EVERY_20_DAYS, *later]).variation.icon == "special cause concern"


def test_the_last_36_gaps_are_shown_in_any_order_of_delivery():
    many = [date(2008, 1, 1) + timedelta(11 * n) for n in range(60)]
    assert of(a_count(), events=many[::-1]).when == tuple(many[-36:])


def test_twelve_events_are_too_few_for_twelve_gaps():
    few = of(a_count(), events=EVERY_20_DAYS[:12])
    assert few.figures == 11 and few.variation.trial and not few.variation.icon
    enough = of(a_count(), events=EVERY_20_DAYS[:13])
    assert enough.figures == 12 and enough.variation.icon
    assert of(a_count(), events=EVERY_20_DAYS[:7]).figures == 6
    assert of(a_count(), events=EVERY_20_DAYS[:6]) is None


def test_few_events_give_way_to_months_that_can_be_judged():
    assert of(a_count(), *monthly([20, 22] * 18), events=EVERY_20_DAYS[:9]).every == "month"


def test_events_are_rebased_from_the_first_one_in_or_after_the_declared_time():
    rebased = a_count(rebases=({"at": "2011-10", "reason": "counted anew"},))
    first, second = of(rebased, events=EVERY_20_DAYS).variation.segments
    days = of(rebased, events=EVERY_20_DAYS).when
    assert days[second.first] >= date(2011, 10, 1) > days[first.last]
    by_day = a_count(rebases=({"at": "2011-10-01", "reason": "counted anew"},))
    assert of(by_day, events=EVERY_20_DAYS).variation.segments[1].first == second.first


def test_two_events_of_one_day_are_two_points():
    twice = sorted([*EVERY_20_DAYS, EVERY_20_DAYS[4]])
    assert [p.value for p in of(a_count(), events=twice).variation.points].count(0) == 1


def test_a_rebase_by_month_is_kept_to_where_only_quarters_are_charted():
    rebased = a_count(rebases=({"at": "2011-10", "reason": "counted anew"},))
    quarters = [f"20{8 + n // 4:02d}-{9 + n // 4:02d} Q{n % 4 + 1}" for n in range(18)]
    figures = [figure("in_quarter", q, 60 + n % 3, row=n) for n, q in enumerate(quarters)]
    segments = of(rebased, *figures).variation.segments
    assert quarters[segments[1].first] == "2011-12 Q3"


@pytest.mark.parametrize("at", ["soon", "2011-13", "2011-02-30", "2011-14"])
def test_a_rebase_at_no_time_is_refused(at):
    with pytest.raises(ValueError):
        a_count(rebases=({"at": at, "reason": "counted anew"},))


def test_assurance_is_held_against_an_even_share_of_what_adds_up():
    target = Target(None, 600, "no more than")
    control = of(a_count(), *monthly([20, 22, 21, 23, 20] * 5), target=target)
    assert control.variation.assurance == "will consistently meet"
    assert control.against == (
        "an even share of the year's target for each month "
        "(a seasonal share needs 2 whole years and there are 1)"
    )


SUMMER = [10, 12, 30, 40, 42, 30, 12, 10, 8, 9, 8, 10]
"""April to March: 221 a year."""


def test_assurance_is_held_against_the_indicator_s_own_seasonal_share():
    """40 in July is no miss where July has 40 of the year's 221; an even share would be 20.8 a month."""
    values = [v + (n * 7) % 5 - 2 for n, v in enumerate([*SUMMER * 3, *SUMMER[:6]])]
    control = of(a_count(), *monthly(values), target=Target(None, 500, "no more than"))
    assert control.variation.assurance == "will consistently meet"
    assert control.against == (
        "each month's share of the year's target, by the seasonal pattern of 3 whole years, 2009-10 to 2011-12"
    )
    low, high, _ = control_charts._against(
        measures.derive(observed(*monthly(values)), (a_count(),), a_report())[0],
        Target(None, 500, "no more than"), "month", control.when,
    )  # fmt: skip
    assert low is None and len(high) == 36
    whole_years = [sum(high[start : start + 12]) for start in (0, 6, 24)]
    assert whole_years == pytest.approx([500] * 3)
    assert high[9] > 4 * high[14], "July against December"


def test_quarters_have_the_parts_that_their_status_is_held_against():
    quarters = [f"20{8 + n // 4:02d}-{9 + n // 4:02d} Q{n % 4 + 1}" for n in range(18)]
    values = [[30, 60, 20, 10][n % 4] + n % 3 for n in range(18)]
    figures = [
        figure("in_quarter", q, v, row=n) for n, (q, v) in enumerate(zip(quarters, values, strict=True))
    ]
    target = Target(None, 240, "no more than")
    control, judged = of(a_count(), *figures, target=target), judged_of(a_count(), *figures, target=target)
    assert control.against.endswith("by the seasonal pattern of 4 whole years, 2008-09 to 2011-12")
    _, high, _ = control_charts._against(judged.measure, target, "quarter", control.when)
    year = (
        *high[-2:],
        *high[-4:-2],
    )  # April first; the year stands at whole numbers, a period's part need not
    assert [math.floor(math.fsum(year[: end + 1]) + 1e-6) for end in range(4)] == [
        *judged.trajectory.cumulative
    ]


@pytest.mark.parametrize(
    ("every", "start", "parts"),
    [("quarter", 0, (60, 100, 50, 30)), ("month", 4, (100 / 3, 100 / 3, 50 / 3, 50 / 3, 50 / 3, 10, 10, 10))],
)
def test_agreed_steps_are_kept_to_and_months_have_a_third_each(every, start, parts):
    measure = judged_of(a_count(), *monthly([20, 22] * 18)).measure
    target = Target(None, 240, "no more than", steps=(60.0, 100.0, 50.0, 30.0))
    length = control_charts.MONTHS[every]
    periods = [Period(2011 * 12 + 3 + length * (start + n), length) for n in range(len(parts))]
    _, high, words = control_charts._against(measure, target, every, periods)
    assert high == pytest.approx(parts)
    assert words == f"each {every}'s share of the year's target, by its agreed steps"


def test_a_percentage_is_held_against_the_target_itself():
    control = of(a_percentage(), *percentages([(100, 200)] * 12), target=Target(40, None, "at least"))
    assert control.against == "the target"


def percentages(counts):
    """Quarters to 2012-13 Q2 of so many seen of so many people; a count of None is not printed."""
    found = []
    for row, (seen, people) in enumerate(counts):
        quarter = Period(2012 * 12 + 6 - 3 * (len(counts) - 1 - row), 3).label
        found.append(share("in_quarter", quarter, 100 * seen / people if people else 0, row=10 * row))
        found.append(share("numerator", quarter, seen, row=10 * row + 1))
        found += [share("denominator", quarter, people, row=10 * row + 2)] if people is not None else []
    return found


MANY = [(100 + n % 5, 200 + n % 3) for n in range(14)]


def test_a_quarter_without_cases_is_a_gap_of_the_p_chart_and_the_page_is_told():
    control = of(a_percentage(), *percentages([*MANY[:5], (0, 0), *MANY[6:]]))
    assert control.variation.rule == "Laney p'"
    assert [n for n, point in enumerate(control.variation.points) if point.value is None] == [5]
    assert control.notes == ("1 quarter is a gap, since nothing was there to count (a denominator of 0)",)
    two = of(a_percentage(), *percentages([*MANY[:5], (0, 0), (0, 0), *MANY[7:]]))
    assert two.notes[0].startswith("2 quarters are gaps")


def test_a_quarter_without_its_counts_is_named_where_limits_cannot_follow_them():
    control = of(a_percentage(), *percentages([*MANY[:5], (100, None), *MANY[6:]]))
    assert control.variation.rule == "XmR"
    assert control.notes == (
        "1 quarter without the counts behind the figure, so the limits do not follow the number of cases",
    )
    assert of(a_percentage(), *percentages(MANY)).notes == ()


def test_rare_events_get_no_icon_and_the_reason_points_to_days_between_them():
    control = of(a_count(), *monthly([0, 0, 1, 0, 0, 0] * 6))
    assert not control.variation.icon and "days between" in control.variation.reason
    assert control.variation.why_not_adjusted == "too few events to see a season"
    assert signals_expected([control]) == (0.0, 0.0)


def test_signals_that_chance_alone_gives_count_judged_charts_only():
    long, short = (of(a_count(), *monthly([20, 22, 21, 19, 23] * times)) for times in (7, 3))
    assert signals_expected([long, short]) == signals_expected([long])
    expected = chance_of_signals([35], "month means", 12, level=21)
    assert signals_expected([long]) == pytest.approx(expected) and 0.25 < expected[0] < 0.4
    twice = signals_expected([long, long])
    assert twice == pytest.approx((2 * expected[0], 2 * expected[1]))


def test_what_chance_gives_follows_the_kind_of_chart():
    """By number of points, season, screening, events a period, and segments."""
    values = ([20, 22, 19, 24, 21, 18, 23] * 6)[:36]
    level = sum(values) / 36
    plain = of(a_count(rules="season: none"), *monthly(values))
    assert plain.by_chance == pytest.approx(chance_of_signals([36], level=level))
    screened = of(a_count(rules="moving ranges: screened"), *monthly(values))
    assert screened.by_chance == pytest.approx(chance_of_signals([36], "month means", 12, level, "screened"))
    harmonics = of(a_count(rules="season: harmonics by AICc"), *monthly(values))
    assert harmonics.by_chance == pytest.approx(chance_of_signals([36], "harmonics by AICc", 12, level))
    few = of(a_count(), *monthly(([2, 1, 3, 0, 2, 4, 2] * 6)[:35]))
    assert few.by_chance == pytest.approx(chance_of_signals([35], "month means", 12, 2))
    rebased = a_count(rebases=({"at": "2010-10", "reason": "counted anew"},))
    assert of(rebased, *monthly(values)).by_chance == pytest.approx(
        chance_of_signals([12, 24], "month means", 12, level)
    )
    late = a_count(rebases=({"at": "2012-06", "reason": "counted anew"},))
    on_trial = of(late, *monthly(values)).by_chance
    assert on_trial[0] > 0 and on_trial[1] == 0
    events = of(a_count(), events=EVERY_20_DAYS)
    assert events.by_chance == pytest.approx(chance_of_signals([29], "events"))
    quarters = of(a_percentage(), *percentages(MANY))
    cases = sum(min(seen, people - seen) for seen, people in MANY) / len(MANY)
    assert quarters.by_chance == pytest.approx(chance_of_signals([14], "month means", 4, cases))


def test_limits_stay_where_figures_can_be():
    """No count is below 0 and no percentage above 100; what is measured in neither is left as it is."""
    count = of(a_count(), *monthly([2, 9, 0, 7, 1, 12, 3]))
    assert {point.low for point in count.variation.points} == {0.0} and count.variation.points[0].high > 12
    printed = [
        share("in_quarter", Period(2012 * 12 + 6 - 3 * n, 3).label, [100, 90, 97][n % 3], row=n)
        for n in range(7)
    ]
    assert {point.high for point in of(a_percentage(), *printed).variation.points} == {100.0}
    falls = [
        share("in_quarter", Period(2012 * 12 + 6 - 3 * n, 3).label, [10, -9, 7][n % 3], row=n)
        for n in range(7)
    ]
    assert of(a_percentage(), *falls).variation.points[0].low < -9
