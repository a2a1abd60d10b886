"""Public health figures of Fingertips by area and year: value, published limits, counts, published trend.

Whole areas only: rows for a category (a deprivation decile, an ethnic group) are other facts. A figure is of
the financial year whose label it has; a calendar year's says in its note which months it covers.
"""

from pathlib import Path

import pandas as pd

from analysis.extracts.readers import parquet
from analysis.extracts.readers.cells import COLUMNS

COUNTED = {"count": "numerator", "denominator": "denominator"}
PUBLISHED = {"value": "outturn", "lower_ci95": "lower_limit", "upper_ci95": "upper_limit"}
TREND = "published_trend"
_KEYS = ("indicator_id", "sex", "area", "year", "period_type", "category_type", "unit")


def read(path: Path) -> pd.DataFrame:
    """Raw rows of text in the columns that every reader of figures hands on, plus `row` (the first is 1)."""
    found = parquet.table(path, (*_KEYS, *PUBLISHED, *COUNTED, TREND))
    found = found.assign(row=range(1, len(found) + 1))
    whole = found[found["category_type"].isna()]
    years = whole["year"].astype(int)
    shared = pd.DataFrame(
        {
            "row": whole["row"],
            "section": "public health profiles",
            "ref": parquet.as_text(whole["indicator_id"]),
            "breakdown": parquet.as_text(whole["sex"]),
            "area": parquet.as_text(whole["area"]),
            "period": years.map(lambda year: f"{year}-{(year + 1) % 100:02d}"),
            "note": years.map(lambda year: f"covers {year}-01 to {year}-12").where(
                whole["period_type"] == "Calendar", ""
            ),
        }
    )
    parts = [_part(shared, whole, column, measure) for column, measure in {**PUBLISHED, **COUNTED}.items()]
    trend = shared.assign(measure=TREND, unit="", value=parquet.as_text(whole[TREND]).str.lower())
    rows = pd.concat([*parts, trend[trend["value"] != ""]]).sort_values("row", kind="stable")
    return rows[["row", *COLUMNS]].astype(object).reset_index(drop=True)


def _part(shared: pd.DataFrame, whole: pd.DataFrame, column: str, measure: str) -> pd.DataFrame:
    """The rows of one measure; counts and limits that are not published are no rows, a missing value is."""
    unit = parquet.as_text(whole["unit"]).map(_unit) if measure not in COUNTED.values() else measure
    part = shared.assign(measure=measure, unit=unit, value=parquet.as_text(whole[column]))
    return part if column == "value" else part[part["value"] != ""]


def _unit(printed: str) -> str:
    return "percent" if printed == "%" else printed.replace(",", "")
