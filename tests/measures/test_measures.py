"""Measures: to date, the same period last year, outturns and history, for each way a year accumulates."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.definitions.params import Folders, read_indicators, read_params
from analysis.extracts.deliveries import read_deliveries
from analysis.extracts.validation import validate
from analysis.measures import measures
from made_up_figures import AREA, a_count, a_percentage, a_report, figure, observed, share


def measure_of(indicator, *figures, **report):
    """The measure of the indicator's headline."""
    return measures.derive(observed(*figures), (indicator,), a_report(**report))[0]


def quarters(year, *values, measure="in_quarter"):
    return [figure(measure, f"{year} Q{n}", v, row=n) for n, v in enumerate(values, start=1)]


def months(first, *values):
    labels = [f"2012-{first + n:02d}" for n in range(len(values))]
    return [
        figure("in_month", label, value, row=n)
        for n, (label, value) in enumerate(zip(labels, values, strict=True))
    ]


CUMULATIVE = figure("cumulative", "2012-13 Q1-Q2", 120)


@pytest.mark.parametrize(
    ("figures", "value", "basis", "known", "complete"),
    [
        ([CUMULATIVE], 120, "cumulative", 2, True),
        (quarters("2012-13", 70, 50), 120, "sum of in_quarter figures", 2, True),
        (months(4, 20, 20, 20, 20, 20, 20), 120, "sum of in_month figures", 2, True),
        ([*quarters("2012-13", 70, 51), CUMULATIVE], 120, "cumulative", 2, True),
        (quarters("2012-13", 70), 70, "sum of in_quarter figures", 1, True),
        ([figure("cumulative", "2012-13 Q1", 70)], 70, "cumulative", 1, True),
        (months(4, 20, 20, 20, 20, 20), 60, "sum of in_month figures", 1, True),
        ([figure("in_quarter", "2012-13 Q2", 50)], 50, "in_quarter", 2, False),
    ],
    ids=["printed", "quarters", "months", "printed first", "one quarter", "to Q1", "five months", "Q2 alone"],
)
def test_the_year_to_date_of_what_adds_up(figures, value, basis, known, complete):
    found = measure_of(a_count(), *figures)
    assert (found.figure.value, found.figure.basis) == (value, basis)
    assert (found.known, found.complete) == (known, complete)


@settings(max_examples=20)
@given(st.lists(st.integers(0, 500), min_size=6, max_size=6))
def test_months_quarters_and_the_half_year_say_the_same(values):
    by_quarter = quarters("2012-13", sum(values[:3]), sum(values[3:]))
    by_month = measure_of(a_count(), *months(4, *values)).figure.value
    assert by_month == measure_of(a_count(), *by_quarter).figure.value == sum(values)


@pytest.mark.parametrize(
    ("last_year", "value"),
    [
        ([figure("cumulative", "2011-12 Q1-Q2", 130, row=9)], 130),
        (quarters("2011-12", 60, 70), 130),
        (quarters("2011-12", 60), None),
        ([figure("outturn", "2011-12", 250, row=9)], None),
        ([], None),
    ],
    ids=["printed", "added up", "a gap", "the outturn is no half-year", "nothing"],
)
@pytest.mark.parametrize(
    "this_year", [[CUMULATIVE], quarters("2012-13", 70, 50)], ids=["printed", "added up"]
)
def test_the_same_period_last_year_has_the_same_months(this_year, last_year, value):
    found = measure_of(a_count(), *this_year, *last_year)
    assert (found.same_period.value if found.same_period else None) == value
    assert found.same_basis is (value is not None)
    assert bool(found.why_no_same_period) is (value is None)


