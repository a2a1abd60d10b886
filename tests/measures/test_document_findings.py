"""Findings about documents: what fails a check, with both places named."""

from dataclasses import replace

from analysis.documents.kinds import budgets
from analysis.documents.makers import Document
from analysis.extracts.observations import Observations
from analysis.measures import document_findings
from document_files import SMALL_BUDGET, entry, table
from reports import report


def found(text):
    return document_findings.check([Document(entry(), budgets.make(table(text), entry()))])


def test_a_break_is_a_finding_that_names_total_and_parts():
    (finding,) = found(SMALL_BUDGET.replace("Net Total,120", "Net Total,121"))
    assert finding.kind == "A total is not the sum of its parts"
    assert finding.words == (
        "Net Total, annual budget (thousand pounds) is printed as 121 in report, Care, Net, "
        "but the sum of 2 figures gives 120"
    )
    assert [(p.section, p.row, p.value) for p in finding.places] == [
        ("Care, Net", 7, 121), ("Care, Expenditure", 4, 140), ("Care, Income", 6, -20),
    ]  # fmt: skip


def test_figures_that_agree_are_no_finding():
    assert found(SMALL_BUDGET) == ()


def test_they_stand_beside_the_findings_of_figures(halton):
    assert all(finding.places for finding in halton.findings)


def test_a_change_that_no_earlier_count_gives_is_a_finding():
    figures = tuple(
        replace(figure, value=-64.2, printed="-64.2") if figure.value == -64.7 else figure
        for figure in report("chorley-2011-12-q2").observations.figures
    )
    (finding,) = document_findings.check((), Observations(figures))
    assert finding.kind == "A printed change does not follow from the printed figures"
    assert "CR5: the change of -64.2%" in finding.words
    assert "does not follow from 6 and any whole number a year before" in finding.words
