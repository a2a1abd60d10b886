"""What a run says to a machine, and what it does when nothing has changed."""

import json
import sys

from analysis.commands import main, report_index, run_report
from analysis.running import fingerprints, report_request
from analysis.running.outputs import log
from analysis.running.report_request import RunOptions
from benchmarks import run_scale


def test_a_report_that_stands_is_not_opened_again(project_copy, monkeypatch, capsys):
    monkeypatch.chdir(project_copy)
    path = project_copy / "params" / "halton-2012-13-q2.yaml"
    order = report_request.read_order(path)
    order.publication.target.mkdir(parents=True)
    record = {
        "report": order.name,
        "parameters": dict(order.parameters),
        "exit_status": 0,
        "sections": [],
        "files": {},
        "inputs_sha256": fingerprints.fingerprint(order.root, order.parameters),
    }
    (order.publication.target / "run.json").write_text(json.dumps(record))
    monkeypatch.setitem(sys.modules, "analysis.running.progress", None)  # importing it would fail
    report_index.mend(order.publication.outputs, "halton")
    monkeypatch.setitem(sys.modules, "analysis.commands.report_index_page", None)
    options = RunOptions(path)
    log.begin(as_json=False)
    assert run_report.run(options) == 0
    assert "Nothing has changed since the draft of halton-2012-13-q2 was made" in capsys.readouterr().err


def test_what_is_withheld_is_said_to_stand_on_pages_that_there_are(project_copy, monkeypatch, capsys):
    monkeypatch.chdir(project_copy)
    order = report_request.read_order(project_copy / "params" / "halton-2012-13-q2.yaml")
    log.begin(as_json=False)
    run_report._tell(order, 3, "Made a draft", 1.0)
    said = capsys.readouterr().err
    assert (
        "Its own page says why a section failed, the page Data quality why an indicator is withheld. Fix that"
        in said
    )


def test_of_areas_that_have_no_section_at_all_it_is_not_said_that_sections_failed(
    tmp_path, monkeypatch, capsys
):
    run_scale.make_region(tmp_path, 2)
    monkeypatch.chdir(tmp_path)
    for number in range(2):
        (tmp_path / f"data/place-00{number}/2024-25-q2/police.csv").unlink()
    areas = tmp_path / f"outputs/.{run_scale.REPORT}/areas"
    assert main.main(["run", f"params/{run_scale.REPORT}.yaml"]) == 2
    assert areas.is_dir() and str(areas) not in capsys.readouterr().err
    (areas / "place-001" / "failed").mkdir()
    assert main.main(["run", f"params/{run_scale.REPORT}.yaml"]) == 2
    assert f"left their notebooks and tracebacks in {areas}" in capsys.readouterr().err
