"""A report of every area of a list, in one run."""

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

import kill_areas
from analysis import area_reports, html, plans, run, storage
from analysis.errors import InputError, RunError
from analysis.orders import read_order
from benchmarks import run_scale
from forking import needs_forks

PARAMS = f"params/{run_scale.REPORT}.yaml"


@pytest.fixture
def region(tmp_path, monkeypatch):
    """A made-up region of three places."""
    run_scale.make_region(tmp_path, 3)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@needs_forks
@pytest.mark.parametrize("bad", ["place-000", "place-001"])
def test_every_area_gets_the_whole_layout_and_one_areas_trouble_is_not_anothers(region, bad):
    (region / f"data/{bad}/2024-25-q2/police.csv").unlink()
    assert run.main(["run", PARAMS, "--log-json"]) == 3
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


@needs_forks
def test_an_area_with_a_broken_row_names_it_without_its_value_and_where_the_rest_is_said(region):
    delivered = region / "data/place-001/2024-25-q2"
    text = (delivered / "police.csv").read_text()
    broken = text.replace(
        ",HARM,all,Place 001,2024-04,in_month,offences,", ",HARM,all,Place 001,2024-04,in_month,offences,x", 1
    )
    assert broken != text
    (delivered / "police.csv").write_text(broken)
    record_of(delivered)
    assert run.main(["run", PARAMS, "--log-json"]) == 3
    target = region / "outputs" / run_scale.REPORT
    (reason,) = [area["reason"] for area in record(target)["areas"] if area["status"]]
    where = f"outputs/.{run_scale.REPORT}/areas/place-001/problems.txt"
    assert reason.startswith("HARM withheld, since one of its delivered rows breaks a rule; police.csv, row ")
    assert reason.endswith(f"column value: … is not a number, see {where}")
    said = (region / where).read_text()
    assert "'x" in said and "To mend it" in said
    assert html.DRAFT in (target / "index.html").read_text()
    assert 'href="../index.html">All areas' in (target / "place-001/index.html").read_text()


@needs_forks
def test_some_areas_alone_are_put_beside_the_others_as_they_stand(region):
    assert run.main(["run", PARAMS, "--log-json", "--only", "place-002"]) == 0
    target = region / "outputs" / run_scale.REPORT
    assert [path.name for path in target.iterdir() if path.is_dir()] == ["place-002"]
    assert "was not asked for and has no pages yet" in (target / "index.html").read_text()
    assert run.main(["run", PARAMS, "--log-json"]) == 0
    before = (target / "place-001/index.html").stat().st_ino
    assert run.main(["run", PARAMS, "--log-json", "--force", "--only", "place-002"]) == 0
    assert (target / "place-001/index.html").stat().st_ino == before
    assert {area["status"] for area in record(target)["areas"]} == {0}
    assert run.main(["run", PARAMS, "--only", "place-2"]) == 2


def record_of(folder):
    """Record the hash that the delivered file has now."""
    path = folder / "deliveries.yaml"
    text = yaml.safe_load(path.read_text())
    text["deliveries"][0]["sha256"] = sha256((folder / "police.csv").read_bytes()).hexdigest()
    path.write_text(yaml.safe_dump(text))


def record(target):
    return json.loads((target / "run.json").read_text())


@needs_forks
def test_an_area_that_cannot_be_made_stands_as_it_stood_and_says_so(region, caplog):
    assert run.main(["run", PARAMS, "--log-json"]) == 0
    target = region / "outputs" / run_scale.REPORT
    pages = {path.name: (path / "index.html").read_text() for path in target.iterdir() if path.is_dir()}
    params = region / PARAMS
    params.write_text(params.read_text().replace("Made-up Region", "Another title"))
    (region / "data/place-001/2024-25-q2/police.csv").unlink()
    assert run.main(["run", PARAMS, "--log-json"]) == 3
    assert (target / "place-001/index.html").read_text() == pages["place-001"]
    assert "Another title" in (target / "place-002/index.html").read_text()
    page = (target / "index.html").read_text()
    assert 'href="place-001/index.html"' in page and "Its pages are those that were made before" in page


