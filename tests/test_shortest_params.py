"""What a params file leaves out is the default of `Params` on every page, and no other report's value."""

import ast
import shutil
from functools import cache

import nbformat
import pytest
import yaml

import made_up_documents
from analysis.definitions.errors import InputError
from analysis.definitions.params import Params, read_params
from analysis.pages import workbook
from analysis.running import report_request, run_plan
from project import ROOT

NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
THEMES = ("Made-up Theme", "Second Made-up Theme")
REQUIRED = {
    "report": made_up_documents.REPORT,
    "title": "Safer Made-up Place",
    "organisation": "made-up-place",
    "area": "Made-up Place",
    "year": "2023-24",
    "quarter": 2,
    "as_at": "2023-09-30",
    "sources": "police, council, fire",
    "hidden_reason": "the figures are made up",
}
OPTIONAL = {name: field.default for name, field in Params.model_fields.items() if not field.is_required()}
HALTONS = (
    "Halton", "Runcorn", "Widnes", "North West", "England", "St Helens", "of this size", "Community Safety",
    "public", "2012-13", "scs_midyear",
)  # fmt: skip


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory):
    """The params file of a new user, with required keys only, of a place with figures and documents."""
    root = tmp_path_factory.mktemp("newcomer")
    path = made_up_documents.make(root)
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    return written(path)


@pytest.fixture(scope="module", autouse=True)
def kept(newcomer):
    """The report, read once for all tests; reading an order changes the current folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(newcomer.parent)
        workbook.keep(book := workbook.open_workbook(report_request.read_order(newcomer).parameters))
        yield book
    workbook.forget()


def written(path, without=(), **values):
    given = {name: value for name, value in REQUIRED.items() if name not in without}
    path.write_text(yaml.safe_dump({**given, **values}), encoding="utf-8")
    return path


@cache
def defaults(notebook):
    """The names and values of a notebook's parameters cell."""
    cells = nbformat.read(ROOT / "notebooks" / f"{notebook}.ipynb", 4).cells
    (cell,) = (c for c in cells if "parameters" in c.metadata.get("tags", []))
    return {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(cell.source).body}


def variables(path):
    """What each page's notebook has where papermill injects what a run gives it."""
    injected = report_request.read_order(path).parameters
    themes = [("indicators", {"theme": theme}) for theme in THEMES]
    asked = [*((name, {}) for name in NOTEBOOKS if name != "indicators"), *themes]
    return {(name, *own.values()): {**defaults(name), **injected, **own} for name, own in asked}


def page(notebook, given):
    """What a notebook with these variables shows, and its tables."""
    opened = workbook.open_workbook(given)
    shown = opened.show(notebook)._repr_mimebundle_()[0]["text/html"]
    return shown, opened.table(notebook).text, opened.judgements(notebook).to_csv()


def test_the_required_keys_are_those_of_the_model():
    assert {name for name, field in Params.model_fields.items() if field.is_required()} == set(REQUIRED)


def test_no_page_and_no_table_of_the_shortest_file_holds_a_value_of_the_example_report(newcomer, kept):
    assert kept.release.themes == THEMES
    assert not [word for word in HALTONS if word in kept.judgements_csv()]
    shown = {}
    for name, given in variables(newcomer).items():
        texts = page(name[0], given)
        assert not [word for word in HALTONS if any(word in text for text in texts)], name
        shown[name] = texts[0]
    with_content = {name[0] for name in shown if "not in this report" not in shown[name]}
    assert len(with_content) >= 10  # figures and documents are there
    assert all("The figures are made up." in shown[name] for name in shown if name[0] in with_content)


@pytest.mark.parametrize("name", OPTIONAL)
def test_a_key_left_out_gives_the_pages_of_its_default_stated(newcomer, name):
    left_out = variables(newcomer)
    stated = variables(written(newcomer, **{name: OPTIONAL[name]}))
    written(newcomer)
    assert stated == left_out
    for section in ("scorecard", "data_quality"):
        assert page(section, stated[section,]) == page(section, {**REQUIRED, **OPTIONAL})


def test_every_notebook_gets_every_parameter_as_checked(newcomer):
    path = written(newcomer, notice="  made up ")
    job = run_plan.plan(report_request.read_order(path), "warm", 1).job
    written(newcomer)
    for section in job.sections:
        got = job.parameters_of(section)
        assert got == {**OPTIONAL, **REQUIRED, "notice": "made up", **section.parameters}


@pytest.mark.parametrize("value", [None, "", "   ", "\u00a0", "-", "...", "\u200b"])
def test_a_report_that_gives_no_reason_of_its_own_is_refused_with_the_line_to_write(tmp_path, value):
    given = {} if value is None else {"hidden_reason": value}
    path = written(tmp_path / f"{REQUIRED['report']}.yaml", ["hidden_reason"], **given)
    with pytest.raises(InputError) as stopped:
        read_params(path)
    (problem,) = stopped.value.problems
    assert problem.column == "hidden_reason"
    assert 'hidden_reason: "every figure here is already published", but only if that is true' in str(problem)


def test_blanks_round_a_value_are_none_and_blanks_alone_are_the_default(tmp_path):
    blanks = {name: "  " for name, value in OPTIONAL.items() if value == ""}
    path = tmp_path / f"{REQUIRED['report']}.yaml"
    assert read_params(written(path, **blanks)) == read_params(written(path))
    assert read_params(written(path, region=" North East ")).region == "North East"


@pytest.mark.parametrize("name", OPTIONAL)
def test_a_key_without_a_value_is_refused_with_what_to_do(tmp_path, name):
    path = written(tmp_path / f"{REQUIRED['report']}.yaml", **{name: None})
    with pytest.raises(InputError, match=f"column {name}: .*give it a value, or remove the line"):
        read_params(path)


def test_a_report_of_a_list_needs_no_area_and_any_other_does(tmp_path):
    path = tmp_path / f"{REQUIRED['report']}.yaml"
    assert read_params(written(path, ["area"], areas="list.csv")).area == ""
    with pytest.raises(InputError, match=r'column area: it is missing.*add a line area: "Mytown"'):
        read_params(written(path, ["area"]))
    with pytest.raises(InputError, match="neither area nor areas is given"):
        read_params(written(path, ["area"], area=" ", areas=""))
