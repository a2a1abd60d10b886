"""Our rules against published figures, row by row: what agrees, what does not, and why it does not.

Shared by the slow tests and by `tests/benchmarks/agreement_with_published.py`, which prints the tables.
"""

from collections import Counter
from pathlib import Path

import pandas as pd

from analysis.definitions.regions import Member
from analysis.statistics import intervals, trends
from analysis.statistics.pooling import MemberFigure, Regional, regional_figure

RECOMPUTED = (241, 20401, 92266, 92904, 93085, 93124)
LIMITS = ["lower_ci95", "upper_ci95"]
DIGITS_AT_MOST = 5  # figures with more decimals are computer numbers; nobody prints beyond the fifth
PREVALENCE, PREVALENCE_REACH = 241, 0.002
ROUNDED_TO = 5
SERIES = ["indicator_id", "area_code", "sex", "age", "category_type", "category"]
POLARITY = {"Low is good": "lower", "High is good": "higher"}
COUNTY = "E10000017"  # Lancashire, which holds twelve districts
FAR_APART = 0.05


def read_health(folder: Path) -> pd.DataFrame:
    """The public health figures; no category is an empty one."""
    table = pd.read_parquet(folder / "data" / "north_west_public_health.parquet")
    return table.fillna({"category_type": "", "category": ""})


def area_rows(health: pd.DataFrame) -> pd.DataFrame:
    """Whole areas (no category) of the recomputed indicators with value, limits, count and denominator."""
    rows = health[health["indicator_id"].isin(RECOMPUTED) & (health["category_type"] == "")]
    return rows.dropna(subset=["value", *LIMITS, "count", "denominator"])


def reach(rows: pd.DataFrame) -> pd.Series:
    """Half the last published digit of an indicator's limits in a year."""
    digits = (
        rows[LIMITS].map(_decimals).max(axis=1).groupby([rows["indicator_id"], rows["year"]]).transform("max")
    )
    half = 0.5 * 10.0 ** -digits.clip(upper=DIGITS_AT_MOST)
    return half.where(rows["indicator_id"] != PREVALENCE, PREVALENCE_REACH)


def classify_limits(rows: pd.DataFrame) -> pd.Series:
    """For each row: agrees, or the named reason why the published limits are others."""
    return pd.Series(
        [_class(row, half) for (_, row), half in zip(rows.iterrows(), reach(rows), strict=True)], rows.index
    )


def unrounded_counts(row: pd.Series, half: float) -> list[int]:
    """Whole counts that are printed as this one when rounded to 5 and that reproduce both limits."""
    printed = round(row["count"])
    near = range(max(0, printed - ROUNDED_TO), printed + ROUNDED_TO + 1)
    return [count for count in near if _fits(_limits(row, count), row, half)]


def trend_table(health: pd.DataFrame) -> pd.DataFrame:
    """Every series with a published trend beside ours: published, ours, reason, one row each."""
    published = health[health["published_trend"].notna()]
    by_series = {key: group.set_index("year") for key, group in health.groupby(SERIES)}
    return pd.DataFrame([_trend_row(row, by_series[tuple(row[SERIES])]) for _, row in published.iterrows()])


def tier(health: pd.DataFrame, upper: bool) -> pd.DataFrame:
    """The 24 upper-tier or the 35 lower-tier councils: never a county together with its districts."""
    code = health["area_code"]
    area = code.str.startswith("E0") | (code == COUNTY)
    return health[area & ((~code.str.startswith("E07")) if upper else (code != COUNTY))]


def region_of(rows: pd.DataFrame, per: float, how: str = "pooled") -> Regional:
    """The North West from one indicator's rows of one year."""
    return regional_figure("North West", [_figure(row) for _, row in rows.iterrows()], per, how)


def admissions(health: pd.DataFrame, year: int, upper: bool = True) -> pd.DataFrame:
    """Under-18 alcohol-specific admissions, all persons, one three-year period."""
    one = (health["indicator_id"] == 92904) & (health["sex"] == "Persons") & (health["category_type"] == "")
    return tier(health[one & (health["year"] == year)], upper)


