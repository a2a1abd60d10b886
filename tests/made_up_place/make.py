"""Writes the deliveries of a made-up place: every figure comes from a fixed random stream, none from anywhere.

Run it with `python tests/made_up_place/make.py` when its shape has to change; the files are committed, since a
delivery is never edited after it came. The place runs Q1 to Q4 of 2023-24 with five years of history: a
monthly police extract (CSV), a quarterly council extract (XLSX) with one indicator in arrears, and a quarterly
fire extract (CSV) with a list of rare events beside it.
"""

import csv
import datetime
import hashlib
from pathlib import Path

import numpy as np
import openpyxl
import yaml

HERE = Path(__file__).parent
PLACE = "Made-up Place"
REGION = "Made-up Region"
ORGANISATION = "made-up-place"
YEARS = [f"{y}-{(y + 1) % 100:02d}" for y in range(2018, 2024)]
COLUMNS = ["section", "ref", "breakdown", "area", "period", "measure", "unit", "value", "note"]
NOTICE = "Made-up data: this place does not exist and every figure is invented"


def monthly(rng):
    """Burglaries a month: mean 40 with a winter season, and anti-social behaviour with a summer one."""
    rows = []
    for ref, unit, mean, peak in (("BURGLARY", "burglaries", 40, 11), ("ASB", "incidents", 320, 7)):
        for year in range(2018, 2024):
            for offset in range(12):
                month = 3 + offset
                calendar_year, number = year + month // 12, month % 12 + 1
                season = 1 + 0.2 * np.cos(2 * np.pi * (number - peak) / 12)
                value = int(rng.poisson(mean * season * 0.97 ** (year - 2018)))
                period = f"{calendar_year}-{number:02d}"
                rows.append([ref, ref, "all", PLACE, period, "in_month", unit, str(value), ""])
    return rows


def quarterly(rng):
    """Fires (a rate), waiting times met (a percentage with its counts), re-offending (in arrears)."""
    rows = []
    for y, label in enumerate(YEARS):
        for q in range(1, 5):
            period = f"{label} Q{q}"
            fires = rng.poisson(60 * (1.2 if q == 1 else 0.9)) / 11.9
            rows.append(
                [
                    "FIRES",
                    "FIRES",
                    "all",
                    PLACE,
                    period,
                    "in_quarter",
                    "fires per 10000 population",
                    f"{fires:.2f}",
                    "",
                ]
            )
            for ref, people, share in (("WAITING", 220, 0.86), ("REOFFENDING", 130, 0.31)):
                n = int(rng.poisson(people))
                x = int(rng.binomial(n, share + 0.004 * y))
                for measure, unit, value in (
                    ("in_quarter", "percent", f"{100 * x / n:.1f}"),
                    ("numerator", "people", str(x)),
                    ("denominator", "people", str(n)),
                ):
                    rows.append([ref, ref, "all", PLACE, period, measure, unit, value, ""])
            region = 100 * rng.binomial(6000, 0.85) / 6000
            rows.append(
                ["WAITING", "WAITING", "all", REGION, period, "in_quarter", "percent", f"{region:.1f}", ""]
            )
    for label, value in (("2020-21", "61"), ("2022-23", "64")):
        rows.append(["SURVEY", "SURVEY", "all", PLACE, label, "outturn", "percent", value, ""])
    return rows


