"""The release hands on everything that was assessed, until disclosure control is built."""

from dataclasses import fields

from analysis.disclosure.release import Release, release
from analysis.judgements.assessments import Assessment


def test_the_release_holds_what_was_assessed(halton):
    shown = release(halton)
    assert isinstance(shown, Release)
    assert all(getattr(shown, field.name) == getattr(halton, field.name) for field in fields(Assessment))
