"""What a scheduler asks for: all reports of the newest due quarter, and a hook that is told why not."""

import json

import pytest

from analysis.commands import main, run_report
from analysis.commands.process import hooks
from analysis.definitions.errors import InputError, Problem, RunError
from second_deliveries import REPORT, another_report

HOOK = (
    """echo "$OUTTURN_ORGANISATION $OUTTURN_STATUS: $OUTTURN_REASON" > hook.log; echo '100%;' >> hook.log"""
)
ASKED = ("run", "--latest", "halton", "--today")


@pytest.fixture
def project(project_copy, monkeypatch):
    monkeypatch.chdir(project_copy)
    return project_copy


@pytest.fixture
def made(monkeypatch):
    """Reports that were made, in place of making them; what each is to end with is looked up by its name."""
    asked, ends = [], {}

    def make(options):
        asked.append(options.params.stem)
        ending = ends.get(options.params.stem, 0)
        if isinstance(ending, Exception):
            raise ending
        return ending

    monkeypatch.setattr(run_report, "run", make)
    return asked, ends


def test_every_report_of_the_quarter_is_made_and_the_worst_status_counts(project, made, capsys):
    asked, ends = made
    another_report(project, "crime-2012-13-q2", 2)
    another_report(project, "zero-2012-13-q2", 2)
    ends["crime-2012-13-q2"] = InputError(
        Problem("value '7 of Elm Road' is wrong", "mend it", "police.csv", 4)
    )
    ends[REPORT] = 3
    assert main.main([*ASKED, "2012-12-01", "--hook", HOOK]) == 2
    assert asked == ["crime-2012-13-q2", REPORT, "zero-2012-13-q2"]
    reason = (
        f"crime-2012-13-q2: 1 problem in police.csv: the log says which; {REPORT}: it was made with something"
    )
    told = (project / "hook.log").read_text()
    assert told.startswith(f"halton 2: {reason}") and told.endswith("\n100%;\n")
    assert "Elm Road" not in told and "Elm Road" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("ending", "status", "reason"),
    [
        (0, 0, None),
        (RunError("The disk is full."), 1, "The disk is full."),
        (
            ZeroDivisionError("a value"),
            1,
            "an error in Outturn: ZeroDivisionError in run_latest.py line",
        ),
        (1, 1, "nothing could be made: the log says why"),
    ],
)
def test_the_hook_is_told_the_status_and_the_reason_and_only_of_failure(
    project, made, ending, status, reason
):
    made[1][REPORT] = ending
    assert main.main([*ASKED, "2012-12-01", "--hook", HOOK]) == status
    told = project / "hook.log"
    assert told.exists() is bool(status)
    assert not status or told.read_text().startswith(f"halton {status}: {REPORT}: {reason}")


def test_extracts_that_have_not_come_are_said_and_nothing_is_run(project, made, capsys):
    assert main.main([*ASKED, "2013-02-01", "--hook", HOOK]) == 2
    assert made[0] == []
    assert "halton-2012-13-q3.yaml: some extracts are missing" in capsys.readouterr().err
    told = (project / "hook.log").read_text()
    assert "some extracts are missing or have changed: no file is recorded for source 'scs_midyear'" in told


def test_a_machine_is_told_all_that_is_wrong_with_params_files_and_records(project, capsys):
    assert main.main([*ASKED, "2026-11-25", "--log-json"]) == 2
    first, last = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert (
        "has become due since this params file: 56 from 2012-13 Q3 to 2026-27 Q2. "
        "To fix it: write each quarter you want with outturn next, or the newest by hand" in first["message"]
    )
    assert (last["message"], last["status"]) == (f"1 problem in {REPORT}.yaml", 2)
    assert main.main([*ASKED, "2013-02-01", "--log-json"]) == 2
    said = capsys.readouterr().err
    assert "no file is recorded for source 'scs_midyear'. To fix it: " in said and "problems.txt" not in said


def test_a_report_that_fell_behind_is_not_hidden_by_another_that_did_not(project, made, capsys):
    another_report(project, "crime-2010-11-q2", 2, year="2010-11")
    asked, _ = made
    assert main.main([*ASKED, "2012-12-01", "--hook", HOOK]) == 2 and asked == [REPORT]
    assert "halton 2: crime-2010-11-q2.yaml: more than one quarter" in (project / "hook.log").read_text()
    assert "move its file to a folder" in capsys.readouterr().err


def test_a_chain_of_missing_quarters_is_said_to_the_hook_too(project, capsys):
    assert main.main([*ASKED, "2026-11-25", "--hook", HOOK]) == 2
    assert "2012-13 Q3 to 2026-27 Q2" in capsys.readouterr().err
    assert (
        "halton 2: halton-2012-13-q2.yaml: more than one quarter has become due since this params file"
        in (project / "hook.log").read_text()
    )
    assert not (project / "params/halton-2012-13-q3.yaml").exists()


@pytest.mark.parametrize(
    ("hook", "seconds", "says"),
    [("exit 7", 60, "ended with status 7"), ("sleep 5", 0.2, "was stopped after 0")],
)
def test_a_hook_that_fails_changes_no_status_and_is_logged(
    project, made, monkeypatch, capsys, hook, seconds, says
):
    made[1][REPORT] = 3
    monkeypatch.setattr(hooks, "SECONDS", seconds)
    assert main.main([*ASKED, "2012-12-01", "--hook", hook]) == 3
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("given", [("--today", "2012-12-01"), ("--hook", "true")])
def test_what_goes_with_latest_alone_is_refused_without_it(project, capsys, given):
    assert main.main(["run", f"params/{REPORT}.yaml", *given]) == 2
    assert capsys.readouterr().err.startswith(f"{given[0]} needs --latest. To fix it: ")


def test_a_run_of_nothing_is_refused(capsys):
    assert main.main(["run"]) == 2
    assert capsys.readouterr().err.startswith("a run needs a params file or --latest. To fix it: ")


@pytest.mark.slow
def test_the_newest_quarter_is_really_made(project):
    assert main.main([*ASKED, "2012-12-01", "--log-json"]) == 0
    assert json.loads((project / f"outputs/{REPORT}/run.json").read_text())["exit_status"] == 0
