"""The warm engine leaves in a notebook what the stock kernel leaves."""

import builtins
import json

import pandas as pd

import tiny_report
from analysis.running.notebooks import execute
from forking import needs_forks

pytestmark = needs_forks


def test_both_engines_leave_the_same_outputs(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(builtins, "_", "left by a doctest of the parent", raising=False)
    shows = (
        "from IPython.display import HTML, Markdown, clear_output, display, update_display\n"
        "print('one'); display(HTML('<b>b</b>'), metadata={'a': 1}); print('two')",
        "display(Markdown('*m*'), display_id='d'); update_display(Markdown('*n*'), display_id='d')",
        "display(1); clear_output(); display(2)",
        "import sys; print('to stderr', file=sys.stderr); 3",
        "import matplotlib.pyplot as plt; plt.plot([1, 2]); None",
        "_ + 1 if isinstance(_, int) else _",
        "%time 5",
        "import pandas as pd; pd.DataFrame({'a': [1, 2]})",
        "pd.DataFrame([range(30)] * 2, columns=[f'column {n}' for n in range(30)])",
        "__name__, get_ipython().execution_count",
    )
    executed = []
    with pd.option_context("display.max_columns", 0):  # as pandas sets it where it is imported at a terminal
        for engine in execute.ENGINES:
            plan = tiny_report.plan(tmp_path / engine, {"one": shows}, engine=engine)
            report = tiny_report.publish(plan, tmp_path / engine)
            executed.append(json.loads(report.runs[0].notebook))
    one, other = ([_outputs(cell) for cell in notebook["cells"]] for notebook in executed)
    for number, pair in enumerate(zip(one, other, strict=True)):
        assert pair[0] == pair[1], f"cell {number}"
    assert executed[0]["metadata"]["language_info"] == executed[1]["metadata"]["language_info"]


PRINTS = (
    "import io, sys; sys.stdout.writelines(['a', 'b']); print(sys.stdout.writable(), sys.stdout.readable())",
    "import subprocess; subprocess.run(['true'], stdout=sys.stdout, stderr=sys.stderr).returncode",
    "import faulthandler; faulthandler.enable(); faulthandler.disable()",
    "isinstance(sys.stdout, io.TextIOBase), sys.stderr.encoding.lower(), sys.stdout.name, sys.stdout.isatty()",
    "import logging; logging.StreamHandler(sys.stdout).emit(logging.makeLogRecord({'msg': 'logged'}))",
    "with __import__('contextlib').suppress(TypeError):\n    sys.stdout.write(b'bytes')",
    "print('after', file=sys.stdout, flush=True)",
)


def test_whatever_prints_finds_the_same_streams_with_both_engines(tmp_path, monkeypatch):
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # for its own tests' sake a kernel would have no fileno
    found = []
    for engine in execute.ENGINES:
        plan = tiny_report.plan(tmp_path / engine, {"one": PRINTS}, engine=engine)
        run = tiny_report.publish(plan, tmp_path / engine).runs[0]
        found.append([_outputs(cell) for cell in json.loads(run.notebook)["cells"]])
    assert found[0] == found[1]
    assert "abTrue False" in str(found[0])


def test_a_stream_that_a_cell_closes_is_open_to_the_next(tmp_path):
    plan = tiny_report.plan(tmp_path, {"one": ("import sys; sys.stdout.close()", "print('still')")})
    assert '"still\\n"' in tiny_report.publish(plan, tmp_path).runs[0].notebook.decode()


def _outputs(cell: dict) -> list:
    """A cell's outputs; streams joined (a kernel may cut them anywhere), times of `%time` left out."""
    outputs: list = []
    for output in cell.get("outputs", []):
        if output["output_type"] == "stream" and outputs and outputs[-1].get("name") == output["name"]:
            outputs[-1]["text"] += output["text"]
        else:
            outputs.append(output)
    if cell.get("source", [""])[0].startswith("%time"):
        outputs = [output for output in outputs if output["output_type"] != "stream"]
    return [*outputs, {"count": cell.get("execution_count")}]
