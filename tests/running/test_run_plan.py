"""What a run of the real params file has to make, and the pages around its sections."""

import pytest

from analysis.definitions.errors import InputError
from analysis.running import run_plan
from analysis.running.notebooks.execute import Section
from analysis.running.report_request import read_order
from analysis.running.run_plan import ReportFrame

SECTIONS = (Section("scorecard", "Scorecard", "scorecard"), Section("other", "Other places", "other"))
FRAME = ReportFrame(SECTIONS, "Safer <b>", "Safer, April to September 2012")


@pytest.fixture
def planned(project_copy, monkeypatch):
    monkeypatch.chdir(project_copy)
    return run_plan.plan(read_order(project_copy / "params" / "halton-2012-13-q2.yaml"), "warm", 1)


def test_the_scorecard_comes_first_and_each_theme_has_a_page(planned):
    names = [section.name for section in planned.job.sections]
    assert names[0] == "scorecard" and "data_quality" in names
    themes = {s.parameters["theme"] for s in planned.job.sections if s.notebook == "indicators"}
    assert "Community Safety" in themes and len(themes) > 1


def test_every_section_has_a_fingerprint_and_a_notebook_that_takes_its_parameters(planned):
    assert planned.job.check().keys() == planned.job.fingerprints.keys()


def test_the_judgements_are_a_table_of_the_report(planned):
    assert planned.tables["judgements.csv"].count("\n") > 20


def test_a_notebook_that_lacks_a_parameter_stops_the_run_before_it_starts(project_copy, monkeypatch):
    monkeypatch.chdir(project_copy)
    path = project_copy / "notebooks" / "comparisons.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("due_days = ", "days = "), encoding="utf-8")
    with pytest.raises(InputError, match=r"comparisons\.ipynb: its parameters cell lacks due_days"):
        run_plan.plan(read_order(project_copy / "params" / "halton-2012-13-q2.yaml"), "warm", 1)


@pytest.mark.parametrize(
    ("top", "first", "other"), [(True, "index", "sections/other"), (False, "../index", "other")]
)
def test_every_page_leads_to_every_other(top, first, other):
    head, foot = FRAME.around("<h1>T</h1>", SECTIONS[1], top, frozenset())
    assert f'href="{first}.html"' in head
    assert f'href="{other}.html" aria-current="page"' in head
    assert "<title>T" in head and "<b>" not in head and foot.rstrip().endswith("</html>")


@pytest.mark.parametrize(("top", "address"), [(True, "../index.html"), (False, "../../index.html")])
def test_pages_of_one_of_many_areas_lead_to_them_all(top, address):
    of_one = ReportFrame(SECTIONS, "Safer", "Safer", one_of_many=True)
    assert f'href="{address}">All areas' in of_one.around("<h1>T</h1>", SECTIONS[0], top, frozenset())[0]
    assert "All areas" not in FRAME.around("<h1>T</h1>", SECTIONS[0], top, frozenset())[0]


def test_a_failed_section_is_marked_and_its_page_says_why_without_running_anything():
    head, _ = FRAME.around("", SECTIONS[0], True, frozenset({"other"}))
    assert "Other places (could not be made)" in head
    page = FRAME.apology(SECTIONS[1], "cell 3 ended with <script>")
    assert (
        "<h1" in page and "When the report was made, cell 3 ended with &lt;script&gt;. No other page" in page
    )
