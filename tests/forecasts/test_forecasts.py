"""The ladder: every rung, its words, its figures, and what it says when no forecast is due."""

import math
from dataclasses import replace

import pytest

from analysis.definitions.errors import InputError
from analysis.forecasts.forecasts import Forecast, Known, forecast, forecast_all
from analysis.forecasts.methods import METHODS

QUARTERS = ((220, 250, 250, 270), (200, 250, 260, 230), (240, 250, 255, 240))
HALTON = [
    ("anti-social behaviour", 3710, 3836, 7434, 7337, 7420, 7190),
    ("acquisitive crime", 559, 761, 1548, 1181, 1118, 1137),
    ("assault", 382, 405, 814, 772, 764, 768),
]
RUNGS = [
    (Known("all known", "count", 4, 55), "settled", "outturn itself"),
    (
        Known("quarters", "count", 2, 450, known_values=(210, 240), history=QUARTERS),
        "structural_average",
        "3 whole",
    ),
    (Known("past only", "count", 0, history=QUARTERS), "structural_average", "nothing of this year"),
    (Known("two points", "count", 2, 45, last_year_to_date=40, last_outturn=90), "damped_share", "half-year"),
    (Known("Q1", "count", 1, 45, last_year_to_date=40, last_outturn=190), "damped_share", "first quarter"),
    (Known("one point", "count", 2, 45, last_outturn=90), "damped_outturn", "figure to date"),
    (Known("older", "count", 2, 45, outturns=(80, 90)), "damped_outturn", "figure to date"),
    (Known("last only", "count", 0, None, last_outturn=90), "last_outturn", "last year's outturn only"),
    (Known("date only", "count", 2, 45), "pro_rata", "no past year"),
    (Known("bare %", "percentage", 2, 81.94, False, last_outturn=85.78), "damped_outturn", "figure to date"),
    (Known("% only", "percentage", 3, 81.94, False), "damped_outturn", "no past year"),
    (Known("rolling", "rolling_year", 2, 34, last_outturn=27), "damped_outturn", "figure to date"),
    (
        Known("rolling %", "percentage", 2, 34, False, last_outturn=27.6, rolling=True),
        "damped_outturn",
        "outturn",
    ),
    (Known("level", "level", 1, 100, last_outturn=110), "damped_outturn", "figure to date"),
    (Known("rate", "rate", 2, 16.37, False, last_outturn=46.77), "damped_outturn", "figure to date"),
]


@pytest.mark.parametrize(("name", "known", "last_known", "last", "expected", "pro_rata", "share"), HALTON)
def test_last_years_half_and_outturn(name, known, last_known, last, expected, pro_rata, share):
    said = forecast(Known(name, "count", 2, known, last_year_to_date=last_known, last_outturn=last))
    assert said.expected == expected
    assert said.pro_rata == pro_rata
    assert round(said.last_year_share) == share
    assert said.low95 < said.low80 < expected < said.high80 < said.high95


@pytest.mark.parametrize(("known", "name", "words"), RUNGS, ids=[row[0].id for row in RUNGS])
def test_each_rung_says_where_it_stands(known, name, words):
    said = forecast(known)
    assert (said.method, said.reason) == (name, "")
    assert name in METHODS or name == "settled"
    assert words in said.rung
    assert said.low95 <= said.low80 <= said.expected <= said.high80 <= said.high95
    assert 0 <= said.chance(None, said.expected) <= 1


NO_FORECAST = [
    Known("new", "count", 0),
    Known("survey", "survey", 0, 17.0),
    Known("reduction", "percentage", 2, -4.5, False, last_outturn=3.0),
    Known("over", "percentage", 2, 104.0, False),
]


@pytest.mark.parametrize("known", NO_FORECAST, ids=[known.id for known in NO_FORECAST])
def test_no_forecast_has_a_reason_and_no_figures(known):
    said = forecast(known)
    assert said.reason
    assert (said.expected, said.low80, said.high95, said.chance(None, 5), said.path) == (None,) * 4 + ((),)


