"""Where labels stand so that none covers another or a line: positions in pixels, up is positive."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LINE_HEIGHT = 16
_LETTER = 7.2  # width of a bold letter of 13 pixels in the fonts that pages name


@dataclass(frozen=True)
class Label:
    """A text to stand at a line's end: `y` is where it would like to be, in pixels."""

    text: str
    y: float
    colour: str
    bold: bool
    meaning: str

    @property
    def height(self) -> float:
        """Its height in pixels: 16 a line."""
        return LINE_HEIGHT * (self.text.count("\n") + 1)


def folded(text: str, letters: int) -> str:
    """The text broken into lines of at most so many letters, between words: a narrow chart's labels."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= letters:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def parted(text: str, letters: int) -> str:
    """The text whole where it fits, else name and figure on lines of their own ("expected", "7,250")."""
    if len(text) <= letters:
        return text
    match = re.match(r"(\D+?)\s+(\S*\d.*)$", text)
    return "\n".join(folded(part, letters) for part in match.groups()) if match else folded(text, letters)


def spread(wished: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Centres near the wished ones, in the same order, no two overlapping, all within low to high.

    >>> spread([50, 50], [16, 16], 0, 100)
    [42.0, 58.0]
    """
    order = sorted(range(len(wished)), key=lambda at: (wished[at], at))
    places = np.array([float(wished[at]) for at in order])
    sizes = np.array([float(heights[at]) for at in order])
    for _ in range(200):
        for at in range(len(order) - 1):
            overlap = (sizes[at] + sizes[at + 1]) / 2 - (places[at + 1] - places[at])
            if overlap > 1e-6:
                places[at] -= overlap / 2
                places[at + 1] += overlap / 2
        places = np.clip(places, low + sizes / 2, high - sizes / 2)
    result = [0.0] * len(order)
    for place, at in zip(places, order, strict=True):
        result[at] = round(float(place), 1)
    return result


def free_corner(point: tuple[float, float], text: str, taken: np.ndarray, edge: tuple[float, float]):
    """Where a label beside a point covers the fewest of the pixels that lines run through.

    `taken` has one (x, y) a row, `edge` is the left and right end of the axes. Gives the label's anchor and
    its horizontal alignment.
    """
    wide, high = _LETTER * len(text), LINE_HEIGHT
    x, y = point
    places = [
        (x + dx, y + dy, side)
        for dy in (14, -14, 28, -28, 44, -44)
        for dx, side in ((-8, "right"), (0, "center"), (8, "left"))
    ]
    return min(enumerate(places), key=lambda at: (_covered(at[1], wide, high, taken, edge), at[0]))[1]


def _covered(place, wide: float, high: float, taken: np.ndarray, edge: tuple[float, float]) -> int:
    x, y, side = place
    left = x - {"right": wide, "center": wide / 2, "left": 0}[side]
    if left < edge[0] or left + wide > edge[1]:
        return len(taken) + 1
    across = (taken[:, 0] > left - 3) & (taken[:, 0] < left + wide + 3)
    along = (taken[:, 1] > y - high / 2 - 1) & (taken[:, 1] < y + high / 2 + 1)
    return int((across & along).sum())
