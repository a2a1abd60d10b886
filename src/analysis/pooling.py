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
    """One member's whole figure, or the reason (`out`) why it is left out of numerator and denominator."""

    member: Member
    numerator: float | None = None
    denominator: float | None = None
    out: str = ""

    def value(self, per: float) -> float | None:
        """The member's own figure per `per` (100 for a percentage); None where it is left out."""
        return None if self.out or not self.denominator else per * self.numerator / self.denominator


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
    """The region's figure from its members': summed numerators over summed denominators, or the simple mean.

    `own` is our code, kept in unless `own_in` is false; `people` gives the share of the population covered.

    >>> a, b = (MemberFigure(Member(code, code), x, n) for code, x, n in (("A", 1, 10), ("B", 30, 100)))
    >>> round(regional_figure("both", [a, b], 100).value, 1)
    28.2
    >>> regional_figure("both", [a, b], 100, "simple mean").value
    20.0
    """
    kept = [figure for figure in figures if own_in or figure.member.code != own]
    used = tuple(figure for figure in kept if not figure.out)
    left_out = tuple(figure for figure in kept if figure.out)
    among = None if own is None else any(figure.member.code == own for figure in used)
    return Regional(
        region, _value(used, per, how), how, per, used, left_out, among, _covered(kept, used, people), note
    )


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
    """Those left out, by reason; a group that is out as a whole by its own name."""
    there = {f.member.group for f in figure.used}
    named = [(out.out, _own_or_group_name(out.member, there)) for out in figure.left_out]
    reasons = sorted({reason for reason, _ in named})
    return [
        f"left out ({reason}): {_named(Counter(name for why, name in named if why == reason))}"
        for reason in reasons
    ]


def _own_or_group_name(member: Member, groups_used: set[str]) -> str:
    return member.group if member.group and member.group not in groups_used else member.name


def _named(names: Counter) -> str:
    return ", ".join(
        f"{name} ({times} members)" if times > 1 else name for name, times in sorted(names.items())
    )
