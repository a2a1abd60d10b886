"""Withhold a whole indicator: one of its rows breaks a rule, or judging it ended with an error in Outturn.

No figure of a withheld indicator is used anywhere. It is still listed, so that a reader sees that it is missing and
where to read why. The reason never holds a value from a row.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.definitions import machine_faults
from analysis.definitions.errors import Problem, kind_and_place


@dataclass(frozen=True)
class Refused:
    """A row that breaks a rule: the indicator that it is of (empty where none is known by its reference), the
    problem as the analyst reads it, and the rule alone, without any value, as a page may show it.
    """

    ref: str
    problem: Problem
    rule: str

    @property
    def place(self) -> tuple[str, int | None]:
        """File and row."""
        return self.problem.file, self.problem.row


@dataclass(frozen=True)
class Withheld:
    """An indicator of which nothing is shown: why, as a clause, and the refused rows, if it is for these."""

    ref: str
    why: str
    rows: tuple[Refused, ...] = ()

    @property
    def words(self) -> str:
        """What stands wherever its figures would.

        >>> Withheld("SH1", "one of its rows breaks a rule").words
        'withheld, since one of its rows breaks a rule; the page Data quality says more'
        """
        return f"withheld, since {self.why}; the page Data quality says more"

    def as_record(self) -> dict[str, str]:
        """For `run.json`."""
        return {"ref": self.ref, "reason": self.why}


def of_rows(refused: Iterable[Refused]) -> tuple[Withheld, ...]:
    """One a reference, in the order in which they come."""
    by_ref: dict[str, list[Refused]] = {}
    for line in refused:
        by_ref.setdefault(line.ref, []).append(line)
    return tuple(Withheld(ref, _broken(lines), tuple(lines)) for ref, lines in by_ref.items())


def of_error(ref: str, error: Exception) -> Withheld:
    """For an error that nobody foresaw: its kind and place, not its words, which may hold a value.

    Raises the error itself where the machine failed: no indicator is withheld for that.
    """
    machine_faults.let_through(error)
    return Withheld(ref, f"judging it ended with an error in Outturn, {kind_and_place(error)}")


def _broken(lines: list[Refused]) -> str:
    rows = len({line.place for line in lines})
    return "one of its rows breaks a rule" if rows == 1 else f"{rows} of its rows break a rule"
