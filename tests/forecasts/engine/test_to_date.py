"""The sums that simple methods start from, kind by kind."""

import numpy as np
import pytest

from analysis.forecasts.engine.to_date import last_year, to_date
from analysis.forecasts.methods import Panel

VALUES = np.array([[10.0, 20, 30, 40, 12, 22]])


@pytest.mark.parametrize(
    ("kind", "now", "before", "outturn"),
    [("count", 34, 30, 100), ("level", 22, 20, 40), ("percentage", 17, 15, 25)],
)
def test_to_date_and_last_year(kind, now, before, outturn):
    panel = Panel(VALUES, 4, 2, kind, None, ("a",))
    assert [to_date(panel)[0], last_year(panel, 2)[0], last_year(panel)[0]] == [now, before, outturn]


def test_percentages_are_over_all_cases():
    panel = Panel(VALUES, 4, 2, "percentage", np.array([[1.0, 1, 1, 1, 30, 10]]), ("a",))
    assert to_date(panel)[0] == pytest.approx((12 * 30 + 22 * 10) / 40)


def test_a_missing_period_is_taken_to_be_like_the_others():
    values = VALUES.copy()
    values[0, 4] = np.nan
    assert to_date(Panel(values, 4, 2, "count", None, ("a",)))[0] == 44


def test_nothing_known_is_nothing():
    panel = Panel(VALUES[:, :4], 4, 0, "count", None, ("a",))
    assert np.isnan(to_date(panel)[0])
    assert last_year(panel)[0] == 100
