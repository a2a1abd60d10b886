"""The page that lists an organisation's reports."""

import re

from analysis.commands import report_index_page

GIVEN = {
    "title": "Safer <b>",
    "year": "2012-13",
    "quarter": 2,
    "as_at": "2012-10-31",
    "organisation": "halton",
}
SIGNED = {"entry": 7, "role": "Head of Policy", "date": "2012-11-01"}


def record(**own):
    return {"report": "q2", "parameters": GIVEN, "exit_status": 0} | own


def test_a_published_report_says_by_whom_when_and_as_which_entry():
    page = report_index_page.page("halton", [record(published=SIGNED)], [])
    text = re.sub(r"<[^>]+>", " ", page)
    for words in (
        "Head of Policy",
        "1 November 2012",
        "7",
        "April to September 2012",
        "31 October 2012",
        "Complete",
    ):
        assert words in text
    assert 'href="published/q2/index.html"' in page and "<b>" not in page and "Drafts" not in page


def test_it_is_called_as_its_reports_are_where_they_agree():
    other = record(parameters=GIVEN | {"title": "Safer Runcorn"})
    assert "Reports of Safer &lt;b&gt;</h1>" in report_index_page.page("halton", [], [record(), record()])
    assert "Reports of halton</h1>" in report_index_page.page("halton", [], [record(), other])


def test_drafts_stand_in_a_table_of_their_own_below():
    page = report_index_page.page("halton", [record(published=SIGNED)], [record(report="q3", exit_status=3)])
    assert (
        page.index("published/q2/")
        < page.index("Drafts, not signed off")
        < page.index('href="q3/index.html"')
    )
    assert "In part: something is withheld" in page


def test_where_nothing_was_published_the_page_says_so():
    page = report_index_page.page("halton", [], [record()])
    assert "None has been signed off yet" in page and page.count("<table") == 1
