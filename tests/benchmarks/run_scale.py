"""How a run grows with the number of areas: time per area, memory of the parent, and a killed Dask worker.

    python tests/benchmarks/run_scale.py [--areas 30 100 300] [--dask] [--json FILE]

The areas are made up here: each has two indicators with a target and years of monthly counts.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUTTURN = Path(sys.executable).with_name("outturn")
REPORT = "made-up-region-2024-25-q2"
PARAMS = """\
report: {report}
title: Made-up Region
organisation: place-000
area: ""
areas: region.csv
parts: ""
region: ""
nation: ""
neighbours: ""
benchmarks: ""
rules: ""
year: "2024-25"
quarter: 2
as_at: "2024-09-30"
sources: police
theme: Community Safety
on_track_from: 0.8
off_track_to: 0.2
hidden_below: 0
hidden_reason: the figures are made up
notice: "Made-up data: these places do not exist"
"""
INDICATOR = """\
ref: {ref}
title: Made-up {ref}
short: {ref}
theme: Community Safety
polarity: lower
kind: count
unit: offences
accumulates: sum
source: made-up police
"""
TARGETS = """\
year: "2024-25"
targets:
  - {ref: THEFT, kind: value, value: 400, set_by: made-up partnership, where: made-up plan}
  - {ref: HARM, kind: value, value: 300, set_by: made-up partnership, where: made-up plan}
"""
REFS = ("THEFT", "HARM")


def main() -> None:
    """Run every size, print one line each, and write them as JSON if asked."""
    options = parse()
    results = []
    for areas in options.areas:
        with tempfile.TemporaryDirectory() as folder:
            make_region(Path(folder), areas)
            results.append(measure(Path(folder), areas, options.workers))
            print(line(results[-1]), flush=True)
    if len(results) > 1:
        print(growth(results))
    if options.dask:
        with tempfile.TemporaryDirectory() as folder:
            make_region(Path(folder), 12)
            for result in with_killed_workers(Path(folder), 3):
                results.append(result)
                print(line(result), flush=True)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


def growth(results: list[dict]) -> str:
    """One line: how far time per area and the parent's memory lie from those of the fewest areas."""
    kinds = ("wall_s_per_area", "cpu_s_per_area", "parent_peak_mb")
    least = results[0]
    said = [
        f"{kind} " + ", ".join(f"{100 * (result[kind] / least[kind] - 1):+.0f}%" for result in results[1:])
        for kind in kinds
    ]
    return f"beside {least['areas']} areas: {'; '.join(said)} (goal: within 10%)"


def parse() -> argparse.Namespace:
    """The sizes to run, and where the figures go."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--areas", type=int, nargs="+", default=[30, 100, 300])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--dask", action="store_true", help="also on a local cluster, one worker of which is killed"
    )
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def line(result: dict) -> str:
    """One result for a person."""
    return "  ".join(f"{key} {value}" for key, value in result.items())


def make_region(root: Path, areas: int) -> None:
    """Write the params file, and for each area its definitions and one delivery."""
    names = [f"place-{number:03d}" for number in range(areas)]
    for name in names:
        make_place(root, name)
    write(root / "params" / f"{REPORT}.yaml", PARAMS.format(report=REPORT))
    rows = "".join(f"X{name[-3:]},Place {name[-3:]},{name}\n" for name in names)
    write(root / "params" / "areas" / "region.csv", "code,name,organisation\n" + rows)
    (root / "notebooks").symlink_to(ROOT / "notebooks")


def make_place(root: Path, name: str) -> None:
    """One made-up place: the same figures for the same name on every machine."""
    chance = random.Random(name)
    for ref in REFS:
        write(root / "params" / "indicators" / name / f"{ref}.yaml", INDICATOR.format(ref=ref))
    write(root / "params" / "targets" / name / "2024-25.yaml", TARGETS)
    months = [(year, month) for year in range(2019, 2025) for month in range(1, 13)]
    known = [(year, month) for year, month in months if (2019, 4) <= (year, month) <= (2024, 9)]
    rows = [
        f"T,{ref},all,Place {name[-3:]},{year}-{month:02d},in_month,offences,{chance.randint(15, 45)},"
        for ref in REFS
        for year, month in known
    ]
    text = "section,ref,breakdown,area,period,measure,unit,value,note\n" + "\n".join(rows) + "\n"
    folder = root / "data" / name / "2024-25-q2"
    write(folder / "police.csv", text)
    entry = {"source": "police", "title": "made up", "file": "police.csv", "format": "figures_csv"}
    entry |= {"received": "2024-10-07", "sha256": sha256(text.encode()).hexdigest()}
    write(folder / "deliveries.yaml", json.dumps({"deliveries": [entry]}))


def write(path: Path, text: str) -> None:
    """A file with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def measure(root: Path, areas: int, workers: int) -> dict:
    """One run over all areas: wall and CPU per area, the parent's memory, and the reruns of nothing."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    status, peak = run(root, "--workers", str(workers))
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    began = time.perf_counter()
    run(root, "--workers", str(workers))
    return {
        "areas": areas,
        "status": status,
        "wall_s": round(wall, 1),
        "wall_s_per_area": round(wall / areas, 3),
        "cpu_s_per_area": round(cpu / areas, 3),
        "parent_peak_mb": peak,
        "again_s": round(time.perf_counter() - began, 1),
    }


def run(root: Path, *options: str) -> tuple[int, int]:
    """The command's exit status and the most memory that its first process held, in MiB."""
    command = [OUTTURN, "run", f"params/{REPORT}.yaml", "--log-json", *options]
    log = (root / "log").open("w")
    process = subprocess.Popen(command, cwd=root, stderr=log, stdout=log)
    peak = 0
    while process.poll() is None:
        peak = max(peak, _memory_mb(process.pid))
        time.sleep(0.2)
    return process.returncode, peak


def with_killed_workers(root: Path, times: int, seed: int = 1) -> list[dict]:
    """The same on a local Dask cluster of two processes: one run undisturbed, then in each one of them is killed.

    It is killed at a moment between the run's start and its usual end; `killed_after_s` says when.
    """
    from distributed import LocalCluster

    chance, results = random.Random(seed), []
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        for _ in range(times + 1):
            cluster.wait_for_workers(2)
            after = chance.uniform(0, results[0]["wall_s"]) if results else None
            if after is not None:
                victim = chance.choice(sorted(cluster.workers.values(), key=lambda one: one.name))
                threading.Timer(after, os.kill, (victim.pid, 9)).start()
            began = time.perf_counter()
            status, peak = run(root, "--force", "--dask", cluster.scheduler_address)
            wall = time.perf_counter() - began
            results.append(
                {"dask": True, "killed_after_s": after, "status": status, "published": published(root)}
            )
            results[-1] |= {"wall_s": round(wall, 1), "parent_peak_mb": peak}
    return results


def published(root: Path) -> int:
    """How many areas have pages."""
    return len(list((root / "outputs" / REPORT).glob("*/index.html")))


def _memory_mb(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() // 2**20
    except (OSError, IndexError):
        return 0


if __name__ == "__main__":
    main()
