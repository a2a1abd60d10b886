"""The made-up place published quarter after quarter, as a user does it, and changes between two quarters."""

import hashlib
import subprocess
import sys
from pathlib import Path

import yaml

from analysis.commands.publish import add, make_entry
from analysis.definitions.params import Folders, read_params
from analysis.documents.register import Entry
from analysis.judgements.assessments import assess

ROLE = "Head of Made-up Safety"
Q1, Q2 = "made-up-place-2023-24-q1", "made-up-place-2023-24-q2"
DELIVERY = "data/made-up-place/2023-24-q2"


def outturn(
    root: Path, command: str, report: str, role: str = ROLE, date: str = "2023-07-20", ok: bool = True
) -> str:
    """One command line; returns all that it printed. `ok` is whether it has to end well."""
    path = report if report.endswith(".json") else str(root / "params" / f"{report}.yaml")
    more = ["--role", role, "--date", date] if command == "publish" else []
    line = [sys.executable, "-m", "analysis.commands.main", command, path, *more]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is ok, done.stdout + done.stderr
    return done.stdout + done.stderr


def run(root: Path, report: str) -> None:
    """Make the draft."""
    outturn(root, "run", report)


def publish(root: Path, report: str) -> None:
    """Sign it off."""
    outturn(root, "publish", report)


def restate(root: Path, to=lambda value: str(int(value) + 25)) -> None:
    """25 more burglaries in May 2023 than Quarter 1 was told, or what `to` makes of the figure."""
    extract = root / DELIVERY / "police.csv"
    rows = extract.read_text().splitlines()
    place = next(n for n, row in enumerate(rows) if row.startswith("BURGLARY") and ",2023-05," in row)
    cells = rows[place].split(",")
    cells[7] = to(cells[7])
    extract.write_text("\n".join([*rows[:place], ",".join(cells), *rows[place + 1 :]]) + "\n")
    record = yaml.safe_load((root / DELIVERY / "deliveries.yaml").read_text())
    for entry in record["deliveries"]:
        entry["sha256"] = hashlib.sha256((root / DELIVERY / entry["file"]).read_bytes()).hexdigest()
    (root / DELIVERY / "deliveries.yaml").write_text(yaml.safe_dump(record, sort_keys=False))


def retarget(root: Path) -> None:
    """Anti-social behaviour is to fall by 15% of its baseline, not by 5%."""
    path = root / "params/targets/made-up-place/2023-24.yaml"
    path.write_text(path.read_text().replace("change_percent: -5", "change_percent: -15"))


def cut_off(root: Path) -> None:
    """Re-offending is on track from a chance of 0.55, not of 0.8."""
    path = root / "params/indicators/made-up-place/REOFFENDING.yaml"
    path.write_text(path.read_text() + "on_track_from: 0.55\n")


def registered(root: Path, report: str) -> Entry:
    """An entry for a report as it is judged now, added to the register without drafting any page."""
    settings = read_params(root / "params" / f"{report}.yaml")
    folders = Folders(root)
    assessment = assess(settings, folders)
    record = {"inputs_sha256": f"draft of {report}", "parameters": settings.model_dump(), "commit": ""}
    signed = {"report": report, "role": ROLE, "date": "2023-07-20"}
    entry = make_entry(assessment, folders, record, {"index.html": b"<p>"}, signed)
    add(folders.register(settings), entry)
    return entry


Q = "made-up-place-2023-24-q{}"


def assessed(root, quarter):
    return assess(read_params(root / "params" / f"{Q.format(quarter)}.yaml"), Folders(root))
