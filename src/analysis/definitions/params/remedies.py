"""Say what is wrong with a value in a file under params/, and what to write instead.

If a model has an example of a field, or a list of allowed values, the remedy gives it.
"""

import difflib
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from analysis.definitions.errors import Problem
from analysis.definitions.indicators import Definition

_NAMED_BY = ("ref", "source", "name", "code")
"""What an item of a list is known by."""

_BOUNDS = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}


def problem_of(model: type[Definition], detail: Mapping[str, Any], file: str, values: Any) -> Problem:
    """The problem that a detail of pydantic's means, `values` being what the file holds."""
    loc = detail["loc"]
    column = place_of(loc, values)
    name = str(loc[-1]) if loc else ""
    if detail["type"] == "extra_forbidden":
        known = _model_at(model, loc[:-1])
        nearest = difflib.get_close_matches(name, known.model_fields if known else (), 1, 0.5)
        remedy = f"did you mean {nearest[0]!r}" if nearest else "remove the line"
        return Problem(f"{name!r} is not a name that is known here", remedy, file, column=column)
    field = _field_at(model, loc)
    if detail["type"] == "missing":
        return Problem("it is missing", _added(name, field, place_of(loc[:-1], values)), file, column=column)
    message = detail["msg"].removeprefix("Value error, ")
    said = detail["type"] == "value_error" and (not column or repr(detail["input"]) in message)
    given = "" if said else f" (given: {_shown(detail['input'])})"
    remedy = _instead(name, field, detail)
    return Problem(f"{message[:1].lower()}{message[1:]}{given}", remedy, file, column=column)


def place_of(loc: tuple[int | str, ...], values: Any) -> str:
    """Where a value stands, items counted from 1 and named by their reference.

    >>> place_of(("targets", 0, "set_by"), {"targets": [{"ref": "THEFT"}]})
    'targets 1 (THEFT), set_by'
    """
    parts: list[str] = []
    for key in loc:
        values = _under(values, key)
        if isinstance(key, int) and parts:
            named = next((values[k] for k in _NAMED_BY if isinstance(values, dict) and values.get(k)), "")
            parts[-1] += f" {key + 1}" + (f" ({named})" if named else "")
        else:
            parts.append(str(key))
    return ", ".join(parts)


def _under(values: Any, key: int | str) -> Any:
    if isinstance(values, dict):
        return values.get(key)
    is_there = isinstance(values, (list, tuple)) and isinstance(key, int) and key < len(values)
    return values[key] if is_there else None


def _shown(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else repr(value)


def _added(name: str, field: FieldInfo | None, item: str) -> str:
    """What to add where a name is missing: of an item of a list inside its braces, if it has them."""
    line = _line(name, field) or f"{name}: ..."
    return f"add {line} to {item}, with a comma before it inside braces" if item else f"add a line {line}"


def _line(name: str, field: FieldInfo | None) -> str:
    """An example of the line, if the model knows one."""
    if not field or not field.examples:
        return ""
    only_if = f", {field.description}" if field.description else ""
    return _written(name, field.examples[0]) + only_if


def _written(name: str, value: Any) -> str:
    return f'{name}: "{value}"' if isinstance(value, str) else f"{name}: {value}"


def _instead(name: str, field: FieldInfo | None, detail: Mapping[str, Any]) -> str:
    """What to write instead of a value that is there."""
    given, kind, example = detail["input"], detail["type"], _line(name, field)
    if given is None and field and not field.is_required():
        return "give it a value, or remove the line"
    if kind == "string_type":
        return _as_text(name, given, example)
    if kind == "literal_error":
        allowed = detail["ctx"]["expected"].replace("'", "")
        nearest = difflib.get_close_matches(str(given), allowed.replace(" or ", ", ").split(", "), 1, 0.5)
        return f"did you mean {nearest[0]!r}" if nearest else f"use {allowed}"
    if kind in ("int_type", "float_type") and isinstance(given, str) and _is_number(given):
        return f"write it without quotation marks: {name}: {given}"
    bounds = _bounds(field) if kind != "value_error" else ""
    if bounds:
        return f"give a number {bounds}"
    return f"write it such as {example}" if example else "correct the value"


def _as_text(name: str, given: Any, example: str) -> str:
    if isinstance(given, date):
        return f"put it in quotation marks: {_written(name, given.isoformat())}"
    if isinstance(given, list):
        listed = ", ".join(map(str, given))
        return f"write one text with commas, without brackets: {_written(name, listed)}"
    if isinstance(given, (bool, int, float)):
        such = example or _written(name, "..." if isinstance(given, bool) else str(given))
        return f"write a text in quotation marks, such as {such}"
    return f"write a text, such as {example or _written(name, '...')}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _bounds(field: FieldInfo | None) -> str:
    """`at least 1 and at most 4`; empty where the field has no bounds."""
    found = [
        f"{words} {getattr(bound, name)}"
        for bound in (field.metadata if field else ())
        for name, words in _BOUNDS.items()
        if hasattr(bound, name)
    ]
    return " and ".join(found)


def _field_at(model: type[BaseModel] | None, loc: tuple[int | str, ...]) -> FieldInfo | None:
    """The field that a place in a file means, if it is a field's."""
    owner = _model_at(model, loc[:-1])
    return owner.model_fields.get(str(loc[-1])) if owner and loc else None


def _model_at(model: type[BaseModel] | None, loc: tuple[int | str, ...]) -> type[BaseModel] | None:
    for name in (str(key) for key in loc if not isinstance(key, int)):
        field = model.model_fields.get(name) if model else None
        model = _model_in(field.annotation) if field else None
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation such as `tuple[Agreed, ...]` is of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