@pytest.mark.parametrize("this_year", ["outturn", "cumulative", "in_quarter"])
@pytest.mark.parametrize("last_year", ["outturn", "cumulative", "in_quarter"])
def test_at_the_years_end_two_whole_years_are_the_same_period(this_year, last_year):
    def whole(year, measure):
        return quarters(year, 30, 30, 30, 30) if measure == "in_quarter" else [figure(measure, year, 120)]

    figures = (*whole("2012-13", this_year), *whole("2011-12", last_year))
    found = measure_of(a_count(), *figures, quarter=4, as_at="2013-03-31")
    assert (found.known, found.figure.value, found.same_period.value) == (4, 120, 120)


BY_MONTH = [
    figure("in_month", f"2011-{month:02d}", value, row=month)
    for month, value in enumerate((20, 20, 20, 23, 23, 24), start=4)
]


@pytest.mark.parametrize(
    ("this_year", "value"),
    [
        ([CUMULATIVE], 130),
        (quarters("2012-13", 70, 50), 130),
        (months(4, 20, 20, 20, 20, 20, 20), 130),
        ([figure("in_quarter", "2012-13 Q2", 50)], 70),
    ],
    ids=["to date", "quarters", "months", "a quarter alone"],
)
def test_last_year_is_added_up_from_its_own_parts_whatever_this_years_are(this_year, value):
    found = measure_of(a_count(), *this_year, *BY_MONTH)
    assert found.same_period.value == value and found.same_basis


def test_earlier_years_have_the_same_period_under_their_labels():
    far = [figure("cumulative", "2009-10 Q1-Q2", 150, row=30), *quarters("2010-11", 80, 60), *BY_MONTH]
    found = measure_of(a_count(), CUMULATIVE, *far)
    assert [(label, f.value) for label, f in found.earlier_periods] == [("2009-10", 150), ("2010-11", 140)]
    apart = a_count(not_comparable=("2009-10",), not_comparable_reason="counted otherwise")
    assert [label for label, _ in measure_of(apart, CUMULATIVE, *far).earlier_periods] == ["2010-11"]


def test_a_percentage_to_date_is_compared_with_last_years_pooled_quarters():
    pooled = (*rate_quarter("2011-12 Q1", 10, 100), *rate_quarter("2011-12 Q2", 30, 50))
    found = measure_of(a_percentage(), share("cumulative", "2012-13 Q1-Q2", 26.6, row=9), *pooled)
    assert found.same_period.value == pytest.approx(100 * 40 / 150)


def test_a_quarter_alone_is_compared_with_the_quarter_alone():
    alone = figure("in_quarter", "2012-13 Q2", 76)
    found = measure_of(a_count(), alone, figure("in_quarter", "2011-12 Q2", 65, row=3))
    assert found.same_period.value == 65
    assert measure_of(a_count(), alone, figure("cumulative", "2011-12 Q1-Q2", 65)).same_period is None


def rate_quarter(label, top, bottom):
    return [
        share("in_quarter", label, round(100 * top / bottom, 1), row=2),
        share("numerator", label, top, row=3),
        share("denominator", label, bottom, row=4),
    ]


def test_a_percentages_year_is_its_pooled_counts():
    found = measure_of(
        a_percentage(), *rate_quarter("2012-13 Q1", 10, 100), *rate_quarter("2012-13 Q2", 30, 50)
    )
    assert math.isclose(found.figure.value, 100 * 40 / 150)
    assert (found.known, found.complete, found.figure.basis) == (2, True, "pooled quarters")


def test_a_printed_percentage_to_date_comes_before_the_pooled_one():
    printed = share("cumulative", "2012-13 Q1-Q2", 26.6, row=9)
    figures = (*rate_quarter("2012-13 Q1", 10, 100), *rate_quarter("2012-13 Q2", 30, 50), printed)
    assert measure_of(a_percentage(), *figures).figure.value == 26.6


def test_percentages_of_quarters_without_counts_are_not_a_year_to_date():
    """The latest quarter is shown, and nothing is said of the year."""
    figures = share("in_quarter", "2012-13 Q1", 82, row=2), share("in_quarter", "2012-13 Q2", 84, row=3)
    found = measure_of(a_percentage(), *figures)
    assert (found.figure.value, found.figure.window.label) == (84, "2012-13 Q2")
    assert not found.complete


