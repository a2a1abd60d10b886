"""A past report is made again from its own entry; what is not as it was is named."""

import pytest

from analysis.commands.reproduce import compare, lay_out
from analysis.definitions.errors import InputError
from analysis.definitions.params import find_root
from published_quarters import Q1, registered


def test_the_root_that_is_laid_out_holds_what_the_entry_says(made_up_root, tmp_path):
    entry = registered(made_up_root, Q1)
    targets = made_up_root / "params/targets/made-up-place/2023-24.yaml"
    was = targets.read_text()
    targets.write_text(was.replace("420", "999"))
    path = lay_out(entry, (), made_up_root, tmp_path / "again")
    root = find_root(path.parent)
    assert (root / "params/targets/made-up-place/2023-24.yaml").read_text() == was
    assert not (root / "data" / "register").exists()


def test_a_delivered_file_that_is_another_now_is_refused_with_its_hash(made_up_root, tmp_path):
    entry = registered(made_up_root, Q1)
    extract = made_up_root / "data/made-up-place/2023-24-q1/police.csv"
    extract.write_text(extract.read_text().replace("30,", "31,", 1))
    with pytest.raises(InputError) as error:
        lay_out(entry, (), made_up_root, tmp_path / "again")
    assert "police.csv" in str(error.value) and entry.deliveries[
        "data/made-up-place/2023-24-q1/police.csv"
    ] in str(error.value)


def test_pages_that_differ_or_are_missing_are_named(made_up_root, tmp_path):
    entry = registered(made_up_root, Q1)
    assert compare(entry, tmp_path) == ("index.html",)
    (tmp_path / "index.html").write_bytes(b"<p>")
    assert compare(entry, tmp_path) == ()
