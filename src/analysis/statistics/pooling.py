"""Work out a region's figure from its members': whole figures only, pooled or simple mean, on a stated basis.

A member with a missing period leaves numerator and denominator together, so removing part of its year does not change
the average of the others. Nobody is dropped silently: every member on any day of the period counts in the number of
members and in the population, and is either used or named with the reason.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from analysis.definitions import wording
from analysis.definitions.errors import Problem, known, stop_if_any
from analysis.definitions.periods import Period
from analysis.definitions.regions import Member, Population, Region, need_columns
from analysis.definitions.units import is_number

How = Literal["pooled", "simple mean"]

BY_CHOICE = "our own area, by choice"
NO_POPULATIONS = "no populations are delivered"


@dataclass(frozen=True)
class MemberFigure:
    """One member's whole figure, or the reason (`out`) why it is left out of numerator and denominator.

    `published` is its figure where no counts are known; it can only enter a simple mean. `part` is the share of
    the period in which it was a member: what its population counts for in the region's.
    """

    member: Member
    numerator: float | None = None
    denominator: float | None = None
    out: str = ""
    published: float | None = None
    part: float = 1.0

    @property
    def counted(self) -> bool:
        """Whether the counts behind the figure are known."""
        return bool(self.denominator) and self.numerator is not None

    def value(self, per: float) -> float | None:
        """The member's own figure per `per` (100 for a percentage); None where it is left out."""
        if self.out:
            return None
        if self.numerator is None or not self.denominator:
            return self.published
        return per * self.numerator / self.denominator


def member_figures(
    counts: pd.DataFrame,
    members: Sequence[Member],
    period_labels: Sequence[str],
    people: Mapping[str, Population] | None = None,
) -> tuple[MemberFigure, ...]:
    """Each member's numerator and denominator over all the periods, in the order of the members.

    `counts` has code, period, numerator, and denominator unless `people` gives the population (which stands
    once below any number of periods). An absent row or an empty cell is missing; a stored zero is a value.
    Raises `InputError` where a member's period stands twice.
    """
    need_columns(counts, ("code", "period", "numerator") + (() if people is not None else ("denominator",)))
    wanted = counts[
        counts["period"].isin(list(period_labels)) & counts["code"].isin([m.code for m in members])
    ]
    twice = wanted[wanted.duplicated(["code", "period"])]
    stop_if_any(
        [
            Problem(f"{row.code} has two figures for {row.period}", "keep the one that counts")
            for row in twice.itertuples()
        ]
    )
    by_code = dict(tuple(wanted.groupby("code")))
    return tuple(_whole(member, by_code.get(member.code), period_labels, people) for member in members)


def _whole(
    member: Member,
    rows: pd.DataFrame | None,
    period_labels: Sequence[str],
    people: Mapping[str, Population] | None,
) -> MemberFigure:
    there = 0 if rows is None else int(rows.notna().all(axis=1).sum())
    if rows is None or there < len(period_labels):
        return MemberFigure(
            member, out=f"{len(period_labels) - there} of {len(period_labels)} periods missing"
        )
    numerator = float(rows["numerator"].sum())
    if people is None:
        denominator = float(rows["denominator"].sum())
    elif member.code in people:
        denominator = people[member.code].people
    else:
        return MemberFigure(member, out="no population")
    if not denominator > 0:
        return MemberFigure(member, out="nobody to count among")
    return MemberFigure(member, numerator, denominator)


@dataclass(frozen=True)
class Regional:
    """A region's figure with who is in it: everybody who was a member in the period is used or left out.

    `own` is our code (None where there is no area of our own); `covered` the share of the region's population
    that the members used hold, None with the reason `why_not_covered`.
    """

    region: str
    value: float | None
    how: How
    per: float
    used: tuple[MemberFigure, ...]
    left_out: tuple[MemberFigure, ...]
    own: str | None
    covered: float | None
    why_not_covered: str = ""
    note: str = ""

    @property
    def footing(self) -> str:
        """In words: pooled or mean, k of K, coverage, own area in or out, who is left out and why."""
        total = len(self.used) + len(self.left_out)
        made = "pooled from" if self.how == "pooled" else "simple mean of"
        share = "a share of the population that is not known"
        if self.covered is not None:
            share = f"{share_in_words(self.covered)} of the population"
        why = f" ({self.why_not_covered})" if self.why_not_covered else ""
        said = [f"{made} {len(self.used)} of {total} members with {share}{why}"]
        if self.own is not None:
            said.append(self._own_in_words())
        return "; ".join([", ".join(said), *_left_out_in_words(self), *([self.note] if self.note else [])])

    def _own_in_words(self) -> str:
        if any(figure.member.code == self.own for figure in self.used):
            return "our own area among them"
        if any(figure.member.code == self.own for figure in self.left_out):
            return "without our own area"
        return "our own area is not one of its members"


