"""What is said of a report while it is made."""

import tiny_report
from analysis import logs, progress
from analysis.jobs import SectionRun
from analysis.reports import Report


def test_the_summary_counts_what_was_made_kept_and_failed(tmp_path):
    plan = tiny_report.plan(tmp_path, {"one": (), "two": (), "three": ()})
    made = (
        SectionRun("one", "made", ""),
        SectionRun("two", "kept", ""),
        SectionRun("three", "failed", "", "why"),
    )
    assert (
        progress.summary(Report(plan, made))
        == "Made a draft of tiny: 1 sections made, 1 unchanged, 1 could not be made"
    )


def test_a_person_gets_a_sentence_a_section(capsys):
    logs.begin(as_json=False)
    progress.tell(SectionRun("one", "failed", "", "cell 3 ended with ValueError"))
    progress.tell(SectionRun("two", "kept", ""))
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "Section one could not be made: cell 3 ended with ValueError",
        "Section two unchanged, kept",
    ]
