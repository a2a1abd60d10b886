"""Capital programmes: sums, what remains, what is spent."""

import pytest

from analysis.definitions.errors import InputError
from analysis.documents.kinds import capital_programmes
from analysis.documents.kinds.capital_programmes import CapitalProgramme
from document_files import entry, table

SMALL = """scheme,capital_allocation,allocation_to_date,actual_spend_to_date,allocation_remaining
Lifts,250,123,154,96
Grants,650,201,161,489
Total Spending,900,324,315,585"""


def test_totals_and_what_remains_are_checked():
    programme = capital_programmes.make(table(SMALL), entry())
    assert len(programme.checks) == 7 and all(check.agrees for check in programme.checks)
    assert [s.variance for s in programme.schemes] == [-31, 40, 9]
    assert programme.total.share_spent == pytest.approx(35)


def test_a_total_that_does_not_add_up_is_named():
    programme = capital_programmes.make(table(SMALL.replace("900", "901")), entry())
    assert [c.what for c in programme.checks if not c.agrees] == [
        "Total Spending, capital allocation", "Total Spending, allocation remaining",
    ]  # fmt: skip


def test_a_table_without_its_total_is_refused():
    with pytest.raises(InputError, match="does not end with its one total"):
        capital_programmes.make(table(SMALL.rpartition("\n")[0]), entry())


def test_haltons_programme_adds_up(halton):
    (programme,) = halton.contents(CapitalProgramme)
    assert len(programme.schemes) == 11 and len(programme.checks) == 15
    assert all(check.agrees for check in programme.checks)
