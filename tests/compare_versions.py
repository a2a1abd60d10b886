"""Compare the reports of the version before with those of this checkout, cell by cell and block by block.

    python tests/compare_versions.py BEFORE [REPORT ...]         BEFORE: a revision, or a folder of its files
    python tests/compare_versions.py --before OUTPUTS --after OUTPUTS [REPORT ...]      two `outputs/` folders

Every cell of every table (`tables/*.csv`, `areas.csv`) and the text of every page is compared; fragments hold the text
of the section pages and are left out. Differences alike but for their figures stand together, under the cause that
`version_differences.yaml` states. The exit status is 1 where a difference has no stated cause.
"""

import argparse
import csv
import difflib
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml

import versions
from page_text import Block, blocks

CAUSES = Path(__file__).parent / "version_differences.yaml"
JUDGEMENTS = "tables/judgements.csv"
KEYS = {"judgements.csv": ("ref", "breakdown", "area"), "areas.csv": ("folder",)}
"""Columns by which a table's rows are known; other tables' rows are known by their first column."""
TIMED = {"areas.csv": ("seconds", "attempts")}
"""Columns that differ from run to run."""
PATTERNS = ("report", "file", "column", "row", "before", "after", "was", "now", "figures")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
AROUND = 1
"""Words on either side of a change that `was` and `now` have."""
ALIKE = 0.6
"""Share of two blocks that must be the same for one to be called the other's successor."""
SHOWN = 400
"""Signs of a text that are printed."""


@dataclass(frozen=True)
class Difference:
    """One cell or block; `before` or `after` is None where it is not there."""

    report: str
    area: str
    file: str
    row: str
    column: str
    before: str | None
    after: str | None

    @property
    def was(self) -> str:
        """The words of `before` that differ, with the words next to them."""
        return _change(self.before, self.after, AROUND)[0]

    @property
    def now(self) -> str:
        """The words of `after` that differ, with the words next to them."""
        return _change(self.before, self.after, AROUND)[1]

    @property
    def figures(self) -> str:
        """How figures differ where the other words are the same: `digits`, `rounded`, `by one`; else empty."""
        if _is_one_number(_words(self.before), _words(self.after)):
            return "digits"
        if NUMBER.sub("#", _words(self.before)) != NUMBER.sub("#", _words(self.after)):
            return ""
        pairs = [
            pair
            for pair in zip(*(NUMBER.findall(_words(t)) for t in (self.before, self.after)), strict=True)
            if pair[0] != pair[1]
        ]
        if all(_is_rounded(*pair) for pair in pairs):
            return "rounded"
        return "by one" if all(_differ_by_one(*pair) for pair in pairs) else ""

    @property
    def kind(self) -> tuple[str, ...]:
        """What alike differences share: file and column, and on pages the words without their figures."""
        words = _change(self.before, self.after)
        if self.file.endswith(".html"):
            words = tuple(
                re.sub(r"\d[\d,.]*", "#", text.replace(self.area or "\0", "AREA")) for text in words
            )
        elif self.column not in ("status_now", "status_year_end", "direction", "region_comparison", "reason"):
            words = ()
        return (self.file, self.column, *words)


@dataclass(frozen=True)
class Cause:
    """Why some differences are there: those that match each of its patterns."""

    cause: str
    patterns: dict[str, str]

    def explains(self, difference: Difference) -> bool:
        """Whether every pattern is found in what it is about."""
        return all(
            re.search(pattern, _words(getattr(difference, name))) for name, pattern in self.patterns.items()
        )


def read_causes(path: Path) -> list[Cause]:
    """The stated causes; `ValueError` for one that says no cause, or would explain everything."""
    causes = []
    for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["differences"]:
        patterns = {name: str(pattern) for name, pattern in entry.items() if name != "cause"}
        if not entry.get("cause") or not patterns.keys() <= set(PATTERNS) or not patterns.keys() - {"report"}:
            raise ValueError(f"{path.name}: {entry} needs a cause and patterns of {', '.join(PATTERNS)}")
        causes.append(Cause(entry["cause"], patterns))
    return causes


def differences(
    before: Path, after: Path, names: Sequence[str] = (), only: Sequence[str] = ()
) -> Iterator[Difference]:
    """Compare two `outputs/` folders: all reports or those of these names, all areas or `only` some."""
    for report, area, name in sorted(_files(before) | _files(after)):
        of_asked = report in names or (
            not report and any(one.startswith(name.removesuffix(".html")) for one in names)
        )
        if (names and not of_asked) or (only and area not in only):
            continue
        path = Path(report, area, name)
        olds, news = _content(before / path), _content(after / path)
        if olds != news:
            compare = _tables if name.endswith(".csv") else _pages
            for row, column, old, new in compare(Path(name).name, olds, news):
                yield Difference(report, area, name, row, column, old, new)


