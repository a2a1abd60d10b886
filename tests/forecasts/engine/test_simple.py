"""From one figure to a distribution as wide as such figures missed by."""

import numpy as np
import pytest

from analysis.forecasts.engine.simple import law_of_latest, simple_law
from analysis.forecasts.methods import Panel


def panel(kind="count", known=2, figure=40.0) -> Panel:
    return Panel(np.full((1, 4 + known), figure), 4, known, kind, None, ("a",))


def test_the_figure_is_the_median_and_the_known_part_its_floor():
    law = simple_law(panel(), np.array([170.0]), (0.2, 0.2, 0.2))
    assert law.median[0] == pytest.approx(170)
    assert law.quantile(1e-9)[0] >= 80


def test_a_percentage_keeps_what_is_settled():
    law = simple_law(panel("percentage"), np.array([40.0]), (0.2, 0.2, 0.2))
    assert law.median[0] == pytest.approx(40)
    low, high = law.interval(0.999)
    assert low[0] >= 20
    assert high[0] <= 70


def test_a_latest_figure_is_less_sure_the_longer_the_way():
    path = law_of_latest(panel("rolling_year", known=1, figure=400.0), np.array([400.0]), 0.1).path()
    assert (np.diff(path.high[0] - path.low[0]) > 0).all()
    np.testing.assert_allclose(path.expected[0], 400)
