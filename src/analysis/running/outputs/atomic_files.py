"""Write files that are whole or absent: durable writes, flushed folders, one atomic switch of two folders.

Everything that a run leaves behind goes through these functions. A full or failing disk becomes a `RunError` that
says what to do, and the caller's report stays as it was.
"""

import contextlib
import ctypes
import errno
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.definitions import machine_faults
from analysis.definitions.errors import RunError

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NO_EXCHANGE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)
_NO_LINK = (errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOSYS, errno.ENOTSUP)
_GONE = "gone-"
_FULL = (errno.ENOSPC, errno.EDQUOT)

UNTOUCHED = "Existing reports are unchanged."


@contextmanager
def plain_failures(place: Path, stands: str = UNTOUCHED) -> Iterator[None]:
    """Turn a failing disk into a `RunError` that names the folder, the reason, what `stands` and the remedy."""
    try:
        yield
    except OSError as error:
        why = machine_faults.reason(error)
        remedy = machine_faults.remedy(why) if why else "repair that folder or its disk"
        raise RunError(
            f"{place} could not be written: {_reason(error)}. {stands} "
            f"To fix it: {remedy} and run again. Finished work is kept."
        ) from None


def _reason(error: OSError) -> str:
    if error.errno in _FULL:
        return "the disk is full"
    what = error.strerror or str(error)
    return f"{what} ({Path(os.fsdecode(error.filename)).name})" if error.filename else what


def write(path: Path, content: bytes) -> None:
    """Write a file under a passing name, flush it, and put it in place in one step."""
    passing = path.with_name(f".{path.name}.{os.getpid()}")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _put(passing, content)
        os.replace(passing, path)
    finally:
        passing.unlink(missing_ok=True)


def write_all(folder: Path, files: dict[str, bytes]) -> None:
    """Write a new folder of files, flush each and then every folder, so that a switch cannot outrun them.

    The folder must not be there yet (`FileExistsError`): nothing else may be switched in with them.
    """
    _new(folder)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(path, content)
    for path in sorted({(folder / name).parent for name in files} | {folder}, reverse=True):
        flush_folder(path)


def link_all(source: Path, folder: Path) -> None:
    """The same files in a new folder: linked, so that they take no room, or copied where links cannot be."""
    _new(folder)
    for path in sorted(source.rglob("*")):
        target = folder / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and not path.is_symlink():
            _link(path, target)
    for path in sorted({p for p in folder.rglob("*") if p.is_dir()} | {folder}, reverse=True):
        flush_folder(path)


def _new(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    os.mkdir(folder)


def _link(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError as error:
        if error.errno not in _NO_LINK:
            raise
        _put(target, path.read_bytes())


def _put(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_folder(folder: Path) -> None:
    """Flush a folder's list of names to disk, where the system can (Windows cannot)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def switch(new: Path, target: Path, aside: Path) -> None:
    """Put folder `new` at `target` in one atomic step; what stood there lies at `aside` or `new` afterwards.

    On Linux the two folders change names in one call. Where a file system or system cannot do that (Windows,
    macOS, some network disks) the old folder is moved aside first: for that instant there is no report, and
    `recover` puts the old one back should the run die between the two steps.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        os.rename(new, target)
    elif not _exchange(new, target):
        os.rename(target, aside)
        try:
            os.rename(new, target)
        except OSError:
            os.rename(aside, target)
            raise
    stands = f"{target.name} is in place and complete. Only a power cut could still undo that."
    with plain_failures(target.parent, stands):
        flush_folder(target.parent)


def recover(target: Path, aside: Path) -> None:
    """Put the old folder back if a run died between the two steps of a switch that was not atomic."""
    if aside.is_dir() and not target.exists():
        os.rename(aside, target)


def remove(path: Path) -> None:
    """Remove a folder or file that nobody reads any more; what cannot be removed is left for the next run."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


def discard(path: Path, workroom: Path) -> None:
    """Free a name before it is removed: what cannot be emptied then lies aside and is never taken for new.

    Raises `OSError` where even the name cannot be freed.
    """
    if os.path.lexists(path):
        names = (workroom / f"{_GONE}{number}" for number in itertools.count())
        aside = next(name for name in names if not os.path.lexists(name))
        os.rename(path, aside)
        remove(aside)


def sweep(workroom: Path) -> None:
    """Try once more to remove what could not be removed when it was discarded."""
    for path in workroom.glob(f"{_GONE}*"):
        remove(path)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically; False where the system or the file system cannot."""
    call = _renameat2()
    if call is None:
        return False
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(other))


def _renameat2() -> Callable[..., int] | None:
    if os.name != "posix":
        return None
    return getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
