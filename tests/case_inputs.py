"""Twenty-nine small deliveries that the first version published wrongly, each typed in as few words as it takes.

`opened` takes one in and opens its report, in a folder of its own and in this process.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import yaml
from bs4 import BeautifulSoup

from analysis.commands import receive
from analysis.definitions import params
from analysis.definitions.errors import InputError
from analysis.extracts.deliveries import Entry
from analysis.judgements.assessments import Assessment
from analysis.pages import workbook
from made_pages import csv_rows, pages_of

COLUMNS = ("section", "ref", "breakdown", "area", "period", "measure", "unit", "value", "note")
Row = tuple[str, str, object]
"""Period, measure, value."""

QUARTERS = ("Q1", "Q2", "Q3", "Q4")


def by_quarter(year: str, *values: object, measure: str = "in_quarter") -> list[Row]:
    """The year's quarters from the first on."""
    return [(f"{year} {q}", measure, value) for q, value in zip(QUARTERS, values, strict=False)]


def by_month(first: str, values: Iterable[object], measure: str = "in_month") -> list[Row]:
    """Months from the first on; None leaves one out."""
    start = int(first[:4]) * 12 + int(first[5:]) - 1
    named = ((divmod(start + number, 12), value) for number, value in enumerate(values))
    return [(f"{y}-{m + 1:02d}", measure, value) for (y, m), value in named if value is not None]


def counted(period: str, top: object, bottom: object, percent: object = None) -> list[Row]:
    """A percentage's counts, and the percentage where it is printed."""
    measure = "in_month" if len(period) == 7 else "in_quarter"
    printed = [] if percent is None else [(period, measure, percent)]
    return [(period, "numerator", top), (period, "denominator", bottom), *printed]


THEFTS = by_quarter("2023-24", 118, 131, 97, 84)
THIS_YEAR = by_quarter("2024-25", 109, 120)


@dataclass(frozen=True)
class Case:
    """One delivery of thefts in Mytown, or of what the indicator was made to be, and its target.

    `sheet` makes it a workbook: its rows, the number format of their values; `second` the rows of a second sheet,
    of burglaries.
    """

    rows: list[Row]
    target: dict = field(default_factory=lambda: {"value": 400})
    kind: str = "count"
    unit: str = "thefts"
    accumulates: str = "sum"
    polarity: str = "lower"
    year: str = "2024-25"
    quarter: int = 2
    sheet: str = ""
    second: tuple[Row, ...] = ()

    @property
    def is_ratio(self) -> bool:
        return self.accumulates == "ratio"

    @property
    def as_at(self) -> str:
        start = int(self.year[:4])
        return f"{start}-09-30" if self.quarter == 2 else f"{start + 1}-03-31"

    @property
    def report(self) -> str:
        return f"mytown-{self.year}-q{self.quarter}"


PERCENT = {"kind": "percentage", "unit": "percent", "polarity": "higher"}
RATIO = {**PERCENT, "accumulates": "ratio"}
POINTS = {**PERCENT, "accumulates": "last"}
MONEY = {"kind": "money", "unit": "£ million"}

