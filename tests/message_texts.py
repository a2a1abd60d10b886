"""Every text in the code that a person may read as a message: what reaches an error, a problem or the log."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import analysis

SOURCE = Path(analysis.__file__).parent
WHOLE = ("commands/process/hooks.py", "definitions/machine_faults.py", "extracts/withholding.py",
         "running/notebooks/section_runs.py", "running/outputs/atomic_files.py")  # fmt: skip
"""Modules whose functions return the words of messages: all their literals count."""
LOGGING = {"error", "warning", "info", "say", "say_aside"}
PASSED_ON = {"plain_failures", "lock"}
"""Functions that make an error of the words they are given."""


@dataclass(frozen=True)
class Text:
    """A literal, with … for what is put in, and where it is."""

    words: str
    where: str


def message_texts(source: Path = SOURCE) -> list[Text]:
    """Texts of all modules, each once."""
    found = {}
    for path in sorted(source.rglob("*.py")):
        name, tree = path.relative_to(source).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
        for node in every_literal(tree) if name in WHOLE else texts_of(tree):
            text = Text(words_of(node), f"{name}:{node.lineno}")
            found.setdefault((text.words, text.where), text)
    return list(found.values())


def every_literal(tree: ast.AST) -> Iterator[ast.expr]:
    """All literals but docstrings, which are statements of their own."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    yield from (node for node in literals(tree) if id(node) not in alone)


def texts_of(tree: ast.AST) -> Iterator[ast.expr]:
    """Literals among the arguments of such a call, and those of every name among them."""
    assigned = values_by_name(tree)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and is_message(node)):
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            yield from literals(argument)
            for name in (node.id for node in ast.walk(argument) if isinstance(node, ast.Name)):
                for value in assigned.get(name, ()):
                    yield from literals(value)


def values_by_name(tree: ast.AST) -> dict[str, list[ast.expr]]:
    """Everything that is assigned to each name, `what, remedy = "...", "..."` too."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                _pair(target, node.value, found)
    return found


def _pair(target: ast.expr, value: ast.expr, found: dict[str, list[ast.expr]]) -> None:
    if isinstance(target, ast.Name):
        found.setdefault(target.id, []).append(value)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=True):
            _pair(one, other, found)


def is_message(call: ast.Call) -> bool:
    """Whether a call makes an error or writes to the log or a stream."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name == "Problem" or name.endswith("Error") or name in PASSED_ON | LOGGING


def literals(node: ast.AST) -> Iterator[ast.expr]:
    """The outermost literals of an expression: of an f-string the whole."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node
        return
    for child in ast.iter_child_nodes(node):
        yield from literals(child)


def words_of(node: ast.expr) -> str:
    """The words of a literal, with … for what an f-string puts in."""
    if isinstance(node, ast.Constant):
        return node.value
    return "".join(words_of(part) if isinstance(part, ast.Constant) else "…" for part in node.values)
