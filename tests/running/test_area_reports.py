"""A report of every area of a list, in one run."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import kill_areas
from analysis.commands import main
from analysis.definitions.errors import InputError, RunError
from analysis.running import area_reports
from analysis.running.outputs import atomic_files
from analysis.running.report_request import RunOptions, read_order
from benchmarks import run_scale
from forking import needs_forks
from region_runs import PARAMS, record


@pytest.mark.slow
@needs_forks
@pytest.mark.parametrize("bad", ["place-000", "place-001"])
def test_every_area_gets_the_whole_layout_and_one_areas_trouble_is_not_anothers(region, bad):
    (region / f"data/{bad}/2024-25-q2/police.csv").unlink()
    assert main.main(["run", PARAMS, "--log-json"]) == 3
    target = region / "outputs" / run_scale.REPORT
    for area in {"place-000", "place-001", "place-002"} - {bad}:
        assert "Made-up data" in (target / area / "sections" / "data_quality.html").read_text()
        assert (target / area / "tables" / "judgements.csv").exists()
    assert not (target / bad).exists()
    runs = {area["folder"]: area for area in json.loads((target / "run.json").read_text())["areas"]}
    assert [area for area in runs if runs[area]["status"]] == [bad] and runs[bad]["status"] == 2
    where = f"outputs/.{run_scale.REPORT}/areas/{bad}/problems.txt"
    assert runs[bad]["reason"] == f"1 problem in police.csv: see {where}"
    assert "police.csv of source 'police' is missing" in (region / where).read_text()
    page = (target / "index.html").read_text()
    assert page.index(bad.replace("place-", "Place ")) < page.index("Place 002") and "2 of 3 areas" in page
    assert 'href="place-002/index.html"' in page and f'href="{bad}/index.html"' not in page
    assert f"{bad},2," in (target / "areas.csv").read_text()


@pytest.mark.slow
@needs_forks
def test_some_areas_alone_are_put_beside_the_others_as_they_stand(region):
    assert main.main(["run", PARAMS, "--log-json", "--only", "place-002"]) == 0
    target = region / "outputs" / run_scale.REPORT
    assert [path.name for path in target.iterdir() if path.is_dir()] == ["place-002"]
    assert "was left out by --only and has no pages yet" in (target / "index.html").read_text()
    assert main.main(["run", PARAMS, "--log-json"]) == 0
    before = (target / "place-001/index.html").stat().st_ino
    assert main.main(["run", PARAMS, "--log-json", "--force", "--only", "place-002"]) == 0
    assert (target / "place-001/index.html").stat().st_ino == before
    assert {area["status"] for area in record(target)["areas"]} == {0}
    assert main.main(["run", PARAMS, "--only", "place-2"]) == 2


@pytest.mark.slow
@needs_forks
def test_an_area_that_cannot_be_made_stands_as_it_stood_and_says_so(region, caplog):
    assert main.main(["run", PARAMS, "--log-json"]) == 0
    target = region / "outputs" / run_scale.REPORT
    pages = {path.name: (path / "index.html").read_text() for path in target.iterdir() if path.is_dir()}
    params = region / PARAMS
    params.write_text(params.read_text().replace("Made-up Region", "Another title"))
    (region / "data/place-001/2024-25-q2/police.csv").unlink()
    assert main.main(["run", PARAMS, "--log-json"]) == 3
    assert (target / "place-001/index.html").read_text() == pages["place-001"]
    assert "Another title" in (target / "place-002/index.html").read_text()
    page = (target / "index.html").read_text()
    assert 'href="place-001/index.html"' in page and "Its pages are from an earlier run" in page


@pytest.mark.slow
@needs_forks
def test_where_no_area_can_be_made_all_of_them_stand_as_they_stood(region):
    assert main.main(["run", PARAMS, "--log-json"]) == 0
    page = region / "outputs" / run_scale.REPORT / "index.html"
    before = page.read_text()
    for number in range(3):
        (region / f"data/place-00{number}/2024-25-q2/police.csv").unlink()
    assert main.main(["run", PARAMS, "--log-json"]) == 2
    assert page.read_text() == before


@pytest.mark.slow
@needs_forks
def test_an_area_that_is_no_longer_in_the_list_is_gone_and_nothing_changed_does_nothing(region):
    assert main.main(["run", PARAMS, "--log-json"]) == 0
    target = region / "outputs" / run_scale.REPORT
    issued = target.stat().st_ino
    assert main.main(["run", PARAMS, "--log-json"]) == 0
    assert target.stat().st_ino == issued
    areas = region / "params/areas/region.csv"
    areas.write_text("".join(areas.read_text().splitlines(keepends=True)[:-1]))
    assert main.main(["run", PARAMS, "--log-json"]) == 0
    assert sorted(path.name for path in target.iterdir() if path.is_dir()) == ["place-000", "place-001"]
    (target / "index.html").write_text("altered")
    assert main.main(["run", PARAMS, "--log-json"]) == 0
    assert "altered" not in (target / "index.html").read_text()


def test_an_area_may_have_parameters_of_its_own(region):
    orders = area_reports.read_areas(read_order(region / PARAMS))
    assert orders["place-001"].parameters["organisation"] == "place-001"
    assert orders["place-001"].parameters["area"] == "Place 001"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("code\nE1\n", "the column 'name' is missing"),
        ("code,name\n1,St Helens\n2,St. Helens\n", "come to the same folder"),
    ],
)
def test_a_list_that_cannot_be_used_is_bad_input(region, text, message):
    (region / "params/areas/region.csv").write_text(text)
    with pytest.raises(InputError, match=message):
        area_reports.make(read_order(region / PARAMS), RunOptions(region / PARAMS))


@pytest.mark.slow
@needs_forks
@pytest.mark.parametrize("stopped_at", ["issue", "switch"])
def test_a_run_that_was_stopped_when_all_areas_were_ready_is_finished_by_the_next(
    region, monkeypatch, stopped_at
):
    """Also where the parameters were put back in between: what stands is of the last run that was asked for."""
    assert main.main(["run", PARAMS, "--log-json"]) == 0
    target, params = region / "outputs" / run_scale.REPORT, region / PARAMS
    text = params.read_text()

    def stopped(*_):
        raise RunError("stopped")

    with monkeypatch.context() as patched:
        patched.setattr(
            *((area_reports, "issue") if stopped_at == "issue" else (atomic_files, "flush_folder")), stopped
        )
        params.write_text(text.replace("Made-up Region", "Another title"))
        assert main.main(["run", PARAMS, "--log-json"]) == 1
    assert main.main(["run", PARAMS, "--log-json"]) == 0
    assert all("Another title" in page.read_text() for page in target.rglob("*.html"))
    params.write_text(text)
    assert main.main(["run", PARAMS, "--log-json"]) == 0
    assert not any("Another title" in page.read_text() for page in target.rglob("*.html"))


@pytest.mark.slow
@needs_forks
@pytest.mark.parametrize("odd", ["[]", "null", '{"areas": [1]}', '{"areas": [{}], "sections": null}'])
def test_an_odd_record_costs_a_run_and_stops_none(region, odd):
    assert main.main(["run", PARAMS, "--log-json"]) == 0
    target = region / "outputs" / run_scale.REPORT
    for path in (target / "run.json", target / "place-001/run.json"):
        path.write_text(odd)
    assert main.main(["run", PARAMS, "--log-json"]) == 0
    assert record(target)["exit_status"] == 0


@pytest.mark.slow
@needs_forks
def test_an_extract_that_is_replaced_meanwhile_holds_all_areas_back(region, monkeypatch, capsys):
    extract, made = region / "data/place-001/2024-25-q2/police.csv", area_reports._runs
    was = extract.read_bytes()

    def replaced_meanwhile(*arguments):
        yield from made(*arguments)
        extract.write_bytes(was + b" ")

    with monkeypatch.context() as patched:
        patched.setattr(area_reports, "_runs", replaced_meanwhile)
        assert main.main(["run", PARAMS, "--log-json", "--force"]) == 1
    assert "data/place-001/2024-25-q2/police.csv changed while" in capsys.readouterr().err
    target = region / "outputs" / run_scale.REPORT
    following = region / f"outputs/.{run_scale.REPORT}/next"
    assert not target.exists()
    assert sorted(path.name for path in following.iterdir()) == ["place-000", "place-002"]
    extract.write_bytes(was)
    assert main.main(["run", PARAMS, "--log-json"]) == 0
    assert record(target)["exit_status"] == 0


@pytest.mark.slow
@needs_forks
def test_any_file_of_it_that_is_not_as_made_is_made_again_and_so_is_the_index_of_reports(region):
    assert main.main(["run", PARAMS, "--log-json"]) == 0
    target, index = region / "outputs" / run_scale.REPORT, region / "outputs/place-000.html"
    assert f'href="{run_scale.REPORT}/index.html"' in index.read_text()
    for name in ("areas.csv", "strange.html", "place-001/tables/judgements.csv"):
        (target / name).write_text("altered")
        index.unlink()
        assert main.main(["run", PARAMS, "--log-json"]) == 0
        assert "altered" not in ((target / name).read_text() if (target / name).exists() else ""), name
        assert index.is_file()
    assert not (target / "strange.html").exists()


@pytest.mark.slow
@needs_forks
def test_thirty_kills_never_leave_areas_of_two_runs_side_by_side(tmp_path):
    command = [sys.executable, kill_areas.__file__, str(tmp_path), "30", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=_with_tests_on_the_path())
    found = json.loads(done.stdout)
    assert (found["kills"], found["broken"]) == (30, [])


def _with_tests_on_the_path():
    tests = str(Path(kill_areas.__file__).parent)
    return os.environ | {"PYTHONPATH": os.pathsep.join([tests, *sys.path[1:]])}
