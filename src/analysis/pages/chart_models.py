"""Chart models: what a chart shows, with no drawing; `analysis.pages.charts` draws them."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Line:
    """One line of a chart: points (x, y), its label, and what it means (which decides its look)."""

    meaning: Literal["this year", "last year", "expected", "region", "past"]
    label: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class YearChart:
    """A financial year so far and to come. x runs from 0 (1 April) to `periods` (31 March).

    `band` holds (x, low80, high80); `target` the range to end in (either bound None), drawn at year end;
    `trajectory` (x, y) points. `alt` names measure, place, period, value and message; `caption` the source.
    """

    title: str
    alt: str
    caption: str
    unit: str
    periods: int
    ticks: tuple[tuple[float, str], ...]
    lines: tuple[Line, ...]
    band: tuple[tuple[float, float, float], ...] = ()
    target: tuple[float | None, float | None] = (None, None)
    target_label: str = ""
    trajectory: tuple[tuple[float, float], ...] = ()
    to_date_label: str = ""


@dataclass(frozen=True)
class Interval:
    """One row of an interval chart: a value with its interval (None where none can be given)."""

    label: str
    value: float
    low: float | None
    high: float | None
    own: bool = False


@dataclass(frozen=True)
class IntervalChart:
    """Places or breakdowns one under the other, each with its interval, against one reference line."""

    title: str
    alt: str
    caption: str
    unit: str
    rows: tuple[Interval, ...]
    reference: float | None = None
    reference_label: str = ""


@dataclass(frozen=True)
class FunnelMark:
    """One member of a funnel: its size (people or cases), its value, and the limits it lies outside of."""

    label: str
    size: float
    value: float
    outside: Literal["", "95%", "99.8%"] = ""
    own: bool = False


@dataclass(frozen=True)
class FunnelChart:
    """Members by size round the region's figure; limits are (size, low, high) from small to large."""

    title: str
    alt: str
    caption: str
    unit: str
    size_label: str
    centre: float
    centre_label: str
    points: tuple[FunnelMark, ...]
    limits95: tuple[tuple[float, float, float], ...]
    limits998: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class CalibrationMark:
    """Chances of one step, all in 100: said on average, came true, how far chance reaches, "7 of 9"."""

    said: float
    came: float
    low: float
    high: float
    label: str


@dataclass(frozen=True)
class CalibrationChart:
    """Chances that were said against what came of them."""

    title: str
    alt: str
    caption: str
    points: tuple[CalibrationMark, ...]
    along_label: str
    up_label: str


@dataclass(frozen=True)
class ControlMark:
    """One period of a control chart; None where there is no figure or no limit."""

    label: str
    value: float | None
    mean: float | None
    low: float | None
    high: float | None
    signal: Literal["", "improvement", "concern", "unusual"] = ""


@dataclass(frozen=True)
class ControlChart:
    """A control chart: consecutive periods, `ticks` (place, text) under some of them.

    Mean and limits begin anew at the places of `rebased`.
    """

    title: str
    alt: str
    caption: str
    unit: str
    points: tuple[ControlMark, ...]
    ticks: tuple[tuple[float, str], ...]
    rebased: tuple[int, ...] = ()


Chart = YearChart | IntervalChart | FunnelChart | ControlChart | CalibrationChart
