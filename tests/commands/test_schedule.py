"""What a schedule writes starts the run every morning and calls the hook when it fails, run as it is written."""

import configparser
import os
import shlex
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import analysis
from analysis.commands import main

HOOK = """echo "100% \\"$OUTTURN_ORGANISATION\\" '$OUTTURN_STATUS'" >> hook.log; echo 'B; & %d $HOME' >> hook.log"""
TOLD = "100% \"halton\" '2'\nB; & %d $HOME\n"
SPACE = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
CRON = {"PATH": "/usr/bin:/bin", "HOME": "/", "SHELL": "/bin/sh", "LOGNAME": "outturn"}
"""All that cron gives a command."""


@pytest.fixture
def project(project_copy, monkeypatch):
    """The project in a folder whose name is hard to quote. No quarter of the day is there: a run ends with 2."""
    hard = project_copy.with_name('it\'s 100% $HOME; a "project"')
    project_copy.rename(hard)
    monkeypatch.chdir(hard)
    return hard


def schedule(kind, hook=HOOK):
    assert main.main(["schedule", "halton", "--kind", kind, "--folder", "s", "--hook", hook]) == 0


def shell(command: str, folder: str = "/", **told: str) -> subprocess.CompletedProcess:
    """What a scheduler starts, in its bare environment, with this source in place of an installed one."""
    known = CRON | {"PYTHONPATH": str(Path(analysis.__file__).parents[1])} | told
    words = ["/bin/sh", "-c", command]
    return subprocess.run(words, cwd=folder, env=known, capture_output=True, text=True, timeout=300)


def unit(path: Path) -> configparser.SectionProxy:
    """The service part of a unit; of a name given twice the last."""
    read = configparser.ConfigParser(interpolation=None, strict=False)
    read.optionxform = str
    read.read_string("\n".join(line for line in path.read_text().splitlines() if line[:1] != "#"))
    return read["Service"]


def as_systemd_reads(line: str) -> str:
    """The one argument of a line that begins /bin/sh -c: unquoted, specifiers and dollars put in."""
    text = line.removeprefix("/bin/sh -c ")[1:-1]
    signs = {"$$": "$", "%%": "%", '\\"': '"', "\\\\": "\\"}
    found, at = "", 0
    while at < len(text):
        pair = text[at : at + 2]
        assert pair in signs or text[at] not in '$%\\"', f"not quoted: {text[at:]}"
        found += signs.get(pair, text[at])
        at += 2 if pair in signs else 1
    return found


def test_systemd_asks_every_morning_and_catches_up(project):
    schedule("systemd")
    timer = (project / "s/outturn-halton.timer").read_text()
    assert "OnCalendar=*-*-* 06:00:00\n" in timer and "Persistent=true\n" in timer
    text = (project / "s/outturn-halton.service").read_text()
    assert "OnFailure=outturn-halton-failed.service\n" in text and "SuccessExitStatus=1 2 3\n" in text


def test_what_systemd_would_start_runs_and_the_hook_is_called_once(project):
    schedule("systemd")
    service = unit(project / "s/outturn-halton.service")
    folder = service["WorkingDirectory"].replace("%%", "%")
    assert shell(as_systemd_reads(service["ExecStartPre"]), folder).returncode == 0
    done = shell(as_systemd_reads(service["ExecStart"]), folder)
    assert (done.returncode, (project / "hook.log").read_text()) == (2, TOLD), done.stderr


def test_a_run_that_was_cut_off_is_told_by_the_unit_that_systemd_starts_then(project):
    schedule("systemd")
    failed = unit(project / "s/outturn-halton-failed.service")
    folder = failed["WorkingDirectory"].replace("%%", "%")
    told = {"OUTTURN_STATUS": "1", "OUTTURN_ORGANISATION": "halton"}
    assert shell(as_systemd_reads(failed["ExecStart"]), folder, **told).returncode == 0
    assert (project / "hook.log").read_text() == TOLD.replace("'2'", "'1'")
    text = (project / "s/outturn-halton-failed.service").read_text()
    assert "OUTTURN_STATUS=1 OUTTURN_ORGANISATION=halton" in text and '"OUTTURN_REASON=' in text


def test_without_a_hook_a_failure_is_a_failure_of_the_unit(project):
    schedule("systemd", hook="")
    text = (project / "s/outturn-halton.service").read_text()
    assert "OnFailure" not in text and "SuccessExitStatus" not in text
    assert sorted(path.name for path in (project / "s").iterdir()) == [
        "outturn-halton.service",
        "outturn-halton.timer",
    ]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_accepts_what_was_written(project):
    schedule("systemd")
    units = [str(path) for path in sorted((project / "s").iterdir())]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    subprocess.run(["systemd-analyze", "calendar", "*-*-* 06:00:00"], check=True, capture_output=True)


