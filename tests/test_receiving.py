"""Taking in a delivery: copied untouched, recorded with its hash, never overwritten."""

import hashlib

import pytest
import yaml

from analysis import receiving
from analysis.deliveries import RECORD, Entry, read_deliveries
from analysis.errors import InputError

ROWS = (
    "section,ref,breakdown,area,period,measure,unit,value,note\n"
    "T1,THEFT,all,Mytown,2012-13 Q1,in_quarter,thefts,12,\n"
)


def entry(**changes):
    given = {"source": "police", "title": "t", "file": "x", "format": "figures_csv", "received": "2012-07-01"}
    return Entry(**given | changes)


@pytest.fixture
def delivered(tmp_path):
    path = tmp_path / "came" / "police.csv"
    path.parent.mkdir()
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_a_file_is_copied_and_can_then_be_read(tmp_path, delivered):
    folder = tmp_path / "2012-13-q1"
    place = receiving.receive(folder, delivered, entry())
    assert place.read_bytes() == delivered.read_bytes()
    (line,) = yaml.safe_load((folder / RECORD).read_text())["deliveries"]
    assert line["sha256"] == hashlib.sha256(delivered.read_bytes()).hexdigest()
    assert len(read_deliveries(folder, ("police",))[0].rows) == 1


def test_taking_the_same_file_in_again_changes_nothing_and_another_is_refused(tmp_path, delivered):
    folder = tmp_path / "2012-13-q1"
    receiving.receive(folder, delivered, entry())
    before = (folder / RECORD).read_bytes()
    receiving.receive(folder, delivered, entry())
    assert (folder / RECORD).read_bytes() == before
    delivered.write_text(ROWS.replace("12,", "13,"), encoding="utf-8")
    with pytest.raises(InputError, match="another file of that name"):
        receiving.receive(folder, delivered, entry())
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
        receiving.receive(tmp_path / "q", delivered, entry(**changes))
    assert not (tmp_path / "q").exists()


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match="there is no file"):
        receiving.receive(tmp_path / "q", tmp_path / "nothing.csv", entry())
