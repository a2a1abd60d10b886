"""Contradictions in time: each kind is found, named and held on a minimal case, and nothing else is."""

import pytest

from analysis.definitions.periods import Period
from analysis.measures.contradictions import FALL, SUMS, check
from made_up_figures import a_count, a_percentage, a_rate, a_report, figure, observed, rated, share


def found(*figures, indicator=None, **report):
    return check(observed(*figures), (indicator or a_count(),), a_report(**report))


def quarters(*values, year="2012-13", **more):
    return tuple(
        figure("in_quarter", f"{year} Q{number}", value, row=number, **more)
        for number, value in enumerate(values, start=1)
        if value is not None
    )


def months(first, *values, **more):
    start = int(first[:4]) * 12 + int(first[5:]) - 1
    return tuple(
        figure("in_month", Period(start + n, 1).label, value, row=n, **more)
        for n, value in enumerate(values)
        if value is not None
    )


def test_quarters_beside_a_year_to_date_name_every_figure_and_the_gap():
    (finding,) = found(*quarters(109, 120), figure("cumulative", "2012-13 Q1-Q2", 250))
    assert finding.kind == SUMS
    assert "109 (2012-13 Q1) + 120 (2012-13 Q2) make 229, a gap of 21" in finding.words
    assert [place.value for place in finding.places] == [250, 109, 120]
    assert finding.holds == (
        "April to September 2012 is printed as 250, but its parts make 229; ask the source which is right"
    )


@pytest.mark.parametrize(
    ("figures", "made"),
    [
        ((*months("2012-07", 40, 40, 40), figure("in_quarter", "2012-13 Q2", 150)), "120"),
        ((figure("cumulative", "2012-13 Q1", 109), figure("in_quarter", "2012-13 Q1", 119)), "119"),
        (
            (
                *quarters(100, 90, 80, 70, year="2011-12"), *quarters(60, 50),
                figure("rolling_12_months", "2012-13 Q2", 280),
            ),
            "260",
        ),
        ((*months("2011-10", *[10] * 12), figure("rolling_12_months", "2012-13 Q2", 130)), "120"),
        ((figure("cumulative", "2012-13 Q1", 109), *quarters(None, 120),
          figure("cumulative", "2012-13 Q1-Q2", 250)), "229"),
    ],
    ids=["months of a quarter", "a quarter twice", "rolling by quarters", "rolling by months", "mixed"],
)  # fmt: skip
def test_each_shape_of_parts_and_whole_holds_the_year(figures, made):
    (finding,) = found(*figures)
    assert made in finding.words
    assert finding.holds


def test_quarters_beside_an_outturn_of_a_past_year_are_a_finding_only():
    (finding,) = found(
        *quarters(100, 90, 80, 70, year="2011-12"), figure("outturn", "2011-12", 345), *quarters(60, 50)
    )
    assert "make 340" in finding.words
    assert finding.holds == ""


def test_a_year_to_date_that_falls_says_what_the_quarter_would_be():
    (finding,) = found(figure("cumulative", "2012-13 Q1", 130), figure("cumulative", "2012-13 Q1-Q2", 120))
    assert finding.kind == FALL
    assert "the year to date 2012-13 Q1 is 130, so July to September 2012 would be " in finding.words
    assert finding.words.endswith("10")
    assert "a part of it as 130" in finding.holds


def test_a_fall_in_the_third_quarter_and_under_an_outturn():
    (finding,) = found(
        figure("cumulative", "2012-13 Q1", 100), figure("cumulative", "2012-13 Q1-Q2", 230),
        figure("cumulative", "2012-13 Q1-Q3", 210), quarter=3, as_at="2012-12-31",
    )  # fmt: skip
    assert "October to December 2012 would be " in finding.words
    assert finding.words.endswith("20")
    (finding,) = found(figure("cumulative", "2011-12 Q1-Q3", 300), figure("outturn", "2011-12", 290))
    assert "January to March 2012 would be " in finding.words


@pytest.mark.parametrize(
    "figures",
    [
        (*quarters(109, 120), figure("cumulative", "2012-13 Q1-Q2", 229)),
        (*quarters(None, 120), figure("cumulative", "2012-13 Q1-Q2", 250)),
        (*months("2012-07", 40, None, 40), figure("in_quarter", "2012-13 Q2", 150)),
        (figure("cumulative", "2012-13 Q1", 130), figure("cumulative", "2012-13 Q1-Q2", 130)),
        (figure("cumulative", "2012-13 Q1", 130), figure("cumulative", "2011-12 Q1-Q2", 120)),
    ],
    ids=["agree", "a quarter missing", "a month missing", "nothing more", "another year"],
)
def test_what_agrees_or_cannot_be_added_up_is_no_contradiction(figures):
    assert found(*figures) == ()


