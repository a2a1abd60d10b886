"""The five real reports: every printed total, share, change, target and value follows, or is a finding."""

import pytest

from analysis.documents.printed import SHARE, SUM, TARGET, TWICE, VALUE
from analysis.pages.sections.data_quality import page as data_quality
from reports import report

REPORTS = {
    "halton-2012-13-q2": 162,
    "chorley-2011-12-q2": 3,
    "cheshire-west-ni18-2009-10": 3,
    "worcestershire-ni18-2008-11": 0,
    "reducing-reoffending-2008": 11,
}
"""Each report with how many printed figures of its documents can be worked out again."""
each = pytest.mark.parametrize("name", REPORTS)


def checks(name):
    found = report(name).documents
    return [check for document in found for check in getattr(document.content, "checks", ())]


@each
def test_what_does_not_follow_is_a_finding_with_both_places_on_the_data_quality_page(name):
    failed = [check for check in checks(name) if not check.agrees]
    assert len(checks(name)) == REPORTS[name]
    findings = report(name).findings
    assert [f.places[0] for f in findings if f.places[0] in [c.printed for c in failed]] == [
        check.printed for check in failed
    ]
    page = repr(data_quality.compose(report(name)).blocks)
    for check in failed:
        assert all(place.section in page for place in (check.printed, *check.parts))


def test_every_kind_of_check_is_met():
    kinds = {check.kind for name in REPORTS for check in checks(name)}
    assert {SUM, SHARE, TARGET, VALUE, TWICE} <= kinds


def test_the_findings_of_documents_are_these():
    failed = {(name, check.what) for name in REPORTS for check in checks(name) if not check.agrees}
    assert failed == {
        ("chorley-2011-12-q2", "share of projects rated amber"),
        ("reducing-reoffending-2008", "data analyst"),
    }


@each
def test_no_person_is_named_as_owner_or_lead(name):
    """Owners and leads are bodies and roles: no "Mr", "Mrs", "Ms", "Dr", "Cllr"."""
    text = repr([document.content for document in report(name).documents])
    assert not any(f" {title} " in text for title in ("Mr", "Mrs", "Ms", "Dr", "Cllr", "Councillor"))
