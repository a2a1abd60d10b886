"""What analysts wrote is read with its role and date, and every fault of every file comes at once."""

import pytest

from analysis.definitions.errors import InputError
from analysis.documents.commentary import ASKED, parse, read_commentary
from made_up_figures import a_count

HEAD = "---\nrole: Community safety analyst\ndate: 2012-10-12\nstate: draft\n---\n"
WHOLE = "## Cause\nA hot summer.\n\n**Action:** patrols\n\nWho: the partnership\n## When\nBy March."


def test_a_file_gives_role_date_state_and_text():
    said = parse(HEAD + "\nMore patrols.", "THEFT")
    assert (said.role, said.date, said.state, said.text) == (
        "Community safety analyst", "2012-10-12", "draft", "More patrols.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("More patrols.", ASKED),
        (WHOLE, ()),
        (WHOLE.replace("A hot summer.", "[to be written]"), ("cause",)),
        (WHOLE.replace(" patrols", ""), ("action",)),
        ("When the patrols began, the cause was clear.", ASKED),
        ("## Cause\n\n## Action\nPatrols.", ("cause", "who", "when")),
        ("## Cause\n## Background\nLong ago.", ASKED),
    ],
)
def test_what_is_asked_for_and_not_answered_is_known(text, lacking):
    assert parse(HEAD + text, "THEFT").lacking == lacking


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No header.", "it has no header"),
        (HEAD, "its text has 0 characters"),
        (HEAD.replace("2012-10-12", "12.10.2012") + "x", "'12.10.2012' is not a day such as"),
        (HEAD.replace("draft", "final") + "x", "draft"),
        (HEAD.replace("role", "rolle") + "x", "rolle"),
        (HEAD.replace("role: Community safety analyst\n", "") + "x", "it is missing"),
    ],
)
def test_a_wrong_header_names_file_and_remedy(text, said):
    with pytest.raises(InputError) as error:
        parse(text, "THEFT")
    assert said in str(error.value) and "commentary/THEFT.md" in str(error.value)


def test_a_folder_is_read_whole_and_all_faults_come_at_once(tmp_path):
    folder = tmp_path / "commentary"
    folder.mkdir()
    (folder / "THEFT.md").write_text(HEAD + "More patrols.")
    assert [said.ref for said in read_commentary(tmp_path, (a_count(),))] == ["THEFT"]
    (folder / "THEFTS.md").write_text(HEAD + "More patrols.")
    (folder / "THEFT.md").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError) as error:
        read_commentary(tmp_path, (a_count(),))
    assert "name it THEFT.md" in str(error.value) and "not text in UTF-8" in str(error.value)


def test_a_quarter_without_commentary_has_none(tmp_path):
    assert read_commentary(tmp_path, (a_count(),)) == ()
