"""The small picture of a scorecard row: a bar (the range), a dot (expected), a tall line (the target)."""

from markupsafe import escape

from analysis.pages.tables import RangePicture

WIDTH, HEIGHT, MARGIN = 150, 22, 8


def picture(model: RangePicture) -> str:
    """About 500 bytes of SVG; the side of the scale that meets the target is underlined."""
    targets = [end for end in (model.target_low, model.target_high) if end is not None]
    ends = [model.low, model.high, model.expected, *targets]
    scale = _scale(min(ends), max(ends))
    low, high = scale(model.low), scale(model.high)
    good_from = 0 if model.target_low is None else scale(model.target_low)
    good_to = WIDTH if model.target_high is None else scale(model.target_high)
    good = f'<path class="good" d="M{good_from:g} 20H{good_to:g}"/>' if targets else ""
    lines = "".join(f"M{scale(end):g} 1V21" for end in targets)
    mark = f'<path class="goal" d="{lines}"/>' if targets else ""
    bar = f'<path class="bar" d="M{low:g} 11H{max(high, low + 1):g}"/>'
    dot = f'<circle cx="{scale(model.expected):g}" cy="11" r="4.5"/>'
    return (
        f'<svg class="pic" role="img" aria-label="{escape(model.alt)}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path class="axis" d="M0 11H{WIDTH}"/>{good}{bar}{mark}{dot}</svg>'
    )


def _scale(lowest: float, highest: float):
    """From a figure to a place between the margins; one place in the middle where all figures are one."""
    room = WIDTH - 2 * MARGIN
    if highest <= lowest:
        return lambda value: WIDTH / 2
    return lambda value: round(MARGIN + room * (value - lowest) / (highest - lowest), 1)
