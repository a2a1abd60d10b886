"""Notebooks are checked before they run, and every cell that ends is recorded."""

import json
import os
import tempfile
from pathlib import Path

import nbformat
import pytest

import tiny_report
from analysis.definitions.errors import InputError
from analysis.running.notebooks import execute
from analysis.running.notebooks.execute import Notebook
from forking import needs_forks


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
    spoilt = spoil(written(tmp_path).content.decode())
    with pytest.raises(InputError, match=rf"notebooks/one\.ipynb: .*{message}"):
        execute.check_notebook(
            Notebook("notebooks/one.ipynb", spoilt.encode()), {"section": "one", "note": ""}
        )


def test_every_cell_that_ends_is_told_and_the_notebook_names_no_folder_of_this_machine(tmp_path):
    one, told = written(tmp_path, "", "1 + 1"), []
    notebook = json.loads(execute.execute(one, {"section": "one"}, "kernel", told.append))
    assert [(message["cell"], message["error"]) for message in told] == [(n, "") for n in (2, 2, 4, 5, 6)]
    assert len(told) == execute.check_notebook(one, {"section": "one"})
    assert str(tmp_path) not in json.dumps(notebook)
    assert notebook["cells"][2]["id"] == "injected-parameters"


def test_a_missing_notebook_is_bad_input(tmp_path):
    with pytest.raises(InputError, match="there is no such notebook"):
        execute.read_notebooks(tmp_path, [execute.Section("one", "One", "none")])


def test_what_was_read_is_run_whatever_the_file_has_become(tmp_path):
    one = written(tmp_path, "'as it was read'")
    written(tmp_path, "'as it was replaced'")
    executed = execute.execute(one, {"section": "one"}, "kernel", lambda message: None).decode()
    assert "as it was read" in executed and "replaced" not in executed


def test_a_kernel_that_dies_is_told_of(tmp_path):
    told = []
    with pytest.raises(RuntimeError):
        execute.execute(written(tmp_path, DIE), {"section": "one"}, "kernel", told.append)
    assert told[-1] == {"kernel": "died"}


def test_a_kernel_whose_cells_have_run_says_nothing_more(tmp_path, capfd):
    """Asked to end, it would be interrupted first, and the run would point to what it said of that."""
    last = "import atexit, os; atexit.register(os.write, 2, b'asked to end')"
    execute.execute(written(tmp_path, last), {"section": "one"}, "kernel", lambda message: None)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("engine", ["kernel", pytest.param("warm", marks=needs_forks)])
def test_a_notebook_that_fails_is_left_as_far_as_it_came(tmp_path, monkeypatch, engine):
    (folder := tmp_path / "with {braces}").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    cells = {"one": ("'it' + ' ran'", "1 / 0", "'not' + ' run'"), "two": ()}
    tiny_report.publish(tiny_report.plan(tmp_path, cells, engine=engine), tmp_path)
    text = (tmp_path / "outputs/.tiny/failed/one.ipynb").read_text()
    left = nbformat.reads(text, as_version=4)
    shown = json.dumps([cell.get("outputs", []) for cell in left.cells])
    assert "it ran" in shown and "ZeroDivisionError" in shown and "not run" not in shown
    assert str(tmp_path) not in text


DIE = "import os; os._exit(0)"
LOOKS = """\
import pathlib
print(sorted(path.name for path in pathlib.Path({folder!r}).rglob("*")))"""


@pytest.mark.parametrize("depth", [0, 90])
def test_a_kernel_leaves_no_socket_and_runs_in_temporary_folders_however_deep(tmp_path, monkeypatch, depth):
    folder = tmp_path / ("t" * depth)
    folder.mkdir(exist_ok=True)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    one = written(tmp_path / "project", LOOKS.format(folder=str(folder)))
    executed = execute.execute(one, {"section": "one"}, "kernel", lambda message: None).decode()
    assert "kernel.json" in executed
    assert ("kernel-1" in executed) == (depth == 0)
    assert [path.name for path in folder.iterdir() if path.name.startswith("outturn-")] == []


PLANTED = "[name in vars() for name in ('by_startup', 'by_profile', 'by_python')]"


@pytest.mark.parametrize("engine", ["kernel", pytest.param("warm", marks=needs_forks)])
def test_nobodys_profile_or_start_up_file_changes_a_notebook(tmp_path, monkeypatch, engine):
    profile = tmp_path / "home/.ipython/profile_default"
    (profile / "startup").mkdir(parents=True)
    (profile / "startup/00.py").write_text("by_startup = 1")
    for name in ("ipython_config.py", "ipython_kernel_config.py"):
        (profile / name).write_text("c.InteractiveShellApp.exec_lines = ['by_profile = 1']")
    (tmp_path / "python.py").write_text("by_python = 1")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("IPYTHONDIR", str(profile.parent))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "python.py"))
    before = sorted(profile.rglob("*"))
    plan = tiny_report.plan(tmp_path, {"one": (PLANTED, "get_ipython().ipython_dir")}, engine=engine)
    notebook = tiny_report.publish(plan, tmp_path).runs[0].notebook.decode()
    assert "[False, False, False]" in notebook and str(profile.parent) not in notebook
    assert sorted(profile.rglob("*")) == before
    assert os.environ["IPYTHONDIR"] == str(profile.parent) and os.environ["PYTHONSTARTUP"]


def written(folder: Path, *cells: str) -> Notebook:
    """A notebook of the tiny report, read."""
    tiny_report.write_notebook(folder / "notebooks/one.ipynb", *cells)
    return execute.read_notebooks(folder / "notebooks", [execute.Section("one", "One", "one")])["one"]
