"""The direction in a judgement: by which test, and what is not comparable with the same period last year."""

import pytest

from analysis.definitions import periods
from analysis.pages.sections import phrases
from analysis.pages.sections.indicators.drafted_text import draft
from analysis.statistics.directions import direction_of_counts
from made_up_figures import REGION, a_count, a_percentage, a_rate, a_report, figure, judged_of, rated, share

HALF = (figure("cumulative", "2012-13 Q1-Q2", 120), figure("cumulative", "2011-12 Q1-Q2", 130, row=3))
LAST = figure("outturn", "2011-12", 260, row=4)


@pytest.mark.parametrize(
    ("now", "before", "polarity", "word"),
    [
        (120, 130, "lower", "no clear change"), (100, 160, "lower", "better"), (160, 100, "lower", "worse"),
        (160, 100, "higher", "better"),
    ],
)  # fmt: skip
def test_the_direction_of_counts_goes_by_chance(now, before, polarity, word):
    figures = figure("cumulative", "2012-13 Q1-Q2", now), figure("cumulative", "2011-12 Q1-Q2", before)
    direction = judged_of(a_count(polarity=polarity), *figures).direction
    assert direction.word == word
    assert (direction.p_value < 0.05) is (word != "no clear change")


@pytest.mark.parametrize(
    ("now", "before", "word"), [(80, 82, "no clear change"), (76, 82, "worse"), (88, 82, "better")]
)
def test_percentages_without_counts_go_by_the_stated_tolerance(now, before, word):
    figures = share("cumulative", "2012-13 Q1-Q2", now), share("cumulative", "2011-12 Q1-Q2", before)
    direction = judged_of(a_percentage(), *figures).direction
    assert (direction.word, direction.p_value) == (word, None)


def test_a_half_year_is_not_compared_with_a_rolling_year_without_counts():
    figures = share("rolling_12_months", "2012-13 Q2", 12), share("cumulative", "2011-12 Q1-Q2", 14)
    judged = judged_of(a_percentage(accumulates="rolling"), *figures)
    assert judged.direction.word == "not comparable"
    assert "April to September 2011" in judged.direction.reason


@pytest.mark.parametrize(
    ("figures", "word"),
    [
        (HALF, "better"),
        ((HALF[0], figure("cumulative", "2011-12 Q1-Q2", 120)), "same"),
        ((HALF[0], figure("cumulative", "2011-12 Q1-Q2", 119)), "worse"),
        ((HALF[0], LAST), "better"),
        ((HALF[0], figure("outturn", "2011-12", 239)), "worse"),
        ((HALF[0],), "not comparable"),
    ],
)
def test_as_published_any_difference_counts_from_last_year_or_the_projection_from_the_outturn(figures, word):
    assert judged_of(a_count(), *figures).direction_as_published == word


def test_rates_are_compared_by_the_counts_behind_them_over_their_people():
    half = [
        *rated("2011-12 Q1", 360, 120_000, 10), *rated("2011-12 Q2", 380, 120_000, 20),
        *rated("2012-13 Q1", 370, 60_000, 30), *rated("2012-13 Q2", 390, 60_000, 40),
    ]  # fmt: skip
    judged = judged_of(a_rate(), *half)
    assert judged.direction.word == "worse" and judged.direction.p_value < 1e-6
    alone = direction_of_counts(760, 740, 60_000, 120_000)
    assert judged.direction.p_value == pytest.approx(alone.p_value)


def test_a_rates_own_past_counts_widen_its_test():
    past = [
        row
        for n in range(8)
        for row in rated(
            f"20{9 + n // 4:02d}-{10 + n // 4} Q{n % 4 + 1}", 300 + 90 * (n % 3), 120_000, 10 * n
        )
    ]
    half = [*rated("2011-12 Q1", 360, 120_000, 100), *rated("2012-13 Q1", 420, 120_000, 110)]
    judged = judged_of(a_rate(), *past, *half, quarter=1, as_at="2012-06-30")
    assert judged.direction.overdispersion > 2 and judged.direction.p_widened > judged.direction.p_value


def test_a_count_of_twelve_months_is_not_compared_with_one_of_six():
    rolling = a_count(accumulates="rolling")
    now = figure("rolling_12_months", "2012-13 Q2", 100)
    judged = judged_of(rolling, now, figure("cumulative", "2011-12 Q1-Q2", 52, row=3))
    assert judged.direction.word == "not comparable"
    assert "covers April to September 2011, this year's October 2011 to September 2012" in judged.reason(
        "direction"
    )


def test_years_that_overlap_are_not_compared():
    def over(period, seen, to, row):
        note = f"rolling 12 months to {to}"
        given = {"note": note, "window": periods.twelve_months_to(periods.month(to))}
        return [
            share("rolling_12_months", period, 100 * seen / 568, row=row, **given),
            share("numerator", period, seen, row=row + 1, **given),
            share("denominator", period, 568, row=row + 2, **given),
        ]

    figures = [*over("2012-13 Q2", 68, "August 2012", 2), *over("2011-12 Q2", 140, "July 2012", 10)]
    judged = judged_of(a_percentage(accumulates="rolling"), *figures)
    assert judged.direction.word == "not comparable"
    assert "11 months in common" in judged.direction.reason


