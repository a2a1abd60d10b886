"""Small tables with a total, shares and a change: checked by their roles alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.definitions.errors import InputError
from analysis.documents.kinds.printed_tables import PrintedTables, worked_out
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


@pytest.mark.parametrize(
    ("equations", "found"),
    [
        ([], {}),
        ([({"a": 1}, 5)], {"a": 5}),
        ([({"a": 1, "b": 1}, 5), ({"a": 1, "b": -1}, 1)], {"a": 3, "b": 2}),
        ([({"a": 1, "b": 1}, 5), ({"b": 1, "c": 1}, 4), ({"c": 1}, 1)], {"a": 2, "b": 3, "c": 1}),
        ([({"a": 1, "b": 1}, 5), ({"c": 1}, 1)], {"c": 1}),
        ([({"a": 1}, 5), ({"a": 1}, 6)], {}),
    ],
)
def test_only_what_has_one_answer_is_worked_out(equations, found):
    assert worked_out(equations) == found


def test_two_illegible_lines_stay_unknown_though_sums_and_variances_are_printed():
    """Budgets b1 + b2 = -301, actuals a1 + a2 = -302, variances -3 and +4: four unknowns, three equations."""
    known = [
        ({"b1": 1, "b2": 1}, -301), ({"a1": 1, "a2": 1}, -302), ({"b1": 1, "a1": -1}, -3),
        ({"b2": 1, "a2": -1}, 4),
    ]  # fmt: skip
    assert worked_out(known) == {}


@given(st.lists(st.integers(-9999, 9999), min_size=2, max_size=8), st.data())
def test_one_hidden_part_of_a_sum_is_found_again(parts, data):
    at = data.draw(st.integers(0, len(parts) - 1))
    known = sum(parts) - parts[at]
    assert worked_out([({"hidden": 1}, sum(parts) - known)]) == {"hidden": parts[at]}
