"""Order the judgements that need attention first, for the scorecard and the list of areas."""

from collections.abc import Iterable

from analysis.judgements.judgements import Judgement

ORDER = (
    "off track now", "likely to miss", "disputed target", "special cause", "sustained trend for the worse",
    "worse than the region at 99.8%", "missing",
)  # fmt: skip
"""Exceptions, the most urgent first."""
SHOWN_BY_STATUS = ORDER[:3]
"""Those that a row's own statuses show already."""


def exceptions_of(judged: Judgement, region: str = "") -> tuple[str, ...]:
    """The exceptions of one judgement in order; none where nothing wants to be looked at."""
    found = {
        "off track now": judged.status_now == "off track",
        "likely to miss": judged.status_year_end == "off track",
        "disputed target": judged.is_disputed,
        "special cause": _special_cause(judged),
        "sustained trend for the worse": judged.recent is not None and judged.recent.trend.judged == "worse",
        "worse than the region at 99.8%": _below_region(judged, region),
        "missing": _missing(judged),
    }
    return tuple(word for word in ORDER if found[word])


def counted(judgements: Iterable[Judgement], region: str = "") -> dict[str, int]:
    """How many judgements have each exception, in order; those that none has are left out."""
    found = [word for judged in judgements for word in exceptions_of(judged, region)]
    return {word: found.count(word) for word in ORDER if word in found}


def charted(judgements: Iterable[Judgement]) -> int:
    """How many judgements have a control chart that can be judged: only there can a special cause be seen."""
    return sum(bool(judged.control and judged.control.variation.icon) for judged in judgements)


def rank(judged: Judgement, region: str = "") -> tuple[int, int]:
    """Sort key: the most urgent exception first, then the more of them; what has none comes last."""
    found = exceptions_of(judged, region)
    return (ORDER.index(found[0]) if found else len(ORDER), -len(found))


def _special_cause(judged: Judgement) -> bool:
    """An unusual latest period; an improvement is good news and no exception."""
    icon = judged.control.variation.icon if judged.control else ""
    return icon.startswith("special cause") and not icon.endswith("improvement")


def _below_region(judged: Judgement, region: str) -> bool:
    beside = [c for c in judged.comparisons if c.region == region]
    return bool(beside) and beside[0].word == "worse" and beside[0].beyond_998


def _missing(judged: Judgement) -> bool:
    """A figure that is due and not there, or not to the quarter: a placeholder and a survey not due are none.

    What is withheld is missing whatever it is.
    """
    waiting = judged.indicator.stage == "placeholder" or judged.measure.accumulates == "survey"
    late = judged.measure.why_late or judged.measure.hole or judged.measure.withheld
    return bool(late) or (judged.measure.figure is None and not waiting)
