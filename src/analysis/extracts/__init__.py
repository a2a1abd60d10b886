"""Delivered files to raw rows: one file per source format, renames only.

A reader takes the path of a delivery and returns its cells as text, one row a figure, in the columns of
`analysis.extracts.cells.COLUMNS`. It judges nothing: what a cell may hold is checked in
`analysis.observations`, so that every broken rule of a delivery is reported at once.

Adding a source format: write one file with a `read` function here, add one line to `READERS`, and add a
sample of about ten rows to the tests.
"""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.extracts import figures_csv, figures_xlsx

READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    "figures_csv": figures_csv.read,
    "figures_xlsx": figures_xlsx.read,
}
