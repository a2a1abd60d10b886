"""Recorded crime by area and month (area, force, indicator, period, value), one figure a row.

A stored zero is a value; an area and month without a row was not published. The file names no unit:
anti-social behaviour is incidents, everything else crimes.
"""

from pathlib import Path

import pandas as pd

from analysis.extracts.readers import parquet
from analysis.extracts.readers.cells import COLUMNS

UNITS = {"Anti-social behaviour": "incidents"}
UNIT = "crimes"


def read(path: Path) -> pd.DataFrame:
    """Raw rows of text in the columns that every reader of figures hands on, plus `row` (the first is 1)."""
    found = parquet.table(path, ("area", "indicator", "period", "value"))
    indicator = parquet.as_text(found["indicator"])
    rows = pd.DataFrame(
        {
            "row": range(1, len(found) + 1),
            "section": "recorded crime by month",
            "ref": indicator,
            "breakdown": "all",
            "area": parquet.as_text(found["area"]),
            "period": parquet.as_text(found["period"]),
            "measure": "in_month",
            "unit": indicator.map(UNITS).fillna(UNIT),
            "value": parquet.as_text(found["value"]),
            "note": "",
        }
    )
    return rows[["row", *COLUMNS]].astype(object)
