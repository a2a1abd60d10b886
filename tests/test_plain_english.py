"""Phrases that sound translated are in none of the texts that a person meets."""

import argparse
import ast
import re

import pytest

from analysis.commands import command_line
from message_texts import message_texts, texts_of, words_of
from project import ROOT

BANNED = (
    r"mend(?:s|ed|ing)?", r"footing", r"nobody", r"no one's", r"whom", r"in words", r"in its (?:stead|place)",
    r"once more", r"just so", r"for want of", r"as about as likely as not", r"went away", r"80 in 100",
    r"(?:is|are|was|were) (?:of|told)", r"(?<!there )(?:is|are) none", r"(?:is|are) none of", r"is asked for",
    r"(?<!there )is no (?:file|area|entry|figure|indicator|rule|item)", r"(?:of|in) which", r"that it may",
    r"tells? of",
    r"stand(?:s|ing)?", r"stood", r"lies", r"beside it we are", r"chance alone could make",
    r"deliver(?:ed)?", r"take(?:n|s)? in", r"refuse[sd]?",
)  # fmt: skip
"""Whole words and phrases, in any case of letters."""
PHRASE = re.compile(rf"\b(?:{'|'.join(BANNED)})\b(?!_)", re.IGNORECASE)
CLAUSE = re.compile(r"(?:^|[.!?]\s+|\n\n|^[-*|] )(?:What|Whether|That)\b(?! is\b)", re.MULTILINE)
"""A sentence whose subject is a clause."""


def wrong(text: str) -> list[str]:
    """The phrases of a text that are banned."""
    return [found.group().strip() for found in (*PHRASE.finditer(text), *CLAUSE.finditer(text))]


@pytest.mark.parametrize(
    "text",
    [
        "To mend it: run again.",
        "Of another\nfooting.",
        "It stands so.",
        "Done. What failed is said.",
        "it is of 2012",
    ],
)
def test_the_test_sees_what_it_looks_for(text):
    assert wrong(text)


@pytest.mark.parametrize(
    "text", ["Recommended. To amend it", "delivered_as", "That is why. Read what it says"]
)
def test_the_test_passes_what_is_plain(text):
    assert wrong(text) == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "GLOSSARY.md"])
def test_no_page_of_the_project_has_them(name):
    assert wrong((ROOT / name).read_text(encoding="utf-8")) == []


def test_no_help_has_them():
    parser = command_line.parser()
    (commands,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    texts = {"outturn": parser, **commands.choices}
    found = {name: wrong(one.format_help()) for name, one in texts.items()}
    assert len(found) == 9 and {name: phrases for name, phrases in found.items() if phrases} == {}


SAMPLE = """
_REMEDY = "mend it"
def wrong(name):
    what, where = f"{name} is of 2012", "a.csv"
    raise InputError(Problem(what, _REMEDY, where, column="delivered"))
def not_said():
    return "nobody reads this"
"""


def test_the_reading_of_messages_follows_names_to_their_words():
    read = [words_of(node) for node in texts_of(ast.parse(SAMPLE))]
    assert {"… is of 2012", "mend it", "a.csv", "delivered"} == set(read)


def test_no_message_has_them():
    texts = message_texts()
    assert len(texts) > 400
    assert {text.where: text.words for text in texts if wrong(text.words)} == {}
