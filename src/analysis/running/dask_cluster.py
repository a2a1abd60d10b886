"""Make many areas on a Dask cluster that already runs: tasks carry names, results travel through files.

A worker has threads, so it never forks: each task starts `outturn run --part --only` as a new process, for a few
areas at once, so that imports are paid once for them. Workers must see the same project folder. The output of a
task's process is kept in the workroom of its first area.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from analysis.definitions.errors import RunError
from analysis.running.notebooks import worker_processes
from analysis.running.report_request import Order, RunOptions

AT_ONCE = 4
"""Areas of one task: enough to pay the imports, few enough to lose little with a worker."""

RETRIES = 3


def run_all(areas: dict[str, Order], options: RunOptions) -> Iterator[tuple[str, dict[str, Any]]]:
    """Make every area somewhere on the cluster at `options.dask`; yields each area and what was said."""
    distributed = _distributed()
    folders = list(areas)
    batches = [folders[start : start + AT_ONCE] for start in range(0, len(folders), AT_ONCE)]
    try:
        client = distributed.Client(options.dask, timeout="20s")
    except OSError as error:
        raise RunError(
            f"No Dask scheduler answers at {options.dask} ({error}). To fix it: start one."
        ) from None
    for order in areas.values():
        for left in (result_of(order), log_of(order)):
            left.unlink(missing_ok=True)  # of a run before this one
    with client:
        command = _command(options)
        tasks = {
            client.submit(
                _on_a_worker, command, batch, *_places(areas[batch[0]]), retries=RETRIES, pure=False
            ): batch
            for batch in batches
        }
        for task in distributed.as_completed(tasks):
            if task.status in ("cancelled", "lost"):
                raise RunError(
                    f"The Dask scheduler at {options.dask} is gone. Existing reports are unchanged. "
                    "To fix it: start one and run again. Finished areas are kept."
                )
            status, batch = task.status, tasks[task]
            task.release()  # what it left is in files: a worker that is lost now need not do it again
            log = log_of(areas[batch[0]])
            for folder in batch:
                yield folder, _said(areas[folder], status, log)


def write_result(order: Order, said: dict[str, Any]) -> bytes:
    """What a process leaves for the one that asked, in the area's workroom."""
    return json.dumps(said | {"area": order.area}).encode()


def result_of(order: Order) -> Path:
    """Where it leaves it."""
    return order.publication.workroom / "result.json"


def log_of(order: Order) -> Path:
    """What the process of a task said whose first area this is."""
    return order.publication.workroom / "task.txt"


def _said(order: Order, status: str, log: Path) -> dict[str, Any]:
    try:
        return json.loads(result_of(order).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        trouble = "its process left no result" if status == "finished" else f"its task ended as {status}"
        return {"status": 1, "reason": f"{trouble}: see {log.relative_to(order.root)}"}


def _places(order: Order) -> tuple[str, str]:
    """The project's folder and the file of what is said, as a worker is told them."""
    return str(order.root), str(log_of(order))


def _command(options: RunOptions) -> list[str]:
    """The command of one task but for its areas; run by whatever Python the worker has."""
    given = ["run", str(options.params), "--workers", "1", "--log-json", "--part"]
    given += ["--time-limit", str(options.time_limit), "--memory-limit", str(options.memory_limit)]
    given += ["--engine", options.engine] if options.engine else []
    return given + (["--force"] if options.force else [])


def _on_a_worker(command: Sequence[str], folders: Sequence[str], root: str, log: str) -> int:
    """One task: a fresh process makes these areas. If it is killed the task fails and is tried again."""
    words = [sys.executable, "-m", "analysis.commands.main", *command, "--only", *folders]
    # A killed worker takes its process along, which would go on and hold its areas' locks.
    bound = (
        partial(worker_processes.end_with, os.getpid(), signal.SIGKILL) if worker_processes.POSSIBLE else None
    )
    Path(log).parent.mkdir(parents=True, exist_ok=True)
    with Path(log).open("ab") as said:
        process = subprocess.run(words, cwd=root, stdin=subprocess.DEVNULL, stderr=said, preexec_fn=bound)
    if process.returncode < 0:
        raise RuntimeError(f"killed by signal {-process.returncode}")
    return process.returncode


def _distributed() -> Any:
    try:
        with contextlib.redirect_stderr(sys.__stderr__):  # where its tracebacks go: not to the log
            import distributed

            return distributed
    except ImportError:
        raise RunError(
            "Dask is not installed here. To fix it: pip install 'outturn-workbook[dask]'."
        ) from None
