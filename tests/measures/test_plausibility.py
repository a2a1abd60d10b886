"""Figures and targets that cannot be believed: found, held, released by a note, and rare on real series."""

import pandas as pd
import pytest

from analysis.definitions import periods
from analysis.definitions.targets import Target
from analysis.measures import measures
from analysis.measures.plausibility import FRACTION, JUMP, SCALE, check, doubt_of_target
from made_up_figures import a_count, a_percentage, a_rate, a_report, figure, observed, rated, share
from shared_data import shared_folder

LAST_YEAR = (118, 131, 97, 84)


def found(*figures, indicator=None, **report):
    return check(observed(*figures), (indicator or a_count(),), a_report(**report))


def quarters(*values, year="2011-12", make=figure, **more):
    return tuple(
        make("in_quarter", f"{year} Q{number}", value, row=number, **more)
        for number, value in enumerate(values, start=1)
    )


def this_year(*values, **more):
    return quarters(*values, year="2012-13", **more)


@pytest.mark.parametrize("value", [1200, 980, 12000, 12, 9, 0])
def test_ten_times_and_a_tenth_are_found_and_held(value):
    (finding,) = found(*quarters(*LAST_YEAR), *this_year(109, value))
    assert finding.kind == SCALE
    assert f"{value:,} in report, THEFT, which is" in finding.words
    assert "its other quarters lead one to expect (about 109)" in finding.holds
    assert finding.holds.endswith("confirm it or correct it")


@pytest.mark.parametrize("value", [120, 400, 20, 700])
def test_what_may_well_be_is_no_finding(value):
    assert found(*quarters(*LAST_YEAR), *this_year(109, value)) == ()


def test_small_numbers_vary_and_are_let_be():
    assert found(*quarters(0, 1, 0, 2), *this_year(0, 9)) == ()
    assert found(*quarters(12, 9, 11, 14), *this_year(10, 0)) == ()
    (finding,) = found(*quarters(2, 1, 1, 2), *this_year(1, 15))
    assert "about 15 times" in finding.words


def test_years_to_date_are_looked_at_quarter_by_quarter():
    (finding,) = found(
        *quarters(*LAST_YEAR),
        figure("cumulative", "2012-13 Q1", 109),
        figure("cumulative", "2012-13 Q1-Q2", 1309),
    )
    assert "so July to September 2012 is 1,200, which is about 11 times" in finding.words
    assert [place.value for place in finding.places] == [1309, 109]


@pytest.mark.parametrize("status", ["suppressed", "not received"])
def test_no_quarter_is_worked_out_that_its_source_hides(status):
    hidden = figure("in_quarter", "2012-13 Q2", None, status=status, printed="[c]")
    totals = (figure("cumulative", "2012-13 Q1", 109), figure("cumulative", "2012-13 Q1-Q2", 1309))
    assert found(*quarters(*LAST_YEAR), *totals, hidden) == ()


def test_months_money_and_rates_are_looked_at_too():
    months = [figure("in_month", f"2012-{month:02d}", 40, row=month) for month in range(4, 9)]
    (finding,) = found(*months, figure("in_month", "2012-09", 400, row=9))
    assert "its other months" in finding.holds
    money = a_count(kind="money", unit="£ million")
    made = {"unit": "£ million"}
    (finding,) = found(*quarters(1.4, 1.6, 1.1, 1.9, **made), *this_year(1.3, 12.5, **made), indicator=money)
    assert finding.holds.startswith("12.5 in July to September 2012")
    calls = [row for quarter, n in zip("1234", (300, 310, 290, 320), strict=True)
             for row in rated(f"2011-12 Q{quarter}", n, 100000)]  # fmt: skip
    (finding,) = found(*calls, *rated("2012-13 Q1", 3100, 100000), indicator=a_rate())
    assert finding.kind == SCALE


def test_money_with_amounts_below_zero_has_no_scale():
    money = a_count(kind="money", unit="£")
    made = {"unit": "£"}
    assert found(*quarters(100, -90, 80, 110, **made), *this_year(90, 1200, **made), indicator=money) == ()


