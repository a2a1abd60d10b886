"""The annual target split over the year: three rules, parts that add up exactly, refusals."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.definitions.errors import InputError
from analysis.statistics.trajectories import trajectory_of_levels, trajectory_to_date

SEASON = {"2010-11": [10, 20, 30, 40], "2011-12": [20, 30, 50, 100]}


def test_straight_line_and_its_reason():
    told = trajectory_to_date(8065, known=2, periods_per_year=4)
    assert told.to_date == 4032.5
    assert told.rule == "straight line"
    assert told.reason == "a seasonal share needs 2 whole years and there are 0"


def test_seasonal_share_states_its_years():
    told = trajectory_to_date(600, known=2, periods_per_year=4, history=SEASON)
    assert told.rule == "seasonal share"
    assert told.years_used == ("2010-11", "2011-12")
    assert told.cumulative == pytest.approx((60, 160, 320, 600))
    assert told.to_date == pytest.approx(160)


@pytest.mark.parametrize(
    ("history", "reason"),
    [
        ({"2011-12": [1, 2, 3, 4]}, "a seasonal share needs 2 whole years and there are 1"),
        ({**SEASON, "2011-12": [1, None, 3, 4]}, "a seasonal share needs 2 whole years and there are 1"),
        ({**SEASON, "2011-12": [1, 2, 3]}, "a seasonal share needs 2 whole years and there are 1"),
        ({**SEASON, "2011-12": [1, math.nan, 3, 4]}, "a seasonal share needs 2 whole years and there are 1"),
        ({"a": [0] * 4, "b": [0] * 4}, "nothing happened in the past years, so they have no seasonal share"),
    ],
)
def test_why_no_seasonal_share(history, reason):
    told = trajectory_to_date(100, 1, 4, history)
    assert (told.rule, told.reason, told.to_date) == ("straight line", reason, 25.0)


def test_agreed_steps_win_over_history():
    told = trajectory_to_date(100, 3, 4, SEASON, steps=[40, 30, 20, 10])
    assert (told.rule, told.parts, told.to_date) == ("agreed steps", (40, 30, 20, 10), 90)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: trajectory_to_date(100, 1, 4, steps=[25, 25, 25, 24]),
        lambda: trajectory_to_date(100, 1, 4, steps=[50, 50]),
        lambda: trajectory_to_date(100, 5, 4),
        lambda: trajectory_to_date(100, -1, 4),
        lambda: trajectory_to_date(math.nan, 1, 4),
        lambda: trajectory_to_date(100, 0, 0),
    ],
)
def test_impossible_trajectories_are_refused(wrong):
    with pytest.raises(InputError, match="To fix it"):
        wrong()


years = st.lists(st.lists(st.floats(0, 1e6), min_size=12, max_size=12), min_size=2, max_size=6)


@given(st.floats(-1e9, 1e9, allow_nan=False), years, st.integers(0, 12))
def test_parts_add_up_to_the_last_bit_in_any_order(target, past, known):
    history = {str(2000 + number): year for number, year in enumerate(past)}
    told = trajectory_to_date(target, known, 12, history)
    parts = list(told.parts)
    for _ in range(3):
        assert sum(parts) == target
        random.Random(1).shuffle(parts)
    assert told.cumulative[-1] == target
    assert told.to_date == (told.cumulative[known - 1] if known else 0)


@given(st.floats(1, 1e6), st.integers(-20, 20))
def test_scaling_the_unit_scales_the_trajectory(target, power):
    plain = trajectory_to_date(target, 2, 4, SEASON)
    scaled = trajectory_to_date(target * 2.0**power, 2, 4, SEASON)
    assert scaled.to_date == plain.to_date * 2.0**power


@pytest.mark.parametrize(("known", "stands"), [(1, 55), (2, 60), (3, 65), (4, 70)])
def test_agreed_levels_are_where_the_year_should_stand_after_each_quarter(known, stands):
    split = trajectory_of_levels((55, 60, 65, 70), known)
    assert (split.to_date, split.rule) == (stands, "agreed steps")
    assert split.cumulative == (55, 60, 65, 70)


def test_a_straight_line_may_be_chosen_where_a_seasonal_share_could_be_had():
    history = {"2010-11": (10, 20, 30, 40), "2011-12": (10, 20, 30, 40)}
    by_season = trajectory_to_date(100, 1, 4, history)
    by_choice = trajectory_to_date(100, 1, 4, history, straight=True)
    assert (round(by_season.to_date), by_choice.to_date) == (10, 25)
    assert (by_choice.rule, by_choice.reason) == ("straight line", "by choice")


@pytest.mark.parametrize(
    ("whole", "cumulative"), [("upper", (299, 598, 897, 1197)), ("lower", (300, 599, 898, 1197))]
)
def test_a_count_on_course_stands_at_whole_numbers_inside_its_bound(whole, cumulative):
    path = trajectory_to_date(1197, known=2, periods_per_year=4, whole=whole)
    assert path.cumulative == cumulative and sum(path.parts) == 1197


def test_a_count_in_the_thousand_millions_loses_none_of_its_year():
    path = trajectory_to_date(4_000_000_000, known=2, periods_per_year=4, whole="upper")
    assert path.to_date == 2_000_000_000
