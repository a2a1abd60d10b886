"""Run one notebook with papermill, and keep our own record of every cell that ended.

papermill's record is not enough: a kernel that dies leaves cells marked "completed", and `sys.exit(0)` looks like
success. A section counts as run only if each of its code cells was seen to end well.
"""

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

# jsonschema would spend a second building a grammar for a format that no notebook schema uses.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import nbformat  # noqa: E402
import papermill  # noqa: E402
from papermill.exceptions import PapermillExecutionError  # noqa: E402
from traitlets.config import Config  # noqa: E402

from analysis.definitions import machine_faults  # noqa: E402
from analysis.definitions.errors import InputError, Problem, kind  # noqa: E402
from analysis.running.notebooks import warm_engine  # noqa: E402

ENGINES = {"warm": warm_engine.WarmEngine.name, "kernel": "nbclient"}
"""How cells are run: in a forked process that has everything imported, or by the stock kernel."""

LONGEST_SOCKET = 103
"""Bytes of the longest path at which a socket can lie on every system (107 on Linux)."""

Tell = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Section:
    """One page to make: its name and label, the notebook's file name and the parameters it gets."""

    name: str
    label: str
    notebook: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Notebook:
    """A notebook as it was read once: what is hashed, checked and run is this, whatever its file becomes.

    `name` is what messages and the executed notebook call it, such as `notebooks/scorecard.ipynb`.
    """

    name: str
    content: bytes = field(repr=False)


def read_notebooks(folder: Path, sections: Iterable[Section]) -> dict[str, Notebook]:
    """The notebooks that sections need, by their name in `Section`; `InputError` if one is not there."""
    names = sorted({section.notebook for section in sections})
    return {name: _read(folder / f"{name}.ipynb") for name in names}


def check_notebook(notebook: Notebook, parameters: Mapping[str, Any]) -> int:
    """How many cells a run must complete; `InputError` for a notebook that would not use its parameters.

    papermill runs a notebook without a cell tagged `parameters` on its defaults and only warns of a name
    that the notebook does not know: both would publish the wrong quarter.
    """
    parsed = _parsed(notebook)
    tagged = [cell for cell in parsed.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        _stop(
            notebook.name,
            f"{len(tagged)} of its cells are tagged parameters",
            "tag the one parameters cell so",
        )
    known = papermill.inspect_notebook(parsed)
    missing = sorted(set(parameters) - set(known))
    if missing:
        remedy = "give each a line such as year: str = '2012-13' with no = in its comment"
        _stop(notebook.name, f"its parameters cell lacks {', '.join(missing)}", remedy)
    return 1 + len([cell for cell in parsed.cells if _runs(cell)])


def execute(
    notebook: Notebook,
    parameters: Mapping[str, Any],
    engine: str,
    tell: Tell,
    left: Callable[[bytes], None] = lambda partly: None,
) -> bytes:
    """The executed notebook as JSON; `tell` hears of every cell that ended, as it ends, and of a kernel's death.

    A cell is called by its place in the notebook as committed, from 1; papermill's injected cell shares that
    of the parameters cell.
    Runs in the current folder and process. Whatever a cell raises ends the run as papermill ends it; `left` is
    given the notebook as far as it came, with papermill's mark at the cell that failed.
    """
    with _own_folder() as folder:
        written = folder / "executed.ipynb"
        try:
            executed = papermill.execute_notebook(
                _parsed(notebook),
                str(written).replace("{", "{{").replace("}", "}}"),  # papermill formats paths
                dict(parameters),
                engine_name=ENGINES[engine],
                kernel_name="python3",
                progress_bar=False,
                on_cell_executed=_recorder(tell),
                skip_cells_with_tag="",  # no cell is skipped or forgiven
                force_raise_errors=True,
                config=_kernel_settings(folder),
                request_save_on_cell_execute=False,
            )
        except PapermillExecutionError:
            left(_tidied(nbformat.read(written, as_version=4), notebook.name))
            raise
        except RuntimeError as error:  # nbclient's and jupyter_client's for a kernel that dies
            if any(words in str(error) for words in ("Kernel died", "Kernel didn't respond")):
                tell({"kernel": "died"})
            raise
    return _tidied(executed, notebook.name)


@contextlib.contextmanager
def _own_folder() -> Iterator[Path]:
    """A new folder for this notebook, IPython's too: nobody's profile or start-up files change what it shows."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="outturn-", ignore_cleanup_errors=True) as folder:
        os.environ["IPYTHONDIR"] = f"{folder}/ipython"
        for name in ("PYTHONSTARTUP", "COLUMNS", "LINES"):  # the last two fold tables to a terminal's size
            os.environ.pop(name, None)
        try:
            yield Path(folder)
        finally:
            os.environ.clear()
            os.environ.update(before)


def _kernel_settings(folder: Path) -> Config:
    """What a kernel needs to be reached lies in that folder.

    Sockets there use no port, so that none can take another's by chance; where a socket's path would be too long
    (a temporary folder deep down) or cannot be (Windows), ports are used after all.

    A kernel whose cells have all run is killed: asked to end, it is interrupted first, and says so on standard error.
    """
    settings = {"connection_file": str(folder / "kernel.json")}
    sockets = str(folder / "kernel")
    if os.name != "nt" and len(os.fsencode(f"{sockets}-99")) <= LONGEST_SOCKET:
        settings |= {"transport": "ipc", "ip": sockets}
    return Config({"KernelManager": settings, "NotebookClient": {"shutdown_kernel": "immediate"}})


def _recorder(tell: Tell) -> Callable[..., None]:
    started, place = time.perf_counter(), 1

    def record(cell: Any, cell_index: int, execute_reply: Any) -> None:
        nonlocal started, place
        place -= "injected-parameters" in cell.metadata.get("tags", [])
        ended = time.perf_counter()
        content = (execute_reply or {}).get("content", {})
        error = "" if content.get("status") == "ok" else kind(content.get("ename", "an unknown error"))
        machine = _machine_fault(content)
        told = {"cell": cell_index + place, "error": error, "seconds": round(ended - started, 3)}
        tell(told | ({"machine": machine} if machine else {}))
        started = ended

    return record


def _machine_fault(content: Mapping[str, Any]) -> str:
    """What the machine failed in where a cell ended with an error; of a kernel's only kind and words are known."""
    if content.get("status") == "ok":
        return ""
    words = machine_faults.reason_in_words(content.get("ename", ""), content.get("evalue", ""))
    return content.get("machine") or words


def _tidied(notebook: Any, name: str) -> bytes:
    """The notebook without what differs by chance or tells of this machine's folders."""
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"
    notebook.metadata.papermill.update(input_path=name, output_path=None)
    return nbformat.writes(notebook).encode()


def _runs(cell: Any) -> bool:
    return cell.cell_type == "code" and bool(cell.source.strip())


def _read(path: Path) -> Notebook:
    name = f"{path.parent.name}/{path.name}"
    try:
        return Notebook(name, path.read_bytes())
    except FileNotFoundError:
        _stop(name, "there is no such notebook", "write it, or take its section out of the plan")


def _parsed(notebook: Notebook) -> Any:
    try:
        return nbformat.reads(notebook.content.decode(), as_version=4)
    except (ValueError, nbformat.ValidationError):
        return _stop(notebook.name, "it is not a notebook", "open it in JupyterLab and save it again")


def _stop(name: str, what: str, remedy: str) -> NoReturn:
    raise InputError(Problem(what, remedy, name))