def test_a_change_that_stays_is_found_once_and_not_for_ever():
    figures = (*quarters(10, 11, 9, 10, year="2009-10"), *quarters(200, 210, 190, 205, year="2010-11"),
               *quarters(198, 202, 207, 195), *this_year(201, 199))  # fmt: skip
    assert [finding for finding in found(*figures) if finding.holds] == []


def test_of_two_figures_the_later_is_doubted():
    (finding,) = found(
        figure("cumulative", "2011-12 Q1-Q2", 249), figure("cumulative", "2012-13 Q1-Q2", 2490)
    )
    assert finding.places[0].value == 2490
    assert finding.holds


def test_a_season_is_no_scale():
    """Three summers like it: what other quarters have is then nothing to go by."""
    past = [q for year in ("2009-10", "2010-11", "2011-12") for q in quarters(10, 200, 10, 10, year=year)]
    assert found(*past, *this_year(10, 210)) == ()


def test_last_years_figure_holds_the_comparison_with_it_and_an_older_one_nothing():
    (finding,) = found(*quarters(118, 1310, 97, 84), *this_year(109, 120))
    assert finding.holds.startswith("1,310 in July to September 2011")
    (finding,) = found(
        *quarters(118, 1310, 97, 84, year="2010-11"), *quarters(*LAST_YEAR), *this_year(109, 120)
    )
    assert finding.holds == ""


@pytest.mark.parametrize(
    "note",
    [
        "confirmed by head of data on 2012-10-08",
        "Two sites closed. Confirmed by Chief Officer on 2012-10-08.",
    ],
)
def test_a_note_by_role_and_date_confirms(note):
    (finding,) = found(
        *quarters(*LAST_YEAR), *this_year(109), figure("in_quarter", "2012-13 Q2", 1200, note=note)
    )
    assert finding.holds == ""
    assert "onfirmed by" in finding.words


@pytest.mark.parametrize(
    "note", ["confirmed", "confirmed by head of data", "confirmed by x on 2012-13-45", "seen"]
)
def test_a_note_without_role_or_day_does_not(note):
    (finding,) = found(
        *quarters(*LAST_YEAR), *this_year(109), figure("in_quarter", "2012-13 Q2", 1200, note=note)
    )
    assert finding.holds


def test_a_year_that_is_not_comparable_is_neither_doubted_nor_expected():
    apart = a_count(not_comparable=("2011-12",), not_comparable_reason="counted anew")
    assert found(*quarters(*LAST_YEAR), *this_year(1090, 1200), indicator=apart) == ()


def a_share(**changes):
    return a_percentage(accumulates="last", breakdowns=(), **changes)


@pytest.mark.parametrize(("past", "value"), [((87.1, 88.2, 86.3, 87.7), 0.95), ((11, 12, 10, 11), 0.12)])
def test_a_percentage_that_looks_like_a_fraction_of_itself(past, value):
    (finding,) = found(
        *quarters(*past, make=share), *this_year(past[0], value, make=share), indicator=a_share()
    )
    assert finding.kind == FRACTION
    assert finding.holds.startswith(f"{value} in July to September 2012 looks like a fraction")


def test_a_column_of_fractions_is_one_finding_and_small_percentages_with_their_counts_are_none():
    column = (*quarters(0.87, 0.88, 0.86, 0.9, make=share), *this_year(0.86, 0.87, make=share))
    (finding,) = found(*column, indicator=a_share())
    assert finding.kind == FRACTION
    assert finding.holds
    assert len(finding.places) == 6
    counts = [c for n in "12" for c in (
        share("numerator", f"2012-13 Q{n}", 87), share("denominator", f"2012-13 Q{n}", 10000))]  # fmt: skip
    assert found(*this_year(0.87, 0.87, make=share), *counts, indicator=a_percentage()) == ()
    assert found(*this_year(0.8, 0.6, make=share), indicator=a_share()) == ()


