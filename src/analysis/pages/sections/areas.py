"""The landing page of a report over many areas: which of them to look at first?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from analysis.definitions import wording
from analysis.judgements import exception_report
from analysis.pages.models import Block, Listing, Paragraph, SectionModel
from analysis.pages.tables import Badge, Cell, Column, Figures, missing, table


@dataclass(frozen=True)
class AreaLine:
    """One area: its name, its folder (empty where nothing was published), why there is trouble, if there is.

    `found` counts its headline figures by exception, `figures` all of them, `charted` those whose control
    chart can be judged.
    """

    area: str
    folder: str
    trouble: str = ""
    found: Mapping[str, int] = field(default_factory=dict)
    figures: int = 0
    charted: int = 0

    @property
    def standing_out(self) -> int:
        """How many exceptions its figures have together."""
        return sum(self.found.values())

    @property
    def urgency(self) -> tuple:
        """Sort key: trouble first, then the most of the most urgent exception."""
        return (not self.trouble, *(-self.found.get(word, 0) for word in exception_report.ORDER), self.area)


def compose(lines: tuple[AreaLine, ...], context: str, notice: str = "", name: str = "areas") -> SectionModel:
    """Areas in the order in which they want to be looked at."""
    ordered = sorted(lines, key=lambda line: line.urgency)
    kinds = [word for word in exception_report.ORDER if any(line.found.get(word) for line in lines)]
    caption = f"{wording.count(len(lines), 'area')}, those with the most urgent exceptions first"
    shown = table(caption, _columns(kinds), ordered)
    return SectionModel(
        name=name,
        label="Areas",
        title=_title(ordered),
        context=context,
        opening=(Paragraph(_opening(lines)), *_trouble(ordered)),
        blocks=(Block("Areas, exceptions first", (shown,), "areas"),),
        table=shown,
        notice=notice,
    )


def _columns(kinds: list[str]) -> tuple[Column, ...]:
    return (
        Column("Area", lambda line: Cell(line.area, link=f"{line.folder}/index.html" if line.folder else "")),
        Figures("Figures", lambda line: line.figures),
        *(Figures(wording.capital(word), partial(_count, word), wording.slug(word)) for word in kinds),
        Column("Report", _report),
    )


def _report(line: AreaLine) -> Cell:
    badge = Badge("off track", "Trouble") if line.trouble else Badge("on track", "Complete")
    return Cell(badge.text, value=line.trouble or badge.text, badge=badge)


def _count(word: str, line: AreaLine) -> Cell | int:
    """How many figures are such an exception; a dash where none could be seen, which is not none."""
    if word == "special cause" and not line.charted:
        return missing("too few periods")
    return line.found.get(word, 0)


def _title(ordered: list[AreaLine]) -> str:
    bad = sum(bool(line.trouble) for line in ordered)
    if bad:
        return f"{len(ordered) - bad} of {len(ordered)} areas are complete"
    most = max(ordered, key=lambda line: line.standing_out)
    if not most.standing_out:
        return f"{wording.count(len(ordered), 'area')}: nothing stands out"
    return f"{wording.count(len(ordered), 'area')}: {ordered[0].area} first, {_most(ordered[0])}"


def _most(line: AreaLine) -> str:
    """Its most urgent exception and how often: "special cause 8 times"."""
    word = next(word for word in exception_report.ORDER if line.found.get(word))
    times = line.found[word]
    return f"{word} {'once' if times == 1 else f'{times} times'}"


def _opening(lines: tuple[AreaLine, ...]) -> str:
    quiet = sum(not line.standing_out for line in lines)
    return (
        "Each area has the whole report. A number says how many of its figures are such an exception; "
        f"{wording.count(quiet, 'area has', 'areas have')} none."
    )


def _trouble(ordered: list[AreaLine]) -> tuple[Listing, ...]:
    items = tuple(wording.sentence(f"{line.area}: {line.trouble}") for line in ordered if line.trouble)
    return (Listing(items),) if items else ()
