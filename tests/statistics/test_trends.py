"""The five-point trend: boundaries, reasons and laws."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.definitions.errors import InputError
from analysis.statistics.trends import SIGNIFICANT_ABOVE, recent_trend

FLAT = [10.0, 10.5, 9.5, 10.2, 10.0]
RISING = [10.0, 11.0, 12.0, 13.0, 14.0]


def trend(values, reach=1.0, polarity="lower"):
    return recent_trend(values, [v - reach for v in values], [v + reach for v in values], polarity)


@pytest.mark.parametrize(
    ("values", "polarity", "word", "judged"),
    [
        (RISING, "lower", "increasing", "worse"),
        (RISING, "higher", "increasing", "better"),
        (RISING, "none", "increasing", ""),
        (RISING[::-1], "lower", "decreasing", "better"),
        (FLAT, "lower", "no significant change", ""),
        ([0.0, *RISING], "lower", "increasing", "worse"),
    ],
)
def test_words(values, polarity, word, judged):
    told = trend(values, polarity=polarity)
    assert (told.word, told.judged) == (word, judged)


def test_chi_squared_by_hand():
    """Slope 1, standard error 1/1.96 each: chi-squared is 10 x 1.96 squared."""
    assert trend(RISING).chi_squared == pytest.approx(10 * 1.96**2)
    assert trend(RISING).slope == pytest.approx(1.0)


@pytest.mark.parametrize(("chi_squared", "word"), [(9.55, "increasing"), (9.549, "no significant change")])
def test_the_limit_is_9_5495(chi_squared, word):
    reach = 1.96 * math.sqrt(10 / chi_squared)
    assert trend(RISING, reach).word == word


def test_one_period_must_not_carry_the_slope():
    told = trend([10.0, 9.9, 9.8, 9.7, 14.0], reach=0.3)
    assert told.chi_squared > 9.5495
    assert told.word == "no significant change"
    assert told.reason == "the slope turns round when one of the five periods is left out"


def test_narrow_limits_weigh_more():
    values, reach = [10.0, 10.0, 10.0, 10.0, 20.0], [0.1, 0.1, 0.1, 0.1, 50.0]
    told = recent_trend(
        values,
        [v - r for v, r in zip(values, reach, strict=True)],
        [v + r for v, r in zip(values, reach, strict=True)],
    )
    assert abs(told.slope) < 0.01


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (RISING[:4], "a trend needs 5 consecutive periods and there are 4"),
        ([], "a trend needs 5 consecutive periods and there are 0"),
        ([1.0, None, 3.0, 4.0, 5.0], "1 of the last 5 periods have no figure, and a gap is not closed up"),
        (
            [None, 1.0, None, math.nan, 4.0, 5.0],
            "2 of the last 5 periods have no figure, and a gap is not closed up",
        ),
    ],
)
def test_a_gap_is_never_closed_up(values, reason):
    lows, highs = ([None if v is None else v + r for v in values] for r in (-1, 1))
    told = recent_trend(values, lows, highs)
    assert (told.word, told.reason) == ("cannot be calculated", reason)


def test_limits_are_needed_and_have_width():
    assert "missing" in recent_trend(RISING, [None] * 5, RISING).reason
    assert "no width" in recent_trend(RISING, RISING, RISING).reason


def test_lengths_must_agree():
    with pytest.raises(InputError, match="5 values do not fit 4 lower"):
        recent_trend(RISING, RISING[:4], RISING)


series = st.lists(st.floats(1, 100), min_size=5, max_size=5)


@settings(deadline=None, max_examples=50)
@given(series, st.floats(0.1, 20), st.integers(-8, 8))
def test_scaling_changes_nothing_and_mirroring_mirrors(values, reach, power):
    scale = 2.0**power
    told = trend(values, reach)
    scaled = trend([v * scale for v in values], reach * scale)
    assert (scaled.word, scaled.judged) == (told.word, told.judged)
    other = trend(values, reach, "higher")
    assert other.judged == {"better": "worse", "worse": "better", "": ""}[told.judged]


def test_the_limit_is_the_chi_squared_quantile_of_99_8_in_100():
    assert stats.chi2.ppf(0.998, 1) == pytest.approx(SIGNIFICANT_ABOVE, abs=5e-5)