def fire(rng):
    """Call-outs (a rate with its counts) and injuries (rare), and the days of the injuries."""
    rows, start = [], datetime.date(2018, 4, 1)
    days = start + np.cumsum(1 + rng.exponential(48, 60).astype(int)) * datetime.timedelta(1)
    for y, label in enumerate(YEARS):
        for q in range(1, 5):
            people = 119_000 + 400 * (4 * y + q)
            calls = int(rng.poisson(people * 0.0031 * rng.normal(1, 0.04)))
            hurt = sum((day.year * 12 + day.month - 1 - 2018 * 12 - 3) // 3 == 4 * y + q - 1 for day in days)
            for ref, measure, unit, value in (
                ("CALLOUTS", "in_quarter", "call-outs per 1000 people", f"{1000 * calls / people:.3f}"),
                ("CALLOUTS", "numerator", "call-outs", str(calls)),
                ("CALLOUTS", "denominator", "people", str(people)),
                ("INJURIES", "in_quarter", "people injured", str(hurt)),
            ):
                rows.append([ref, ref, "all", PLACE, f"{label} Q{q}", measure, unit, value, ""])
    return rows, [["INJURIES", "all", PLACE, day.isoformat()] for day in days]


def until(rows, year, quarter, arrears):
    """The rows that a delivery of that quarter would hold: nothing later, and the indicator in arrears less."""
    last = int(year[:4]) * 12 + 3 + 3 * quarter

    def month_after(row):
        period = row[4]
        if "Q" in period:
            return int(period[:4]) * 12 + 3 + 3 * int(period[-1])
        if row[5] == "outturn":
            return int(period[:4]) * 12 + 15
        return int(period[:4]) * 12 + int(period[5:])

    return [row for row in rows if month_after(row) <= last - 3 * (arrears if row[1] == "REOFFENDING" else 0)]


def write_csv(path, rows, columns=COLUMNS):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def write_xlsx(path, rows):
    book = openpyxl.Workbook()
    book.active.append(COLUMNS)
    for row in rows:
        book.active.append(row)
    book.properties.created = book.properties.modified = datetime.datetime(2023, 7, 1)
    book.save(path)


def record(folder):
    sources = (
        ("police", "police.csv", "figures_csv"),
        ("council", "council.xlsx", "figures_xlsx"),
        ("fire", "fire.csv", "figures_csv"),
        ("fire", "injuries.csv", "events_csv"),
    )
    entries = [
        {
            "source": source,
            "title": f"Made-up {source} extract",
            "file": file,
            "format": reader,
            "received": "made up",
            "sha256": hashlib.sha256((folder / file).read_bytes()).hexdigest(),
        }
        for source, file, reader in sources
    ]
    text = "# Made-up data.\n" + yaml.safe_dump({"deliveries": entries}, sort_keys=False)
    (folder / "deliveries.yaml").write_text(text, encoding="utf-8")


def params(quarter):
    ends = {1: "2023-06-30", 2: "2023-09-30", 3: "2023-12-31", 4: "2024-03-31"}[quarter]
    return {
        "report": f"made-up-place-2023-24-q{quarter}",
        "title": "Safer Made-up Place",
        "organisation": ORGANISATION,
        "area": PLACE,
        "areas": "",
        "parts": "",
        "region": REGION,
        "nation": "",
        "neighbours": "",
        "benchmarks": "",
        "rules": "",
        "year": "2023-24",
        "quarter": quarter,
        "as_at": ends,
        "sources": "police, council, fire",
        "theme": "Made-up Theme",
        "on_track_from": 0.8,
        "off_track_to": 0.2,
        "hidden_below": 0,
        "hidden_reason": "the figures are made up",
        "notice": NOTICE,
    }


def main():
    rng = np.random.default_rng(20231)
    police, council = monthly(rng), quarterly(rng)
    crews, injuries = fire(np.random.default_rng(20232))
    for quarter in (1, 2, 3, 4):
        folder = HERE / "data" / ORGANISATION / f"2023-24-q{quarter}"
        folder.mkdir(parents=True, exist_ok=True)
        write_csv(folder / "police.csv", until(police, "2023-24", quarter, 1))
        write_xlsx(folder / "council.xlsx", until(council, "2023-24", quarter, 1))
        write_csv(folder / "fire.csv", until(crews, "2023-24", quarter, 1))
        known = [row for row in injuries if row[-1] <= params(quarter)["as_at"]]
        write_csv(folder / "injuries.csv", known, ["ref", "breakdown", "area", "day"])
        record(folder)
        path = HERE / "params" / f"made-up-place-2023-24-q{quarter}.yaml"
        path.write_text(yaml.safe_dump(params(quarter), sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
