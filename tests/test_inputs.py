"""A report that stands published from the same inputs is known by one hash; anything else is not."""

import json

import pytest

from analysis import inputs
from analysis.publication import Publication, digest


@pytest.fixture
def publication(tmp_path):
    """A published report of one section."""
    found = Publication(tmp_path / "outputs", "one")
    for name, text in (("sections/a.html", "page"), ("notebooks/a.ipynb", "{}")):
        path = found.target / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    section = {"name": "a", "page_sha256": digest(b"page"), "notebook_sha256": digest(b"{}")}
    record = {"inputs_sha256": "x", "exit_status": 0, "sections": [section]}
    (found.target / "run.json").write_text(json.dumps(record))
    return found


def test_a_report_that_stands_as_made_is_known(publication):
    assert inputs.unchanged(publication, "x")
    assert not inputs.unchanged(publication, "y")


@pytest.mark.parametrize("name", ["sections/a.html", "notebooks/a.ipynb", "run.json"])
def test_a_page_that_was_altered_or_lost_is_made_again(publication, name):
    path = publication.target / name
    path.write_text(path.read_text() + " ")
    assert inputs.unchanged(publication, "x") == (name == "run.json")
    path.unlink()
    assert not inputs.unchanged(publication, "x")


@pytest.mark.parametrize(
    "name",
    [
        "data/halton/2012-13-q2/scs_midyear.csv",
        "params/indicators/halton/SH1.yaml",
        "notebooks/scorecard.ipynb",
    ],
)
def test_any_file_that_a_report_reads_changes_the_hash(project_copy, name):
    before = _fresh(project_copy)
    path = project_copy / name
    path.write_bytes(path.read_bytes() + b" ")
    assert _fresh(project_copy) != before


def test_another_report_does_not_change_the_hash(project_copy):
    before = _fresh(project_copy)
    (project_copy / "params" / "other.yaml").write_text("report: other")
    (project_copy / "data" / "other").mkdir()
    (project_copy / "data" / "other" / "a.csv").write_text("a")
    assert _fresh(project_copy) == before


def _fresh(root):
    inputs._files.cache_clear()
    return inputs.fingerprint(root, {"organisation": "halton"})
