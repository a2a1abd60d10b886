"""Print how far our intervals, trends and averages agree with published ones.

Run `python tests/benchmarks/agreement_with_published.py`; it needs the folder of real public data.
"""

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import published_agreement as agreement
from shared_data import shared_folder


def limits_by_class(health: pd.DataFrame) -> pd.DataFrame:
    """Rows by indicator and class of their published limits."""
    rows = agreement.area_rows(health)
    return pd.crosstab(rows["indicator_id"], agreement.classify_limits(rows), margins=True)


def trends_by_agreement(health: pd.DataFrame) -> pd.DataFrame:
    """Series by published trend and ours, where ours can be calculated, and the reasons where it cannot."""
    table = agreement.trend_table(health)
    ours = table["ours"].where(table["ours"] != "cannot be calculated", table["reason"])
    return pd.crosstab(ours, table["published"], margins=True)


def admissions(health: pd.DataFrame) -> pd.DataFrame:
    """Under-18 alcohol-specific admissions per 100,000: pooled and mean, upper and lower tier."""
    columns = {"upper": True, "lower": False}
    return pd.DataFrame(
        {
            (how, name): {
                year: agreement.region_of(agreement.admissions(health, year, upper), 100_000, how).value
                for year in (2018, 2019, 2020, 2021)
            }
            for how in ("pooled", "simple mean")
            for name, upper in columns.items()
        }
    )


def far_apart(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """How often two averages differ by more than 5%, and by how much at the median and at most."""
    grouped = table.groupby(by)["apart"]
    far = (table["apart"] > agreement.FAR_APART).groupby(table[by])
    return pd.DataFrame(
        {
            "compared": grouped.size(),
            "more than 5% apart": far.sum(),
            "share": far.mean(),
            "median": grouped.median(),
            "most": grouped.max(),
        }
    )


def main() -> None:
    folder = shared_folder()
    if folder is None:
        sys.exit("The real data are absent: set OUTTURN_SHARED to the folder that holds them.")
    health, children = agreement.read_health(folder), agreement.read_children(folder)
    published = agreement.mean_against_published(children)
    tables = {
        "Published limits by class": limits_by_class(health),
        "Trends: ours (rows) against the published ones (columns)": trends_by_agreement(health),
        "Under-18 alcohol-specific admissions per 100,000": admissions(health),
        "Simple mean against pooled, from own counts, by tier": far_apart(
            agreement.mean_against_pooled(health), "tier"
        ),
        "Mean of councils against the published North West figure": far_apart(
            published.assign(all="all"), "all"
        ),
    }
    for title, table in tables.items():
        print(f"\n{title}\n{table.to_string()}")


if __name__ == "__main__":
    main()
