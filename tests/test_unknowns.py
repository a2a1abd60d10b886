"""Unknown figures out of sums: one answer or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.unknowns import worked_out


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
