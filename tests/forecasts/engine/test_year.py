"""How the year is made of known and unseen periods."""

import numpy as np
import pytest

from analysis.forecasts.engine.figures import figures
from analysis.forecasts.engine.year import expected_denominators, year
from analysis.forecasts.methods import Panel


def made(kind, values, known, behind=None):
    panel = Panel(np.array([values], dtype=float), 4, known, kind, behind, ("a",))
    return year(panel, figures(panel))


def test_counts_add_what_is_unseen_step_by_step():
    this_year = made("count", [5] * 4 + [7, 8], 2)
    assert this_year.floor.tolist() == [[15, 15]]
    assert this_year.weights.tolist() == [[[1, 0], [1, 1]]]
    assert not this_year.is_settled


def test_a_missing_known_period_is_among_the_unseen():
    this_year = made("count", [5] * 4 + [np.nan, 8], 2)
    assert this_year.floor.tolist() == [[8, 8]]
    assert this_year.weights.tolist() == [[[1, 1, 0], [1, 1, 1]]]


@pytest.mark.parametrize("kind", ["level", "rolling_year"])
def test_only_the_last_period_counts_for_a_level(kind):
    assert made(kind, [5] * 4 + [7, 8], 2).weights.tolist() == [[[1, 0], [0, 1]]]
    assert made(kind, [5] * 4 + [np.nan, 8, 7, 9], 4).is_settled


def test_a_percentage_is_weighted_by_the_cases_to_come():
    behind = np.array([[100.0, 200, 300, 400, 110, 220]])
    this_year = made("percentage", [50] * 6, 2, behind)
    coming = np.array([330, 440.0])
    np.testing.assert_allclose(this_year.weights[0, 1], coming / coming.sum())
    assert this_year.floor[0, 1] == pytest.approx(50 * 330 / 1100)
    assert this_year.unit[0, 1] == pytest.approx(100 * 770 / 1100)


def test_expected_cases_move_as_this_years_moved():
    panel = Panel(np.full((1, 5), 50.0), 4, 1, "percentage", np.array([[10.0, 20, 30, 40, 15]]), ("a",))
    np.testing.assert_allclose(expected_denominators(panel, figures(panel)), [[15, 30, 45, 60]])