def _files(outputs: Path) -> set[tuple[str, str, str]]:
    """Report, area and name of each file that is compared; the two are empty where it is of no report, no area."""
    found = set()
    for path in [*outputs.rglob("*.csv"), *outputs.rglob("*.html")]:
        parts = path.relative_to(outputs).parts
        if any(part.startswith(".") or part == "fragments" for part in parts):
            continue
        report, rest = ("", parts) if len(parts) == 1 else (parts[0], parts[1:])
        area = rest[0] if len(rest) > 1 and rest[0] not in ("tables", "sections") else ""
        found.add((report, area, "/".join(rest[1:] if area else rest)))
    return found


def _content(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


Found = Iterator[tuple[str, str, str | None, str | None]]
"""Row, column, before and after."""


def _tables(name: str, before: str | None, after: str | None) -> Found:
    if before is None or after is None:
        yield "", "the whole table", before, after
        return
    olds, news = _rows(before), _rows(after)
    columns, added = _columns(olds), [column for column in _columns(news) if column not in _columns(olds)]
    yield from (("", column, column, None) for column in columns if column not in _columns(news))
    yield from (("", column, None, column) for column in added)
    shared = [c for c in columns if c in _columns(news) and c not in TIMED.get(name, ())]
    keyed = _keyed(olds, name), _keyed(news, name)
    for key in dict.fromkeys([*keyed[0], *keyed[1]]):
        old, new = (rows.get(key) for rows in keyed)
        if old is None or new is None:
            yield key, "the whole row", _line(old), _line(new)
        else:
            yield from (
                (key, column, old[column], new[column]) for column in shared if old[column] != new[column]
            )
    if list(keyed[0]) != list(keyed[1]) and keyed[0].keys() == keyed[1].keys():
        yield "", "order of rows", "; ".join(keyed[0]), "; ".join(keyed[1])


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.removeprefix("\ufeff").splitlines(keepends=True)))


def _columns(rows: list[dict[str, str]]) -> list[str]:
    return list(rows[0]) if rows else []


def _keyed(rows: list[dict[str, str]], name: str) -> dict[str, dict[str, str]]:
    """Rows by their keys, or by their first column; of those of one key the second is known as `... (2)`."""
    seen, found = Counter(), {}
    for row in rows:
        key = ", ".join(row[column] for column in KEYS.get(name, list(row)[:1]))
        seen[key] += 1
        found[f"{key} ({seen[key]})" if seen[key] > 1 else key] = row
    return found


def _line(row: dict[str, str] | None) -> str | None:
    return row and " | ".join(row.values())


def _pages(name: str, before: str | None, after: str | None) -> Found:
    if before is None or after is None:
        yield "", "the whole page", before and _all_text(before), after and _all_text(after)
        return
    for old, new in _aligned(blocks(before), blocks(after)):
        if old and new and old.columns == new.columns:
            for (column, was), (_, now) in zip(old.cells, new.cells, strict=True):
                if was != now:
                    yield (old.cells[0][1] if len(old.cells) > 1 else ""), column, was, now
        else:
            yield "", "", old and old.text, new and new.text


def _all_text(page: str) -> str:
    return "\n".join(block.text for block in blocks(page))


