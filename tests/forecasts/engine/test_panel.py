"""The panel: its shape, its parts, and what it refuses."""

import numpy as np
import pytest

from analysis.definitions.errors import InputError
from analysis.forecasts.methods import Panel


def test_a_panel_knows_its_years_and_its_parts():
    panel = Panel(np.arange(20.0).reshape(2, 10), 4, 2, "count", None, ("a", "b"), break_before=4)
    assert (panel.years, panel.left, panel.whole, panel.adds_up) == (2, 2, True, True)
    assert panel.past.shape == (2, 2, 4)
    assert panel.this_year.tolist() == [[8, 9], [18, 19]]
    part = panel.of(np.array([1]))
    assert (part.ids, part.break_before, part.values[0, 0]) == (("b",), 4, 10)


def test_a_rolling_rate_is_not_whole():
    values, behind = np.full((1, 4), 2.5), np.full((1, 4), 10.0)
    assert not Panel(values, 4, 0, "rolling_year", behind, ("a",)).whole
    with pytest.raises(InputError, match="parts of events"):
        Panel(values, 4, 0, "rolling_year", None, ("a",))


def test_a_panel_says_everything_that_is_wrong_at_once():
    with pytest.raises(InputError) as raised:
        Panel(np.ones((2, 7)), 5, 2, "counts", np.ones((1, 7)), ("a", "a"), break_before=9)
    said = str(raised.value)
    assert all(
        words in said for words in ("counts", "periods_per_year is 5", "ids", "denominators", "column 9")
    )
    with pytest.raises(InputError) as raised:
        Panel(np.array([[1.5, -1, 2, 3]]), 4, 0, "count", None, ("a",))
    assert all(words in str(raised.value) for words in ("parts of events", "below zero", "'a', column 1"))
