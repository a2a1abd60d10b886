"""An entry of a deliveries record, with its usual values."""

from analysis.extracts.deliveries import Entry


def entry(**changes):
    given = {"source": "police", "title": "t", "file": "x", "format": "figures_csv", "received": "2012-07-01"}
    return Entry(**given | changes)
