"""Files are whole or not there, and a disk that fails is said plainly."""

import errno
import subprocess

import pytest

import kill_runs
from analysis.definitions.errors import RunError
from analysis.running.outputs import atomic_files
from analysis.running.outputs.report_folder import Publication
from forking import needs_forks

pytestmark = needs_forks


def test_a_full_disk_is_said_plainly_and_the_old_report_stays(tmp_path):
    disk = tmp_path / "outputs"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small file system needs root")
    try:
        kill_runs.make(tmp_path, "before")
        with pytest.raises(RunError, match=r"(?s)the disk is full.*unchanged.*free some room"):
            kill_runs.make(tmp_path, "x" * 60_000)
        assert "seen before" in (disk / "tiny/index.html").read_text()
        kill_runs.make(tmp_path, "after")
        assert "seen after" in (disk / "tiny/index.html").read_text()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_without_an_atomic_exchange_the_old_report_is_moved_aside_and_put_back(tmp_path, monkeypatch):
    monkeypatch.setattr(atomic_files, "_exchange", lambda one, other: False)
    kill_runs.make(tmp_path, "1")
    kill_runs.make(tmp_path, "2")
    publication = Publication(tmp_path / "outputs", "tiny")
    assert "seen 2" in (publication.target / "index.html").read_text()
    publication.target.rename(publication.workroom / "previous")  # killed between the two steps
    with publication.held():
        assert "seen 2" in (publication.target / "index.html").read_text()


def test_a_file_that_could_not_be_written_leaves_the_old_one_and_no_rest(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    atomic_files.write(path, b"old")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic_files.os, "fsync", full)
    with pytest.raises(RunError, match="disk is full"), atomic_files.plain_failures(tmp_path):
        atomic_files.write(path, b"new")
    assert path.read_bytes() == b"old" and [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def a_folder(place):
    for name in ("a.txt", "deep/er/b.txt"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(name)
    return place


def test_a_new_folder_is_new(tmp_path):
    atomic_files.write_all(tmp_path / "deep/new", {"a.txt": b"a", "b/c.txt": b"c"})
    assert (tmp_path / "deep/new/b/c.txt").read_bytes() == b"c"
    with pytest.raises(FileExistsError):
        atomic_files.write_all(tmp_path / "deep/new", {})
    with pytest.raises(FileExistsError):
        atomic_files.link_all(tmp_path, tmp_path / "deep")


def test_a_name_is_free_though_what_had_it_cannot_be_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(atomic_files.shutil, "rmtree", lambda path, ignore_errors: None)
    for number in range(2):
        atomic_files.discard(a_folder(tmp_path / "one"), tmp_path)
        assert not (tmp_path / "one").exists() and (tmp_path / f"gone-{number}/a.txt").is_file()
    monkeypatch.undo()
    atomic_files.sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_files_and_links_are_removed_and_what_they_lead_to_is_not(tmp_path):
    folder = a_folder(tmp_path / "one")
    (tmp_path / "link").symlink_to(folder)
    atomic_files.remove(tmp_path / "link")
    atomic_files.discard(folder / "a.txt", tmp_path)
    atomic_files.discard(tmp_path / "nothing", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["one"]
    assert [path.name for path in folder.iterdir()] == ["deep"]


def test_a_switch_that_was_not_flushed_says_that_the_new_report_stands(tmp_path, monkeypatch):
    new = a_folder(tmp_path / "new")

    def broken(handle):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(atomic_files.os, "fsync", broken)
    with pytest.raises(RunError, match="target is in place and complete") as error:
        atomic_files.switch(new, tmp_path / "target", tmp_path / "aside")
    assert "unchanged" not in str(error.value) and (tmp_path / "target/a.txt").is_file()


@pytest.mark.parametrize("can_link", [True, False])
def test_a_folder_can_stand_in_two_places_linked_or_copied(tmp_path, monkeypatch, can_link):
    def cannot(source, target):
        raise OSError(errno.EPERM, "Operation not permitted")

    if not can_link:
        monkeypatch.setattr(atomic_files.os, "link", cannot)
    one, two = a_folder(tmp_path / "one"), tmp_path / "two"
    atomic_files.link_all(one, two)
    assert sorted(p.read_text() for p in two.rglob("*.txt")) == ["a.txt", "deep/er/b.txt"]
    assert (two / "a.txt").samefile(one / "a.txt") == can_link
    atomic_files.remove(one)
    assert (two / "deep/er/b.txt").read_text() == "deep/er/b.txt"


def test_a_disk_that_fails_while_linking_is_no_reason_to_copy(tmp_path, monkeypatch):
    def broken(source, target):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(atomic_files.os, "link", broken)
    with pytest.raises(OSError, match="Input/output"):
        atomic_files.link_all(a_folder(tmp_path / "one"), tmp_path / "two")


def test_a_lock_that_cannot_be_written_is_said_plainly(tmp_path, monkeypatch):
    publication = Publication(tmp_path / "outputs", "tiny")
    publication.workroom.mkdir(parents=True)
    (publication.workroom / "lock").mkdir()
    with pytest.raises(RunError, match=r"could not be written: .*unchanged"), publication.held():
        pass
