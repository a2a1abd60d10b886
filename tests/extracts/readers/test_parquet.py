"""Cells of a Parquet table as they would be typed."""

import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.parquet
import pytest

from analysis.definitions.errors import InputError
from analysis.extracts.readers import parquet
from forking import needs_forks


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([1.0, 2.5, None], ["1", "2.5", ""]),
        ([1e-5, 3319266.0], ["0.00001", "3319266"]),
        ([1, 2], ["1", "2"]),
        (["a", None], ["a", ""]),
    ],
)
def test_numbers_keep_their_digits_and_blanks_stay_blank(values, texts):
    assert parquet.as_text(pd.Series(values)).tolist() == texts


def test_a_table_is_what_pandas_reads(tmp_path):
    table = pd.DataFrame({
        "name": ["a", None, "c"], "number": [1, 2, 3], "share": [0.5, np.nan, 1.5],
        "day": pd.to_datetime(["2012-06-17", None, "2012-06-18"]), "kind": pd.Categorical(["x", "y", "x"]),
    })  # fmt: skip
    table.set_index("name").to_parquet(tmp_path / "indexed.parquet")
    table.to_parquet(tmp_path / "one.parquet")
    for name in ("one", "indexed"):
        path = tmp_path / f"{name}.parquet"
        expected = pd.read_parquet(path)
        pd.testing.assert_frame_equal(parquet.table(path, list(expected)), expected)


@needs_forks
def test_reading_starts_no_thread_that_would_be_there_at_a_fork(tmp_path):
    path = tmp_path / "one.parquet"
    pd.DataFrame({"a": range(10_000)}).to_parquet(path)
    code = f"""from pathlib import Path; from analysis.extracts.readers import parquet
assert len(parquet.table(Path({str(path)!r}), ["a"])) == 10_000
print(len(list(Path("/proc/self/task").iterdir())))"""
    still = os.environ | {
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
    }
    done = subprocess.run([sys.executable, "-c", code], env=still, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"


def test_a_damaged_description_of_its_columns_is_refused_in_words(tmp_path):
    table = pyarrow.table({"a": [1]}).replace_schema_metadata({"pandas": "{}"})
    pyarrow.parquet.write_table(table, tmp_path / "one.parquet")
    with pytest.raises(InputError, match=r"one\.parquet: it is not readable as Parquet. To fix it: ask"):
        parquet.table(tmp_path / "one.parquet", ["a"])
