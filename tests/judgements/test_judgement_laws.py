"""Laws of whole judgements: better never lowers a status, polarity mirrors, scale changes nothing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.definitions.regions import Member
from analysis.definitions.targets import Target
from analysis.judgements import statuses
from analysis.statistics.comparisons import own_rate
from analysis.statistics.pooling import MemberFigure, regional_figure
from analysis.statistics.rankings import place_among
from analysis.statistics.spc.charts import laney, xmr
from analysis.statistics.spc.limits import Reading
from generated_judgements import generate
from made_up_figures import a_count, a_percentage, figure, judged_of, share

ORDER = ("off track", "uncertain", "on track")
MIRRORED = {"better": "worse", "worse": "better"}
figures = st.integers(0, 4000)
targets = st.integers(1, 8000)
few = settings(max_examples=20)  # each example judges two reports


def of_count(to_date, before, target, polarity="lower", scale=1, **changes):
    """A count's judgement at half-year with last year's half and outturn, all figures times `scale`."""
    low, high = (None, target * scale) if polarity == "lower" else (target * scale, None)
    return judged_of(
        a_count(polarity=polarity, **changes),
        figure("cumulative", "2012-13 Q1-Q2", to_date * scale),
        figure("cumulative", "2011-12 Q1-Q2", before * scale, row=3),
        figure("outturn", "2011-12", 2 * before * scale + scale, row=4),
        target=Target(low, high, "terms"),
    )


def test_both_statuses_of_a_year_that_is_over_are_the_same():
    made = [judged for judged, _ in generate(300, seed=5) if judged.forecast.method == "settled"]
    over = [judged for judged in made if judged.status_year_end != "not judged"]
    assert len(over) > 20
    assert [judged.status_now for judged in over] == [judged.status_year_end for judged in over]


@few
@given(figures, st.integers(0, 500), figures, targets, st.sampled_from(["lower", "higher"]))
def test_a_better_figure_never_lowers_the_status_now(worse, gain, before, target, polarity):
    better = max(0, worse - gain) if polarity == "lower" else worse + gain
    statuses_now = [of_count(n, before, target, polarity).status_now for n in (worse, better)]
    assert ORDER.index(statuses_now[1]) >= ORDER.index(statuses_now[0])


@few
@given(
    st.integers(1, 300), st.integers(0, 200), st.integers(0, 300), st.floats(1, 99),
    st.sampled_from(["lower", "higher"]),
)  # fmt: skip
def test_a_better_percentage_never_lowers_the_status_now(x, gain, more, target, polarity):
    def judged(seen, of):
        bounds = (None, target) if polarity == "lower" else (target, None)
        return judged_of(
            a_percentage(polarity=polarity),
            share("cumulative", "2012-13 Q1-Q2", 100 * seen / of),
            share("numerator", "2012-13 Q1-Q2", seen, row=3),
            share("denominator", "2012-13 Q1-Q2", of, row=4),
            target=Target(*bounds, "terms"),
        )  # fmt: skip

    of = x + gain + more
    low, high = judged(x, of).status_now, judged(x + gain, of).status_now
    worse, better = (high, low) if polarity == "lower" else (low, high)
    assert ORDER.index(better) >= ORDER.index(worse)


@few
@given(
    st.integers(10, 3000),
    st.integers(10, 3000),
    st.floats(0, 2000),
    targets,
    st.sampled_from(["lower", "higher"]),
)
def test_a_distribution_shifted_to_the_good_side_never_lowers_the_status_at_year_end(
    to_date, before, shift, target, polarity
):
    """Moving the outturns by a number is the same as moving the target's bound the other way."""
    forecast = of_count(to_date, before, target, polarity).forecast
    bounds = (
        ((None, target), (None, target + shift))
        if polarity == "lower"
        else ((target, None), (target - shift, None))
    )
    plain, shifted = (statuses.status_at_year_end(forecast.chance(*b), 0.8, 0.2) for b in bounds)
    assert ORDER.index(shifted) >= ORDER.index(plain)


@few
@given(figures, figures, st.integers(1, 200))
def test_swapping_polarity_mirrors_direction_and_comparison(now, before, seen):
    lower, higher = (of_count(now, before, 100, polarity) for polarity in ("lower", "higher"))
    assert higher.direction.word == MIRRORED.get(lower.direction.word, lower.direction.word)
    as_published = lower.direction_as_published
    assert higher.direction_as_published == MIRRORED.get(as_published, as_published)
    beside = [
        judged_of(
            a_percentage(polarity=polarity),
            share("cumulative", "2012-13 Q1-Q2", seen / 2),
            share("numerator", "2012-13 Q1-Q2", seen, row=3),
            share("denominator", "2012-13 Q1-Q2", 200, row=4),
            share("cumulative", "2012-13 Q1-Q2", 40, area="Made-up Region", row=5),
        ).comparisons[0].word
        for polarity in ("lower", "higher")
    ]  # fmt: skip
    assert beside[1] == MIRRORED.get(beside[0], beside[0])


