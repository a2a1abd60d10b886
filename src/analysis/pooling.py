"""A region's figure from its members' own: whose figures are whole, pooled or simple mean, stated footing.

A member with any missing period leaves numerator and denominator together, so that removing part of its year
leaves the others' average as it would be without it.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.errors import Problem, stop_if_any
from analysis.membership import Member, Population, need_columns

How = Literal["pooled", "simple mean"]


@dataclass(frozen=True)
class MemberFigure:
    """One member's whole figure, or the reason (`out`) why it is left out of numerator and denominator.

    `published` is its figure where no counts are known; it can only enter a simple mean.
    """

    member: Member
    numerator: float | None = None
    denominator: float | None = None
    out: str = ""
    published: float | None = None

    @property
    def counted(self) -> bool:
        """Whether the counts behind the figure are known."""
        return bool(self.denominator) and self.numerator is not None

    def value(self, per: float) -> float | None:
        """The member's own figure per `per` (100 for a percentage); None where it is left out."""
        if self.out:
            return None
        return per * self.numerator / self.denominator if self.counted else self.published


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
    if there < len(period_labels):
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
    """A region's figure with who is in it; `covered` is the share of its population (None unknown)."""

    region: str
    value: float | None
    how: How
    per: float
    used: tuple[MemberFigure, ...]
    left_out: tuple[MemberFigure, ...]
    own_in: bool | None
    covered: float | None
    note: str = ""

    @property
    def footing(self) -> str:
        """In words: pooled or mean, k of K, coverage, own area in or out, who is left out and why."""
        total = len(self.used) + len(self.left_out)
        made = "pooled from" if self.how == "pooled" else "simple mean of"
        said = [f"{made} {len(self.used)} of {total} members"]
        if self.covered is not None:
            said[0] += f" with {share_in_words(self.covered)} of the population"
        if self.own_in is not None:
            said.append("our own area among them" if self.own_in else "without our own area")
        return "; ".join([", ".join(said), *_left_out_in_words(self), *([self.note] if self.note else [])])


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

    `own` is our code, kept in unless `own_in` is false; `people` gives the share of the population covered.

    >>> a, b = (MemberFigure(Member(code, code), x, n) for code, x, n in (("A", 1, 10), ("B", 30, 100)))
    >>> round(regional_figure("both", [a, b], 100).value, 1)
    28.2
    >>> regional_figure("both", [a, b], 100, "simple mean").value
    20.0
    """
    kept = [figure for figure in figures if own_in or figure.member.code != own]
    if not any(figure.counted for figure in kept if not figure.out):
        how = "simple mean"
    kept = [_left_out_without_counts(figure) if how == "pooled" else figure for figure in kept]
    used = tuple(figure for figure in kept if not figure.out)
    left_out = tuple(figure for figure in kept if figure.out)
    among = None if own is None else any(figure.member.code == own for figure in used)
    covered = _covered(kept, used, people)
    return Regional(region, _value(used, per, how), how, per, used, left_out, among, covered, note)


def published_figures(
    values: Mapping[str, float | None], members: Sequence[Member]
) -> tuple[MemberFigure, ...]:
    """Members' figures that are published without their counts, by code; a missing one is left out."""
    return tuple(
        MemberFigure(member, out="no figure")
        if values.get(member.code) is None or math.isnan(values[member.code])
        else MemberFigure(member, published=values[member.code])
        for member in members
    )


def _left_out_without_counts(figure: MemberFigure) -> MemberFigure:
    return figure if figure.out or figure.counted else MemberFigure(figure.member, out="no counts")


def _value(used: Sequence[MemberFigure], per: float, how: How) -> float | None:
    if not used:
        return None
    if how == "simple mean":
        return math.fsum(figure.value(per) for figure in used) / len(used)
    return per * math.fsum(f.numerator for f in used) / math.fsum(f.denominator for f in used)


def _covered(
    kept: Sequence[MemberFigure], used: Sequence[MemberFigure], people: Mapping[str, Population] | None
) -> float | None:
    if not people or any(figure.member.code not in people for figure in kept):
        return None
    total = math.fsum(people[figure.member.code].people for figure in kept)
    return math.fsum(people[figure.member.code].people for figure in used) / total if total else None


def share_in_words(share: float) -> str:
    """A share as whole per cent that never claims all or nothing: 0.998 is 'more than 99%'."""
    if share in (0, 1):
        return f"{share:.0%}"
    return "more than 99%" if share > 0.99 else "less than 1%" if share < 0.01 else f"{share:.0%}"


def _left_out_in_words(figure: Regional) -> list[str]:
    """Those left out, by reason; several of a group that is out as a whole by the group's name."""
    there = {f.member.group for f in figure.used}
    by_reason: dict[str, list[Member]] = {}
    for out in figure.left_out:
        by_reason.setdefault(out.out, []).append(out.member)
    return [f"left out ({reason}): {_named(who, there)}" for reason, who in sorted(by_reason.items())]


def _named(members: Sequence[Member], groups_used: set[str]) -> str:
    groups = Counter(member.group for member in members)
    whole = {g: times for g, times in groups.items() if g and times > 1 and g not in groups_used}
    names = [f"{group} ({times} members)" for group, times in whole.items()]
    return ", ".join(sorted([*names, *(member.name for member in members if member.group not in whole)]))
