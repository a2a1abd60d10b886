"""The register keeps what a report was made from; whoever changes the past breaks the chain."""

import json

import pytest

from analysis.definitions.errors import InputError
from analysis.definitions.params import Folders, read_params
from analysis.documents.register import last_before, read_register
from analysis.judgements.assessments import assess
from published_quarters import Q1, Q2, registered


@pytest.fixture
def two(made_up_root):
    """A register with two entries, and where it lies."""
    entries = (registered(made_up_root, Q1), registered(made_up_root, Q2))
    return made_up_root / "data" / "register" / "made-up-place", entries


def test_entries_come_back_as_they_were_added(two):
    folder, entries = two
    assert read_register(folder) == entries
    assert [entry.file for entry in entries] == [f"0001-{Q1}.json", f"0002-{Q2}.json"]


def test_an_entry_gives_back_figures_definitions_and_targets(made_up_root, two):
    entry = two[1][1]
    now = assess(read_params(made_up_root / "params" / f"{Q2}.yaml"), Folders(made_up_root))
    assert entry.observations() == now.observations.figures
    assert entry.indicators() == now.indicators
    assert entry.agreed() == now.materials.agreed
    assert entry.settings == now.params


@pytest.mark.parametrize(
    ("spoil", "file"),
    [
        (lambda f: f.write_bytes(f.read_bytes().replace(b"on track", b"off track", 1)), "0002"),
        (lambda f: f.unlink(), "0002"),
        (lambda f: f.write_text("{}"), "0001"),
        (lambda f: f.rename(f.with_name("0001-other.json")), "0001"),
    ],
)
def test_a_changed_past_is_refused_by_name(two, spoil, file):
    folder, entries = two
    spoil(folder / entries[0].file)
    with pytest.raises(InputError) as error:
        read_register(folder)
    assert file in str(error.value) and "restore" in str(error.value)


def test_a_report_follows_the_latest_that_is_not_of_a_later_quarter(made_up_root, two):
    _, entries = two
    settings = [read_params(made_up_root / "params" / f"made-up-place-2023-24-q{q}.yaml") for q in (1, 2, 3)]
    assert [last_before(entries, report).number for report in settings] == [1, 2, 2]
    assert last_before(entries, settings[0].model_copy(update={"title": "Another"})) is None


def test_an_empty_register_has_no_entries(tmp_path):
    assert read_register(tmp_path / "nothing") == ()


def test_a_person_can_read_an_entry_row_by_row(two):
    folder, entries = two
    text = (folder / entries[0].file).read_text()
    assert json.loads(text)["role"] == "Head of Made-up Safety"
    assert sum('"in_month"' in line for line in text.splitlines()) > 100
