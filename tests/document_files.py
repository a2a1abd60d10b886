"""Small documents to make in tests: a table or a plan as its reader hands it on, with its entry."""

import pandas as pd

from analysis.deliveries import Entry


def entry(file: str = "table.csv", source: str = "report", form: str = "revenue_csv") -> Entry:
    return Entry(source=source, title="A report", file=file, format=form, received="2013-01")


def table(text: str) -> pd.DataFrame:
    """Lines of comma-separated cells under a heading, as `extracts.table_csv` reads them."""
    heading, *lines = [line.split(",") for line in text.strip().splitlines()]
    frame = pd.DataFrame([[cell.strip() for cell in line] for line in lines], columns=heading, dtype=object)
    frame.insert(0, "row", range(2, 2 + len(lines)))
    return frame
