"""The notebooks: thin, clean, with the params file's parameters, run by plain papermill without a word."""

import ast
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest
import yaml

from analysis.definitions.params import Params
from analysis.pages import sections
from project import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PARAMS = ROOT / "params" / "halton-2012-13-q2.yaml"
ALLOWED = (ast.Import, ast.ImportFrom, ast.Assign, ast.Expr)
FORBIDDEN = (ast.Lambda, ast.comprehension, ast.IfExp, ast.NamedExpr)
PAPERMILL = Path(sys.executable).with_name("papermill")

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code(path):
    return [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]


def test_the_notebooks_are_there():
    assert {path.stem for path in NOTEBOOKS} >= {"scorecard", "indicators", "comparisons", "data_quality"}


@each
def test_it_has_no_logic(path):
    for cell in code(path):
        tree = ast.parse(cell.source)
        assert all(isinstance(statement, ALLOWED) for statement in tree.body)
        assert not any(isinstance(node, FORBIDDEN) for node in ast.walk(tree))


@each
def test_it_is_committed_without_outputs(path):
    notebook = nbformat.read(path, 4)
    assert notebook.metadata.kernelspec.name == "python3"
    assert all(not cell.outputs and cell.execution_count is None for cell in code(path))
    assert all("papermill" not in cell.metadata for cell in notebook.cells)


@each
def test_its_parameters_name_the_example_report_and_leave_the_rest_at_the_defaults(path):
    """A value that a params file leaves out is then nobody's but the model's own."""
    cells = [cell for cell in code(path) if "parameters" in cell.metadata.get("tags", [])]
    values = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(cells[0].source).body}
    example = yaml.safe_load(PARAMS.read_text(encoding="utf-8"))
    assert len(cells) == 1
    assert values == {
        name: example[name] if field.is_required() else field.default
        for name, field in Params.model_fields.items()
    }
    for line in cells[0].source.splitlines():
        assert "#" in line and "=" not in line.partition("#")[2]


@each
def test_papermill_knows_every_parameter_and_its_help(path):
    known = papermill.inspect_notebook(str(path))
    assert set(known) == set(Params.model_fields)
    assert all(parameter["help"] for parameter in known.values())


@each
def test_it_has_a_question_then_the_same_cells_as_the_others(path):
    cells = nbformat.read(path, 4).cells
    assert cells[0].cell_type == "markdown" and cells[0].source.startswith("# ") and "?" in cells[0].source
    tags = [cell.metadata.get("tags", []) for cell in cells]
    assert tags == [[], ["parameters"], [], [], [], [], ["show"], ["table"]]
    assert [cell.id for cell in cells[2:]] == ["load", "check", "forecast", "judge", "show", "export"]
    assert cells[1].source == code(NOTEBOOKS[0])[0].source


@each
@pytest.mark.slow
def test_plain_papermill_runs_it_without_a_warning(path, tmp_path):
    out = tmp_path / "out.ipynb"
    command = [PAPERMILL, "-f", PARAMS, path, out, "--no-progress-bar"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "unknown parameter" not in done.stderr
    outputs = [output for cell in code(out) for output in cell.outputs]
    assert all(output.output_type == "execute_result" for output in outputs)  # no stream, so no warning


def test_a_section_that_a_report_does_not_have_says_so(halton):
    """Its notebook runs with the defaults all the same."""
    missing = [section.name for section in sections.SECTIONS if not section.due(halton)]
    assert missing
    for name in missing:
        assert sections.compose(halton, name).title.endswith("not in this report")


def test_the_guide_keeps_short_text_outputs_that_are_checked():
    (path,) = (ROOT / "notebooks" / "guide").glob("*.ipynb")
    for number, cell in enumerate(code(path), 1):
        checked = "nbval-check-output" in cell.metadata.get("tags", [])
        assert (
            checked == bool(cell.outputs) and cell.execution_count == number
        )  # nbval passes over what has none
        assert all(
            set(output.data) == {"text/plain"} and len(str(output.data)) < 600 for output in cell.outputs
        )