CASES: dict[str, Case] = {
    "always-100-percent": Case(
        [
            row
            for period in ("2023-24 Q1", "2023-24 Q2", "2023-24 Q3", "2023-24 Q4", "2024-25 Q1", "2024-25 Q2")
            for row in counted(period, 10, 10, 100)
        ],
        {"value": 100},
        **RATIO,
    ),
    "counts-only": Case(
        [
            row
            for number, period in enumerate(
                ("2023-24 Q1", "2023-24 Q2", "2023-24 Q3", "2023-24 Q4", "2024-25 Q1", "2024-25 Q2")
            )
            for row in counted(period, 900 + number, 1000)
        ],
        {"value": 90},
        **RATIO,
    ),
    "days-lost": Case(
        by_quarter("2023-24", 9.4, 9.6, 9.1, 8.9) + by_quarter("2024-25", 9.3, 9.2),
        {"value": 9.0},
        kind="level",
        unit="days",
        accumulates="last",
    ),
    "december-2011": Case(
        [
            ("2011-12", "outturn", "90.0"),
            ("2011-12 Q1-Q2", "cumulative", "89.0"),
            *counted("2011-11", 60, 80),
            *counted("2011-12", 10, 40),
            ("2012-13 Q1-Q2", "cumulative", "88.0"),
            *counted("2012-13 Q1-Q2", 880, 1000),
        ],
        {"value": 85},
        year="2012-13",
        **RATIO,
    ),
    "eighteen-zeros": Case(
        [row for start in range(2020, 2024) for row in by_quarter(f"{start}-{start - 1999}", 0, 0, 0, 0)]
        + by_quarter("2024-25", 0, 0),
        {"value": 0},
    ),
    "error-cell": Case(THEFTS + by_quarter("2024-25", 109, "#DIV/0!"), sheet="General"),
    "keep-at-100": Case(
        [*by_quarter("2023-24", 100, 100, 100, 100), *by_quarter("2024-25", 100, 100), ("2023-24", "outturn", 100)],
        {"kind": "maintain_or_improve", "baseline_year": "2023-24"},
        **POINTS,
    ),
    "micrograms": Case(
        [
            (period, "rolling_12_months", value)
            for period, value in zip(
                ("2022-23 Q4", "2023-24 Q2", "2023-24 Q4", "2024-25 Q2"), (24.1, 21.3, 20.4, 19.9), strict=True
            )
        ],
        {"value": 19.5},
        kind="level",
        unit="µg/m3",
        accumulates="rolling",
    ),
    "money-in-millions": Case(
        by_quarter("2023-24", 1.4, 1.6, 1.1, 1.9) + by_quarter("2024-25", 1.3, 1.2), {"value": 5.5}, **MONEY
    ),
    "monthly-percent": Case(
        [
            row
            for period, _, _ in by_month("2023-04", [0] * 18)
            for row in counted(period, 900, 1000, "90.0")
        ],
        {"value": 90},
        **RATIO,
    ),
    "monthly-stock": Case(
        by_month("2023-04", range(3600, 3618)),
        {"value": 3500},
        kind="level",
        unit="claimants",
        accumulates="last",
    ),
    "months-against-quarter": Case(THEFTS + by_month("2024-04", [40] * 6) + [("2024-25 Q2", "in_quarter", 150)]),
    "nought-of-nought": Case(
        [
            *counted("2023-24 Q1", 9, 10, "90.0"), *counted("2023-24 Q2", 8, 9, "88.9"),
            *counted("2023-24 Q3", 7, 9, "77.8"), *counted("2023-24 Q4", 9, 10, "90.0"),
            *counted("2024-25 Q1", 0, 0, "[z]"), *counted("2024-25 Q2", 8, 10, "80.0"),
        ],
        {"value": 90},
        **RATIO,
    ),
    "one-month-missing": Case(THEFTS + by_month("2024-04", [40, 40, None, 40, 40, 40])),
    "percent-cells": Case(
        by_quarter("2023-24", 0.871, 0.912, 0.903, 0.887) + by_quarter("2024-25", 0.934, 0.921),
        {"value": 90},
        sheet="0.0%",
        **POINTS,
    ),
    "quarters-against-ytd": Case([*THEFTS, *THIS_YEAR, ("2024-25 Q1-Q2", "cumulative", 250)]),
    "rolling-by-month": Case(
        by_month("2023-04", range(440, 422, -1), "rolling_12_months"), accumulates="rolling"
    ),
    "same-data-as-ytd": Case(
        [
            ("2023-24 Q1", "cumulative", 118), ("2023-24 Q1-Q2", "cumulative", 249),
            ("2023-24 Q1-Q3", "cumulative", 346), ("2023-24", "outturn", 430),
            ("2024-25 Q1", "cumulative", 109), ("2024-25 Q1-Q2", "cumulative", 229),
        ]
    ),
    "second-sheet": Case(
        THEFTS + THIS_YEAR,
        sheet="General",
        second=(*by_quarter("2023-24", 70, 80, 75, 72), *by_quarter("2024-25", 66, 71)),
    ),
    "sums-to-nought": Case(
        by_quarter("2023-24", 0.1, 0.2, 0.1, 0.3) + by_quarter("2024-25", 0.1, 0.2, -0.3, "0.0"),
        {"value": 0},
        quarter=4,
        **MONEY,
    ),
    "suppressed-last-year": Case(by_quarter("2023-24", 118, "[c]", 97, 84) + THIS_YEAR),
    "suppressed-quarter": Case(THEFTS + by_quarter("2024-25", 109, "[c]")),
    "target-as-fraction": Case(
        by_quarter("2023-24", 87.1, 88.2, 86.3, 87.7) + by_quarter("2024-25", 86.4, 87.1), {"value": 0.95}, **POINTS
    ),
    "target-differs": Case([*THEFTS, *THIS_YEAR, ("2024-25", "target", 380)]),
    "target-to-date-delivered": Case([*THEFTS, *THIS_YEAR, ("2024-25 Q1-Q2", "target_to_date", 240)]),
    "ten-times": Case(THEFTS + by_quarter("2024-25", 109, 1200)),
    "year-missing": Case(
        by_quarter("2021-22", 105, 110, 115, 120)
        + by_quarter("2023-24", 105, 110, 115, 120)
        + by_quarter("2024-25", 110, 110)
    ),
    "ytd-falls": Case(
        [*THEFTS, ("2024-25 Q1", "cumulative", 130), ("2024-25 Q1-Q2", "cumulative", 120)]
    ),
    "ytd-then-quarter": Case([*THEFTS, ("2024-25 Q1", "cumulative", 109), ("2024-25 Q2", "in_quarter", 120)]),
}  # fmt: skip


