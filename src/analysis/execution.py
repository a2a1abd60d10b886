"""One notebook run by papermill, and our own record of every cell that ended.

papermill's word is not enough: a kernel that dies leaves cells marked "completed", `sys.exit(0)` ends as
success. A section counts as run when each of its code cells was seen to end well and nothing else.
"""

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# jsonschema would spend a second building a grammar for a format that no notebook schema uses.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import nbformat  # noqa: E402
import papermill  # noqa: E402
from traitlets.config import Config  # noqa: E402

from analysis import engines  # noqa: E402
from analysis.errors import InputError, Problem  # noqa: E402

ENGINES = {"warm": engines.WarmEngine.name, "kernel": "nbclient"}
"""How cells are run: in a forked process that has everything imported, or by the stock kernel."""

Tell = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Section:
    """One page to make: its name and label, the notebook's file name and the parameters it gets."""

    name: str
    label: str
    notebook: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


def check_notebook(path: Path, parameters: Mapping[str, Any]) -> int:
    """How many cells a run must complete; `InputError` for a notebook that would not use its parameters.

    papermill runs a notebook without a cell tagged `parameters` on its defaults and only warns of a name
    that the notebook does not know: both would publish the wrong quarter.
    """
    notebook = _read(path)
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        _stop(path, f"{len(tagged)} of its cells are tagged parameters", "tag the one parameters cell so")
    known = papermill.inspect_notebook(str(path))
    missing = sorted(set(parameters) - set(known))
    if missing:
        remedy = "give each a line such as year: str = '2012-13' with no = in its comment"
        _stop(path, f"its parameters cell lacks {', '.join(missing)}", remedy)
    return 1 + len([cell for cell in notebook.cells if _runs(cell)])


def execute(path: Path, parameters: Mapping[str, Any], engine: str, tell: Tell) -> bytes:
    """The executed notebook as JSON; `tell` hears of every cell that ended, as it ends.

    A cell is called by its place in the notebook as committed, from 1; papermill's injected cell shares that
    of the parameters cell.
    Runs in the current folder and process. Whatever a cell raises ends the run as papermill ends it.
    """
    with _settings(engine) as settings:
        notebook = papermill.execute_notebook(
            str(path),
            None,
            dict(parameters),
            engine_name=ENGINES[engine],
            kernel_name="python3",
            progress_bar=False,
            on_cell_executed=_recorder(tell),
            skip_cells_with_tag="",  # no cell is skipped or forgiven
            force_raise_errors=True,
            config=settings,
        )
    return _tidied(notebook, path)


@contextlib.contextmanager
def _settings(engine: str) -> Iterator[Config]:
    """A kernel's sockets lie in a folder of its own and use no port: none can take another's by chance."""
    if engine != "kernel" or os.name == "nt":
        yield Config()
        return
    with tempfile.TemporaryDirectory(prefix="outturn-") as folder:
        yield Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})


def _recorder(tell: Tell) -> Callable[..., None]:
    started, place = time.perf_counter(), 1

    def record(cell: Any, cell_index: int, execute_reply: Any) -> None:
        nonlocal started, place
        place -= "injected-parameters" in cell.metadata.get("tags", [])
        ended = time.perf_counter()
        content = (execute_reply or {}).get("content", {})
        error = "" if content.get("status") == "ok" else content.get("ename", "an unknown error")
        tell({"cell": cell_index + place, "error": error, "seconds": round(ended - started, 3)})
        started = ended

    return record


def _tidied(notebook: Any, path: Path) -> bytes:
    """The notebook without what differs by chance or tells of this machine's folders."""
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"
    notebook.metadata.papermill.update(input_path=f"{path.parent.name}/{path.name}", output_path=None)
    return nbformat.writes(notebook).encode()


def _runs(cell: Any) -> bool:
    return cell.cell_type == "code" and bool(cell.source.strip())


def _read(path: Path) -> Any:
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        return _stop(path, "there is no such notebook", "write it, or take its section out of the plan")
    except (ValueError, nbformat.ValidationError):
        return _stop(path, "it is not a notebook", "open it in JupyterLab and save it again")


def _stop(path: Path, what: str, remedy: str) -> None:
    raise InputError(Problem(what, remedy, f"{path.parent.name}/{path.name}"))
