"""The command line: light to start, plain when it fails."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import children, run
from analysis.errors import RunError
from analysis.publication import digest
from test_fingerprints import deliver_again, one_more

OUTTURN = Path(sys.executable).with_name("outturn")
REPORT = "halton-2012-13-q2"


def test_help_imports_nothing_heavy():
    code = """import sys; from analysis import run
try: run.main(["--help"])
except SystemExit: pass
print(sorted({"pandas", "numpy", "papermill", "nbformat", "matplotlib", "pydantic"} & set(sys.modules)))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_command_explains_itself(capsys):
    for name in ("run", "receive", "next", "check", "schedule"):
        with pytest.raises(SystemExit) as ended:
            run.main([name, "--help"])
        assert ended.value.code == 0 and f"outturn {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("run", "p.yaml", "--time-limit", "nan"), "'nan' is not a number of seconds above 0"),
        (("run", "p.yaml", "--time-limit", "inf"), "'inf' is not a number of seconds above 0"),
        (("run", "p.yaml", "--time-limit=-5"), "'-5' is not a number of seconds above 0"),
        (("run", "p.yaml", "--time-limit", "soon"), "'soon' is not a number of seconds above 0"),
        (("run", "p.yaml", "--memory-limit", "0"), "'0' is not a whole number from one upwards"),
        (("run", "p.yaml", "--workers", "1.5"), "'1.5' is not a whole number from one upwards"),
        (("reproduce", "e.yaml", "--workers", "0"), "'0' is not a whole number from one upwards"),
        (("run", "--latest", "x", "--today", "yesterday"), "'yesterday' is not a day such as 2024-10-07"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_words(arguments, says, capsys):
    with pytest.raises(SystemExit) as ended:
        run.main(arguments)
    assert ended.value.code == 2 and says in capsys.readouterr().err


@pytest.mark.parametrize("given", [("--only", "halton"), ("--dask", "tcp://127.0.0.1:1")])
def test_what_is_for_many_areas_is_refused_for_one(given, project_copy, monkeypatch, capsys):
    monkeypatch.chdir(project_copy)
    assert run.main(["run", f"params/{REPORT}.yaml", *given]) == 2
    assert "--only and --dask are for a report over many areas" in capsys.readouterr().err


def test_a_folder_in_place_of_a_params_file_is_said(project_copy, monkeypatch, capsys):
    monkeypatch.chdir(project_copy)
    for command in ("run", "next", "check"):
        assert run.main([command, "params"]) == 2
        assert (
            capsys.readouterr().err == "params: it is a folder. To mend it: name a file that can be read.\n"
        )


def test_a_known_error_is_a_sentence_and_its_status(monkeypatch, capsys):
    def fail(options):
        raise RunError("The disk is full.")

    monkeypatch.setattr("analysis.receiving.receive_command", fail)
    given = ["receive", "p.yaml", "f.csv", "--source", "s", "--format", "f", "--received", "2024-10-07"]
    assert run.main(given) == 1
    assert capsys.readouterr().err == "The disk is full.\n"


@pytest.mark.skipif(not children.POSSIBLE, reason="forks, which only Linux is trusted with")
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
@pytest.mark.skipif(not children.POSSIBLE, reason="forks, which only Linux is trusted with")
def test_one_indicators_figure_touched_reruns_only_the_sections_that_show_it(project_copy):
    assert outturn(project_copy).returncode == 0
    deliver_again(project_copy, "scs_midyear.csv", one_more)
    assert outturn(project_copy).returncode == 0
    record = json.loads((project_copy / "outputs" / REPORT / "run.json").read_text())
    status = {run["name"]: run["status"] for run in record["sections"]}
    themes = {name for name in status if name.startswith("indicators-") and status[name] == "made"}
    assert len(themes) == 1 and status["scorecard"] == status["data_quality"] == "made"
    assert sum(value == "kept" for value in status.values()) >= 2
    notebook = project_copy / "outputs" / REPORT / "notebooks" / "scorecard.ipynb"
    assert json.loads(notebook.read_text())["metadata"]["papermill"]["exception"] is None


WAYS = (
    (("--engine", "kernel", "--workers", "2"), {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}),
    (
        ("--engine", "warm", "--workers", "1"),
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C"},
    ),
    (("--workers", "2"), {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8"}),
    (("--workers", "2"), {"PYTHONHASHSEED": "0", "TZ": "Pacific/Auckland", "LC_ALL": "C"}),
)


@pytest.mark.slow
@pytest.mark.skipif(not children.POSSIBLE, reason="forks, which only Linux is trusted with")
def test_pages_and_tables_are_the_same_bytes_however_and_wherever_they_are_made(project_copy, tmp_path):
    elsewhere = tmp_path / "another folder, with a space"
    shutil.copytree(project_copy, elsewhere)
    found = {}
    for number, (way, place) in enumerate(WAYS):
        root = (project_copy, elsewhere)[number // 2]
        done = outturn(root, "--force", *way, **place)
        assert done.returncode == 0, done.stderr
        found[(*way, *place.values(), root.name)] = hashes(root / "outputs" / REPORT)
    first = next(iter(found.values()))
    assert len(first) > 15
    differing = {
        key: {name for name in first if other.get(name) != first[name]} for key, other in found.items()
    }
    assert {key: names for key, names in differing.items() if names} == {}


@pytest.mark.slow
@pytest.mark.skipif(not children.POSSIBLE, reason="forks, which only Linux is trusted with")
def test_of_eight_commands_at_once_one_runs_and_seven_say_who_holds_it(project_copy):
    command = [OUTTURN, "run", f"params/{REPORT}.yaml", "--force"]
    started = [
        subprocess.Popen(command, cwd=project_copy, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    said = [process.communicate()[1] for process in started]
    statuses = [process.returncode for process in started]
    assert sorted(statuses) == [0] + [1] * 7
    holder = started[statuses.index(0)].pid
    for status, text in zip(statuses, said, strict=True):
        assert status == 0 or f"is being made by process {holder} on" in text


def outturn(root: Path, *options: str, **environment: str) -> subprocess.CompletedProcess:
    """The command, as somebody would type it in the project's folder."""
    command = [OUTTURN, "run", f"params/{REPORT}.yaml", *options]
    return subprocess.run(command, cwd=root, env=os.environ | environment, capture_output=True, text=True)


def hashes(target: Path) -> dict[str, str]:
    """SHA-256 of every page, fragment and table."""
    files = [path for path in target.rglob("*") if path.suffix in (".html", ".csv")]
    return {path.relative_to(target).as_posix(): digest(path.read_bytes()) for path in files}
