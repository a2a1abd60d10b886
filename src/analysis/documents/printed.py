"""A printed figure: value, digits and place, and the same figure worked out again to check it.

A `Check` has a printed figure and the one that the document's own figures give. The page shows both. If they
disagree, that is a finding, with both places.
"""

import math
from dataclasses import dataclass, field

from analysis.definitions.errors import known

ILLEGIBLE = "illegible in the source"
NOT_PRINTED = "not printed"
HIDDEN = "hidden by its source"

SUM = "A total is not the sum of its parts"
DIFFERENCE = "A difference does not follow from its figures"
SHARE = "A printed share does not follow from its counts"
CHANGE = "A printed change does not follow from its figures"
TARGET = "A printed target does not follow from its baseline"
VALUE = "A printed present value does not follow from its payments"
COST = "A printed cost does not follow from number and unit cost"
TWICE = "The same estimate is printed twice, differently"


@dataclass(frozen=True)
class Printed:
    """One figure of a document, or why there is none. `row` is None where the document has no rows.

    `status` is final, provisional or revised where there is a value. `half_unit` is half of the last printed
    digit: a share of 89 stands for 88.5 to 89.5.
    """

    value: float | None
    unit: str
    name: str
    source: str
    section: str
    row: int | None = None
    decimals: int = 0
    why_none: str = ""
    is_worked_out: bool = False
    status: str = "final"

    @property
    def is_final(self) -> bool:
        return self.status == "final"

    @property
    def is_hidden(self) -> bool:
        """Whether its source suppressed it: then nothing may be worked out in its place."""
        return self.why_none == HIDDEN

    @property
    def half_unit(self) -> float:
        return 0.5 * 10.0**-self.decimals


@dataclass(frozen=True)
class Check:
    """A printed figure beside what it should be by `how`; `parts` are the figures it was worked out from.

    They agree when they lie no further apart than `slack`, which is half of the printed figure's last digit
    unless a sum of whole figures must be exact.
    """

    kind: str
    what: str
    printed: Printed
    made: float
    how: str
    parts: tuple[Printed, ...] = field(default=())
    slack: float | None = None

    @property
    def agrees(self) -> bool:
        """Whether the printed figure can be what was worked out: 89 can be 88.64, 12 cannot be 11.36."""
        slack = self.printed.half_unit if self.slack is None else self.slack
        return abs(self.made - known(self.printed.value)) <= slack + 1e-9 * max(1.0, abs(self.made))


def rounding_of(value: float) -> float:
    """Half of the step to which a large whole number was rounded, as its zeros at the end tell.

    >>> rounding_of(22893000), rounding_of(303)
    (500.0, 0.5)
    """
    digits = str(abs(int(value)))
    return 0.5 * 10.0 ** (len(digits) - len(digits.rstrip("0")))


def sum_check(total: Printed, parts: tuple[Printed, ...], slack: float = 0.0) -> Check | None:
    """Whether parts make their total, exactly unless `slack` is given; None where any figure is missing."""
    values = [part.value for part in parts if part.value is not None]
    if total.value is None or not parts or len(values) < len(parts):
        return None
    made = sum(values)
    how = f"the sum of {len(parts)} figures" if len(parts) > 1 else "its one part"
    return Check(SUM, total.name, total, made, how, parts, slack)


def counts_before(now: int, change: float, half_unit: float) -> tuple[int, int] | None:
    """The lowest and the highest earlier count from which a printed percentage change can follow.

    `half_unit` is half of the last printed digit. None where no whole count agrees with it, and where now is
    0, since every count falls by 100% to it.

    >>> counts_before(2880, -4.6, 0.05), counts_before(6, -64.7, 0.05)
    ((3018, 3020), (17, 17))
    """
    if now == 0 or change - half_unit <= -100:
        return None
    low = math.ceil(100 * now / (100 + change + half_unit) - 1e-9)
    high = math.floor(100 * now / (100 + change - half_unit) + 1e-9)
    return (low, high) if low <= high else None