@needs_forks
def test_where_no_area_can_be_made_all_of_them_stand_as_they_stood(region):
    assert run.main(["run", PARAMS, "--log-json"]) == 0
    page = region / "outputs" / run_scale.REPORT / "index.html"
    before = page.read_text()
    for number in range(3):
        (region / f"data/place-00{number}/2024-25-q2/police.csv").unlink()
    assert run.main(["run", PARAMS, "--log-json"]) == 2
    assert page.read_text() == before


@needs_forks
def test_an_area_that_is_no_longer_in_the_list_is_gone_and_nothing_changed_does_nothing(region):
    assert run.main(["run", PARAMS, "--log-json"]) == 0
    target = region / "outputs" / run_scale.REPORT
    issued = target.stat().st_ino
    assert run.main(["run", PARAMS, "--log-json"]) == 0
    assert target.stat().st_ino == issued
    areas = region / "params/areas/region.csv"
    areas.write_text("".join(areas.read_text().splitlines(keepends=True)[:-1]))
    assert run.main(["run", PARAMS, "--log-json"]) == 0
    assert sorted(path.name for path in target.iterdir() if path.is_dir()) == ["place-000", "place-001"]
    (target / "index.html").write_text("altered")
    assert run.main(["run", PARAMS, "--log-json"]) == 0
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
        area_reports.make(read_order(region / PARAMS), argparse.Namespace(only=None, part=False))


@needs_forks
@pytest.mark.parametrize("stopped_at", ["issue", "switch"])
def test_a_run_that_was_stopped_when_all_areas_were_ready_is_finished_by_the_next(
    region, monkeypatch, stopped_at
):
    """Also where the parameters were put back in between: what stands is of the last run that was asked for."""
    assert run.main(["run", PARAMS, "--log-json"]) == 0
    target, params = region / "outputs" / run_scale.REPORT, region / PARAMS
    text = params.read_text()

    def stopped(*_):
        raise RunError("stopped")

    with monkeypatch.context() as patched:
        patched.setattr(
            *((area_reports, "issue") if stopped_at == "issue" else (storage, "flush_folder")), stopped
        )
        params.write_text(text.replace("Made-up Region", "Another title"))
        assert run.main(["run", PARAMS, "--log-json"]) == 1
    assert run.main(["run", PARAMS, "--log-json"]) == 0
    assert all("Another title" in page.read_text() for page in target.rglob("*.html"))
    params.write_text(text)
    assert run.main(["run", PARAMS, "--log-json"]) == 0
    assert not any("Another title" in page.read_text() for page in target.rglob("*.html"))


@needs_forks
@pytest.mark.parametrize("odd", ["[]", "null", '{"areas": [1]}', '{"areas": [{}], "sections": null}'])
def test_an_odd_record_costs_a_run_and_stops_none(region, odd):
    assert run.main(["run", PARAMS, "--log-json"]) == 0
    target = region / "outputs" / run_scale.REPORT
    for path in (target / "run.json", target / "place-001/run.json"):
        path.write_text(odd)
    assert run.main(["run", PARAMS, "--log-json"]) == 0
    assert record(target)["exit_status"] == 0


@needs_forks
def test_an_extract_that_is_replaced_meanwhile_holds_all_areas_back(region, monkeypatch, capsys):
    extract, made = region / "data/place-001/2024-25-q2/police.csv", area_reports._runs
    was = extract.read_bytes()

    def replaced_meanwhile(*arguments):
        yield from made(*arguments)
        extract.write_bytes(was + b" ")

    with monkeypatch.context() as patched:
        patched.setattr(area_reports, "_runs", replaced_meanwhile)
        assert run.main(["run", PARAMS, "--log-json", "--force"]) == 1
    assert "data/place-001/2024-25-q2/police.csv changed while" in capsys.readouterr().err
    target = region / "outputs" / run_scale.REPORT
    following = region / f"outputs/.{run_scale.REPORT}/next"
    assert not target.exists()
    assert sorted(path.name for path in following.iterdir()) == ["place-000", "place-002"]
    extract.write_bytes(was)
    assert run.main(["run", PARAMS, "--log-json"]) == 0
    assert record(target)["exit_status"] == 0


