"""Sections that misbehave: what counts as run, what is said of it, and what it may use."""

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

import tiny_report
from analysis.definitions.errors import RunError
from analysis.running import report_run
from analysis.running.notebooks.worker_processes import Limits
from analysis.running.outputs.report_folder import Publication
from forking import needs_forks
from project import TESTS

DIED = r"its (process \(status {}\)|kernel) ended by itself or was killed after 2 of its 5 code cells"
LIMITS = {"warm": Limits(seconds=10, memory_mb=1200), "kernel": Limits(seconds=45, memory_mb=1200)}
MISBEHAVIOUR = {
    "says done": ("import sys; sys.exit(0)", "cell 3 ended with SystemExit"),
    "raises": ("1 / 0", "cell 3 ended with ZeroDivisionError"),
    "wrong syntax": ("if:", "cell 3 ended with SyntaxError"),
    "odd metadata": (
        "from IPython.display import display\ndisplay(1, metadata={'outturn': 5})",
        r"what it showed could not be read \(UndefinedError\)",
    ),
    "odd kind": (
        "raise type('odd' * 999 + '\\n', (Exception,), {})()",
        f"cell 3 ended with {('odd' * 999)[:80]}",
    ),
    "prints": (
        "print(*(['x' * 2**20] * 65))",
        "its executed notebook takes 66 MiB, more than the 64 allowed",
    ),
    "no such file": ("open('/nowhere')", "cell 3 ended with FileNotFoundError"),
}
"""A cell, and what is said of its section whichever engine runs it."""
CUT_OFF = {
    "leaves": ("import os; os._exit(0)", DIED.format(0), 2),
    "killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", DIED.format(137), 2),
    "sleeps": (
        "import time; time.sleep(120)",
        r"it ran longer than the (10|45) seconds allowed and was stopped after 2 of its 5 code cells",
        1,
    ),
    "allocates": (
        "x = b'x' * (1700 * 2**20); import time; time.sleep(120)",
        "it took more than the 1200 MiB allowed and was stopped after 2 of its 5 code cells",
        1,
    ),
    "no memory": (
        "import numpy; numpy.ones(2**50)",
        "cell 3 ended with .*MemoryError: no memory was left",
        1,
    ),
    "no disk": (
        "import errno\ntry: raise OSError(errno.ENOSPC, 'No space left on device')\n"
        "except OSError as error: raise OSError(errno.ENOSPC, 'No space left on device') from error",
        "cell 3 ended with OSError: the disk was full",
        1,
    ),
}
"""A cell, what is said of its section whichever engine runs it, and how often that is tried."""


@needs_forks
@pytest.mark.parametrize("engine", ["warm", pytest.param("kernel", marks=pytest.mark.slow)])
def test_a_section_that_misbehaves_is_failed_and_the_rest_is_published(tmp_path, monkeypatch, engine):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    cells = {"good": (), **{name: (cell,) for name, (cell, _) in MISBEHAVIOUR.items()}, "also good": ()}
    plan = tiny_report.plan(tmp_path, cells, engine=engine, workers=2, limits=Limits(120))
    report = tiny_report.publish(plan, tmp_path)
    assert report.exit_status == 3 and not list(tmp_path.glob("outturn-*"))
    record = json.loads((tmp_path / "outputs/tiny/run.json").read_text())
    runs = {run["name"]: run for run in record["sections"]}
    assert runs["good"]["status"] == runs["also good"]["status"] == "made"
    index = (tmp_path / "outputs/tiny/index.html").read_text()
    for name, (_, reason) in MISBEHAVIOUR.items():
        page = (tmp_path / f"outputs/tiny/sections/{name}.html").read_text()
        assert re.fullmatch(reason, runs[name]["reason"]), (name, runs[name]["reason"])
        assert (runs[name]["status"], runs[name]["attempts"]) == ("failed", 1), name
        assert f"{name} failed" in index and runs[name]["reason"] in page


