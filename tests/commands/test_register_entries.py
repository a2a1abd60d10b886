"""An entry holds every text that a report was made from, and the hash of every file."""

from analysis.commands.publish import delivered, line_of, texts
from analysis.definitions.params import read_params
from analysis.running.outputs.report_folder import digest
from published_quarters import Q1, registered


def test_texts_and_files_of_a_quarter_are_all_there(made_up_root):
    report = read_params(made_up_root / "params" / f"{Q1}.yaml")
    held = texts(made_up_root, report)
    assert "params/indicators/made-up-place/ASB.yaml" in held
    assert "params/targets/made-up-place/2023-24.yaml" in held
    assert held["data/made-up-place/2023-24-q1/deliveries.yaml"].startswith("# Made-up data")
    files = delivered(made_up_root, report)
    assert {name.rpartition("/")[2] for name in files} == {
        "police.csv", "council.xlsx", "fire.csv", "injuries.csv",
    }  # fmt: skip
    assert all(digest((made_up_root / name).read_bytes()) == found for name, found in files.items())
    assert not any("q2" in name for name in (*held, *files))


def test_commentary_and_overrides_belong_to_what_a_report_is_made_from(made_up_root):
    folder = made_up_root / "data/made-up-place/2023-24-q1/commentary"
    folder.mkdir()
    (folder / "ASB.md").write_text("---\nrole: Analyst\ndate: 2023-07-05\nstate: draft\n---\nQuiet.\n")
    (folder / ".ASB.md.swp").write_text("an editor's own file")
    entry = registered(made_up_root, Q1)
    assert [name for name in entry.texts if "commentary" in name] == [
        "data/made-up-place/2023-24-q1/commentary/ASB.md"
    ]


def test_a_line_keeps_a_judgement_unrounded(halton):
    judged = halton.of("SH1")[0]
    line = line_of(judged)
    assert (line.key, line.figure, line.chance) == (judged.key, 3710, judged.chance)
    assert (line.status_now, line.status_year_end) == (judged.status_now, judged.status_year_end)
