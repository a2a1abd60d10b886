"""A report's files: every section's page, fragment, notebook and table, and a landing page."""

import json
from dataclasses import replace

import pytest

import tiny_report
from analysis.definitions.errors import RunError
from analysis.running import report_run
from analysis.running.outputs.report_folder import Publication, digest
from forking import needs_forks

pytestmark = needs_forks


def test_the_folder_holds_what_it_should_and_nothing_else(tmp_path):
    report = tiny_report.publish(tiny_report.plan(tmp_path, {"one": (), "two": ()}), tmp_path)
    target = tmp_path / "outputs" / "tiny"
    found = sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file())
    each = [f"{folder}/{name}" for folder in ("fragments", "sections") for name in ("one.html", "two.html")]
    each += ["notebooks/one.ipynb", "notebooks/two.ipynb", "tables/one.csv", "tables/two.csv"]
    assert found == sorted([*each, "index.html", "run.json", "tables/judgements.csv"])
    assert found == sorted(report_run.files(report))
    assert report.exit_status == 0


def test_beside_it_are_left_the_lock_and_the_notebooks_as_they_were_executed(tmp_path):
    tiny_report.publish(tiny_report.plan(tmp_path, {"one": ()}), tmp_path)
    workroom = tmp_path / "outputs" / ".tiny"
    assert sorted(path.name for path in workroom.iterdir()) == ["lock", "notebooks"]
    assert [path.name for path in (workroom / "notebooks").iterdir()] == ["one.ipynb"]


def test_the_landing_page_is_the_first_sections_even_where_that_failed(tmp_path):
    report = tiny_report.publish(tiny_report.plan(tmp_path, {"one": ("1 / 0",), "two": ()}), tmp_path)
    index = (tmp_path / "outputs/tiny/index.html").read_text()
    assert "One could not be made" in index and report.exit_status == 3
    assert not (tmp_path / "outputs/tiny/tables/one.csv").exists()
    failed = tmp_path / "outputs/.tiny/failed"
    assert "ZeroDivisionError" in (failed / "one.txt").read_text()
    assert any("outputs" in cell for cell in json.loads((failed / "one.ipynb").read_text())["cells"])


def test_a_withheld_indicator_shows_in_the_status_and_the_record(tmp_path):
    lines = [{"ref": "SH1", "reason": "one of its rows breaks a rule"}]
    plan = replace(tiny_report.plan(tmp_path, {"one": ()}), withheld=tuple(lines))
    assert tiny_report.publish(plan, tmp_path).exit_status == 3
    assert json.loads((tmp_path / "outputs/tiny/run.json").read_text())["withheld"] == lines


def test_the_record_holds_the_hash_of_every_other_file(tmp_path):
    tiny_report.publish(tiny_report.plan(tmp_path, {"one": (), "two": ()}), tmp_path)
    target = tmp_path / "outputs/tiny"
    there = {p.relative_to(target).as_posix(): p for p in target.rglob("*") if p.is_file()}
    files = json.loads(there.pop("run.json").read_text())["files"]
    assert files == {name: digest(path.read_bytes()) for name, path in there.items()} and len(files) == 10


@pytest.mark.parametrize("before", [True, False])
def test_what_changes_while_a_report_is_made_stops_it(tmp_path, before):
    """Nothing is kept of that run either: a kernel may have read what was there later."""
    cells = {"one": ()}
    if before:
        tiny_report.publish(tiny_report.plan(tmp_path, cells, "old"), tmp_path)
    publication = Publication(tmp_path / "outputs", "tiny")
    plan = tiny_report.plan(tmp_path, cells, "new")
    with pytest.raises(
        RunError, match=r"a.csv, b.csv changed while tiny was being made.*To fix it: run again"
    ):
        report_run.make(plan, publication, False, lambda run: None, lambda: ("a.csv", "b.csv"))
    assert publication.target.exists() == before and not publication.executed.exists()
    if before:
        assert "seen old" in (publication.target / "index.html").read_text()
    assert tiny_report.publish(plan, tmp_path).runs[0].status == "made"


def test_why_a_section_failed_is_kept_until_the_next_run(tmp_path):
    tiny_report.publish(tiny_report.plan(tmp_path, {"one": ("1 / 0",), "two": ()}), tmp_path)
    publication = Publication(tmp_path / "outputs", "tiny")
    with publication.held():
        assert sorted(path.name for path in publication.failed.iterdir()) == ["one.ipynb", "one.txt"]
    tiny_report.publish(tiny_report.plan(tmp_path, {"one": (), "two": ()}), tmp_path)
    assert not publication.failed.exists()


def test_the_record_tells_of_every_cell(tmp_path):
    tiny_report.publish(tiny_report.plan(tmp_path, {"one": ("x = 1",)}), tmp_path)
    record = json.loads((tmp_path / "outputs/tiny/run.json").read_text())
    cells = record["sections"][0]["cells"]
    assert [cell["cell"] for cell in cells] == [2, 2, 3, 4, 5]
    assert all(cell["error"] == "" for cell in cells)
