"""Read `params/` once into frozen types. An unknown key is rejected, with the nearest known name.

papermill injects `params/<report>.yaml`, so it has strings and numbers only, and a list is a comma-separated string.
The report's id is the name of that file.
"""

import difflib
import os
import re
import stat
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import (
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from analysis.definitions import machine_faults, options, periods, root_search
from analysis.definitions.errors import InputError, Problem, stop_if_any, without_rows
from analysis.definitions.indicators import Definition, Indicator, Text
from analysis.definitions.options import Choices
from analysis.definitions.params import plain_yaml
from analysis.definitions.params.remedies import problem_of

Model = TypeVar("Model", bound=Definition)
Slug = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,99}$"), Field(examples=["mytown-2024-25-q2"])
]
MaybeText = Annotated[str, StringConstraints(strip_whitespace=True)]
"""A text that may be left out or empty; blanks alone are empty too."""

RESERVED = ("outturn", "published", "reproduced", "schedule")
"""What no report may be called: folders under outputs/ that hold something else, `.outturn` among them."""

RECORD = "deliveries.yaml"
"""The record in each delivery folder."""

_FOLDER_OF = {"areas": "areas", "region": "regions"}

_LONGEST_NAME = 200
"""Bytes of a name from which a file's is made; every system takes 255."""

NEAR = 0.6
"""From which likeness on, of 1, a name may be meant for another (difflib)."""


class Params(Definition):
    """The parameters of one report, as papermill injects them: all of them, defaults too.

    Keys without a default are required; of `area` and `areas` one is, and `area` is empty where only `areas`
    is given.
    `parts` are places inside `area` (towns); `region`, `nation`, `neighbours` and `benchmarks` are what the
    area is compared with; `areas` names a file under params/areas whose places get a report each (`area` is
    then the one that is shown, at first none); `rules` names alternative rules (`analysis.definitions.options`);
    `sources` are in order of trust: the report uses the first that has a fact.
    `due_days` (0 to 366) after the end of the quarter its extracts are due.
    `as_at` is the last day of which the report knows, as text; nothing reads the clock. `hidden_below` says
    that no count is hidden (0) and `hidden_reason` why, in the report's own words; hiding small counts is not
    built yet, so any other number is refused rather than passed over.
    """

    report: Slug
    title: Text = Field(examples=["Safer Mytown"])
    organisation: Slug = Field(examples=["mytown"])
    area: MaybeText = Field(examples=["Mytown"])
    areas: MaybeText = ""
    parts: MaybeText = ""
    region: MaybeText = ""
    nation: MaybeText = ""
    neighbours: MaybeText = ""
    benchmarks: MaybeText = ""
    rules: MaybeText = ""
    year: Text = Field(examples=["2024-25"])
    quarter: int = Field(ge=1, le=4, examples=[2])
    as_at: Text = Field(examples=["2024-09-30"])
    sources: Text = Field(examples=["police, council"])
    theme: MaybeText = ""
    on_track_from: float = Field(default=0.8, gt=0.5, le=1)
    off_track_to: float = Field(default=0.2, ge=0, lt=0.5)
    due_days: int = Field(default=30, ge=0, le=366)
    hidden_below: int = Field(default=0, ge=0)
    hidden_reason: Text = Field(
        examples=["every figure here is already published"],
        description="but only if that is true: no small count will be hidden",
    )
    notice: MaybeText = ""

    @model_validator(mode="before")
    @classmethod
    def _of_many_needs_no_area(cls, values: Any) -> Any:
        return {"area": "", **values} if isinstance(values, dict) and values.get("areas") else values

    @field_validator("report")
    @classmethod
    def _is_free(cls, value: str) -> str:
        if value in RESERVED or value.startswith("register-"):
            raise ValueError(f"{value!r} is a folder of Outturn's own under outputs/: give another name")
        return value

    @field_validator(
        "area", "areas", "parts", "region", "nation", "neighbours", "benchmarks", "theme", "title"
    )
    @classmethod
    def _can_be_seen(cls, value: str) -> str:
        if not value.isprintable():
            raise ValueError(f"{value!r} has a character that cannot be seen: type it again")
        return value

    @field_validator("areas", "region")
    @classmethod
    def _is_a_file_name(cls, value: str, about: ValidationInfo) -> str:
        if set(value) & set("/\\") or len(value.encode()) > _LONGEST_NAME:
            raise ValueError(f"it is not the name of a file in params/{_FOLDER_OF[about.field_name or '']}")
        return value

    @field_validator("region", "nation")
    @classmethod
    def _is_one_place(cls, value: str) -> str:
        if "," in value:
            raise ValueError(f"{value!r} is more than one place: name the others under benchmarks")
        return value

    @field_validator("sources", "parts", "neighbours", "benchmarks")
    @classmethod
    def _names_each_once(cls, value: str, about: ValidationInfo) -> str:
        names = listed(value)
        if about.field_name == "sources" and not names:
            raise ValueError("it names no source")
        if twice := next((name for name in names if names.count(name) > 1), ""):
            raise ValueError(f"{twice!r} is in {value!r} twice")
        return value

    @field_validator("hidden_reason")
    @classmethod
    def _says_something(cls, value: str) -> str:
        if not any(character.isalpha() for character in value):
            raise ValueError(f"{value!r} gives no reason why no count is hidden")
        return value

    @field_validator("year")
    @classmethod
    def _is_a_year(cls, value: str) -> str:
        periods.parse_year(value)
        return value

    @field_validator("as_at")
    @classmethod
    def _is_a_day(cls, value: str) -> str:
        periods.day(value)
        return value

    @field_validator("rules")
    @classmethod
    def _are_rules(cls, value: str) -> str:
        options.chosen(value)
        return value

    @model_validator(mode="after")
    def _names_a_place(self) -> "Params":
        if not (self.area or self.areas):
            raise ValueError("neither area nor areas is given: name the place, or a file under params/areas")
        return self

    @field_validator("hidden_below")
    @classmethod
    def _hides_nothing(cls, value: int) -> int:
        if value > 0:
            raise ValueError(
                "small counts cannot be hidden yet, and this report would show them: set 0 only if it may"
            )
        return value

    @model_validator(mode="after")
    def _knows_the_quarter(self) -> "Params":
        if date.fromisoformat(self.as_at) < self.period.end:
            raise ValueError(
                f"as_at {self.as_at} is before the end of {self.year} Q{self.quarter} ({self.period.end}): "
                "the year, the quarter or as_at is wrong"
            )
        return self

    @property
    def period(self) -> periods.Period:
        """From 1 April to the end of the reported quarter."""
        return periods.to_date(self.year, self.quarter)

    @property
    def source_order(self) -> tuple[str, ...]:
        """The sources, most trusted first."""
        return listed(self.sources)

    @property
    def places(self) -> tuple[str, ...]:
        """Every place a delivery may name, the own area first."""
        others = (self.parts, f"{self.region},{self.nation}", self.neighbours, self.benchmarks)
        return (self.area, *(name for text in others for name in listed(text)))

    def chosen(self, of_indicator: str = "") -> Choices:
        """Which of two respectable rules it goes by, an indicator's own choice first."""
        return options.chosen(self.rules, of_indicator)

    @property
    def delivery(self) -> str:
        """Name of the quarter's delivery folder, such as `2012-13-q2`."""
        return f"{self.year}-q{self.quarter}"


