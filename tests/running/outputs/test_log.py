"""What a command says: to a machine one JSON object a line and never a value of a row, whatever happens."""

import hashlib
import json
import logging
import os
import re
import subprocess
import sys
import tempfile

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell

from analysis.commands import main
from analysis.definitions.errors import InputError, Problem, RunError, kind_and_place
from analysis.running.outputs import log
from analysis.running.outputs.report_folder import Publication
from forking import needs_forks
from second_deliveries import another_report, deliver_again
from smallest_report import PLACE, REPORT, worcestershire

SECRET = "SECRET-123"


def test_a_machine_gets_one_object_a_line_and_its_time_in_utc():
    record = logging.LogRecord("outturn", logging.INFO, "", 0, "Section %s made", ("one",), None)
    record.facts, record.created = {"section": "one", "status": "made"}, 1351749600.25
    line = json.loads(log.JsonLines().format(record))
    assert line["message"] == "Section one made" and line["status"] == "made" and line["level"] == "INFO"
    assert line["time"] == "2012-11-01T06:00:00.250Z"


def test_a_person_reads_the_whole_sentence_and_a_machine_where_it_is(capsys, tmp_path):
    error = InputError([Problem(f"{SECRET!r} is not a number", "type the figure", "a.csv", 7, "value")] * 2)
    log.begin(as_json=False)
    log.failed(error)
    assert capsys.readouterr().err == f"{error}\n"
    log.begin(as_json=True)
    log.keep_in(tmp_path / "workroom")
    log.failed(error)
    first, _, last = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert first["message"] == "a.csv, row 7, column value: … is not a number"
    assert (first["file"], first["row"], first["column"]) == ("a.csv", 7, "value")
    assert last["message"].startswith("2 problems in a.csv.") and last["status"] == 2
    assert (tmp_path / "workroom" / "problems.txt").read_text() == f"{error}\n"


def test_a_text_that_cannot_be_kept_stops_nothing(capsys, tmp_path):
    log.begin(as_json=True)
    (tmp_path / "workroom").write_text("a file where the folder should be")
    log._Log.workroom = tmp_path / "workroom"
    log.fault(KeyError(SECRET))
    said = capsys.readouterr().err
    assert "KeyError" in said and "none could be written" in said and SECRET not in said


def test_before_a_report_is_known_one_file_of_the_project_is_written_over(project_copy, monkeypatch, capsys):
    monkeypatch.chdir(project_copy / "params")
    log.begin(as_json=True)
    kept = project_copy / "outputs/.outturn/problems.txt"
    for value in ("one", "another"):
        log.failed(InputError(Problem(f"{value!r} is not a number", "type the figure", "a.csv", 7, "value")))
        assert kept.read_text().startswith(f"a.csv, row 7, column value: {value!r}")
    assert capsys.readouterr().err.count(f"in {kept}") == 2
    assert [path.name for path in kept.parent.iterdir()] == ["problems.txt"]


