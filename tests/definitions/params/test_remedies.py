"""What to write instead of a wrong value: in the file's own form, with an example or what is allowed."""

import pytest

from analysis.definitions import params
from analysis.definitions.errors import InputError
from analysis.definitions.targets import YearOfTargets

RIGHT = {"ref": "THEFT", "kind": "value", "value": 400, "set_by": "board", "where": "plan"}


def problems_of(*lines):
    with pytest.raises(InputError) as stopped:
        params.checked(YearOfTargets, {"year": "2024-25", "targets": list(lines)}, "2024-25.yaml")
    return [str(problem) for problem in stopped.value.problems]


def test_what_a_target_lacks_is_said_with_its_reference_counted_from_1():
    without = {name: value for name, value in RIGHT.items() if name != "set_by"}
    (said,) = problems_of({**RIGHT, "ref": "ASB"}, without)
    assert said == (
        "2024-25.yaml, column targets 2 (THEFT), set_by: it is missing. To fix it: add "
        'set_by: "Community Safety Partnership" to targets 2 (THEFT), with a comma before it inside braces.'
    )


@pytest.mark.parametrize(
    ("changes", "says", "remedy"),
    [
        ({"kind": "valeu"}, "targets 1 (THEFT), kind: ", "did you mean 'value'"),
        ({"kind": "xyz"}, "(given: 'xyz')", "use value, range, change_on_baseline"),
        ({"valeu": 3}, "targets 1 (THEFT), valeu: 'valeu' is not a name", "did you mean 'value'"),
        ({"value": "400"}, "valid number (given: '400')", "write it without quotation marks: value: 400"),
        ({"tolerance": -1}, "greater than or equal to 0", "give a number at least 0"),
        ({"ref": 12}, "targets 1 (12), ref: ", 'write a text in quotation marks, such as ref: "THEFT"'),
    ],
)
def test_the_remedy_gives_what_the_model_knows(changes, says, remedy):
    (said,) = problems_of({**RIGHT, **changes})
    assert says in said and remedy in said.partition("To fix it: ")[2]


def test_no_name_of_an_item_is_in_a_log_without_values():
    with pytest.raises(InputError) as stopped:
        params.checked(YearOfTargets, {"year": "2024-25", "targets": [{**RIGHT, "tolerance": -1}]}, "a.yaml")
    (problem,) = stopped.value.problems
    assert problem.known_column == "targets 1, tolerance" and "THEFT" not in problem.without_values
