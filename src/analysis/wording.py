"""Numbers to phrases: the only place that rounds.

Two promises hold for every phrase. Reading it back gives the number to within the stated rounding, and it
never says more than is known: a range is rounded outwards, a chance towards 50 in 100.
"""

import math
import re
from datetime import date

from analysis import periods
from analysis.units import is_percent, is_whole, printed_decimals

MISSING = "–"
"""What stands in a blank cell; its reason in words always stands beside it."""

_IRREGULAR = {"people": "person", "children": "child", "staff": "member of staff", "premises": "premises"}


def figure(value: float | None, unit: str = "") -> str:
    """A figure as a table prints it. A published figure keeps its digits; one that was worked out gets one
    decimal (percentages), two (rates) or none (counts), a last 0 among them.

    >>> figure(7434, "incidents"), figure(27.6, "percent"), figure(30 / 76 * 100, "percent"), figure(46.77)
    ('7,434', '27.6%', '39.5%', '46.77')
    >>> figure(7, "percent"), figure(100 * 7 / 100.1, "percent")
    ('7%', '7.0%')
    """
    if value is None or math.isnan(value):
        return MISSING
    text = _fixed(value, printed_decimals(value, unit))
    return f"{text}%" if is_percent(unit) else text


def quantity(value: float | None, unit: str) -> str:
    """A figure with its unit in words: `quantity(1, "crimes")` is `1 crime`, a percentage is `34%`.

    >>> quantity(16.37, "fires per 10000 population")
    '16.37 fires per 10,000 population'
    """
    if value is None or math.isnan(value):
        return MISSING
    words = unit_words(unit, one=value == 1)
    return f"{figure(value, unit)} {words}".strip() if words else figure(value, unit)


def unit_words(unit: str, one: bool = False) -> str:
    """The unit as a sentence has it, without the percent sign that the figure carries.

    >>> unit_words("percent reduction"), unit_words("young people", one=True)
    ('reduction', 'young person')
    """
    words = re.sub(r"\d{4,}", lambda match: f"{int(match[0]):,}", unit)
    if is_percent(unit):
        return words.removeprefix("percent").strip()
    return _singular(words) if one and is_whole(unit) else words


def named_unit(unit: str) -> str:
    """The unit as a column heading or axis names it: `named_unit("percent")` is `per cent`."""
    return unit_words(unit) if not is_percent(unit) else f"per cent {unit_words(unit)}".strip()


def rounding_step(width: float, unit: str = "") -> float:
    """What a forecast is rounded to: the largest power of ten that is a twentieth of its range or less, but
    whole for counts and no finer than the unit is printed.

    >>> rounding_step(7590 - 6930, "incidents"), rounding_step(11 - 5, "crimes")
    (10, 1)
    """
    finest = 1 if is_whole(unit) else 0.1 if is_percent(unit) else 0.01
    if width <= 0:
        return finest
    power = math.floor(math.log10(width / 20) + 1e-9)
    return max(finest, 10**power if power >= 0 else round(0.1**-power, -power))


def forecast(
    expected: float, low: float, high: float, unit: str, least: float | None = None
) -> tuple[str, str, str]:
    """Expected figure, low and high end, all to one step; the ends outwards, so that the printed range
    holds the real one; never below `least`, what has already happened.

    >>> forecast(7253.4, 6931, 7588, "incidents")
    ('7,250', '6,930', '7,590')
    """
    step = rounding_step(high - low, unit)
    ends = (
        _multiple(expected, step, round),
        _multiple(low, step, math.floor),
        _multiple(high, step, math.ceil),
    )
    lowest = -math.inf if least is None else least
    low_end, high_end = max(ends[1], lowest), max(ends[2], lowest)
    return (
        figure(min(max(ends[0], low_end), high_end), unit),
        figure(low_end, unit),
        figure(high_end, unit),
    )


def span(low: str, high: str) -> str:
    """A range in words: `span("6,930", "7,590")` is `6,930 to 7,590`; one figure where both are the same."""
    return low if low == high else f"{low} to {high}"