def test_a_year_that_is_declared_not_comparable_is_not_compared():
    survey = a_count(
        not_comparable=("2011-12",), not_comparable_reason="the survey asked in another way", arrears=0
    )
    judged = judged_of(survey, *HALF, LAST)
    assert judged.direction.word == "not comparable"
    assert judged.direction.reason == "the survey asked in another way"
    assert judged.measure.same_period.value == 130  # shown all the same


def test_an_estimated_count_is_compared_as_the_nearest_whole_one():
    figures = (
        figure("cumulative", "2012-13 Q1-Q2", 55.5),
        figure("cumulative", "2011-12 Q1-Q2", 60.2, row=3),
    )
    judged = judged_of(a_count(estimated_counts=True), *figures)
    assert judged.direction.p_value == direction_of_counts(56, 60).p_value


@pytest.mark.parametrize(
    ("now", "before", "word"),
    [(300, 500, "better"), (100, 20, "better"), (20, 100, "worse"), (90, 110, "no clear change")],
)
def test_nearer_goes_by_the_ideal_of_the_months_covered(now, before, word):
    """200 a year is 100 by half-year."""
    nearer = a_count(polarity="nearer", ideal=200)
    half = (figure("cumulative", "2012-13 Q1-Q2", now), figure("cumulative", "2011-12 Q1-Q2", before, row=3))
    assert judged_of(nearer, *half).direction.word == word


@pytest.mark.parametrize(
    ("rules", "widened", "rule"),
    [("", True, "widened"), ("direction: by exact test", False, "exact conditional binomial test")],
)
def test_the_exact_test_alone_can_be_chosen(rules, widened, rule):
    past = [
        figure("in_quarter", f"{year} Q{n}", 20 * n + 30 * (row % 2), row=10 * row + n)
        for row, year in enumerate(("2009-10", "2010-11", "2011-12"))
        for n in (1, 2, 3, 4)
    ]
    now = figure("in_quarter", "2012-13 Q1", 40, row=99)
    judged = judged_of(a_count(rules=rules), *past, now, quarter=1, as_at="2012-06-30")
    assert (judged.direction.p_widened is not None) == widened and rule in judged.direction.rule


@pytest.mark.parametrize("rules", ["", "direction: as published"])
def test_a_percentage_of_twelve_months_is_not_compared_with_one_of_six(rules):
    now = [
        share("rolling_12_months", "2012-13 Q2", 12),
        *(share(m, "2012-13 Q2", v, window=periods.twelve_months_to(periods.parse("2012-13 Q2")))
          for m, v in (("numerator", 60), ("denominator", 500))),
    ]  # fmt: skip
    half = share("cumulative", "2011-12 Q1-Q2", 14.18)
    judged = judged_of(a_percentage(accumulates="rolling", rules=rules), *now, half)
    assert judged.direction.word == "not comparable"
    assert "April to September 2011" in judged.direction.reason
    assert judged.measure.change_percent is None


SWINGING = [
    figure("in_quarter", f"{year} Q{quarter}", value, row=10 * int(year[2:4]) + quarter)
    for year, values in (
        ("2009-10", (1200, 2600, 900, 2400)),
        ("2010-11", (2500, 1000, 2300, 1100)),
        ("2011-12", (1900, 1109, 2700, 800)),
    )
    for quarter, value in enumerate(values, start=1)
]


def test_chance_alone_is_not_said_where_the_exact_test_excludes_it():
    """3,009 to 4,237: exact p below 1e-40, and a figure that always swings so much."""
    now = figure("cumulative", "2012-13 Q1-Q2", 4237)
    judged = judged_of(a_count(), *SWINGING, now)
    told = judged.direction
    assert (judged.measure.same_period.value, told.word) == (3009, "no clear change")
    assert told.p_value < 1e-40 and told.p_widened > 0.05
    words = (
        told.reason, phrases.direction_note(judged), phrases.chance_alone(judged), draft(judged, a_report()).happened,
    )  # fmt: skip
    assert all("usual swings" in said and "chance alone" not in said for said in words)


def test_chance_alone_is_said_where_it_could_give_the_difference():
    told = direction_of_counts(3710, 3836)
    assert not told.beyond_chance and told.reason.endswith("which chance alone could give")
    widened = direction_of_counts(101, 99, history=[100, 130, 80, 110] * 3)
    assert not widened.beyond_chance and "chance alone" in widened.reason


def test_a_suppressed_figure_of_the_region_is_not_said_not_to_be_held():
    ours = share("cumulative", "2012-13 Q1-Q2", 80)
    hidden = share("cumulative", "2012-13 Q1-Q2", None, area=REGION, status="suppressed", printed="[c]")
    words = [
        reason.words for reason in judged_of(a_percentage(), ours, hidden).reasons if reason.about == "region"
    ]
    assert words == [f"the deliveries show no figure of {REGION} for the same months"]
