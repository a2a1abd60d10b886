"""The command line: light to start, plain when it fails."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.commands import main
from analysis.definitions.errors import RunError
from forking import needs_forks
from second_deliveries import a_past_part, deliver_again, one_more

OUTTURN = Path(sys.executable).with_name("outturn")
REPORT = "halton-2012-13-q2"


def test_help_imports_nothing_heavy():
    code = """import sys; from analysis.commands import main as run
try: run.main(["--help"])
except SystemExit: pass
print(sorted({"pandas", "numpy", "papermill", "nbformat", "matplotlib", "pydantic"} & set(sys.modules)))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("given", [("--only", "halton"), ("--dask", "tcp://127.0.0.1:1")])
def test_what_is_for_many_areas_is_refused_for_one(given, project_copy, monkeypatch, capsys):
    monkeypatch.chdir(project_copy)
    assert main.main(["run", f"params/{REPORT}.yaml", *given]) == 2
    assert "--only and --dask are for a report over many areas" in capsys.readouterr().err


def test_a_folder_in_place_of_a_params_file_is_said(project_copy, monkeypatch, capsys):
    monkeypatch.chdir(project_copy)
    for command in ("run", "next", "check"):
        assert main.main([command, "params"]) == 2
        assert capsys.readouterr().err == "params: it is a folder. To fix it: name a file that can be read.\n"


@needs_forks
@pytest.mark.parametrize("name", ["loop", "n" * 300])
def test_a_name_that_leads_to_no_file_is_bad_input_for_every_command(name, project_copy, monkeypatch, capsys):
    monkeypatch.chdir(project_copy)
    (project_copy / "params" / "loop.yaml").symlink_to("loop.yaml")
    for command in ("run", "next", "check"):
        assert main.main([command, f"params/{name}.yaml"]) == 2
        assert f"{name}.yaml: it cannot be read (" in capsys.readouterr().err
    assert main.main(["reproduce", f"data/register/{name}.json"]) == 2


