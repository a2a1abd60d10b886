"""Cells of a Parquet table as they would be typed."""

import pandas as pd
import pytest

from analysis.extracts import parquet


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
