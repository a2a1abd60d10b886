"""What a schedule writes starts the run, on the right days, and calls the hook when it fails."""

import configparser
import shutil
import subprocess
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest

from analysis import run, timers


@pytest.fixture
def project(project_copy, monkeypatch):
    monkeypatch.chdir(project_copy)
    return project_copy


def test_a_run_starts_the_day_after_extracts_are_due():
    assert timers.start_days(30) == (
        date(2022, 5, 1),
        date(2022, 7, 31),
        date(2022, 10, 31),
        date(2023, 1, 31),
    )
    assert timers.start_days(0)[0] == date(2022, 4, 1)


def test_systemd_gets_a_service_a_timer_that_catches_up_and_a_hook(project):
    given = ["schedule", "halton", "--folder", "s", "--hook", 'echo "it failed" >> hook.log']
    assert run.main(given) == 0
    timer = (project / "s/outturn-halton.timer").read_text()
    assert timer.count("OnCalendar=*-") == 4 and "Persistent=true" in timer
    assert "OnCalendar=*-10-31 06:00" in timer
    service = configparser.ConfigParser(interpolation=None)
    service.read(project / "s/outturn-halton.service")
    assert service["Unit"]["OnFailure"] == "outturn-halton-failed.service"
    assert (project / "s/outturn-halton-failed.service").exists()


def test_what_systemd_would_start_runs(project):
    """Its ExecStart, unquoted as systemd does. No extract of today's quarter is there, so it ends with 2."""
    run.main(["schedule", "halton", "--folder", "s", "--hook", "echo failed >> hook.log"])
    assert _shell(_command(project / "s/outturn-halton.service")).returncode == 2
    assert _shell(_command(project / "s/outturn-halton-failed.service")).returncode == 0
    assert Path("hook.log").read_text() == "failed\n"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_accepts_what_was_written(project):
    run.main(["schedule", "halton", "--folder", "s", "--hook", "echo 100% $HOME"])
    units = sorted(str(path) for path in (project / "s").iterdir())
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    for day in timers.start_days(30):
        when = f"*-{day:%m-%d} 06:00"
        subprocess.run(["systemd-analyze", "calendar", when], check=True, capture_output=True)


def test_what_cron_would_start_runs_and_calls_the_hook(project):
    run.main(["schedule", "halton", "--kind", "cron", "--folder", "s", "--hook", "echo failed >> hook.log"])
    line = (project / "s/outturn-halton.cron").read_text().rstrip("\n")
    assert line.startswith("0 6 * * * ")
    done = _shell(line.split(" ", 5)[5].replace(r"\%", "%"))
    assert done.returncode == 0 and Path("hook.log").read_text() == "failed\n"


def test_windows_gets_a_task_that_catches_up(project):
    run.main(
        ["schedule", "halton", "--kind", "windows", "--folder", "s", "--hook", 'msg * "failed & <over>"']
    )
    task = ET.fromstring((project / "s/outturn-halton.xml").read_text(encoding="utf-16"))
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert len(task.findall(".//t:CalendarTrigger", space)) == 4
    assert task.find(".//t:StartWhenAvailable", space).text == "true"
    assert "--latest" in task.find(".//t:Arguments", space).text


def _command(unit: Path) -> str:
    line = next(line for line in unit.read_text().splitlines() if line.startswith("ExecStart=/bin/sh -c "))
    text = line.removeprefix("ExecStart=/bin/sh -c ")[1:-1]
    return text.replace("$$", "$").replace("%%", "%").replace('\\"', '"').replace("\\\\", "\\")


def _shell(command: str) -> subprocess.CompletedProcess:
    return subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, timeout=120)