def test_rounded_figures_carry_their_rounding():
    money = a_count(kind="money", unit="£ million")
    made = {"unit": "£ million"}
    near = (*quarters(1.3, 1.2, **made), figure("cumulative", "2012-13 Q1-Q2", 2.6, **made))
    far = (*quarters(1.3, 1.2, **made), figure("cumulative", "2012-13 Q1-Q2", 2.7, **made))
    assert found(*near, indicator=money) == ()
    (finding,) = found(*far, indicator=money)
    assert "1.3 (2012-13 Q1) + 1.2 (2012-13 Q2) make 2.5, a gap of 0.2" in finding.words


def test_money_may_fall_and_counts_may_not():
    given = (figure("cumulative", "2012-13 Q1", 130), figure("cumulative", "2012-13 Q1-Q2", 120))
    assert len(found(*given)) == 1
    assert found(*given, indicator=a_count(kind="money")) == ()


def test_rates_that_add_up_are_held_too_and_percentages_and_stocks_are_not():
    rate = figure(
        "cumulative", "2012-13 Q1-Q2", 9.0, unit="calls per 1000 people", ref="CALLS", printed="9.00"
    )
    (finding,) = found(
        *rated("2012-13 Q1", 300, 100000), *rated("2012-13 Q2", 400, 100000), rate, indicator=a_rate()
    )
    assert finding.holds
    shares = (share("in_quarter", "2012-13 Q1", 80), share("in_quarter", "2012-13 Q2", 90))
    assert found(*shares, share("cumulative", "2012-13 Q1-Q2", 85), indicator=a_percentage()) == ()
    stock = a_count(kind="level", accumulates="last")
    assert found(*quarters(109, 120), figure("cumulative", "2012-13 Q1-Q2", 250), indicator=stock) == ()


def test_over_a_suppressed_figure_the_fall_is_held_and_no_difference_is_printed():
    hidden = figure("in_quarter", "2012-13 Q2", None, status="suppressed", printed="[c]")
    totals = (figure("cumulative", "2012-13 Q1", 130), figure("cumulative", "2012-13 Q1-Q2", 120))
    (finding,) = found(*totals, hidden)
    assert finding.words.endswith("but the year to date 2012-13 Q1 is 130")
    assert finding.holds
    assert "10" not in finding.words + finding.holds
    assert hidden not in finding.places


def test_no_sum_is_made_over_a_suppressed_figure():
    month = figure("in_month", "2012-08", None, status="suppressed", printed="[c]")
    assert found(*months("2012-07", 40, None, 50), month, figure("in_quarter", "2012-13 Q2", 100)) == ()
    hidden = figure("in_quarter", "2012-13 Q2", None, status="suppressed", printed="[c]")
    assert found(*quarters(109), hidden, figure("cumulative", "2012-13 Q1-Q2", 250)) == ()


def test_many_parts_are_counted_and_all_of_them_are_places():
    (finding,) = found(*months("2012-04", *[40] * 6, 10), figure("cumulative", "2012-13 Q1-Q3", 100), quarter=3,
                       as_at="2012-12-31")  # fmt: skip
    assert "the 7 figures from 2012-04 to 2012-10 make 250" in finding.words
    assert len(finding.places) == 8


def test_a_document_that_is_not_used_is_a_finding_and_holds_nothing():
    ours = (*quarters(109, 120), figure("cumulative", "2012-13 Q1-Q2", 229))
    plan = {"source": "plan", "file": "plan.csv"}
    theirs = (*quarters(110, 120, **plan), figure("cumulative", "2012-13 Q1-Q2", 250, **plan))
    (finding,) = found(*ours, *theirs)
    assert "make 230, a gap of 20" in finding.words
    assert finding.holds == ""


def test_two_sources_that_do_not_add_up_together_hold_what_rests_on_both():
    plan = {"source": "plan", "file": "plan.csv"}
    (finding,) = found(*quarters(109, 120), figure("cumulative", "2012-13 Q1-Q2", 250, **plan))
    assert finding.holds
