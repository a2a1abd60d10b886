"""Read received files into raw rows: one file for each format, renames only.

A reader of figures takes the path of a file and returns its cells as text, one row a figure, in the columns of
`analysis.extracts.readers.cells.COLUMNS`. It judges nothing: `analysis.extracts.validation` checks the cells, so that
every broken rule of a file is reported at once. A reader of documents (budgets, plans, costings) returns its cells as
text too; `analysis.documents.makers` makes and checks the document.

To add a format, write one file with a `read` function here, add one line to `READERS` or `DOCUMENTS`, and add a
sample of about ten rows to the tests.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.extracts.readers import (
    crime_parquet,
    document_yaml,
    figures_csv,
    figures_xlsx,
    fingertips_parquet,
    table_csv,
)

READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    "figures_csv": figures_csv.read,
    "figures_xlsx": figures_xlsx.read,
    "crime_parquet": crime_parquet.read,
    "fingertips_parquet": fingertips_parquet.read,
}
"""Formats that hold figures of indicators."""

DOCUMENTS: dict[str, Callable[[Path], Any]] = {
    "revenue_csv": table_csv.read,
    "capital_csv": table_csv.read,
    "projects_csv": table_csv.read,
    "delivery_plan_yaml": document_yaml.read,
    "three_year_targets_csv": table_csv.read,
    "costings_yaml": document_yaml.read,
    "printed_tables_csv": table_csv.read,
    "populations_csv": table_csv.read,
    "events_csv": table_csv.read,
}
"""Formats that hold anything else."""
