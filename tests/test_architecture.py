"""The shape of the code: who imports whom, who may touch what, how large anything may grow.

The order of the modules stands in one place, the map in `help(analysis)`; it is read from there.
"""

import ast
import doctest
import graphlib
import importlib
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

import analysis
from analysis.methods import METHODS
from project import TESTS

SOURCE = Path(analysis.__file__).parent

LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
NINTH_DECILE = 25
MEDIAN = 6
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}

RUN_SIDE = (
    "area_orders", "area_reports", "backtesting", "children", "clusters", "engines", "entries", "execution", "export",
    "fingerprints", "histories", "hooks", "inputs",
    "jobs", "latest", "locks", "logs", "orders", "plans", "progress", "publication", "publishing", "receiving",
    "reports", "reproducing", "run", "runs",
    "schedules", "stops", "storage", "streams", "supervision", "timers", "yaml_edits",
)  # fmt: skip
"""Modules that take in, run, export and publish: the only ones to know of processes, clocks and writing."""

MAY_IMPORT = {
    "papermill": RUN_SIDE,
    "nbclient": RUN_SIDE,
    "nbconvert": RUN_SIDE,
    "nbformat": RUN_SIDE,
    "subprocess": RUN_SIDE,
    "multiprocessing": RUN_SIDE,
    "socket": RUN_SIDE,
    "shutil": RUN_SIDE,
    "tempfile": RUN_SIDE,
    "os": (*RUN_SIDE, "params", "machine_faults"),  # where public data lie; what the system calls a fault
    "time": RUN_SIDE,
    "matplotlib": ("charts",),
    "seaborn": ("charts",),
    "statsmodels": (
        "intervals", "directions", "trends", "variation", "adjustment", "methods", "comparators", "regional",
    ),
    "yaml": ("plain_yaml", *RUN_SIDE),
    "csv": ("extracts", "tables"),
    "python_calamine": ("extracts",),
    "zipfile": ("extracts",),
    "random": (),
    "secrets": (),
    "uuid": (),
    "requests": (),
    "urllib": (),
    "http": (),
    "locale": (),
    "pickle": (),
}  # fmt: skip
"""Libraries with a closed list of users; what is not named here is free."""

MAY_CALL = {
    "files": (
        {
            "open", "read_text", "read_bytes", "write_text", "write_bytes", "read_csv", "read_excel",
            "read_parquet", "unlink", "mkdir", "glob", "rglob", "iterdir",
        },
        ("params", "extracts", "deliveries", "commentary", "register", "html", *RUN_SIDE),
    ),
    "clocks": ({"now", "today", "utcnow", "perf_counter", "monotonic", "time_ns"}, RUN_SIDE),
    "randomness": (
        {"default_rng", "RandomState", "seed", "rvs"},
        ("methods", "forecasts", "backtests", "variation"),
    ),
}  # fmt: skip
"""What reaches outside a function's arguments, by the names it is called by, and who may."""

TESTED_ELSEWHERE = {
    "charts/calibration": "sections/test_forecast_record draws it",
    "charts/canvas": "test_charts draws every chart",
    "charts/intervals": "test_charts draws every chart",
    "charts/labels": "test_charts draws every chart",
    "charts/pictures": "test_charts draws every chart",
    "charts/years": "test_charts draws every chart",
    "methods/ladder": "test_forecasts climbs every rung of it",
    "judgements": "frozen types only; test_judging makes them and test_assessments reads them",
}
"""Modules without a test file of their name, and where they are tested instead."""


@dataclass(frozen=True)
class Module:
    """One file of the package: `extracts/cells` has the layer `extracts` and the import name of both."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(SOURCE).with_suffix("").as_posix().removesuffix("/__init__")

    @property
    def dotted(self) -> str:
        return "analysis" if self.name == "__init__" else "analysis." + self.name.replace("/", ".")

    @property
    def layer(self) -> str:
        return self.name.partition("/")[0]

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
by_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)


def layers() -> tuple[tuple[str, ...], ...]:
    """The lines of the map, each with the modules that stand in it."""
    names = re.findall(r"^    ([a-z_]+/?(?:, [a-z_]+/?)*) {2,}\S", analysis.__doc__, re.MULTILINE)
    return tuple(tuple(name.rstrip("/") for name in line.split(", ")) for line in names)


RANK = {name: rank for rank, line in enumerate(layers()) for name in line}


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


def called(tree: ast.AST) -> set[str]:
    """Last names of everything that is called: `path.read_text()` is `read_text`."""
    targets = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {
        target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "") for target in targets
    }


SAMPLE = ast.parse("""
import random
def late():
    from analysis import periods, params
    from analysis.errors import Problem
    return pathlib.Path(now()).read_text()
