"""Documents beside figures: made by their format, everything wrong with any of them at once."""

import pytest

from analysis.definitions.errors import InputError
from analysis.documents.kinds.budgets import Budget
from analysis.documents.kinds.projects import Projects
from analysis.documents.makers import MAKERS, make_documents
from analysis.extracts.deliveries import Delivery
from analysis.extracts.readers import DOCUMENTS, READERS
from document_files import PROJECT_SUMMARY, SMALL_BUDGET, entry, table


def delivery(text: str, form: str, file: str) -> Delivery:
    return Delivery(entry(file, form=form), table(text))


def test_every_format_of_documents_has_a_reader_and_a_maker():
    assert set(MAKERS) == set(DOCUMENTS) and not set(DOCUMENTS) & set(READERS)


def test_documents_come_in_the_order_of_the_deliveries_and_figures_are_passed_over():
    figures = delivery("ref\nSH1", "figures_csv", "figures.csv")
    budget = delivery(SMALL_BUDGET, "revenue_csv", "money.csv")
    projects = delivery(PROJECT_SUMMARY, "projects_csv", "projects.csv")
    made = make_documents([projects, figures, budget])
    assert [type(document.content) for document in made] == [Projects, Budget]
    assert [document.entry.file for document in made] == ["projects.csv", "money.csv"]


def test_what_is_wrong_with_any_document_is_said_at_once():
    budget = delivery(SMALL_BUDGET.replace("Staff,100", "Staff,many"), "revenue_csv", "money.csv")
    projects = delivery(PROJECT_SUMMARY.replace("green,39", "gren,39"), "projects_csv", "projects.csv")
    with pytest.raises(InputError) as refused:
        make_documents([budget, projects])
    assert {(problem.file, problem.row) for problem in refused.value.problems} == {
        ("money.csv", 2), ("projects.csv", 3),
    }  # fmt: skip
