"""Control charts of series: months before quarters, twelve figures needed, what they are held against."""

from datetime import date, timedelta

import pytest

from analysis import measures
from analysis.controls import control_chart, signals_expected
from analysis.periods import Period
from analysis.targets import Target
from made_up_figures import a_count, a_percentage, a_rate, a_report, figure, observed, rated, share

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


def test_fewer_than_twelve_figures_give_no_chart():
    assert of(a_count(), *monthly([20, 22, 21, 20, 24, 20, 22, 21, 20, 24, 20])) is None


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
    assert of(a_count(), events=EVERY_20_DAYS[:12]) is None
    assert of(a_count(), events=EVERY_20_DAYS[:13]).figures == 12


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
    control = of(a_count(), *monthly([20, 22, 21, 23, 20] * 7), target=target)
    assert control.variation.assurance == "will consistently meet"
    assert control.against == "an even share of the year's target for each month"


def test_signals_that_chance_alone_gives_count_judged_charts_only():
    long, short = of(a_count(), *monthly([20, 22] * 18)), of(a_count(), *monthly([20, 22] * 6))
    assert signals_expected([long, short]) == signals_expected([long]) == pytest.approx((0.272, 0.016))