def test_the_first_quarters_percentage_is_the_year_to_date():
    found = measure_of(a_percentage(), share("in_quarter", "2012-13 Q1", 82))
    assert (found.figure.value, found.complete, found.known) == (82, True, 1)


@pytest.mark.parametrize(
    ("how", "figures", "value", "known"),
    [
        (
            "last",
            [share("in_quarter", "2012-13 Q1", 82), share("in_quarter", "2012-13 Q2", 84, row=3)],
            84,
            2,
        ),
        ("last", [share("cumulative", "2012-13 Q1-Q2", 83)], 83, 2),
        ("last", [share("in_quarter", "2012-13 Q1", 82)], 82, 1),
        ("rolling", [share("rolling_12_months", "2012-13 Q2", 34)], 34, 2),
        ("rolling", [share("rolling_12_months", "2012-13 Q1", 33)], 33, 1),
        ("rolling", [share("cumulative", "2012-13 Q1-Q2", 14)], 14, 2),
        ("survey", [share("in_quarter", "2012-13 Q2", 17)], None, 0),
    ],
)
def test_what_does_not_add_up_takes_the_latest(how, figures, value, known):
    found = measure_of(a_percentage(accumulates=how), *figures)
    assert (found.figure.value if found.figure else None, found.known) == (value, known)


def test_a_half_year_beside_a_rolling_year_is_not_on_the_same_basis():
    rolling, half = share("rolling_12_months", "2012-13 Q2", 12), share("cumulative", "2011-12 Q1-Q2", 14.18)
    found = measure_of(a_percentage(accumulates="rolling"), rolling, half)
    assert found.same_period.value == 14.18
    assert not found.same_basis


@pytest.mark.parametrize(
    ("now", "before", "change", "percent"),
    [(3710, 3836, -126, -3.2846715), (120, 0, 120, None), (0, 120, -120, -100), (120, 120, 0, 0)],
)
def test_the_change_is_in_the_unit_and_in_per_cent_of_last_year(now, before, change, percent):
    figures = figure("cumulative", "2012-13 Q1-Q2", now), figure("cumulative", "2011-12 Q1-Q2", before)
    found = measure_of(a_count(), *figures)
    assert found.change == change
    assert found.change_percent == (None if percent is None else pytest.approx(percent))


def test_there_is_no_change_against_nothing():
    found = measure_of(a_count(), CUMULATIVE)
    assert (found.change, found.change_percent, found.same_basis) == (None, None, False)


def test_outturns_are_printed_or_made_from_a_whole_year_oldest_first():
    figures = [
        CUMULATIVE,
        figure("outturn", "2011-12", 250, row=9),
        *quarters("2011-12", 60, 60, 60, 60),
        *quarters("2010-11", 50, 50, 50, 50),
        *quarters("2009-10", 40, 40, 40),
    ]
    found = measure_of(a_count(), *figures)
    assert [(o.period.label, o.value) for o in found.outturns] == [("2010-11", 200), ("2011-12", 250)]
    assert found.last_outturn.value == 250
    assert [year for year, _ in found.history] == ["2009-10", "2010-11", "2011-12"]
    assert found.history[0][1] == (40, 40, 40, None)


def test_an_older_outturn_is_not_last_years():
    found = measure_of(a_count(), CUMULATIVE, figure("outturn", "2009-10", 300, row=9))
    assert found.last_outturn is None
    assert len(found.outturns) == 1


