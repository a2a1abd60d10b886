"""Public health figures: value, limits, counts and trend as rows; calendar years say their months."""

import pandas as pd

from analysis.extracts.readers import fingertips_parquet

ROW = {
    "indicator_id": 241, "sex": "Persons", "area": "Here", "year": 2021, "period_type": "Financial",
    "category_type": None, "unit": "per 1,000", "value": 8.25, "lower_ci95": 8.1, "upper_ci95": 8.4,
    "count": 8792.0, "denominator": 105822.0, "published_trend": "Increasing",
}  # fmt: skip


def read(tmp_path, *changes):
    path = tmp_path / "health.parquet"
    table = pd.DataFrame([{**ROW, **change} for change in changes])
    table.to_parquet(path)
    return fingertips_parquet.read(path)


def test_one_row_becomes_its_figures_limits_counts_and_trend(tmp_path):
    found = read(tmp_path, {}).set_index("measure")
    assert found["value"].to_dict() == {
        "outturn": "8.25", "lower_limit": "8.1", "upper_limit": "8.4", "numerator": "8792",
        "denominator": "105822", "published_trend": "increasing",
    }  # fmt: skip
    assert set(found["period"]) == {"2021-22"} and set(found["note"]) == {""}
    assert found.loc["outturn", "unit"] == "per 1000" and found.loc["numerator", "unit"] == "numerator"


def test_a_calendar_year_says_its_months(tmp_path):
    found = read(tmp_path, {"period_type": "Calendar", "unit": "%"})
    assert set(found["note"]) == {"covers 2021-01 to 2021-12"}
    assert "percent" in set(found["unit"])


def test_categories_are_other_facts_and_a_missing_value_is_still_a_row(tmp_path):
    found = read(tmp_path, {"category_type": "decile"}, {"value": None, "lower_ci95": None, "count": None})
    assert found[found["measure"] == "outturn"]["value"].tolist() == [""]
    assert set(found["row"]) == {2} and "numerator" not in set(found["measure"])
