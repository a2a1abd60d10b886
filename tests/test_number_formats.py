"""Numbers are put into digits by `definitions.wording` alone, and by `pages.charts` where they are coordinates."""

import ast
import re
from pathlib import Path

import analysis

SOURCE = Path(analysis.__file__).parent
FORMATS = ("definitions/wording.py", "pages/charts/")
READS = {
    "extracts/readers/cells.py": "reads a number cell as it would be typed",
    "extracts/readers/parquet.py": "reads a stored number as it would be typed",
}
"""Modules that put a delivered number into the text that validation reads; no page, message or CSV holds it."""
OF_NUMBERS = re.compile(r"[,_]|[eEfFgGn%]$")
"""A format that rounds, groups or may write an exponent; not a date's (%Y), a width or a fixed count of digits."""


def formats_in(code: str) -> list[int]:
    """Lines on which a number is put into digits."""
    return [node.lineno for node in ast.walk(ast.parse(code)) if _formats(node)]


def _formats(node: ast.AST) -> bool:
    if isinstance(node, ast.FormattedValue):
        spec = "".join(
            part.value if isinstance(part, ast.Constant) else "0" for part in _parts(node.format_spec)
        )
        return bool("%Y" not in spec and OF_NUMBERS.search(spec)) or _is_call(node.value, "round")
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if name == "str":
        return bool(node.args) and _is_call(node.args[0], "round")
    if name == "format" and isinstance(getattr(node.func, "value", None), ast.Constant):
        return bool(re.search(r"\{[^}]*:[^}]*[,eEfFgGn%]\}", str(node.func.value.value)))
    return name in ("format_float_positional", "format_float_scientific") or (
        name == "format" and isinstance(node.func, ast.Name)
    )


def _parts(spec: ast.JoinedStr | None) -> list[ast.expr]:
    return spec.values if spec else []


def _is_call(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == name


def test_the_walk_sees_every_way_of_formatting_and_no_other():
    seen = [
        'f"{x:g}"',
        'f"{x:,}"',
        'f"{x:+.1f}"',
        'f"{x:,.{n}f}"',
        'f"{round(x, 1)}"',
        '"{:g}".format(x)',
        'format(x, "g")',
    ]
    seen += ["str(round(x))", "np.format_float_positional(x)", 'f"{x:.0%}"']
    assert all(formats_in(code) for code in seen)
    assert not any(
        map(formats_in, ('f"{day:%Y-%m}"', 'f"{n:02d}"', 'f"{text:>18}"', "round(x, 1)", 'f"{byte:02X}"'))
    )


def test_numbers_are_formatted_in_one_place():
    found = {
        str(path.relative_to(SOURCE)): lines
        for path in sorted(SOURCE.rglob("*.py"))
        if not str(path.relative_to(SOURCE)).startswith(FORMATS)
        if (lines := formats_in(path.read_text(encoding="utf-8")))
    }
    assert {name: lines for name, lines in found.items() if name not in READS} == {}
    assert set(found) == set(READS), "an exception that is needed no more"