@pytest.mark.parametrize("project", ["there is none", "its folder cannot be written"])
def test_only_without_a_project_that_can_be_written_it_is_a_passing_file(
    tmp_path, monkeypatch, capsys, project
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    if project != "there is none":
        for folder in ("params", "notebooks"):
            (tmp_path / folder).mkdir()
        (tmp_path / "outputs").write_text("a file where the folder should be")
    log.begin(as_json=True)
    log.fault(KeyError(SECRET))
    (kept,) = tmp_path.glob("outturn-*-fault.txt")
    assert SECRET in kept.read_text() and str(kept) in capsys.readouterr().err


def test_of_two_reports_the_seconds_troubles_are_not_kept_with_the_first(project_copy, monkeypatch, capsys):
    monkeypatch.chdir(project_copy)
    another_report(project_copy, "zero-2012-13-q2", 2)

    def make(options):
        if options.params.stem == "halton-2012-13-q2":
            log.keep_in(project_copy / "outputs/.halton-2012-13-q2")
            return 0
        raise KeyError(SECRET)

    monkeypatch.setattr("analysis.commands.run_report.run", make)
    assert main.main(["run", "--latest", "halton", "--today", "2012-12-01", "--log-json"]) == 1
    assert SECRET in (project_copy / "outputs/.outturn/fault.txt").read_text()
    assert not (project_copy / "outputs/.halton-2012-13-q2/fault.txt").exists()


def test_what_the_scheduler_must_do_is_said_in_full(capsys):
    log.begin(as_json=True)
    log.failed(RunError("The disk is full."))
    assert json.loads(capsys.readouterr().err)["message"] == "The disk is full."


def test_a_fault_is_placed_in_our_own_code():
    try:
        Problem("words", "remedy").replace()
    except AttributeError as error:
        assert kind_and_place(error).startswith("AttributeError in test_log.py line")
    try:
        log.JsonLines().format(None)
    except AttributeError as error:
        assert kind_and_place(error).startswith("AttributeError in log.py line")


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_rule_holds_no_quoted_value(one, other):
    problem = Problem(f"its series' {one!r} is not a period that {other!r} can have", "mend it")
    assert problem.rule == "its series' … is not a period that … can have"


@pytest.mark.parametrize(
    ("what", "rule"),
    [
        ("the numerator 123 is above its denominator £7.5k", "the numerator … is above its denominator …"),
        ("the same figure stands already (a, Secret Town)", "the same figure stands already …"),
        ("it is 'cut off in the mid", "it is "),
    ],
)
def test_numbers_brackets_and_what_is_cut_off_are_left_out_of_a_rule(what, rule):
    assert Problem(what, "mend it").rule == rule


def test_a_heading_that_is_a_value_is_not_named():
    what = f"the column {SECRET!r} is not expected"
    assert SECRET not in Problem(what, "take it out", "a.csv", 1, SECRET).without_values


COLUMNS = ("section", "ref", "breakdown", "area", "period", "measure", "unit", "value", "note")


@pytest.mark.parametrize("column", [*COLUMNS, "a heading", "one cell more"])
def test_no_column_of_a_row_reaches_the_log(project_copy, monkeypatch, capsys, column):
    monkeypatch.chdir(project_copy)

    def spoil(text):
        lines = text.splitlines()
        row = 0 if column == "a heading" else 1
        cells = lines[row].split(",")
        if column in COLUMNS:
            cells[COLUMNS.index(column)] = SECRET
        else:
            cells.append(SECRET)
        return "\n".join([*lines[:row], ",".join(cells), *lines[row + 1 :]])

    deliver_again(project_copy, "scs_midyear.csv", spoil)
    monkeypatch.setattr("analysis.running.progress.make", _stop_at_the_figures)
    status = main.main(["run", "params/halton-2012-13-q2.yaml", "--log-json"])
    said = capsys.readouterr().err
    assert status == {"section": 0, "note": 0, "ref": 2, "a heading": 2, "one cell more": 2}.get(column, 3)
    assert SECRET not in said and all(json.loads(line) for line in said.splitlines())


def _stop_at_the_figures(order, options):
    from analysis.pages import workbook
    from analysis.running import progress

    workbook.forget()
    withheld = workbook.open_workbook(order.parameters).release.withheld
    for one in withheld:
        progress.tell_withheld(one, options.log_json)
    return (3 if withheld else 0), "the figures are read"


def spoil_cell(source):
    """A cell more in the second section's notebook."""

    def spoil(root):
        path = root / "notebooks" / "delivery_plan.ipynb"
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.insert(2, new_code_cell(source, id="spoilt"))
        nbformat.write(notebook, path)

    return spoil


def spoil_row(root):
    """A value that is none."""
    path = root / "data" / "worcestershire" / "2009-10-q4" / "ni18_delivery_plan.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"\n{SECRET}: {SECRET}\n", encoding="utf-8")
    record = path.with_name("deliveries.yaml")
    text, digest = record.read_text(encoding="utf-8"), hashlib.sha256(path.read_bytes()).hexdigest()
    at = text.index(path.name)
    record.write_text(text[:at] + re.sub(r"[0-9a-f]{64}", digest, text[at:], count=1), encoding="utf-8")


NOISE = f"""import os, sys, warnings, logging
os.write(2, b"{SECRET}\\n"); warnings.warn("{SECRET}"); logging.getLogger("traitlets").error("{SECRET}")
print("{SECRET}", file=sys.stderr); print("{SECRET}", file=sys.__stderr__); print("{SECRET}")
"""
BROKEN = f'{NOISE}raise ValueError("{SECRET}")'
DYING = f"{NOISE}os._exit(3)"


def nothing(root):
    """The project as it is."""


MISFORTUNES = {
    "a broken cell": (spoil_cell(BROKEN), (), "", 3),
    "a fault of ours": (nothing, (), f"raise KeyError('{SECRET}')", 1),
    "noise and nothing else": (nothing, (), "run_plan.plan = planned", 0),
    "bad input": (spoil_row, (), "", 2),
    "a section that dies": (spoil_cell(DYING), (), "", 1),
    "a broken cell of a kernel": (spoil_cell(BROKEN), ("--engine", "kernel"), "", 3),
    "a kernel that dies": (spoil_cell(DYING), ("--engine", "kernel"), "", 1),
    "an option that there is not": (nothing, ("--bogus",), "", 2),
}
SLOW = ("a section that dies", "a broken cell of a kernel", "a kernel that dies")


@needs_forks
@pytest.mark.parametrize(
    "misfortune",
    [pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in MISFORTUNES],
)
def test_every_line_for_a_machine_is_json_without_values_whatever_happens(tmp_path, misfortune):
    spoil, options, at_planning, status = MISFORTUNES[misfortune]
    root = worcestershire(tmp_path)
    spoil(root)
    done = command(root, "run", f"params/{REPORT}.yaml", "--log-json", *options, at_planning=at_planning)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert done.returncode == status, done.stderr
    assert lines and all(line["time"].endswith("Z") and line["message"] for line in lines)
    assert SECRET not in done.stderr
    published = root / "outputs" / REPORT
    texts = [path for path in published.rglob("*") if path.is_file()]
    assert [path.name for path in texts if SECRET in path.read_text(encoding="utf-8")] == []
    assert ((published / "run.json").exists()) == (status in (0, 3))


@pytest.mark.slow
@needs_forks
def test_what_is_left_out_of_the_log_is_kept_where_the_log_says(tmp_path):
    root = worcestershire(tmp_path)
    arguments = ("run", f"params/{REPORT}.yaml", "--log-json")
    done = command(root, *arguments, at_planning=f"raise KeyError('{SECRET}')")
    last = json.loads(done.stderr.splitlines()[-1])
    workroom = root / "outputs" / f".{REPORT}"
    assert "not in your data: KeyError in " in last["message"]
    assert str(workroom / "fault.txt") in last["message"]
    assert f"KeyError: '{SECRET}'" in (workroom / "fault.txt").read_text()
    assert (workroom / "stderr.txt").read_text().count(SECRET) == 4


@pytest.mark.slow
@needs_forks
def test_a_person_sees_sections_and_the_end_but_not_what_cells_write(tmp_path):
    root = worcestershire(tmp_path)
    spoil_cell(BROKEN)(root)
    done = command(root, "run", f"params/{REPORT}.yaml")
    assert done.returncode == 3 and SECRET not in done.stderr
    said = done.stderr.splitlines()
    assert any(line.startswith("Section delivery_plan could not be made: cell 3 ended") for line in said)
    assert any(line.endswith(f"Open {root}/outputs/{REPORT}/index.html") for line in said)
    assert any(
        f"left their notebooks and tracebacks in {root}/outputs/.{REPORT}/failed" in line for line in said
    )
    assert said[-1].endswith(f"outputs/.{REPORT}/stderr.txt")


@pytest.mark.slow
@needs_forks
def test_what_cells_wrote_is_dropped_by_the_next_run_that_is_let_in_and_by_no_other(tmp_path):
    root = worcestershire(tmp_path)
    publication = Publication(root / "outputs", REPORT)
    strays = publication.workroom / "stderr.txt"
    arguments, noisy = ("run", f"params/{REPORT}.yaml"), {"at_planning": "run_plan.plan = planned"}
    with publication.held():
        strays.write_text("IMPORTANT")
        turned_away = command(root, *arguments, **noisy)
    assert turned_away.returncode == 1 and "is being made by process" in turned_away.stderr
    assert strays.read_text().startswith("IMPORTANT") and SECRET in strays.read_text()
    first = command(root, *arguments, **noisy)
    own = strays.read_text()
    assert "IMPORTANT" not in own and own.count(SECRET) == 2
    again = command(root, *arguments)
    assert strays.read_text() == own
    assert [str(strays) in done.stderr for done in (first, again)] == [True, False]


def command(root, *arguments, at_planning=""):
    """The command as a process of its own; `at_planning` is code that runs in it where a report is planned."""
    code = "import sys; from analysis.commands import main; sys.exit(main.main())"
    if at_planning:
        body = "\n    ".join(f"{NOISE}\n{at_planning}".splitlines())
        code = (
            "import sys\nfrom analysis.commands import main\nfrom analysis.running import run_plan\n"
            "planned = run_plan.plan\n"
            f"def instead(*given, **limits):\n    {body}\n    return planned(*given, **limits)\n"
            "run_plan.plan = instead\nsys.exit(main.main())"
        )
    environment = os.environ | {"PYTHONPATH": str(PLACE)}
    words = [sys.executable, "-c", code, *arguments]
    return subprocess.run(words, cwd=root, env=environment, capture_output=True, text=True)
