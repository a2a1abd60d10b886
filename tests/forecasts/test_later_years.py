"""Outlooks of years to come: the law, its own back-test, when nothing is said, and what real series held."""

import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as students_t
from statsmodels.tsa.statespace.structural import UnobservedComponents

from analysis.definitions.periods import parse_year
from analysis.definitions.targets import Target
from analysis.forecasts import later_years
from analysis.forecasts.forecasts import Forecast, Known, forecast
from analysis.forecasts.later_years import Held, Yearly, backtest, outlook, why_no_outlook, yearly
from made_up_figures import a_count, a_percentage, figure, judged_of, share
from project import TESTS
from shared_data import shared_folder

LAST, YEAR = parse_year("2011-12"), parse_year("2012-13")
NONE = Forecast("none", reason="nothing known")
STEADY = Yearly("count", LAST, (100, 104, 99, 103, 101))
HALF = forecast(Known("x", "count", 2, 60, last_year_to_date=50, last_outturn=101))


def said(run=STEADY, wanted="2014-15", this_year=NONE):
    """The outlook with a chance whatever its own back-test held."""
    return replace(outlook(run, this_year, YEAR, parse_year(wanted)), held=None)


@pytest.mark.parametrize(
    ("run", "this_year", "wanted", "why"),
    [
        (STEADY, NONE, "2012-13", ""),
        (STEADY, NONE, "2015-16", ""),
        (STEADY, NONE, "2016-17", "2016-17 is more than 4 years after 2011-12"),
        (STEADY, HALF, "2016-17", ""),
        (STEADY, HALF, "2017-18", "2017-18 is more than 4 years after 2012-13"),
        (STEADY, NONE, "2011-12", "2011-12 is over"),
        (STEADY, HALF, "2011-12", "2011-12 is over"),
        (STEADY, HALF, "2010-11", "2010-11 is over"),
        (replace(STEADY, past=(1, 2, 3, 4)), HALF, "2013-14", "4 of the 5 whole years that a chance needs"),
        (Yearly("count", None, ()), HALF, "2013-14", "0 of the 5 whole years that a chance needs"),
        (replace(STEADY, past=(1, 2, -3, 4, 5)), NONE, "2013-14", "a past outturn lies outside"),
        (Yearly("percentage", LAST, (1, 2, 3, 4, 101)), NONE, "2013-14", "a past outturn lies outside"),
    ],
)
def test_when_nothing_is_said_it_says_why(run, this_year, wanted, why):
    found = why_no_outlook(run, this_year, YEAR, parse_year(wanted))
    assert found.startswith(why) and bool(found) is bool(why)
    assert (outlook(run, this_year, YEAR, parse_year(wanted)) is None) is bool(why)


def test_the_last_outturn_stays_and_its_range_grows_from_year_to_year():
    years = [said(wanted=label) for label in ("2012-13", "2013-14", "2014-15", "2015-16")]
    assert [one.ahead for one in years] == [1, 2, 3, 4]
    assert {one.expected for one in years} == {101.0}
    widths = [one.high80 - one.low80 for one in years]
    assert widths == sorted(widths) and len(set(widths)) == 4


def test_it_is_statsmodels_random_walk_with_the_drift_beside_it():
    """Without prior and drift, centre and variance are those of its forecast at the changes' variance."""
    run = Yearly("rate", LAST, (1000.0, 1300.0, 900.0, 1500.0, 1100.0), events=1e9)
    z = run.bend(run.past)
    changes = np.diff(z)
    variance = (changes @ changes + 4 * (0.15**2 + run.noise(5))) / 8
    model = UnobservedComponents(z, "rwalk")
    walk = model.smooth([variance]).get_forecast(3)
    law = said(run).law
    drift = (3 + 0.25 * 9) / 1.25 / 3
    assert law.centre[0, -1] == pytest.approx(walk.predicted_mean[-1])
    assert law.spread[0, -1] ** 2 == pytest.approx(walk.se_mean[-1] ** 2 * drift, rel=1e-6)
    low, high = students_t(8, law.centre[0, -1], law.spread[0, -1]).ppf([0.1, 0.9])
    assert said(run).low80 == pytest.approx((np.exp(low) - 0.5) * run.unit)
    assert said(run).high80 == pytest.approx((np.exp(high) - 0.5) * run.unit)


def test_with_a_forecast_of_this_year_the_path_starts_there_and_is_as_unsure_as_it():
    start, later = said(wanted="2012-13", this_year=HALF), said(wanted="2013-14", this_year=HALF)
    assert (start.ahead, later.ahead) == (0, 1)
    assert (start.expected, start.low80, start.high80) == (HALF.expected, HALF.low80, HALF.high80)
    assert start.chance(Target(None, 110, "x")) == HALF.chance(None, 110)
    assert later.expected == HALF.expected
    sure = said(wanted="2013-14", this_year=replace(HALF, low80=HALF.expected, high80=HALF.expected))
    assert later.low80 < sure.low80 and later.high80 > sure.high80


@pytest.mark.parametrize("kind", ["count", "rate", "percentage"])
def test_chances_of_either_side_make_one_and_a_bound_that_does_not_meet_is_left_out(kind):
    one = said(replace(STEADY, kind=kind, past=(50, 54, 49, 53, 51)))
    below, under = Target(None, 51, "x"), Target(None, 51, "x", exclusive=True)
    above, over = Target(51, None, "x"), Target(51, None, "x", exclusive=True)
    assert one.chance(below) + one.chance(over) == pytest.approx(1)
    assert one.chance(above) + one.chance(under) == pytest.approx(1)
    if kind == "count":
        assert one.chance(under) == one.chance(Target(None, 50, "x")) < one.chance(below)
    else:
        assert one.chance(under) == pytest.approx(one.chance(below)) == pytest.approx(0.5)
    assert one.chance(Target(None, None, "to be set")) is None


