"""Areas of a report over many that cannot be made: what is said of them, and what becomes of the others."""

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

from analysis.commands import main
from analysis.pages import html
from analysis.running import area_reports, run_plan
from analysis.running.notebooks import execute as execution
from analysis.running.outputs import atomic_files
from analysis.running.report_request import RunOptions, read_order
from benchmarks import run_scale
from forking import needs_forks
from region_runs import PARAMS, record


def deliver(path, lines):
    """The extract and its hash in the record."""
    path.write_text("\n".join(lines))
    entries = json.loads(path.with_name("deliveries.yaml").read_text())
    entries["deliveries"][0]["sha256"] = sha256(path.read_bytes()).hexdigest()
    path.with_name("deliveries.yaml").write_text(json.dumps(entries))


@pytest.mark.slow
@needs_forks
def test_an_area_with_a_broken_row_names_it_without_its_value_and_where_the_rest_is_said(region):
    path = region / "data/place-001/2024-25-q2/police.csv"
    text = path.read_text()
    cell = ",HARM,all,Place 001,2024-04,in_month,offences,"
    assert text.count(cell) == 1
    deliver(path, text.replace(cell, f"{cell}x").splitlines())
    assert main.main(["run", PARAMS, "--log-json"]) == 3
    target = region / "outputs" / run_scale.REPORT
    (reason,) = [area["reason"] for area in record(target)["areas"] if area["status"]]
    where = f"outputs/.{run_scale.REPORT}/areas/place-001/problems.txt"
    assert reason.startswith("HARM withheld, since one of its rows breaks a rule; police.csv, row ")
    assert reason.endswith(f"column value: … is not a number, see {where}")
    said = (region / where).read_text()
    assert "'x" in said and "To fix it" in said
    assert html.DRAFT in (target / "index.html").read_text()
    assert 'href="../index.html">All areas' in (target / "place-001/index.html").read_text()


@pytest.mark.slow
@needs_forks
def test_an_area_whose_disk_fails_says_so_plainly(region, monkeypatch):
    assert main.main(["run", PARAMS, "--log-json"]) == 0
    order = area_reports.read_areas(read_order(region / PARAMS))["place-000"]

    def fails(*arguments):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(atomic_files, "link_all", fails)
    said = area_reports.make_area(
        order,
        RunOptions(Path(PARAMS), time_limit=60),
        lambda message: None,
    )
    assert (
        said["status"] == 1
        and "Input/output error" in said["reason"]
        and "error in Outturn" not in said["reason"]
    )


def where_planned(monkeypatch, folder, trouble):
    """What happens where one area is planned."""
    plan = run_plan.plan

    def instead(order, *arguments, **limits):
        if order.name.endswith(folder):
            trouble()
        return plan(order, *arguments, **limits)

    monkeypatch.setattr(run_plan, "plan", instead)


def ended(region):
    """What the record says of each area."""
    areas = record(region / "outputs" / run_scale.REPORT)["areas"]
    return {area["folder"]: area for area in areas}


@pytest.mark.slow
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
    assert main.main(["run", PARAMS, "--log-json"]) == (3 if status else 0)
    assert len(died.read_text()) == deaths
    areas = ended(region)
    assert (areas["place-001"]["status"], areas["place-001"]["attempts"]) == (status, 2)
    assert (areas["place-000"]["status"], areas["place-000"]["attempts"]) == (0, 1)
    if status:
        assert areas["place-001"]["reason"].startswith("its process ended by itself or was killed (status ")


@pytest.mark.slow
@needs_forks
def test_an_area_whose_planning_hangs_is_stopped_and_the_others_are_made(region, monkeypatch):
    def hang():
        held = threading.Lock()
        held.acquire()
        held.acquire()

    where_planned(monkeypatch, "place-001", hang)
    monkeypatch.setattr(area_reports, "_TO_SPARE", -595.0)
    began = time.monotonic()
    assert main.main(["run", PARAMS, "--log-json", "--workers", "1"]) == 3
    assert time.monotonic() - began < 60
    found = ended(region)["place-001"]
    words = "planning it took longer than the 5 seconds allowed and was stopped"
    assert (found["status"], found["reason"], found["attempts"]) == (1, words, 1)
    assert {area["status"] for area in ended(region).values()} == {0, 1}


