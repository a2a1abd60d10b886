"""Statuses at their bounds; what it would take; the rule that historic documents used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.definitions.targets import Target
from analysis.judgements.statuses import (
    numerator_needed,
    progress_as_published,
    status_at_year_end,
    status_now,
    still_to_add,
)


@pytest.mark.parametrize(
    ("value", "low", "high", "exclusive", "status"),
    [
        (100, None, 100, False, "on track"),
        (100.01, None, 100, False, "uncertain"),
        (105, None, 100, False, "uncertain"),
        (105.01, None, 100, False, "off track"),
        (100, 100, None, False, "on track"),
        (95, 100, None, False, "uncertain"),
        (94.99, 100, None, False, "off track"),
        (14.9, 14.9, None, True, "uncertain"),
        (14.91, 14.9, None, True, "on track"),
        (0.1 + 0.2, 0.3, None, True, "uncertain"),  # a sum that floating point puts just above its bound
        (0.3, None, 0.1 + 0.2, True, "uncertain"),
        (30, 28, 40, False, "on track"),
        (27, 28, 40, False, "uncertain"),
        (42, 28, 40, False, "uncertain"),
        (42.1, 28, 40, False, "off track"),
        (0, None, 0, False, "on track"),
        (1, None, 0, False, "off track"),
        (-104, -100, None, False, "uncertain"),
        (-106, -100, None, False, "off track"),
        (81.94, 82, None, False, "uncertain"),
        (0.105, None, 0.1, False, "uncertain"),
    ],
)
def test_status_now_at_its_bounds(value, low, high, exclusive, status):
    assert status_now(value, low, high, 5, exclusive) == status


@pytest.mark.parametrize(("tolerance", "status"), [(0, "off track"), (2, "off track"), (3, "uncertain")])
def test_the_tolerance_is_a_share_of_the_bound(tolerance, status):
    assert status_now(102.5, None, 100, tolerance, False) == status


ORDER = ("off track", "uncertain", "on track")


@given(st.floats(0, 1000), st.floats(0, 1000), st.floats(0, 50))
def test_a_better_figure_is_never_a_worse_status(one, other, tolerance):
    fewer, more = sorted((one, other))
    statuses = [status_now(value, None, 500, tolerance, False) for value in (more, fewer)]
    assert ORDER.index(statuses[0]) <= ORDER.index(statuses[1])
    statuses = [status_now(value, 500, None, tolerance, False) for value in (fewer, more)]
    assert ORDER.index(statuses[0]) <= ORDER.index(statuses[1])


@pytest.mark.parametrize(
    ("chance", "status"),
    [
        (1, "on track"), (0.8, "on track"), (0.7999, "uncertain"), (0.5, "uncertain"), (0.2001, "uncertain"),
        (0.2, "off track"), (0, "off track"), (None, "not judged"),
    ],
)  # fmt: skip
def test_status_at_year_end_goes_by_the_chance(chance, status):
    assert status_at_year_end(chance, 0.8, 0.2) == status


@pytest.mark.parametrize(
    ("to_date", "target", "left"),
    [
        (3710, Target(None, 8065, "no more than"), 4355), (9000, Target(None, 8065, "no more than"), -935),
        (100, Target(250, None, "at least"), 150), (0, Target(None, 0, "no more than"), 0),
    ],
)  # fmt: skip
def test_what_the_rest_of_the_year_may_or_must_still_add(to_date, target, left):
    assert still_to_add(to_date, target) == left


@pytest.mark.parametrize(
    ("denominator", "target", "needed"),
    [
        (568, Target(14.9, None, "above", exclusive=True), 85),
        (568, Target(14.9, None, "at least"), 85),
        (34, Target(None, 13.1, "no more than"), 4),
        (100, Target(15, None, "at least"), 15),
        (100, Target(15, None, "above", exclusive=True), 16),
        (100, Target(None, 15, "no more than"), 15),
        (100, Target(None, 15, "below", exclusive=True), 14),
        (1, Target(0, None, "at least"), 0),
        (34, Target(None, 0, "no more than"), 0),
        (34, Target(None, 100, "no more than"), 34),
        (34, Target(None, 150, "no more than"), 34),
        (34, Target(100, None, "at least"), 34),
        (34, Target(-5, None, "at least"), 0),
    ],
)
def test_the_numerator_that_just_meets_a_percentage(denominator, target, needed):
    assert numerator_needed(denominator, target) == needed


@given(st.integers(1, 5000), st.floats(0.01, 99), st.booleans())
def test_one_case_less_would_not_meet_it(denominator, percent, exclusive):
    at_least = Target(percent, None, "", exclusive=exclusive)
    needed = numerator_needed(denominator, at_least)
    assert at_least.meets(100 * needed / denominator)
    assert needed == 0 or not at_least.meets(100 * (needed - 1) / denominator)
    at_most = Target(None, percent, "", exclusive=exclusive)
    allowed = numerator_needed(denominator, at_most)
    assert at_most.meets(100 * allowed / denominator)
    assert not at_most.meets(100 * (allowed + 1) / denominator)


@pytest.mark.parametrize(
    ("pro_rata", "target", "polarity", "progress"),
    [
        (7420, 8065, "lower", "green"), (8065, 8065, "lower", "green"), (8066, 8065, "lower", "not green"),
        (82, 82, "higher", "green"), (81.94, 82, "higher", "not green"), (0.1 + 0.2, 0.3, "lower", "green"),
        (None, 82, "higher", ""), (82, None, "higher", ""), (82, 82, "nearer", ""), (82, 82, "none", ""),
    ],
)  # fmt: skip
def test_the_rule_that_documents_used_for_progress(pro_rata, target, polarity, progress):
    assert progress_as_published(pro_rata, target, polarity) == progress
