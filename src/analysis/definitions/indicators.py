"""Indicators: one definition file for each, `params/indicators/<organisation>/<ref>.yaml`.

An indicator says how periods become a year: `sum` adds them up (incidents; a rate's numerator; a share of the year's
programme), `ratio` divides summed numerators by summed denominators, `last` takes the latest, `rolling` the twelve
months to the latest, `survey` has one figure whenever it is taken.
"""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from analysis.definitions import options, periods

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Polarity = Literal["lower", "higher", "nearer", "none"]
Accumulation = Literal["sum", "ratio", "last", "rolling", "survey"]
Kind = Literal["count", "rate", "percentage", "level", "money"]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Definition(BaseModel):
    """What every file of definitions holds to: frozen, strictly typed, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Reference(Definition):
    """A reference by which the indicator is or was known, and in which years (labels such as 2011-12)."""

    ref: Text
    years: tuple[Text, ...] = Field(strict=False)

    @model_validator(mode="after")
    def _years_are_years(self) -> "Reference":
        for label in self.years:
            periods.parse_year(label)
        return self


class Rebased(Definition):
    """New limits of a control chart from the period or day `at` on, and why the process is another one."""

    at: Text
    reason: Text

    @field_validator("at")
    @classmethod
    def _is_when(cls, value: str) -> str:
        return value if _DAY.fullmatch(value) and date.fromisoformat(value) else periods.parse(value).label

    @property
    def start(self) -> date:
        """The first day of the new process."""
        return date.fromisoformat(self.at) if _DAY.fullmatch(self.at) else periods.parse(self.at).start


class Breakdown(Definition):
    """One breakdown of an indicator, spelt as in the deliveries.

    `total` marks the whole; `part_of` names the breakdown that this one adds up to with its siblings;
    `unit`, `kind`, `accumulates` and `decimals` stand here where they differ from the indicator's own.
    """

    name: Text
    label: str = ""
    total: bool = False
    part_of: str = ""
    unit: str = ""
    kind: Kind | None = None
    accumulates: Accumulation | None = None
    polarity: Polarity | None = None
    decimals: int | None = Field(default=None, ge=0, le=6)
    numerator: str = ""
    denominator: str = ""


class Indicator(Definition):
    """One indicator. `breakdowns` come in the order a page shows them, totals first.

    `delivered_as` is what deliveries call it; `per` the number that a rate with counts is per; a
    `standardised` figure does not follow from its counts; `estimated_counts` need not be whole; figures
    are printed with `decimals` (else with the most that their source shows); a figure
    covers `covers_years` years, labelled by the first. `on_track_from` and `off_track_to` stand here
    where they differ from the report's, `rules` names alternative rules (`analysis.definitions.options`), `rebases`
    from when on a control chart gets new limits, each with its reason. `direction_tolerance` is
    the change (per cent of last year's figure) that counts as a change where no counts allow a test;
    `status_tolerance` the per cent of the trajectory within which the wrong side of it is still
    uncertain. `ideal` is the value (of what adds up the year's) that polarity "nearer" asks for.
    `second_units` are units in which a document prints the same fact again. `arrears` is in quarters.
    `agreed` is what stands open, for a placeholder.
    """

    ref: Text
    title: Text
    short: str = ""
    theme: Text
    polarity: Polarity
    kind: Kind
    unit: str
    accumulates: Accumulation
    stage: Literal["live", "new", "placeholder"] = "live"
    ideal: float | None = None
    arrears: int = Field(default=0, ge=0, le=4)
    references: tuple[Reference, ...] = Field(default=(), strict=False)
    breakdowns: tuple[Breakdown, ...] = Field(default=(), strict=False)
    direction_tolerance: float | None = Field(default=None, gt=0)
    status_tolerance: float = Field(default=5.0, ge=0)
    second_units: tuple[Text, ...] = Field(default=(), strict=False)
    survey_next: str = ""
    delivered_as: tuple[Text, ...] = Field(default=(), strict=False)
    per: float = Field(default=100.0, gt=0)
    standardised: bool = False
    estimated_counts: bool = False
    decimals: int | None = Field(default=None, ge=0, le=6)
    covers_years: int = Field(default=1, ge=1, le=10)
    on_track_from: float | None = Field(default=None, gt=0.5, le=1)
    off_track_to: float | None = Field(default=None, ge=0, lt=0.5)
    rules: str = ""
    rebases: tuple[Rebased, ...] = Field(default=(), strict=False)
    not_comparable: tuple[Text, ...] = Field(default=(), strict=False)
    not_comparable_reason: str = ""
    source: str = ""
    definition: str = ""
    note: str = ""
    agreed: str = ""

    @field_validator("rules")
    @classmethod
    def _are_rules(cls, value: str) -> str:
        options.chosen(value)
        return value

    @model_validator(mode="after")
    def _breakdowns_fit(self) -> "Indicator":
        names = [breakdown.name for breakdown in self.breakdowns]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"breakdown {sorted(twice)[0]!r} is declared twice")
        unknown = {b.part_of for b in self.breakdowns if b.part_of} - set(names)
        if unknown:
            raise ValueError(f"part_of names {sorted(unknown)[0]!r}, which is not a breakdown of {self.ref}")
        return self

    @property
    def series(self) -> tuple[Breakdown, ...]:
        """The breakdowns, or the one called "all" where none is declared."""
        return self.breakdowns or (Breakdown(name="all", total=True),)

    @property
    def headlines(self) -> tuple[Breakdown, ...]:
        """The breakdowns that stand for the indicator: its totals or, where it has none, all of them."""
        return tuple(b for b in self.series if b.total) or self.series

    def is_apart(self, period: periods.Period) -> bool:
        """Whether figures of that period are declared not comparable with others, by its year's label."""
        return bool({period.label, period.financial_year} & set(self.not_comparable))

    def breakdown(self, name: str) -> Breakdown | None:
        """The breakdown of that name, if the indicator has it."""
        return next((breakdown for breakdown in self.series if breakdown.name == name), None)

    def unit_of(self, breakdown: Breakdown) -> str:
        """The unit of a breakdown's figures."""
        return breakdown.unit or self.unit

    def kind_of(self, breakdown: Breakdown) -> Kind:
        """The kind of a breakdown's figures."""
        return breakdown.kind or self.kind

    def decimals_of(self, breakdown: Breakdown) -> int | None:
        """The decimals with which a breakdown's figures are printed; None leaves it to their source."""
        return self.decimals if breakdown.decimals is None else breakdown.decimals

    def accumulation_of(self, breakdown: Breakdown) -> Accumulation:
        """How a breakdown's periods accumulate to a year."""
        return breakdown.accumulates or self.accumulates

    def polarity_of(self, breakdown: Breakdown) -> Polarity:
        """Which way is better for a breakdown."""
        return breakdown.polarity or self.polarity

    def formerly(self, year: str) -> tuple[str, ...]:
        """References of other years than `year`, as printed: `("NI 17 (2011-12)",)`."""
        return tuple(
            f"{reference.ref} ({', '.join(reference.years)})"
            for reference in self.references
            if year not in reference.years
        )


def find(indicators: "tuple[Indicator, ...]", reference: str, year: str) -> "tuple[Indicator, ...]":
    """The indicators that a reference means in a financial year, none, one or the several that share it.

    Spaces do not count: in 2011-12 `PA 8` is SH5, in 2012-13 `PA8` is another; `NI 17` is SH1 and SH3. An
    indicator's own reference is the one of the report's definitions and means it in every year in which no
    dated reference takes it for another.
    """
    wanted = _squeezed(reference)
    dated = tuple(
        indicator
        for indicator in indicators
        if any(_squeezed(r.ref) == wanted and year in r.years for r in indicator.references)
    )
    return dated or tuple(indicator for indicator in indicators if _squeezed(indicator.ref) == wanted)


def _squeezed(reference: str) -> str:
    return reference.replace(" ", "").upper()
