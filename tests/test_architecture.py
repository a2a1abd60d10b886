"""The shape of the code: who imports whom, who may touch what, how large anything may grow.

It knows rooms, not modules: eleven ranks, and who may touch what.
"""

import ast
import doctest
import importlib
import re
import statistics
from pathlib import Path

import pytest

import analysis
from analysis.forecasts.methods import METHODS
from project import TESTS
from shape import (
    ARROWS,
    MODULES,
    RANKS,
    Module,
    by_string,
    circle,
    function_lengths,
    imported,
    lengths,
    modules_of_folders,
    uses,
)

LONGEST_MODULE = 400
LONGEST_FUNCTION = 44
NINTH_DECILE = 16
MEDIAN = 6
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}

MOST_MODULES = 12
MOST_ARROWS = 34
SMALL_MODULE = 80
ADDED_TO = (
    "forecasts/methods", "extracts/readers", "documents/kinds", "pages/sections", "pages/charts", "commands",
    "disclosure",
)  # fmt: skip
"""Folders to which one more of a kind is added as one more file."""
SMALL_ALL_THE_SAME = {
    "measures/printed_counts": "who judges by them has nearly its 400 lines",
}

OUTSIDE = ("running", "commands")
"""Rooms that take in, run, export and publish: the only ones to know of processes, clocks and writing."""

MAY_IMPORT = {
    "papermill": OUTSIDE,
    "nbclient": OUTSIDE,
    "nbconvert": OUTSIDE,
    "nbformat": OUTSIDE,
    "subprocess": OUTSIDE,
    "multiprocessing": OUTSIDE,
    "socket": OUTSIDE,
    "shutil": OUTSIDE,
    "tempfile": OUTSIDE,
    # where public data lie; what the system calls a fault
    "os": (*OUTSIDE, "definitions/params", "definitions/machine_faults"),
    "time": OUTSIDE,
    "matplotlib": ("pages/charts",),
    "seaborn": ("pages/charts",),
    "statsmodels": ("statistics", "forecasts/engine", "forecasts/methods"),
    "yaml": ("definitions/params/plain_yaml", *OUTSIDE),
    "csv": ("extracts/readers", "pages/tables"),
    "python_calamine": ("extracts/readers",),
    "zipfile": ("extracts/readers",),
    "random": (),
    "secrets": (),
    "uuid": (),
    "requests": (),
    "urllib": (),
    "http": (),
    "locale": (),
    "pickle": (),
}
"""Libraries with a closed list of users; what is not named here is free."""

MAY_CALL = {
    "files": (
        {
            "open", "read_text", "read_bytes", "write_text", "write_bytes", "read_csv", "read_excel",
            "read_parquet", "unlink", "mkdir", "glob", "rglob", "iterdir",
        },
        (*OUTSIDE, "definitions/params", "extracts", "documents", "pages/html"),
    ),
    "clocks": ({"now", "today", "utcnow", "perf_counter", "monotonic", "time_ns"}, OUTSIDE),
    "randomness": ({"default_rng", "RandomState", "seed", "rvs"}, ("forecasts", "statistics/spc")),
}  # fmt: skip
"""What reaches outside a function's arguments, by the names it is called by, and who may."""

FIGURES = ("analysis.judgements.assessments", "analysis.judgements.inputs")
"""What hands on figures before disclosure; of `pages` the workbook alone, which opens a report, imports it."""

TESTED_ELSEWHERE = {
    "pages/charts": "test_charts draws every chart",
    "forecasts/ladder": "test_forecasts climbs every rung of it",
    "judgements/judgements": "frozen types only; test_judge makes them and test_assessments reads them",
}
"""Modules without a test file of their name, and where they are tested instead."""


by_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)


def called(tree: ast.AST) -> set[str]:
    """Last names of everything that is called: `path.read_text()` is `read_text`."""
    targets = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {
        target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "") for target in targets
    }


SAMPLE = ast.parse("""
import random
def late():
    from analysis.definitions import params, periods
    from analysis.definitions.errors import Problem
    return pathlib.Path(now()).read_text()
""")


def test_the_reading_of_code_sees_late_imports_and_last_names():
    """What the tests below rest on: were it blind, they would pass whatever the code does."""
    assert set(imported(SAMPLE)) == {
        "random",
        "analysis.definitions.periods",
        "analysis.definitions.params",
        "analysis.definitions.errors",
    }
    assert called(SAMPLE) == {"Path", "now", "read_text"}


def test_every_module_stands_in_a_room():
    assert sorted({m.room for m in MODULES} - {"__init__"}) == sorted(RANKS)


def test_the_map_in_help_names_the_rooms_in_their_order():
    assert tuple(re.findall(r"^    ([a-z]+) {2,}\S", analysis.__doc__, re.MULTILINE)) == RANKS


def test_a_room_imports_only_from_rooms_above_it():
    wrong = [(one, other) for one, other in ARROWS if RANKS.index(other) >= RANKS.index(one)]
    where = [f"{m.name} imports {u.name}" for m in MODULES for u in uses(m) if (m.room, u.room) in wrong]
    assert sorted(where) == []


def test_rooms_know_few_others():
    assert len(ARROWS) <= MOST_ARROWS, sorted(ARROWS)


def test_a_room_is_taken_in_at_a_glance():
    """An inner folder counts by itself: it means "add one more file here", or is one idea."""
    crowded = {folder: number for folder, number in modules_of_folders().items() if number > MOST_MODULES}
    assert crowded == {}


def test_a_small_module_with_one_user_is_part_of_it():
    """Unless it is one of a kind that is added to file by file (a method, a reader, a section, a command)."""
    users = {m: [user for user in MODULES if m in uses(user) and user != m] for m in MODULES}
    small = [
        m.name
        for m in MODULES
        if m.path.name != "__init__.py"
        and len(m.text.splitlines()) < SMALL_MODULE
        and len(users[m]) <= 1
        and not m.is_in(ADDED_TO)
    ]
    assert sorted(small) == sorted(SMALL_ALL_THE_SAME)


def test_pages_take_their_figures_from_the_release():
    users = [m.name for m in MODULES if m.room == "pages" and m.imports & set(FIGURES)]
    assert users == ["pages/workbook"]


def test_nothing_is_imported_by_string():
    assert by_string() == []


def test_no_modules_import_each_other_in_a_circle():
    assert circle() == []


@pytest.mark.parametrize("library", MAY_IMPORT)
def test_a_library_is_imported_only_where_it_belongs(library):
    users = [m for m in MODULES if library in {name.partition(".")[0] for name in m.imports}]
    assert [m.name for m in users if not m.is_in(MAY_IMPORT[library])] == []


@pytest.mark.parametrize("what", MAY_CALL)
def test_files_clocks_and_chance_are_touched_only_where_they_belong(what):
    names, allowed = MAY_CALL[what]
    users = [m.name for m in MODULES if called(m.tree) & names and not m.is_in(allowed)]
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
    all_lengths = function_lengths()
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
    """`extracts/cells` is tested in `tests/extracts/readers/test_cells.py`; a package's `__init__` with its files.

    A registered forecast method is tested by `tests/forecasts/methods/test_contract.py`, which runs over all of them.
    """
    excused = (*TESTED_ELSEWHERE, *(f"forecasts/methods/{name}" for name in METHODS))
    tested = [m for m in MODULES if m.path.name != "__init__.py" and not m.is_in(excused)]
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