@needs_forks
@pytest.mark.parametrize("given", [("--latest", "halton"), (f"params/{REPORT}.yaml",)])
def test_a_current_folder_that_was_deleted_is_bad_input(given, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    tmp_path.rmdir()
    assert main.main(["run", *given]) == 2
    assert "the current folder no longer exists. To fix it: change to" in capsys.readouterr().err


def test_a_known_error_is_a_sentence_and_its_status(monkeypatch, capsys):
    def fail(options):
        raise RunError("The disk is full.")

    monkeypatch.setattr("analysis.commands.receive.receive_command", fail)
    given = ["receive", "p.yaml", "f.csv", "--source", "s", "--format", "f", "--received", "2024-10-07"]
    assert main.main(given) == 1
    assert capsys.readouterr().err == "The disk is full.\n"


FIRST_FORK = """import os, sys
from pathlib import Path
from analysis.commands import main as run
def tell():
    print(*(path.read_text().strip() for path in Path("/proc/self/task").glob("*/comm")), sep="\\n")
    sys.stdout.flush()
    os._exit(9)
os.fork = tell
run.main(["run", f"params/{sys.argv[1]}.yaml"])"""


@needs_forks
def test_at_the_first_fork_the_process_has_one_thread(project_copy):
    bare = {name: value for name, value in os.environ.items() if name != "JE_ARROW_MALLOC_CONF"}
    command = [sys.executable, "-c", FIRST_FORK, REPORT]
    done = subprocess.run(command, cwd=project_copy, env=bare, capture_output=True, text=True)
    assert (done.returncode, len(done.stdout.splitlines())) == (9, 1), done


@needs_forks
def test_a_run_publishes_the_whole_report_and_a_second_keeps_it(project_copy):
    first = outturn(project_copy)
    assert first.returncode == 0, first.stderr
    target = project_copy / "outputs" / REPORT
    record = json.loads((target / "run.json").read_text())
    names = [section["name"] for section in record["sections"]]
    assert names[0] == "scorecard" and "indicators-community-safety" in names
    for name in names:
        made = [target / "sections" / f"{name}.html", target / "fragments" / f"{name}.html"]
        made += [target / "notebooks" / f"{name}.ipynb", target / "tables" / f"{name}.csv"]
        assert all(path.stat().st_size for path in made)
        assert f'href="sections/{name}.html' in (target / "index.html").read_text() or name == names[0]
    assert (target / "tables/judgements.csv").read_text().startswith("ref,breakdown,area,title,theme")
    assert all(entry.get("rows_refused", 0) == 0 and entry["sha256"] for entry in record["inputs"])
    again = outturn(project_copy, "--log-json")
    assert (again.returncode, len(again.stderr.splitlines())) == (0, 1)
    assert "Nothing has changed" in json.loads(again.stderr)["message"]


@pytest.mark.slow
@needs_forks
def test_one_indicators_figure_touched_reruns_only_the_sections_that_show_it(project_copy):
    assert outturn(project_copy).returncode == 0
    deliver_again(project_copy, "scs_midyear.csv", one_more)
    assert outturn(project_copy).returncode == 0
    assert made(project_copy) == {"scorecard", "indicators-community-safety", "data_quality"}
    notebook = project_copy / "outputs" / REPORT / "notebooks" / "scorecard.ipynb"
    assert json.loads(notebook.read_text())["metadata"]["papermill"]["exception"] is None


@pytest.mark.slow
@needs_forks
def test_a_parts_past_reruns_its_theme_and_a_trailing_newline_only_the_page_with_the_files_hash(project_copy):
    assert outturn(project_copy).returncode == 0
    deliver_again(project_copy, "scs_midyear.csv", a_past_part)
    assert outturn(project_copy).returncode == 0
    assert made(project_copy) == {"indicators-domestic-violence", "data_quality"}
    before = record_of(project_copy)["inputs"]
    deliver_again(project_copy, "scs_midyear.csv", lambda text: f"{text}\n")
    assert outturn(project_copy).returncode == 0
    assert made(project_copy) == {"data_quality"}
    after = record_of(project_copy)["inputs"]
    assert [one["source"] for one, two in zip(before, after, strict=True) if one != two] == ["scs_midyear"]


def record_of(root: Path) -> dict:
    """What the run says of itself."""
    return json.loads((root / "outputs" / REPORT / "run.json").read_text())


def made(root: Path) -> set[str]:
    """The sections that the last run made; the others were kept."""
    return {section["name"] for section in record_of(root)["sections"] if section["status"] == "made"}


@pytest.mark.slow
@needs_forks
def test_of_eight_commands_at_once_one_runs_and_seven_say_who_holds_it(project_copy):
    command = [OUTTURN, "run", f"params/{REPORT}.yaml", "--force"]
    started = [
        subprocess.Popen(command, cwd=project_copy, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    said = [process.communicate()[1] for process in started]
    statuses = [process.returncode for process in started]
    assert sorted(statuses) == [0] + [1] * 7
    holders = {
        re.search(r"is being made by process (\d+) on", text)[1] for text in said if "being made" in text
    }
    assert len(holders) == 1 and sum("being made" in text for text in said) == 7
    waiting = {str(process.pid) for process in started}
    assert not holders & waiting  # each waits for its command's own process, one of which holds it


CUT_OFF = {
    "comparisons": ("import os; os._exit(0)", "ended by itself or was killed after 2 of its", 2),
    "money": ("import os; os.kill(os.getpid(), 9)", "ended by itself or was killed after 2 of its", 2),
    "data_quality": ("import time; time.sleep(300)", "it ran longer than the 30 seconds allowed", 1),
    "change": ("x = bytearray(3 * 2**30)", "it took more than the 2000 MiB allowed", 1),
}
"""By notebook: a cell in place of the one that opens the workbook, the reason, and how often it is tried."""
FAILS, WHY = "forecast_record", "cell 3 ended with SystemExit"


@pytest.mark.slow
@needs_forks
@pytest.mark.parametrize("engine", ["warm", "kernel"])
def test_the_real_command_withholds_a_section_that_fails_and_publishes_nothing_where_one_is_cut_off(
    project_copy, engine
):
    notebooks = project_copy / "notebooks"
    as_they_were = {name: (notebooks / f"{name}.ipynb").read_bytes() for name in CUT_OFF}
    for name, cell in {
        **{name: cell for name, (cell, _, _) in CUT_OFF.items()},
        FAILS: "raise SystemExit",
    }.items():
        spoil(notebooks / f"{name}.ipynb", cell)
    command = [
        sys.executable,
        "-m",
        "analysis.commands.main",
        "run",
        f"params/{REPORT}.yaml",
        "--engine",
        engine,
    ]
    command += ["--time-limit", "30", "--memory-limit", "2000", "--workers", "2"]
    done = subprocess.run(command, cwd=project_copy, capture_output=True, text=True)
    assert done.returncode == 1 and "The machine cut off 4 of" in done.stderr, done.stderr
    assert not (project_copy / "outputs" / REPORT).exists()
    for name, (_, reason, _) in CUT_OFF.items():
        assert re.search(f"Section {name} was cut off by the machine: .*{reason}", done.stderr), done.stderr
    for name, content in as_they_were.items():
        (notebooks / f"{name}.ipynb").write_bytes(content)
    done = subprocess.run(command, cwd=project_copy, capture_output=True, text=True)
    assert done.returncode == 3, done.stderr
    assert f"Section {FAILS} could not be made: {WHY}" in done.stderr
    record = record_of(project_copy)
    assert record["exit_status"] == 3 and made(project_copy) == CUT_OFF.keys()
    assert [section["reason"] for section in record["sections"] if section["status"] == "failed"] == [WHY]
    assert WHY in (project_copy / f"outputs/{REPORT}/sections/{FAILS}.html").read_text()


def spoil(path: Path, cell: str) -> None:
    """Put a cell in place of the one that opens the workbook."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    next(c for c in notebook["cells"] if c["id"] == "load")["source"] = [cell]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def outturn(root: Path, *options: str, **environment: str) -> subprocess.CompletedProcess:
    """The command, as somebody would type it in the project's folder."""
    command = [OUTTURN, "run", f"params/{REPORT}.yaml", *options]
    return subprocess.run(command, cwd=root, env=os.environ | environment, capture_output=True, text=True)
