"""Findings about documents: what fails a check, with both places named."""

from analysis import budgets, document_findings
from analysis.documents import Document
from document_files import entry, table
from test_budgets import SMALL


def found(text):
    return document_findings.check([Document(entry(), budgets.make(table(text), entry()))])


def test_a_break_is_a_finding_that_names_total_and_parts():
    (finding,) = found(SMALL.replace("Net Total,120", "Net Total,121"))
    assert finding.kind == "A total is not the sum of its parts"
    assert finding.words == (
        "Net Total, annual budget (thousand pounds) is printed as 121 in report, Care, Net, "
        "but the sum of 2 figures gives 120"
    )
    assert [(p.section, p.row, p.value) for p in finding.places] == [
        ("Care, Net", 7, 121), ("Care, Expenditure", 4, 140), ("Care, Income", 6, -20),
    ]  # fmt: skip


def test_figures_that_agree_are_no_finding():
    assert found(SMALL) == ()


def test_they_stand_beside_the_findings_of_figures(halton):
    assert all(finding.places for finding in halton.findings)