@pytest.mark.parametrize(("people", "kinds"), [(400, [JUMP]), (1600, [JUMP]), (800, []), (1400, [])])
def test_a_denominator_that_changes_by_more_than_half(people, kinds):
    counts = [
        c
        for period, bottom in (
            *((f"2011-12 Q{n}", 1000) for n in "1234"), ("2012-13 Q1", 1000), ("2012-13 Q2", people),
        )
        for c in (share("numerator", period, bottom // 2), share("denominator", period, bottom))
    ]  # fmt: skip
    findings = found(*counts, indicator=a_percentage())
    assert [finding.kind for finding in findings] == kinds
    assert all(finding.holds for finding in findings)


def test_a_small_denominator_may_jump():
    counts = [share("denominator", f"2012-13 Q{n}", bottom) for n, bottom in ((1, 10), (2, 40))]
    assert found(*counts, indicator=a_percentage()) == ()


def measure(*figures, indicator=None):
    return measures.derive(observed(*figures), (indicator or a_count(),), a_report())[0]


THEFTS = (*quarters(*LAST_YEAR), *this_year(109, 120))
SEEN = (*quarters(87.1, 88.2, 86.3, 87.7, make=share), *this_year(86.4, 87.1, make=share))


@pytest.mark.parametrize("bound", [40000, 4000, 40, 4])
def test_a_target_on_another_scale_than_its_figures(bound):
    assert f"the target of {bound:,}" in doubt_of_target(
        measure(*THEFTS), Target(None, bound, "no more than")
    )
    for ends in ((bound, None), (bound, bound), (bound, 1e6)):
        assert doubt_of_target(measure(*THEFTS), Target(*ends, "")).endswith("correct the target")


@pytest.mark.parametrize("bound", [400, 200, 1000, 0])
def test_a_target_of_the_same_scale_is_none(bound):
    assert doubt_of_target(measure(*THEFTS), Target(None, bound, "no more than")) == ""


def test_a_percentage_and_a_fraction_are_never_held_against_each_other():
    seen = measure(*SEEN, indicator=a_share())
    assert "0.95 looks like a fraction" in doubt_of_target(seen, Target(0.95, None, "at least"))
    assert doubt_of_target(seen, Target(95, None, "at least")) == ""
    few = measure(*this_year(0.9, 0.8, make=share), indicator=a_share())
    assert "look like fractions" in doubt_of_target(few, Target(90, None, "at least"))
    rare = measure(*this_year(0.9, 0.8, make=share), indicator=a_share())
    assert doubt_of_target(rare, Target(None, 0.7, "no more than")) == ""


def test_a_change_in_per_cent_has_no_scale():
    less = a_share(unit="percent reduction")
    cut = quarters(66.4, 52.1, make=share, unit="percent reduction")
    assert doubt_of_target(measure(*cut, indicator=less), Target(4, None, "at least")) == ""
    fall = (*cut, *this_year(60.0, 4.0, make=share, unit="percent reduction"))
    assert found(*fall, indicator=less) == ()


def test_a_target_may_be_confirmed_where_it_is_said_to_stand():
    where = "Plan, page 4; confirmed by board on 2012-06-01"
    assert doubt_of_target(measure(*THEFTS), Target(None, 40, "no more than", where=where)) == ""


@pytest.mark.skipif(shared_folder() is None, reason="the shared data is not there")
def test_on_real_series_hardly_any_figure_is_doubted():
    """Monthly counts of crimes, every eighth of 406 series: a rule that cried wolf would hold every report."""
    table = pd.read_parquet(shared_folder() / "data" / "north_west_crime_monthly.parquet")
    doubted, looked_at = 0, 0
    for _, series in list(table.groupby(["area", "indicator"]))[::8]:
        figures = [
            figure("in_month", periods.parse_month(month).label, value)
            for month, value in zip(series.period, series.value.astype(float), strict=True)
        ]
        doubted += len(found(*figures, year="2023-24", quarter=4, as_at="2024-03-31"))
        looked_at += len(figures)
    assert looked_at > 2000
    assert doubted <= looked_at / 1000
