"""Series: what may be added up, what may not, and which printing a figure is made from."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.definitions import periods
from analysis.measures.series import Series, accumulate
from made_up_figures import AREA, a_count, a_percentage, a_rate, figure, observed, rated, share

QUARTERS = tuple(periods.quarter("2012-13", number) for number in (1, 2, 3, 4))


def thefts(*figures):
    indicator = a_count()
    return Series(observed(*figures), indicator, indicator.series[0], AREA)


def seen(*figures):
    indicator = a_percentage()
    return Series(observed(*figures), indicator, indicator.series[0], AREA)


def quarter_of_counts(label, top, bottom):
    return (
        share("in_quarter", label, round(100 * top / bottom, 1)),
        share("numerator", label, top, row=3),
        share("denominator", label, bottom, row=4),
    )


@pytest.mark.parametrize(
    ("values", "how", "year"),
    [
        ([179, 137], "sum", 316), ([0.1] * 10, "sum", 1.0), ([5], "sum", 5), ([], "sum", 0),
        ([85.2, 84.0], "last", 84.0), ([34, 12], "rolling", 12), ([17], "survey", 17), ([82], "ratio", 82),
    ],
)  # fmt: skip
def test_periods_accumulate_the_way_the_indicator_says(values, how, year):
    assert accumulate(values, how) == year


@given(st.lists(st.floats(0, 100), min_size=2, max_size=12))
def test_a_percentages_year_is_never_a_sum_of_percentages(values):
    with pytest.raises(ValueError, match="do not add up"):
        accumulate(values, "ratio")


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=12), st.randoms())
def test_a_sum_does_not_ask_for_an_order(values, random):
    mixed = random.sample(values, len(values))
    assert accumulate(mixed, "sum") == accumulate(values, "sum") == sum(values)


def test_quarters_add_up_and_say_what_they_are_made_from():
    parts = (figure("in_quarter", "2012-13 Q1", 179), figure("in_quarter", "2012-13 Q2", 137, row=3))
    total = thefts(*parts).summed(QUARTERS[:2], "in_quarter")
    assert (total.value, total.period.label) == (316, "2012-13 Q1-Q2")
    assert total.basis == "sum of in_quarter figures"
    assert total.made_from == parts


@pytest.mark.parametrize("missing", [None, "suppressed", "not received"])
def test_a_sum_with_a_gap_is_no_sum(missing):
    figures = [figure("in_quarter", "2012-13 Q1", 179)]
    if missing:
        figures.append(figure("in_quarter", "2012-13 Q2", None, status=missing, row=3))
    assert thefts(*figures).summed(QUARTERS[:2], "in_quarter") is None


def test_a_zero_quarter_is_no_gap():
    figures = (figure("in_quarter", "2012-13 Q1", 0), figure("in_quarter", "2012-13 Q2", 0, row=3))
    assert thefts(*figures).summed(QUARTERS[:2], "in_quarter").value == 0


counts = st.tuples(st.integers(0, 300), st.integers(1, 300)).map(lambda pair: (min(pair), max(pair)))


@given(st.lists(counts, min_size=1, max_size=4))
def test_pooled_quarters_are_all_cases_over_all_people(quarters):
    figures = [f for q, c in zip(QUARTERS, quarters, strict=False) for f in quarter_of_counts(q.label, *c)]
    pooled = seen(*figures).pooled(QUARTERS[: len(quarters)])
    top, bottom = (sum(column) for column in zip(*quarters, strict=True))
    assert (pooled.numerator, pooled.denominator) == (top, bottom)
    assert math.isclose(pooled.value, 100 * top / bottom)
    shares = [100 * x / n for x, n in quarters]
    assert min(shares) - 1e-9 <= pooled.value <= max(shares) + 1e-9


@given(st.integers(1, 99), st.lists(st.integers(1, 50), min_size=2, max_size=4))
def test_a_steady_rate_stays_steady(percent, sizes):
    quarters = [(percent * size, 100 * size) for size in sizes]
    figures = [f for q, c in zip(QUARTERS, quarters, strict=False) for f in quarter_of_counts(q.label, *c)]
    assert math.isclose(seen(*figures).pooled(QUARTERS[: len(sizes)]).value, percent)


def test_percentages_without_their_counts_are_not_pooled():
    only_one = (*quarter_of_counts("2012-13 Q1", 30, 40), share("in_quarter", "2012-13 Q2", 80.0, row=9))
    assert seen(*only_one).pooled(QUARTERS[:2]) is None


def test_counts_of_other_months_do_not_stand_behind_a_figure():
    rolling = periods.parse("2011-09 to 2012-08")
    figures = (
        share("rolling_12_months", "2012-13 Q2", 12, window=rolling),
        share("numerator", "2012-13 Q2", 68, row=3),
        share("denominator", "2012-13 Q2", 568, row=4, window=rolling),
    )
    found = seen(*figures).figure("rolling_12_months", QUARTERS[1])
    assert (found.value, found.numerator, found.denominator) == (12, None, None)


def test_a_series_takes_no_figure_of_another_unit_area_or_breakdown():
    others = (
        figure("cumulative", "2012-13 Q1-Q2", 4.81, unit="crimes per 1000 population"),
        figure("cumulative", "2012-13 Q1-Q2", 60, area="East Town"),
        figure("cumulative", "2012-13 Q1-Q2", 70, breakdown="cars"),
    )
    series = thefts(*others)
    assert series.printed("cumulative", periods.parse("2012-13 Q1-Q2")) is None
    assert not series.has_figures


@pytest.mark.parametrize(
    ("printed", "has"),
    [
        (figure("cumulative", "2012-13 Q1-Q2", 0), True),
        (figure("cumulative", "2012-13 Q1-Q2", None, status="suppressed"), True),
        (figure("cumulative", "2012-13 Q1-Q2", None, status="not received"), False),
        (figure("change_on_same_period", "2012-13 Q1", -117), False),
        (figure("target", "2012-13", 100), False),
    ],
)
def test_a_printed_change_or_target_alone_is_no_figure(printed, has):
    assert thefts(printed).has_figures is has


def test_a_figure_knows_its_place_notes_and_precision():
    parts = (
        figure("in_quarter", "2012-13 Q1", 3.1, note="late", status="provisional"),
        figure("in_quarter", "2012-13 Q2", 3.25, note="late", row=3),
    )
    total = thefts(*parts).summed(QUARTERS[:2], "in_quarter")
    assert (total.source, total.note, total.decimals) == ("report, THEFT", "late", 2)
    assert total.provisional


def calls(*quarters, **changes):
    indicator = a_rate(**changes)
    figures = [f for n, q in enumerate(quarters) for f in rated(*q, row=10 * n)]
    return Series(observed(*figures), indicator, indicator.series[0], AREA)


def test_rates_add_up_with_the_counts_behind_them():
    year = calls(("2012-13 Q1", 360, 120_000), ("2012-13 Q2", 410, 121_000)).summed(
        QUARTERS[:2], "in_quarter"
    )
    assert year.value == pytest.approx(3 + 410 / 121) and year.numerator == 770
    assert 1000 * year.numerator / year.denominator == pytest.approx(year.value)
    assert 120_000 < year.denominator < 121_000


def test_rates_of_nothing_stand_on_the_mean_denominator():
    none = calls(("2012-13 Q1", 0, 120_000), ("2012-13 Q2", 0, 121_000)).summed(QUARTERS[:2], "in_quarter")
    assert (none.value, none.numerator, none.denominator) == (0, 0, 120_500)


def test_a_rate_pooled_over_quarters_is_per_what_it_is_per():
    pooled = calls(("2012-13 Q1", 360, 120_000), ("2012-13 Q2", 410, 121_000), accumulates="ratio").pooled(
        QUARTERS[:2]
    )
    assert pooled.value == pytest.approx(1000 * 770 / 241_000) and pooled.per == 1000
