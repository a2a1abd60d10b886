"""Months, quarters and financial years (1 April to 31 March).

A period is a run of whole months. Its label is the one documents use: `2012-13` a financial year,
`2012-13 Q2` a quarter in it, `2012-13 Q1-Q2` the year to the end of a quarter, `2012-04` a calendar month,
`2012-Q2` a calendar quarter, `2011-09 to 2012-08` any other run of months. `2011-12` is the year: December
2011, which would be written the same, is `December 2011`.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
"""Named here, since Python's calendar and `%B` go by the machine's locale."""

_YEAR = re.compile(r"(\d{4})-(\d{2})$", re.ASCII)
_QUARTERS = re.compile(r"(\d{4})-(\d{2}) Q([1-4])(?:-Q([1-4]))?$", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])$", re.ASCII)
_CALENDAR_QUARTER = re.compile(r"(\d{4})-Q([1-4])$", re.ASCII)
_RUN = re.compile(r"(\d{4})-(0[1-9]|1[0-2]) to (\d{4})-(0[1-9]|1[0-2])$", re.ASCII)
_MONTH_IN_WORDS = re.compile(rf"({'|'.join(MONTHS)}) \d{{4}}$", re.ASCII)

ALLOWED = "a year (2012-13), a quarter (2012-13 Q2), a year to date (2012-13 Q1-Q2) or a month (2012-04)"


@dataclass(frozen=True, order=True)
class Period:
    """A run of whole months: `first` counts months since January of year 0, `months` how many.

    >>> parse("2012-13 Q1-Q2").in_words()
    'April to September 2012'
    >>> parse("2012-13").end
    datetime.date(2013, 3, 31)
    """

    first: int
    months: int

    @property
    def last(self) -> int:
        """The last month, counted as `first` is."""
        return self.first + self.months - 1

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.first // 12, self.first % 12 + 1, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        year, month = self.last // 12, self.last % 12 + 1
        return date(year, month, calendar.monthrange(year, month)[1])

    @property
    def financial_year(self) -> str:
        """Label of the financial year that its last month lies in.

        >>> parse("2012-03").financial_year
        '2011-12'
        """
        return _year_label((self.last - 3) // 12)

    @property
    def label(self) -> str:
        """The label that `parse` reads back."""
        year, offset = divmod(self.first - 3, 12)
        quarter, rest = divmod(offset, 3)
        if self.months == 12 and offset == 0:
            return _year_label(year)
        if self.months == 3 and rest == 0:
            return f"{_year_label(year)} Q{quarter + 1}"
        if offset == 0 and self.months in (6, 9):
            return f"{_year_label(year)} Q1-Q{self.months // 3}"
        if self.months == 1:
            label = f"{self.start:%Y-%m}"
            return self.in_words() if _reads_as_a_year(label) else label
        return f"{self.start:%Y-%m} to {self.end:%Y-%m}"

    @property
    def name(self) -> str:
        """The label, but for calendar years and several years, which have names of their own.

        >>> Period(2018 * 12, 12).name, Period(2018 * 12, 36).name, Period(2018 * 12 + 3, 36).name
        ('2018', '2018 to 2020', '2018-19 to 2020-21')
        """
        if self.months % 12 or self.first % 12 not in (0, 3) or (self.months == 12 and self.first % 12):
            return self.label
        years = [self.start.year, self.start.year + self.months // 12 - 1]
        names = [str(starts) if self.first % 12 == 0 else _year_label(starts) for starts in years]
        return " to ".join(dict.fromkeys(names))

    def in_words(self) -> str:
        """Month names, the year once where it is the same."""
        if self.months == 1:
            return _month_words(self.end)
        if self.months == 12:
            return f"{_month_words(self.start)} to {_month_words(self.end)}"
        same_year = self.start.year == self.end.year
        begin = MONTHS[self.start.month - 1] if same_year else _month_words(self.start)
        return f"{begin} to {_month_words(self.end)}"

    def years_earlier(self, years: int = 1) -> "Period":
        """The same months `years` before."""
        return Period(self.first - 12 * years, self.months)

    def by(self, months: int) -> "tuple[Period, ...]":
        """Its parts of so many months each, in order: of a quarter by 1 its three months."""
        return tuple(Period(first, months) for first in range(self.first, self.last + 1, months))

    def holds(self, other: "Period") -> bool:
        """Whether every month of `other` lies in this period."""
        return self.first <= other.first and other.last <= self.last


def parse(text: str) -> Period:
    """The period that a label names. Raises `ValueError` for anything else (2012-14 is not a year).

    >>> parse("2012-Q2").label
    '2012-13 Q1'
    """
    text = text.strip()
    if match := _QUARTERS.match(text):
        first, last = int(match[3]), int(match[4] or match[3])
        if match[4] and (first != 1 or last == 1):
            raise ValueError(f"{text!r} is not a period: a year to date runs from Q1 to a later quarter")
        start = year(_checked_year(match)).first + 3 * (first - 1)
        return Period(start, 3 * (last - first + 1))
    if _reads_as_a_year(text):
        return year(int(text[:4]))
    if _MONTH.match(text):
        return parse_month(text)
    if match := _CALENDAR_QUARTER.match(text):
        return Period(int(match[1]) * 12 + 3 * (int(match[2]) - 1), 3)
    if match := _RUN.match(text):
        return _run(match)
    if _MONTH_IN_WORDS.match(text):
        return month(text)
    raise ValueError(f"{text!r} is not a period")


def parse_month(text: str) -> Period:
    """As `parse`, for a text that must be a month: here `2011-12` is December 2011, not the year.

    >>> parse_month("2011-12").in_words(), parse("2011-12").in_words()
    ('December 2011', 'April 2011 to March 2012')
    """
    if match := _MONTH.match(text.strip()):
        return Period(int(match[1]) * 12 + int(match[2]) - 1, 1)
    return parse(text)


def is_month_or_year(label: str) -> bool:
    """Whether a label is written the same for a month and a financial year.

    >>> is_month_or_year("2011-12"), is_month_or_year("2011-11"), is_month_or_year("2012-13")
    (True, False, False)
    """
    return _reads_as_a_year(label) and bool(_MONTH.match(label))


def called(period: Period, window: Period) -> str:
    """What a figure's period is called on a page: its label, unless its months make the year another one.

    >>> called(parse("2018-19"), parse("2018-01 to 2018-12")), called(parse("2018-19"), parse("2018-19"))
    ('2018', '2018-19')
    """
    return window.name if period.months == 12 and window.months % 12 == 0 else period.label


def of(day: date) -> Period:
    """The month that a day lies in: `of(date(2012, 3, 31)).label` is `2012-03`."""
    return Period(day.year * 12 + day.month - 1, 1)


def year(starts: int) -> Period:
    """The financial year that starts on 1 April of `starts`; `year(2012).label` is `2012-13`."""
    return Period(starts * 12 + 3, 12)


def day(text: str) -> date:
    """The day of a text such as `2024-09-30`; `ValueError` for any other text."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a day such as 2024-09-30") from None