def mean_against_pooled(health: pd.DataFrame) -> pd.DataFrame:
    """For each indicator, tier, sex and year with counts for five or more councils: both averages."""
    whole = health[(health["category_type"] == "") & health["value_type"].isin(["Proportion", "Crude rate"])]
    rows = []
    for upper in (True, False):
        for key, group in tier(whole, upper).groupby(["indicator_id", "sex", "age", "year"]):
            per = float(group["multiplier"].dropna().iloc[0]) if group["multiplier"].notna().any() else 100.0
            pooled, mean = (region_of(group, per, how) for how in ("pooled", "simple mean"))
            if len(pooled.used) >= 5 and pooled.value:
                rows.append((*key, "upper" if upper else "lower", pooled.value, mean.value, len(pooled.used)))
    columns = ["indicator_id", "sex", "age", "year", "tier", "pooled", "mean", "councils"]
    return pd.DataFrame(rows, columns=columns).assign(apart=lambda t: (t["mean"] / t["pooled"] - 1).abs())


def read_children(folder: Path) -> pd.DataFrame:
    """Published yearly measures that are rates or percentages; amounts have no mean worth comparing."""
    table = pd.read_parquet(folder / "data" / "north_west_children_published.parquet")
    return table[table["unit"].str.startswith(("%", "Rate"), na=False)]


def mean_against_published(children: pd.DataFrame) -> pd.DataFrame:
    """For each measure and period with five councils and a published North West figure: both."""
    rows = []
    for key, group in children.groupby(["indicator_code", "period"]):
        published = group.loc[group["area_type"] == "Region", "value"].dropna()
        councils = group.loc[group["area_type"] == "LA", "value"].dropna()
        if len(published) == 1 and len(councils) >= 5 and published.iloc[0]:
            rows.append((*key, published.iloc[0], councils.mean(), len(councils)))
    columns = ["indicator_code", "period", "published", "mean", "councils"]
    return pd.DataFrame(rows, columns=columns).assign(apart=lambda t: (t["mean"] / t["published"] - 1).abs())


def _decimals(value: float) -> int:
    return len(repr(float(value)).rstrip("0").partition(".")[2]) if "e" not in repr(float(value)) else 16


def _limits(row: pd.Series, count: float, rule: str = intervals.DEFAULT_COUNT_RULE) -> intervals.Interval:
    per = float(row["multiplier"])
    if row["value_type"] == "Proportion":
        return intervals.proportion(count, row["denominator"], multiplier=per)
    return intervals.rate(count, row["denominator"], per, rule=rule)


def _fits(ours: intervals.Interval, row: pd.Series, half: float) -> bool:
    slack = half * (1 + 1e-9)
    return abs(ours.low - row["lower_ci95"]) <= slack and abs(ours.high - row["upper_ci95"]) <= slack


def _class(row: pd.Series, half: float) -> str:
    if _fits(_limits(row, row["count"]), row, half):
        return "agrees"
    if row["value_type"] == "Crude rate":
        if _fits(_limits(row, row["count"], "exact"), row, half):
            return "exact used from 10"
        if _fits(intervals.count(row["count"]), row, half):
            return "limits published on the count"
        if row["count"] % ROUNDED_TO == 0 and unrounded_counts(row, half):
            return "count rounded to 5"
    return "unexplained"


def _trend_row(row: pd.Series, series: pd.DataFrame) -> dict:
    five = series.reindex(range(row["year"] - 4, row["year"] + 1))
    columns = (five[name].tolist() for name in ("value", *LIMITS))
    told = trends.recent_trend(*columns, POLARITY.get(row["polarity"], "none"))
    return {
        **row[SERIES],
        "published": row["published_trend"],
        "ours": told.word,
        "judged": told.judged,
        "reason": told.reason,
    }


def same_trend(published: str, word: str, judged: str) -> bool:
    """Whether a published trend (Decreasing and getting better) says what ours does."""
    direction, _, quality = published.lower().partition(" and getting ")
    return direction == word and quality in ("", judged)


def _figure(row: pd.Series) -> MemberFigure:
    member = Member(row["area_code"], row["area"])
    if pd.isna(row["count"]) or pd.isna(row["denominator"]):
        return MemberFigure(member, out="no count")
    return MemberFigure(member, float(row["count"]), float(row["denominator"]))


def reasons(table: pd.DataFrame) -> Counter:
    """How many series have no trend of ours, by reason."""
    return Counter(table.loc[table["ours"] == "cannot be calculated", "reason"])
