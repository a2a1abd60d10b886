"""Taking in a delivery: copied untouched, recorded with its hash, never overwritten."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest
import yaml

import hindered_disk
import kill_runs
from analysis.commands import main, receive
from analysis.definitions.errors import InputError, RunError
from analysis.definitions.params import RECORD
from analysis.extracts.deliveries import read_deliveries
from analysis.running.outputs import atomic_files
from forking import needs_forks
from project import TESTS
from received_entries import entry

ROWS = (
    "section,ref,breakdown,area,period,measure,unit,value,note\n"
    "T1,THEFT,all,Mytown,2012-13 Q1,in_quarter,thefts,12,\n"
)


@pytest.fixture
def delivered(tmp_path):
    path = tmp_path / "came" / "police.csv"
    path.parent.mkdir()
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_a_file_is_copied_and_can_then_be_read(tmp_path, delivered):
    folder = tmp_path / "2012-13-q1"
    place = receive.receive(folder, delivered, entry())
    assert place.read_bytes() == delivered.read_bytes()
    (line,) = yaml.safe_load((folder / RECORD).read_text())["deliveries"]
    assert line["sha256"] == hashlib.sha256(delivered.read_bytes()).hexdigest()
    assert len(read_deliveries(folder, ("police",))[0].rows) == 1


def test_taking_the_same_file_in_again_changes_nothing_and_another_is_refused(tmp_path, delivered):
    folder = tmp_path / "2012-13-q1"
    receive.receive(folder, delivered, entry())
    before = (folder / RECORD).read_bytes()
    receive.receive(folder, delivered, entry())
    assert (folder / RECORD).read_bytes() == before
    delivered.write_text(ROWS.replace("12,", "13,"), encoding="utf-8")
    with pytest.raises(InputError, match="another file with that name"):
        receive.receive(folder, delivered, entry())
    assert b",12," in (folder / "police.csv").read_bytes()


@pytest.mark.parametrize(
    ("text", "changes", "message"),
    [
        ("section,ref\n", {}, "missing"),
        (ROWS, {"format": "figures_cvs"}, "use figures_csv"),
    ],
)
def test_what_cannot_be_read_is_not_taken_in(tmp_path, delivered, text, changes, message):
    delivered.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        receive.receive(tmp_path / "q", delivered, entry(**changes))
    assert not (tmp_path / "q").exists()


@pytest.mark.parametrize("indent", ["", "  ", "    "])
def test_comments_in_the_record_stay(tmp_path, delivered, indent):
    folder = tmp_path / "2012-13-q1"
    receive.receive(folder, delivered, entry())
    text = (folder / RECORD).read_text().replace("- source", "# asked for twice\n- source")
    first, second, listed = text.partition("deliveries:\n")
    by_hand = first + second + textwrap.indent(listed, indent)
    (folder / RECORD).write_text(by_hand)
    receive.receive(folder, delivered.rename(delivered.with_name("more.csv")), entry())
    assert (folder / RECORD).read_text().startswith(by_hand)
    assert recorded(folder) == ["police.csv", "more.csv"]


def test_comments_in_an_empty_record_stay(tmp_path, delivered):
    receive.prepare(tmp_path)
    with (tmp_path / RECORD).open("a") as record:
        record.write("# asked for twice\n")
    receive.receive(tmp_path, delivered, entry())
    assert "# asked for twice" in (tmp_path / RECORD).read_text() and recorded(tmp_path) == ["police.csv"]


def test_a_file_is_of_one_source(tmp_path, delivered):
    receive.receive(tmp_path / "q", delivered, entry())
    with pytest.raises(
        InputError, match=r"received before from source 'police'.*correct source in deliveries"
    ):
        receive.receive(tmp_path / "q", delivered, entry(source="council"))


def test_a_record_in_another_style_is_written_anew_and_loses_no_entry(tmp_path, delivered):
    folder = tmp_path / "2012-13-q1"
    receive.receive(folder, delivered, entry())
    record = yaml.safe_load((folder / RECORD).read_text())
    (folder / RECORD).write_text(json.dumps(record))  # JSON is YAML too, and nothing can be put below it
    receive.receive(folder, delivered.rename(delivered.with_name("more.csv")), entry())
    assert recorded(folder) == ["police.csv", "more.csv"]
    receive.receive(folder, delivered.with_name("more.csv"), entry(title="mended"))
    assert [e["title"] for e in yaml.safe_load((folder / RECORD).read_text())["deliveries"]] == [
        "t",
        "mended",
    ]


def test_a_corrected_file_is_read_instead_of_the_one_it_replaces(tmp_path, delivered):
    folder = tmp_path / "2012-13-q1"
    receive.receive(folder, delivered, entry())
    mended = delivered.with_name("police2.csv")
    mended.write_text(ROWS.replace("12,", "13,"), encoding="utf-8")
    receive.receive(folder, mended, entry(replaces="police.csv"))
    (read,) = read_deliveries(folder, ("police",))
    assert read.entry.file == "police2.csv" and list(read.rows["value"]) == ["13"]
    assert (folder / "police.csv").is_file() and recorded(folder) == ["police.csv", "police2.csv"]
    once_more = (folder / RECORD).read_bytes()
    receive.receive(folder, mended, entry(replaces="police.csv"))
    assert (folder / RECORD).read_bytes() == once_more
    again = delivered.with_name("police3.csv")
    again.write_text(ROWS.replace("12,", "14,"), encoding="utf-8")
    with pytest.raises(
        InputError, match=r"police.csv is not a file received for this quarter.*did you mean police2.csv"
    ):
        receive.receive(folder, again, entry(replaces="police.csv"))
    receive.receive(folder, again, entry(replaces="police2.csv"))
    (folder / "police.csv").unlink()  # a mistake that was taken away for good stops nobody
    assert [d.entry.file for d in read_deliveries(folder, ("police",))] == ["police3.csv"]


@pytest.mark.parametrize("name", ["nothing.csv", "more.csv"])
def test_only_what_was_taken_in_before_is_replaced_and_not_by_itself(tmp_path, delivered, name):
    folder = tmp_path / "2012-13-q1"
    receive.receive(folder, delivered, entry())
    with pytest.raises(
        InputError, match=f"more.csv, column replaces: {name} is not a file received for this quarter"
    ):
        receive.receive(folder, delivered.rename(delivered.with_name("more.csv")), entry(replaces=name))
    assert recorded(folder) == ["police.csv"] and not (folder / "more.csv").exists()


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match="there is no file"):
        receive.receive(tmp_path / "q", tmp_path / "nothing.csv", entry())


def recorded(folder):
    return [line["file"] for line in yaml.safe_load((folder / RECORD).read_text())["deliveries"]]


def test_eight_at_once_are_all_recorded(tmp_path, delivered):
    folder = tmp_path / "2012-13-q1"
    code = """
