"""The project's real reports, each read and judged once for all tests."""

from functools import cache

from analysis.definitions.params import Folders, read_params
from analysis.judgements.assessments import Assessment, assess
from project import ROOT


@cache
def report(name: str) -> Assessment:
    """The assessment of `params/<name>.yaml`."""
    return assess(read_params(ROOT / "params" / f"{name}.yaml"), Folders(ROOT))
