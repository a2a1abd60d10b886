"""GLOSSARY.md explains every word of a status, and each term once, in a sentence or two."""

import re
import typing
from collections import Counter

import pytest

from analysis.definitions.indicators import Polarity
from analysis.definitions.targets import Status
from project import ROOT

GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
ENTRIES = [" ".join(entry.split()) for entry in re.findall(r"^- (.+(?:\n  .+)*)", GLOSSARY, re.MULTILINE)]
TERMS = [term.lower() for entry in ENTRIES for term in re.findall(r"\*\*(.+?)\*\*", entry)]

FIELD = (
    "indicator", "KPI", "observation", "measure", "outturn", "year to date", "baseline", "milestone", "target",
    "threshold", "tolerance", "trajectory", "forecast", "80% interval", "RAG", "direction of travel", "benchmark",
    "statistical neighbour", "comparator", "basis", "special cause", "common cause", "rebase", "suppressed",
    "withheld", "extract", "delivery", "publication", "revision", "polarity", "same period last year",
)  # fmt: skip
"""The field's own words, which pages and code use."""


@pytest.mark.parametrize("word", [*FIELD, *typing.get_args(Status)])
def test_a_word_is_explained(word):
    assert word.lower() in TERMS


def test_a_term_is_explained_once():
    assert [term for term, count in Counter(TERMS).items() if count > 1] == []


def test_every_polarity_is_named():
    (polarity,) = (entry for entry in ENTRIES if entry.startswith("**Polarity**"))
    assert all(word in polarity for word in typing.get_args(Polarity))


def test_an_explanation_is_short():
    assert [entry for entry in ENTRIES if len(entry.split()) > 40] == []