def parse_year(label: str) -> Period:
    """The financial year of a label such as `2012-13`; `ValueError` for any other period."""
    period = parse(label)
    if period != year(period.start.year):
        raise ValueError(f"{label!r} is not a financial year")
    return period


def quarter(year_label: str, number: int) -> Period:
    """Quarter 1 to 4 of a financial year: `quarter("2012-13", 2).in_words()` is `July to September 2012`."""
    return Period(parse_year(year_label).first + 3 * (number - 1), 3)


def to_date(year_label: str, quarters: int) -> Period:
    """From 1 April to the end of a quarter; four quarters are the year."""
    return Period(parse_year(year_label).first, 3 * quarters)


def twelve_months_to(last: Period) -> Period:
    """The rolling year that ends with the last month of a period."""
    return Period(last.last - 11, 12)


def month(name_and_year: str) -> Period:
    """The month that words name: `month("August 2012").label` is `2012-08`; `ValueError` if none."""
    name, _, number = name_and_year.strip().partition(" ")
    if name not in MONTHS or not re.fullmatch(r"\d{4}", number):
        raise ValueError(f"{name_and_year!r} is not a month such as 'August 2012'")
    return Period(int(number) * 12 + MONTHS.index(name), 1)


def day_in_words(when: date) -> str:
    """`30 September 2012`."""
    return f"{when.day} {_month_words(when)}"


def _year_label(starts: int) -> str:
    return f"{starts}-{(starts + 1) % 100:02d}"


def _month_words(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _reads_as_a_year(label: str) -> bool:
    match = _YEAR.match(label)
    return match is not None and _follows(match)


def _follows(match: re.Match[str]) -> bool:
    return (int(match[1]) + 1) % 100 == int(match[2])


def _checked_year(match: re.Match[str]) -> int:
    if not _follows(match):
        raise ValueError(f"{match[0]!r} is not a period: {match[1]}-{match[2]} is not a financial year")
    return int(match[1])


def _run(match: re.Match[str]) -> Period:
    first = int(match[1]) * 12 + int(match[2]) - 1
    last = int(match[3]) * 12 + int(match[4]) - 1
    if last < first:
        raise ValueError(f"{match[0]!r} is not a period: it ends before it starts")
    return Period(first, last - first + 1)
