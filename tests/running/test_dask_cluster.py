"""Many areas on a Dask cluster; the cluster itself is tried by `benchmarks/run_scale.py --dask`."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.commands import command_line, main
from analysis.definitions.errors import RunError
from analysis.running import dask_cluster
from analysis.running.report_request import RunOptions, read_order
from benchmarks import run_scale


def test_without_dask_it_is_said_plainly(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(RunError, match=r"Dask is not installed here.*outturn-workbook\[dask\]"):
        next(dask_cluster.run_all({}, RunOptions(Path("params.yaml"), dask="tcp://127.0.0.1:1")))


def test_what_a_process_leaves_is_what_is_read(tmp_path, monkeypatch):
    run_scale.make_region(tmp_path, 1)
    monkeypatch.chdir(tmp_path)
    order = read_order(Path(f"params/{run_scale.REPORT}.yaml")).of_area("Place 000")
    log = dask_cluster.log_of(order)
    where = f"outputs/.{run_scale.REPORT}/areas/place-000/task.txt"
    assert dask_cluster._said(order, "finished", log)["reason"] == f"its process left no result: see {where}"
    assert dask_cluster._said(order, "error", log)["reason"] == f"its task ended as error: see {where}"
    dask_cluster.result_of(order).parent.mkdir(parents=True)
    dask_cluster.result_of(order).write_bytes(
        dask_cluster.write_result(order, {"status": 3, "reason": "why"})
    )
    assert dask_cluster._said(order, "finished", log)["status"] == 3


def test_a_task_is_a_command_that_is_known(tmp_path):
    asked = RunOptions(tmp_path, engine="kernel", force=True, time_limit=5.0, memory_limit=100)
    words = [*dask_cluster._command(asked), "--only", "a", "b"]
    parsed = command_line.parser().parse_args(words)
    assert parsed.part
    assert (parsed.only, parsed.engine, parsed.force, parsed.time_limit) == (["a", "b"], "kernel", True, 5.0)


def test_what_a_tasks_process_says_is_kept_for_its_areas(tmp_path, monkeypatch):
    run_scale.make_region(tmp_path, 2)
    monkeypatch.chdir(tmp_path)
    order = read_order(Path(f"params/{run_scale.REPORT}.yaml")).of_area("Place 000")
    root, log = dask_cluster._places(order)
    assert dask_cluster._on_a_worker(["run", "--log-json", "--bogus"], ["place-000"], root, log) == 2
    assert "unrecognized arguments: --bogus" in json.loads(dask_cluster.log_of(order).read_text())["message"]


@pytest.mark.slow
def test_workers_killed_at_any_moment_cost_nothing(tmp_path):
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    run_scale.make_region(tmp_path, 6)
    results = run_scale.with_killed_workers(tmp_path, 4)
    assert [(result["status"], result["published"]) for result in results] == [(0, 6)] * 5, results


CLUSTER = """
import time
from distributed import LocalCluster
with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
    print(cluster.scheduler_address, flush=True)
    time.sleep(600)
"""


@pytest.mark.slow
@pytest.mark.parametrize("after", [3.0, 8.0])
def test_a_scheduler_that_is_killed_ends_the_run_in_plain_words(tmp_path, after):
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    run_scale.make_region(tmp_path, 40)
    script = tmp_path / "cluster.py"
    script.write_text(f"if __name__ == '__main__':\n{CLUSTER}".replace("\n", "\n    "))
    cluster = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    address = cluster.stdout.readline().strip()
    words = [
        sys.executable,
        "-m",
        "analysis.commands.main",
        "run",
        f"params/{run_scale.REPORT}.yaml",
        "--dask",
        address,
    ]
    environment = os.environ | {"PYTHONPATH": str(Path(main.__file__).parents[2])}
    running = subprocess.Popen(words, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True)
    time.sleep(after)
    cluster.kill()
    began = time.monotonic()
    _, said = running.communicate(timeout=90)
    cluster.communicate()
    assert running.returncode == 1 and time.monotonic() - began < 60
    assert any(f"at {address}" in line and "To fix it: start one" in line for line in said.splitlines()), said
    assert "Traceback" not in said