@pytest.mark.slow
@needs_forks
@pytest.mark.parametrize("where", ["planning", "a section"])
def test_an_area_for_which_the_machine_fails_keeps_the_report_that_it_had(region, monkeypatch, where):
    assert main.main(["run", PARAMS, "--log-json"]) == 0
    page = region / "outputs" / run_scale.REPORT / "place-001/sections/scorecard.html"
    before = page.read_bytes()
    if where == "planning":
        where_planned(monkeypatch, "place-001", fail)
    else:
        execute = execution.execute

        def instead(notebook, parameters, *rest):
            return fail() if parameters["area"] == "Place 001" else execute(notebook, parameters, *rest)

        monkeypatch.setattr(execution, "execute", instead)
    assert main.main(["run", PARAMS, "--log-json", "--force"]) == 3
    found = ended(region)["place-001"]
    assert found["status"] == 1 and "no memory was left" in found["reason"]
    assert page.read_bytes() == before
    assert (
        "Its pages are from an earlier run"
        in (region / "outputs" / run_scale.REPORT / "index.html").read_text()
    )


def fail():
    raise MemoryError


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


@pytest.mark.slow
@needs_forks
@pytest.mark.parametrize("trouble", ["a bad figure", "a fault of ours"])
@pytest.mark.parametrize("log", [["--log-json"], []])
def test_an_area_that_fails_prints_no_value_but_where_it_is_kept(region, monkeypatch, capsys, trouble, log):
    _ = spoil_figure(region) if trouble == "a bad figure" else spoil_planning(region, monkeypatch)
    assert main.main(["run", PARAMS, *log]) == 3
    said = capsys.readouterr().err
    found = ended(region)["place-001"]
    own = f"outputs/.{run_scale.REPORT}/areas/place-001"
    if trouble == "a bad figure":
        expected = (2, f"1 problem in police.csv: see {own}/problems.txt")
    else:
        assert found["reason"].startswith("an error in Outturn: KeyError in area_reports.py line")
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


@pytest.mark.slow
@needs_forks
@pytest.mark.parametrize("without", ["Place 000", "Place 001"])
def test_an_area_without_a_figure_of_the_quarter_is_bad_input_and_the_others_are_made(
    region, without, caplog
):
    share_one_delivery(region, without)
    assert main.main(["run", PARAMS]) == 3
    folder, found = without.lower().replace(" ", "-"), ended(region)
    assert {name for name, area in found.items() if area["status"]} == {folder}
    where = f"outputs/.{run_scale.REPORT}/areas/{folder}/problems.txt"
    assert (found[folder]["status"], found[folder]["reason"]) == (2, f"1 problem in region.csv: see {where}")
    said = (region / where).read_text()
    assert f"region.csv, column name: no file has a figure for '{without}' in 2024-25 Q2" in said
    assert "remove its row" in said


@contextmanager
def held_by_another(region, seconds):
    """An area's lock, held by a process that ends after so many seconds."""
    name = f"{run_scale.REPORT}/place-001"
    code = (
        "import sys, time; from pathlib import Path; from analysis.running.outputs.report_folder import Publication\n"
        f"with Publication(Path('outputs'), '{name}').held():\n"
        f"    print('held', flush=True); time.sleep({seconds})"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], cwd=region, stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    yield
    holder.kill()
    holder.communicate()


@pytest.mark.slow
@needs_forks
@pytest.mark.parametrize(("seconds", "status"), [(2, 0), (60, 1)])
def test_a_task_waits_for_the_process_before_it_to_let_go_of_an_area(region, monkeypatch, seconds, status):
    monkeypatch.setattr(area_reports, "_LOCK_WAIT", 10.0 if status == 0 else 1.0)
    with held_by_another(region, seconds):
        assert main.main(["run", PARAMS, "--log-json", "--part", "--only", "place-001"]) == status
    said = json.loads((region / f"outputs/.{run_scale.REPORT}/areas/place-001/result.json").read_text())
    assert said["status"] == status and ("is being made by process" in said["reason"]) == bool(status)
