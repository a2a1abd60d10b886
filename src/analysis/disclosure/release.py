"""What may be shown of an assessed report.

Disclosure control is not built yet: everything that was assessed is released, which is why a report must give its
own reason (`hidden_reason`) for hiding nothing.
"""

from dataclasses import dataclass, fields

from analysis.judgements.assessments import Assessment


@dataclass(frozen=True)
class Release(Assessment):
    """An assessment as it may be shown: figures, findings, documents, commentary and what is withheld."""


def release(assessment: Assessment) -> Release:
    """Return what may be shown of an assessment; until disclosure control is built that is all of it."""
    return Release(**{field.name: getattr(assessment, field.name) for field in fields(Assessment)})
