"""Named alternative rules: each can be reached, a wrong name says what is allowed, a page can print it."""

from dataclasses import fields

import pytest

from analysis.definitions.options import OPTIONS, Choices, chosen


@pytest.mark.parametrize("name", OPTIONS)
def test_every_option_can_be_chosen(name):
    for option in OPTIONS[name]:
        assert getattr(chosen(f"{name}: {option}"), name.replace(" ", "_")) == option


def test_the_first_option_is_the_default():
    defaults = Choices()
    assert {name.replace(" ", "_") for name in OPTIONS} == {field.name for field in fields(Choices)}
    assert all(getattr(defaults, name.replace(" ", "_")) == options[0] for name, options in OPTIONS.items())
    assert chosen("") == chosen("", "") == defaults


def test_an_indicators_choice_comes_before_the_reports():
    made = chosen("average: simple mean; season: none", "average: pooled")
    assert (made.average, made.season) == ("pooled", "none")


def test_what_is_chosen_is_said_and_nothing_else():
    assert chosen("").in_words() == ""
    assert chosen("own area: out").in_words("average") == ""
    assert chosen("own area: out").in_words() == "own area by choice “out”, not “in”"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("avarage: pooled", "did you mean 'average'"),
        ("average: mean", "'mean' is not a rule for average"),
        ("average", "is not a rule for average"),
        ("colour: red", "use one of 'average'"),
    ],
)
def test_a_wrong_choice_says_what_is_allowed(text, words):
    with pytest.raises(ValueError, match=words):
        chosen(text)
