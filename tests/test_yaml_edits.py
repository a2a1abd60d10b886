"""Values of a YAML text changed and nothing else, or an error that names the lines."""

import pytest

from analysis import params
from analysis.errors import InputError
from analysis.yaml_edits import changed

NEW = {"year": "2013-14", "quarter": 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("year: 2012-13 # the year\nquarter: 4\n", 'year: "2013-14" # the year\nquarter: 1\n'),
        ("'quarter' : 4\r\n# year: 1\r\nyear: '2012-13'", "'quarter' : 1\r\n# year: 1\r\nyear: \"2013-14\""),
        ("{quarter: 4, year: 2012-13, a: {quarter: 4}}", '{quarter: 1, year: "2013-14", a: {quarter: 4}}'),
        ("a:\n  quarter: 4\nquarter:\n  4\nyear: x", 'a:\n  quarter: 4\nquarter:\n  1\nyear: "2013-14"'),
        ("note: |\n  quarter: 4\nquarter: 4\nyear: x", 'note: |\n  quarter: 4\nquarter: 1\nyear: "2013-14"'),
        ("\ufeffyear: x\nquarter: 4", '\ufeffyear: "2013-14"\nquarter: 1'),
    ],
)
def test_only_the_values_of_the_outermost_names_change(text, expected):
    assert changed(text, NEW, "p.yaml") == expected
    assert params.parsed_yaml(expected, "p.yaml").items() >= NEW.items()


@pytest.mark.parametrize(
    "text",
    [
        "year: 2012-13\n",
        "year: x\nquarter: [4]\n",
        "year: >-\n  2012-13\nquarter: 4\n",
    ],
)
def test_what_cannot_be_changed_alone_is_left_to_a_person(text):
    with pytest.raises(InputError, match='write by hand year: "2013-14"; quarter: 1'):
        changed(text, NEW, "p.yaml")
