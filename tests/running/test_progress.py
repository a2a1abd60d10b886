"""What is said of a report while it is made."""

import pytest

import small_place
import tiny_report
from analysis.commands import main
from analysis.running import progress
from analysis.running.notebooks import section_runs
from analysis.running.notebooks.section_runs import SectionRun
from analysis.running.outputs import log
from analysis.running.report_run import Report
from forking import needs_forks


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
    log.begin(as_json=False)
    progress.tell(SectionRun("one", "failed", "", "cell 3 ended with ValueError"))
    progress.tell(SectionRun("two", "kept", ""))
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "Section one could not be made: cell 3 ended with ValueError",
        "Section two unchanged, kept",
    ]


@pytest.mark.slow
@needs_forks
@pytest.mark.parametrize("force", [[], ["--force"]])
def test_an_extract_that_is_replaced_while_the_report_is_made_is_not_published_as_the_old(
    tmp_path, monkeypatch, capsys, force
):
    params = small_place.make(tmp_path)
    monkeypatch.chdir(tmp_path)
    extract = tmp_path / small_place.EXTRACT
    was, make = extract.read_bytes(), section_runs.make

    def replaced_meanwhile(job, publication):
        yield from make(job, publication)
        extract.write_bytes(was + b" ")

    with monkeypatch.context() as patched:
        patched.setattr(section_runs, "make", replaced_meanwhile)
        assert main.main(["run", str(params), *force]) == 1
    assert (
        f"{small_place.EXTRACT} changed while {small_place.REPORT} was being made" in capsys.readouterr().err
    )
    assert not (tmp_path / "outputs" / small_place.REPORT).exists()
    extract.write_bytes(was)
    assert main.main(["run", str(params)]) == 0
    assert f"{small_place.REPORT}/index.html" in (tmp_path / "outputs/place-000.html").read_text()
