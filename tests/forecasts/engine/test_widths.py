"""Widths from back-tests: between quarters, with counts' own noise on top."""

import numpy as np
import pytest

from analysis.forecasts.engine.widths import UNKNOWN_EVENTS, at_share, event_unit, law_of_rest, law_of_share
from analysis.forecasts.methods import Panel


def test_a_width_for_nothing_known_is_the_first_of_four():
    assert at_share((0.4, 0.3, 0.2, 0.1), 0.0) == 0.4
    assert at_share((0.3, 0.2, 0.1), 0.0) == 0.3
    assert at_share((0.3, 0.2, 0.1), 11 / 12) == 0.1


def test_small_counts_are_wider_than_their_misses_alone():
    rests = np.array([4.0, 40, 40000])
    law = law_of_rest(("a", "b", "c"), np.zeros(3), rests, 0.5, 0.2, 2)
    np.testing.assert_allclose(law.spread[:, -1], np.sqrt(0.04 + 2 / (rests + 0.5)))
    np.testing.assert_allclose(law.median, rests)


def test_a_share_of_which_part_is_settled_moves_only_by_the_rest():
    law = law_of_share(("a",), np.array([90.0]), 0.75, np.array([50.0]), np.array([0.5]), 1)
    assert law.median[0] == pytest.approx(0.75 * 90 + 0.25 * 50)
    assert law.interval(0.99)[0][0] > 0.75 * 90


def test_what_an_event_is_worth():
    values = np.full((1, 6), 3.0)
    assert event_unit(Panel(values, 4, 2, "count", None, ("a",)), np.array([6.0]))[0] == 1
    known = Panel(values, 4, 2, "rate", np.full((1, 6), 20.0), ("a",))
    assert event_unit(known, np.array([6.0]))[0] == 1 / 20
    unknown = Panel(values, 4, 2, "rate", None, ("a",))
    assert event_unit(unknown, np.array([6.0]))[0] == 6 / UNKNOWN_EVENTS
