"""Direction of travel: golden values, boundaries, reasons, laws, and how often it speaks by chance."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.definitions.errors import InputError
from analysis.statistics import directions
from analysis.statistics.directions import (
    direction_against_printed_percentage,
    direction_as_published,
    direction_of_counts,
    direction_of_proportions,
    direction_of_values,
)

MIRROR = {"better": "worse", "worse": "better"}
OPPOSITE = {"lower": "higher", "higher": "lower"}


@pytest.mark.parametrize(
    ("now", "before", "p_value", "word"),
    [
        (3710, 3836, 0.150, "no clear change"),
        (1197, 1317, 0.018, "better"),
        (382, 405, 0.433, "no clear change"),
        (36, 34, 0.905, "no clear change"),
        (5, 0, 0.0625, "no clear change"),
        (6, 0, 0.03125, "worse"),
        (0, 0, 1.0, "no clear change"),
    ],
)
def test_counts_golden_values(now, before, p_value, word):
    told = direction_of_counts(now, before, polarity="lower")
    assert told.p_value == pytest.approx(p_value, abs=0.0005)
    assert (told.word, told.p_widened, told.rule) == (word, None, directions.EXACT_RULE)


def test_clear_golden_value():
    told = direction_of_counts(559, 761, polarity="lower")
    assert told.word == "better"
    assert told.p_value < 0.001
    assert told.reason == "202 fewer than last year, a larger difference than chance alone would give"


def test_exposures_give_the_share():
    """Twice the events over twice the days is no change; the share is then two thirds."""
    told = direction_of_counts(200, 100, exposure_now=2, exposure_before=1)
    assert (told.word, told.p_value) == ("no clear change", 1.0)
    assert direction_of_counts(200, 100).word == "worse"


def test_newcombe_golden_value():
    told = direction_of_proportions(30, 76, 20, 65, "lower")
    assert [round(limit, 1) for limit in told.interval] == [-7.1, 23.7]
    assert round(100 * (30 / 76 - 20 / 65), 1) == 8.7
    assert (told.word, told.p_value) == ("no clear change", None)


@pytest.mark.parametrize(("x_now", "word"), [(60, "worse"), (20, "better"), (40, "no clear change")])
def test_proportions_speak(x_now, word):
    assert direction_of_proportions(x_now, 100, 40, 100, "lower").word == word


@pytest.mark.parametrize(
    ("now", "before", "tolerance", "word"),
    [
        (95.0, 100.0, 5, "better"),
        (95.1, 100.0, 5, "no clear change"),
        (105.0, 100.0, 5, "worse"),
        (100.0, 100.0, 0, "no clear change"),
        (0.95, 1.0, 5, "better"),
        (-1.1, -1.0, 5, "better"),
        (3.0, 0.0, 5, "not comparable"),
        (3.0, 2.0, None, "not comparable"),
        (None, 2.0, 5, "not comparable"),
        (math.nan, 2.0, 5, "not comparable"),
        (3.0, None, 5, "not comparable"),
    ],
)
def test_values_by_tolerance(now, before, tolerance, word):
    told = direction_of_values(now, before, tolerance, "lower")
    assert told.word == word
    assert told.reason


@pytest.mark.parametrize(
    ("x", "n", "printed", "polarity", "tolerance", "word"),
    [
        (68, 568, 14.18, "higher", None, "no clear change"),
        (68, 568, 14.91, "higher", None, "not comparable"),
        (68, 568, 14.91, "higher", 5, "worse"),
        (68, 568, 14.91, "lower", 5, "better"),
        (68, 568, 14.91, "lower", 50, "no clear change"),
        (68, 568, None, "lower", 5, "not comparable"),
        (2, 34, 11, "lower", None, "no clear change"),
        (10, 10, 100.0, "higher", None, "no clear change"),
        (0, 6, 0.0, "lower", None, "no clear change"),
    ],
)
def test_against_a_printed_percentage(x, n, printed, polarity, tolerance, word):
    told = direction_against_printed_percentage(x, n, printed, polarity, tolerance)
    assert told.word == word
    assert told.reason


@pytest.mark.parametrize(
    ("now", "before", "polarity", "word"),
    [
        (3710, 3836, "lower", "better"),
        (36, 34, "lower", "worse"),
        (36, 34, "higher", "better"),
        (34, 34, "lower", "same"),
        (36, 34, "none", "not comparable"),
        (36, 34, "nearer", "not comparable"),
        (36, None, "lower", "not comparable"),
    ],
)
def test_as_published(now, before, polarity, word):
    assert direction_as_published(now, before, polarity).word == word


@pytest.mark.parametrize(
    ("now", "before", "word"),
    [(100, 200, "better"), (300, 200, "worse"), (100, 300, "no clear change"), (101, 100, "no clear change")],
)
def test_nearer_to_an_ideal_value(now, before, word):
    """Nearer to 100 is better, farther worse; 0 and 200 are as far from it as each other."""
    ideal = 200 if (now, before) == (100, 300) else 100
    assert direction_of_counts(now, before, polarity="nearer", ideal=ideal).word == word


def test_clear_difference_without_polarity_is_said_and_not_judged():
    told = direction_of_counts(559, 761, polarity="none")
    assert told.word == "not comparable"
    assert told.reason == "clearly lower than last year, and nothing says whether that is better"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: direction_of_counts(-1, 2),
        lambda: direction_of_counts(1.5, 2),
        lambda: direction_of_counts(1, 2, exposure_now=0),
        lambda: direction_of_counts(1, 2, history=[1, 2, -1, 4, 5, 6, 7, 8]),
        lambda: direction_of_proportions(5, 4, 1, 2),
    ],
)
def test_impossible_figures_are_refused(wrong):
    with pytest.raises(InputError, match="To fix it"):
        wrong()


@pytest.mark.parametrize(("periods", "widened"), [(7, False), (8, True)])
def test_eight_past_periods_are_needed(periods, widened):
    told = direction_of_counts(130, 100, history=[80, 120, 140, 60, 90, 160, 100, 70][:periods])
    assert (told.p_widened is not None) == widened
    assert told.rule == (directions.WIDENED_RULE if widened else directions.EXACT_RULE)
    assert told.p_value == direction_of_counts(130, 100).p_value


def test_a_gap_in_the_past_keeps_its_place():
    """A missing quarter must not shift the seasons behind it."""
    quarters = np.arange(16)
    steady = [float(v) for v in np.round(200 * (1 + 0.5 * np.cos(quarters * np.pi / 2)))]
    holed = [None if place == 5 else value for place, value in enumerate(steady)]
    assert directions.overdispersion(holed).factor == 1.0
    assert directions.overdispersion([value for value in holed if value is not None]).factor > 2
    assert directions.overdispersion([None] * 5 + steady[:7]) is None


def test_the_word_follows_the_widened_value():
    erratic = [40, 160, 150, 60, 170, 50, 130, 45, 60, 150, 55, 165]
    told = direction_of_counts(140, 100, history=erratic)
    assert told.p_value < 0.05 < told.p_widened
    assert told.overdispersion > 5
    assert told.word == "no clear change"


def test_season_and_steady_trend_are_not_overdispersion():
    quarters = np.arange(20)
    steady = np.round(200 * np.exp(-0.03 * quarters) * (1 + 0.5 * np.cos(quarters * np.pi / 2)))
    assert directions.overdispersion(steady).factor == 1.0
    assert directions.overdispersion(steady, periods_per_year=1).factor > 2


@pytest.mark.parametrize("history", [[0] * 12, [0] * 11 + [1], [5, 0, 0, 0] * 3])
def test_next_to_nothing_in_the_past(history):
    told = direction_of_counts(3, 0, history=history)
    assert told.p_widened is None or told.p_widened >= told.p_value


counts = st.integers(0, 4_000)


@given(counts, counts, st.sampled_from(["lower", "higher"]))
def test_swapping_polarity_mirrors(now, before, polarity):
    told, other = (direction_of_counts(now, before, polarity=p) for p in (polarity, OPPOSITE[polarity]))
    assert other.word == MIRROR.get(told.word, told.word)
    published, swapped = (direction_as_published(now, before, p) for p in (polarity, OPPOSITE[polarity]))
    assert swapped.word == MIRROR.get(published.word, published.word)


@given(counts, counts, st.sampled_from(["lower", "higher"]))
def test_swapping_the_years_mirrors(now, before, polarity):
    there, back = (
        direction_of_counts(now, before, polarity=polarity),
        direction_of_counts(before, now, polarity=polarity),
    )
    assert there.p_value == pytest.approx(back.p_value)
    assert back.word == MIRROR.get(there.word, there.word)


@given(st.floats(0.01, 1e4), st.floats(0.01, 1e4), st.floats(0, 60), st.integers(-12, 12))
def test_scaling_values_changes_nothing(now, before, tolerance, power):
    scale = 2.0**power
    told = direction_of_values(now, before, tolerance, "lower")
    assert direction_of_values(now * scale, before * scale, tolerance, "lower").word == told.word


@given(counts, counts, st.integers(1, 50))
def test_scaling_both_exposures_changes_nothing(now, before, scale):
    plain = direction_of_counts(now, before, 3, 2)
    scaled = direction_of_counts(now, before, 3 * scale, 2 * scale)
    assert scaled.word == plain.word
    assert scaled.p_value == pytest.approx(plain.p_value)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_better_figure_never_makes_the_word_worse(now, fewer, before):
    order = ["worse", "no clear change", "better"]
    better = max(0, now - fewer)
    words = [direction_of_counts(figure, before, polarity="lower").word for figure in (now, better)]
    assert order.index(words[1]) >= order.index(words[0])


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(0, 300), min_size=8, max_size=24), counts, counts)
def test_widening_never_makes_a_difference_clearer(history, now, before):
    told = direction_of_counts(now, before, history=history)
    assert told.p_widened is None or told.p_widened >= told.p_value
    assert told.overdispersion is None or told.overdispersion >= 1


def share_spoken(rng, mean: float, spread: float, times: int, quarters: int = 20) -> float:
    """How often the rule speaks on unchanged quarterly counts whose variance is `spread` times their mean."""
    spoken = 0
    for _ in range(times):
        if spread == 1:
            series = rng.poisson(mean, quarters + 1)
        else:
            series = rng.negative_binomial(mean / (spread - 1), 1 / spread, quarters + 1)
        told = direction_of_counts(series[-1], series[-5], history=series[:-1])
        spoken += told.word != "no clear change"
    return spoken / times


TIMES = 2_000


@pytest.mark.slow
@pytest.mark.parametrize("mean", [3, 10, 30, 100, 300, 3_000])
def test_unchanged_counts_seldom_speak(mean):
    rng = np.random.default_rng(mean)
    pairs = rng.poisson(mean, (TIMES, 2))
    exact = np.mean([direction_of_counts(a, b).word != "no clear change" for a, b in pairs])
    error = 3 * math.sqrt(0.05 * 0.95 / TIMES)
    assert exact <= 0.05 + error
    assert share_spoken(rng, mean, 1, TIMES) <= 0.05 + error


@pytest.mark.slow
@pytest.mark.parametrize("mean", [30, 100, 300, 3_000])
@pytest.mark.parametrize("spread", [2, 4])
def test_overdispersed_unchanged_counts_speak_as_often_as_promised(mean, spread):
    share = share_spoken(np.random.default_rng(10 * mean + spread), mean, spread, TIMES)
    print(f"mean {mean}, variance {spread} times it: spoke in {100 * share:.2f}%")
    assert 0.035 <= share <= 0.065
