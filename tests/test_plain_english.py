"""Phrases that sound translated are in none of the texts that a person meets."""

import argparse
import re

import pytest

from analysis.commands import command_line
from project import ROOT

BANNED = (
    r"mend(?:s|ed|ing)?", r"footing", r"nobody", r"no one's", r"in words", r"in its stead", r"once more",
    r"(?:is|are|was|were) of", r"is asked for", r"stand(?:s|ing)?", r"stood", r"beside it we are", r"just so",
    r"(?:is|are) none of", r"80 in 100", r"chance alone could make", r"tells? of",
    r"(?:is|are|was|were) told", r"is no (?:file|area|entry|figure|indicator|rule|item)", r"delivered", r"deliver",
    r"whom", r"refuse[sd]?", r"as about as likely as not", r"went away", r"taken in", r"take in",
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
