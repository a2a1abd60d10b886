"""A plan or a costing in a YAML file: names with values, as they were typed."""

from pathlib import Path
from typing import Any

from analysis.definitions import params


def read(path: Path) -> dict[str, Any]:
    """The mapping that the file holds; `InputError` with the row where it is not readable as YAML."""
    return params.read_yaml(path)
