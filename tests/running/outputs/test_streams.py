"""A command does its work and ends with its status though nobody listens, its disk is full or all is closed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

import small_place
from analysis.running.outputs import log as logs
from analysis.running.outputs import streams
from forking import needs_forks
from smallest_report import PLACE

pytestmark = needs_forks

PARAMS = f"params/{small_place.REPORT}.yaml"
PUBLISH = f"publish {PARAMS} --role Head --date 2024-11-01"
INDEX = f"outputs/{small_place.ORGANISATION}.html"
GONE = "import os; reading, writing = os.pipe(); os.close(reading); os.dup2(writing, {number}); "
"""The reader of a stream has gone before anything is said, as `| true` may have."""


def with_cell(root, source):
    """A cell more in the scorecard's notebook, in notebooks of the place's own."""
    committed = (root / "notebooks").resolve()
    (root / "notebooks").unlink()
    shutil.copytree(committed, root / "notebooks", ignore=shutil.ignore_patterns(".*", "__pycache__"))
    path = root / "notebooks" / "scorecard.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(2, new_code_cell(source, id="more"))
    nbformat.write(notebook, path)


def shell(root, line, **environment):
    """A line of the shell in which OUTTURN is the command."""
    line = line.replace("OUTTURN", f"{sys.executable} -m analysis.commands.main")
    known = os.environ | {"PYTHONPATH": str(PLACE)} | environment
    return subprocess.run(
        ["sh", "-c", line], cwd=root, env=known, capture_output=True, text=True, timeout=120
    )


def unheard(root, number, arguments, **environment):
    """The command with a stream whose reader has gone."""
    code = (
        GONE.format(number=number)
        + "import sys; from analysis.commands import main as run; sys.exit(run.main())"
    )
    known = os.environ | {"PYTHONPATH": str(PLACE)} | environment
    words = [sys.executable, "-c", code, *arguments.split()]
    return subprocess.run(words, cwd=root, env=known, capture_output=True, text=True, timeout=120)


@pytest.mark.slow
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_what_is_published_is_published_though_the_word_of_it_meets_a_full_disk(place, unbuffered):
    done = shell(place, f"OUTTURN {PUBLISH} >/dev/full", PYTHONUNBUFFERED=unbuffered)
    said = "The output of this command could not be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (0, said)
    assert (place / "outputs/published" / small_place.REPORT / "index.html").is_file()
    assert f'href="published/{small_place.REPORT}/index.html"' in (place / INDEX).read_text()


@pytest.mark.slow
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", [PUBLISH, f"check {PARAMS}", "schedule place-000", "--help"])
def test_a_reader_that_has_gone_changes_no_status(place, arguments, unbuffered):
    done = unheard(place, 1, arguments, PYTHONUNBUFFERED=unbuffered)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_was_only_to_be_printed_and_could_not_be_is_a_failure(monkeypatch):
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert streams.say("a table") is False


@pytest.mark.slow
@pytest.mark.parametrize("log", ["", "--log-json"])
@pytest.mark.parametrize("why", ["nobody reads it", "it is full"])
def test_a_log_that_leads_nowhere_stops_no_report(place, log, why):
    arguments = f"run {PARAMS} --force {log}"
    full = why == "it is full"
    done = shell(place, f"OUTTURN {arguments} 2>/dev/full") if full else unheard(place, 2, arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert '"status": "made"' in (place / "outputs" / small_place.REPORT / "run.json").read_text()


@pytest.mark.parametrize(
    ("arguments", "status"), [(f"check {PARAMS}", 2), ("--bogus", 2), ("run no.yaml", 2)]
)
def test_a_complaint_that_cannot_be_written_keeps_its_status(place, arguments, status):
    (place / small_place.EXTRACT).unlink()
    for done in (unheard(place, 2, arguments), shell(place, f"OUTTURN {arguments} 2>/dev/full")):
        assert (done.returncode, done.stderr) == (status, "")


def test_a_sign_that_the_terminal_does_not_know_stops_nothing(tmp_path):
    code = "from analysis.running.outputs import streams; streams.say('a \\u2013 b \\udcff')"
    known = os.environ | {"PYTHONPATH": str(PLACE), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-c", code], env=known, capture_output=True, text=True, check=True)
    assert done.stdout == "a \\u2013 b \\udcff\n"


def test_a_fault_of_the_log_itself_is_not_taken_for_a_reader_that_has_gone(capsys):
    logs.begin(as_json=False)
    logs.log.info("%d", "no number")
    assert "TypeError" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("closed", ["2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("engine", ["warm", "kernel"])
def test_a_report_is_made_though_the_scheduler_has_closed_its_streams(place, closed, engine):
    """Nothing that is opened later gets the number of one: what cells write goes where it always goes."""
    with_cell(place, "import os; os.write(2, b'LOUD')")
    done = shell(place, f"OUTTURN run {PARAMS} --force --engine {engine} {closed}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    strays = place / f"outputs/.{small_place.REPORT}/stderr.txt"
    assert "LOUD" in strays.read_text()
    assert (strays.parent / "lock").read_bytes() == b""


@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-", "0<&- 1>&- 2>&-"])
def test_all_three_streams_are_open_and_their_children_inherit_them(closed):
    code = "import os, sys; from analysis.running.outputs import streams; streams.open_closed(); "
    code += "print(1); print(1, file=sys.stderr); "
    code += "sys.stdin.fileno(); sys.exit(sum(map(os.get_inheritable, range(3))) - 3)"
    done = shell(PLACE, f'{sys.executable} -c "{code}" </dev/null {closed}')
    assert done.returncode == 0, done
