"""Observations: keys, order of trust, precision; a missing figure is never a zero."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.extracts.observations import in_order
from made_up_figures import figure, observed

SOURCES = ("report", "plan")
PRINTINGS = (
    figure("cumulative", "2012-13 Q1-Q2", 120),
    figure("cumulative", "2012-13 Q1-Q2", 121, section="THEFT commentary", row=3),
    figure("cumulative", "2012-13 Q1-Q2", 122, source="plan"),
    figure("cumulative", "2012-13 Q1-Q2", 123, source="plan", section="THEFT commentary", row=3),
)


@given(st.permutations(PRINTINGS))
def test_trust_picks_the_figure_whatever_the_order_of_rows(figures):
    """Source first, a table before its commentary, then the row."""
    observations = in_order(figures, SOURCES)
    assert [f.value for f in observations.figures] == [120, 121, 122, 123]
    assert observations.used(PRINTINGS[0].key).value == 120


@given(st.sampled_from(PRINTINGS), st.permutations(SOURCES))
def test_the_order_of_sources_is_the_order_of_trust(unused, sources):
    used = in_order(PRINTINGS, tuple(sources)).used(PRINTINGS[0].key)
    assert used.value == {"report": 120, "plan": 122}[sources[0]]


def test_a_table_of_the_second_source_comes_after_the_commentary_of_the_first():
    figures = (PRINTINGS[1], PRINTINGS[2])
    assert in_order(figures, SOURCES).used(PRINTINGS[0].key).value == 121


@pytest.mark.parametrize("status", ["not applicable", "not received"])
def test_a_figure_that_is_missing_in_one_source_is_taken_from_the_next(status):
    gone = figure("cumulative", "2012-13 Q1-Q2", None, status=status)
    there = figure("cumulative", "2012-13 Q1-Q2", 122, source="plan")
    assert observed(there, gone).used(gone.key) is there
    assert observed(gone).used(gone.key).status == status
    assert observed(there, gone).by_key[gone.key] == (gone, there)


def test_what_a_source_suppresses_no_later_printing_gives_away():
    hidden = figure("cumulative", "2012-13 Q1-Q2", None, status="suppressed", printed="[c]", row=9)
    older = figure("cumulative", "2012-13 Q1-Q2", 3, row=2)
    elsewhere = figure("cumulative", "2012-13 Q1-Q2", 4, source="plan")
    other = figure("cumulative", "2012-13 Q1-Q2", 5, area="East Town", source="plan")
    kept = observed(older, hidden, elsewhere, other).figures
    assert [(f.value, f.printed, f.status) for f in kept if f.area == hidden.area and f is not hidden] == [
        (None, "", "suppressed")
    ] * 2
    assert other in kept


def test_what_a_more_trusted_source_prints_stands_though_another_suppresses_it():
    hidden = figure("cumulative", "2012-13 Q1-Q2", None, status="suppressed", source="plan")
    there = figure("cumulative", "2012-13 Q1-Q2", 122)
    assert observed(hidden, there).used(there.key) is there


def test_a_zero_is_a_figure():
    zero = figure("cumulative", "2012-13 Q1-Q2", 0)
    other = figure("cumulative", "2012-13 Q1-Q2", 7, source="plan")
    assert observed(other, zero).used(zero.key).value == 0


def test_a_fact_that_nobody_printed_is_none():
    assert observed().used(PRINTINGS[0].key) is None


@pytest.mark.parametrize(
    "change",
    [
        {"ref": "SEEN"}, {"breakdown": "cars"}, {"area": "East Town"}, {"unit": "crimes per 1000 population"},
    ],
)  # fmt: skip
def test_another_series_or_unit_is_another_fact(change):
    assert figure("cumulative", "2012-13 Q1-Q2", 120, **change).key != PRINTINGS[0].key


@pytest.mark.parametrize(
    ("measure", "period"), [("target", "2012-13 Q1-Q2"), ("cumulative", "2012-13 Q1-Q3")]
)
def test_another_measure_or_period_is_another_fact(measure, period):
    assert figure(measure, period, 120).key != PRINTINGS[0].key


def test_where_it_stands_does_not_make_another_fact():
    assert {printing.key for printing in PRINTINGS} == {PRINTINGS[0].key}


@pytest.mark.parametrize(("printed", "half"), [("12", 0.5), ("3.2", 0.05), ("3.18", 0.005), ("13.10", 0.005)])
def test_half_a_printed_digit(printed, half):
    assert figure("cumulative", "2012-13 Q1-Q2", float(printed), printed=printed).half_unit == pytest.approx(
        half
    )


def test_groups_hold_every_figure_once(halton):
    observations = halton.observations
    for groups in (observations.by_key, observations.by_series, observations.by_ref):
        assert sorted(map(id, (f for group in groups.values() for f in group))) == sorted(
            map(id, observations.figures)
        )


def test_a_place_reads_as_source_and_section():
    assert PRINTINGS[1].place == "report, THEFT commentary"
    assert PRINTINGS[1].is_commentary
    assert not PRINTINGS[0].is_commentary
