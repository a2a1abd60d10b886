"""`outturn schedule`: write a systemd timer, a cron line or a Windows task for the daily run.

`outturn run --latest` runs a quarter from the day after its extracts are due, names the missing ones each morning,
and does nothing if nothing has changed. So every kind runs every day; systemd and Windows also catch up after the
machine was off. Outturn calls the hook itself, in the same way for every kind.
"""

import argparse
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

from analysis.commands import quarters
from analysis.definitions import params
from analysis.definitions.errors import InputError, Problem
from analysis.running.outputs import atomic_files, streams

HOUR = 6
"""When a run starts, in the machine's time."""

SERVICE = """\
[Unit]
Description=Outturn: the newest quarter of {organisation} that is due
{on_failure}
[Service]
Type=oneshot
WorkingDirectory={root}
ExecStartPre=/bin/sh -c {can_start}
ExecStart=/bin/sh -c {command}
{told}"""
TOLD = """\
# With these Outturn has called the hook itself, also when it was told to stop, for which it waits half a minute.
# All else (killed, not installed) is a failure of this unit. Where the system kills the run for its memory, the process
# that waits for it calls the hook, and is left to do so.
SuccessExitStatus=1 2 3
OOMPolicy=continue
"""
HOOK = """\
[Unit]
Description=Outturn: say that the run of {organisation} was cut off

[Service]
Type=oneshot
WorkingDirectory={root}
Environment=OUTTURN_STATUS=1 OUTTURN_ORGANISATION={organisation}
Environment="OUTTURN_REASON=it was killed or could not start: see journalctl --user -u outturn-{organisation}"
ExecStart=/bin/sh -c {command}
"""
TIMER = """\
[Unit]
Description=Outturn: ask every morning for the newest quarter of {organisation} that is due

[Timer]
OnCalendar=*-*-* {hour:02d}:00:00
Persistent=true

[Install]
WantedBy=timers.target
"""
TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Outturn: the newest quarter of {organisation} that is due</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2022-01-01T{hour:02d}:00:00</StartBoundary>
      <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author"><LogonType>Password</LogonType><RunLevel>LeastPrivilege</RunLevel></Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT6H</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{program}</Command>
      <Arguments>{arguments}</Arguments>
      <WorkingDirectory>{root}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def command(organisation: str, hook: str) -> list[str]:
    """The words that a scheduler starts, in the project's folder."""
    words = [sys.executable, "-m", "analysis.commands.main", "run", "--log-json", "--latest", organisation]
    return words + (["--hook", hook] if hook else [])


def systemd(organisation: str, root: Path, hook: str) -> dict[str, str]:
    """Service and timer, and with a hook the service that is started when a run was cut off."""
    name = f"outturn-{organisation}"
    given = {"organisation": organisation, "root": str(root).replace("%", "%%")}
    service = SERVICE.format(
        **given,
        on_failure=f"OnFailure={name}-failed.service\n" if hook else "",
        can_start=_quoted(
            f"{shlex.join([sys.executable, '-m', 'analysis.commands.main', '--help'])} > /dev/null"
        ),
        command=_quoted(f"exec {shlex.join(command(organisation, hook))}"),
        told=TOLD if hook else "",
    )
    files = {f"{name}.service": service, f"{name}.timer": TIMER.format(**given, hour=HOUR)}
    if hook:
        files[f"{name}-failed.service"] = HOOK.format(**given, command=_quoted(hook))
    return files


def cron(organisation: str, root: Path, hook: str) -> dict[str, str]:
    """One line for crontab, in which a percent sign is a new line unless it is escaped."""
    line = f"cd {shlex.quote(str(root))} && {shlex.join(command(organisation, hook))}"
    return {f"outturn-{organisation}.cron": f"0 {HOUR} * * * " + line.replace("%", r"\%") + "\n"}


def windows(organisation: str, root: Path, hook: str) -> dict[str, str]:
    """A task for `schtasks /create /xml`. It starts Python itself, so no shell reads the hook on the way."""
    program, *arguments = command(organisation, hook)
    given = {
        "program": program,
        "arguments": subprocess.list2cmdline(arguments),
        "root": str(root),
        "organisation": organisation,
    }
    text = TASK.format(hour=HOUR, **{name: escape(value) for name, value in given.items()})
    return {f"outturn-{organisation}.xml": text}


KINDS: dict[str, Callable[[str, Path, str], dict[str, str]]] = {
    "systemd": systemd, "cron": cron, "windows": windows,
}  # fmt: skip
INSTALL = {
    "systemd": """\
To install: cp {folder}/outturn-{name}*.service {folder}/outturn-{name}.timer ~/.config/systemd/user/
systemctl --user daemon-reload && systemctl --user enable --now outturn-{name}.timer
loginctl enable-linger   # so that it also runs while you are not logged in""",
    "cron": "To install: (crontab -l; cat {folder}/outturn-{name}.cron) | crontab -",
    "windows": """\
To install: schtasks /create /tn outturn-{name} /xml {folder}\\outturn-{name}.xml /ru %USERDOMAIN%\\%USERNAME% /rp *
It asks for your password, so that the task also runs while you are not logged in.""",
}


def schedule_command(options: argparse.Namespace) -> int:
    """`outturn schedule`: write what starts the runs of an organisation, and say how to install it."""
    root = params.find_root(Path.cwd())
    quarters.reports_of(root, options.organisation)  # it must have one whose quarters follow each other
    if not options.hook.isprintable():
        what = "the hook has a line break or another character that is not printed"
        raise InputError(Problem(what, "write it in one line, or name a script", column="--hook"))
    _check_folder(options.folder)
    written = []
    for name, text in KINDS[options.kind](options.organisation, root, options.hook).items():
        encoding = "utf-16" if name.endswith(".xml") else "utf-8"
        with atomic_files.plain_failures(options.folder):
            atomic_files.write(options.folder / name, text.encode(encoding))
        written.append(f"Wrote {options.folder / name}")
    every = f"Runs every day at {HOUR:02d}:00. A quarter first runs on the day after its extracts are due."
    install = INSTALL[options.kind].format(folder=options.folder, name=options.organisation)
    streams.say(*written, every, install)
    return 0


def _check_folder(folder: Path) -> None:
    there = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    if there.exists() and not there.is_dir():
        raise InputError(Problem(f"{there} is a file", "name a folder, or none", column="--folder"))


def _quoted(line: str) -> str:
    """One argument of systemd's ExecStart: percent and dollar signs are its own."""
    text = line.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{text}"'