def test_a_year_that_is_not_comparable_is_no_outturn():
    old = figure("outturn", "2011-12", 250, row=9)
    apart = a_count(not_comparable=("2011-12",), not_comparable_reason="recorded in another way")
    assert measure_of(apart, CUMULATIVE, old).outturns == ()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"stage": "placeholder", "agreed": "to be set"}, "a placeholder: to be set"),
        ({"stage": "placeholder"}, "a placeholder: its definition is being agreed"),
        ({"accumulates": "survey", "note": "every two years"}, "every two years"),
        ({"accumulates": "survey"}, "taken by a survey, and not in this quarter"),
        ({"arrears": 2}, "figures come 2 quarters in arrears, so none of 2012-13 is due yet"),
        ({}, "no figure of 2012-13 is delivered"),
    ],
)  # fmt: skip
def test_no_figure_has_its_reason(changes, says):
    found = measure_of(a_count(**changes))
    assert found.figure is None
    assert found.why_none == says
    assert found.why_no_same_period == "there is no figure of this year to compare"


def test_in_arrears_the_latest_quarter_due_is_the_year_to_date():
    late = a_count(arrears=1)
    found = measure_of(late, *quarters("2012-13", 70), *quarters("2011-12", 60, 70))
    assert (found.known, found.figure.value, found.same_period.value) == (1, 70, 60)
    none_yet = measure_of(late, quarter=1, as_at="2012-06-30")
    assert none_yet.why_none == "figures come one quarter in arrears, so none of 2012-13 is due yet"


def test_a_headline_without_figures_has_a_measure_and_a_part_without_has_none():
    keys = [
        (m.breakdown.name, m.area)
        for m in measures.derive(
            observed(
                figure("cumulative", "2012-13 Q1-Q2", 70, breakdown="cars"),
                figure("cumulative", "2012-13 Q1-Q2", 60, area="West Town", row=3),
                figure("change_on_same_period", "2012-13 Q1", -3, area="East Town", row=4),
            ),
            (a_count(),),
            a_report(),
        )
    ]
    assert keys == [("all", AREA), ("cars", AREA), ("all", "West Town")]


def test_the_made_up_place_runs_from_q1_to_q4(made_up_root):
    """Each quarter adds to the year, one indicator comes a quarter later, the last year is whole."""
    found, folders = {}, Folders(made_up_root)
    for path in (made_up_root / "params").glob("*.yaml"):
        report = read_params(path)
        indicators = read_indicators(folders.indicators(report))
        deliveries = read_deliveries(folders.deliveries(report), report.source_order)
        with_figures = [delivery for delivery in deliveries if delivery.holds_figures]
        observations = validate(with_figures, indicators, report).observations
        for measure in measures.derive(observations, indicators, report):
            found[measure.indicator.ref, report.quarter] = measure
    assert [found["BURGLARY", q].known for q in (1, 2, 3, 4)] == [1, 2, 3, 4]
    assert [found["REOFFENDING", q].known for q in (1, 2, 3, 4)] == [0, 1, 2, 3]
    values = [found["BURGLARY", q].figure.value for q in (1, 2, 3, 4)]
    assert values == sorted(values)
    assert sum(q.value for q in found["BURGLARY", 4].quarters) == values[-1]
    assert all(len(found["WAITING", q].outturns) == 5 for q in (1, 2, 3, 4))


def test_the_sum_of_acquisitive_crimes_is_their_total(halton):
    values = {j.breakdown.name: j.measure.figure.value for j in halton.of("SH16") if j.area == "Halton"}
    assert values.pop("all") == sum(values.values()) == 559


def test_a_quarter_that_is_due_and_not_there_is_said():
    late = measure_of(a_count(), *quarters("2012-13", 70))
    assert late.figure.value == 70 and "2012-13 Q2" in late.why_late
    assert measure_of(a_count(), *quarters("2012-13", 70, 50)).why_late == ""
    assert measure_of(a_count(arrears=1), *quarters("2012-13", 70)).why_late == ""


def test_last_outturn_is_of_last_year_and_of_no_other():
    older = figure("outturn", "2009-10", 20)
    assert measure_of(a_count(), older).last_outturn is None
    assert measure_of(a_count(), older, CUMULATIVE).last_outturn is None
    assert measure_of(a_count(), older, figure("outturn", "2011-12", 10)).last_outturn.value == 10
