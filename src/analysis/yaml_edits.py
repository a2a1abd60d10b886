"""A few values of a YAML file changed in its text: comments, order and all other lines stay as they were."""

import json
from collections.abc import Mapping

import yaml

from analysis import params
from analysis.errors import InputError, Problem


def changed(text: str, values: Mapping[str, str | int], file: str) -> str:
    """`text` with the values of some names of its outermost mapping changed, and nothing else.

    The result is read again and held to that. `InputError` where it does not come out so (a name that
    is not there, a value over several lines), naming the lines to write by hand.
    """
    before = params.parsed_yaml(text, file)
    written = text
    for place, value in sorted(_places(text, values).items(), reverse=True):
        written = written[: place[0]] + value + written[place[1] :]
    try:
        after = params.parsed_yaml(written, file)
    except InputError:
        after = {}
    if after != {**before, **values} or not values.keys() <= before.keys():
        lines = "; ".join(f"{name}: {_as_yaml(value)}" for name, value in values.items())
        what = "its lines cannot be changed without changing something else"
        raise InputError(Problem(what, f"copy the file and write by hand {lines}", file))
    return written


def _places(text: str, values: Mapping[str, str | int]) -> dict[tuple[int, int], str]:
    """From where to where in the text each value stands, and what is to stand there."""
    mapping = yaml.compose(text, yaml.SafeLoader)
    return {
        (node.start_mark.index, node.end_mark.index): _as_yaml(values[key.value])
        for key, node in mapping.value
        if key.value in values and isinstance(node, yaml.ScalarNode)
    }


def _as_yaml(value: str | int) -> str:
    return json.dumps(value, ensure_ascii=False)  # a number, or a text between quotation marks
