"""Keep standard input, output and error open and usable.

A closed pipe (`| head`), a full disk, or a scheduler that closed all three is not an error of the command. It does
its work all the same, and the exit status says so.
"""

import contextlib
import logging
import os
import sys
from typing import TextIO

log = logging.getLogger("outturn")

_STANDARD = range(3)
"""Numbers of the three."""


def open_closed() -> None:
    """Lead those that are closed to nowhere: else the next file opened gets the number, and all that is said."""
    ways = {"stdin": os.O_RDONLY, "stdout": os.O_WRONLY, "stderr": os.O_WRONLY}
    for number, way in enumerate(ways.values()):
        try:
            os.fstat(number)
        except OSError:
            _put(os.open(os.devnull, way), number)
    for name, way in ways.items():
        if getattr(sys, name) is None:  # so Python starts where it found it closed
            mode = "r" if way == os.O_RDONLY else "w"
            setattr(sys, name, os.fdopen(os.open(os.devnull, way), mode, encoding="utf-8"))


def say(*lines: object) -> bool:
    """Print what a command found, last of all that it does; False where it could not be written.

    A reader that went away had what it wanted.
    """
    try:
        write(sys.stdout, *lines)
    except BrokenPipeError:
        let_go(sys.stdout)
    except OSError as error:
        let_go(sys.stdout)
        log.warning("The output of this command could not be written: %s", error.strerror)
        return False
    return True


def say_aside(*lines: object) -> None:
    """Print beside the log, to standard error; where that leads nowhere any more nobody can be told."""
    try:
        write(sys.stderr, *lines)
    except OSError:
        let_go(sys.stderr)


def write(stream: TextIO, *lines: object) -> None:
    """Each in a line of its own, at once; a sign that the terminal does not know is written as its number."""
    known = stream.encoding or "utf-8"
    for line in lines:
        stream.write(f"{line}\n".encode(known, "backslashreplace").decode(known))
    stream.flush()


def let_go(stream: TextIO) -> None:
    """Lead a stream that fails to nowhere, with what it still holds: Python would try again at the very end."""
    number = stream.fileno()
    _put(os.open(os.devnull, os.O_WRONLY), number)
    with contextlib.suppress(OSError):
        stream.flush()


def finish(*streams: TextIO) -> None:
    """Write out what these and the standard ones still hold, so that the interpreter ends with our status."""
    for stream in (sys.stdout, sys.stderr, *streams):
        try:
            stream.flush()
        except OSError:
            let_go(stream)


def _put(file: int, number: int) -> None:
    """What is open as `file` as `number` as well or instead; children inherit the standard ones alone."""
    if file != number:
        os.dup2(file, number, inheritable=number in _STANDARD)
        os.close(file)
    elif number in _STANDARD:
        os.set_inheritable(number, True)