import sys, time
from pathlib import Path
from analysis.commands import receive as receiving
from received_entries import entry
time.sleep(max(0, float(sys.argv[3]) - time.time()))
receiving.receive(Path(sys.argv[1]), Path(sys.argv[2]), entry())"""
    known = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    start, started, names = time.time() + 6, [], [f"police{number}.csv" for number in range(8)]
    for name in names:
        (file := delivered.with_name(name)).write_text(ROWS.replace("THEFT", name), encoding="utf-8")
        words = [sys.executable, "-c", code, str(folder), str(file), str(start)]
        started.append(subprocess.Popen(words, env=known, stderr=subprocess.PIPE, text=True))
    said = [process.communicate(timeout=120)[1] for process in started]
    assert [process.returncode for process in started] == [0] * 8, said
    assert sorted(recorded(folder)) == names
    assert sorted(path.name for path in folder.iterdir()) == sorted([receive.LOCK, RECORD, *names])


def test_one_who_waits_too_long_is_told_who_holds_the_record(tmp_path, delivered, monkeypatch):
    folder = tmp_path / "2012-13-q1"
    code = f"""from pathlib import Path; from analysis.running.outputs.locks import lock
with lock(Path({str(folder / receive.LOCK)!r}), "It"):
    print("held", flush=True), input()"""
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdout.readline() == b"held\n"
        monkeypatch.setattr(receive, "_PATIENCE", 0.1)
        with pytest.raises(RunError, match=f"The record of 2012-13-q1 is being made by process {holder.pid}"):
            receive.receive(folder, delivered, entry())
    finally:
        holder.kill()
        holder.wait()
    receive.receive(folder, delivered, entry())


def test_one_that_was_killed_before_the_record_is_finished_by_the_next(tmp_path, delivered):
    folder = tmp_path / "2012-13-q1"
    code = """
import os, signal, sys
from pathlib import Path
from analysis.commands import receive as receiving; from analysis.running.outputs import atomic_files as storage
from received_entries import entry
put = os.replace
def killed(passing, path):
    if Path(path).name == "deliveries.yaml":
        os.kill(os.getpid(), signal.SIGKILL)
    put(passing, path)
