"""Sections that misbehave: what counts as run, what is said of it, and what it may use."""

import json

import pytest

import tiny_report
from analysis import children
from analysis.children import Limits
from analysis.errors import RunError

needs_forks = pytest.mark.skipif(not children.POSSIBLE, reason="forks, which only Linux is trusted with")

MISBEHAVIOUR = {
    "leaves": ("import os; os._exit(0)", "ended by itself or was killed"),
    "killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "ended by itself or was killed"),
    "sleeps": ("import time; time.sleep(60)", "longer than the 10 seconds"),
    "allocates": ("x = b'x' * (1700 * 2**20); import time; time.sleep(60)", "more than the 1200 MiB"),
    "says done": ("import sys; sys.exit(0)", "ended with SystemExit"),
    "raises": ("1 / 0", "cell 3 ended with ZeroDivisionError"),
    "wrong syntax": ("if:", "cell 3 ended with SyntaxError"),
}


@needs_forks
@pytest.mark.parametrize("engine", ["warm", pytest.param("kernel", marks=pytest.mark.slow)])
def test_a_section_that_misbehaves_is_failed_and_the_rest_is_published(tmp_path, engine):
    cells = {"good": (), **{name: (cell,) for name, (cell, _) in MISBEHAVIOUR.items()}}
    limits = Limits(seconds=10 if engine == "warm" else 45, memory_mb=1200)
    plan = tiny_report.plan(tmp_path, cells, engine=engine, workers=2, limits=limits)
    report = tiny_report.publish(plan, tmp_path)
    assert report.exit_status == 3
    record = json.loads((tmp_path / "outputs/tiny/run.json").read_text())
    runs = {run["name"]: run for run in record["sections"]}
    assert runs["good"]["status"] == "made"
    index = (tmp_path / "outputs/tiny/index.html").read_text()
    for name, (_, reason) in MISBEHAVIOUR.items():
        page = (tmp_path / f"outputs/tiny/sections/{name}.html").read_text()
        assert runs[name]["status"] == "failed"
        assert f"{name} failed" in index and runs[name]["reason"] in page
        if engine == "warm":
            assert reason in runs[name]["reason"]
            assert runs[name]["attempts"] == (2 if "killed" in reason else 1)


@needs_forks
def test_a_section_that_dies_once_is_made_at_the_second_try(tmp_path):
    flag = tmp_path / "seen"
    cell = f"import os, pathlib\nflag = pathlib.Path({str(flag)!r})\n"
    cell += "if not flag.exists():\n    flag.touch(); os._exit(1)"
    report = tiny_report.publish(tiny_report.plan(tmp_path, {"one": (cell,)}), tmp_path)
    assert (report.runs[0].status, report.runs[0].attempts) == ("made", 2)


@needs_forks
def test_a_notebook_that_shows_nothing_has_failed(tmp_path):
    plan = tiny_report.plan(tmp_path, {"one": (), "two": ("section = 'another'",)})
    report = tiny_report.publish(plan, tmp_path)
    assert report.runs[1].reason == "its notebook ran but never showed the section"


@needs_forks
def test_nothing_is_published_where_every_section_failed(tmp_path):
    with pytest.raises(RunError, match=r"No section of tiny could be made.*ZeroDivisionError"):
        tiny_report.publish(tiny_report.plan(tmp_path, {"one": ("1 / 0",)}), tmp_path)
    assert not (tmp_path / "outputs/tiny").exists()


@needs_forks
def test_a_skipped_or_forgiven_cell_does_not_count_as_run(tmp_path):
    plan = tiny_report.plan(tmp_path, {"one": (), "two": ("1 / 0",)})
    path = tmp_path / "notebooks/two.ipynb"
    for tag in ("skip-execution", "raises-exception"):
        path.write_text(
            path.read_text().replace(
                '"id": "c0",\n   "metadata": {}', f'"id": "c0",\n   "metadata": {{"tags": ["{tag}"]}}'
            )
        )
        report = tiny_report.publish(plan, tmp_path, force=True)
        assert report.runs[1].status == "failed"


@needs_forks
def test_only_what_has_changed_is_run_again(tmp_path):
    cells = {"one": (), "two": ()}
    tiny_report.publish(tiny_report.plan(tmp_path, cells), tmp_path)
    statuses = []
    for changed, force in (
        (cells, False),
        ({**cells, "two": ("x = 1",)}, False),
        ({**cells, "two": ("x = 1",)}, True),
    ):
        report = tiny_report.publish(tiny_report.plan(tmp_path, changed), tmp_path, force)
        statuses.append([run.status for run in report.runs])
    assert statuses == [["kept", "kept"], ["kept", "made"], ["made", "made"]]


@needs_forks
def test_a_published_notebook_that_was_altered_is_not_kept(tmp_path):
    plan = tiny_report.plan(tmp_path, {"one": (), "two": ()})
    tiny_report.publish(plan, tmp_path)
    notebook = tmp_path / "outputs/tiny/notebooks/one.ipynb"
    notebook.write_text(notebook.read_text().replace("2012-13", "2013-14"))
    assert [run.status for run in tiny_report.publish(plan, tmp_path).runs] == ["made", "kept"]
