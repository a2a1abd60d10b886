"""What analysts wrote: one Markdown file an indicator, `commentary/<ref>.md` in the quarter's folder.

    ---
    role: Community safety analyst
    date: 2012-10-12
    state: draft
    ---
    What happened, in the analyst's own words.

    ## Cause
    ## Action
    ## Who
    ## When

`state` is draft or accepted. The four headings are asked for where an indicator is off track; a line such as
`Cause: ...` answers as well. The text is data: it is shown, checked against the figures, and never runs.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from analysis.definitions import params, periods, wording
from analysis.definitions.errors import InputError, Problem, stop_if_any
from analysis.definitions.indicators import Definition, Indicator, Text

FOLDER = "commentary"
ASKED = ("cause", "action", "who", "when")
"""What is asked for where an indicator is off track."""
TO_BE_WRITTEN = "[to be written]"
"""What stands where figures cannot speak; a part that says only this counts as absent."""
LONGEST = 20_000

_FENCE = "---"
_HEADING = re.compile(r"#{1,6}\s*(cause|action|who|when)s?\s*[:.]?\s*#*\s*$", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:[-*+]\s+)?[*_]{0,2}(cause|action|who|when)s?[*_]{0,2}\s*:[*_]{0,2}(.*)$", re.IGNORECASE
)


class Header(Definition):
    """The lines above the text: who wrote it (a role, not a name), when, and whether it is accepted."""

    role: Text = Field(examples=["Community safety analyst"])
    date: Text = Field(examples=["2024-10-12"])
    state: Literal["draft", "accepted"]

    @field_validator("date")
    @classmethod
    def _is_a_day(cls, value: str) -> str:
        periods.day(value)
        return value


@dataclass(frozen=True)
class Commentary:
    """What was written about one indicator; `text` is Markdown, to be shown through an allow-list only."""

    ref: str
    role: str
    date: str
    state: str
    text: str

    @property
    def lacking(self) -> tuple[str, ...]:
        """Which of cause, action, who and when it does not answer."""
        answered = _answers(self.text)
        return tuple(name for name in ASKED if not answered.get(name))


def read_commentary(folder: Path, indicators: Iterable[Indicator]) -> tuple[Commentary, ...]:
    """Every commentary of a quarter, in the order of the definitions. One `InputError` names all faults."""
    order = {indicator.ref: number for number, indicator in enumerate(indicators)}
    found: list[Commentary] = []
    problems: list[Problem] = []
    for path in sorted((folder / FOLDER).glob("*.md")):
        try:
            found.append(_read(path, order))
        except InputError as error:
            problems += error.problems
    stop_if_any(problems)
    return tuple(sorted(found, key=lambda commentary: order[commentary.ref]))


def parse(text: str, ref: str) -> Commentary:
    """A file's text as a commentary. Raises `InputError` for a header that is missing or not as asked."""
    file = f"{FOLDER}/{ref}.md"
    lines = text.removeprefix("\ufeff").splitlines()
    ends = [number for number, line in enumerate(lines) if line.strip() == _FENCE]
    if len(ends) < 2 or ends[0] != 0:
        remedy = "begin with a line ---, then role: ..., date: 2012-10-12, state: draft, then a line ---"
        raise InputError(Problem("it has no header", remedy, file, row=1))
    pairs = (line.partition(":") for line in lines[1 : ends[1]] if line.strip())
    header = params.checked(Header, {name.strip(): value.strip() for name, _, value in pairs}, file)
    body = "\n".join(lines[ends[1] + 1 :]).strip()
    if not body or len(body) > LONGEST:
        what = f"its text has {wording.fixed(len(body), 0)} characters"
        raise InputError(Problem(what, f"write from 1 to {wording.fixed(LONGEST, 0)} characters", file))
    return Commentary(ref, header.role, header.date, header.state, body)


def _read(path: Path, known: Iterable[str]) -> Commentary:
    file = f"{FOLDER}/{path.name}"
    if path.stem not in known:
        nearest = difflib.get_close_matches(path.stem, list(known), 1, 0.3)
        remedy = f"name it {nearest[0]}.md" if nearest else "name it after the indicator, such as SH1.md"
        raise InputError(Problem(f"{path.stem!r} is not an indicator of this report", remedy, file))
    if path.is_symlink() or not path.is_file():
        raise InputError(Problem("it is not a plain file", "put the text itself there", file))
    try:
        return parse(path.read_text(encoding="utf-8"), path.stem)
    except UnicodeDecodeError:
        raise InputError(Problem("it is not text in UTF-8", "save it as UTF-8", file)) from None


def _answers(text: str) -> dict[str, str]:
    """What stands under each heading, or behind each label, that asks for a part."""
    found: dict[str, str] = {}
    asked = ""
    for line in text.splitlines():
        label = _LABEL.match(line.strip())
        if asks := _HEADING.match(line.strip()) or label:
            asked = asks[1].lower()
            line = label[2] if label else ""
        elif line.lstrip().startswith("#"):
            asked = ""
        if asked:
            said = line.replace(TO_BE_WRITTEN, "").strip(" \t.*_-")
            found[asked] = found.get(asked, "") + said
    return found