@needs_forks
@pytest.mark.parametrize("engine", ["warm", pytest.param("kernel", marks=pytest.mark.slow)])
def test_a_whole_report_stands_where_the_machine_cuts_sections_off(tmp_path, monkeypatch, engine):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    tiny_report.publish(tiny_report.plan(tmp_path, {"good": ()}, "whole"), tmp_path)
    before = _files(tmp_path / "outputs/tiny")
    cells = {"good": (), **{name: (cell,) for name, (cell, _, _) in CUT_OFF.items()}, "bad": ("1 / 0",)}
    plan = tiny_report.plan(tmp_path, cells, engine=engine, workers=2, limits=LIMITS[engine])
    runs = {}
    with pytest.raises(
        RunError, match=r"cut off 6 of 8 sections of tiny.*The last report is unchanged"
    ) as stopped:
        report_run.make(
            plan, Publication(tmp_path / "outputs", "tiny"), False, lambda run: runs.update({run.name: run})
        )
    assert _files(tmp_path / "outputs/tiny") == before and not list(tmp_path.glob("outturn-*"))
    assert (runs["good"].status, runs["bad"].status) == ("made", "failed")
    for name, (_, reason, attempts) in CUT_OFF.items():
        assert re.fullmatch(reason, runs[name].reason), (name, runs[name].reason)
        assert (runs[name].status, runs[name].attempts) == ("cut off", attempts), name
        assert runs[name].reason in str(stopped.value)


@needs_forks
def test_nothing_is_published_where_the_machine_cuts_off_a_section_of_a_first_report(tmp_path):
    plan = tiny_report.plan(tmp_path, {"one": (), "two": ("raise MemoryError",)})
    with pytest.raises(RunError, match="There is no report yet") as stopped:
        tiny_report.publish(plan, tmp_path)
    assert not (tmp_path / "outputs/tiny").exists() and stopped.value.exit_status == 1
    again = tiny_report.publish(tiny_report.plan(tmp_path, {"one": (), "two": ()}), tmp_path)
    assert [run.status for run in again.runs] == ["kept", "made"]


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


FLOOD = """
import sys, tiny_report
from pathlib import Path
flood = "import os\\nfor fd in range(3, 99):\\n    try: os.write(fd, {!r})\\n    except OSError: pass"
cells = {"good": (), "words": (flood.format(b"garbage\\n"),), "json": (flood.format(b'{"cell": 1}\\n5\\n'),)}
report = tiny_report.publish(tiny_report.plan(Path(sys.argv[1]), cells), Path(sys.argv[1]))
print(*(f"{run.name}: {run.reason}" for run in report.runs), sep="\\n")
"""


@pytest.mark.slow
@needs_forks
def test_what_a_cell_writes_to_any_open_file_is_not_taken_for_a_message(tmp_path):
    known = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    words = [sys.executable, "-c", FLOOD, str(tmp_path)]  # a process of its own, for no file of pytest's
    done = subprocess.run(words, env=known, capture_output=True, text=True, check=True)
    why = "running it ended with a message that is not Outturn's after 5 of its 5 code cells"
    assert done.stdout.splitlines() == ["good: ", f"words: {why}", f"json: {why}"]


@needs_forks
def test_a_report_stands_where_a_section_may_open_no_more_files(tmp_path):
    cells = {"one": (), "two": ()}
    tiny_report.publish(tiny_report.plan(tmp_path, cells, "whole"), tmp_path)
    before = _files(tmp_path / "outputs/tiny")
    cell = "kept = []\ntry:\n    while True: kept.append(open('/dev/null'))\nexcept OSError: pass"
    with pytest.raises(RunError, match=r"cut off 1 of 2 sections.*one: .*too many files were open"):
        tiny_report.publish(tiny_report.plan(tmp_path, {**cells, "one": (cell,)}), tmp_path)
    assert _files(tmp_path / "outputs/tiny") == before


def test_a_notebook_that_ran_and_cannot_be_published_is_left_to_look_at(tmp_path):
    cells = {"one": (), "two": ("section = 'another'",)}
    tiny_report.publish(tiny_report.plan(tmp_path, cells), tmp_path)
    assert "another" in (tmp_path / "outputs/.tiny/failed/two.ipynb").read_text()


@needs_forks
@pytest.mark.parametrize("engine", ["warm", "kernel"])
def test_a_section_that_dies_once_is_made_at_the_second_try(tmp_path, engine):
    flag = tmp_path / "seen"
    cell = f"import os, pathlib\nflag = pathlib.Path({str(flag)!r})\n"
    cell += "if not flag.exists():\n    flag.touch(); os._exit(1)"
    report = tiny_report.publish(tiny_report.plan(tmp_path, {"one": (cell,)}, engine=engine), tmp_path)
    assert (report.runs[0].status, report.runs[0].attempts) == ("made", 2)


