"""Drafted sentences and the analyst's commentary, one beside the other, for an indicator's block."""

from datetime import date

from analysis.definitions import wording
from analysis.disclosure.release import Release
from analysis.documents.commentary import ASKED, TO_BE_WRITTEN, Commentary
from analysis.judgements.judgements import Judgement
from analysis.pages.models import Callout, Content, Paragraph, Written
from analysis.pages.sections.indicators.drafted_text import draft

LEAD = "Drafted from the figures."


def drafted(judged: Judgement, release: Release) -> tuple[Content, ...]:
    """What the figures say in sentences; nothing where there is neither figure nor forecast."""
    if judged.measure.figure is None and judged.forecast.expected is None:
        return ()
    return (Paragraph(draft(judged, release.params).text, LEAD),)


def written(judged: Judgement, release: Release) -> tuple[Content, ...]:
    """The commentary with role, date and state, and what is asked for and not there; once an indicator."""
    if judged.breakdown != judged.indicator.headlines[0]:
        return ()
    said = release.commentary_of(judged.indicator.ref)
    shown = (Written(f"{said.role}, {_day(said)} ({said.state}).", said.text),) if said else ()
    lacking = missing(judged, release)
    if not lacking:
        return shown
    lead = "Missing from the commentary." if said else "Commentary is missing."
    parts = wording.capital(wording.listed(lacking))
    asked = f"{parts}: {TO_BE_WRITTEN}. Asked for, since {why_asked(judged, release)}."
    return (*shown, Callout(lead, asked))


def missing(judged: Judgement, release: Release) -> tuple[str, ...]:
    """Which of cause, action, who and when an off-track indicator's commentary lacks; none of others.

    A disputed target asks for them where one of its numbers makes it off track.
    """
    if not why_asked(judged, release):
        return ()
    said = release.commentary_of(judged.indicator.ref)
    return said.lacking if said else ASKED


def why_asked(judged: Judgement, release: Release) -> str:
    """Why commentary is asked for: `it is off track`; empty where it is not."""
    heads = [j for j in release.of(judged.indicator.ref) if j.headline]
    if any("off track" in (j.status_now, j.status_year_end) for j in heads):
        return "it is off track"
    by_one = any("off track" in (v.now, v.year_end) for j in heads if j.is_disputed for v in j.verdicts)
    return "its target is disputed and by one of the numbers it is off track" if by_one else ""


def _day(said: Commentary) -> str:
    return wording.day(date.fromisoformat(said.date))
