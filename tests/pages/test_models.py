"""Section models refuse what cannot be shown; everything in them is frozen."""

import dataclasses

import pytest

from analysis.pages import models as section_models
from analysis.pages.models import Cell, Column, Table


def test_a_table_has_a_caption_and_rows_as_wide_as_its_heading():
    columns = (Column("Year"), Column("Figure", numeric=True))
    row = (Cell("2012-13"), Cell("3,710", value=3710.0))
    assert Table("Figures by year", columns, (row,)).rows == (row,)
    with pytest.raises(ValueError, match=r"rows of 2 cells; wrong: \[1\]"):
        Table("Figures by year", columns, (row, row[:1]))
    with pytest.raises(ValueError, match="needs a caption"):
        Table("", columns, (row,))


def test_every_model_is_frozen():
    models = [m for m in vars(section_models).values() if dataclasses.is_dataclass(m)]
    assert len(models) > 12
    assert all(model.__dataclass_params__.frozen for model in models)