def listed(text: str) -> tuple[str, ...]:
    """The items of a comma-separated parameter: `listed("Runcorn, Widnes")` is `("Runcorn", "Widnes")`."""
    return tuple(item.strip() for item in text.split(",") if item.strip())


@dataclass(frozen=True)
class Folders:
    """Where a report's definitions, deliveries, notebooks and outputs lie, under one root."""

    root: Path

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    @property
    def outputs(self) -> Path:
        return self.root / "outputs"

    @property
    def shared(self) -> Path | None:
        """The folder of public data, read where it lies: OUTTURN_SHARED, else `[tool.outturn] shared` in
        pyproject.toml; None where nothing names one.
        """
        if named := os.environ.get("OUTTURN_SHARED"):
            return (self.root / named).resolve()
        settings = self.root / "pyproject.toml"
        known = tomllib.loads(settings.read_text(encoding="utf-8")) if settings.is_file() else {}
        named = known.get("tool", {}).get("outturn", {}).get("shared", "")
        return (self.root / named).resolve() if named else None

    def regions(self, name: str) -> Path:
        """File of a region's members: of the North West `params/regions/north-west.yaml`."""
        return self.root / "params" / "regions" / f"{'-'.join(name.lower().split())}.yaml"

    def all_regions(self) -> tuple[Path, ...]:
        """Files of all regions."""
        return tuple(sorted((self.root / "params" / "regions").glob("*.yaml")))

    def areas(self, params: Params) -> Path:
        """File of the areas that get a report each."""
        return self.root / "params" / "areas" / params.areas

    def overrides(self, params: Params) -> Path:
        """File of the analyst's overrides of this quarter."""
        return self.deliveries(params) / "overrides.yaml"

    def register(self, params: Params) -> Path:
        """Folder of what the organisation has published."""
        return self.root / "data" / "register" / params.organisation

    def deliveries(self, params: Params) -> Path:
        """Folder of the quarter's deliveries."""
        return self.root / "data" / params.organisation / params.delivery

    def indicators(self, params: Params) -> Path:
        """Folder of the organisation's indicator definitions."""
        return self.root / "params" / "indicators" / params.organisation

    def targets(self, params: Params) -> Path:
        """File of the year's agreed targets."""
        return self.root / "params" / "targets" / params.organisation / f"{params.year}.yaml"


