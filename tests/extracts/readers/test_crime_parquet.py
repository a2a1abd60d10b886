"""Recorded crime in Parquet: a stored zero is a value, an absent row stays absent, no number changes."""

import pandas as pd
import pytest

from analysis.definitions.errors import InputError
from analysis.extracts.readers import crime_parquet
from analysis.extracts.readers.cells import COLUMNS

ROWS = [
    ("Here", "force", "Burglary", "2021-04", 12), ("Here", "force", "Burglary", "2021-05", 0),
    ("Here", "force", "Anti-social behaviour", "2021-04", 1234567),
]  # fmt: skip


def write(tmp_path, rows=ROWS, columns=("area", "force", "indicator", "period", "value")):
    path = tmp_path / "crime.parquet"
    pd.DataFrame(rows, columns=list(columns)).to_parquet(path)
    return path


def test_every_row_is_one_figure_as_text(tmp_path):
    found = crime_parquet.read(write(tmp_path))
    assert list(found.columns) == ["row", *COLUMNS]
    assert found["value"].tolist() == ["12", "0", "1234567"]
    assert found["unit"].tolist() == ["crimes", "crimes", "incidents"]
    assert found["row"].tolist() == [1, 2, 3]
    assert set(found["measure"]) == {"in_month"}


def test_a_missing_value_is_empty_and_never_zero(tmp_path):
    found = crime_parquet.read(write(tmp_path, [("Here", "force", "Burglary", "2021-04", None)]))
    assert found["value"].tolist() == [""]


def test_a_missing_column_and_another_file_are_refused_by_name(tmp_path):
    with pytest.raises(InputError, match="column period: the column 'period' is missing"):
        crime_parquet.read(write(tmp_path, [("Here", 1)], ("area", "value")))
    (tmp_path / "other.parquet").write_text("no table")
    with pytest.raises(InputError, match="not readable as Parquet"):
        crime_parquet.read(tmp_path / "other.parquet")
