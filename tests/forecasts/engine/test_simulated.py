"""Simulated periods put together to the year."""

import numpy as np
import pytest

from analysis.forecasts.engine.simulated import by_simulation
from analysis.forecasts.methods import Panel


def constant(history, panel, seed):
    """Ten paths that all go on with the last figure."""
    return np.full((10, panel.left), history[-1])


@pytest.mark.parametrize(("kind", "outturn"), [("count", 120), ("percentage", 30), ("level", 30)])
def test_the_year_is_made_as_its_kind_is(kind, outturn):
    law = by_simulation(Panel(np.full((2, 10), 30.0), 4, 2, kind, None, ("a", "b")), constant)
    np.testing.assert_allclose(law.median, outturn)


def test_percentages_are_weighted_by_their_cases():
    values = np.array([[50.0] * 8 + [50, 90]])
    behind = np.array([[100.0] * 8 + [100, 300]])
    law = by_simulation(Panel(values, 4, 2, "percentage", behind, ("a",)), constant)
    assert law.median[0] == pytest.approx((50 * 100 + 90 * 300 + 90 * 400) / 800)


def test_gaps_are_bridged_and_short_series_stand_on_last_year():
    values = np.full((1, 10), 30.0)
    values[0, 4] = np.nan
    assert by_simulation(Panel(values, 4, 2, "count", None, ("a",)), constant).median[0] == 120
    short = by_simulation(Panel(np.full((1, 6), 30.0), 4, 2, "count", None, ("a",)), None)
    assert short.median[0] == pytest.approx(120)


def test_each_series_is_simulated_by_its_own_seed():
    seeds = []
    panel = Panel(np.full((2, 10), 30.0), 4, 2, "count", None, ("a", "b"))
    by_simulation(panel, lambda history, panel, seed: seeds.append(seed) or constant(history, panel, seed))
    assert len(set(seeds)) == 2