""")


def test_the_reading_of_code_sees_late_imports_and_last_names():
    """What the tests below rest on: were it blind, they would pass whatever the code does."""
    assert set(imported(SAMPLE)) == {"random", "analysis.periods", "analysis.params", "analysis.errors"}
    assert called(SAMPLE) == {"Path", "now", "read_text"}
    assert RANK["errors"] < RANK["periods"] < RANK["params"] < RANK["extracts"] < RANK["html"] < RANK["run"]


def test_every_module_stands_in_the_map():
    """Add a line to the map in analysis/__init__.py for each module that is listed here."""
    assert [m.name for m in MODULES if m.name != "__init__" and m.layer not in RANK] == []


def test_the_map_names_only_modules_that_are_there_once_each():
    named = [name for line in layers() for name in line]
    there = {module.layer for module in MODULES}
    assert [name for name in named if name not in there] == []
    assert len(named) == len(set(named))


def test_a_module_imports_only_from_those_above_it():
    def rank(module):
        return RANK.get(module.layer, len(RANK))

    pairs = [(m, used) for m in MODULES for used in uses(m) if used.layer != m.layer]
    assert sorted(f"{m.name} imports {u.name}" for m, u in pairs if rank(u) >= rank(m)) == []


def test_no_modules_import_each_other_in_a_circle():
    graph = {m.name: {u.name for u in uses(m)} for m in MODULES}
    assert list(graphlib.TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("library", MAY_IMPORT)
def test_a_library_is_imported_only_where_it_belongs(library):
    users = {m.name for m in MODULES for name in m.imports if name.partition(".")[0] == library}
    assert sorted(u for u in users if u.partition("/")[0] not in MAY_IMPORT[library]) == []


@pytest.mark.parametrize("what", MAY_CALL)
def test_files_clocks_and_chance_are_touched_only_where_they_belong(what):
    names, allowed = MAY_CALL[what]
    users = [m.name for m in MODULES if called(m.tree) & names and m.layer not in allowed]
    assert users == []


def test_no_word_or_number_goes_by_the_machines_locale():
    """Months are named in `periods`; Python's own names and the format `n` differ from machine to machine."""
    by_locale = re.compile(r"%-?[aAbBcxXp]\b(?! *%)|\bmonth_name\b|\bday_name\b|\bsetlocale\b|[:,\d]n\}")
    assert [m.name for m in MODULES if by_locale.search(re.sub(r'"""(.|\n)*?"""', "", m.text))] == []


def test_every_random_stream_has_a_seed():
    """No call of `default_rng` without one, and nothing of numpy's shared stream."""
    for module in (module for module in MODULES if "random" in module.text):
        for node in ast.walk(module.tree):
            where = f"{module.name}, line {getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("default_rng"):
                assert node.args or node.keywords, f"{where}: default_rng() has no seed"
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("np.random", "numpy.random"):
                assert node.attr in ("default_rng", "Generator"), f"{where}: {ast.unparse(node)}"


def test_modules_are_short_and_named_for_what_they_make():
    assert [m.name for m in MODULES if len(m.text.splitlines()) > LONGEST_MODULE] == []
    assert [m.name for m in MODULES if set(m.name.split("/")) & BANNED_NAMES] == []


def test_no_function_is_long():
    all_lengths = [(m.name, *function) for m in MODULES for function in lengths(m).items()]
    assert [long for long in all_lengths if long[-1] > LONGEST_FUNCTION] == []


def test_most_functions_are_short():
    all_lengths = [length for module in MODULES for length in lengths(module).values()]
    assert statistics.median(all_lengths) <= MEDIAN
    assert statistics.quantiles(all_lengths, n=10)[-1] <= NINTH_DECILE


def test_everything_public_has_a_docstring():
    """Modules, classes and functions; a method may go without where its name and type say it all."""
    assert [m.name for m in MODULES if not ast.get_docstring(m.tree)] == []
    bodies = [(m.name, node) for m in MODULES for node in m.tree.body]
    public = [(name, node) for name, node in bodies if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    without = [(name, node.name) for name, node in public if not ast.get_docstring(node)]
    assert [(name, node) for name, node in without if not node.startswith("_")] == []


@by_module
def test_the_examples_in_docstrings_are_true(module):
    assert doctest.testmod(importlib.import_module(module.dotted)).failed == 0


def test_tests_mirror_the_source():
    """`extracts/cells` is tested in `tests/extracts/test_cells.py`; a package's `__init__` with its files.

    A registered forecast method is tested by `tests/methods/test_contract.py`, which runs over all of them.
    """
    excused = {*TESTED_ELSEWHERE, *(f"methods/{name}" for name in METHODS)}
    tested = [m for m in MODULES if m.path.name != "__init__.py" and m.name not in excused]
    assert [m.name for m in tested if not _test_of(m).is_file()] == []


def _test_of(module: Module) -> Path:
    folder, _, name = module.name.rpartition("/")
    return TESTS / folder / f"test_{name}.py"


def test_what_is_tested_elsewhere_is_still_there():
    assert sorted(set(TESTED_ELSEWHERE) - {module.name for module in MODULES}) == []


def test_no_test_imports_another():
    """What several tests share stands in a module of its own."""
    taken = re.compile(r"^\s*(?:from|import) (?:\w+\.)*(?:test_\w+|conftest)\b", re.MULTILINE)
    assert [p.name for p in TESTS.rglob("*.py") if taken.search(p.read_text(encoding="utf-8"))] == []
