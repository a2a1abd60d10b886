"""A chance reads back to its number, rounded to nearest; its word goes with the number beside it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.definitions import probabilities


@pytest.mark.parametrize(
    ("value", "settled", "text"),
    [
        (0.3471, False, "About 35 in 100"), (0.21, False, "About 21 in 100"),
        (0.797, False, "About 80 in 100"),
        (0.203, False, "About 20 in 100"), (0.29, False, "About 29 in 100"), (0.57, False, "About 57 in 100"),
        (0.991, False, "More than 99 in 100"), (0.009, False, "Less than 1 in 100"),
        (1.0, False, "More than 99 in 100"), (0.0, False, "Less than 1 in 100"),
        (1.0, True, "Certain: it is met"), (0.0, True, "Certain: it is missed"),
        (0.5, True, "About 50 in 100"), (None, False, "–"),
    ],
)  # fmt: skip
def test_a_chance_in_words(value, settled, text):
    assert probabilities.chance(value, settled) == text


@given(st.floats(0.01, 0.99))
def test_a_chance_is_rounded_to_nearest(value):
    said = int(re.search(r"About (\d+)", probabilities.chance(value))[1])
    assert abs(said - 100 * value) <= 0.5 + 1e-6


@pytest.mark.parametrize(
    ("p_value", "times"),
    [
        (0.150, "about 1 time in 7"), (0.018, "about 1 time in 56"), (0.433, "about 4 times in 10"),
        (0.905, "about 9 times in 10"), (0.0004, "less than 1 time in 1,000"),
        (1.0, "more than 9 times in 10"),
    ],
)  # fmt: skip
def test_how_often_chance_alone(p_value, times):
    assert probabilities.by_chance(p_value) == f"chance alone gives a difference this big {times}"


@given(st.floats(0.01, 0.99))
def test_the_word_goes_with_the_printed_number(value):
    said = int(re.search(r"About (\d+)", probabilities.chance(value))[1])
    assert probabilities.likelihood(value) == probabilities.likelihood(said / 100)
