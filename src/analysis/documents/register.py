"""The register: what was published, by which role, from which inputs and rules. Nothing is rewritten.

`data/register/<organisation>/0001-<report>.json` is one entry a file, each with the hash of the one before. A changed
entry breaks the chain, and reading says where. An entry has everything that its report was made from, except the
received files, of which it has the SHA-256.
"""

import json
from collections.abc import Sequence
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from analysis.definitions import params
from analysis.definitions.errors import InputError, Problem
from analysis.definitions.indicators import Definition, Indicator, Text
from analysis.definitions.params import Params
from analysis.definitions.periods import Period
from analysis.definitions.targets import Agreed, Status, YearOfTargets
from analysis.documents.overrides import Override, OverrideFile
from analysis.extracts.observations import Observation

_PERIODS = ("period", "window")
_NO_REASON = "not recorded"
"""Of an entry that was signed off before every report had to give its `hidden_reason`; never on a page."""


class Line(Definition):
    """One series as it was published: figure, target, forecast and statuses."""

    ref: Text
    breakdown: Text
    area: Text
    figure: float | None
    target_low: float | None
    target_high: float | None
    target: str
    expected: float | None
    low80: float | None
    high80: float | None
    low95: float | None
    high95: float | None
    chance: float | None
    direction: str
    status_now: Status
    status_year_end: Status

    @property
    def key(self) -> tuple[str, str, str]:
        """Reference, breakdown and area."""
        return (self.ref, self.breakdown, self.area)


class Figures(Definition):
    """All checked figures of a report, one a row under `columns`; a period is its first month and length."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


class Entry(Definition):
    """One entry. `texts` holds every definition as it was written, by its path; `deliveries`, `notebooks` and
    `pages` the SHA-256 of each file; `draft` the hash of all inputs of the draft that was signed off.
    """

    number: int
    previous: str
    report: Text
    role: Text
    date: Text
    draft: Text
    parameters: dict[str, Any]
    texts: dict[str, str]
    deliveries: dict[str, str]
    notebooks: dict[str, str]
    pages: dict[str, str]
    code_sha256: str
    commit: str
    lines: tuple[Line, ...]
    figures: Figures

    @property
    def settings(self) -> Params:
        """The parameters it was made with."""
        values = {"hidden_reason": _NO_REASON, **self.parameters}
        return params.checked(Params, values, f"entry {self.number} of the register")

    @property
    def file(self) -> str:
        """Its file's name."""
        return f"{self.number:04d}-{self.report.replace('/', '-')}.json"

    def observations(self) -> tuple[Observation, ...]:
        """The figures as they were used then, in their order."""
        known = {field.name for field in fields(Observation)}
        found = []
        for row in self.figures.rows:
            named = {
                name: value for name, value in zip(self.figures.columns, row, strict=True) if name in known
            }
            named |= {name: Period(*named[name]) for name in _PERIODS}
            found.append(Observation(**named))
        return tuple(found)

    def indicators(self) -> tuple[Indicator, ...]:
        """The definitions as they were then."""
        folder = f"params/indicators/{self.settings.organisation}/"
        found = [
            params.checked(Indicator, params.parsed_yaml(text, path), path)
            for path, text in self.texts.items()
            if path.startswith(folder)
        ]
        return tuple(sorted(found, key=lambda indicator: params.natural(indicator.ref)))

    def agreed(self) -> tuple[Agreed, ...]:
        """The targets as they were then."""
        path = f"params/targets/{self.settings.organisation}/{self.settings.year}.yaml"
        if path not in self.texts:
            return ()
        return params.checked(YearOfTargets, params.parsed_yaml(self.texts[path], path), path).targets

    def overrides(self) -> tuple[Override, ...]:
        """The analyst's overrides as they were then."""
        path = f"data/{self.settings.organisation}/{self.settings.delivery}/overrides.yaml"
        if path not in self.texts:
            return ()
        return params.checked(OverrideFile, params.parsed_yaml(self.texts[path], path), path).overrides


def figures_of(observations: tuple[Observation, ...]) -> Figures:
    """Checked figures as an entry keeps them."""
    names = tuple(field.name for field in fields(Observation))
    return Figures(
        columns=names, rows=tuple(tuple(_plain(getattr(o, n)) for n in names) for o in observations)
    )


def read_register(folder: Path) -> tuple[Entry, ...]:
    """All entries of an organisation, oldest first; none where nothing was published.

    Raises `InputError` naming the first file that was changed, is missing or is no entry.
    """
    found: list[Entry] = []
    before = ""
    for path in sorted(folder.glob("[0-9]*.json")):
        content = path.read_bytes()
        entry = _parsed(path, content)
        if entry.number != len(found) + 1 or entry.previous != before or entry.file != path.name:
            what = "it does not follow from the entry before: that one was changed or removed"
            raise InputError(Problem(what, "restore the register as it was published", path.name))
        found.append(entry)
        before = sha256(content).hexdigest()
    return tuple(found)


def text_of(entry: Entry) -> bytes:
    """The entry as its file holds it: a figure and a line a row, so that people can read and compare it."""
    plain = entry.model_dump(mode="json")
    rows, lines = plain["figures"].pop("rows"), plain.pop("lines")
    text = json.dumps(plain, indent=1, ensure_ascii=False, sort_keys=True)
    body = text.removesuffix("\n}")
    return f'{body},\n "lines": {_rows(lines)},\n "rows": {_rows(rows)}\n}}\n'.encode()


def last_before(entries: tuple[Entry, ...], report: Params) -> Entry | None:
    """The published report that a report follows: of the same title and area the latest that is not of a
    later quarter, and of two the one published last.
    """
    same = [e for e in entries if (e.settings.title, e.settings.area) == (report.title, report.area)]
    past = [entry for entry in same if entry.settings.period.end <= report.period.end]
    return max(past, key=lambda entry: (entry.settings.period.end, entry.number), default=None)


def _parsed(path: Path, content: bytes) -> Entry:
    try:
        plain = json.loads(content)
        plain["figures"]["rows"] = plain.pop("rows")
        return Entry.model_validate_json(json.dumps(plain))
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError, RecursionError):
        what = "it is not an entry of the register"
        raise InputError(Problem(what, "restore it as it was published", path.name)) from None


def _rows(rows: Sequence[object]) -> str:
    lines = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n  {lines}\n ]" if rows else "[]"


def _plain(value: Any) -> Any:
    return [value.first, value.months] if isinstance(value, Period) else value
