"""Show that each fault's tests fail on the version before and pass on this one.

    python tests/fails_before.py REVISION [FAULT ...]

`regressions.yaml` names each fault that a version put right, and the tests that would have caught it. They are run
once with the source, parameters, data and notebooks of the version before, once with ours; there as they stood in the
revision that it names (`tests_of`), when modules still had the names of the version before. A test that cannot be run
there (an import or a fixture that the version before does not have) proves nothing: that is an error, not a failure.
The exit status is 1 where a fault has no test that failed before, or a test fails now.
"""

import argparse
import itertools
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

import yaml

import versions

REGRESSIONS = Path(__file__).parent / "regressions.yaml"
PASSED, FAILED, ERROR = "passed", "failed", "error"
NOT_A_FAILURE = (
    "ImportError",
    "ModuleNotFoundError",
    "AttributeError: module",
    "unexpected keyword argument",
)
"""In a failure's message: what is tested is not there at all, so nothing was shown of what it does."""


def read_regressions(path: Path) -> tuple[str, dict[str, list[str]]]:
    """The revision that has the tests for the version before, and tests by the fault that they would have caught."""
    regressions = yaml.safe_load(path.read_text(encoding="utf-8"))
    return regressions["tests_of"], regressions["faults"]


def run(tests: Iterable[str], project: Path) -> dict[str, str]:
    """Run tests in a project's folder, file by file, so that one that cannot be read hides no other; how each ended.

    A test of several cases fails if one of them does.
    """
    ended = {}
    for file, those in itertools.groupby(sorted(tests), lambda test: test.partition("::")[0]):
        ended |= _run_file(file, list(those), project)
    return ended


def _run_file(file: str, tests: list[str], project: Path) -> dict[str, str]:
    report = project / "tests-ended.xml"
    report.unlink(missing_ok=True)
    words = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", "-p", "no:cacheprovider", *tests]
    environment = versions.environment(project)
    done = subprocess.run(words, cwd=project, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or not report.is_file():
        print(f"{project.name}: {file} could not be run:\n{done.stdout}{done.stderr}", file=sys.stderr)
    cases = list(ET.parse(report).iter("testcase")) if report.is_file() else []
    module = file.removesuffix(".py").replace("/", ".")
    return {test: _ended(module, test.partition("::")[2], cases) for test in tests}


def _ended(module: str, name: str, cases: list[ET.Element]) -> str:
    hows = {
        _how(case) for case in cases if _is_of(module, name, case.get("classname", ""), case.get("name", ""))
    }
    return next((how for how in (FAILED, ERROR, PASSED) if how in hows), ERROR)


def _is_of(module: str, name: str, where: str, case: str) -> bool:
    return where == module and name in (case, case.partition("[")[0])


def _how(case: ET.Element) -> str:
    failure = case.find("failure")
    if failure is not None:
        message = failure.get("message", "")
        return ERROR if any(words in message for words in NOT_A_FAILURE) else FAILED
    return ERROR if {child.tag for child in case} & {"error", "skipped"} else PASSED


def _with_tests_of(revision: str, project: Path) -> Path:
    """The project with another revision's tests in place of its own."""
    shutil.rmtree(project / "tests", ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="versions-") as passing:
        shutil.copytree(versions.of_version(revision, Path(passing)) / "tests", project / "tests")
    return project


def _where(test: str, project: Path) -> str:
    """A test's name in another version, whose file of tests may have another name."""
    name = test.partition("::")[2]
    files = (project / "tests").rglob("test_*.py")
    (file,) = (path for path in files if f"def {name}(" in path.read_text(encoding="utf-8"))
    return f"{file.relative_to(project).as_posix()}::{name}"


def main() -> int:
    """Run and print, fault by fault."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("revision")
    parser.add_argument("faults", nargs="*", help="the first words of some faults; all without")
    options = parser.parse_args()
    tests_of, all_faults = read_regressions(REGRESSIONS)
    faults = {
        fault: tests
        for fault, tests in all_faults.items()
        if not options.faults or fault.startswith(tuple(options.faults))
    }
    tests = sorted({test for those in faults.values() for test in those})
    with tempfile.TemporaryDirectory(prefix="versions-") as passing:
        old = _with_tests_of(tests_of, versions.of_version(options.revision, Path(passing, "before")))
        names = {test: _where(test, old) for test in tests}
        ended = run(names.values(), old)
        before = {test: ended[name] for test, name in names.items()}
        now = run(tests, versions.of_this_checkout(Path(passing, "now")))
    shown = True
    for fault, those in faults.items():
        good = any(before[test] == FAILED for test in those) and all(now[test] == PASSED for test in those)
        shown &= good
        print(f"{'shown' if good else 'NOT SHOWN'}: {fault}")
        for test in those:
            print(f"    before {before[test]}, now {now[test]}: {test}")
    return int(not shown)


if __name__ == "__main__":
    sys.exit(main())