def test_what_cron_would_start_runs_and_calls_the_hook(project):
    schedule("cron")
    (line,) = (project / "s/outturn-halton.cron").read_text().splitlines()
    assert line.startswith("0 6 * * * ")
    command = line.split(" ", 5)[5]
    assert "%" not in command.replace(r"\%", ""), "cron ends the command at a percent sign"
    done = shell(command.replace(r"\%", "%"))
    assert (done.returncode, (project / "hook.log").read_text()) == (2, TOLD), done.stderr


def test_no_kind_calls_the_hook_after_a_run_that_went_well(project):
    """Nothing after the run is left to the scheduler's shell: `A; B` and `a & b` would run B each morning."""
    schedule("cron", hook="A; B")
    line = (project / "s/outturn-halton.cron").read_text().rstrip("\n").split(" ", 5)[5]
    _, and_then, words = line.partition(" && ")
    assert and_then and shlex.split(words)[-5:] == ["--log-json", "--latest", "halton", "--hook", "A; B"]


def test_what_windows_would_start_runs_and_calls_the_hook(project):
    schedule("windows")
    task = ET.fromstring((project / "s/outturn-halton.xml").read_text(encoding="utf-16"))
    started = task.find("t:Actions/t:Exec", SPACE)
    program, arguments, folder = (
        started.find(f"t:{name}", SPACE).text for name in ("Command", "Arguments", "WorkingDirectory")
    )
    known = os.environ | {"PYTHONPATH": str(Path(analysis.__file__).parents[1])}
    done = subprocess.run([program, *as_windows_reads(arguments)], cwd=folder, env=known, capture_output=True)
    assert (done.returncode, (project / "hook.log").read_text()) == (2, TOLD), done.stderr


def test_the_windows_task_runs_daily_on_battery_too_and_catches_up(project):
    schedule("windows")
    task = ET.fromstring((project / "s/outturn-halton.xml").read_text(encoding="utf-16"))
    settings = {child.tag.partition("}")[2]: child.text for child in task.find("t:Settings", SPACE)}
    assert settings["StartWhenAvailable"] == "true" and settings["MultipleInstancesPolicy"] == "IgnoreNew"
    assert settings["DisallowStartIfOnBatteries"] == settings["StopIfGoingOnBatteries"] == "false"
    assert task.find("t:Triggers/t:CalendarTrigger/t:ScheduleByDay/t:DaysInterval", SPACE).text == "1"
    principal = task.find("t:Principals/t:Principal", SPACE)
    assert principal.get("id") == task.find("t:Actions", SPACE).get("Context")
    assert principal.find("t:LogonType", SPACE).text == "Password"


def as_windows_reads(line: str) -> list[str]:
    """A command line as a C program on Windows splits it."""
    words, word, inside, slashes = [], "", False, 0
    for sign in line + " ":
        if sign == "\\":
            slashes += 1
            continue
        word += "\\" * (slashes // 2 if sign == '"' else slashes)
        is_text, slashes = sign == '"' and slashes % 2, 0
        if sign == '"' and not is_text:
            inside = not inside
        elif sign == " " and not inside:
            words, word = [*words, word], ""
        else:
            word += sign
    return words


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("systemd", ("daemon-reload", "enable --now outturn-halton.timer", "loginctl enable-linger")),
        ("cron", ("s/outturn-halton.cron) | crontab -",)),
        ("windows", ("/xml s\\outturn-halton.xml /ru %USERDOMAIN%\\%USERNAME% /rp *",)),
    ],
)
def test_how_to_install_it_is_said(project, capsys, kind, says):
    schedule(kind)
    said = capsys.readouterr().out
    assert "on the day after its extracts are due" in said and all(words in said for words in says)


@pytest.mark.parametrize("hook", ["echo a\necho b", "echo \r", "echo \0"])
def test_a_hook_is_one_line(project, capsys, hook):
    assert main.main(["schedule", "halton", "--folder", "s", "--hook", hook]) == 2
    assert "the hook has a line break" in capsys.readouterr().err and not (project / "s").exists()


@pytest.mark.parametrize("folder", ["a_file", "a_file/below"])
def test_a_file_in_place_of_the_folder_is_a_wrong_option(project, capsys, folder):
    (project / "a_file").touch()
    assert main.main(["schedule", "halton", "--folder", folder]) == 2
    assert (
        capsys.readouterr().err == "option --folder: a_file is a file. To fix it: name a folder, or none.\n"
    )


def test_there_is_no_schedule_for_nobody(project, capsys):
    assert main.main(["schedule", "haltn", "--folder", "s"]) == 2
    assert "there is no params file for the organisation 'haltn'" in capsys.readouterr().err
