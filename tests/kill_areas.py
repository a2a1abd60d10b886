"""A process that makes a report over three areas again and again while it is killed.

It imports once and forks. Prints as one JSON object: `kills`, `published` (runs that had put theirs in place by
then) and `broken` (what readers must never see: areas, or the landing page, of two runs side by side).
"""

import json
import os
import random
import re
import signal
import sys
import time
from pathlib import Path

import kill_runs
from analysis.commands import main as run
from benchmarks import run_scale

PARAMS = f"params/{run_scale.REPORT}.yaml"
TITLE = re.compile(r"^title: .*$", re.MULTILINE)


def main(folder: Path, times: int, seed: int) -> dict:
    """Kill runs at a moment between their start and a little after their usual end; then let one finish."""
    run_scale.make_region(folder, 3)
    os.chdir(folder)
    chance, found = random.Random(seed), {"kills": 0, "published": 0, "broken": []}
    began = time.perf_counter()
    make("Title 0")
    usual, seen = time.perf_counter() - began, "Title 0"
    for number in range(1, times + 1):
        title = f"Title {number}"
        retitle(title)
        pid = kill_runs.forked(start)
        time.sleep(chance.uniform(0, 1.1 * usual))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        found["kills"] += 1
        now = check({seen, title}, found)
        found["published"] += now == title
        seen = now
    make("Title last")
    check({"Title last"}, found)
    return found


def retitle(title: str) -> None:
    """Change what every page of the next run says."""
    path = Path(PARAMS)
    path.write_text(TITLE.sub(f"title: {title}", path.read_text()))


def start() -> None:
    """One run; what it says goes nowhere."""
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
    os._exit(run.main(["run", PARAMS, "--log-json", "--workers", "2"]))


def make(title: str) -> None:
    """One run to its end."""
    retitle(title)
    _, status = os.waitpid(kill_runs.forked(start), 0)
    if status:
        raise SystemExit(f"a run that nobody killed ended with {os.waitstatus_to_exitcode(status)}")


def check(allowed: set[str], found: dict) -> str:
    """The one title that all pages have."""
    target = Path("outputs") / run_scale.REPORT
    pages = [*target.rglob("*.html")]
    titles = {match[0] for page in pages for match in re.finditer(r"Title (\d+|last)", page.read_text())}
    folders = sorted(path.name for path in target.iterdir() if path.is_dir())
    whole = folders == ["place-000", "place-001", "place-002"] and (target / "index.html").is_file()
    if len(titles) != 1 or not titles <= allowed or not whole:
        found["broken"].append(f"{sorted(titles)} and {folders}, where one of {sorted(allowed)} may stand")
    return min(titles)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
