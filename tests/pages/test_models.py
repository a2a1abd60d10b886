"""Section models refuse what cannot be shown; everything in them is frozen."""

import dataclasses

import pytest

from analysis.pages import models as section_models
from analysis.pages.models import Cell, Column, missing, table


def test_a_cell_is_made_from_what_the_column_takes_of_the_item():
    columns = (
        Column("Year", lambda item: item["year"]),
        Column("Figure", lambda item: item["figure"], name="value", unit="percent", blank="not printed"),
        Column("Final", lambda item: item["figure"] is not None),
        Column("Note", lambda item: item["note"], blank="no note"),
        Column("Shown", lambda item: Cell("as it is", "n", 1.0)),
    )
    items = (
        {"year": "2012-13", "figure": 34.25, "note": "revised"},
        {"year": "2011-12", "figure": None, "note": ""},
    )
    first, second = table("Figures by year", columns, items).rows
    as_it_is = Cell("as it is", "n", 1.0)
    assert first == {
        "year": Cell("2012-13"), "value": Cell("34.25%", value=34.25), "final": Cell("yes"),
        "note": Cell("revised"), "shown": as_it_is,
    }  # fmt: skip
    assert second == {
        "year": Cell("2011-12"), "value": missing("not printed"), "final": Cell("no"),
        "note": missing("no note"), "shown": as_it_is,
    }  # fmt: skip


def test_an_empty_text_without_a_reason_stays_empty():
    (row,) = table("One", [Column("Note", lambda _: "")], [1]).rows
    assert row["note"] == Cell("")


def test_a_table_has_a_caption_and_columns_of_different_names():
    year = Column("Year", str)
    assert [column.name for column in table("One", [year], [1]).columns] == ["year"]
    with pytest.raises(ValueError, match="columns of different names: \\['year', 'year'\\]"):
        table("Figures by year", [year, year], [1])
    with pytest.raises(ValueError, match="needs a caption"):
        table("", [year], [1])


def test_tables_are_equal_whose_cells_are_however_they_were_made():
    """Two reports of the same inputs are compared so; a function is no part of what is shown."""
    one, two = (table("One", [Column("Year", lambda item: str(item))], [1]) for _ in range(2))
    assert one == two and "lambda" not in repr(one)


def test_every_model_is_frozen():
    models = [m for m in vars(section_models).values() if dataclasses.is_dataclass(m)]
    assert len(models) > 12
    assert all(model.__dataclass_params__.frozen for model in models)
