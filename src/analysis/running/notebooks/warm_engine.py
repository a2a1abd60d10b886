"""The warm engine of papermill: cells run by IPython's shell in this process, which has everything imported.

It is meant for a process forked for one notebook (`running.notebooks.worker_processes`): the namespace is new,
the imports are not paid again. What a cell shows passes through nbclient's own handling of kernel messages, so that the
executed notebook holds what the stock kernel (`--engine kernel`) would have put there.
"""

import builtins
import io
import os
import sys
import types
from collections.abc import Callable
from typing import Any, ClassVar

# The first shell imports these two; imported here, no forked process has to.
from ipykernel.jsonutil import encode_images, json_clean
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbclient.exceptions import CellExecutionError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from traitlets.config import Config

from analysis.definitions import machine_faults

Send = Callable[[str, dict[str, Any]], None]
_INLINE = "module://matplotlib_inline.backend_inline"  # what the stock kernel draws with


class _Hook(DisplayHook):
    """The value of a cell's last expression, sent as `execute_result`."""

    send: Send

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        content = {"data": encode_images(format_dict), "metadata": md_dict or {}}
        type(self).send("execute_result", {**content, "execution_count": self.prompt_count})

    def finish_displayhook(self) -> None:
        pass


class _Publisher(DisplayPublisher):
    """What a cell displays, sent as `display_data` or as an update of it."""

    send: Send

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: Any = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        content = {"data": encode_images(data), "metadata": metadata or {}, "transient": transient or {}}
        type(self).send("update_display_data" if update else "display_data", json_clean(content))

    def clear_output(self, wait: bool = False) -> None:
        type(self).send("clear_output", {"wait": wait})


class _Shell(InteractiveShell):
    """IPython's shell as the stock kernel sets it up: no history file, errors sent and not printed."""

    send: Send

    def enable_gui(self, gui: object = None) -> None:
        """There is no event loop here."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        type(self).send("error", {"ename": etype.__name__, "evalue": str(evalue), "traceback": stb})


class _Stream(io.TextIOBase):
    """Standard output or error of the cells, sent as one stream message a cell.

    As with the stock kernel, what a library writes past it to `fileno()` is not in the notebook.
    """

    encoding = "utf-8"

    def __init__(self, name: str, number: int, send: Send):
        self.name, self._number, self._send = name, number, send
        self._waiting: list[str] = []

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._waiting.append(text)
        return len(text)

    def flush(self) -> None:
        text, self._waiting = "".join(self._waiting), []
        if text:
            self._send("stream", {"name": self.name, "text": text})

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._number

    def close(self) -> None:
        """The cells after the one that closes it print too."""
        self.flush()


class _Client(PapermillNotebookClient):
    """papermill's client with the kernel replaced by a shell in this process."""

    def execute(self, **_: Any) -> Any:
        """Run every cell; the notebook is changed in place and returned."""
        self.reset_execution_trackers()
        self._shell = _new_shell(self._receive)
        self._streams = [
            _Stream(name, number, self._receive) for number, name in ((1, "stdout"), (2, "stderr"))
        ]
        sys.stdout, sys.stderr = self._streams
        try:
            self.papermill_execute_cells()
        finally:
            sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
        self.nb.metadata["language_info"] = _language()
        return self.nb

    def execute_cell(self, cell: Any, cell_index: int, *_: Any, **__: Any) -> Any:
        """Run one cell; a cell that fails ends the notebook, as nbclient does it."""
        if cell.cell_type != "code" or not cell.source.strip():
            return cell
        self._cell, self._index = cell, cell_index
        cell.outputs, self.clear_before_next_output = [], False
        cell.execution_count = self._shell.execution_count
        result = self._shell.run_cell(cell.source, store_history=True)
        self._flush()
        error = result.error_before_exec or result.error_in_exec
        content = {"status": "ok"} if error is None else _failure(error)
        self.on_cell_executed(cell=cell, cell_index=cell_index, execute_reply={"content": content})
        if error is not None:
            raise CellExecutionError.from_cell_and_msg(cell, content)
        return cell

    def _receive(self, kind: str, content: dict[str, Any]) -> None:
        if kind != "stream":
            self._flush()
        message = {"header": {"msg_type": kind}, "msg_type": kind, "content": content, "parent_header": {}}
        self.process_message(message, self._cell, self._index)

    def _flush(self) -> None:
        for stream in self._streams:
            stream.flush()


class WarmEngine(Engine):
    """`papermill.execute_notebook(..., engine_name="outturn")`."""

    name: ClassVar[str] = "outturn"

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> None:
        """Run the notebook; `on_cell_executed` is told of every cell that ended."""
        _Client(nb_man, kernel_name=kernel_name, on_cell_executed=kwargs["on_cell_executed"]).execute()


papermill_engines.register(WarmEngine.name, WarmEngine)


def _new_shell(send: Send) -> InteractiveShell:
    os.environ.setdefault("MPLBACKEND", _INLINE)
    for part in (_Hook, _Publisher, _Shell):
        part.send = staticmethod(send)
    # Left there by a doctest or a prompt of the parent, it would hide IPython's.
    vars(builtins).pop("_", None)
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    settings = Config({"HistoryManager": {"enabled": False}})
    shell = _Shell.instance(
        config=settings, user_module=module, displayhook_class=_Hook, display_pub_class=_Publisher
    )
    if "pandas" in sys.modules:  # imported where it saw a terminal; the stock kernel shows so many columns
        sys.modules["pandas"].set_option("display.max_columns", 20)

    if "matplotlib.pyplot" in sys.modules:  # chosen before the fork; the stock kernel starts with this one
        shell.enable_matplotlib("inline")
    return shell


def _failure(error: BaseException) -> dict[str, Any]:
    return {
        "status": "error",
        "ename": type(error).__name__,
        "evalue": str(error),
        "traceback": [],
        "machine": machine_faults.reason(error),
    }


def _language() -> dict[str, Any]:
    """What the stock kernel says of itself."""
    return {
        "name": "python",
        "version": sys.version.split()[0],
        "mimetype": "text/x-python",
        "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
        "pygments_lexer": "ipython3",
        "nbconvert_exporter": "python",
        "file_extension": ".py",
    }
