"""The made-up place's second quarter with documents delivered beside its figures."""

import hashlib
import shutil
from pathlib import Path

from project import MADE_UP_PLACE

REPORT = "made-up-place-2023-24-q2"
DOCUMENTS = {
    "projects.csv": "projects_csv",
    "delivery_plan.yaml": "delivery_plan_yaml",
    "revenue.csv": "revenue_csv",
    "targets.csv": "three_year_targets_csv",
}


def make(root: Path) -> Path:
    """Write definitions, deliveries and params files under `root`; returns the path of the params file."""
    for folder in ("params", "data"):
        shutil.copytree(MADE_UP_PLACE / folder, root / folder)
    place = root / "data" / "made-up-place" / "2023-24-q2"
    record = (place / "deliveries.yaml").read_text("utf-8")
    for file, form in DOCUMENTS.items():
        content = (MADE_UP_PLACE / "documents" / file).read_bytes()
        (place / file).write_bytes(content)
        sha = hashlib.sha256(content).hexdigest()
        record += f"- {{source: council, title: Made-up council extract, file: {file}, format: {form}, "
        record += f"received: made up, sha256: {sha}}}\n"
    (place / "deliveries.yaml").write_text(record, "utf-8")
    definition = root / "params" / "indicators" / "made-up-place" / "BURGLARY.yaml"
    dated = definition.read_text("utf-8") + "references: [{ref: P1, years: [2024-25]}]\n"
    definition.write_text(dated, "utf-8")
    return root / "params" / f"{REPORT}.yaml"