def target(low: float | None, high: float | None, unit: str, strict: bool = False) -> str:
    """The range an outturn must end in, as a phrase; `strict` where the bound itself does not meet it.

    >>> target(None, 8065, "incidents"), target(14.9, None, "percent", strict=True)
    ('8,065 or fewer', 'above 14.9%')
    """
    if low is None and high is None:
        return MISSING
    if low is not None and high is not None:
        return span(figure(low, unit), figure(high, unit))
    bound = figure(high if low is None else low, unit)
    if strict:
        return f"below {bound}" if low is None else f"above {bound}"
    less = "fewer" if is_whole(unit) else "less"
    return f"{bound} or {less if low is None else 'more'}"


def chance(value: float | None, settled: bool = False) -> str:
    """A probability in words. Rounded towards 50, so that 0.797 does not read as the 80 of a cut-off;
    only a `settled` case is called certain, since simulation alone never proves one.

    >>> chance(0.3471), chance(0.9999), chance(1.0, settled=True)
    ('About 35 in 100', 'More than 99 in 100', 'Certain: it is met')
    """
    if value is None or math.isnan(value):
        return MISSING
    if settled and value in (0, 1):
        return "Certain: it is met" if value else "Certain: it is missed"
    if value < 0.01:
        return "Less than 1 in 100"
    if value > 0.99:
        return "More than 99 in 100"
    hundreds = round(value * 100, 9)
    return f"About {math.ceil(hundreds) if hundreds < 50 else math.floor(hundreds)} in 100"


LIKELIHOODS = (
    (95, "very likely"), (80, "likely"), (61, "more likely than not"), (40, "about as likely as not"),
    (21, "less likely than not"), (6, "unlikely"), (0, "very unlikely"),
)  # fmt: skip
"""Words for a chance, from so many in 100 as printed."""


def likelihood(value: float) -> str:
    """The graded word for a chance, by the number that is printed beside it.

    >>> likelihood(0.3471), likelihood(0.8), likelihood(0.5), likelihood(0.004)
    ('less likely than not', 'likely', 'about as likely as not', 'very unlikely')
    """
    hundreds = round(value * 100, 9)
    printed = math.ceil(hundreds) if hundreds < 50 else math.floor(hundreds)
    return next(word for least, word in LIKELIHOODS if printed >= least)


def limit(value: float, unit: str, upper: bool) -> str:
    """A bound as a count or figure must keep to it: whole counts are rounded to its inner side.

    >>> limit(4032.5, "incidents", upper=True), limit(4032.5, "incidents", upper=False)
    ('4,032', '4,033')
    """
    if not is_whole(unit):
        return figure(value, unit)
    return figure(math.floor(value + 1e-9) if upper else math.ceil(value - 1e-9), unit)


def read(text: str) -> float:
    """The number that a printed figure says: `read("−1,118")` is -1118, `read("12.5%")` 12.5."""
    return float(text.replace(",", "").replace("−", "-").rstrip("%"))


def by_chance(p_value: float) -> str:
    """How often chance alone gives a difference at least as big.

    >>> by_chance(0.150)
    'chance alone gives a difference this big about 1 time in 7'
    """
    return f"chance alone gives a difference this big {_times(p_value)}"


def by_swings(p_value: float) -> str:
    """How often a figure that varies as this one always has gives a difference at least as big.

    >>> by_swings(0.054)
    "this figure's usual swings give a difference this big about 1 time in 19"
    """
    return f"this figure's usual swings give a difference this big {_times(p_value)}"


def difference(now: float, before: float, unit: str) -> str:
    """How far a figure is from an earlier one: `126 fewer`, `2.2 percentage points lower`, `the same`.

    >>> difference(3710, 3836, "incidents"), difference(12, 14.18, "percent")
    ('126 fewer', '2.2 percentage points lower')
    """
    gap = now - before
    if is_percent(unit):
        text = _digits(abs(gap), 1)
        noun = " percentage point" if text == "1" else " percentage points"
    else:
        text, noun = _digits(abs(gap), 0 if is_whole(unit) else 2), ""
    if float(text.replace(",", "")) == 0:
        return "the same" if gap == 0 else "almost the same"
    more, less = ("more", "fewer") if is_whole(unit) else ("higher", "lower")
    return f"{text}{noun} {more if gap > 0 else less}"


