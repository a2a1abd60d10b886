"""Small documents to make in tests: a table or a plan as its reader hands it on, with its entry."""

import copy

import pandas as pd

from analysis.documents.kinds import budgets, delivery_plans, printed_tables, projects
from analysis.documents.kinds.budgets import Budget
from analysis.documents.kinds.delivery_plans import Plan
from analysis.documents.kinds.printed_tables import PrintedTables
from analysis.extracts.deliveries import Entry


def entry(file: str = "table.csv", source: str = "report", form: str = "revenue_csv") -> Entry:
    return Entry(source=source, title="A report", file=file, format=form, received="2013-01")


def table(text: str) -> pd.DataFrame:
    """Lines of comma-separated cells under a heading, as `extracts.table_csv` reads them."""
    heading, *lines = [line.split(",") for line in text.strip().splitlines()]
    frame = pd.DataFrame([[cell.strip() for cell in line] for line in lines], columns=heading, dtype=object)
    frame.insert(0, "row", range(2, 2 + len(lines)))
    return frame


BUDGET_HEAD = "department,block,line,annual_budget,budget_to_date,actual_to_date,variance_to_date"


SMALL_BUDGET = f"""{BUDGET_HEAD}
Care,Expenditure,Staff,100,50,45,5
Care,Expenditure,Rent,40,0,0,0
Care,Expenditure,Total Expenditure,140,50,45,5
Care,Income,Fees,-20,-10,-12,2
Care,Income,Total Income,-20,-10,-12,2
Care,Net,Net Total,120,40,33,7"""


def small_budget(text: str = SMALL_BUDGET) -> Budget:
    return budgets.make(table(text), entry())


PRINTED_HEAD = "table,line,role,value,unit,of,note"


SMALL_TABLE = f"""{PRINTED_HEAD}
Risk,low,part,30,people,,
Risk,high,part,,people,,printed as the rest
Risk,all,total,40,people,,
Risk,low,share,75,percent,,
Risk,change,change,-20.0,percent,,
Survey,asked,figure,232,people,,
Survey,felt safe,share,99,percent,asked,"""


def made_table(text=SMALL_TABLE) -> PrintedTables:
    return printed_tables.make(table(text), entry(form="printed_tables_csv"))


SMALL_PLAN = {
    "indicator": {"title": "Re-offending", "national_ref": "NI 18", "polarity": "lower"},
    "baseline": {"rate_percent": 8.7, "count": 337, "counted": "re-offenders"},
    "targets": [
        {"year": "2009-10", "reduction_percent": 5, "count": 320},
        {"year": "2010-11", "reduction_percent": 5.4, "further": True, "count": 302},
    ],
    "steps": {"year": "2009-10", "percent": {"Q2": -1, "Q3": -2, "Q4": -2}},
}


def made_plan(**changes) -> Plan:
    return delivery_plans.make(
        copy.deepcopy(SMALL_PLAN) | changes, entry("plan.yaml", form="delivery_plan_yaml")
    )


PROJECT_HEAD = ",".join((*projects.COLUMNS, *projects.ALSO))


PROJECT_SUMMARY = f"""{PROJECT_HEAD}
summary,All,,47,,,,,,,,
summary,Green,green,39,89,,,,,,,
summary,Amber,amber,5,12,,,,,,,
summary,Unreported,unreported,3,,,,,,,,
project,Total Family,green,,,County Council,,,,,,320 cases"""
