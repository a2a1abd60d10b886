"""A Parquet table read as it is: the columns that a format has, and nothing else."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from pyarrow import ArrowException
from pyarrow.parquet import ParquetFile

from analysis.definitions import machine_faults
from analysis.definitions.errors import InputError, Problem, stop_if_any


def table(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """The `columns` of the file. Raises `InputError` for a file that is none, or lacks one of them."""
    try:
        found = _read(path)
    except (ArrowException, ValueError, KeyError, TypeError, OSError) as error:
        machine_faults.let_through(error)
        if isinstance(error, PermissionError):
            raise
        raise InputError(
            Problem("it is not readable as Parquet", "ask the source for the file again", path.name)
        ) from None
    stop_if_any(
        [
            Problem(f"the column {name!r} is missing", f"add a column named {name!r}", path.name, 1, name)
            for name in columns
            if name not in found
        ]
    )
    return found[list(columns)]


def _read(path: Path) -> pd.DataFrame:
    """All of it in this thread: pandas' own reader starts two that stay, and a run forks after it."""
    with ParquetFile(path, pre_buffer=False) as file:
        frame: pd.DataFrame = file.read(use_threads=False).to_pandas(use_threads=False)
        return frame


def as_text(column: pd.Series) -> pd.Series:
    """Cells as they would be typed: no exponent, no needless decimals, nothing where there is no value."""
    if pd.api.types.is_float_dtype(column):
        return column.map(_typed, na_action="ignore").astype(object).where(column.notna(), "")
    return column.astype(object).where(column.notna(), "").astype(str)


def _typed(value: float) -> str:
    return np.format_float_positional(value, trim="-")
