"""The 29 small deliveries that the first version published wrongly: each its right value, or a true refusal.

Every case says what has to stand in the judgement and on the pages, and which false sentence may not.
"""

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import case_inputs
from case_inputs import CASES, opened
from project import ROOT

TOO_CLOSE = "too close to the end of the scale to forecast"


@dataclass(frozen=True)
class Right:
    """What is right: `refused` words, or fields of the judgement, words of reasons, findings and pages.

    `never` are the false sentences of the first version, on no page and in no reason or finding.
    """

    refused: tuple[str, ...] = ()
    row: dict[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


NOT_JUDGED = {
    "status_now": "not judged",
    "status_year_end": "not judged",
    "chance": "",
    "expected_outturn": "",
}
AT_THE_END = {
    "status_now": "on track",
    "status_year_end": "not judged",
    "chance": "",
    "low80": "",
    "high80": "",
}
HALF = {"to_date": "229", "same_period_last_year": "249"}

RIGHT: dict[str, Right] = {
    "always-100-percent": Right(
        row={"to_date": "100", "same_period_last_year": "100", **AT_THE_END},
        reasons=(TOO_CLOSE,),
        never=("ess than 1 in 100", "89.2%", "99.7%", "Off track: Bicycle theft"),
    ),
    "counts-only": Right(
        row={"to_date": "90.45", "same_period_last_year": "90.05", "status_now": "on track"},
        pages=("90.45%", "90.05%"),
        never=("no figure of 2024-25 is delivered",),
    ),
    "days-lost": Right(
        row={"to_date": "9.2", "target_high": "9"},
        pages=("9.2 days", "9.0 or", "8.9"),
        never=("9 against 9", "Latest figure, 9,", "stood at 9 days"),
    ),
    "december-2011": Right(
        refused=("2011-12", "December 2011", "row 6, column period"),
        never=("10 of 40 is 25.00%", "April 2011 to March 2012: 10 of 40"),
    ),
    "eighteen-zeros": Right(
        row={"to_date": "0", **AT_THE_END},
        reasons=(TOO_CLOSE,),
        never=("About 70 in 100", "About 71 in 100", "About 69 in 100"),
    ),
    "error-cell": Right(
        refused=("row 7, column value", "#DIV/0!"), never=("no figure of 2024-25 Q2 is delivered",)
    ),
    "keep-at-100": Right(
        row={"to_date": "100", **AT_THE_END},
        reasons=(TOO_CLOSE,),
        never=("ess than 1 in 100", "Off track: Bicycle theft"),
    ),
    "micrograms": Right(
        row={"to_date": "19.9", "target_high": "19.5"},
        pages=("19.9 µg/m3", "19.5", "µg/m3"),
        never=("\u039cg/m3",),
    ),
    "money-in-millions": Right(
        row={"to_date": "2.5", "same_period_last_year": "3", "last_outturn": "6", "target_high": "5.5"},
        pages=("£2.5 million", "1.4", "1.6", "1.1", "1.9", "6.0", "5.5"),
        never=("6 or less", "£6 million or"),
    ),
    "monthly-percent": Right(
        row={"to_date": "90", "same_period_last_year": "90", "last_outturn": "90"},
        pages=("90.0%",),
        never=("figures below zero, or percentages above 100", "270"),
    ),
    "monthly-stock": Right(
        row={"to_date": "3617", "same_period_last_year": "3605"}, pages=("3,617",), never=("10,8", "10,7")
    ),
    "months-against-quarter": Right(
        row={"to_date": "270", **NOT_JUDGED},
        findings=("Q2 (thefts) is 150", "40 (2024-07) + 40 (2024-08) + 40 (2024-09) make 120"),
        reasons=("July to September 2024 is printed as 150, but its parts make 120",),
        never=("240 thefts", "the documents agree", "Accurate ● Nothing found"),
    ),
    "nought-of-nought": Right(
        row={"to_date": "80", "same_period_last_year": "89.47368421052632"},
        pages=("80", "89.5%"),
        never=("is not the year to date",),
    ),
    "one-month-missing": Right(
        row={"same_period_last_year": "131", "to_date": "120", **NOT_JUDGED},
        reasons=("June 2024 is not delivered, so the year to date is not known",),
        pages=("not complete: June 2024 is not delivered",),
        never=("no figure of 2024-25 is delivered", "Quarter 1 still to come"),
    ),
    "percent-cells": Right(refused=("column value", "shown as a percentage"), never=("0.9%",)),
    "quarters-against-ytd": Right(
        row={"to_date": "250", **NOT_JUDGED},
        findings=("is 250 in police, Table 1, but 109 (2024-25 Q1) + 120 (2024-25 Q2) make 229, a gap of 21",),
        reasons=("April to September 2024 is printed as 250, but its parts make 229; ask the source which is right",),
        never=("The documents agree", "Accurate ● Nothing found", "meets the target; it has to stay so"),
    ),
    "rolling-by-month": Right(
        row={"to_date": "423", "same_period_last_year": "435"},
        pages=("423", "435", "12 months to September 2024"),
        never=("no figure of 2024-25 is delivered",),
    ),
    "same-data-as-ytd": Right(
        row={**HALF, "expected_outturn": "424", "low80": "388", "high80": "470"},
        pages=("388 to 470", "2024-25 109 120", "2023-24 118 131 97 84"),
        never=("383", "492", "431"),
    ),
    "second-sheet": Right(refused=("Burglary", "is not read"), never=("no figure of 2024-25 is delivered",)),
    "sums-to-nought": Right(
        row={"to_date": "0", "status_now": "on track", "status_year_end": "on track"},
        never=("off track by", "e-17", "-0.0"),
    ),
    "suppressed-last-year": Right(
        row={"to_date": "229", "same_period_last_year": "", "direction": "not comparable"},
        reasons=("Quarter 2 (July to September 2023) is suppressed by its source",),
        pages=("suppressed",),
        never=("no figure for the same period last year is delivered",),
    ),
    "suppressed-quarter": Right(
        row={"to_date": "", **NOT_JUDGED},
        reasons=("Quarter 2 (July to September 2024) is suppressed by its source",),
        pages=("2024-25 109 Suppressed",),
        never=("no figure of 2024-25 Q2 is delivered", "109 – still to come"),
    ),
    "target-as-fraction": Right(
        row={"to_date": "87.1", "status_now": "not judged", "status_year_end": "not judged", "chance": ""},
        findings=("the target of 0.95 looks like a fraction, the figures are about 87%",),
        reasons=("the target of 0.95 looks like a fraction",),
        never=("ore than 99 in 100", "On track: Bicycle theft", "on track now"),
    ),
    "target-differs": Right(
        row={**HALF, "target_high": "400"},
        findings=("is printed as 380 in police, Table 1, but the agreed target is no more than 400",),
        never=("The documents agree", "Accurate ● Nothing found"),
    ),
    "target-to-date-delivered": Right(
        row={**HALF, "trajectory": "240", "status_now": "on track"},
        findings=("is 240 in police, Table 1 (used here), but the agreed target spread over the year comes to 200",),
        pages=("by the target to date that a delivery prints: 240 thefts by now",),
        never=("Off track now", "200 thefts by now", "as past years went ()"),
    ),
    "ten-times": Right(
        row={"to_date": "1309", **NOT_JUDGED},
        findings=("1,200 in police, Table 1, which is about 11 times what its other quarters lead one to expect",),
        reasons=("confirm it or correct it",),
        never=("worse, by more than chance", "Off track: Bicycle theft", "The figure has to end 909 fewer"),
    ),
    "year-missing": Right(
        row={"to_date": "220", "same_period_last_year": "215"},
        pages=("2 whole years of quarters", "2022-23 – not delivered"),
        never=("3 whole years",),
    ),
    "ytd-falls": Right(
        row={"to_date": "120", **NOT_JUDGED},
        findings=("the year to date 2024-25 Q1 is 130, so July to September 2024 would be ",),
        reasons=("April to September 2024 is printed as 120, but a part of it as 130",),
        never=("by more than chance", "Better", "The documents agree", "meets the target; it has to stay so"),
    ),
    "ytd-then-quarter": Right(
        row={**HALF, "period": "2024-25 Q1-Q2", "status_now": "off track"},
        pages=("2024-25 109 120", "229 thefts"),
        never=("no figure of 2024-25 Q2 is delivered", "ends before it"),
    ),
}  # fmt: skip


def test_every_case_has_its_right_value():
    assert list(RIGHT) == sorted(CASES)
    assert len(RIGHT) == 29


@pytest.mark.parametrize("name", RIGHT)
def test_a_case_comes_to_its_right_value_and_says_nothing_false(name, tmp_path):
    came, right = opened(CASES[name], tmp_path), RIGHT[name]
    assert bool(came.refused) == bool(right.refused), came.refused
    assert [words for words in right.refused if words not in came.refused] == []
    assert {key: came.row.get(key) for key in right.row} == right.row
    reasons = came.row.get("reason", "")
    for wanted, said in ((right.reasons, reasons), (right.findings, came.findings), (right.pages, came.text)):
        assert [words for words in wanted if words not in said] == []
    assert [words for words in right.never if words in " ".join((came.text, came.findings, reasons))] == []


def _command(root: Path, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "analysis.commands.main", *words],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ten-times", "second-sheet"])
def test_by_the_command_line_too(name, tmp_path):
    """One case that is published with its finding, and one that is refused, as a user runs them."""
    case = CASES[name]
    path = case_inputs.write(case, tmp_path)
    file, how = case_inputs.deliver(case, tmp_path)
    (tmp_path / "notebooks").symlink_to(ROOT / "notebooks")
    given = ("--source", "police", "--format", how, "--received", "2024-10-07")
    taken = _command(tmp_path, "receive", str(path), str(file), *given)
    if RIGHT[name].refused:
        assert taken.returncode == 2
        assert [words for words in RIGHT[name].refused if words not in taken.stderr] == []
        return
    done = _command(tmp_path, "run", str(path))
    assert done.returncode == 0, done.stderr
    (table,) = tmp_path.glob("outputs/*/tables/judgements.csv")
    assert "confirm it or correct it" in table.read_text(encoding="utf-8")