@without_rows()
def find_root(start: Path) -> Path:
    """The nearest folder from `start` upwards that holds `params` and `notebooks`."""
    if found := root_search.nearest(start):
        return found
    what = f"no folder at or above {start} holds params and notebooks"
    raise InputError(Problem(what, "start from the project's folder"))


@without_rows()
def read_params(path: Path) -> Params:
    """The checked parameters of one report. Raises `InputError` naming file, key and remedy."""
    values = read_yaml(path)
    params = checked(Params, values, path.name)
    if params.report != path.stem:
        raise InputError(
            Problem(
                f"report is {params.report!r} but the file is named {path.stem!r}",
                "a report's id is its params file's name: make the two the same",
                path.name,
                column="report",
            )
        )
    return params


@without_rows()
def read_indicators(folder: Path) -> tuple[Indicator, ...]:
    """All definitions of a folder, in natural order of reference (SH2 before SH10).

    Raises one `InputError` with everything that is wrong with any file.
    """
    if not folder.is_dir():
        what = f"there is no folder of definitions {folder.parent.name}/{folder.name}"
        raise InputError(
            Problem(what, "check organisation, or add params/indicators/<organisation>/<ref>.yaml")
        )
    found: list[Indicator] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found.append(_read_indicator(path))
        except InputError as error:
            problems += error.problems
    stop_if_any(problems)
    return tuple(sorted(found, key=lambda indicator: natural(indicator.ref)))


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """Sort key that takes numbers as numbers: `SH2` before `SH10`, `SH7a` before `SH7b`."""
    parts = re.findall(r"\d+|\D+", text)
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping that a YAML file holds; a missing, broken or other file is an `InputError`."""
    try:
        kind = path.stat().st_mode
        if not stat.S_ISREG(kind):  # reading from a pipe would wait for ever
            what = "it is a folder" if stat.S_ISDIR(kind) else "it is not a regular file"
            raise InputError(Problem(what, "name a file that can be read", path.name))
        return parsed_yaml(path.read_text(encoding="utf-8"), path.name)
    except FileNotFoundError:
        raise InputError(
            Problem(f"there is no file {path.name} in {path.parent.name}/", nearest_file(path))
        ) from None
    except UnicodeDecodeError:
        raise InputError(Problem("it is not readable as YAML", "correct the syntax", path.name)) from None
    except OSError as error:
        machine_faults.let_through(error)
        what = f"it cannot be read ({error.strerror})"
        raise InputError(Problem(what, "name a file that can be read", path.name)) from None


def parsed_yaml(text: str, file: str) -> dict[str, Any]:
    """The mapping that a YAML text holds; anything else is an `InputError` naming `file`."""
    values = plain_yaml.load(text, file)
    if not isinstance(values, dict):
        raise InputError(Problem("it has no names with values", "write lines such as quarter: 2", file))
    return values


def checked(model: type[Model], values: dict[str, Any], file: str) -> Model:
    """`values` as a `model`, or an `InputError` that lists everything wrong with them at once."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise InputError(
            tuple(problem_of(model, detail, file, values) for detail in error.errors())
        ) from None


def _read_indicator(path: Path) -> Indicator:
    indicator = checked(Indicator, read_yaml(path), path.name)
    if indicator.ref != path.stem:
        what = f"ref is {indicator.ref!r} but the file is named {path.stem!r}"
        raise InputError(Problem(what, "make the two the same", path.name, column="ref"))
    return indicator


def nearest_file(path: Path, ending: str = ".yaml", otherwise: str = "check the name and the folder") -> str:
    """What to do where a file is not there: take the one beside it that is named nearly so, if there is one."""
    there = sorted(path.parent.glob(f"*{ending}")) if path.parent.is_dir() else []
    names = {other.name.removesuffix(ending): other.name for other in there}
    nearest = difflib.get_close_matches(path.name.removesuffix(ending), names, 1, NEAR)
    return f"did you mean {names[nearest[0]]}" if nearest else otherwise
