"""Past expectations against what came: from the register where it can, else from a back-test, and which."""

from dataclasses import replace

import pytest

from analysis.forecasts.past_coverage import WHOLE_YEARS_NEEDED
from analysis.judgements.track_record import calibrated, from_backtest, from_register, track_record
from published_quarters import Q, assessed, registered


def test_without_a_register_the_back_test_speaks(made_up_root):
    record = track_record(assessed(made_up_root, 2))
    assert record.source == "back-test" and record.why_not == ""
    assert {e.year for e in record.expectations} == {"2021-22", "2022-23"}
    assert [told.quarter for told in record.quarters] == [1, 2, 3]
    assert record.all.n == sum(told.n for told in record.quarters) == len(record.expectations)


def test_a_back_test_stands_beside_the_real_outturns_and_knows_nothing_of_this_year(made_up_root):
    two, three = (assessed(made_up_root, quarter) for quarter in (2, 3))
    outturns = {(j.key, o.period.label): o.value for j in two.headlines for o in j.measure.outturns}
    for one in from_backtest(two).expectations:
        assert one.outturn == pytest.approx(outturns[(one.key, one.year)], abs=0.1)  # shares are printed
    assert from_backtest(two).expectations == from_backtest(three).expectations


def test_published_expectations_of_a_year_that_is_over_come_first(made_up_root):
    entries = [registered(made_up_root, Q.format(quarter)) for quarter in (1, 2)]
    assert track_record(assessed(made_up_root, 3)).source == "back-test"  # the year is not over
    record = track_record(assessed(made_up_root, 4))
    assert record.source == "register"
    said = {(e.key, e.quarter): (e.expected, e.low80, e.high80) for e in record.expectations}
    for entry in entries:
        for line in entry.lines:
            if (line.key, entry.settings.quarter) in said:
                assert said[(line.key, entry.settings.quarter)] == (line.expected, line.low80, line.high80)
    assert {e.year for e in record.expectations} == {"2023-24"} and record.all.n >= 6


def test_a_published_line_without_all_its_numbers_is_no_expectation(made_up_root):
    entry = registered(made_up_root, Q.format(1))
    year = assessed(made_up_root, 4)
    whole = [line for line in entry.lines if line.expected is not None]
    bare = [line.model_copy(update={"low95": None}) for line in whole[:1]]
    for lines, found in ((whole, True), (bare, False)):
        kept = entry.model_copy(update={"lines": tuple(lines)})
        record = from_register(replace(year, materials=replace(year.materials, register=(kept,))))
        assert bool(record.expectations) == found


def test_halton_has_too_little_history_and_says_why(halton):
    record = track_record(halton)
    assert record.expectations == () and record.source == "back-test"
    assert f"needs {WHOLE_YEARS_NEEDED} whole past years" in record.why_not


def test_chances_are_held_against_what_came_in_steps():
    points = calibrated([(0.1, False), (0.05, True), (0.95, True), (1.0, True), (0.5, False)])
    assert [(round(p.said, 3), p.came, p.n) for p in points] == [(0.075, 0.5, 2), (0.5, 0, 1), (0.975, 1, 2)]
