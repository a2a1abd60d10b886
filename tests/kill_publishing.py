"""A process that signs the same draft off again and again while it is killed at each step it takes on disk.

It imports once and forks. Prints as one JSON object: `kills`, `entries` (kills that left an entry) and
`broken` (what must never be).
"""

import json
import os
import shutil
import sys
from argparse import Namespace
from pathlib import Path

import hindered_disk
import kill_runs
from analysis.commands import publish
from analysis.documents import register
from analysis.pages.html import DRAFT

ROLE = Namespace(role="Head of Made-up Safety", date="2023-07-20")
REPORT = "made-up-place-2023-24-q1"


def main(root: Path, first: int, last: int, step: int) -> dict:
    """Kill at the k-th write, flush or rename for k from `first` to `last`, each from a fresh draft."""
    found = {"kills": 0, "entries": 0, "broken": []}
    for k in range(first, last, step):
        for folder in (root / "data" / "register", root / "outputs" / "published"):
            shutil.rmtree(folder, ignore_errors=True)
        status = sign_off(root, k)
        found["entries"] += bool(entries(root, found))
        check_pages(root, found)
        if status == 0:
            break
        found["kills"] += 1
        if sign_off(root, 0) != 0 or len(entries(root, found)) != 1 or not whole(root):
            found["broken"].append(f"step {k}: the next run did not finish it")
        check_pages(root, found)
    return found


def sign_off(root: Path, k: int) -> int:
    """Sign off in a child that is killed at its k-th step; returns how it ended."""

    def work() -> None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
        if k:
            hindered_disk.hinder(root, k, "kill")
        os._exit(publish.publish(Namespace(params=root / "params" / f"{REPORT}.yaml", **vars(ROLE))))

    _, status = os.waitpid(kill_runs.forked(work), 0)
    return os.waitstatus_to_exitcode(status)


def entries(root: Path, found: dict) -> tuple:
    """The register, which must be readable whatever happened."""
    try:
        return register.read_register(root / "data" / "register" / "made-up-place")
    except Exception as error:
        found["broken"].append(str(error))
        return ()


def whole(root: Path) -> bool:
    """Whether the published report stands with every page of the draft."""
    draft, there = root / "outputs" / REPORT, root / "outputs" / "published" / REPORT
    names = {path.relative_to(draft) for path in draft.rglob("*") if path.is_file()}
    return names == {path.relative_to(there) for path in there.rglob("*") if path.is_file()}


def check_pages(root: Path, found: dict) -> None:
    """A published folder is whole and unmarked, or not there; it never stands without its entry."""
    there = root / "outputs" / "published" / REPORT
    if not there.exists():
        return
    marked = [path.name for path in there.rglob("*.html") if DRAFT in path.read_text()]
    if marked or not whole(root) or not entries(root, found):
        found["broken"].append(f"published pages are marked {marked} or not whole or not registered")


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), *(int(number) for number in sys.argv[2:5]))))
