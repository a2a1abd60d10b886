"""Delivered estimates of people: checked, every wrong cell named."""

import pandas as pd
import pytest

from analysis.definitions.errors import InputError
from analysis.documents.kinds import populations
from analysis.extracts.deliveries import Entry

ENTRY = Entry(source="people", title="People", file="people.csv", format="populations_csv", received="2024")


def made(*rows):
    columns = ["row", *populations.COLUMNS]
    return populations.make(
        pd.DataFrame([(n, *row) for n, row in enumerate(rows, start=2)], columns=columns), ENTRY
    )


def test_estimates_are_made_and_looked_up_by_code_and_year():
    table = made(("E1", "A", "2021", "128577.0", "estimates"))
    assert table.estimates[0].people == 128577 and table.estimates[0].year == 2021
    assert table.frame[["area_code", "year", "population", "source"]].values.tolist() == [
        ["E1", 2021, 128577.0, "estimates"]
    ]
    assert table.checks == ()


def test_every_wrong_cell_is_named():
    with pytest.raises(InputError) as caught:
        made(("E1", "A", "soon", "5", "x"), ("E2", "B", "2021", "-3", "x"))
    words = str(caught.value)
    assert "people.csv, row 2, column year: 'soon' is not a year" in words
    assert "people.csv, row 3, column population: '-3' is not a population" in words


def test_a_missing_column_is_named():
    with pytest.raises(InputError, match="column 'population' is missing"):
        populations.make(
            pd.DataFrame({"row": [2], "area_code": ["E1"], "area": ["A"], "year": ["2021"], "source": ["x"]}),
            ENTRY,
        )
