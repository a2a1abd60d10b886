"""Published limits, trends and averages of the North West, agreed with or explained row by row."""

from collections import Counter

import pandas as pd
import pytest

from published_agreement import (
    FAR_APART,
    admissions,
    area_rows,
    classify_limits,
    mean_against_pooled,
    mean_against_published,
    reach,
    read_children,
    read_health,
    reasons,
    region_of,
    same_trend,
    trend_table,
    unrounded_counts,
)
from shared_data import shared_folder

SHARED = shared_folder()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        SHARED is None, reason="real data absent: set OUTTURN_SHARED to the folder that holds it"
    ),
]


@pytest.fixture(scope="module")
def health() -> pd.DataFrame:
    return read_health(SHARED)


@pytest.fixture(scope="module")
def published_trends(health) -> pd.DataFrame:
    return trend_table(health)


def test_limits_agree_or_fall_in_a_named_class(health):
    rows = area_rows(health)
    classes = Counter(classify_limits(rows))
    assert len(rows) == 1278
    assert classes == {
        "agrees": 1109,
        "count rounded to 5": 160,
        "limits published on the count": 8,
        "exact used from 10": 1,
    }


def test_rounded_counts_are_all_of_one_indicator_and_have_one_unrounded_count(health):
    rows = area_rows(health)
    rounded = rows[classify_limits(rows) == "count rounded to 5"]
    assert set(rounded["indicator_id"]) == {92904}
    assert set(rounded["year"]) == {2018, 2019}
    half = reach(rows)
    assert {len(unrounded_counts(row, half[label])) for label, row in rounded.iterrows()} == {1}


def test_published_trends_are_reproduced(published_trends):
    judged = published_trends[published_trends["published"] != "Cannot be calculated"]
    ours = judged[judged["ours"] != "cannot be calculated"]
    agreeing = [same_trend(*row) for row in ours[["published", "ours", "judged"]].itertuples(index=False)]
    assert (len(judged), len(ours), sum(agreeing)) == (592, 444, 444)
    assert reasons(judged) == {
        "1 of the last 5 periods have no figure, and a gap is not closed up": 146,
        "limits are missing for some of the five periods, so they cannot be weighted": 2,
    }


def test_trends_not_published_are_counted_by_reason(published_trends):
    """115 series of one standardised ratio have five years and limits, and no trend is published for them."""
    others = published_trends[published_trends["published"] == "Cannot be calculated"]
    ours = others[others["ours"] != "cannot be calculated"]
    assert (len(others), len(ours), set(ours["indicator_id"])) == (1599, 115, {41101})
    counted = reasons(others)
    assert sum(counted.values()) == 1484
    assert sum(times for reason, times in counted.items() if "no figure" in reason) == 1481


@pytest.mark.parametrize(
    ("year", "upper", "how", "value", "digits"),
    [
        (2021, True, "pooled", 25.57, 2),
        (2021, False, "pooled", 25.57, 2),
        (2021, True, "simple mean", 27.3, 1),
        (2021, False, "simple mean", 26.2, 1),
        (2018, True, "pooled", 40.29, 2),
        (2018, False, "pooled", 40.18, 2),
        (2020, True, "pooled", 31.31, 2),
        (2020, False, "pooled", 31.31, 2),
    ],
)
def test_pooled_admissions(health, year, upper, how, value, digits):
    assert round(region_of(admissions(health, year, upper), 100_000, how).value, digits) == value


def test_who_is_in_the_pooled_admissions(health):
    assert region_of(admissions(health, 2021), 100_000).footing == (
        "pooled from 24 of 24 members with 100% of the population"
    )
    assert region_of(admissions(health, 2021, False), 100_000).footing == (
        "pooled from 35 of 35 members with 100% of the population"
    )


@pytest.mark.parametrize(("year", "published"), [(2018, 40.29), (2020, 31.31)])
def test_pooled_admissions_agree_with_the_published_figure(health, year, published):
    assert abs(region_of(admissions(health, year), 100_000).value - published) <= 0.01


def test_both_tiers_of_2018_differ_only_by_rounded_counts(health):
    """Printed counts are rounded to 5 and make 1,880 in 24 councils and 1,875 in 35; the limits give the same
    1,878 away in both, so it is the rounding that parts 40.29 from 40.18.
    """
    upper, lower = (admissions(health, 2018, tier) for tier in (True, False))
    assert (upper["count"].sum(), lower["count"].sum()) == (1880, 1875)
    for rows in (upper, lower):
        unrounded = rows.assign(count=[unrounded_counts(row, 5e-6)[0] for _, row in rows.iterrows()])
        assert ((unrounded["count"] - rows["count"]).abs() <= 2).all()
        assert unrounded["count"].sum() == 1878
        assert round(region_of(unrounded, 100_000).value, 2) == 40.25


def test_two_districts_of_2019_have_no_count_and_leave(health):
    told = region_of(admissions(health, 2019, False), 100_000)
    assert [figure.member.name for figure in told.left_out] == ["Pendle", "Ribble Valley"]
    assert "pooled from 33 of 35 members" in told.footing


def test_2019_is_explained_by_rounded_counts(health):
    """The limits give the unrounded counts away: 1,676 admissions, where the printed ones make 1,670."""
    rows = admissions(health, 2019)
    unrounded = rows.assign(count=[unrounded_counts(row, 5e-6)[0] for _, row in rows.iterrows()])
    assert (rows["count"].sum(), unrounded["count"].sum()) == (1670, 1676)
    assert (rows["count"] % 5 == 0).all()
    assert ((unrounded["count"] - rows["count"]).abs() <= 2).all()
    ours, true = (region_of(table, 100_000).value for table in (rows, unrounded))
    assert (round(ours, 2), round(true, 2)) == (35.68, 35.81)


def test_simple_mean_is_often_far_from_pooled(health):
    table = mean_against_pooled(health)
    far = table["apart"] > FAR_APART
    assert {tier: (int(rows.sum()), len(rows)) for tier, rows in far.groupby(table["tier"])} == {
        "upper": (11, 40),
        "lower": (9, 40),
    }


def test_mean_of_councils_is_often_far_from_the_published_figure():
    table = mean_against_published(read_children(SHARED))
    assert (len(table), table["indicator_code"].nunique()) == (1205, 146)
    assert int((table["apart"] > FAR_APART).sum()) == 274
