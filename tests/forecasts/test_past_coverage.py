"""What a series' own past forecasts have held, and that no chance is given where they held too few."""

import numpy as np
import pytest

from analysis.definitions.targets import Target
from analysis.forecasts import past_coverage
from analysis.forecasts.forecast_inputs import forecast_measures
from analysis.forecasts.past_coverage import Coverage, covered, covers_poorly, histories
from analysis.judgements.judge import judge
from analysis.measures import measures
from made_up_figures import a_count, a_report, figure, observed
from published_quarters import assessed

AT_MOST = Target(None, 420, "no more than")
POOR, GOOD = Coverage(8, 3), Coverage(8, 7)


def of_years(years, quarter=2, at=100, seed=5):
    """A count of past years by quarter, whose levels `years` gives, and half of this year."""
    rng = np.random.default_rng(seed)
    past = [
        figure("in_quarter", f"{2012 - len(years) + y}-{(13 - len(years) + y) % 100:02d} Q{q}",
               int(rng.poisson(level)), row=10 * y + q)
        for y, level in enumerate(years)
        for q in (1, 2, 3, 4)
    ]  # fmt: skip
    now = [figure("in_quarter", f"2012-13 Q{q}", at, row=200 + q) for q in range(1, quarter + 1)]
    return measures.derive(observed(*past, *now), (a_count(),), a_report())[:1]


def judged(held, target=AT_MOST, at=100):
    (measure,) = of_years([100] * 8, at=at)
    (forecast,) = forecast_measures((measure,))
    return judge(measure, forecast, target, (), observed(), a_report(), held)


@pytest.mark.parametrize(
    ("inside", "tried", "poor"),
    [
        (0, 4, False),
        (1, 5, True),
        (2, 5, False),
        (5, 10, True),
        (6, 10, False),
        (8, 10, False),
        (11, 20, True),
    ],
)
def test_poor_is_fewer_than_chance_explains_and_never_of_a_handful(inside, tried, poor):
    assert covers_poorly(inside, tried) == poor == Coverage(tried, inside).is_poor


def test_past_years_are_tried_at_the_quarter_that_is_known_now_and_steady_ones_are_seldom_poor():
    found = [covered(of_years([100] * 10, seed=seed))["THEFT", "all", "Made-up Place"] for seed in range(30)]
    assert {held.tried for held in found} == {10 - past_coverage.YEARS_BEFORE}
    assert sum(held.is_poor for held in found) <= 4
    assert 0.75 <= sum(held.inside80 for held in found) / sum(held.tried for held in found) <= 0.95


def test_years_that_jump_about_are_covered_poorly():
    """Each year on a level of its own from its third quarter on: no past tells it."""
    rng = np.random.default_rng(8)
    levels = [int(100 * np.exp(rng.normal(0, 1.2))) + 10 for _ in range(12)]
    past = [
        figure(
            "in_quarter", f"{2000 + y}-{(1 + y) % 100:02d} Q{q}", 50 if q < 3 else level * 4, row=10 * y + q
        )
        for y, level in enumerate(levels)
        for q in (1, 2, 3, 4)
    ]
    now = [figure("in_quarter", f"2012-13 Q{q}", 50, row=300 + q) for q in (1, 2)]
    held = covered(measures.derive(observed(*past, *now), (a_count(),), a_report())[:1])
    assert held["THEFT", "all", "Made-up Place"].tried == 9


def test_short_histories_are_not_tried():
    assert covered(of_years([100] * 7)) == {}


def test_where_ranges_held_too_few_no_chance_is_given_and_the_reason_is():
    poor, good, unknown = judged(POOR), judged(GOOD), judged(None)
    assert (poor.chance, poor.status_year_end) == (None, "not judged")
    assert "held 3 of 8" in poor.reason("status_year_end")
    assert poor.forecast == good.forecast and poor.status_now == good.status_now != "not judged"
    assert good.chance == unknown.chance and 0 < good.chance < 1


def test_what_is_settled_already_needs_no_forecast():
    passed = judged(POOR, Target(None, 150, "no more than"))
    assert (passed.chance, passed.status_year_end) == (0, "off track")


def test_a_report_without_past_quarters_has_none_to_try(halton):
    assert histories(j.measure for j in halton.headlines) == ()
    assert all(judged.coverage is None for judged in halton.judgements)


def test_series_of_one_kind_stand_in_one_history(made_up_root):
    found = histories(j.measure for j in assessed(made_up_root, 2).headlines)
    kinds = sorted((past.kind, past.denominators is not None, len(past.ids)) for past in found)
    assert kinds == [("count", False, 3), ("percentage", True, 2), ("rate", False, 1), ("rate", True, 1)]
    calls = next(past for past in found if past.kind == "rate" and past.denominators is not None)
    assert (calls.values * calls.denominators).mean() == pytest.approx(380, rel=0.02)  # calls a quarter
    assert all(past.first_year == 2018 and past.values.shape[1:] == (5, 4) for past in found)
    share = next(past for past in found if past.kind == "percentage")
    assert share.denominators is not None and np.isfinite(share.denominators).all()
