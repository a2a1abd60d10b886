"""The index of an organisation's reports says what stands, whoever was stopped at it."""

import errno
import json
import os
import subprocess
import sys
import threading

import pytest

from analysis.commands import report_index
from analysis.definitions.errors import RunError
from analysis.running import fingerprints
from analysis.running.outputs.locks import lock
from forking import needs_forks


@pytest.fixture
def outputs(tmp_path):
    """Published reports and drafts of two organisations, one broken record, and one over many areas."""
    for entry, (year, quarter) in enumerate((("2012-13", 2), ("2013-14", 1), ("2012-13", 3)), start=1):
        _made(tmp_path, "halton", year, quarter)
        _made(tmp_path / "published", "halton", year, quarter, entry)
    _made(tmp_path, "halton", "2013-14", 2)
    _made(tmp_path, "other", "2020-21", 1)
    _made(tmp_path / "published", "other", "2020-21", 1, 1)
    for name, text in (("broken", "{"), ("many", '{"areas": []}')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "run.json").write_text(text)
    return tmp_path


def _made(folder, organisation, year, quarter, entry=0):
    name = f"{organisation}-{year}-q{quarter}"
    given = {"organisation": organisation, "title": "Safer <b>", "year": year, "quarter": quarter}
    given["as_at"] = "2012-09-30"
    record = {"report": name, "parameters": given, "exit_status": 3 if quarter == 3 else 0}
    record["inputs_sha256"] = f"of {name}"
    if entry:
        record["published"] = {"entry": entry, "role": "Head", "date": "2014-05-01"}
    (folder / name).mkdir(parents=True)
    (folder / name / "run.json").write_text(json.dumps(record))


def names(records):
    return [record["report"] for record in records]


def test_published_reports_stand_newest_first_and_drafts_apart(outputs):
    published, drafts = report_index.reports_of(outputs, "halton")
    assert names(published) == ["halton-2013-14-q1", "halton-2012-13-q3", "halton-2012-13-q2"]
    assert names(drafts) == ["halton-2013-14-q2"]  # the others are signed off just as they stand
    _redrafted(outputs / "halton-2012-13-q3")
    assert names(report_index.reports_of(outputs, "halton")[1]) == ["halton-2013-14-q2", "halton-2012-13-q3"]


def _redrafted(folder):
    record = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps(record | {"inputs_sha256": "later"}))


def test_the_page_links_to_each(outputs):
    page = report_index.mend(outputs, "halton").read_text()
    wanted = ("published/halton-2013-14-q1", "published/halton-2012-13-q3", "published/halton-2012-13-q2")
    at = [page.index(f'href="{name}/index.html"') for name in (*wanted, "halton-2013-14-q2")]
    assert at == sorted(at)
    assert "<b>" not in page and "other-" not in page


def test_a_report_that_was_taken_away_is_gone_from_it(outputs):
    report_index.mend(outputs, "halton")
    (outputs / "published" / "halton-2013-14-q1" / "run.json").unlink()
    assert "published/halton-2013-14" not in report_index.mend(outputs, "halton").read_text()


@pytest.mark.parametrize(
    "odd",
    [
        '{"parameters": {"year": null}}',
        '{"parameters": {"year": "20xx"}}',
        "[]",
        "null",
        '{"published": 1}',
        "[" * 200_000,
    ],
)
def test_an_odd_neighbour_is_passed_over(tmp_path, odd):
    for folder in (tmp_path / "old", tmp_path / "published" / "old"):
        folder.mkdir(parents=True)
        (folder / "run.json").write_text(odd)
    assert report_index.reports_of(tmp_path, "halton") == ([], [])


@needs_forks
def test_a_pipe_in_place_of_a_record_is_not_waited_for(tmp_path):
    (tmp_path / "old").mkdir()
    os.mkfifo(tmp_path / "old" / "run.json")
    assert report_index.reports_of(tmp_path, "halton") == ([], [])


def test_a_link_or_a_copy_under_another_name_is_no_report(outputs):
    before = report_index.reports_of(outputs, "halton")
    (outputs / "backup").mkdir()
    copied = outputs / "backup" / "run.json"
    copied.write_text((outputs / "halton-2013-14-q2" / "run.json").read_text())
    (outputs / "linked").symlink_to(outputs / "halton-2013-14-q2")
    assert report_index.reports_of(outputs, "halton") == before


def test_a_page_that_is_as_it_should_be_is_not_made_again(outputs, monkeypatch):
    page = report_index.mend(outputs, "halton")
    before = page.stat().st_ino
    monkeypatch.setitem(sys.modules, "analysis.commands.report_index_page", None)  # importing it would fail
    report_index.mend(outputs, "halton")
    assert page.stat().st_ino == before


@pytest.mark.parametrize("how", ["missing", "altered", "cut short", "another program", "another report"])
def test_a_page_that_is_not_is_mended(outputs, monkeypatch, how):
    page = report_index.mend(outputs, "halton")
    right = page.read_bytes()
    if how == "missing":
        page.unlink()
    elif how == "altered":
        page.write_bytes(right.replace(b"Head", b"Boss"))
    elif how == "cut short":
        page.write_bytes(right[:-9])
    elif how == "another program":
        monkeypatch.setattr(fingerprints, "code", lambda: "another")
    else:
        _redrafted(outputs / "halton-2012-13-q3")
    report_index.mend(outputs, "halton")
    assert (page.read_bytes() == right) == (how in ("missing", "altered", "cut short"))
    assert b"Boss" not in page.read_bytes() and page.read_bytes().endswith(b"-->\n")


def test_a_disk_that_is_full_is_said_with_what_stands(outputs, monkeypatch):
    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RunError, match=r"halton.html could not be written: the disk is full") as error:
        report_index.mend(outputs, "halton")
    assert "The reports are complete" in str(error.value)
    assert "unchanged" not in str(error.value)


def test_two_reports_that_end_at_once_wait_for_each_other(outputs):
    held = outputs / ".halton.html.lock"
    code = f"""from pathlib import Path; from analysis.running.outputs.locks import lock
with lock(Path({str(held)!r}), "It"):
    print("held", flush=True), input()"""
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"held\n"
    threading.Timer(0.3, holder.kill).start()
    assert report_index.mend(outputs, "halton").is_file()
    holder.wait()


@pytest.mark.slow
def test_who_does_not_let_go_of_it_is_named(outputs):
    code = f"""from analysis.commands import report_index as histories; from pathlib import Path
histories.PATIENCE = 0.1
histories.mend(Path({str(outputs)!r}), "halton")"""
    with lock(outputs / ".halton.html.lock", "It"):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert f"The list halton.html is being made by process {os.getpid()}" in done.stderr