storage.os.replace = killed
receiving.receive(Path(sys.argv[1]), Path(sys.argv[2]), entry())"""
    known = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    done = subprocess.run([sys.executable, "-c", code, str(folder), str(delivered)], env=known)
    assert done.returncode == -signal.SIGKILL
    assert (folder / "police.csv").is_file() and not (folder / RECORD).exists()
    receive.receive(folder, delivered, entry())
    assert recorded(folder) == ["police.csv"]
    assert sorted(path.name for path in folder.iterdir()) == sorted([receive.LOCK, RECORD, "police.csv"])


def test_a_copy_that_was_never_recorded_is_not_called_a_delivery(tmp_path, delivered):
    folder = tmp_path / "2012-13-q1"
    folder.mkdir()
    (folder / "police.csv").write_text("left here by somebody")
    with pytest.raises(InputError, match=r"is in 2012-13-q1 but not recorded.*move that file away"):
        receive.receive(folder, delivered, entry())


def test_a_full_disk_is_said_and_the_record_stands(tmp_path, delivered, monkeypatch):
    folder = tmp_path / "2012-13-q1"
    receive.receive(folder, delivered, entry())
    before = (folder / RECORD).read_bytes()

    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic_files, "write", full)
    with pytest.raises(RunError, match="the disk is full"):
        receive.receive(folder, delivered.rename(delivered.with_name("more.csv")), entry())
    assert (folder / RECORD).read_bytes() == before


@pytest.mark.parametrize(
    "name", [RECORD, "Deliveries.YAML", "overrides.yaml", "commentary", ".hidden.csv", "a.csv "]
)
def test_a_name_that_is_kept_for_something_else_is_refused(tmp_path, delivered, name):
    with pytest.raises(InputError, match="cannot have this name"):
        receive.receive(tmp_path / "q", delivered.rename(delivered.with_name(name)), entry())
    assert not (tmp_path / "q").exists()


def test_an_empty_record_is_made_once_and_keeps_what_is_there(tmp_path, delivered):
    receive.prepare(tmp_path / "q")
    assert yaml.safe_load((tmp_path / "q" / RECORD).read_text()) == {"deliveries": []}
    receive.receive(tmp_path / "q", delivered, entry())
    receive.prepare(tmp_path / "q")
    assert recorded(tmp_path / "q") == ["police.csv"]


@pytest.mark.parametrize(
    ("source", "received", "says"),
    [
        ("police", "yesterday", "'yesterday' is not a day such as 2024-10-07"),
        ("police", "2024-02-30", "'2024-02-30' is not a day"),
        (" ", "2024-10-07", "police.csv, column source: "),
        (
            "q2_prority_report",
            "2024-10-07",
            "did you mean q2_priority_report? If not, add it to sources there",
        ),
        (
            "police",
            "2024-10-07",
            "halton-2012-13-q2.yaml, column sources: 'police' is not one of its sources",
        ),
    ],
)
def test_a_source_and_the_day_it_came_must_be_named(
    project_copy, delivered, monkeypatch, capsys, source, received, says
):
    monkeypatch.chdir(project_copy)
    given = ["receive", "params/halton-2012-13-q2.yaml", str(delivered), "--format", "figures_csv"]
    assert status_of([*given, "--source", source, "--received", received]) == 2
    assert says in capsys.readouterr().err
    assert not (project_copy / "data/halton/2012-13-q2/police.csv").exists()


def status_of(arguments):
    try:
        return main.main(arguments)
    except SystemExit as ended:
        return ended.code


@needs_forks
@pytest.mark.parametrize("how", ["EIO", "ENOSPC", "kill"])
def test_whatever_call_to_the_disk_fails_nothing_is_half_received_and_the_next_one_finishes(
    tmp_path, delivered, how
):
    """At every step: what is recorded lies there whole, what was recorded before still is, the reason is plain."""
    earlier = delivered.with_name("earlier.csv")
    earlier.write_text(ROWS, encoding="utf-8")
    for step in range(1, 100):
        folder = tmp_path / f"{how}-{step}"
        receive.receive(folder, earlier, entry())

        def work(folder=folder, step=step):
            disk = hindered_disk.hinder(tmp_path, step, how)
            receive.receive(folder, delivered, entry())
            os._exit(kill_runs.BORNE if disk.reached else 0)

        _, status = os.waitpid(kill_runs.forked(work), 0)
        assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL, kill_runs.FAILED, kill_runs.BORNE), (
            step
        )
        there = {
            line["file"]: line["sha256"]
            for line in yaml.safe_load((folder / RECORD).read_text())["deliveries"]
        }
        assert "earlier.csv" in there
        for name, held in there.items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == held
        receive.receive(folder, delivered, entry())
        assert recorded(folder) == ["earlier.csv", "police.csv"]
        assert not [path for path in folder.iterdir() if path.name.startswith((".police", f".{RECORD}"))]
        if status == 0:
            break
    assert 5 < step < 99
