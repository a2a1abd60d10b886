"""Commands and options: every command explains itself, and a value that cannot be is refused with a reason."""

import argparse

import pytest

from analysis.commands import command_line, main
from analysis.extracts.readers import DOCUMENTS, READERS


def commands() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command, by its name."""
    (found,) = (a for a in command_line.parser()._actions if isinstance(a, argparse._SubParsersAction))
    return found.choices


def test_every_command_explains_itself(capsys):
    assert len(commands()) == 8
    for name in commands():
        with pytest.raises(SystemExit) as ended:
            main.main([name, "--help"])
        shown = capsys.readouterr().out
        assert ended.value.code == 0 and f"outturn {name}" in shown
        assert all(len(line) <= 120 for line in shown.splitlines())


def test_help_says_what_each_exit_status_means():
    assert all(f"\n  {status}  " in commands()["run"].epilog for status in range(4))


def test_a_mistyped_option_names_the_command_to_ask(capsys):
    with pytest.raises(SystemExit) as ended:
        main.main(["check", "p.yaml", "--forse"])
    assert ended.value.code == 2 and capsys.readouterr().err.endswith("To fix it: see outturn --help.\n")


def test_help_names_every_format():
    assert (*READERS, *DOCUMENTS) == command_line.FORMATS


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("run", "p.yaml", "--time-limit", "nan"), "'nan' is not a number of seconds above 0"),
        (("run", "p.yaml", "--time-limit", "inf"), "'inf' is not a number of seconds above 0"),
        (
            ("run", "p.yaml", "--time-limit", "1e18"),
            "'1e18' is not a number of seconds above 0 and up to 2592000",
        ),
        (("run", "p.yaml", "--time-limit=-5"), "'-5' is not a number of seconds above 0"),
        (("run", "p.yaml", "--time-limit", "soon"), "'soon' is not a number of seconds above 0"),
        (("run", "p.yaml", "--memory-limit", "0"), "'0' is not a whole number of 1 or more"),
        (("run", "p.yaml", "--workers", "1.5"), "'1.5' is not a whole number of 1 or more"),
        (("reproduce", "e.yaml", "--workers", "0"), "'0' is not a whole number of 1 or more"),
        (("run", "--latest", "x", "--today", "yesterday"), "'yesterday' is not a day such as 2024-10-07"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_words(arguments, says, capsys):
    with pytest.raises(SystemExit) as ended:
        main.main(arguments)
    assert ended.value.code == 2 and says in capsys.readouterr().err