@given(
    st.lists(st.integers(0, 5000), min_size=5, max_size=15).filter(any),
    st.integers(0, 5000), st.integers(0, 200),
    st.sampled_from(["count", "rate"]),
)  # fmt: skip
def test_laws_of_every_outlook(past, bound, easier, kind):
    """A range holds its figure, never falls below zero; an easier target never has less chance; mirrored."""
    run = Yearly(kind, LAST, tuple(past))
    for one in (said(run, label) for label in ("2012-13", "2014-15")):
        assert 0 <= one.low80 <= one.expected <= one.high80
        chances = [one.chance(Target(None, limit, "x")) for limit in (bound, bound + easier)]
        assert 0 <= chances[0] <= chances[1] <= 1
        assert one.chance(Target(bound, None, "x", exclusive=True)) == pytest.approx(1 - chances[0])


@given(st.lists(st.floats(1, 99), min_size=5, max_size=15), st.floats(1, 99))
def test_a_percentage_stays_between_0_and_100_and_is_mirrored_by_what_is_missing_of_it(past, bound):
    one = said(Yearly("percentage", LAST, tuple(past), events=400))
    rest = said(Yearly("percentage", LAST, tuple(100 - value for value in past), events=400))
    assert 0 <= one.low80 <= one.high80 <= 100
    assert rest.low80 == pytest.approx(100 - one.high80)
    assert one.chance(Target(None, bound, "x")) == pytest.approx(rest.chance(Target(100 - bound, None, "x")))


@given(st.lists(st.floats(1, 1000), min_size=5, max_size=12), st.sampled_from([0.001, 60, 1e6]))
def test_the_unit_changes_nothing(past, factor):
    one = said(Yearly("rate", LAST, tuple(past)))
    scaled = said(Yearly("rate", LAST, tuple(value * factor for value in past)))
    assert scaled.expected == pytest.approx(one.expected * factor)
    assert scaled.high80 == pytest.approx(one.high80 * factor)


def test_the_own_back_test_holds_each_past_year_against_what_came():
    run = Yearly("count", LAST, (100, 104, 99, 103, 101, 100, 300, 98))
    near, far = backtest(run, 1), backtest(run, 3)
    assert (near.tried, near.inside80) == (3, 1)  # 300 was not expected, nor after it 98
    assert (far.tried, far.missed_by) == (1, 3)
    assert backtest(STEADY, 1) == Held(1, 0, 0, 0, None)


def test_the_own_back_test_never_sees_the_future():
    """A last year that leaps changes whether it was held, and no other year's range."""
    calm = Yearly("count", LAST, (100, 104, 99, 103, 101, 100, 98, 102))
    leaps = replace(calm, past=(*calm.past[:-1], 900))
    assert (backtest(calm, 1).inside80, backtest(leaps, 1).inside80) == (3, 2)


@pytest.mark.parametrize(
    ("tried", "inside", "poor"),
    [(4, 0, False), (5, 1, True), (5, 2, False), (6, 2, True), (6, 3, False), (10, 5, True), (10, 6, False)],
)
def test_a_back_test_that_holds_too_few_forbids_a_chance(tried, inside, poor):
    held = Held(1, tried, inside, inside, 1.0)
    assert held.is_poor is poor
    chance = replace(said(), held=held).chance(Target(None, 100, "x"))
    assert (chance is None) is poor


def test_a_measures_outturns_are_taken_up_to_the_first_gap():
    labels = ("2005-06", "2007-08", "2008-09", "2009-10", "2010-11", "2011-12")
    past = [figure("outturn", label, 200 + row, row=row) for row, label in enumerate(labels, start=4)]
    judged = judged_of(a_count(), figure("cumulative", "2012-13 Q1-Q2", 100), *past)
    run = yearly(judged.measure, judged.forecast)
    assert (run.kind, run.last, run.past) == ("count", LAST, (205.0, 206.0, 207.0, 208.0, 209.0))
    over = judged_of(a_count(), figure("outturn", "2012-13", 190), *past, quarter=4, as_at="2013-03-31")
    run = yearly(over.measure, over.forecast)
    assert (run.last, run.past[-1], len(run.past)) == (YEAR, 190.0, 6)
    assert why_no_outlook(run, over.forecast, YEAR, parse_year("2016-17")) == ""


def test_a_percentage_stands_on_the_cases_of_its_last_outturn():
    rows = [share("outturn", f"20{at:02d}-{at + 1:02d}", 50 + at, row=at) for at in range(7, 12)]
    rows += [share("numerator", "2011-12", 61, row=20), share("denominator", "2011-12", 100, row=21)]
    run = yearly(judged_of(a_percentage(), *rows).measure, NONE)
    assert (run.kind, len(run.past)) == ("percentage", 5)


@pytest.mark.slow
@pytest.mark.skipif(shared_folder() is None, reason="the shared data is not there")
def test_what_is_printed_of_other_series_is_what_the_benchmark_finds():
    sys.path.insert(0, str(TESTS / "benchmarks"))
    import outlook_accuracy
    from sources import YEARLY

    printed = {"count": later_years.TRIED["count"], "percentage": later_years.TRIED["percentage"]}
    for name, tried in (printed | {"turning": later_years.TURNING}).items():
        found = outlook_accuracy.coverage(YEARLY[name].read(shared_folder() / "data"))
        assert YEARLY[name].title == tried.source
        for (_, n, inside80, inside95, _), told in zip(found, tried.held, strict=True):
            assert (n, round(inside80, 1), round(inside95, 1)) == told
