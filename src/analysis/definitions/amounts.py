"""Amounts of money in words: pounds, thousands and millions of them, and what a variance means."""

import math

from analysis.definitions.units import decimals_of
from analysis.definitions.wording import MISSING, fixed, read, trimmed


def pounds(value: float | None) -> str:
    """An amount in pounds, with pence where it was given so: `pounds(303.45)` is `£303.45`.

    >>> pounds(22893289.312), pounds(-127000), pounds(4.5)
    ('£22,893,289', '−£127,000', '£4.50')
    """
    if value is None or math.isnan(value):
        return MISSING
    text = fixed(abs(value), 2 if decimals_of(value) in (1, 2) else 0)
    return f"−£{text}" if value < 0 and text != "0" else f"£{text}"


def millions(value: float | None) -> str:
    """Millions of pounds, to the hundred thousand: `millions(-22.893)` is `−£22.9 million`.

    >>> millions(-22.893289)
    '−£22.9 million'
    """
    if value is None or math.isnan(value):
        return MISSING
    return f"{'−' if value < 0 else ''}£{trimmed(abs(value), 1)} million"


def thousands(value: float | None) -> str:
    """Thousands of pounds, to the thousand: `thousands(16896.11)` is `£16,896,000`.

    >>> thousands(16896.11), thousands(-127)
    ('£16,896,000', '−£127,000')
    """
    if value is None or math.isnan(value):
        return MISSING
    return pounds(1000 * read(trimmed(value, 0)))


def budget_variance(thousands: float, income: bool = False) -> str:
    """What a variance in thousands of pounds means; favourable is positive.

    >>> budget_variance(-164), budget_variance(23, income=True), budget_variance(0)
    ('over budget', 'more income than budgeted', 'on budget')
    """
    if not thousands:
        return "on budget"
    if income:
        return f"{'more' if thousands > 0 else 'less'} income than budgeted"
    return f"{'under' if thousands > 0 else 'over'} budget"