@dataclass(frozen=True)
class Came:
    """What a case came to: why it was refused, or its judgement as published and the text of all its pages."""

    refused: str = ""
    row: dict[str, str] = field(default_factory=dict)
    text: str = ""
    release: Assessment | None = None

    @property
    def findings(self) -> str:
        return " | ".join(found.words for found in self.release.findings) if self.release else ""


def write(case: Case, root: Path) -> Path:
    """Write definitions, target and params file; returns the params file's path."""
    definition = {
        "ref": "THEFT", "title": "Bicycle thefts recorded by the police", "short": "Bicycle theft",
        "theme": "Community Safety", "polarity": case.polarity, "kind": case.kind, "unit": case.unit,
        "accumulates": case.accumulates, "source": "made-up police",
    }  # fmt: skip
    if case.is_ratio:
        counts = {"name": "all", "total": True, "numerator": "seen", "denominator": "attendances"}
        definition["breakdowns"] = [counts]
    agreed = {"kind": "value", **case.target, "set_by": "made-up partnership", "where": "made-up plan"}
    refs = ["THEFT", *(["BURG"] if case.second else [])]
    for ref in refs:
        _dump(root / f"params/indicators/mytown/{ref}.yaml", definition | {"ref": ref})
    lines = [{"ref": ref, **agreed} for ref in refs]
    _dump(root / f"params/targets/mytown/{case.year}.yaml", {"year": case.year, "targets": lines})
    path = root / f"params/{case.report}.yaml"
    _dump(
        path,
        {
            "report": case.report, "title": "Safer Mytown", "organisation": "mytown", "area": "Mytown",
            "parts": "", "region": "", "nation": "", "neighbours": "", "benchmarks": "", "year": case.year,
            "quarter": case.quarter, "as_at": case.as_at, "sources": "police", "theme": "Community Safety",
            "on_track_from": 0.8, "off_track_to": 0.2, "hidden_below": 0,
            "hidden_reason": "the figures are made up", "notice": "Made-up data: this place does not exist",
        },
    )  # fmt: skip
    return path


def deliver(case: Case, root: Path) -> tuple[Path, str]:
    """Write the delivery, and return its path and format."""
    if not case.sheet:
        lines = [",".join(map(str, row)) for row in (COLUMNS, *_rows(case, case.rows))]
        (root / "police.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return root / "police.csv", "figures_csv"
    book = openpyxl.Workbook()
    _fill(book.active, "Figures", _rows(case, case.rows), case.sheet)
    if case.second:
        _fill(book.create_sheet(), "Burglary", _rows(case, case.second, "BURG"), case.sheet)
    book.save(root / "figures.xlsx")
    return root / "figures.xlsx", "figures_xlsx"


def opened(case: Case, root: Path) -> Came:
    """Take a case in, judge it and compose its pages; words of a refusal where it is refused."""
    path = write(case, root)
    file, how = deliver(case, root)
    report = params.read_params(path)
    received = f"{int(case.as_at[:4])}-{int(case.as_at[5:7]) + 1:02d}-07"
    entry = Entry(source="police", title="police", file=file.name, format=how, received=received)
    try:
        receive.receive(params.Folders(root).deliveries(report), file, entry)
        book = workbook.open_workbook(report.model_dump(), root)
    except InputError as error:
        return Came(refused=str(error))
    pages = [BeautifulSoup(page, "html.parser").get_text(" ") for page in pages_of(book.release).values()]
    (row, *_) = csv_rows(book.release).values()
    return Came("", dict(row), " ".join(" ".join(pages).split()), book.release)


def _rows(case: Case, rows: Iterable[Row], ref: str = "THEFT") -> list[tuple]:
    units = {"numerator": "seen", "denominator": "attendances"}
    return [
        ("Table 1", ref, "all", "Mytown", period, measure, units.get(measure, case.unit), value, "")
        for period, measure, value in rows
    ]


def _fill(sheet, title: str, rows: list[tuple], number_format: str) -> None:
    sheet.title = title
    for row in (COLUMNS, *rows):
        sheet.append([cell if cell != "" else None for cell in row])
    for number in range(2, len(rows) + 2):
        sheet.cell(number, COLUMNS.index("value") + 1).number_format = number_format


def _dump(path: Path, content: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
