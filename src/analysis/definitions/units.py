"""Units of figures: per cent, whole counts or rates, and the decimals to print.

Pages round by the unit (`analysis.definitions.wording`), and so does the test if two printed figures touch.
"""

import math
import re
from decimal import Decimal
from typing import TypeGuard

ENOUGH = 4
"""Decimals beyond which a delivered figure is a computer's fraction: of it three significant digits are shown."""
COUNTS = ("count", "estimated count")
"""Kinds of a `Unit` that count things; an indicator's kind says count of both."""
_MONEY = re.compile(r"£|pounds?\b|thousand pounds?\b|million pounds?\b")


class Unit(str):
    """The unit of a series and how its figures are printed; compared, sorted and written it is its name.

    `kind` is the indicator's (or `estimated count`); `least` the decimals that every figure shows, `usual`
    those of one that was worked out, `most` those up to which a figure without a longer fraction keeps its own.
    """

    kind: str
    least: int
    usual: int
    most: int

    def __new__(
        cls, name: str, kind: str = "", fewest: int = 0, most: int = 0, decimals: int | None = None
    ) -> "Unit":
        """From the fewest and the most decimals of the series' own figures, or the `decimals` of its definition.

        Levels and money all show the most. A percentage or rate shows no more than it was delivered with: 12%
        beside 14.18% is not 12.00%.

        >>> Unit("days", "level", 0, 1).least, Unit("percent", "percentage", 0, 2).least
        (1, 0)
        >>> Unit("fires per 10000 population", "rate", 1, 1).usual, Unit("incidents", "count").usual
        (2, 0)
        """
        unit = super().__new__(cls, name)
        unit.kind = kind
        alike = kind in (*COUNTS, "level", "money")
        unit.least = decimals if decimals is not None else most if alike else fewest
        worked_out = 1 if is_percent(name) else 0 if alike else 2
        unit.usual = decimals if decimals is not None else max(unit.least, worked_out)
        unit.most = unit.least if decimals is not None or kind in COUNTS else max(most, 2)
        return unit


def is_number(value: float | None) -> TypeGuard[float]:
    """Whether there is a number: neither None nor nan.

    >>> is_number(0.0), is_number(math.nan), is_number(None)
    (True, False, False)
    """
    return value is not None and not math.isnan(value)


def is_percent(unit: str) -> bool:
    """Whether figures in the unit are percentages, also "percent reduction"."""
    return unit.startswith("percent")


def is_money(unit: str) -> bool:
    """Whether figures in the unit are amounts of money.

    >>> is_money("£ million"), is_money("thousand pounds"), is_money("days")
    (True, True, False)
    """
    return getattr(unit, "kind", "") == "money" or bool(_MONEY.match(unit))


def is_whole(unit: str) -> bool:
    """Whether a series counts things that come whole: incidents do; estimates, days and money need not.

    >>> is_whole(Unit("incidents", "count")), is_whole(Unit("people", "estimated count")), is_whole("incidents")
    (True, False, False)
    """
    return isinstance(unit, Unit) and unit.kind == "count" and unit.most == 0


def is_of_things(unit: str) -> bool:
    """Whether the unit names things, of which there are more or fewer: incidents and days, not money or rates.

    >>> is_of_things("incidents"), is_of_things("fires per 10000 population"), is_of_things("£ million")
    (True, False, False)
    """
    if not unit or is_percent(unit) or is_money(unit) or getattr(unit, "kind", "") == "rate":
        return False
    return not ({"per", "rate"} & set(unit.split()) or "/" in unit)


def printed_decimals(value: float, unit: str = "") -> int:
    """Decimals that a table prints: those of a published figure, of one that was worked out the unit's usual.

    >>> printed_decimals(27.6, "percent"), printed_decimals(100 * 30 / 76, "percent"), printed_decimals(1 / 3)
    (1, 1, 2)
    >>> printed_decimals(7.0, Unit("percent", "percentage", 1, 1)), printed_decimals(7434.4, Unit("crimes", "count"))
    (1, 0)
    """
    unit = unit if isinstance(unit, Unit) else Unit(unit)
    published = next((n for n in range(unit.least, unit.most + 1) if round(value, n) == value), None)
    if published is not None:
        return published
    tiny = (
        unit.kind in ("", "rate")
        and not is_percent(unit)
        and 0 < abs(round(value, 4)) < 0.01
        and unit.most > unit.least
    )
    return max(unit.usual, significant(value, 2)) if tiny else unit.usual


def decimals_of(value: float) -> int:
    """Decimals of a number as a file holds it.

    >>> decimals_of(8.7), decimals_of(337), decimals_of(-7.77), decimals_of(1e-05)
    (1, 0, 2, 5)
    """
    return max(0, -int(Decimal(repr(float(value))).normalize().as_tuple().exponent))


def significant(value: float, digits: int) -> int:
    """Decimals that show so many significant digits of a value other than 0.

    >>> significant(0.0041234, 2), significant(23.456, 3), significant(1234.5, 3)
    (4, 1, 0)
    """
    return max(0, digits - 1 - math.floor(math.log10(abs(value))))


def shown_decimals(figures: list[tuple[float, int]]) -> tuple[int, int]:
    """The fewest and the most decimals of a series' figures, given as value and printed decimals.

    >>> shown_decimals([(19.9, 1), (20.0, 0)]), shown_decimals([(0.004, 3)]), shown_decimals([(23.4567891, 7)])
    ((0, 1), (3, 3), (1, 1))
    """
    if not figures:
        return 0, 0
    fewest, most = (choose(decimals for _, decimals in figures) for choose in (min, max))
    if most <= ENOUGH:
        return fewest, most
    largest = max(abs(value) for value, _ in figures)
    most = min(most, significant(largest, 3)) if largest else 0
    return min(fewest, most), most
