"""Faults of the machine: memory, open files, disks, processes. Only this module decides which they are.

A section or an indicator that fails by itself is withheld, and the report says so. If the machine fails, we know
nothing about the figures: no report is published, the last one stays, and the run ends with status 1.
"""

import errno
import os
import re

_MEMORY, _FILES, _DISK = "no memory was left", "too many files were open", "the disk was full"
_NUMBERS = {
    errno.ENOMEM: _MEMORY,
    errno.EMFILE: _FILES,
    errno.ENFILE: _FILES,
    errno.ENOSPC: _DISK,
    getattr(errno, "EDQUOT", errno.ENOSPC): _DISK,
    errno.EFBIG: "a file grew larger than this process may write",
    errno.EIO: "the disk failed",
    errno.EROFS: "the disk took no more writing",
    errno.EAGAIN: "no further process could be started",
}
"""What each of the system's numbers means here; all others are no fault of the machine."""
_WORDS = {os.strerror(number): reason for number, reason in _NUMBERS.items()} | {
    "failed to map segment": _MEMORY,  # the system's loader of libraries
    "Unable to allocate": _MEMORY,
    "can't start new thread": "no further thread could be started",
}
_IN_WORDS = ("ImportError", "ModuleNotFoundError", "OSError", "RuntimeError", "SystemError", "ZMQError")
"""Kinds of error that may say in words alone what failed: a library's, of which no number is left."""
REMEDIES = {
    _MEMORY: "allow more memory, or add --workers 1",
    _FILES: "allow more open files (ulimit -n), or add --workers 1",
    _DISK: "free some room on that disk",
    _NUMBERS[errno.EIO]: "repair that disk",
    _NUMBERS[errno.EROFS]: "repair that disk",
}
_OTHER_REMEDY = "make sure that the machine has disk, memory and processes to spare"


def reason(error: BaseException) -> str:
    """Return what the machine failed in, of an error or of those that led to it; empty where it did not fail."""
    one: BaseException | None = error
    seen: list[BaseException] = []
    while one is not None and one not in seen:
        if found := _reason_of_one(one):
            return found
        seen.append(one)
        one = one.__cause__ or one.__context__
    return ""


def _reason_of_one(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return _MEMORY
    if isinstance(error, OSError) and error.errno is not None:
        return _NUMBERS.get(error.errno, "")
    return reason_in_words(type(error).__name__, str(error))


def reason_in_words(kind: str, words: str) -> str:
    """Return the same of an error that another process had, of which only kind and words are known.

    >>> reason_in_words("OSError", "[Errno 24] Too many open files: 'x.csv'")
    'too many files were open'
    >>> reason_in_words("ValueError", "'Too many open files' is not a number")
    ''
    """
    if kind.endswith("MemoryError"):
        return _MEMORY
    if numbered := re.match(r"\[Errno (\d+)\]", words):
        return _NUMBERS.get(int(numbered[1]), "")
    if kind not in _IN_WORDS:
        return ""
    return next((found for text, found in _WORDS.items() if text in words), "")


def let_through(error: BaseException) -> None:
    """Raise the error again where it is the machine's, so that nobody takes it for a fault of the data."""
    if reason(error):
        raise error


def remedy(why: str) -> str:
    """Return what to do about a `reason`."""
    return REMEDIES.get(why, _OTHER_REMEDY)


def told(error: BaseException) -> str:
    """Return the sentences for a person where the machine failed a run; empty where it did not.

    >>> told(MemoryError()).partition(" To fix it")[0]
    'The machine failed this run: no memory was left. Existing reports are unchanged.'
    """
    why = reason(error)
    return why and (
        f"The machine failed this run: {why}. Existing reports are unchanged. "
        f"To fix it: {remedy(why)}, and run again. Finished work is kept."
    )