def _aligned(olds: list[Block], news: list[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    """Each changed block with what stands in its place; None where there is nothing."""
    texts = [[re.sub(r"(?<=\d),(?=\d)", "", block.text) for block in page] for page in (olds, news)]
    for what, o1, o2, n1, n2 in difflib.SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if what == "equal":  # but for the commas of thousands
            yield from (pair for pair in zip(olds[o1:o2], news[n1:n2], strict=True) if pair[0] != pair[1])
        else:
            yield from _paired(olds[o1:o2], news[n1:n2])


def _paired(olds: list[Block], news: list[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    left = list(news)
    for old in olds:
        new = _successor(old, left)
        if new:
            left.remove(new)
        yield old, new
    yield from ((None, new) for new in left)


def _successor(old: Block, news: list[Block]) -> Block | None:
    """The row of the same first cell, the next mere figure, else the block that is most like it."""
    same = [new for new in news if len(old.cells) > 1 and new.cells[0] == old.cells[0]]
    if not re.search("[A-Za-z]", old.text):  # a label of an axis or a bar
        same += [new for new in news if NUMBER.sub("#", new.text) == NUMBER.sub("#", old.text)]
    if len(same) == 1 or (same and len(old.cells) == 1):
        return same[0]
    matcher = difflib.SequenceMatcher(None, b=old.text, autojunk=False)

    def alike(new: Block) -> float:
        matcher.set_seq1(new.text)
        return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0

    best = max(same or news, key=alike, default=None)
    return best if same or (best and alike(best) >= ALIKE) else None


def _change(before: str | None, after: str | None, around: int = 0) -> tuple[str, str]:
    """The words that differ, from the first to the last of them, and so many `around` them."""
    old, new = _words(before).split(), _words(after).split()
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    first, last = max(head - around, 0), max(tail - around, 0)
    return " ".join(old[first : len(old) - last]), " ".join(new[first : len(new) - last])


def _same(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words are the same from the first on."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, pair in pairs if pair[0] != pair[1]), min(len(old), len(new)))


def _is_one_number(one: str, other: str) -> bool:
    """Whether two cells hold the same number but for its last digits or an exponent."""
    try:
        ours, theirs = float(one), float(other)
    except ValueError:
        return False
    return abs(ours - theirs) <= 1e-12 * max(abs(ours), 1)


def _is_rounded(one: str, other: str) -> bool:
    """Whether one of two printed numbers is the other with fewer decimals; halves may go either way."""
    ours, theirs = (Decimal(number.replace(",", "")) for number in (one, other))
    coarse = max(ours.as_tuple().exponent, theirs.as_tuple().exponent)
    return abs(ours - theirs) <= Decimal(5).scaleb(coarse - 1)


def _differ_by_one(one: str, other: str) -> bool:
    return one.isdigit() and other.isdigit() and abs(int(one) - int(other)) == 1


def _words(text: str | None) -> str:
    return text or ""


def say(found: Sequence[Difference], causes: Sequence[Cause]) -> int:
    """Print the differences by cause and kind, those without a cause last; 1 if there are any, else 0."""
    by_cause: dict[str, list[Difference]] = {cause.cause: [] for cause in causes}
    unexplained = []
    for difference in found:
        cause = next((cause for cause in causes if cause.explains(difference)), None)
        (by_cause[cause.cause] if cause else unexplained).append(difference)
    for cause, those in by_cause.items():
        print(f"\n# {cause}: {len(those)} differences" if those else f"\n# {cause}: nothing differs by it")
        _say_kinds(those)
    print(f"\n# Without a stated cause: {len(unexplained)} differences")
    _say_kinds(unexplained)
    print(f"\n{len(found)} differences, {len(unexplained)} without a stated cause.")
    return int(bool(unexplained))


def _say_kinds(found: Sequence[Difference]) -> None:
    kinds = defaultdict(list)
    for difference in found:
        kinds[difference.kind].append(difference)
    for those in sorted(kinds.values(), key=lambda those: (those[0].file, -len(those))):
        first = those[0]
        if first.file == JUDGEMENTS:
            _say_judgements(those)
            continue
        place = " / ".join(filter(None, (first.report, first.area, first.file, first.row, first.column)))
        print(f"\n{len(those)} x {place}")
        whole = "whole" in first.column or not first.before or not first.after
        old, new = (first.before, first.after) if whole else _change(first.before, first.after)
        print(f"    before: {_shown(old)}\n    after:  {_shown(new)}")
        if not whole and first.file.endswith(".html"):
            print(f"    in:     {_shown(first.after)}")


def _say_judgements(those: Sequence[Difference]) -> None:
    """Every series of one kind of change, each in a line."""
    print(f"\n{len(those)} x judgements.csv, {those[0].column}")
    for one in those:
        series = " / ".join(filter(None, (one.report, one.area, one.row)))
        old, new = _change(one.before, one.after) if one.column == "reason" else (one.before, one.after)
        print(f"    {series}: {_shown(old)} -> {_shown(new)}")


def _shown(text: str | None) -> str:
    if text is None:
        return "(not there)"
    if not text:
        return "(empty)"
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} ... ({len(text)} signs)"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "names", nargs="*", metavar="BEFORE [REPORT ...]", help="without --before: first the version"
    )
    parser.add_argument(
        "--before", type=Path, metavar="OUTPUTS", help="reports that the version before has made"
    )
    parser.add_argument("--after", type=Path, metavar="OUTPUTS", help="reports that this checkout has made")
    parser.add_argument(
        "--only", nargs="+", default=(), metavar="AREA", help="of reports over many areas, when made"
    )
    parser.add_argument("--causes", type=Path, default=CAUSES, metavar="FILE")
    return parser


def main() -> int:
    """Make what is not given, compare, and print."""
    options = _parser().parse_args()
    names = list(options.names)
    with tempfile.TemporaryDirectory(prefix="versions-") as passing:
        before, after = options.before, options.after
        if not before:
            project = versions.of_version(names.pop(0), Path(passing, "before"))
            before = _made(project, names, options.only)
        if not after:
            after = _made(versions.of_this_checkout(Path(passing, "after")), names, options.only)
        found = list(differences(before, after, names, options.only))
        return say(found, read_causes(options.causes))


def _made(project: Path, names: list[str], only: Sequence[str]) -> Path:
    """The `outputs/` of a project after its reports were made; a report that cannot be made is named."""
    ended = versions.make_reports(project, names or versions.reports(project), only)
    for name, status in ended.items():
        if status:
            print(f"{project.name}: {name} ended with status {status}", file=sys.stderr)
    return project / "outputs"


if __name__ == "__main__":
    sys.exit(main())
