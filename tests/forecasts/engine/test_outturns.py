"""Distributions of the outturn: laws, draws, parts."""

import numpy as np
import pytest

from analysis.forecasts.engine.outturns import DrawnOutturns, LawOutturns, settled, stacked


def law(scale="log", whole=True, **rest) -> LawOutturns:
    """Two series: 10 happened and about 20 to come; 5 and about 2."""
    floor, unit = np.array([[10.0], [5.0]]), np.ones((2, 1))
    centre = {"log": np.log([[20.5], [2.5]]), "plain": np.array([[20.0], [2.0]])}[scale]
    return LawOutturns(("a", "b"), whole, scale, floor, unit, centre, np.full((2, 1), 0.3), **rest)


@pytest.mark.parametrize("scale", ["log", "plain"])
def test_quantile_and_chance_are_each_others_inverse(scale):
    outturns = law(scale, whole=False, offset=0.5 if scale == "log" else 0.0)
    for p in (0.05, 0.3, 0.5, 0.9):
        np.testing.assert_allclose(outturns.below(outturns.quantile(p)), p, atol=1e-12)


def test_a_range_of_whole_events_includes_both_ends():
    outturns = law(offset=0.5)
    alone = outturns.chance(30, 30)
    assert (alone > 0).all()
    np.testing.assert_allclose(outturns.chance(None, 29) + alone + outturns.chance(31, None), 1)
    np.testing.assert_allclose(outturns.chance(None, 30.4), outturns.chance(None, 30))


def test_nothing_passes_the_most():
    capped = law("plain", whole=False).named(("x", "y"), most=25.0)
    assert capped.ids == ("x", "y")
    assert capped.quantile(0.9).max() <= 25
    assert capped.chance(None, 25.0).tolist() == [1.0, 1.0]


def test_stacked_parts_come_back_in_order():
    whole = law(offset=0.5)
    order = [np.array([1]), np.array([0])]
    again = stacked([whole.of(order[0]), whole.of(order[1])], order)
    assert again.ids == whole.ids
    np.testing.assert_array_equal(again.median, whole.median)


def test_a_settled_outturn_is_certain():
    sure = settled(("a",), np.array([12.0]), True)
    assert [sure.chance(*ends)[0] for ends in ((None, 12), (12, None), (13, None), (None, 11))] == [
        1,
        1,
        0,
        0,
    ]


def test_simulated_paths_give_their_own_shares():
    paths = np.arange(100.0).reshape(1, 100, 1)
    drawn = DrawnOutturns(("a",), True, paths)
    assert drawn.chance(None, 49)[0] == 0.5
    assert drawn.median[0] == 49.5


def test_each_series_has_its_own_stream():
    outturns = law(offset=0.5)
    alone = outturns.of(np.array([1])).draws(6, 4)
    np.testing.assert_array_equal(alone[0], outturns.draws(6, 4)[1])
    assert (outturns.draws(6, 5)[1] != alone[0]).any()


@pytest.mark.parametrize(
    ("low", "high", "same_low", "same_high"),
    [
        (None, 30, None, 29),
        (30, None, 31, None),
        (None, 30.4, None, 30),
        (29.6, None, 30, None),
        (10, 40, 11, 39),
    ],
)
def test_bounds_left_out_of_whole_events_are_the_next_event_in(low, high, same_low, same_high):
    outturns = law(offset=0.5)
    np.testing.assert_allclose(
        outturns.chance(low, high, exclusive=True), outturns.chance(same_low, same_high)
    )


@pytest.mark.parametrize("bound", [0.3, 30.3, 1e6 + 0.1, 0.0])
@pytest.mark.parametrize(("exclusive", "met"), [(False, 1.0), (True, 0.0)])
def test_a_settled_decimal_outturn_is_at_its_bound(bound, exclusive, met):
    sure = settled(("a",), np.array([bound * (1 + 2e-16)]), False)
    assert sure.chance(bound, None, exclusive)[0] == met
    assert sure.chance(None, bound, exclusive)[0] == met


def test_a_bound_left_out_of_a_continuous_law_costs_nothing():
    outturns = law("plain", whole=False)
    np.testing.assert_allclose(outturns.chance(None, 30.0, True), outturns.chance(None, 30.0), atol=1e-7)
