"""The made-up report over many areas, as tests run it, and its record."""

import json

from benchmarks import run_scale

PARAMS = f"params/{run_scale.REPORT}.yaml"


def record(target):
    return json.loads((target / "run.json").read_text())
