"""Turn numbers into phrases. Only this module rounds.

A phrase gives the number back to within the stated rounding. Figures and chances are rounded to nearest, the ends of
a forecast's range outwards, limits inwards: whoever keeps to the printed limit keeps to the limit.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from analysis.definitions import periods
from analysis.definitions.units import (
    ENOUGH,
    Unit,
    decimals_of,
    is_of_things,
    is_percent,
    is_whole,
    printed_decimals,
)

_WIDE = Context(prec=400)
"""Digits enough for any number of floating point."""

MISSING = "–"
"""What stands in a blank cell; its reason in words always stands beside it."""

_IRREGULAR = {"people": "person", "children": "child", "staff": "member of staff", "premises": "premises"}


def figure(value: float | None, unit: str = "") -> str:
    """A figure as a table prints it, with the decimals of its series. Without a series a published figure keeps
    its digits; one that was worked out gets one decimal (percentages) or two, a last 0 among them.

    >>> figure(7434, "incidents"), figure(27.6, "percent"), figure(30 / 76 * 100, "percent"), figure(46.77)
    ('7,434', '27.6%', '39.5%', '46.77')
    >>> figure(7, Unit("percent", "percentage", 1, 1)), figure(2.5 + 3.5, Unit("£ million", "money", 1, 1))
    ('7.0%', '6.0')
    """
    if value is None or math.isnan(value):
        return MISSING
    return _marked(fixed(value, printed_decimals(value, unit)), unit)


def as_printed(value: float, unit: str, decimals: int | None) -> str:
    """A figure as a document prints it, with so many decimals; without them as `figure`.

    >>> as_printed(13.1, "percent", 2), as_printed(4691360, "incidents", 0)
    ('13.10%', '4,691,360')
    """
    return figure(value, unit) if decimals is None else _marked(fixed(value, decimals), unit)


def fixed(value: float, decimals: int) -> str:
    """A number with so many decimals, a half up: `fixed(4691360, 0)` is `4,691,360`, `fixed(8.265, 2)` `8.27`."""
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)
    return f"{exact + 0:,f}".replace("-", "−")  # + 0: no minus before a nought


def trimmed(value: float, decimals: int) -> str:
    """A number with at most so many decimals: `trimmed(2.50, 2)` is `2.5`."""
    text = fixed(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def mean(value: float, unit: str) -> str:
    """What each of several quarters had: a mean of whole counts keeps its half, others go by their unit.

    >>> mean(8.5, "crimes")
    '8.5'
    """
    return trimmed(value, 1) if is_whole(unit) else figure(value, unit)


def typed(value: float) -> str:
    """A number as somebody typed it, all its digits and no exponent.

    >>> typed(5e6), typed(0.4), typed(1e-05), typed(-7.77)
    ('5,000,000', '0.4', '0.00001', '−7.77')
    """
    return f"{_exact(value):,f}".replace("-", "−")


def plain(value: float) -> str:
    """All digits of a number as a file holds them: no exponent and no separators, an ordinary minus.

    >>> plain(8065.0), plain(-117), plain(2.5e-05)
    ('8065', '-117', '0.000025')
    """
    return f"{_exact(value):f}"


def _exact(value: float) -> Decimal:
    return Decimal(repr(value + 0.0)).normalize()  # + 0.0: no minus before a nought


def typed_change(value: float) -> str:
    """A change as somebody typed it, with its sign: `typed_change(-7.77)` is `-7.77`, of none `+0`."""
    return plain(value) if value < 0 else f"+{plain(value)}"


def _marked(text: str, unit: str) -> str:
    return f"{text}%" if is_percent(unit) else text


def quantity(value: float | None, unit: str) -> str:
    """A figure with its unit in words: `quantity(1, "crimes")` is `1 crime`, a percentage is `34%`.

    >>> quantity(16.37, "fires per 10000 population")
    '16.37 fires per 10,000 population'
    """
    if value is None or math.isnan(value):
        return MISSING
    return in_unit(figure(value, unit), unit)


def in_unit(text: str, unit: str) -> str:
    """A figure that is already text with its unit in words; a pound sign stands before the number.

    >>> in_unit("2.5", "£ million"), in_unit("−0.3", "£ million"), in_unit("1", "crimes"), in_unit("34%", "percent")
    ('£2.5 million', '−£0.3 million', '1 crime', '34%')
    """
    if unit.startswith("£"):
        minus, number = ("−", text[1:]) if text.startswith("−") else ("", text)
        return f"{minus}£{number} {unit[1:].strip()}".strip()
    return f"{text} {unit_words(unit, one=text == '1')}".strip()


def unit_words(unit: str, one: bool = False) -> str:
    """The unit as a sentence has it, without the percent sign that the figure carries.

    >>> unit_words("percent reduction"), unit_words("young people", one=True)
    ('reduction', 'young person')
    """
    words = re.sub(r"\d{4,}", lambda match: f"{int(match[0]):,}", unit)
    if is_percent(unit):
        return words.removeprefix("percent").strip()
    return _singular(words) if one and is_of_things(unit) else words


def headed_unit(unit: str) -> str:
    """The unit at the start of a caption: a word gets its capital, a symbol keeps its case.

    >>> headed_unit("incidents"), headed_unit("percent"), headed_unit("µg/m3"), headed_unit("mg/l"), headed_unit("kWh")
    ('Incidents', 'Per cent', 'µg/m3', 'mg/l', 'kWh')
    """
    named = named_unit(unit)
    is_word = re.match(r"(?=[a-z]*[aeiouy])[a-z]{3,}(?![^\s,;-])", named)
    return capital(named) if is_word else named


def named_unit(unit: str) -> str:
    """The unit as a column heading or axis names it: `named_unit("percent")` is `per cent`."""
    return unit_words(unit) if not is_percent(unit) else f"per cent {unit_words(unit)}".strip()


def rounding_step(width: float, unit: str = "") -> float:
    """What a forecast is rounded to: the largest power of ten that is a twentieth of its range or less, but
    no finer than the unit's figures are printed.

    >>> rounding_step(7590 - 6930, Unit("incidents", "count")), rounding_step(11 - 5, Unit("crimes", "count"))
    (10, 1)
    """
    usual = unit.usual if isinstance(unit, Unit) else Unit(unit).usual
    finest = round(0.1**usual, usual) if usual else 1
    if width <= 0:
        return finest
    power = math.floor(math.log10(width / 20) + 1e-9)
    return max(finest, 10**power if power >= 0 else round(0.1**-power, -power))


def forecast(
    expected: float, low: float, high: float, unit: str, least: float | None = None
) -> tuple[str, str, str]:
    """Expected figure, low and high end, all to one step; the ends outwards, so that the printed range
    holds the real one; never below `least`, what has already happened. Of a range without width the figure.

    >>> forecast(7253.4, 6931, 7588, Unit("incidents", "count"))
    ('7,250', '6,930', '7,590')
    """
    if low == high:
        return (figure(expected, unit), figure(low, unit), figure(high, unit))
    step = rounding_step(high - low, unit)
    lowest = -math.inf if least is None else least
    low_end = max(_multiple(low, step, math.floor), lowest)
    high_end = max(_multiple(high, step, math.ceil), lowest)
    middle = min(max(_multiple(expected, step, round), low_end), high_end)

    def said(value: float) -> str:
        decimals = printed_decimals(value, unit)
        return _marked(fixed(value, decimals if value == least else min(decimals, decimals_of(step))), unit)

    return said(middle), said(low_end), said(high_end)


def span(low: str, high: str) -> str:
    """A range in words: `span("6,930", "7,590")` is `6,930 to 7,590`; one figure where both are the same."""
    return low if low == high else f"{low} to {high}"


def target(low: float | None, high: float | None, unit: str, strict: bool = False) -> str:
    """The range an outturn must end in, as a phrase; `strict` where the bound itself does not meet it.

    >>> target(None, 8065, "incidents"), target(14.9, None, "percent", strict=True), target(None, 5.5, "£ million")
    ('8,065 or fewer', 'above 14.9%', '5.5 or less')
    """
    if low is not None and high is not None:
        return span(agreed(low, unit, upper=False), agreed(high, unit, upper=True))
    if low is not None:
        return f"above {_bound(low, unit)}" if strict else f"{agreed(low, unit, upper=False)} or more"
    if high is None:
        return MISSING
    less = "fewer" if is_of_things(unit) else "less"
    return f"below {_bound(high, unit)}" if strict else f"{agreed(high, unit, upper=True)} or {less}"


def _bound(bound: float, unit: str) -> str:
    return _as_typed(bound, unit) if decimals_of(bound) <= ENOUGH else figure(bound, unit)


def agreed(bound: float, unit: str, upper: bool) -> str:
    """A bound as it was agreed, with all its digits (5.5 is not 6); a computed fraction as a limit.

    >>> agreed(5.5, Unit("days", "level"), upper=True), agreed(9, Unit("days", "level", 1, 1), upper=True)
    ('5.5', '9.0')
    """
    return _as_typed(bound, unit) if decimals_of(bound) <= ENOUGH else limit(bound, unit, upper)


def limit(value: float, unit: str, upper: bool) -> str:
    """A bound as a count or figure must keep to it: what has to be rounded is rounded to its inner side.

    >>> limit(4032.5, Unit("incidents", "count"), upper=True), limit(4032.5, Unit("incidents", "count"), upper=False)
    ('4,032', '4,033')
    >>> limit(2 / 3, "rate", upper=True), limit(2 / 3, "rate", upper=False)
    ('0.66', '0.67')
    """
    decimals = printed_decimals(round(value, 9), unit)
    inwards = (math.floor if upper else math.ceil)(round(value * 10**decimals, 6))
    return _marked(fixed(inwards / 10**decimals, decimals), unit)


def _as_typed(bound: float, unit: str) -> str:
    least = unit.least if isinstance(unit, Unit) and unit.kind in ("level", "money") else 0
    return _marked(fixed(bound, max(least, decimals_of(bound))), unit)


def read(text: str) -> float:
    """The number that a printed figure says: `read("−1,118")` is -1118, `read("12.5%")` 12.5."""
    return float(text.replace(",", "").replace("−", "-").rstrip("%"))


def difference(now: float, before: float, unit: str) -> str:
    """How far a figure is from an earlier one: `126 fewer`, `2.2 percentage points lower`, `the same`.

    >>> difference(3710, 3836, "incidents"), difference(12, 14.18, "percent")
    ('126 fewer', '2.2 percentage points lower')
    """
    gap = now - before
    text = trimmed(abs(gap), _decimals_of_gap(now, before, unit))
    noun = ""
    if is_percent(unit):
        noun = " percentage point" if text == "1" else " percentage points"
    if float(text.replace(",", "")) == 0:
        return "the same" if gap == 0 else "almost the same"
    more, less = ("more", "fewer") if is_of_things(unit) else ("higher", "lower")
    return f"{text}{noun} {more if gap > 0 else less}"


def _decimals_of_gap(now: float, before: float, unit: str) -> int:
    """Those of the series; of a level or money at least those of both figures, of which one may be a target."""
    if not isinstance(unit, Unit):
        return 1 if is_percent(unit) else 2
    own = [digits for digits in map(decimals_of, (now, before)) if digits <= ENOUGH]
    return max([unit.usual, *own]) if unit.kind in ("level", "money") else unit.usual


def change(percent: float | None) -> str:
    """A percentage change: `down 3.3%`, `up 5.9%`, `no change`.

    >>> change(-3.2847)
    'down 3.3%'
    """
    if percent is None or math.isnan(percent):
        return MISSING
    text = trimmed(abs(percent), 1)
    if float(text.replace(",", "")) == 0:
        return "no change" if percent == 0 else "almost no change"
    return f"{'up' if percent > 0 else 'down'} {text}%"


def signed(value: float, unit: str = "") -> str:
    """A change with its sign, the minus a real one: `signed(-117, "incidents")` is `−117`."""
    text = figure(abs(value), unit)
    if not read(text):
        return text  # no sign before a nought
    return f"{'−' if value < 0 else '+'}{text}"


def fine_percent(value: float | None) -> str:
    """A percentage to two decimals, as plans print rates: `fine_percent(9.0016)` is `9%`.

    >>> fine_percent(9.0016), fine_percent(8.265)
    ('9%', '8.27%')
    """
    if value is None or math.isnan(value):
        return MISSING
    return f"{trimmed(value, 2)}%"


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
    return capital(text) + ("" if text[-1] in ".!?" else ".")


def capital(text: str) -> str:
    """The text with a capital first letter, the rest untouched; a symbol such as µg or kWh keeps its case.

    >>> capital("off track"), capital("µg/m3 to date"), capital("kWh used")
    ('Off track', 'µg/m3 to date', 'kWh used')
    """
    is_latin = unicodedata.name(text[:1], "").startswith("LATIN") if text else False
    is_symbol = any(letter.isupper() for letter in text.partition(" ")[0])
    return text[:1].upper() + text[1:] if is_latin and not is_symbol else text


def tick(value: float, unit: str = "") -> str:
    """A number on an axis, short: `8,000`, `0.5`, `40%`."""
    return _marked(trimmed(value, 6), unit)


def slug(text: str) -> str:
    """A name as a file name or anchor has it: `slug("Safeguarding and Dignity")` is
    `safeguarding-and-dignity`.
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "unnamed"


def _multiple(value: float, step: float, way: Callable[[float], float]) -> float:
    return round(way(round(value / step, 9)) * step, 9)


def _singular(words: str) -> str:
    for many, one in _IRREGULAR.items():
        if re.search(rf"\b{many}\b", words):
            return re.sub(rf"\b{many}\b", one, words, count=1)
    return words[:-1] if words.endswith("s") else words