def regional_figure(
    region: str,
    figures: Sequence[MemberFigure],
    per: float,
    how: How = "pooled",
    own: str | None = None,
    own_in: bool = True,
    people: Mapping[str, Population] | None = None,
    note: str = "",
) -> Regional:
    """The region's figure from its members': summed numerators over summed denominators, or the simple mean,
    which also stands in where no member's counts are known.

    `own` is our code (one that is no member's says so), used unless `own_in` is false; `people` gives the
    share of the population covered.

    >>> a, b = (MemberFigure(Member(code, code), x, n) for code, x, n in (("A", 1, 10), ("B", 30, 100)))
    >>> round(regional_figure("both", [a, b], 100).value, 1)
    28.2
    >>> regional_figure("both", [a, b], 100, "simple mean").value
    20.0
    """
    kept = [
        replace(f, out=BY_CHOICE) if f.member.code == own and not (own_in or f.out) else f for f in figures
    ]
    if not any(figure.counted for figure in kept if not figure.out):
        how = "simple mean"
    kept = [_left_out_without_counts(figure) if how == "pooled" else figure for figure in kept]
    used = tuple(figure for figure in kept if not figure.out)
    left_out = tuple(figure for figure in kept if figure.out)
    covered, why_not = _covered(used, left_out, people or {})
    return Regional(region, _value(used, per, how), how, per, used, left_out, own, covered, why_not, note)


def changed_figures(region: Region, period: Period) -> tuple[MemberFigure, ...]:
    """Those who were members for a part of the period only: left out, with their dates as the reason."""
    return tuple(
        MemberFigure(
            member,
            out=f"in the region only {member.dates_within(period)}",
            part=member.part_of(period),
        )
        for member in region.changed_during(period)
    )


def published_figures(
    values: Mapping[str, float | None], members: Sequence[Member]
) -> tuple[MemberFigure, ...]:
    """Members' figures that are published without their counts, by code; a missing one is left out."""
    return tuple(
        MemberFigure(member, published=value)
        if is_number(value := values.get(member.code))
        else MemberFigure(member, out="no figure")
        for member in members
    )


def _left_out_without_counts(figure: MemberFigure) -> MemberFigure:
    return figure if figure.out or figure.counted else MemberFigure(figure.member, out="no counts")


def _value(used: Sequence[MemberFigure], per: float, how: How) -> float | None:
    if not used:
        return None
    if how == "simple mean":
        return math.fsum(known(figure.value(per)) for figure in used) / len(used)
    numerator = math.fsum(known(figure.numerator) for figure in used)
    return per * numerator / math.fsum(known(figure.denominator) for figure in used)


def _covered(
    used: Sequence[MemberFigure], left_out: Sequence[MemberFigure], people: Mapping[str, Population]
) -> tuple[float | None, str]:
    """The share of the population that the members used hold, or why it is not known.

    A council that took another's place in the period counts for its part of it, so nobody counts twice.
    """
    if not left_out:
        return (1.0, "") if used else (None, "it has no members")
    if not people:
        return None, NO_POPULATIONS
    unknown = sorted(f.member.name for f in (*used, *left_out) if f.member.code not in people)
    if unknown:
        return None, f"no population is delivered for {', '.join(unknown)}"
    there, gone = (
        math.fsum(f.part * people[f.member.code].people for f in group) for group in (used, left_out)
    )
    return there / (there + gone), ""


def share_in_words(share: float) -> str:
    """A share as whole per cent that never claims all or nothing: 0.998 is 'more than 99%'."""
    whole = f"{wording.fixed(100 * share, 0)}%"
    if share in (0, 1):
        return whole
    return "more than 99%" if share > 0.99 else "less than 1%" if share < 0.01 else whole


def _left_out_in_words(figure: Regional) -> list[str]:
    """Those left out, by reason; several of a group that is out as a whole, for one reason, by its name."""
    by_reason: dict[str, list[Member]] = {}
    for out in figure.left_out:
        by_reason.setdefault(out.out, []).append(out.member)
    sizes = Counter(f.member.group for f in (*figure.used, *figure.left_out))
    return [f"left out ({reason}): {_named(who, sizes)}" for reason, who in sorted(by_reason.items())]


def _named(members: Sequence[Member], sizes: Mapping[str, int]) -> str:
    groups = Counter(member.group for member in members)
    whole = {g: times for g, times in groups.items() if g and times > 1 and times == sizes[g]}
    names = [f"{group} ({times} members)" for group, times in whole.items()]
    return ", ".join(sorted([*names, *(member.name for member in members if member.group not in whole)]))
