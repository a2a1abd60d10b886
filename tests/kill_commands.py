"""A process that drafts and signs off a small real report by the command line while it is killed, or while its
disk fails, with the register and the index of reports.

It imports once and forks. Prints as one JSON object: `kills`, `drafts` and `entries` (killed or failed commands
that had come so far), `broken` (what must never be).
"""

import json
import os
import random
import re
import signal
import sys
import time
from pathlib import Path

import hindered_disk
import kill_runs
import small_place
from analysis.commands import main as run
from analysis.commands import report_index
from analysis.definitions.errors import OutturnError
from analysis.documents import register
from analysis.pages.html import DRAFT
from analysis.running.outputs.report_folder import Publication

PARAMS = f"params/{small_place.REPORT}.yaml"
RUN = ["run", PARAMS, "--workers", "2"]
PUBLISH = ["publish", PARAMS, "--role", "Head", "--date", "2024-11-01"]
TITLE = re.compile(r"^title: .*$", re.MULTILINE)


def main(root: Path, what: str, times: int, seed: int) -> dict:
    """`random`: kill `times` commands at any moment; else let the k-th call to the disk fail so, for every k."""
    small_place.make(root)
    os.chdir(root)
    found = {"kills": 0, "drafts": 0, "entries": 0, "broken": []}
    usual = {"run": _timed(RUN), "publish": _timed(PUBLISH)}
    if what == "random":
        kill_at_random(times, random.Random(seed), usual, found)
    else:
        fail_at_each_step(what, found)
    return found


def kill_at_random(times: int, chance: random.Random, usual: dict, found: dict) -> None:
    """Two runs in three, then a sign-off of what the last one made; each killed, the last of each finished."""
    for number in range(times):
        command = PUBLISH if number % 3 == 2 else RUN
        if command is RUN:
            retitle(f"Title {number}")
        elif finish(RUN, found):
            continue
        before = _come_so_far()
        pid = started(command)
        time.sleep(chance.uniform(0, 1.5 * usual[command[0]]))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        found["kills"] += 1
        drafted, entered = _come_so_far()
        found["drafts"] += drafted != before[0]
        found["entries"] += entered != before[1]
        check(found)
        if command is PUBLISH:
            finish(PUBLISH, found)
    finish(RUN, found)
    check_index(found)


def fail_at_each_step(how: str, found: dict) -> None:
    """Each command one step later until one is not hindered; after failures the same again must go well.

    `how` is EIO, ENOSPC, or `both`, where these two take turns.
    """
    for command in (RUN, PUBLISH):
        for step in range(1, 500):
            if command is RUN or step % 3 == 1:
                remark(f"{command[0]} {step}")
            if command is PUBLISH and step % 3 == 1:
                finish(RUN, found)
            fault = ("EIO", "ENOSPC")[step % 2] if how == "both" else how
            _, status = os.waitpid(started(command, (step, fault)), 0)
            status = os.waitstatus_to_exitcode(status)
            check(found)
            if status == 0:
                break
            found["kills"] += 1
            plain = status == 1 and "To fix it" in said() and "Traceback" not in said()
            if not plain and status != kill_runs.BORNE:
                found["broken"].append(f"{command[0]}: step {step} ended with {status}: {said()}")
            if step % 3 == 0:
                finish(command, found)
                check_index(found)


def remark(text: str) -> None:
    """Change a definition's bytes, so that the report is made again, and nothing that its sections show."""
    path = Path("params/targets") / small_place.ORGANISATION / "2024-25.yaml"
    path.write_text(f"{path.read_text()}# {text}\n")


def started(command: list[str], hinder: tuple[int, str] | None = None) -> int:
    """A command in a child; what it says goes to a file."""

    def work() -> None:
        sys.stdout = sys.stderr = Path("said.txt").open("w", buffering=1)  # noqa: SIM115
        disk = hindered_disk.hinder(Path.cwd(), *hinder) if hinder else None
        status = run.main(command)
        os._exit(kill_runs.BORNE if disk and disk.reached and not status else status)

    return kill_runs.forked(work)


def said() -> str:
    """What the last command said."""
    return Path("said.txt").read_text()


def finish(command: list[str], found: dict) -> int:
    """One command that nobody hinders must end well."""
    _, status = os.waitpid(started(command), 0)
    if status:
        found["broken"].append(f"{command[0]} after a stop ended with {status}: {said()}")
    check(found)
    return status


def retitle(title: str) -> None:
    """Change what every page of the next run says."""
    path = Path(PARAMS)
    path.write_text(TITLE.sub(f"title: {title}", path.read_text()))


def check(found: dict) -> None:
    """What stands is whole, and what is published stands in the register."""
    outputs = Path("outputs")
    for place in (
        Publication(outputs, small_place.REPORT),
        Publication(outputs / "published", small_place.REPORT),
    ):
        if place.target.exists() and not place.stands_as_made():
            found["broken"].append(f"{place.target} is not whole")
    published = Publication(outputs / "published", small_place.REPORT)
    try:
        entries = {entry.number: entry for entry in register.read_register(_register())}
    except OutturnError as error:
        found["broken"].append(str(error))
        return
    if published.target.exists():
        record = published.record()
        pages = {name: held for name, held in record["files"].items() if not name.startswith("notebooks/")}
        if entries[record["published"]["entry"]].pages != pages:
            found["broken"].append("what is published is not what its entry says")
        if any(DRAFT in page.read_text() for page in published.target.rglob("*.html")):
            found["broken"].append("a published page is marked as a draft")


def check_index(found: dict) -> None:
    """After a command that nobody stopped the index lists what stands."""
    page = Path("outputs") / f"{small_place.ORGANISATION}.html"
    was = page.read_bytes()
    report_index.mend(page.parent, small_place.ORGANISATION)
    if page.read_bytes() != was or b"published/" not in was:
        found["broken"].append("the index does not list what stands")


def _come_so_far() -> tuple[str, int]:
    record = Publication(Path("outputs"), small_place.REPORT).record()
    return record.get("inputs_sha256", ""), len(list(_register().glob("*.json")))


def _register() -> Path:
    return Path("data/register") / small_place.ORGANISATION


def _timed(command: list[str]) -> float:
    began = time.perf_counter()
    _, status = os.waitpid(started(command), 0)
    if status:
        raise SystemExit(f"{command[0]} that nobody stopped ended with {status}: {said()}")
    return time.perf_counter() - began


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]).resolve(), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))))
