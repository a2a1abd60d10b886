"""Errors are letters: where, what, and the remedy; all at once."""

import re

import pytest

from analysis.definitions.errors import (
    InputError,
    OutturnError,
    Problem,
    RunError,
    kind_and_place,
    known,
    stop_if_any,
    without_rows,
)

WHAT, REMEDY = "value 'x' is not a number", "type the figure"


@pytest.mark.parametrize(
    ("place", "begins"),
    [
        ({}, "value 'x'"),
        ({"file": "plan.csv"}, "plan.csv: value 'x'"),
        ({"file": "plan.csv", "row": 7}, "plan.csv, row 7: value 'x'"),
        ({"file": "plan.csv", "row": 0}, "plan.csv, row 0: value 'x'"),
        ({"file": "plan.csv", "column": "unit"}, "plan.csv, column unit: value 'x'"),
        ({"column": "quarter"}, "column quarter: value 'x'"),
        ({"column": "--only"}, "option --only: value 'x'"),
        ({"file": "p.csv", "row": 7, "column": "unit"}, "p.csv, row 7, column unit: value 'x'"),
    ],
)
def test_a_problem_names_the_place_it_knows_and_the_remedy(place, begins):
    words = str(Problem(WHAT, REMEDY, **place))
    assert words.startswith(begins)
    assert words.endswith("is not a number. To fix it: type the figure.")


def test_all_problems_come_in_one_error_one_a_line_in_order():
    problems = [Problem(WHAT, REMEDY, "a.csv", row) for row in (9, 2, 5)]
    with pytest.raises(InputError) as stopped:
        stop_if_any(problems)
    assert stopped.value.problems == tuple(problems)
    assert str(stopped.value).splitlines() == [str(problem) for problem in problems]


def test_nothing_wrong_stops_nothing():
    assert stop_if_any([]) is None


@pytest.mark.parametrize("given", [Problem(WHAT, REMEDY), (Problem(WHAT, REMEDY),), "value 'x'"])
def test_an_input_error_takes_one_problem_several_or_words(given):
    error = InputError(given)
    assert len(error.problems) == 1
    assert "value 'x'" in str(error)


@pytest.mark.parametrize(("kind", "status"), [(OutturnError, 1), (RunError, 1), (InputError, 2)])
def test_who_must_act_is_the_exit_status(kind, status):
    assert kind.exit_status == status
    assert issubclass(kind, OutturnError)


def test_what_is_wrong_where_no_row_is_read_may_be_said_in_full():
    @without_rows()
    def read():
        raise InputError([Problem("'x' is not from 1 to 4", REMEDY, "p.yaml", column="x")])

    with pytest.raises(InputError) as stopped:
        read()
    (problem,) = stopped.value.problems
    assert problem.without_values == "p.yaml, column x: 'x' is not from 1 to 4"
    assert problem.rule == problem.what and not problem.of_rows
    assert Problem(problem.what, REMEDY).of_rows and Problem(problem.what, REMEDY).rule != problem.what


def test_an_error_that_nobody_foresaw_is_named_without_its_words():
    def fail():
        raise KeyError("a value of a row")

    with pytest.raises(KeyError) as caught:
        fail()
    said = kind_and_place(caught.value)
    assert re.fullmatch(r"KeyError in test_errors\.py line \d+", said)


def test_the_same_thing_in_many_rows_is_one_line_and_in_few_rows_as_many():
    def told(*rows):
        same = [Problem("'X' is not a known area", "name it", "a.csv", row, "area") for row in rows]
        return str(InputError([Problem("another", "mend it"), *same])).splitlines()

    assert len(told(2, 3, 4)) == 4
    first, many = told(*range(2, 50))
    assert first == "another. To fix it: mend it."
    said = "a.csv, column area: 'X' is not a known area, in 48 rows (2, 3, 4 and so on). To fix it: name it."
    assert many == said


@pytest.mark.parametrize("value", [0, "", False, ()])
def test_a_value_that_is_there_is_returned_however_empty(value):
    assert known(value) is value


def test_a_value_that_is_missing_after_all_is_an_error():
    with pytest.raises(TypeError, match="a value is missing that an earlier step had seen"):
        known(None)