def test_a_known_year_is_the_outturn_and_settles_every_question():
    said = forecast(Known("full", "count", 4, 55))
    assert (said.low95, said.expected, said.high95) == (55, 55, 55)
    assert [said.chance(None, 55), said.chance(None, 54), said.chance(55, 60), said.chance(56, None)] == [
        1,
        0,
        1,
        0,
    ]


def test_what_has_happened_is_not_undone():
    said = forecast(Known("high", "count", 3, 300, last_year_to_date=100, last_outturn=120))
    assert said.low95 >= 300
    assert said.chance(None, 299) == 0
    assert said.chance(300, None) == 1


def test_a_percentage_with_cases_keeps_what_is_settled():
    bare = Known("bare", "percentage", 3, 90.0, False, last_outturn=80.0)
    cases = Known("cases", "percentage", 3, 90.0, False, last_outturn=80.0, numerator=900, denominator=1000)
    few = Known("few", "percentage", 3, 90.0, False, last_outturn=80.0, numerator=9, denominator=10)
    assert forecast(cases).low95 > 90 * 0.75
    assert forecast(few).high80 - forecast(few).low80 > forecast(cases).high80 - forecast(cases).low80
    assert forecast(bare).high95 <= 100


def test_baselines_of_kinds_that_do_not_add_up_are_the_latest_figure():
    said = forecast(Known("x", "percentage", 2, 81.94, False, last_year_to_date=80.0, last_outturn=85.0))
    assert (said.pro_rata, said.last_year_share) == (81.94, None)


def test_the_path_ends_in_the_years_own_interval():
    for known, _, _ in RUNGS[1:]:
        said = forecast(known)
        end = said.path[-1]
        assert (end.period, end.expected, end.low80, end.high80) == (
            4,
            said.expected,
            said.low80,
            said.high80,
        )
        assert [point.period for point in said.path] == list(range(5 - len(said.path), 5))


def test_a_spoilt_past_quarter_is_pulled_back_and_said():
    spoilt = (*QUARTERS[:2], (240, 250, 900, 240))
    said = forecast(Known("x", "count", 2, 450, known_values=(210, 240), history=spoilt))
    plain = forecast(Known("x", "count", 2, 450, known_values=(210, 240), history=QUARTERS))
    assert said.pulled_back_at == (1, 3)
    assert "Q3, last year" in said.pulled_back
    assert plain.pulled_back is None
    assert abs(said.expected - plain.expected) < 0.2 * plain.expected


def test_a_quarter_outside_history_is_said_and_a_declared_break_answers_it():
    steady = ((200, 210, 220, 205),) * 4
    said = forecast(Known("x", "count", 1, 500, known_values=(500,), history=steady))
    assert "Q1 is outside what history allows" in said.outside_history
    declared = forecast(Known("x", "count", 1, 500, known_values=(500,), history=steady, break_before=16))
    assert declared.outside_history is None
    assert declared.expected > 1800


def test_together_as_alone_and_in_order():
    known = [row[0] for row in RUNGS]
    together = forecast_all(known)
    assert [said.id for said in together] == [one.id for one in known]
    for one, said in zip(known, together, strict=True):
        alone = forecast(one)
        assert said.method == alone.method
        assert math.isclose(said.expected, alone.expected, rel_tol=1e-9)
        assert math.isclose(said.high95, alone.high95, rel_tol=1e-9)
    assert list(together[0].draws(3, 1)) == [55, 55, 55]
    assert list(together[3].draws(5, 7)) == list(forecast(known[3]).draws(5, 7))


def test_arrears_are_said():
    said = forecast(Known("x", "count", 1, 210, known_values=(210,), history=QUARTERS, arrears=1))
    assert said.rung == "from 3 whole years of quarters; figures come 1 quarter behind"


