"""Overrides: an analyst's status in place of the rule's. Both are kept, with reason, role and end date.

They are in `data/<organisation>/<quarter>/overrides.yaml`. After its last day an override is ignored and noted.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from analysis.definitions import params, periods
from analysis.definitions.errors import Problem, stop_if_any
from analysis.definitions.indicators import Definition, Indicator, Text
from analysis.definitions.targets import Status


class Override(Definition):
    """One line: the status at year end of a series, from whom by role, why, and the last day it holds."""

    ref: Text
    breakdown: Text = "all"
    area: str = ""
    status: Literal["on track", "uncertain", "off track", "not judged"]
    reason: Text
    role: Text
    expires: Text = Field(examples=["2024-12-31"])

    @field_validator("expires")
    @classmethod
    def _is_a_day(cls, value: str) -> str:
        periods.day(value)
        return value

    def expired(self, as_at: str) -> bool:
        """Whether its last day lies before the day of which the report knows."""
        return date.fromisoformat(self.expires) < date.fromisoformat(as_at)


class OverrideFile(Definition):
    """A quarter's overrides."""

    overrides: tuple[Override, ...] = Field(strict=False)


@dataclass(frozen=True)
class Overridden:
    """An override beside what the rule gave; `used` is whether it still holds."""

    override: Override
    by_rule: Status
    used: bool

    @property
    def words(self) -> str:
        """What the page says of it, a sentence without a full stop."""
        line = self.override
        until = f"until {line.expires}"
        if not self.used:
            return f"an override to {line.status} ({line.role}) held {until} and is no longer used"
        return (
            f"{line.status} by decision of {line.role}, {until}: {line.reason}; "
            f"by the rule it is {self.by_rule}"
        )


def read_overrides(
    path: Path, indicators: tuple[Indicator, ...], report: params.Params, areas: tuple[str, ...] = ()
) -> tuple[Override, ...]:
    """The overrides of a quarter, none without a file. Raises `InputError` naming every wrong line.

    A line without an area is of the report's own; in a report over many (`areas`) each line must name one.
    """
    if not path.is_file():
        return ()
    found = params.checked(OverrideFile, params.read_yaml(path), path.name).overrides
    known = {(indicator.ref, b.name) for indicator in indicators for b in indicator.series}
    home = "" if report.areas else report.area
    keys = [(line.ref, line.breakdown, line.area or home) for line in found]
    problems = [
        Problem(f"{line.ref} {line.breakdown} is not a defined indicator and breakdown",
                "correct ref or breakdown", path.name, column=f"overrides.{number}")
        for number, line in enumerate(found)
        if (line.ref, line.breakdown) not in known
    ]  # fmt: skip
    problems += [
        Problem(
            f"{' '.join(key)} is overridden twice", "keep one line", path.name, column=f"overrides.{number}"
        )
        for number, key in enumerate(keys)
        if key in keys[:number]
    ]
    problems += [
        Problem(
            f"{line.ref} {line.breakdown} names no area, and the report has many",
            "name the area whose status it sets", path.name, column=f"overrides.{number}.area",
        )
        for number, line in enumerate(found)
        if report.areas and not line.area
    ]  # fmt: skip
    own = {report.area, *params.listed(report.parts), *areas}
    problems += [
        Problem(
            f"{line.area!r} is not an area of this report", f"name one of {', '.join(sorted(own - {''}))}",
            path.name, column=f"overrides.{number}.area",
        )
        for number, line in enumerate(found)
        if line.area and line.area not in own
    ]  # fmt: skip
    stop_if_any(problems)
    return found


def overridden(
    key: tuple[str, str, str], by_rule: Status, overrides: tuple[Override, ...], params: params.Params
) -> Overridden | None:
    """What the overrides say of a series (reference, breakdown, area), if anything."""
    ref, breakdown, area = key
    line = next(
        (o for o in overrides if (o.ref, o.breakdown, o.area or params.area) == (ref, breakdown, area)), None
    )
    return Overridden(line, by_rule, not line.expired(params.as_at)) if line else None
