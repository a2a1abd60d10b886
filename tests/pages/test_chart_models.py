"""Charts that show the same are equal, whoever made them; none can be changed once it is on a page."""

import dataclasses

import pytest

from small_charts import PLACES, YEAR


@pytest.mark.parametrize("chart", [PLACES, YEAR], ids=lambda chart: type(chart).__name__)
def test_a_chart_cannot_be_changed_and_equals_its_copy(chart):
    assert dataclasses.replace(chart) == chart != dataclasses.replace(chart, title="Another")
    with pytest.raises(dataclasses.FrozenInstanceError):
        chart.title = "Another"
