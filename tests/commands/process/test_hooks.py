"""The hook's own words: what it is told holds nothing that a shell would run."""

from analysis.commands.process import hooks


def test_the_reason_holds_nothing_that_a_shell_would_run(tmp_path):
    reason = 'a "b" & del `c` $(d) %e% ^| <f>\nC:\\g (h)'
    assert hooks.call("printf '%s' \"$OUTTURN_REASON\" > told", tmp_path, 60, {"REASON": reason}) == ""
    assert (tmp_path / "told").read_text() == "a b del c (d) e f C:\\g (h)"


def test_without_a_hook_nothing_is_called(tmp_path):
    assert hooks.call("", tmp_path, 60, {"REASON": "it failed"}) == ""
