"""The projects section of a real report."""

import pytest

from analysis.documents.kinds.projects import Count, Projects
from analysis.documents.printed import Printed
from analysis.pages.sections.documents import projects
from analysis.pages.tables import Table
from reports import report


@pytest.fixture(scope="module")
def model():
    return projects.compose(report("chorley-2011-12-q2"))


def test_the_title_counts_those_that_reported(model):
    assert model.title == "39 of 44 projects that reported are green; 3 of all 47 did not report"


SHARES = ("number", "share_of_reported", "share_of_all", "share_printed")


def test_shares_are_of_those_that_reported_and_of_all(model):
    rows = {
        row["rating"].value: [row[name].text for name in SHARES] for row in model.blocks[0].contents[0].rows
    }
    assert rows["green"] == ["39", "88.6%", "83.0%", "89%"]
    assert rows["amber"] == ["5", "11.4%", "10.6%", "12%"]
    assert rows["unreported"] == ["3", "–", "6.4%", "–"]


def test_it_says_what_was_not_delivered(model):
    (said,) = next(block for block in model.blocks if block.heading == "Not delivered").contents
    assert said.lead == "None delivered:"
    assert (
        said.text
        == "Movement since the last report, initial and residual risk, linked indicators and commentary."
    )


def test_a_share_that_does_not_follow_is_a_finding():
    (finding,) = report("chorley-2011-12-q2").findings
    assert "12 in partnership_report, summary, but 5 of the 44 that reported gives 11.4" in finding.words
    assert [place.row for place in finding.places] == [4, 4, 2]


def test_every_named_project_has_its_lead_and_no_column_is_empty(model):
    (table,) = [c for c in model.blocks[1].contents if isinstance(c, Table)]
    assert [column.heading for column in table.columns] == ["Project", "Rating", "Lead", "Note"]
    assert len(table.rows) == 5 and all(row["lead"].text for row in table.rows)


def test_of_none_that_reported_no_share_is_given_on_the_page_or_in_the_csv():
    def printed(number):
        return Printed(number, "projects", "projects", "report", "summary")

    counts = (Count("green", printed(0), None), Count("unreported", printed(3), None))
    found = Projects((), counts, printed(3), ())
    shown, written = projects._counts(found), projects._flat([found])
    assert [row["share_of_reported"].text for row in shown.rows] == ["–", "–"]
    assert [row["share_of_reported_percent"].value for row in written.rows] == ["", ""]
    assert [row["share_of_all_percent"].value for row in written.rows] == [0, 100]
