"""Everything in a section model is frozen."""

import dataclasses

import pytest

from analysis.pages import chart_models, models, tables


@pytest.mark.parametrize("module", [models, chart_models, tables], ids=lambda module: module.__name__)
def test_every_model_is_frozen(module):
    found = [m for m in vars(module).values() if dataclasses.is_dataclass(m)]
    assert len(found) > 4
    assert all(model.__dataclass_params__.frozen for model in found)
