"""YAML says what it seems to say, or is refused with its row: in params, definitions, records and documents."""

import pytest

from analysis.definitions.errors import InputError
from analysis.definitions.params import Folders, plain_yaml, read_indicators, read_params
from analysis.documents.overrides import read_overrides
from analysis.extracts import deliveries
from analysis.extracts.readers import document_yaml
from analysis.judgements import inputs

BOMB = "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}' if n else 'x'] * 9)}]\n" for n in range(9)
)  # 9 to the 9th texts, 300 bytes


def refusal(text):
    with pytest.raises(InputError) as stopped:
        plain_yaml.load(text, "p.yaml")
    (problem,) = stopped.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        (BOMB, "row 1", "it uses an alias"),
        ("a: &x 1\n", "row 1", "&x"),
        ("a: 1\nb: *x\n", "row 2", "*x"),
        ("a: 1\n<<: {b: 2}\n", "row 2", "it merges another mapping"),
        ("a: 1\nb: 017\n", "row 2", "'017' is no plain number"),
        ("a: 1_000\n", "row 1", "'1_000' is no plain number"),
        ("a: 12:30\n", "row 1", "'12:30' is no plain number"),
        ("a: 0x1F\n", "row 1", "'0x1F' is no plain number"),
        ("a: 1.0e+300\n", "row 1", "'1.0e+300' is no plain number"),
        ("a: .inf\n", "row 1", "'.inf' is no plain number"),
        ("a: .nan\n", "row 1", "'.nan' is no plain number"),
        (f"a: {'9' * 400}\n", "row 1", "(400 signs)' is no plain number"),
        (f"a: {'9' * 5000}\n", "row 1", "(5000 signs)' is no plain number"),
        ("a: 1\na: 2\n", "row 2, column a", "it is there twice"),
    ],
)
def test_what_yaml_takes_for_something_else_is_refused_with_its_row(text, place, says):
    problem = refusal(text)
    assert problem.startswith(f"p.yaml, {place}: ") and says in problem and "To fix it: " in problem


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("-3", -3), ("+3", 3), ("999999999999999", 999999999999999), ("0.40", 0.4), (".5", 0.5),
        ("'017'", "017"), ("'&x'", "&x"), ("2012-13", "2012-13"), ("1e5", "1e5"),
    ],
)  # fmt: skip
def test_plain_values_are_what_they_seem(text, value):
    assert plain_yaml.load(f"a: {text}", "p.yaml") == {"a": value}


def test_every_file_of_params_and_deliveries_is_read_so(project_copy, halton_params):
    folders = Folders(project_copy)
    quarter = project_copy / "data" / "halton" / "2012-13-q2"
    reads = {
        folders.targets(halton_params): lambda _: inputs.read_materials(halton_params, folders),
        folders.indicators(halton_params) / "SH1.yaml": lambda path: read_indicators(path.parent),
        quarter / "deliveries.yaml": lambda _: deliveries.read_deliveries(
            quarter, halton_params.source_order
        ),
        quarter / "costings.yaml": document_yaml.read,
        quarter / "overrides.yaml": lambda path: read_overrides(path, (), halton_params),
        project_copy / "params" / "halton-2012-13-q2.yaml": read_params,
    }
    for path, read in reads.items():
        path.write_text(BOMB, encoding="utf-8")
        with pytest.raises(InputError, match=f"{path.name}, row 1: it uses an alias"):
            read(path)
