"""Status now, status at year end, what it would take, and the rule that historic documents used.

Status now: on track at or on the good side of the trajectory, off track when on the wrong side of it by more
than a tolerance (5% of it unless the indicator says otherwise), uncertain between; once the whole year is known
its outturn meets the target or misses it. Status at year end: by the chance of meeting the target. A figure in
the range is on track under both. A status that changes between targets which documents print is disputed
(`analysis.judgements.targets.disputes`).
"""

import math

from analysis.definitions.errors import known
from analysis.definitions.targets import Progress, Status, Target, is_at


def status_now(
    value: float, low: float | None, high: float | None, tolerance: float, exclusive: bool
) -> Status:
    """Where a figure stands against the range it should be in by now; `tolerance` in per cent of the bound.

    >>> status_now(81.94, 82, None, 5, False), status_now(34, None, 27, 5, False)
    ('uncertain', 'off track')
    """
    if Target(low, high, "", exclusive=exclusive).meets(value):
        return "on track"
    is_short = low is not None and (high is None or value <= low or is_at(value, low))
    bound = known(low if is_short else high)
    missed = max(
        bound - value if is_short else value - bound, 0.0
    )  # below 0 by rounding where it is the bound
    allowed = tolerance / 100 * abs(bound)
    return "uncertain" if missed < allowed or math.isclose(missed, allowed, rel_tol=1e-9) else "off track"


def status_at_year_end(chance: float | None, on_track_from: float, off_track_to: float) -> Status:
    """The status that a chance of meeting the target gives: from 0.8 on track, to 0.2 off track.

    >>> [status_at_year_end(chance, 0.8, 0.2) for chance in (0.8, 0.5, 0.2, None)]
    ['on track', 'uncertain', 'off track', 'not judged']
    """
    if chance is None:
        return "not judged"
    if chance >= on_track_from:
        return "on track"
    return "off track" if chance <= off_track_to else "uncertain"


def still_to_add(to_date: float, target: Target) -> float:
    """What the rest of the year may or must still add: 8,065 or fewer with 3,710 so far leaves 4,355."""
    bound = known(target.high if target.high is not None else target.low)
    return round(bound - to_date, 9) + 0.0  # as many decimals as anybody types; no minus before a nought


def numerator_needed(denominator: float, target: Target) -> int:
    """The numerator that just meets a percentage target: 85 of 568 is above 14.9%, 84 is not.

    >>> numerator_needed(568, Target(14.9, None, "above", exclusive=True))
    85
    >>> numerator_needed(34, Target(None, 13.1, "no more than"))
    4
    """
    if target.low is not None:
        numerator = max(0, math.floor(target.low * denominator / 100) - 1)
        while not target.meets(100 * numerator / denominator):
            numerator += 1
        return numerator
    numerator = min(math.ceil(known(target.high) * denominator / 100) + 1, math.floor(denominator))
    while numerator > 0 and not target.meets(100 * numerator / denominator):
        numerator -= 1
    return max(numerator, 0)


def progress_as_published(pro_rata: float | None, printed_target: float | None, polarity: str) -> Progress:
    """ "green" where the half-year doubled meets the same document's target, else "not green".

    Amber and red were people's judgement and cannot be worked out.

    >>> progress_as_published(7420, 8065, "lower"), progress_as_published(81.94, 82, "higher")
    ('green', 'not green')
    """
    if pro_rata is None or printed_target is None or polarity not in ("lower", "higher"):
        return ""
    if math.isclose(pro_rata, printed_target, rel_tol=1e-12):
        return "green"
    return "green" if (pro_rata < printed_target) == (polarity == "lower") else "not green"
