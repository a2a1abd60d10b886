"""Read YAML that means what it seems to mean; all YAML is read here.

Text that YAML reads differently from a person is rejected with its row: a name that is there twice, an alias (a few
hundred bytes can unpack to more than a machine holds), and numbers such as `017`, `1_000` or `12:30`, which YAML
reads as 15, 1000 and 750.
"""

import re
from typing import Any

import yaml

from analysis.definitions.errors import InputError, Problem

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"[-+]?([0-9]{1,15}\.[0-9]{0,25}|\.[0-9]{1,25})")


def load(text: str, file: str) -> Any:
    """What a YAML text holds; `InputError` names `file`, and the row where that is known."""
    try:
        return yaml.load(text, _PlainLoader)  # a SafeLoader
    except _NotPlainError as error:
        raise InputError(Problem(error.what, error.remedy, file, error.row, error.at)) from None
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        row = place.line + 1 if place else None
        raise InputError(Problem("it is not readable as YAML", "correct the syntax", file, row)) from None
    except (ValueError, RecursionError) as error:  # a day such as 2012-09-31 without quotation marks
        what = "it nests too deeply" if isinstance(error, RecursionError) else f"a value is wrong ({error})"
        raise InputError(Problem(what, "correct it, and put days in quotation marks", file)) from None


class _NotPlainError(yaml.MarkedYAMLError):
    """What is wrong, its remedy, its row (the first is 1) and the name at which it stands."""

    def __init__(self, what: str, remedy: str, place: yaml.Event | yaml.Node, at: str = ""):
        super().__init__(problem=what)
        self.what, self.remedy, self.at = what, remedy, at
        self.row = place.start_mark.line + 1 if place.start_mark else None


class _PlainLoader(yaml.SafeLoader):
    """Refuses what a reader would take for something else."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call] # its stub has no types
        if anchor := getattr(event, "anchor", None):
            what = f"it uses an alias (&{anchor} or *{anchor})"
            remedy = "write the text out at each place, or put it in quotation marks if it begins with & or *"
            raise _NotPlainError(what, remedy, event)
        return super().compose_node(parent, index)

    def compose_mapping_node(self, anchor: dict[Any, yaml.Node]) -> yaml.MappingNode:
        node = super().compose_mapping_node(anchor)
        first: dict[tuple[str, str], yaml.Node] = {}
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.tag == "tag:yaml.org,2002:merge":
                what = "it merges another mapping (<<)"
                raise _NotPlainError(what, "write the lines out", key)
            if (earlier := first.setdefault((key.tag, key.value), key)) is not key:
                row = earlier.start_mark.line + 1
                what = f"it is there twice, here and in row {row}, and one of the two would be ignored"
                raise _NotPlainError(what, "keep the line that is right", key, key.value)
        return node

    def _number(self, node: yaml.ScalarNode) -> int | float:
        text = str(self.construct_scalar(node))
        kind, form = (int, _WHOLE) if node.tag.endswith("int") else (float, _DECIMAL)
        if not form.fullmatch(text):
            shown = text if len(text) <= 20 else f"{text[:20]}… ({len(text)} signs)"
            remedy = (
                "write it in full with the digits 0 to 9 and a point, or in quotation marks if it is a text"
            )
            raise _NotPlainError(f"{shown!r} is no plain number", remedy, node)
        return kind(text)


for _tag in ("int", "float"):
    _PlainLoader.add_constructor(f"tag:yaml.org,2002:{_tag}", _PlainLoader._number)
