"""The shape of the code: its rooms and modules, who imports whom, how long functions are. Read by test_architecture.

    python tests/shape.py

prints rooms, modules a room, arrows between rooms, circles, imports by string, lengths, and lines of code by room. A
line of code is one that holds a token that is not a comment or part of a docstring.
"""

import ast
import collections
import graphlib
import io
import re
import statistics
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "analysis"
SECTIONS = "pages/sections"

RANKS = (
    "definitions", "statistics", "extracts", "documents", "measures", "forecasts", "judgements", "disclosure", "pages",
    "running", "commands",
)  # fmt: skip
"""The rooms, bottom first: a room imports only from rooms before it."""

NO_CODE = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING,
    tokenize.ENDMARKER,
}  # fmt: skip


@dataclass(frozen=True)
class Module:
    """One file of the package: `extracts/readers/cells` stands in the room `extracts`."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(SOURCE).with_suffix("").as_posix().removesuffix("/__init__")

    @property
    def dotted(self) -> str:
        return "analysis" if self.name == "__init__" else "analysis." + self.name.replace("/", ".")

    @property
    def room(self) -> str:
        """Its room; the door (`analysis/__init__.py`) is a room of its own above all others."""
        return self.name.partition("/")[0]

    def is_in(self, places: tuple[str, ...]) -> bool:
        """Whether it is one of the modules, or in one of the folders, of these names."""
        return any(f"{self.name}/".startswith(f"{place}/") for place in places)

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def imports(self) -> frozenset[str]:
        return frozenset(imported(self.tree))


MODULES = tuple(Module(path) for path in sorted(SOURCE.rglob("*.py")))
NAMED = {module.dotted: module for module in MODULES}


def imported(tree: ast.AST) -> Iterator[str]:
    """Dotted names of all imports, in functions too; `from a import b` is `a.b` where that is a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from (name if name in NAMED else node.module for name in inside)


def uses(module: Module) -> set[Module]:
    """The project's own modules that a module imports."""
    found = {NAMED[name] for name in module.imports if name in NAMED}
    return found - {module, NAMED["analysis"]}


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, nested ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lengths(module: Module) -> dict[str, int]:
    """Code lines of each function's body, by its name and line: no docstring, no blank line, no comment."""
    lines = module.text.splitlines()
    found = {}
    for function in functions(module):
        body = function.body[1:] if ast.get_docstring(function) is not None else function.body
        code = lines[body[0].lineno - 1 : body[-1].end_lineno] if body else []
        written = [line for line in code if line.strip() and not line.strip().startswith("#")]
        found[f"{function.name} (line {function.lineno})"] = len(written)
    return found


def code_lines(text: str) -> int:
    """Return how many lines hold code: no comment, no docstring, no blank line."""
    strings = _docstring_lines(ast.parse(text))
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    held = {
        line
        for token in tokens
        if token.type not in NO_CODE
        for line in range(token.start[0], token.end[0] + 1)
    }
    return len(held - strings)


def _docstring_lines(tree: ast.Module) -> set[int]:
    """Lines of strings that stand alone as a statement: docstrings of modules, functions, classes and names."""
    alone = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
    return {line for node in alone for line in range(node.lineno, node.end_lineno + 1)}


ARROWS = {
    (m.room, used.room) for m in MODULES for used in uses(m) if "__init__" not in (m.room, used.room)
} - {(room, room) for room in RANKS}
"""Between rooms: one has a module that imports from the other."""

BY_STRING = re.compile(r"\bimport_module\(|\b__import__\(")


def by_string() -> list[str]:
    """Return the modules that import by a string."""
    return [m.name for m in MODULES if BY_STRING.search(m.text)]


def circle() -> list[str]:
    """Return modules that import each other in a circle; none where there is no circle."""
    graph = {m.name: {u.name for u in uses(m)} for m in MODULES}
    try:
        list(graphlib.TopologicalSorter(graph).static_order())
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def modules_of_folders() -> dict[str, int]:
    """Return how many modules each folder holds beside its inner folders."""
    folders = collections.Counter(m.path.parent for m in MODULES if m.path.name != "__init__.py")
    return {folder.relative_to(SOURCE).as_posix(): number for folder, number in folders.items()}


def function_lengths() -> list[int]:
    """Return the code lines of every function."""
    return [length for module in MODULES for length in lengths(module).values()]


def main() -> int:
    """Print the shape."""
    found = function_lengths()
    wrong = [(one, other) for one, other in ARROWS if RANKS.index(other) >= RANKS.index(one)]
    print(f"rooms {len(RANKS)}; arrows between rooms {len(ARROWS)}, against the order {len(wrong)}")
    print(f"circles {len(circle())}; imports by string {len(by_string())}")
    print(
        f"functions {len(found)}: median {statistics.median(found):.0f} code lines, 90% at most "
        f"{statistics.quantiles(found, n=10)[-1]:.0f}, longest {max(found)}"
    )
    print(f"longest module {max(len(m.text.splitlines()) for m in MODULES)} lines")
    for folder, number in sorted(modules_of_folders().items()):
        print(f"    {folder:34}{number:4} modules")
    counts = {m.name: code_lines(m.text) for m in MODULES}
    for room in (*RANKS, SECTIONS):
        print(
            f"{room:38}{sum(n for name, n in counts.items() if f'{name}/'.startswith(room + '/')):7,} lines of code"
        )
    print(f"{'all':38}{sum(counts.values()):7,} lines of code")
    return 0


if __name__ == "__main__":
    sys.exit(main())
