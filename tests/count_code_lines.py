"""Count the lines of code of `src/analysis`, of its sections, and the figures of its shape.

    python tests/count_code_lines.py

A line of code is one that holds a token that is not a comment or part of a docstring, so that longer lines or fewer
blank ones change nothing that matters.
"""

import ast
import io
import sys
import tokenize
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "analysis"
SECTIONS = "pages/sections"
NO_CODE = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING,
    tokenize.ENDMARKER,
}  # fmt: skip


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


def main() -> int:
    """Print the counts of each room, of the sections, and of all."""
    counts = {
        path.relative_to(SOURCE).as_posix(): code_lines(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
    }
    rooms = sorted({name.partition("/")[0] for name in counts if "/" in name})
    for room in [*rooms, SECTIONS]:
        print(f"{room:20}{sum(n for name, n in counts.items() if name.startswith(room + '/')):7,}")
    print(f"{'all':20}{sum(counts.values()):7,}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
