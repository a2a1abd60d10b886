"""The money section: variances with a word, outturn by profile, what was checked."""

from dataclasses import replace

import pytest

from analysis.documents.kinds.capital_programmes import CapitalProgramme
from analysis.pages.chart_models import IntervalChart
from analysis.pages.models import Paragraph
from analysis.pages.sections.documents import money
from analysis.pages.sections.documents.money import MOST, capital_block, variance_chart
from analysis.pages.tables import Table
from document_files import small_budget


@pytest.fixture(scope="module")
def model(halton):
    return money.compose(halton)


FIGURES = ("annual_budget", "budget_to_date", "actual_to_date", "variance_to_date", "forecast_by_profile")
CAPITAL = (
    "capital_allocation", "allocation_to_date", "actual_spend_to_date", "variance", "share_spent",
    "allocation_remaining",
)  # fmt: skip


def contents(model, kind):
    return [item for block in model.blocks for item in block.contents if isinstance(item, kind)]


def test_the_title_says_who_is_over_and_by_how_much(model):
    assert model.title == "1 of 3 departments is over budget so far: Prevention and Assessment by £127,000"


def test_each_department_has_its_message_chart_and_table(model):
    headings = [block.heading for block in model.blocks]
    assert headings == [
        "Commissioning and Complex Care: £123,000 under budget so far",
        "Prevention and Assessment: £127,000 over budget so far",
        "Intermediate Care Pooled Budget: £87,000 under budget so far",
        "Capital: 16.5% of the year's allocation is spent",
        "How this was checked",
    ]
    assert len(contents(model, IntervalChart)) == 3 and len(contents(model, Table)) == 4


def test_a_variance_has_its_sign_and_its_word(model):
    rows = {row["line"].text: row for row in contents(model, Table)[0].rows}
    assert (rows["Employees"]["variance"].text, rows["Employees"]["variance"].note) == ("+20", "under budget")
    assert (rows["Other Premises"]["variance"].text, rows["Other Premises"]["variance"].note) == (
        "−3",
        "over budget",
    )
    assert rows["Community Care Income"]["variance"].note == "less income than budgeted"
    assert (rows["Fees & Charges"]["budget_to_date"].text, rows["Fees & Charges"]["budget_to_date"].note) == (
        "–",
        "illegible in the source",
    )
    assert rows["Emergency Duty Team"]["forecast"].note.startswith("no budget falls due so far")


def test_the_chart_has_the_worst_first_and_says_every_bar(model):
    chart = contents(model, IntervalChart)[1]
    assert chart.rows[0].label == "Residential & Nursing Care" and chart.rows[0].value == -164
    assert all(f"{row.label} " in chart.alt for row in chart.rows) and "−164" in chart.alt


def test_it_says_what_was_checked_what_is_illegible_and_what_was_not_delivered(model):
    said = " ".join(f"{p.lead} {p.text}" for p in model.blocks[-1].contents if isinstance(p, Paragraph))
    assert "148 sums and differences" in said
    assert "all agree" in said and "None delivered" in said
    assert "Fees & Charges and Reimbursements together make −301 of budget to date" in said
    assert "many splits, so none is worked out" in said


def test_the_table_holds_every_line_and_the_reason_of_every_blank(model):
    assert len(model.table.rows) == 81 + 11
    for row in model.table.rows:
        if any(row[name].value == "" for name in FIGURES):
            assert row["reason"].text


def test_a_report_without_budgets_has_no_such_section(halton):
    assert money.due(halton) and not money.due(replace(halton, documents=()))


def test_schemes_say_what_is_spent_and_what_remains(halton):
    block = capital_block(halton.contents(CapitalProgramme)[0], halton)
    text, table = block.contents
    rows = {row["scheme"].text: [row[name].text for name in CAPITAL] for row in table.rows}
    assert rows["Disabled Facilities Grant"] == ["650", "201", "161", "+40", "24.8%", "489"]
    assert rows["Total Spending"] == ["2,661", "579", "438", "+141", "16.5%", "2,223"]
    assert "RSL Adaptations, £111,000 less spent" in text.text
    assert "Nothing planned or spent yet: Energy Promotion" in text.text


def test_bars_run_from_on_budget_to_the_variance(halton_params):
    chart = variance_chart("Care", small_budget().lines, halton_params)
    assert [(r.label, r.low, r.high) for r in chart.rows] == [("Fees", 0, 2), ("Staff", 0, 5)]
    assert chart.reference == 0 and "every variance of Care" in chart.alt


def test_a_long_table_shows_its_largest_and_says_so(halton_params):
    line = small_budget().lines[0]
    lines = [
        replace(line, name=f"Line {n}", figures=(*line.figures[:3], replace(line.variance, value=n)))
        for n in range(-5, 8)
    ]
    chart = variance_chart("Care", lines, halton_params)
    assert len(chart.rows) == MOST and "the 8 largest of 12 variances" in chart.alt


def test_no_variance_no_chart(halton_params):
    assert variance_chart("Care", [small_budget().lines[1]], halton_params) is None
