"""Allow one run of a report at a time, with a lock that ends with its owner.

The system holds the lock for the process, so a dead owner's lock is free at once and an old lock file means nothing.
The file only names the owner. Children do not inherit the lock.
"""

import contextlib
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from analysis.definitions.errors import RunError


@contextmanager
def lock(path: Path, what: str, patience: float = 0) -> Iterator[None]:
    """Hold `path` while the block runs; `RunError` naming the holder if another process has it.

    `patience` is for how many seconds it is asked for again, where the others hold it for moments only.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if not _take_within(patience, file):
            raise RunError(
                f"{what} is being made by {_holder(file)}. To fix it: wait until that run has ended. "
                "A killed run blocks nothing."
            )
        _sign(file)
        yield
        with contextlib.suppress(
            OSError
        ):  # a disk that is full now: the lock ends with its owner all the same
            file.truncate(0)


def _take_within(seconds: float, file: IO[bytes]) -> bool:
    until = time.monotonic() + seconds
    while not _take(file):
        if time.monotonic() >= until:
            return False
        time.sleep(0.02)
    return True


def _take(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0x7FFF0000)  # beyond the text, so that others can read who holds it
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sign(file: IO[bytes]) -> None:
    file.truncate(0)
    file.seek(0)
    since = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
    file.write(f"process {os.getpid()} on {socket.gethostname()} since {since} UTC".encode())
    file.flush()


def _holder(file: IO[bytes]) -> str:
    for _ in range(20):  # the holder signs just after it has the lock
        file.seek(0)
        if text := file.read().decode(errors="replace"):
            return text
        time.sleep(0.05)
    return "another process"