@needs_forks
def test_any_file_of_it_that_is_not_as_made_is_made_again_and_so_is_the_index_of_reports(region):
    assert run.main(["run", PARAMS, "--log-json"]) == 0
    target, index = region / "outputs" / run_scale.REPORT, region / "outputs/place-000.html"
    assert f'href="{run_scale.REPORT}/index.html"' in index.read_text()
    for name in ("areas.csv", "strange.html", "place-001/tables/judgements.csv"):
        (target / name).write_text("altered")
        index.unlink()
        assert run.main(["run", PARAMS, "--log-json"]) == 0
        assert "altered" not in ((target / name).read_text() if (target / name).exists() else ""), name
        assert index.is_file()
    assert not (target / "strange.html").exists()


@needs_forks
def test_an_area_whose_disk_fails_says_so_plainly(region, monkeypatch):
    assert run.main(["run", PARAMS, "--log-json"]) == 0
    order = area_reports.read_areas(read_order(region / PARAMS))["place-000"]

    def fails(*arguments):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(storage, "link_all", fails)
    said = area_reports.make_area(
        order,
        argparse.Namespace(force=False, time_limit=60, memory_limit=4096, part=False, engine=None),
        lambda message: None,
    )
    assert (
        said["status"] == 1
        and "Input/output error" in said["reason"]
        and "fault of Outturn" not in said["reason"]
    )


def where_planned(monkeypatch, folder, trouble):
    """What happens where one area is planned."""
    plan = plans.plan

    def instead(order, *arguments, **limits):
        if order.name.endswith(folder):
            trouble()
        return plan(order, *arguments, **limits)

    monkeypatch.setattr(plans, "plan", instead)


def ended(region):
    """What the record says of each area."""
    areas = record(region / "outputs" / run_scale.REPORT)["areas"]
    return {area["folder"]: area for area in areas}


@needs_forks
@pytest.mark.parametrize(("deaths", "status"), [(1, 0), (2, 1)])
def test_an_area_whose_process_dies_is_tried_once_more(region, monkeypatch, deaths, status):
    died = region / "died"

    def die():
        if not died.exists() or len(died.read_text()) < deaths:
            with died.open("a") as file:
                file.write("x")
            os.kill(os.getpid(), signal.SIGKILL)

    where_planned(monkeypatch, "place-001", die)
    assert run.main(["run", PARAMS, "--log-json"]) == (3 if status else 0)
    assert len(died.read_text()) == deaths
    areas = ended(region)
    assert (areas["place-001"]["status"], areas["place-001"]["attempts"]) == (status, 2)
    assert (areas["place-000"]["status"], areas["place-000"]["attempts"]) == (0, 1)
    if status:
        assert areas["place-001"]["reason"].startswith("its process ended by itself or was killed (status ")


@needs_forks
def test_an_area_whose_planning_hangs_is_stopped_and_the_others_are_made(region, monkeypatch):
    def hang():
        held = threading.Lock()
        held.acquire()
        held.acquire()

    where_planned(monkeypatch, "place-001", hang)
    monkeypatch.setattr(area_reports, "_TO_SPARE", -595.0)
    began = time.monotonic()
    assert run.main(["run", PARAMS, "--log-json", "--workers", "1"]) == 3
    assert time.monotonic() - began < 60
    found = ended(region)["place-001"]
    words = "planning it took longer than the 5 seconds that it may, and was stopped"
    assert (found["status"], found["reason"], found["attempts"]) == (1, words, 1)
    assert {area["status"] for area in ended(region).values()} == {0, 1}


SECRET = "SECRET-123"


def spoil_figure(region):
    """A row of an indicator that nobody defined, as one place delivered it."""
    path = region / "data/place-001/2024-25-q2/police.csv"
    lines = path.read_text().splitlines()
    deliver(path, [lines[0], ",".join(["T", SECRET, *lines[1].split(",")[2:]]), *lines[2:]])


def spoil_planning(region, monkeypatch):
    """A fault of ours whose words hold a value."""

    def fault():
        raise KeyError(SECRET)

    where_planned(monkeypatch, "place-001", fault)


