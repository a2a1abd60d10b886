"""Every reason for a report to stop, by who must act.

An error is a letter to the person who can act: what is wrong, where (file, row, column, value) and what to do. A
known error prints sentences without a traceback. Any other exception is a fault in Outturn.
"""

import re
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

Value = TypeVar("Value")

_PACKAGE = str(Path(__file__).parents[1])
_LONGEST_NAME = 80
_VALUES = re.compile(r"""(?<!\w)'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\(.*\)|[^\s'"]*\d[^\s'"]*""", re.DOTALL)
"""What may be a value in the words of a problem: what is quoted, in brackets, or has a digit."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with what was delivered or set, and how to mend it.

    `of_rows`: its words may hold a value of a delivered row. Those of params files, definitions, records,
    schedules and options do not (`without_rows`).

    >>> str(Problem("value 'abc' is not a number", "type the figure as printed", "plan.csv", 7, "value"))
    "plan.csv, row 7, column value: value 'abc' is not a number. To fix it: type the figure as printed."
    """

    what: str
    remedy: str
    file: str = ""
    row: int | None = None
    column: str = ""
    of_rows: bool = True

    def __str__(self) -> str:
        return f"{self._after_place(self.column)}{self.what}. To fix it: {self.remedy}."

    @property
    def rule(self) -> str:
        """What is wrong without any value of a row.

        >>> Problem("'abc' is not a number", "type the figure as printed").rule
        '… is not a number'
        """
        if not self.of_rows:
            return self.what
        return re.split(r"(?<!\w)['\"]", _VALUES.sub("…", self.what))[0]

    @property
    def known_column(self) -> str:
        """The column, unless it is what is wrong: a file without headings has a row's values in their place.

        Without the name in brackets by which an item of a list is known.
        """
        return (
            "" if self.of_rows and repr(self.column) in self.what else re.sub(r" \([^)]*\)", "", self.column)
        )

    @property
    def without_values(self) -> str:
        """Place and rule, for a log that must not hold a value of a row."""
        return f"{self._after_place(self.known_column)}{self.rule}"

    def _after_place(self, column: str) -> str:
        row = f"row {self.row}" if self.row is not None else ""
        kind = "option" if column.startswith("--") else "column"
        column = f"{kind} {column}" if column else ""
        place = ", ".join(part for part in (self.file, row, column) if part)
        return f"{place}: " if place else ""


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
        super().__init__("\n".join(str(problem) for problem in gathered(self.problems)))

    @property
    def counted(self) -> str:
        """How many problems there are, and where: `2 problems in plan.csv`."""
        files = ", ".join(sorted({problem.file for problem in self.problems if problem.file}))
        count = f"{len(self.problems)} problem{'s' if len(self.problems) > 1 else ''}"
        return f"{count} in {files or 'its parameters'}"


class RunError(OutturnError):
    """The run itself could not be done (lock held, disk full, a section failed); the scheduler can act."""


@contextmanager
def without_rows() -> Iterator[None]:
    """What is found wrong in this block, or in a function so decorated, is of no delivered row.

    So all of it may be said to a machine and to a hook. Only around what reads no extract.
    """
    try:
        yield
    except InputError as error:
        raise InputError([replace(problem, of_rows=False) for problem in error.problems]) from None


def known(value: Value | None) -> Value:
    """Return a value that an earlier step has seen to be there; raise `TypeError` where it is None after all.

    >>> known(0.0)
    0.0
    """
    if value is None:
        raise TypeError("a value is missing that an earlier step had seen")
    return value


def stop_if_any(problems: Sequence[Problem]) -> None:
    """Raise one `InputError` that names all problems at once, or do nothing when there are none."""
    if problems:
        raise InputError(problems)


ROWS_SHOWN = 3
"""Rows with the same thing wrong that are told one by one, and that are named of more."""


def gathered(problems: Iterable[Problem]) -> list[Problem]:
    """The problems with those that are the same in many rows as one, which says how many and names the first.

    >>> many = [Problem("'X' is not a known area", "mend it", "a.csv", row, "area") for row in range(2, 50)]
    >>> [str(problem) for problem in gathered(many)]
    ["a.csv, column area: 'X' is not a known area, in 48 rows (2, 3, 4 and so on). To fix it: mend it."]
    """
    rows: dict[Problem, list[Problem]] = {}
    for problem in problems:
        rows.setdefault(replace(problem, row=None), []).append(problem)
    found = []
    for one, same in rows.items():
        if len(same) <= ROWS_SHOWN or same[0].row is None:
            found += same
            continue
        first = ", ".join(str(problem.row) for problem in same[:ROWS_SHOWN])
        found.append(replace(one, what=f"{one.what}, in {len(same)} rows ({first} and so on)"))
    return found


def kind_and_place(error: BaseException) -> str:
    """Kind of an error that nobody foresaw, and the last line of ours: `KeyError in judging.py line 40`.

    Its words may hold a value of a row.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(_PACKAGE)] or frames
    place = f" in {Path(ours[-1].filename).name} line {ours[-1].lineno}" if ours else ""
    return f"{kind(type(error).__name__)}{place}"


def kind(name: str) -> str:
    """The name of a kind of error as it is printed: a cell may give its own any name.

    >>> kind("Key\\nError")
    'Key…Error'
    """
    return "".join(sign if sign.isprintable() else "…" for sign in name[:_LONGEST_NAME])
