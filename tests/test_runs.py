"""What a run says while it runs, to a person and to a machine."""

import json
import logging

import tiny_report
from analysis import runs
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
        runs.summary(Report(plan, made))
        == "Published tiny: 1 sections made, 1 unchanged, 1 could not be made"
    )


def test_a_machine_gets_one_object_a_line():
    record = logging.LogRecord("outturn", logging.INFO, "", 0, "Section %s made", ("one",), None)
    record.facts = {"section": "one", "status": "made"}
    line = json.loads(runs.JsonLines().format(record))
    assert line["message"] == "Section one made" and line["status"] == "made" and line["level"] == "INFO"


def test_a_person_gets_a_sentence_a_section(capsys):
    runs.start_log(as_json=False)
    runs._tell(SectionRun("one", "failed", "", "cell 3 ended with ValueError"))
    runs._tell(SectionRun("two", "kept", ""))
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "Section one could not be made: cell 3 ended with ValueError",
        "Section two unchanged, kept",
    ]
