"""What is modelled of each kind."""

import numpy as np
import pytest

from analysis.forecasts.engine.figures import RESCALED_MEAN, figures
from analysis.forecasts.methods import Panel


def test_rates_become_the_events_behind_them():
    ready = figures(Panel(np.full((1, 6), 2.0), 4, 2, "rate", np.full((1, 6), 15.0), ("a",)))
    assert ready.values.tolist() == [[30.0] * 6]
    assert ready.unit[0] == pytest.approx(1 / 15)


def test_figures_without_events_are_brought_to_one_mean():
    ready = figures(Panel(np.array([[1.0, 3, 2, 2, np.nan, 2]]), 4, 2, "level", None, ("a",)))
    assert np.nanmean(ready.values) == pytest.approx(RESCALED_MEAN)
    np.testing.assert_allclose(ready.values[0, 0] * ready.unit, 1.0)


def test_percentages_know_how_many_cases_matter():
    ready = figures(Panel(np.full((1, 6), 90.0), 4, 2, "percentage", np.full((1, 6), 200.0), ("a",)))
    assert ready.law == "logit"
    assert ready.events[0] == pytest.approx(200 * 0.1, rel=0.01)


def test_small_counts_lean_on_the_root():
    few, many = (figures(Panel(np.full((1, 6), x), 4, 2, "count", None, ("a",))) for x in (2.0, 900.0))
    assert few.scales[0][1][0] < 0.1 < 0.45 < many.scales[0][1][0]
    assert all(sum(share[0] for _, share in ready.scales) == pytest.approx(1) for ready in (few, many))
