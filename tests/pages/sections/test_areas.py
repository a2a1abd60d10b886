"""The landing page of many areas: exceptions first, trouble before all, links only to what is there."""

from analysis.pages.sections.areas import AreaLine, compose

QUIET = AreaLine("Quiet", "quiet", figures=5)
LOUD = AreaLine("Loud", "loud", found={"special cause": 2, "missing": 1}, figures=5, charted=3)
LATE = AreaLine("Late", "late", found={"off track now": 1}, figures=5)
BROKEN = AreaLine("Broken", "", trouble="Failed: no such file")


def names(*lines):
    return [row["area"].text for row in compose(lines, "Report").table.rows]


def test_the_most_urgent_exceptions_come_first():
    assert names(QUIET, LOUD, LATE) == ["Late", "Loud", "Quiet"]
    assert names(QUIET, BROKEN, LATE) == ["Broken", "Late", "Quiet"]


def test_columns_are_the_exceptions_that_there_are():
    headings = [column.heading for column in compose((QUIET, LOUD), "Report").table.columns]
    assert headings == ["Area", "Figures", "Special cause", "Missing", "Report"]


def test_titles_say_the_message():
    assert compose((QUIET, LOUD), "Report").title == "2 areas: Loud first, special cause 2 times"
    assert compose((QUIET,), "Report").title == "1 area: nothing stands out"
    assert compose((QUIET, BROKEN), "Report").title == "1 of 2 areas are complete"


def test_what_could_not_be_seen_is_not_none():
    rows = {row["area"].text: row["special-cause"] for row in compose((QUIET, LOUD), "Report").table.rows}
    assert (rows["Loud"].text, rows["Quiet"].text, rows["Quiet"].note) == ("2", "–", "too few periods")


def test_only_what_is_published_is_linked_and_trouble_says_why():
    model = compose((QUIET, BROKEN), "Report")
    links = {row["area"].text: row["area"].link for row in model.table.rows}
    assert links == {"Broken": "", "Quiet": "quiet/index.html"}
    assert model.opening[1].items == ("Broken: Failed: no such file.",)
