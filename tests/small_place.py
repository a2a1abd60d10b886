"""A made-up place with two indicators: the smallest real report, for tests of drafting and signing off."""

import json
from argparse import Namespace
from pathlib import Path

from analysis.commands import publish
from analysis.running import fingerprints, report_request
from analysis.running.outputs.report_folder import with_record
from benchmarks import run_scale

REPORT = "small-2024-25-q2"
ORGANISATION = "place-000"
EXTRACT = f"data/{ORGANISATION}/2024-25-q2/police.csv"
PAGE = '<main><p class="context">{name}</p></main>'
PAGES = ("index.html", "sections/scorecard.html", "fragments/scorecard.html")
TABLES = ("tables/scorecard.csv", "tables/judgements.csv")
SIGNED = Namespace(role="Head of Made-up Safety", date="2024-11-01")


def make(root: Path) -> Path:
    """Write its definitions, its one delivery and its params file, whose path is returned."""
    run_scale.make_place(root, ORGANISATION)
    text = run_scale.PARAMS.format(report=REPORT)
    text = text.replace('area: ""', "area: Place 000").replace("areas: region.csv", 'areas: ""')
    path = root / "params" / f"{REPORT}.yaml"
    run_scale.write(path, text)
    (root / "notebooks").symlink_to(run_scale.ROOT / "notebooks")
    return path


def draft(root: Path) -> Path:
    """Put a draft in place as a run does, of a few pages that no notebook made; returns its folder."""
    order = report_request.read_order(root / "params" / f"{REPORT}.yaml")
    fingerprints.look_again()
    marked = {name: publish.html.marked(PAGE.format(name=name)).encode() for name in PAGES}
    files = marked | {name: name.encode() for name in (*TABLES, "notebooks/scorecard.ipynb")}
    told = {
        "report": order.name,
        "exit_status": 0,
        "parameters": dict(order.parameters),
        "sections": [],
        "inputs_sha256": fingerprints.fingerprint(order.root, order.parameters),
    }
    with order.publication.held():
        order.publication.publish(with_record(files, told))
    return order.publication.target


def sign_off(root: Path) -> int:
    """Sign its draft off."""
    return publish.publish(Namespace(params=root / "params" / f"{REPORT}.yaml", **vars(SIGNED)))


def record(folder: Path) -> dict:
    """What `run.json` says."""
    return json.loads((folder / "run.json").read_text())
