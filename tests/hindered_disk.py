"""A disk whose k-th call fails, or kills who made it.

Counted is every call of this process, and of what it forks, that changes anything under one folder: files and
folders opened for writing, written, flushed, cut, renamed, linked, exchanged, made and removed.
"""

import errno
import io
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.running.outputs import atomic_files

PLACES = ("mkdir", "rename", "replace", "link", "unlink", "rmdir")
"""Calls of `os` whose first argument is the path."""
HANDLES = ("write", "fsync")
"""Calls of `os` whose first argument is what `os.open` gave."""


class Disk:
    """Counts the calls, and hinders the `step`-th: `how` is kill, EIO or ENOSPC. `reached` is whether it came
    to that, which a run may bear without ado (a folder that is there already need not be made).
    """

    def __init__(self, folder: Path, step: int, how: str):
        self.folder, self.step, self.how = str(folder), step, how
        self.count, self.handles = 0, set()

    @property
    def reached(self) -> bool:
        return self.count >= self.step

    def touch(self) -> None:
        """One call; this is the one that is hindered, or not."""
        self.count += 1
        if self.count == self.step and self.how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.count == self.step:
            number = getattr(errno, self.how)
            raise OSError(number, os.strerror(number))

    def holds(self, path: Any) -> bool:
        """Whether it lies on this disk; what is named relative to an open folder is about to be removed."""
        return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(self.folder)


class File:
    """A file that Python opened for writing, whose every step is counted."""

    def __init__(self, file: Any, disk: Disk):
        self._file, self._disk = file, disk

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        if name in ("write", "flush", "truncate"):
            self._disk.touch()
        return getattr(self._file, name)


def hinder(folder: Path, step: int, how: str) -> Disk:
    """From now on in this process; a step of 0 hinders nothing."""
    disk = Disk(folder, step, how)
    for name in PLACES:
        setattr(os, name, _of_a_path(getattr(os, name), disk))
    for name in HANDLES:
        setattr(os, name, _of_a_handle(getattr(os, name), disk))
    os.open, io.open = _opened(os.open, disk), _opened_by_python(io.open, disk)
    atomic_files._exchange = _of_a_path(atomic_files._exchange, disk)
    return disk


def _of_a_path(call: Callable, disk: Disk) -> Callable:
    def instead(path, *arguments, **named):
        if disk.holds(path):
            disk.touch()
        return call(path, *arguments, **named)

    return instead


def _of_a_handle(call: Callable, disk: Disk) -> Callable:
    def instead(handle, *arguments):
        if handle in disk.handles:
            disk.touch()
        return call(handle, *arguments)

    return instead


def _opened(call: Callable, disk: Disk) -> Callable:
    def instead(path, flags, *arguments, **named):
        ours = disk.holds(path)
        if ours and flags & (os.O_WRONLY | os.O_RDWR):
            disk.touch()
        handle = call(path, flags, *arguments, **named)
        (disk.handles.add if ours else disk.handles.discard)(handle)
        return handle

    return instead


def _opened_by_python(call: Callable, disk: Disk) -> Callable:
    def instead(path, mode="r", *arguments, **named):
        if not disk.holds(path) or not set(mode) & set("wax+"):
            return call(path, mode, *arguments, **named)
        disk.touch()
        return File(call(path, mode, *arguments, **named), disk)

    return instead
