"""The index of an organisation's reports."""

import json

import pytest

from analysis import histories


@pytest.fixture
def outputs(tmp_path):
    """Reports of two organisations, one broken record, and one over many areas."""
    for year, quarter in (("2012-13", 2), ("2013-14", 1), ("2012-13", 3)):
        _published(tmp_path, "halton", year, quarter)
    _published(tmp_path, "other", "2020-21", 1)
    for name, text in (("broken", "{"), ("many", '{"areas": []}')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "run.json").write_text(text)
    return tmp_path


def _published(outputs, organisation, year, quarter):
    name = f"{organisation}-{year}-q{quarter}"
    given = {"organisation": organisation, "title": "Safer <b>", "year": year, "quarter": quarter}
    given["as_at"] = "2012-09-30"
    (outputs / name).mkdir()
    status = 3 if quarter == 3 else 0
    record = {"report": name, "parameters": given, "exit_status": status}
    (outputs / name / "run.json").write_text(json.dumps(record))


def test_an_organisations_reports_stand_newest_first(outputs):
    names = [record["report"] for record in histories.reports_of(outputs, "halton")]
    assert names == ["halton-2013-14-q1", "halton-2012-13-q3", "halton-2012-13-q2"]


def test_the_page_links_to_each_and_says_what_is_withheld(outputs):
    page = histories.publish(outputs, "halton").read_text()
    at = [
        page.index(f'href="halton-{name}/index.html"') for name in ("2013-14-q1", "2012-13-q3", "2012-13-q2")
    ]
    assert at == sorted(at)
    assert "In part: something is withheld" in page and "<b>" not in page and "other-" not in page
    assert "April to September 2012" in page


def test_a_report_that_was_taken_away_is_gone_from_it(outputs):
    (outputs / "halton-2013-14-q1" / "run.json").unlink()
    assert "2013-14" not in histories.publish(outputs, "halton").read_text()


@pytest.mark.parametrize(
    "odd", ['{"parameters": {"year": null}}', '{"parameters": {"year": "20xx"}}', "[]", "null"]
)
def test_an_odd_neighbour_is_passed_over(tmp_path, odd):
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "run.json").write_text(odd)
    assert histories.reports_of(tmp_path, "halton") == []
