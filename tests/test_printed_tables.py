"""Small tables with a total, shares and a change: checked by their roles alone."""

import pytest

from analysis.errors import InputError
from analysis.printed_tables import PrintedTables
from document_files import SMALL_TABLE, made_table


def test_a_part_that_is_left_out_is_worked_out_and_marked():
    high = made_table().tables[0].parts[1].figure
    assert (high.value, high.is_worked_out) == (10, True)


def test_shares_and_totals_are_checked():
    assert [(check.what, check.agrees) for check in made_table().checks] == [("share of low", True)]
    whole = made_table(SMALL_TABLE.replace("high,part,", "high,part,11"))
    assert [(check.what, check.agrees) for check in whole.checks] == [("all", False), ("share of low", True)]


def test_counts_and_years_before_are_worked_back():
    risk, survey = made_table().tables
    assert survey.counts_that_agree(survey.lines[1]) == (229, 230)
    assert risk.year_before(risk.lines[-1]) == (50, 50)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Risk,all,total,40,people,,\n", "", "has 0 totals"),
        ("percent,asked", "percent,askd", "'askd' is no line of the table 'Survey'"),
        ("all,total,40", "all,total,", "a total without a number"),
        ("low,part", "low,prt", "'prt' is not a word that is known here; did you mean"),
    ],
)
def test_a_broken_table_is_refused(old, new, said):
    with pytest.raises(InputError) as refused:
        made_table(SMALL_TABLE.replace(old, new))
    assert said.partition(";")[0] in str(refused.value)


def test_haltons_tables_add_up(halton):
    (found,) = halton.contents(PrintedTables)
    assert len(found.tables) == 6 and len(found.checks) == 7 and all(check.agrees for check in found.checks)
    emissions = found.tables[-1]
    assert emissions.year_before(emissions.lines[-1]) == (25787, 25814)
