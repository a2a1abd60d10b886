"""The command line: light to start, plain when it fails."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import children, run
from analysis.errors import RunError

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
    for name in ("run", "receive"):
        with pytest.raises(SystemExit) as ended:
            run.main([name, "--help"])
        assert ended.value.code == 0 and "params" in capsys.readouterr().out


def test_a_known_error_is_a_sentence_and_its_status(monkeypatch, capsys):
    def fail(options):
        raise RunError("The disk is full.")

    monkeypatch.setattr("analysis.receiving.receive_command", fail)
    given = ["receive", "p.yaml", "f.csv", "--source", "s", "--format", "f", "--received", "2024-10-07"]
    assert run.main(given) == 1
    assert capsys.readouterr().err == "The disk is full.\n"


@pytest.mark.skipif(not children.POSSIBLE, reason="forks, which only Linux is trusted with")
def test_a_run_publishes_the_whole_report_and_a_second_keeps_it(project_copy):
    first = subprocess.run(
        [OUTTURN, "run", f"params/{REPORT}.yaml"], cwd=project_copy, capture_output=True, text=True
    )
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
    assert all(entry["rows_refused"] == 0 and entry["periods"] for entry in record["inputs"])
    again = subprocess.run(
        [OUTTURN, "run", f"params/{REPORT}.yaml", "--log-json"],
        cwd=project_copy,
        capture_output=True,
        text=True,
    )
    lines = [json.loads(line) for line in again.stderr.splitlines()]
    assert [line["status"] for line in lines if "section" in line] == ["kept"] * len(names)