def test_counts_are_whole_and_money_is_not():
    count = forecast(Known("x", "count", 2, 45, last_year_to_date=40, last_outturn=91))
    money = forecast(Known("x", "rate", 2, 45.5, False, last_year_to_date=40, last_outturn=91))
    assert all(x == round(x) for x in (count.expected, count.low80, count.high95))
    assert money.expected != round(money.expected)


def test_a_rolling_count_is_whole_and_rests_on_its_totals():
    totals = ((100, 104, 99, 101), (103, 100, 98, 102))
    said = forecast(Known("x", "count", 2, 99, known_values=(101, 99), history=totals, rolling=True))
    assert said.method == "structural_average"
    assert said.expected == round(said.expected)
    assert 90 <= said.expected <= 110
    assert said.pro_rata == 99


def test_last_year_is_read_from_its_periods_where_nothing_else_tells():
    said = forecast(Known("x", "count", 2, 100, history=((50, 60, 70, 80),)))
    assert said.method == "damped_share"
    assert said.last_year_share == pytest.approx(100 * 260 / 110)


def test_a_rate_with_its_population_knows_its_noise():
    few = Known("x", "rate", 2, 2.0, False, last_year_to_date=2.0, last_outturn=4.0, events_per_unit=2.0)
    many = Known("x", "rate", 2, 2.0, False, last_year_to_date=2.0, last_outturn=4.0, events_per_unit=2000.0)
    assert forecast(few).high80 - forecast(few).low80 > 1.5 * (forecast(many).high80 - forecast(many).low80)


def test_everything_wrong_is_said_at_once():
    with pytest.raises(InputError) as raised:
        Known("x", "count", 5, -1, history=((1, 2, 3),))
    assert all(words in str(raised.value) for words in ("'x'", "known is 5", "past year", "below zero"))
    with pytest.raises(InputError, match="'counts' is not one of"):
        Known("x", "counts", 2, 4)


def test_forecasts_compare_by_what_they_say():
    known = Known("x", "count", 2, 45)
    assert forecast(known) == forecast(known)
    assert isinstance(forecast(known), Forecast)


def test_a_rolling_percentage_of_few_cases_is_as_uncertain_as_they_are():
    def said(numerator, cases):
        known = Known("few", "percentage", 2, 100 * numerator / cases, numerator=numerator, denominator=cases)
        return forecast(replace(known, last_outturn=11.0, rolling=True))

    few, many = said(2, 34), said(200, 3400)
    assert few.low95 < 2 and few.high95 > 18, "Wilson's interval of 2 of 34 is 1.6 to 19.1"
    assert many.low80 > few.low80 and many.high80 < few.high80
    assert few.expected == pytest.approx(many.expected)


def test_a_missing_year_and_a_year_with_gaps_are_not_counted_as_whole():
    whole, gone, gap = (105.0, 110.0, 115.0, 120.0), (None,) * 4, (105.0, None, 115.0, 120.0)
    known = Known("X", "count", 2, 220.0, known_values=(110.0, 110.0), history=(whole, gone, whole))
    assert forecast(known).rung == "from 2 whole years of quarters"
    assert (
        forecast(replace(known, history=(gap, whole))).rung
        == "from 1 whole year and 1 year with gaps of quarters"
    )


def test_a_year_that_is_over_is_its_outturn_though_a_quarter_is_below_zero():
    known = Known("X", "rate", 4, -0.5, known_values=(0.1, 0.2, -0.9, 0.1), history=((0.1, 0.2, 0.1, 0.3),))
    said = forecast(known)
    assert (said.expected, said.low80, said.high80, said.method) == (-0.5, -0.5, -0.5, "settled")
    assert (said.chance(None, 0), said.chance(0, None)) == (1, 0)
    assert forecast(replace(known, known=2, to_date=-0.7, known_values=(0.1, -0.8))).expected is None
