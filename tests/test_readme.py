"""README.md and CONTRIBUTING.md do what they say: files, commands, make targets, paths, lines for Windows."""

import importlib
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from analysis.definitions.params import Params
from project import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
WORKFLOW = (ROOT / ".github" / "workflows" / "checks.yml").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, flags=re.DOTALL)


def lines_of(language):
    return [line for kind, text in BLOCKS if kind == language for line in text.splitlines() if line.strip()]


def named_files():
    """The blocks exactly as printed, each by the file that the sentence before it names."""
    return re.findall(
        r"in `(\S+\.(?:yaml|csv))`(?:(?!\n\n|```).)*:\n\n```(?:yaml|csv)\n(.*?)```", README, flags=re.DOTALL
    )


def test_every_block_that_is_a_file_is_named_before_it_and_is_copied_whole():
    files = dict(named_files())
    assert len(files) == 4 == sum(kind in ("yaml", "csv") for kind, _ in BLOCKS)
    assert files["police.csv"].startswith("section,ref,")


@pytest.fixture
def newcomer(tmp_path):
    """A copy of what a newcomer has cloned, with the files that the README asks for written in it."""
    for name in ("params", "data", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "outputs").mkdir()
    for name, text in named_files():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_every_command_runs_and_makes_the_newcomers_page(newcomer):
    commands = [line for line in lines_of("sh") if line.startswith(("outturn ", "papermill "))]
    assert len(commands) >= 3
    for line in commands:
        words = shlex.split(line, comments=True)
        program = Path(sys.executable).with_name(words[0])
        done = subprocess.run(
            [program, *words[1:]], cwd=newcomer, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
    page = newcomer / "outputs" / "mytown-2024-25-q2" / "sections" / "indicators-community-safety.html"
    text = page.read_text(encoding="utf-8")
    assert "Bicycle theft" in text and "Made-up data" in text
    report = newcomer / "outputs" / "mytown-2024-25-q2"
    for path in [*report.rglob("*.html"), *report.rglob("*.csv")]:
        found = path.read_text(encoding="utf-8")
        assert not [
            word for word in ("Halton", "North West", "Widnes", "England", "already public") if word in found
        ]
    injected = (report / "notebooks" / "scorecard.ipynb").read_text(encoding="utf-8")
    injected = json.loads(injected)["cells"][2]["source"]
    assert all(f"{name} = " in "".join(injected) for name in Params.model_fields)


def test_every_make_target_exists():
    targets = re.findall(r"^([a-z][a-z-]*):", MAKEFILE, flags=re.MULTILINE)
    for text in (README, CONTRIBUTING, WORKFLOW):
        named = set(re.findall(r"(?:^|`|run: )make ([a-z][a-z-]*)", text, flags=re.MULTILINE))
        assert named and named <= set(targets)


def test_the_workflow_calls_every_check():
    """`.ci/run` calls them too."""
    called = re.findall(r"run: make ([a-z-]+)", WORKFLOW)
    assert called == ["lint", "report", "test", "test-slow"]


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_path_in_the_text_exists(text):
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    named = re.findall(
        r"`((?:src|tests|params|data|notebooks|\.ci)/[\w./-]*|[\w-]+\.(?:md|toml|lock))`", prose
    )
    named += re.findall(r"\]\(([^)#]+)\)", prose)
    assert len(named) >= 5
    made_later = {"data/register/", *dict(named_files())}
    assert [name for name in named if not (ROOT / name).exists() and name not in made_later] == []


def test_every_help_that_the_readme_names_is_there():
    modules = re.findall(r"help\('([\w.]+)'\)", README)
    assert modules and all(importlib.import_module(name).__doc__ for name in modules)


def test_the_lines_for_windows_are_what_make_calls():
    recipes = re.sub(r"\$\(BIN\)/", "", MAKEFILE)
    windows = [line.replace(".venv\\Scripts\\", "") for line in lines_of("powershell")]
    assert "outturn run params/halton-2012-13-q2.yaml" in windows
    for line in windows[1:]:
        wanted = line.replace("python -m pip install", "$(PIP)")
        assert wanted in recipes, line
    for command in re.findall(r"`\.venv\\Scripts\\(python[^`]*pytest[^`]*|jupyter[^`]*)`", README):
        assert command in recipes, command
    assert re.search(r"-m venv \.venv", MAKEFILE) and windows[0] == "py -m venv .venv"


def test_hooks_call_the_ruff_of_the_environment_and_no_registry():
    config = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    repositories = yaml.safe_load(config)["repos"]
    assert [one["repo"] for one in repositories] == ["local"] and "://" not in config
    hooks = repositories[0]["hooks"]
    assert all(hook["language"] == "system" and hook["entry"].startswith("ruff ") for hook in hooks)
