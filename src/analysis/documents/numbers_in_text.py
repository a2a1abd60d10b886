"""The numbers that a person typed into running text, with what each may stand for.

Years, quarters, dates, ages, durations, references, page numbers and the "per 10,000" of a unit are no
figures and are passed over; so are numbers below ten in words. A number stands for every value that rounds to
it as it was typed; behind "about", "nearly" or "over" for what such a word allows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["number", "percent", "points"]
Role = Literal["figure", "change", "chance"]
"""What a number is typed as: a figure, how far something moved or has to move, or a chance."""

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
PASSED_OVER = re.compile(
    "|".join(
        (
            r"https?://\S+", r"\S+@\S+", r"\b\d{4}-\d\d-\d\d\b",
            r"\b(?:19|20)\d\d\s?[-–/]\s?(?:\d{4}|\d\d)\b",
            rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+(?:{MONTHS})\b(?:\s+\d{{4}})?",
            rf"\b(?:{MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)\b", rf"\b(?:{MONTHS})\s+\d{{4}}\b",
            r"\b\d{1,2}/\d{1,2}/\d{2,4}\b", r"\b24/7\b",
            r"\bQ[1-4](?:\s?(?:[-–]|to|and)\s?Q?[1-4])?\b",
            r"\bquarters?\s+[1-4](?:\s?(?:[-–]|to|and)\s?[1-4])?\b",
            r"\b(?:first|second|third|last|next|previous|other)\s+(?:half|quarter|third|fifth)s?\b",
            r"\bhalf[- ](?:year|way|term|hour)\w*", r"\ba (?:quarter|third|half) of (?:the|a) year\b",
            r"\ba quarter\b(?! of\b)",
            r"\bper\s+[\d,]+(?:\.\d+)?", r"\b[A-Z]{1,8}\d+[a-z]?\b",
            r"\b(?-i:[A-Z]{2,4})\s\d{1,3}[a-z]?\b(?![,.]?\d|\s?%)",
            r"\b(?:section|paragraph|page|table|appendix|annex|phase|priority|tier|stage|step|year|item|ward|"
            r"indicator|target)\s+\d+(?:\.\d+)*[a-z]?\b",
            r"\bage[ds]?\s+\d+(?:\s?(?:to|[-–]|and)\s?\d+)?(?:\s+(?:and|or)\s+(?:over|under))?",
            r"\b(?:under|over)[- ]?\d+s\b", r"\b\d+(?:\s?(?:to|[-–])\s?\d+)?[- ]years?[- ]olds?\b",
            r"\b(?!100\b)\d+(?:\.\d+)?[- ](?:minute|hour|day|week|month|year)s?\b",
            r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)\b", r"^\s*\d+[.)]\s",
        )
    ),
    re.MULTILINE | re.IGNORECASE,
)  # fmt: skip
"""What holds digits and is no figure. A bare year is told from a figure by having no comma and no unit."""

_BEFORE = (
    r"(?P<hedge>about|around|roughly|approximately|some|circa|c\.|nearly|almost|just under|under|less than|"
    r"fewer than|below|just over|over|more than|above|at least|at most|up to)?\s*"
)
_NUMBER = re.compile(
    rf"\b{_BEFORE}(?<![\w.,])(?P<sign>[-−+]?)£?(?P<digits>\d[\d,]*(?:\.\d+)?)"
    r"(?P<scale>\s?(?:million|thousand|bn|m|k)\b)?"
    r"(?P<unit>\s?%|\s?per\s?cent\b|\s?percentage points?\b|\s?points?\b|\s(?:in|out of) 100\b)?",
    re.IGNORECASE,
)
_TO_PERCENT = re.compile(
    r"\s?(?:to|and|[-–])\s?(?:about\s)?[\d.,]+\s?(%|per\s?cent|percentage points?)", re.IGNORECASE
)
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONE_IN = re.compile(rf"\b(?:one|1) in (?P<n>\d+|{'|'.join(_ONES[2:11])}|twenty)\b", re.IGNORECASE)
_SHARE = re.compile(
    r"\b(?P<top>half|(?:a|one|two|three|four|nine)[- ](?P<part>third|quarter|fifth|tenth)s?)"
    r"(?=\s+of\b|\s*[,.;)]|\s+(?:more|fewer|less|lower|higher|up|down))",
    re.IGNORECASE,
)
_WORD = re.compile(
    rf"\b(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<ones>{'|'.join(_ONES[1:10])}))?\b"
    rf"|\b(?P<teen>{'|'.join(_ONES[10:])})\b",
    re.IGNORECASE,
)
_CHANGE_BEFORE = re.compile(
    r"\b(?:by|up|down|fell|rose|falls|rises|dropped|increased|decreased|reduced|grew|another|further|"
    r"room for|(?:fall|rise|change|increase|decrease|reduction|drop|gap|difference|improvement)s? of)\s+"
    r"(?:(?:about|around|nearly|over|only|just|a|an|almost|more than|less than|roughly|some)\s+)*[-−+]?£?$",
    re.IGNORECASE,
)
_CHANGE_AFTER = re.compile(
    r"\s*(?:\w+\s)?(?:more|fewer|less|higher|lower|up|down|above|below|short|better|worse|increase|rise|fall|"
    r"drop|decrease|reduction|change|improvement)\b(?! than \d)",
    re.IGNORECASE,
)
_CHANCE_AFTER = re.compile(r"\s+(?:chance|probability|likelihood)\b", re.IGNORECASE)
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_SCALES = {"million": 1e6, "m": 1e6, "bn": 1e9, "thousand": 1e3, "k": 1e3}
_BELOW = ("nearly", "almost", "just under", "under", "less than", "fewer than", "below", "at most", "up to")
_ABOVE = ("just over", "over", "more than", "above", "at least")


@dataclass(frozen=True)
class Typed:
    """One number as typed; it stands for every value from `low` to `high`.

    `digits` is how many significant digits were typed: the more, the less it agrees with anything by chance.
    """

    text: str
    value: float
    low: float
    high: float
    kind: Kind
    digits: int
    sentence: str
    role: Role = "figure"

    def holds(self, value: float) -> bool:
        """Whether the number can stand for the value; a fall of 126 is typed as 126, so no sign counts."""
        slack = 1e-9 * max(1.0, abs(value))
        return self.low - slack <= abs(value) <= self.high + slack


def typed_numbers(text: str) -> tuple[Typed, ...]:
    """Every number of a text that may be a figure, in order.

    >>> [(t.text, t.value, t.kind) for t in typed_numbers("In Q2 SH1 fell 3.3% to 3,710, a third of all.")]
    [('3.3%', 3.3, 'percent'), ('3,710', 3710.0, 'number'), ('a third', 33.333333333333336, 'percent')]
    """
    clear = PASSED_OVER.sub(lambda found: "¦" * len(found[0]), text)
    found = [
        (start, typed)
        for way in (_in_digits, _one_in, _shares, _in_words)
        for start, typed in way(clear, text)
    ]
    taken: list[tuple[int, Typed]] = []
    for start, typed in sorted(found, key=lambda pair: (pair[0], -len(pair[1].text))):
        if not taken or start >= taken[-1][0] + len(taken[-1][1].text):
            taken.append((start, typed))
    return tuple(replace(typed, role=_role(typed, clear, start)) for start, typed in taken)


def _role(typed: Typed, clear: str, start: int) -> Role:
    """What the words around a number make of it."""
    rest = clear[start + len(typed.text) :]
    if typed.text.lower().endswith((" in 100", " out of 100")) or _CHANCE_AFTER.match(rest):
        return "chance"
    moved = _CHANGE_AFTER.match(rest) and not rest.lstrip().startswith("or ")
    return "change" if moved or _CHANGE_BEFORE.search(clear[:start]) else "figure"


Found = Iterator[tuple[int, Typed]]


def _in_digits(clear: str, text: str) -> Found:
    for match in _NUMBER.finditer(clear):
        digits, unit = match["digits"].rstrip(","), (match["unit"] or "").strip().lower()
        if _is_a_year(digits, unit, match):
            continue
        after = _TO_PERCENT.match(clear, match.end())
        kind = _kind(unit or (after[1].lower() if after else ""))
        scale = _SCALES.get((match["scale"] or "").strip().lower(), 1.0)
        start = match.start("digits")
        low, high = _ends(digits, scale, (match["hedge"] or "").lower())
        value = float(digits.replace(",", "")) * scale
        shown = text[start : match.end()] if unit or match["scale"] else digits
        bare = digits.replace(",", "").replace(".", "").lstrip("0")
        significant = len(bare.rstrip("0") if match["hedge"] else bare) or 1
        yield start, Typed(shown, value, low, high, kind, significant, _sentence(text, start))


def _is_a_year(digits: str, unit: str, match: re.Match[str]) -> bool:
    """A bare number such as 2012, without unit, comma or the word that would follow a count."""
    bare = re.fullmatch(r"(?:19|20)\d\d", digits) and not unit and not match["scale"]
    return bool(bare) and not match["hedge"]


def _kind(unit: str) -> Kind:
    if "point" in unit:
        return "points"
    return "percent" if unit else "number"


def _ends(digits: str, scale: float, hedge: str) -> tuple[float, float]:
    """What a number as typed stands for: half of its last digit either way, more behind a hedge."""
    value, decimals = float(digits.replace(",", "")) * scale, len(digits.partition(".")[2])
    unit = 10.0**-decimals * scale
    if not hedge:
        return value - unit / 2, value + unit / 2
    if "." not in digits:
        whole = digits.replace(",", "")
        unit = max(unit, min(unit * 10 ** (len(whole) - len(whole.rstrip("0"))), 0.1 * value))
    if hedge in _BELOW:
        return value - unit, value + scale * 0.5 * 10.0**-decimals
    if hedge in _ABOVE:
        return value - scale * 0.5 * 10.0**-decimals, value + unit
    return value - unit / 2, value + unit / 2


def _one_in(clear: str, text: str) -> Found:
    for match in _ONE_IN.finditer(clear):
        word = match["n"].lower()
        n = int(word) if word.isdigit() else 20 if word == "twenty" else _ONES.index(word)
        if n > 1 and n != 100:
            ends = (100 / (n + 0.5), 100 / (n - 0.5))
            yield match.start(), Typed(match[0], 100 / n, *ends, "percent", 2, _sentence(text, match.start()))


def _shares(clear: str, text: str) -> Found:
    for match in _SHARE.finditer(clear):
        words = re.split(r"[- ]", match["top"].lower())
        top = {"half": 1, "a": 1}.get(words[0]) or _ONES.index(words[0])
        value = 100 * top / (_PARTS[match["part"].lower()] if match["part"] else 2)
        yield (
            match.start(),
            Typed(match[0], value, value - 2, value + 2, "percent", 2, _sentence(text, match.start())),
        )


def _in_words(clear: str, text: str) -> Found:
    for match in _WORD.finditer(clear):
        teen, tens, ones = (match[name] and match[name].lower() for name in ("teen", "tens", "ones"))
        value = (
            _ONES.index(teen) if teen else 20 + 10 * _TENS.index(tens) + (_ONES.index(ones) if ones else 0)
        )
        kind: Kind = "percent" if re.match(r"\s?per\s?cent", clear[match.end() :]) else "number"
        ends = (value - 0.5, value + 0.5)
        yield match.start(), Typed(match[0], float(value), *ends, kind, 2, _sentence(text, match.start()))


def _sentence(text: str, at: int) -> str:
    """The sentence around a place, for a reader to find it by."""
    start = max((m.end() for m in re.finditer(r"[.!?]\s+|\n", text[:at])), default=0)
    end = re.search(r"[.!?](?:\s|$)|\n", text[at:])
    return text[start : at + end.end() if end else len(text)].strip()
