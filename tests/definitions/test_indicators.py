"""Indicators: dated references find what they meant in a year; breakdowns inherit; nonsense is refused."""

import pytest
from pydantic import ValidationError

from analysis.definitions.indicators import Breakdown, Indicator, find
from made_up_figures import a_count


@pytest.mark.parametrize(
    ("reference", "year", "means"),
    [
        ("NI 17", "2011-12", {"SH1", "SH3"}),
        ("NI17", "2011-12", {"SH1", "SH3"}),
        ("ni 17", "2011-12", {"SH1", "SH3"}),
        ("NI 17", "2012-13", set()),
        ("PA 8", "2011-12", {"SH5"}),
        ("PA8", "2011-12", {"SH5"}),
        ("PA8", "2012-13", {"PA8"}),
        ("PA 8", "2012-13", {"PA8"}),
        ("CCC25", "2012-13", {"SH1"}),
        ("CCC25", "2013-14", {"SH7a"}),
        ("CCC24", "2012-13", {"SH10"}),
        ("CCC24", "2013-14", {"SH6"}),
        ("CCC26", "2012-13", {"SH2"}),
        ("CCC26", "2013-14", {"SH8a"}),
        ("CCC29", "2012-13", {"SH7a"}),
        ("CCC29", "2013-14", {"SH11"}),
        ("CCC33", "2012-13", {"SH11"}),
        ("CCC33", "2013-14", {"SH17"}),
        ("PA9", "2012-13", {"PA9"}),
        ("SH1", "2012-13", {"SH1"}),
        ("SH1", "2009-10", {"SH1"}),
        ("NI 32", "2011-12", {"SH6"}),
        ("XX1", "2012-13", set()),
        ("", "2012-13", set()),
    ],
)
def test_year_and_reference_find_the_indicator_or_those_that_share_it(halton, reference, year, means):
    assert {indicator.ref for indicator in find(halton.indicators, reference, year)} == means


def test_a_dated_reference_comes_before_the_indicator_that_bears_it_now():
    old = a_count(ref="OLD", references=({"ref": "THEFT", "years": ("2011-12",)},))
    own = a_count()
    assert find((own, old), "THEFT", "2011-12") == (old,)
    assert find((own, old), "THEFT", "2012-13") == (own,)


def test_every_former_reference_of_the_real_report_finds_its_indicator(halton):
    dated = [(i, r.ref, year) for i in halton.indicators for r in i.references for year in r.years]
    assert len(dated) > 40
    assert [(r, year) for i, r, year in dated if i not in find(halton.indicators, r, year)] == []


def test_former_references_leave_out_the_year_asked_for(halton):
    sh1 = next(indicator for indicator in halton.indicators if indicator.ref == "SH1")
    assert sh1.formerly("2012-13") == ("NI 17 (2011-12)", "CCC21 (2013-14)")


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, ("crimes", "count", "sum", "lower")),
        ({"unit": "thefts"}, ("thefts", "count", "sum", "lower")),
        ({"kind": "percentage", "accumulates": "ratio"}, ("crimes", "percentage", "ratio", "lower")),
        ({"polarity": "none"}, ("crimes", "count", "sum", "none")),
    ],
)
def test_a_breakdown_has_its_indicators_ways_unless_it_says_otherwise(own, expected):
    part = Breakdown(name="cars", **own)
    thefts = a_count(breakdowns=(part,))
    found = thefts.unit_of(part), thefts.kind_of(part), thefts.accumulation_of(part), thefts.polarity_of(part)
    assert found == expected


@pytest.mark.parametrize(
    ("breakdowns", "series", "headlines"),
    [
        ((), ["all"], ["all"]),
        (({"name": "all", "total": True}, {"name": "youth"}), ["all", "youth"], ["all"]),
        (({"name": "PPO"}, {"name": "RO"}), ["PPO", "RO"], ["PPO", "RO"]),
    ],
)
def test_totals_stand_for_an_indicator_or_all_breakdowns_where_there_is_none(breakdowns, series, headlines):
    thefts = a_count(breakdowns=breakdowns)
    assert [b.name for b in thefts.series] == series
    assert [b.name for b in thefts.headlines] == headlines
    assert thefts.breakdown(series[0]) is thefts.breakdown(series[0]) or not breakdowns
    assert thefts.breakdown("elsewhere") is None


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"polarity": "up"}, "polarity"),
        ({"kind": "number"}, "kind"),
        ({"accumulates": "average"}, "accumulates"),
        ({"ref": "  "}, "ref"),
        ({"arrears": 5}, "arrears"),
        ({"arrears": -1}, "arrears"),
        ({"direction_tolerance": 0}, "direction_tolerance"),
        ({"status_tolerance": -1}, "status_tolerance"),
        ({"polaritty": "lower"}, "polaritty"),
        ({"breakdowns": ({"name": "a"}, {"name": "a"})}, "'a' is declared twice"),
        ({"breakdowns": ({"name": "a", "part_of": "b"},)}, "part_of names 'b', which is not a breakdown"),
        ({"references": ({"ref": "NI 1", "years": ("2012",)},)}, "'2012' is not a period"),
        ({"references": ({"ref": "NI 1", "years": ("2012-13 Q1",)},)}, "is not a financial year"),
    ],
)
def test_a_definition_that_cannot_be_is_refused(changes, says):
    with pytest.raises(ValidationError, match=says):
        a_count(**changes)


def test_a_definition_cannot_be_changed_afterwards():
    with pytest.raises(ValidationError):
        a_count().polarity = "higher"


def test_the_real_definitions_hold_every_indicator_of_the_two_reports(halton):
    refs = {indicator.ref for indicator in halton.indicators}
    safer = {f"SH{n}" for n in (1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 15, 16, 17)}
    others = {
        "PA6",
        "PA8",
        "PA9",
        "PA10",
        "PA22",
        "PA23",
        "PA25a",
        "PA25b",
        "PA27a",
        "PA27b",
        "PA28",
        "CCC35",
    }
    assert refs == safer | {"SH7a", "SH7b", "SH8a", "SH8b"} | others
    assert all(isinstance(indicator, Indicator) for indicator in halton.indicators)
