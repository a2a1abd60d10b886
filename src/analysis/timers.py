"""Who starts the run when its extracts are due: a systemd timer, a cron line or a Windows task.

Quarters end on four fixed days; extracts are due `due_days` later, and the run starts the day after. Each
kind catches up when the machine was off: systemd by `Persistent`, Windows by `StartWhenAvailable`, cron by
asking every day, which costs nothing where nothing has changed.
"""

import argparse
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from analysis import params, periods, schedules, storage

HOUR = 6
"""When a run starts, in the machine's time."""

SERVICE = """\
[Unit]
Description=Outturn: the newest quarter of {organisation} that is due
{on_failure}
[Service]
Type=oneshot
ExecStart=/bin/sh -c {command}
"""
HOOK = """\
[Unit]
Description=Outturn: say that the run of {organisation} failed

[Service]
Type=oneshot
ExecStart=/bin/sh -c {command}
"""
TIMER = """\
[Unit]
Description=Outturn: the day after the extracts of {organisation} are due

[Timer]
{days}
Persistent=true

[Install]
WantedBy=timers.target
"""
TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>Outturn: {organisation}</Description></RegistrationInfo>
  <Triggers>
{triggers}
  </Triggers>
  <Settings><StartWhenAvailable>true</StartWhenAvailable><ExecutionTimeLimit>PT6H</ExecutionTimeLimit></Settings>
  <Actions><Exec><Command>cmd.exe</Command><Arguments>/c {command}</Arguments></Exec></Actions>
</Task>
"""
TRIGGER = """\
    <CalendarTrigger><StartBoundary>{start}T{hour:02d}:00:00</StartBoundary><ScheduleByMonth>
      <DaysOfMonth><Day>{day}</Day></DaysOfMonth><Months><{month} /></Months>
    </ScheduleByMonth></CalendarTrigger>"""


def start_days(due_days: int) -> tuple[date, ...]:
    """The day after the extracts of each quarter are due; years are not leap years and stand for all."""
    ends = (date(2022, 3, 31), date(2022, 6, 30), date(2022, 9, 30), date(2022, 12, 31))
    return tuple(end + timedelta(days=due_days + 1) for end in ends)


def systemd(organisation: str, root: Path, due_days: int, hook: str) -> dict[str, str]:
    """Service and timer, and with a hook the service that is started when a run fails."""
    name = f"outturn-{organisation}"
    days = "\n".join(f"OnCalendar=*-{day:%m-%d} {HOUR:02d}:00" for day in start_days(due_days))
    on_failure = f"OnFailure={name}-failed.service\n" if hook else ""
    command = _quoted(schedules.command_line(root, organisation, ""))
    files = {
        f"{name}.service": SERVICE.format(organisation=organisation, on_failure=on_failure, command=command),
        f"{name}.timer": TIMER.format(organisation=organisation, days=days),
    }
    if hook:
        files[f"{name}-failed.service"] = HOOK.format(organisation=organisation, command=_quoted(hook))
    return files


def cron(organisation: str, root: Path, due_days: int, hook: str) -> dict[str, str]:
    """One line for crontab: every day, since cron does not catch up."""
    command = schedules.command_line(root, organisation, hook).replace("%", r"\%")
    return {f"outturn-{organisation}.cron": f"0 {HOUR} * * * {command}\n"}


def windows(organisation: str, root: Path, due_days: int, hook: str) -> dict[str, str]:
    """A task for `schtasks /create /xml`."""
    triggers = "\n".join(
        TRIGGER.format(start=day.isoformat(), hour=HOUR, day=day.day, month=periods.MONTHS[day.month - 1])
        for day in start_days(due_days)
    )
    command = escape(schedules.command_line(root, organisation, hook, windows=True))
    text = TASK.format(organisation=escape(organisation), triggers=triggers, command=command)
    return {f"outturn-{organisation}.xml": text}


KINDS: dict[str, Callable[[str, Path, int, str], dict[str, str]]] = {
    "systemd": systemd, "cron": cron, "windows": windows,
}  # fmt: skip
INSTALL = {
    "systemd": "Copy them to ~/.config/systemd/user, then: systemctl --user enable --now outturn-{}.timer",
    "cron": "Then: (crontab -l; cat {folder}/outturn-{}.cron) | crontab -",
    "windows": "Then: schtasks /create /tn outturn-{} /xml {folder}\\outturn-{}.xml",
}


def schedule_command(options: argparse.Namespace) -> int:
    """`outturn schedule`: write what starts the runs of an organisation, and say how to install it."""
    root = params.find_root(Path.cwd())
    due_days = schedules.due_days_of(root, options.organisation)
    files = KINDS[options.kind](options.organisation, root, due_days, options.hook)
    for name, text in files.items():
        encoding = "utf-16" if name.endswith(".xml") else "utf-8"
        storage.write(options.folder / name, text.encode(encoding))
    print(f"Wrote {', '.join(files)} in {options.folder}.")
    print(INSTALL[options.kind].replace("{folder}", str(options.folder)).replace("{}", options.organisation))
    return 0


def _quoted(command: str) -> str:
    """One argument of systemd's ExecStart: percent and dollar signs are its own."""
    text = command.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{text}"'