@needs_forks
def test_a_notebook_that_shows_nothing_has_failed(tmp_path):
    plan = tiny_report.plan(tmp_path, {"one": (), "two": ("section = 'another'",)})
    report = tiny_report.publish(plan, tmp_path)
    assert report.runs[1].reason == "its notebook ran but never showed the section in a cell tagged show"


@needs_forks
def test_nothing_is_published_where_every_section_failed(tmp_path):
    with pytest.raises(RunError, match=r"No section of tiny could be made.*ZeroDivisionError"):
        tiny_report.publish(tiny_report.plan(tmp_path, {"one": ("1 / 0",)}), tmp_path)
    assert not (tmp_path / "outputs/tiny").exists()


@needs_forks
@pytest.mark.parametrize("tag", ["skip-execution", "raises-exception"])
def test_a_skipped_or_forgiven_cell_does_not_count_as_run(tmp_path, tag):
    plan = tiny_report.plan(tmp_path, {"one": (), "two": ("1 / 0",)})
    two = plan.job.notebooks["two"]
    tagged = two.content.replace(
        b'"id": "c0",\n   "metadata": {\n    "tags": [',
        f'"id": "c0",\n   "metadata": {{\n    "tags": ["{tag}",'.encode(),
    )
    assert tagged != two.content
    notebooks = {**plan.job.notebooks, "two": replace(two, content=tagged)}
    report = tiny_report.publish(replace(plan, job=replace(plan.job, notebooks=notebooks)), tmp_path)
    assert report.runs[1].status == "failed"


@needs_forks
@pytest.mark.parametrize("engine", ["warm", "kernel"])
def test_a_notebook_replaced_during_the_run_is_run_as_it_was_hashed(tmp_path, engine):
    """The first section puts another notebook in place of the second's, and then that is put back."""
    path = tmp_path / "notebooks/two.ipynb"
    cell = f"import pathlib\npath = pathlib.Path({str(path)!r})\n"
    cell += "path.write_text(path.read_text().replace('as it was hashed', 'as it was replaced'))"
    plan = tiny_report.plan(tmp_path, {"one": (cell,), "two": ("'as it was hashed'",)}, engine=engine)
    before = path.read_bytes()
    report = tiny_report.publish(plan, tmp_path)
    assert path.read_bytes() != before
    assert b"as it was hashed" in report.runs[1].notebook
    assert b"replaced" not in report.runs[1].notebook


LEFT = """\
import os, pathlib, subprocess, sys, time
os.environ["OUTTURN_LEFT"] = {mark!r}
pids = pathlib.Path({mark!r})
"""
LEAVING = {
    "session": "subprocess.Popen(['sleep', '120'], start_new_session=True)",
    "daemon": """\
code = "import os, time\\nif os.fork() == 0:\\n os.setsid()\\n if os.fork() == 0: time.sleep(120)\\nos._exit(0)"
subprocess.run([sys.executable, "-c", code])""",
    "copy": """\
if os.fork() == 0:
    pids.with_name("copy").write_text(str(os.getpid()))
    time.sleep(120)""",
    "copy that goes on": """\
if os.fork() == 0:
    pids.with_name("goes on").write_text(str(os.getpid()))
    section = "another"
else:
    time.sleep(1)""",
}


@pytest.mark.slow
@needs_forks
@pytest.mark.parametrize("engine", ["warm", "kernel"])
def test_no_process_that_a_cell_leaves_behind_outlives_its_section(tmp_path, engine):
    mark = str(tmp_path / "pids")
    cells = {name: (LEFT.format(mark=mark) + cell,) for name, cell in LEAVING.items()}
    plan = tiny_report.plan(
        tmp_path,
        {**cells, "good": ("import time; time.sleep(3)",)},
        engine=engine,
        workers=5,
        limits=Limits(60),
    )
    report = tiny_report.publish(plan, tmp_path)
    assert [(run.status, run.reason, run.attempts) for run in report.runs] == [("made", "", 1)] * 5
    assert [[cell["cell"] for cell in run.cells] for run in report.runs] == [[2, 2, 3, 4, 5]] * 5
    pids = [(tmp_path / name).read_text() for name in ("copy", "goes on")]
    assert not any(Path(f"/proc/{pid}/exe").exists() for pid in pids)
    assert _with_in_environment(f"OUTTURN_LEFT={mark}") == []


def _with_in_environment(text: str) -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):  # it has just ended, or is another user's
            found += [path.parent.name] if text.encode() in path.read_bytes() else []
    return found


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
