"""What reruns a section: anything it shows, and nothing else."""

from dataclasses import replace

import pytest

from analysis.definitions import params
from analysis.definitions.errors import InputError
from analysis.definitions.params import Folders
from analysis.pages import sections, workbook
from analysis.pages.sections.phrases import page_of
from analysis.running import fingerprints as inputs
from analysis.running import section_fingerprints
from analysis.running.notebooks.execute import Section, read_notebooks
from second_deliveries import TOUCHED, a_past_part, deliver_again, one_more

REPORT = "halton-2012-13-q2"


@pytest.fixture
def root(project_copy):
    return project_copy


def prints(root, **changed):
    """The fingerprint of each section of the report that lies in `root`."""
    path = root / "params" / f"{REPORT}.yaml"
    given = params.read_yaml(path) | changed
    book = workbook.open_workbook(given, root)
    planned = [Section(p.name, p.label, p.notebook, p.parameters) for p in sections.planned(book)]
    notebooks = read_notebooks(Folders(root).notebooks, planned)
    return section_fingerprints.of_sections(book, planned, notebooks, given)


def changed(before, after):
    return {name for name in before if before[name] != after[name]}


def test_the_same_inputs_have_the_same_fingerprints(root):
    assert prints(root) == prints(root)


def test_one_indicators_figure_reruns_the_sections_that_show_it(root):
    before = prints(root)
    deliver_again(root, "scs_midyear.csv", one_more)
    shown = {"scorecard", page_of(_theme(root)), "data_quality"}
    assert changed(before, prints(root)) == shown


def test_a_parts_past_reruns_the_pages_that_show_parts(root):
    """Its own theme's; the scorecard and the comparisons show headlines alone."""
    before = prints(root)
    deliver_again(root, "scs_midyear.csv", a_past_part)
    assert changed(before, prints(root)) == {"indicators-domestic-violence", "data_quality"}


def compose_money_by(monkeypatch, compose):
    broken = [replace(s, compose=compose) if s.name == "money" else s for s in sections.SECTIONS]
    monkeypatch.setattr(sections, "SECTIONS", tuple(broken))


def test_a_section_that_cannot_be_composed_is_made_from_everything(root, monkeypatch):
    def fail(assessment, name):
        raise KeyError("a value of a row")

    compose_money_by(monkeypatch, fail)
    before = prints(root)
    assert len(set(before.values())) == len(before)
    deliver_again(root, "scs_midyear.csv", lambda text: f"{text}\n")
    inputs.look_again()
    assert changed(before, prints(root)) == {"money", "data_quality"}


def test_a_report_that_cannot_be_made_at_all_stops_for_its_fingerprints_too(root, monkeypatch):
    def stop(assessment, name):
        raise InputError("two themes have one page")

    compose_money_by(monkeypatch, stop)
    with pytest.raises(InputError, match="two themes"):
        prints(root)


def test_a_delivery_that_changes_no_figure_reruns_only_the_page_with_its_hash(root):
    before = prints(root)
    deliver_again(root, "scs_midyear.csv", lambda text: text.rstrip("\n") + "\n\n")
    assert changed(before, prints(root)) == {"data_quality"}


def test_a_notebook_reruns_its_own_sections(root):
    before = prints(root)
    notebook = root / "notebooks" / "comparisons.ipynb"
    notebook.write_text(notebook.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert changed(before, prints(root)) == {"comparisons"}


def test_a_parameter_reruns_everything(root):
    before = prints(root)
    assert changed(before, prints(root, due_days=31)) == set(before)


@pytest.mark.slow
def test_another_version_or_other_code_reruns_everything(root, monkeypatch):
    before = prints(root)
    monkeypatch.setattr(section_fingerprints, "versions", lambda: {"pandas": "0"})
    other = prints(root)
    monkeypatch.setattr(section_fingerprints, "code", lambda: "0")
    assert changed(before, other) == changed(other, prints(root)) == set(before)


def test_the_facts_name_every_input_with_its_rows(root):
    given = params.read_params(root / "params" / f"{REPORT}.yaml")
    facts = section_fingerprints.facts(workbook.open_workbook(given.model_dump(), root), given, root)
    assert {entry["source"] for entry in facts["inputs"]} == set(given.source_order)
    figures = [entry for entry in facts["inputs"] if "rows_read" in entry]
    assert sum(entry["rows_kept"] for entry in figures) > 200
    assert all(entry["rows_read"] == entry["rows_kept"] + entry["rows_refused"] for entry in figures)
    assert facts["period"] == "2012-13 Q1-Q2"
    assert facts["versions"]["pandas"] and len(facts["code_sha256"]) == 64


def _theme(root):
    report = params.read_params(root / "params" / f"{REPORT}.yaml")
    indicators = params.read_indicators(Folders(root).indicators(report))
    return next(indicator.theme for indicator in indicators if TOUCHED.startswith(f"{indicator.ref},"))