@few
@given(st.integers(1, 4000), st.integers(1, 4000), st.integers(1, 5000))
def test_swapping_polarity_mirrors_the_status_now(now, before, distance):
    """A figure as far below a ceiling as another is above a floor of the same height has the same status."""
    target = max(now, 2) * 2
    below = of_count(max(0, target // 2 - distance), before, target, "lower", status_tolerance=0)
    above = of_count(target // 2 + distance, before, target, "higher", status_tolerance=0)
    assert below.status_now == above.status_now == "on track"
    over = of_count(target // 2 + distance, before, target, "lower", status_tolerance=0)
    under = of_count(max(0, target // 2 - distance), before, target, "higher", status_tolerance=0)
    assert over.status_now == under.status_now == "off track"


@few
@given(
    st.lists(st.tuples(st.integers(0, 80), st.integers(100, 400)), min_size=12, max_size=30),
    st.sampled_from([0.1, 3.7, 1e3]),
)
def test_what_a_rate_is_per_changes_no_signal_of_its_control_chart(periods, scale):
    tops, bottoms = zip(*periods, strict=True)
    plain, scaled = (laney(tops, bottoms, "u'", per=per) for per in (1000.0, 1000.0 * scale))
    assert [p.signals for p in scaled.points] == [p.signals for p in plain.points]
    assert (scaled.icon, scaled.trial) == (plain.icon, plain.trial)


@few
@given(st.lists(st.integers(1, 400), min_size=5, max_size=12, unique=True), st.data())
def test_swapping_polarity_turns_the_rank_among_the_members_round(counts, data):
    """The best of n by one polarity is the last by the other; the gap and the interval stay."""
    members = [MemberFigure(Member(f"E{n}", f"Place {n}"), x, 1000) for n, x in enumerate(counts)]
    own = data.draw(st.sampled_from(members))
    region, ours = (
        regional_figure("Region", members, 1000, own=own.member.code),
        own_rate(own.numerator, 1000, 1000),
    )
    lower, higher = (
        place_among(ours, own.member.code, members, region, polarity) for polarity in ("lower", "higher")
    )
    assert lower.standing.rank + higher.standing.rank == len(members) + 1
    assert (lower.gap, lower.interval) == (higher.gap, higher.interval)


SWAPPED = {"on track": "off track", "off track": "on track"}


@few
@given(figures, figures, targets)
def test_swapping_polarity_mirrors_the_chance_and_the_status_at_year_end(now, before, target):
    """What does not keep under a ceiling reaches the floor one above it: the chances make 1."""
    ceiling, floor = of_count(now, before, target), of_count(now, before, target + 1, "higher")
    assert ceiling.chance + floor.chance == pytest.approx(1, abs=1e-12)
    assert floor.status_year_end == SWAPPED.get(ceiling.status_year_end, ceiling.status_year_end)


@few
@given(st.lists(st.integers(0, 60), min_size=12, max_size=36))
def test_swapping_polarity_mirrors_the_icon_of_a_control_chart(values):
    lower, higher = (xmr(values, reading=Reading(polarity)).icon for polarity in ("lower", "higher"))
    mirrored = {
        "special cause improvement": "special cause concern",
        "special cause concern": "special cause improvement",
    }
    assert higher == mirrored.get(lower, lower)


@few
@given(st.integers(1, 3000), st.integers(1, 3000), targets, st.sampled_from([2.0, 3.7, 10.0, 1000.0]))
def test_scaling_units_changes_no_status_and_no_direction_of_values(now, before, target, scale):
    """Money in pounds or in thousands, a rate per 1,000 or per 10,000: what is said stays the same."""
    kinds = {"kind": "rate", "unit": "per head", "direction_tolerance": 5, "second_units": ()}

    def judged(factor):
        def printed(measure, period, value, row):
            return figure(
                measure, period, value * factor, unit="per head", row=row, printed=repr(float(value * factor))
            )

        return judged_of(
            a_count(**kinds),
            printed("cumulative", "2012-13 Q1-Q2", now, 2),
            printed("cumulative", "2011-12 Q1-Q2", before, 3),
            printed("outturn", "2011-12", 2 * before, 4),
            target=Target(None, target * factor, "no more than"),
        )  # fmt: skip

    plain, scaled = judged(1.0), judged(scale)
    assert scaled.status_now == plain.status_now
    assert scaled.chance == pytest.approx(plain.chance, abs=1e-9)
    assert scaled.status_year_end == plain.status_year_end
    assert scaled.direction.word == plain.direction.word
    assert scaled.direction_as_published == plain.direction_as_published


@pytest.mark.parametrize(("cut_offs", "status"), [((0.8, 0.2), "uncertain"), ((0.6, 0.4), "on track")])
def test_an_indicators_own_cut_offs_count(cut_offs, status):
    on_track, off_track = cut_offs
    judged = of_count(100, 100, 215, on_track_from=on_track, off_track_to=off_track)
    assert 0.6 <= judged.chance < 0.8
    assert judged.status_year_end == status


def test_the_direction_as_published_is_reachable_by_name():
    assert of_count(3710, 3836, 8000).direction.word == "no clear change"
    chosen = of_count(3710, 3836, 8000, rules="direction: as published")
    assert chosen.direction.word == "better" and "as published" in chosen.direction.rule


def test_the_judgement_of_a_report_is_the_same_object_everywhere(halton):
    """One object feeds everything: replacing it is the only way to another status."""
    judged = halton.headlines[0]
    assert replace(judged) == judged and judged in halton.judgements
