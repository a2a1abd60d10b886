"""What chance alone gives: the look-up, its laws, and the table held against a simulation of its own."""

import math
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.spc.charts import laney, xmr
from analysis.statistics.spc.false_alarms import LEVELS, TABLES, chance_of_signals
from analysis.statistics.spc.limits import Reading, Rebase
from project import TESTS

sys.path.append(str(TESTS / "benchmarks"))
from control_signals import LENGTHS, shares, simulated

MONTHS, QUARTERS = ("month means", 12), ("month means", 4)


def row(kind, length, ranges="all"):
    return TABLES[ranges][kind][length]


@pytest.mark.parametrize(
    ("lengths", "kind", "level", "expected"),
    [
        ([], MONTHS, None, (0.0, 0.0)),
        ([36], MONTHS, None, row(MONTHS, 36)[-1]),
        ([24], QUARTERS, 20, row(QUARTERS, 24)[3]),
        ([12], ("none", 1), 1, row(("none", 1), 12)[0]),
        ([36], ("none", 12), None, row(("none", 1), 36)[-1]),
        ([24], ("events", 1), 7, row(("events", 1), 24)[0]),
        ([99], ("none", 1), 9_999, row(("none", 1), 36)[-1]),
        ([3], ("none", 1), 0.2, row(("none", 1), 12)[0]),
    ],
)
def test_what_is_tabulated_is_found_and_beyond_the_table_its_end(lengths, kind, level, expected):
    assert chance_of_signals(lengths, *kind, level) == pytest.approx(expected)


def test_between_lengths_by_straight_line_and_between_levels_by_their_logarithm():
    near, far = row(MONTHS, 30)[-1], row(MONTHS, 36)[-1]
    halfway = [(a + b) / 2 for a, b in zip(near, far, strict=True)]
    assert chance_of_signals([33], *MONTHS) == pytest.approx(halfway)
    few, more = row(MONTHS, 36)[2], row(MONTHS, 36)[3]
    between = [(a + b) / 2 for a, b in zip(few, more, strict=True)]
    assert chance_of_signals([36], *MONTHS, level=10) == pytest.approx(between)


def test_a_rebased_chart_counts_by_its_segments():
    first, second = row(("none", 1), 12)[-1], row(("none", 1), 24)[-1]
    anywhere, now = chance_of_signals([12, 24])
    assert anywhere == pytest.approx(1 - (1 - first[0]) * (1 - second[0]))
    assert now == pytest.approx(second[1])


def test_every_kind_has_every_length_and_level_for_both_ways_of_ranges():
    for tables in TABLES.values():
        assert {kind: tuple(table) for kind, table in tables.items()} == LENGTHS
        for kind, table in tables.items():
            assert {len(pairs) for pairs in table.values()} == {1 if kind[0] == "events" else len(LEVELS)}


kinds = st.sampled_from(list(LENGTHS))
levels = st.none() | st.floats(0.5, 500)


@given(kinds, st.lists(st.integers(12, 36), min_size=1, max_size=3), levels, st.sampled_from(list(TABLES)))
def test_chances_are_chances_and_one_right_now_is_the_rarer(kind, lengths, level, ranges):
    anywhere, now = chance_of_signals(lengths, *kind, level, ranges)
    assert 0 < now < anywhere < 1


@given(kinds, st.integers(12, 30), st.integers(1, 6), levels)
def test_more_points_give_no_fewer_signals(kind, length, more, level):
    """To within what the simulated shares are known to."""
    shorter, longer = (chance_of_signals([n], *kind, level)[0] for n in (length, length + more))
    assert longer >= shorter - 0.02


def agree(found, expected, times):
    """Within four standard errors of both simulations."""
    return all(
        abs(a - b) < 4 * math.sqrt(b * (1 - b) * (1 / times + 1 / 5_000))
        for a, b in zip(found, expected, strict=True)
    )


@pytest.mark.slow
@pytest.mark.parametrize("ranges", TABLES)
@pytest.mark.parametrize("kind", LENGTHS, ids=lambda kind: f"{kind[0]}, {kind[1]}")
def test_the_table_agrees_with_another_simulation(kind, ranges):
    """The shortest and longest series of each kind, at the lowest, middle and highest level."""
    for length in (LENGTHS[kind][0], LENGTHS[kind][-1]):
        for level in LEVELS[:: 2 if kind[0] != "events" else len(LEVELS)]:
            found = simulated(kind, length, level, ranges == "screened", times=1_000, seed=2)
            expected = chance_of_signals([length], *kind, level, ranges)
            assert agree(found, expected, 1_000), (length, level, found, expected)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["p'", "u'"])
@pytest.mark.parametrize("cases", [2, 5, 20])
def test_limits_by_denominators_signal_as_counts_of_their_cases_do(kind, cases):
    rng = np.random.default_rng(cases)
    people = np.rint(rng.uniform(0.7, 1.3, (1_000, 36)) * cases * 10).astype(int)
    counts = rng.poisson(people / 10) if kind == "u'" else rng.binomial(people, 0.1)
    charts = (laney(x, n, kind, periods_per_year=12) for x, n in zip(counts, people, strict=True))
    found, expected = shares(charts), chance_of_signals([36], *MONTHS, cases)
    assert found[0] == pytest.approx(expected[0], abs=0.06)
    assert found[1] == pytest.approx(expected[1], abs=0.025)


@pytest.mark.slow
@pytest.mark.parametrize("first", [12, 18, 24])
def test_segments_of_an_adjusted_chart_signal_about_as_the_table_says(first):
    reading = Reading(rebases=(Rebase(str(first + 1), "simulated"),))
    values = np.random.default_rng(first).normal(100, 10, (1_000, 36))
    found = shares(xmr(y, reading=reading, periods_per_year=12) for y in values)
    expected = chance_of_signals([first, 36 - first], *MONTHS)
    assert found[0] == pytest.approx(expected[0], abs=0.06)
    assert found[1] == pytest.approx(expected[1], abs=0.025)
