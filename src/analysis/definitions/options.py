"""Rules that experts choose differently: which one a report, or one of its indicators, uses.

Write them in a params file or a definition as `rules: "average: simple mean; own area: out"`. A rule that is not
named keeps its default. Every page that uses another rule says so.
"""

import difflib
from dataclasses import dataclass, replace
from typing import Any, Literal

OPTIONS: dict[str, tuple[str, ...]] = {
    "average": ("pooled", "simple mean"),
    "own area": ("in", "out"),
    "membership": ("in the period", "on the report's day"),
    "intervals of counts": ("exact below 10, Byar from 10", "exact", "Byar"),
    "moving ranges": ("all", "screened"),
    "season": ("month means", "harmonics by AICc", "none"),
    "direction": ("by test", "by exact test", "as published"),
    "trajectory": ("seasonal share", "straight line"),
}
"""Each choice by name, its default first."""


@dataclass(frozen=True)
class Choices:
    """One answer a choice.

    >>> chosen("average: simple mean").average
    'simple mean'
    """

    average: Literal["pooled", "simple mean"] = "pooled"
    own_area: Literal["in", "out"] = "in"
    membership: Literal["in the period", "on the report's day"] = "in the period"
    intervals_of_counts: Literal["exact below 10, Byar from 10", "exact", "Byar"] = (
        "exact below 10, Byar from 10"
    )
    moving_ranges: Literal["all", "screened"] = "all"
    season: Literal["month means", "harmonics by AICc", "none"] = "month means"
    direction: Literal["by test", "by exact test", "as published"] = "by test"
    trajectory: Literal["seasonal share", "straight line"] = "seasonal share"

    def in_words(self, *names: str) -> str:
        """What was chosen in place of the default, for the page; empty where nothing was."""
        found = [
            f"{name} by choice “{getattr(self, _field(name))}”, not “{OPTIONS[name][0]}”"
            for name in names or OPTIONS
            if getattr(self, _field(name)) != OPTIONS[name][0]
        ]
        return "; ".join(found)


def chosen(*texts: str) -> Choices:
    """The choices that texts name, a later text (an indicator's) before an earlier one (the report's).

    Raises `ValueError` naming what is not known, what is allowed and the nearest name.
    """
    made = Choices()
    for text in texts:
        made = replace(made, **dict(_option(part) for part in text.split(";") if part.strip()))
    return made


def _option(part: str) -> tuple[str, Any]:
    name, _, value = (piece.strip() for piece in part.partition(":"))
    if name not in OPTIONS:
        raise ValueError(f"there is no rule {name!r}: {_nearest(name, tuple(OPTIONS))}")
    if value not in OPTIONS[name]:
        raise ValueError(f"{value!r} is not a rule for {name}: {_nearest(value, OPTIONS[name])}")
    return _field(name), value


def _field(name: str) -> str:
    return name.replace(" ", "_")


def _nearest(text: str, allowed: tuple[str, ...]) -> str:
    nearest = difflib.get_close_matches(text, allowed, 1, 0.5)
    return f"did you mean {nearest[0]!r}" if nearest else f"use one of {', '.join(map(repr, allowed))}"
