"""Small tables with a total, shares and a change: checked by their roles alone."""

import pytest

from analysis import printed_tables
from analysis.errors import InputError
from analysis.printed_tables import PrintedTables
from document_files import entry, table

HEAD = "table,line,role,value,unit,of,note"
SMALL = f"""{HEAD}
Risk,low,part,30,people,,
Risk,high,part,,people,,printed as the rest
Risk,all,total,40,people,,
Risk,low,share,75,percent,,
Risk,change,change,-20.0,percent,,
Survey,asked,figure,232,people,,
Survey,felt safe,share,99,percent,asked,"""


def made(text=SMALL) -> PrintedTables:
    return printed_tables.make(table(text), entry(form="printed_tables_csv"))


def test_a_part_that_is_left_out_is_worked_out_and_marked():
    high = made().tables[0].parts[1].figure
    assert (high.value, high.is_worked_out) == (10, True)


def test_shares_and_totals_are_checked():
    assert [(check.what, check.agrees) for check in made().checks] == [("share of low", True)]
    whole = made(SMALL.replace("high,part,", "high,part,11"))
    assert [(check.what, check.agrees) for check in whole.checks] == [("all", False), ("share of low", True)]


def test_counts_and_years_before_are_worked_back():
    risk, survey = made().tables
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
        made(SMALL.replace(old, new))
    assert said.partition(";")[0] in str(refused.value)


def test_haltons_tables_add_up(halton):
    (found,) = halton.contents(PrintedTables)
    assert len(found.tables) == 6 and len(found.checks) == 7 and all(check.agrees for check in found.checks)
    emissions = found.tables[-1]
    assert emissions.year_before(emissions.lines[-1]) == (25787, 25814)
