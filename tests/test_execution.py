"""Notebooks are checked before they run, and every cell that ends is recorded."""

import json

import pytest

import tiny_report
from analysis import execution
from analysis.errors import InputError


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda text: text.replace('"parameters"', '"params"'), "0 of its cells are tagged parameters"),
        (lambda text: text.replace("note =", "notes ="), "its parameters cell lacks note"),
        (lambda text: text.replace("# free text", "# free = text"), "lacks note.*no = in its comment"),
        (lambda text: text[:50], "it is not a notebook"),
    ],
)
def test_a_notebook_that_would_ignore_its_parameters_is_refused(tmp_path, spoil, message):
    path = tiny_report.write_notebook(tmp_path / "notebooks/one.ipynb")
    path.write_text(spoil(path.read_text()))
    with pytest.raises(InputError, match=message):
        execution.check_notebook(path, {"section": "one", "note": ""})


def test_every_cell_that_ends_is_told_and_the_notebook_names_no_folder_of_this_machine(tmp_path):
    path = tiny_report.write_notebook(tmp_path / "notebooks/one.ipynb", "", "1 + 1")
    told = []
    notebook = json.loads(execution.execute(path, {"section": "one"}, "kernel", told.append))
    assert [(message["cell"], message["error"]) for message in told] == [(n, "") for n in (2, 2, 4, 5, 6)]
    assert len(told) == execution.check_notebook(path, {"section": "one"})
    assert str(tmp_path) not in json.dumps(notebook)
    assert notebook["cells"][2]["id"] == "injected-parameters"


def test_a_missing_notebook_is_bad_input(tmp_path):
    with pytest.raises(InputError, match="there is no such notebook"):
        execution.check_notebook(tmp_path / "none.ipynb", {})
