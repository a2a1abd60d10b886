"""Many areas on a Dask cluster; the cluster itself is tried by `benchmarks/run_scale.py --dask`."""

import argparse
from pathlib import Path

import pytest

from analysis import clusters, run
from analysis.errors import RunError
from analysis.orders import read_order
from benchmarks import run_scale


def test_without_dask_it_is_said_plainly(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(RunError, match=r"Dask is not installed here.*outturn-workbook\[dask\]"):
        next(clusters.run_all({}, argparse.Namespace(dask="tcp://127.0.0.1:1")))


def test_what_a_process_leaves_is_what_is_read(tmp_path, monkeypatch):
    run_scale.make_region(tmp_path, 1)
    monkeypatch.chdir(tmp_path)
    order = read_order(Path(f"params/{run_scale.REPORT}.yaml")).of_area("Place 000")
    assert clusters._said(order, "") == {"status": 1, "reason": "its process left no result"}
    clusters.result_of(order).parent.mkdir(parents=True)
    clusters.result_of(order).write_bytes(clusters.write_result(order, {"status": 3, "reason": "why"}))
    assert clusters._said(order, "")["status"] == 3


def test_a_task_is_a_command_that_is_known(tmp_path):
    asked = argparse.Namespace(params=tmp_path, time_limit=5.0, memory_limit=100, engine="kernel", force=True)
    words = [*clusters._command(asked), "--only", "a", "b"]
    parsed = run._parser().parse_args(words)
    assert parsed.part
    assert (parsed.only, parsed.engine, parsed.force, parsed.time_limit) == (["a", "b"], "kernel", True, 5.0)


@pytest.mark.slow
def test_a_killed_worker_costs_nothing(tmp_path):
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    run_scale.make_region(tmp_path, 6)
    result = run_scale.with_a_killed_worker(tmp_path)
    assert (result["status"], result["published"]) == (0, 6)