@needs_forks
@pytest.mark.parametrize("trouble", ["a bad figure", "a fault of ours"])
@pytest.mark.parametrize("log", [["--log-json"], []])
def test_an_area_that_fails_prints_no_value_but_where_it_is_kept(region, monkeypatch, capsys, trouble, log):
    _ = spoil_figure(region) if trouble == "a bad figure" else spoil_planning(region, monkeypatch)
    assert run.main(["run", PARAMS, *log]) == 3
    said = capsys.readouterr().err
    found = ended(region)["place-001"]
    own = f"outputs/.{run_scale.REPORT}/areas/place-001"
    if trouble == "a bad figure":
        expected = (2, f"1 problem in police.csv: see {own}/problems.txt")
    else:
        assert found["reason"].startswith("a fault of Outturn's own: KeyError in area_reports.py line")
        expected = (1, f"{found['reason'].partition(': see')[0]}: see {own}/fault.txt")
    assert (found["status"], found["reason"]) == expected
    assert found["reason"] in said and SECRET not in said
    assert SECRET in (region / expected[1].partition("see ")[2]).read_text()
    issued = (region / "outputs" / run_scale.REPORT).rglob("*")
    assert [path for path in issued if path.is_file() and SECRET in path.read_text()] == []


def share_one_delivery(region, without):
    """Three places in one extract, which holds only last year's figures of one of them."""
    path = region / "data/place-000/2024-25-q2/police.csv"
    header, *rows = path.read_text().splitlines()
    rows = [
        row.replace("Place 000", name) for name in ("Place 000", "Place 001", "Place 002") for row in rows
    ]
    kept = [row for row in rows if without not in row or row.split(",")[4] < "2024-04"]
    deliver(path, [header, *kept])
    names = "".join(f"X{number},Place 00{number}\n" for number in range(3))
    (region / "params/areas/region.csv").write_text(f"code,name\n{names}")


def deliver(path, lines):
    """The extract and its hash in the record."""
    path.write_text("\n".join(lines))
    entries = json.loads(path.with_name("deliveries.yaml").read_text())
    entries["deliveries"][0]["sha256"] = sha256(path.read_bytes()).hexdigest()
    path.with_name("deliveries.yaml").write_text(json.dumps(entries))


@needs_forks
@pytest.mark.parametrize("without", ["Place 000", "Place 001"])
def test_an_area_without_a_figure_of_the_quarter_is_bad_input_and_the_others_are_made(
    region, without, caplog
):
    share_one_delivery(region, without)
    assert run.main(["run", PARAMS]) == 3
    folder, found = without.lower().replace(" ", "-"), ended(region)
    assert {name for name, area in found.items() if area["status"]} == {folder}
    where = f"outputs/.{run_scale.REPORT}/areas/{folder}/problems.txt"
    assert (found[folder]["status"], found[folder]["reason"]) == (2, f"1 problem in region.csv: see {where}")
    said = (region / where).read_text()
    assert f"region.csv, column name: no delivery has a figure of '{without}' for 2024-25 Q2" in said
    assert "take its row out" in said


@contextmanager
def held_by_another(region, seconds):
    """An area's lock, held by a process that ends after so many seconds."""
    name = f"{run_scale.REPORT}/place-001"
    code = (
        "import sys, time; from pathlib import Path; from analysis.publication import Publication\n"
        f"with Publication(Path('outputs'), '{name}').held():\n"
        f"    print('held', flush=True); time.sleep({seconds})"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], cwd=region, stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    yield
    holder.kill()
    holder.communicate()


@needs_forks
@pytest.mark.parametrize(("seconds", "status"), [(2, 0), (60, 1)])
def test_a_task_waits_for_the_process_before_it_to_let_go_of_an_area(region, monkeypatch, seconds, status):
    monkeypatch.setattr(area_reports, "_LOCK_WAIT", 10.0 if status == 0 else 1.0)
    with held_by_another(region, seconds):
        assert run.main(["run", PARAMS, "--log-json", "--part", "--only", "place-001"]) == status
    said = json.loads((region / f"outputs/.{run_scale.REPORT}/areas/place-001/result.json").read_text())
    assert said["status"] == status and ("is being made by process" in said["reason"]) == bool(status)


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
