"""What figures are in, per cent, whole things or rates, and with how many decimals one is printed.

The page rounds by it (`analysis.wording`), and whether two printed figures touch is judged by it.
"""


def is_percent(unit: str) -> bool:
    """Whether figures in the unit are percentages, also "percent reduction"."""
    return unit.startswith("percent")


def is_whole(unit: str) -> bool:
    """Whether the unit counts things, which come whole: incidents do, percentages and rates do not.

    >>> is_whole("incidents"), is_whole("fires per 10000 population"), is_whole("per 100000"), is_whole("rate")
    (True, False, False, False)
    """
    return bool(unit) and not is_percent(unit) and "per" not in unit.split() and unit != "rate"


def printed_decimals(value: float, unit: str = "") -> int:
    """Decimals that a table prints: those of a published figure, of one that was worked out one
    (percentages) or two (rates); none of a count.

    >>> printed_decimals(27.6, "percent"), printed_decimals(100 * 30 / 76, "percent"), printed_decimals(1 / 3)
    (1, 1, 2)
    >>> printed_decimals(7.0, "percent"), printed_decimals(7434.4, "incidents")
    (0, 0)
    """
    if is_whole(unit):
        return 0
    published = next((digits for digits in (0, 1, 2) if round(value, digits) == value), None)
    if published is not None:
        return published
    return 1 if is_percent(unit) else 2