def change(percent: float | None) -> str:
    """A percentage change: `down 3.3%`, `up 5.9%`, `no change`.

    >>> change(-3.2847)
    'down 3.3%'
    """
    if percent is None or math.isnan(percent):
        return MISSING
    text = _digits(abs(percent), 1)
    if float(text.replace(",", "")) == 0:
        return "no change" if percent == 0 else "almost no change"
    return f"{'up' if percent > 0 else 'down'} {text}%"


def signed(value: float, unit: str = "") -> str:
    """A change with its sign, the minus a real one: `signed(-117, "incidents")` is `−117`."""
    sign = "−" if value < 0 else "+" if value > 0 else ""
    return f"{sign}{figure(abs(value), unit)}"


def fine_percent(value: float | None) -> str:
    """A percentage to two decimals, as plans print rates: `fine_percent(9.0016)` is `9%`.

    >>> fine_percent(9.0016), fine_percent(8.265)
    ('9%', '8.27%')
    """
    if value is None or math.isnan(value):
        return MISSING
    return f"{_digits(value, 2)}%"


def pounds(value: float | None) -> str:
    """An amount in whole pounds: `pounds(22893289.3)` is `£22,893,289`, a payment out `−£127,000`.

    >>> pounds(22893289.3), pounds(-127000)
    ('£22,893,289', '−£127,000')
    """
    if value is None or math.isnan(value):
        return MISSING
    text = _digits(abs(value), 0)
    return f"−£{text}" if value < 0 and text != "0" else f"£{text}"


def millions(value: float | None) -> str:
    """Millions of pounds, to the hundred thousand: `millions(-22.893)` is `−£22.9 million`.

    >>> millions(-22.893289)
    '−£22.9 million'
    """
    if value is None or math.isnan(value):
        return MISSING
    return f"{'−' if value < 0 else ''}£{_digits(abs(value), 1)} million"


def thousands(value: float | None) -> str:
    """Thousands of pounds, to the thousand: `thousands(16896.11)` is `£16,896,000`.

    >>> thousands(16896.11), thousands(-127)
    ('£16,896,000', '−£127,000')
    """
    return pounds(None if value is None or math.isnan(value) else 1000 * round(value))


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


def day(when: date) -> str:
    """`30 September 2012`."""
    return periods.day_in_words(when)


def day_and_month(when: date) -> str:
    """`31 March`."""
    return f"{when.day} {periods.MONTHS[when.month - 1]}"


def count(number: int, one: str, many: str = "") -> str:
    """A number of things: `count(1, "finding")` is `1 finding`, `count(0, "finding")` `no findings`."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{'no' if number == 0 else f'{number:,}'} {noun}"


def listed(words: list[str] | tuple[str, ...], last: str = "and") -> str:
    """`a, b and c`."""
    words = list(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def sentence(text: str) -> str:
    """The text with a capital first letter and a full stop: reasons are stored without either."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")


def capital(text: str) -> str:
    """The text with a capital first letter, the rest untouched (unlike `str.capitalize`)."""
    return text[:1].upper() + text[1:]


def tick(value: float, unit: str = "") -> str:
    """A number on an axis, short: `8,000`, `0.5`, `40%`."""
    text = f"{round(value, 6):,.10g}" if abs(value) < 1e6 else f"{value:,.0f}"
    return f"{text}%" if is_percent(unit) else text


def slug(text: str) -> str:
    """A name as a file name or anchor has it: `slug("Safeguarding and Dignity")` is
    `safeguarding-and-dignity`.
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "unnamed"


def _fixed(value: float, decimals: int) -> str:
    return f"{round(value, decimals) + 0.0:,.{decimals}f}".replace(
        "-", "−"
    )  # + 0.0: no minus before a nought


def _digits(value: float, decimals: int) -> str:
    text = _fixed(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _multiple(value: float, step: float, way) -> float:
    return round(way(round(value / step, 9)) * step, 9)


def _times(p_value: float) -> str:
    if p_value < 0.001:
        return "less than 1 time in 1,000"
    if p_value > 0.95:
        return "more than 9 times in 10"
    if p_value >= 0.3:
        return f"about {round(p_value * 10)} times in 10"
    return f"about 1 time in {round(1 / p_value):,}"


def _singular(words: str) -> str:
    for many, one in _IRREGULAR.items():
        if re.search(rf"\b{many}\b", words):
            return re.sub(rf"\b{many}\b", one, words, count=1)
    return words[:-1] if words.endswith("s") else words
