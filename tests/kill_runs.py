"""A process that makes the tiny report again and again while it is killed, or while its disk fails.

It imports once and forks, so a kill costs a third of a second. Prints what it found as one JSON object:
`kills`, `published` (runs that had published by then), `broken` (what readers must never see).
"""

import contextlib
import ctypes
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import hindered_disk
import tiny_report
from analysis.commands import report_index
from analysis.definitions.errors import RunError
from analysis.running.notebooks.worker_processes import Limits
from analysis.running.outputs.report_folder import digest

ONE, TWO = {"one": ()}, {"one": (), "two": ()}
PLACE = "tiny-place"
FAILED, BORNE = 3, 5
"""How a child ends whose run failed plainly, or went on in spite of a step that was hindered."""


def main(what: str, folder: Path, times: int, seed: int) -> dict:
    """`random`: kill at any moment; else at the k-th call that touches the disk, for every k: `kill`, `EIO`,
    `ENOSPC`, or `both`, where these two take turns.
    """
    if what == "random":
        make(folder, "1")
        return kill_at_random(folder, times, random.Random(seed))
    make(folder, "0", ONE)
    return stop_at_each_step(folder, what)


def kill_at_random(folder: Path, times: int, chance: random.Random) -> dict:
    """Kill `times` runs, each at a moment between its start and a little after its usual end."""
    began = time.perf_counter()
    run(folder, "1", TWO, force=True)
    usual = time.perf_counter() - began
    found = {"kills": 0, "published": 0, "broken": [], "usual": usual}
    seen = "1"
    for number in range(2, times + 2):
        pid = forked(lambda note=str(number): make(folder, note))
        time.sleep(chance.uniform(0, 1.1 * usual))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        found["kills"] += 1
        seen = check(folder, {seen, str(number)}, found)
    run(folder, "last", TWO)
    check(folder, {"last"}, found)
    check_index(folder, "last", found)
    return found


def stop_at_each_step(folder: Path, how: str) -> dict:
    """Stop run after run one step later, until one gets through."""
    found = {"kills": 0, "published": 0, "broken": []}
    seen = "0"
    for step in range(1, 500):
        note = f"{how}{step}"
        fault = ("EIO", "ENOSPC")[step % 2] if how == "both" else how
        status = run(folder, note, ONE, hinder=(step, fault))
        seen = check(folder, {seen, note}, found)
        if status == 0:
            break
        found["kills"] += 1
        if (how != "kill" and status not in (FAILED, BORNE)) or (status == BORNE and seen != note):
            found["broken"].append(f"step {step} ended with status {status}")
        if step % 10 == 0:
            run(folder, f"after {note}", ONE)
            seen = check(folder, {f"after {note}"}, found)
            check_index(folder, seen, found)
    return found


def run(
    folder: Path, note: str, cells: dict, force: bool = False, hinder: tuple[int, str] | None = None
) -> int:
    """Make the report in a child and return its exit status: 0, `FAILED`, `BORNE` or 4 for anything else."""

    def work() -> None:
        disk = hindered_disk.hinder(folder / "outputs", *hinder) if hinder else None
        make(folder, note, cells, force)
        if disk and disk.reached:
            os._exit(BORNE)

    _, status = os.waitpid(forked(work), 0)
    return os.waitstatus_to_exitcode(status)


def forked(work: Callable[[], None]) -> int:
    """Start `work` in a child of its own."""
    pid = os.fork()
    if pid:
        return pid
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    status = 4
    with contextlib.suppress(BaseException):
        try:
            work()
            status = 0
        except RunError as error:
            status = FAILED if "To fix it" in str(error) else 4
    os._exit(status)


def make(folder: Path, note: str, cells: dict = TWO, force: bool = False) -> None:
    """Publish the tiny report, every page of which says `note`."""
    told = {"note": note, "title": note, "organisation": PLACE}
    told |= {"year": "2012-13", "quarter": 2, "as_at": "2012-09-30"}
    plan = tiny_report.plan(folder, cells, note, workers=2, limits=Limits(60))
    tiny_report.publish(replace(plan, facts={"parameters": told}), folder, force)
    report_index.mend(folder / "outputs", PLACE)


def check_index(folder: Path, note: str, found: dict) -> None:
    """After a run that nobody stopped the index lists what it made."""
    if f">{note}, 2012-13 Quarter 2<" not in (folder / "outputs" / f"{PLACE}.html").read_text():
        found["broken"].append(f"the index does not list {note}")


def check(folder: Path, allowed: set[str], found: dict) -> str:
    """Which note the published report holds; anything missing, mixed or not as recorded is broken."""
    target = folder / "outputs" / "tiny"
    record = json.loads((target / "run.json").read_text())
    note = record["parameters"]["note"]
    pages = [target / "index.html", *sorted(target.glob("sections/*")), *sorted(target.glob("fragments/*"))]
    wrong = [page.name for page in pages if f"seen {note}<" not in page.read_text()]
    written = {path.relative_to(target).as_posix(): digest(path.read_bytes()) for path in lying(target)}
    if (
        wrong
        or note not in allowed
        or record["files"] != written
        or len(pages) != 1 + 2 * len(record["sections"])
    ):
        found["broken"].append(f"{note} not whole or not in {sorted(allowed)}: {wrong}, {len(written)} files")
    found["published"] += note == max(allowed, key=len)
    return note


def lying(folder: Path) -> list[Path]:
    """Every file of a report but its record."""
    return [path for path in folder.rglob("*") if path.is_file() and path.name != "run.json"]


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))
