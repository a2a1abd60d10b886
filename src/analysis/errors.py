"""Every reason a report stops, by who must act.

An error is a letter to the person who can act: what is wrong, where (file, row, column, value), what is
allowed and what to do. A known error prints sentences and no traceback; anything else is a fault of ours.
"""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with what was delivered or set, and how to mend it.

    >>> str(Problem("value 'abc' is not a number", "type the figure as printed", "plan.csv", 7, "value"))
    "plan.csv, row 7, column value: value 'abc' is not a number. To mend it: type the figure as printed."
    """

    what: str
    remedy: str
    file: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        row = f"row {self.row}" if self.row is not None else ""
        column = f"column {self.column}" if self.column else ""
        place = ", ".join(part for part in (self.file, row, column) if part)
        return f"{place + ': ' if place else ''}{self.what}. To mend it: {self.remedy}."


class OutturnError(Exception):
    """A known reason to stop; `exit_status` is what the command line ends with."""

    exit_status = 1


class InputError(OutturnError):
    """Deliveries, parameters or definitions break a rule; the analyst can mend them. Exit status 2."""

    exit_status = 2

    def __init__(self, problems: "Sequence[Problem] | Problem | str"):
        if isinstance(problems, str):
            problems = Problem(problems, "see the message")
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RunError(OutturnError):
    """The run itself could not be done (lock held, disk full, a section failed); the scheduler can act."""


def stop_if_any(problems: Sequence[Problem]) -> None:
    """Raise one `InputError` that names all problems at once, or do nothing when there are none."""
    if problems:
        raise InputError(problems)


def kind_and_place(error: BaseException) -> str:
    """Kind and place of an error that nobody foresaw, `KeyError (judging.py line 40)`: its words may hold a value."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} ({Path(place.filename).name} line {place.lineno})"
