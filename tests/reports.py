"""The project's real reports, each read and judged once for all tests."""

from functools import cache

from analysis.assessments import Assessment, assess
from analysis.params import Folders, read_params
from project import ROOT


@cache
def report(name: str) -> Assessment:
    """The assessment of `params/<name>.yaml`."""
    return assess(read_params(ROOT / "params" / f"{name}.yaml"), Folders(ROOT))
