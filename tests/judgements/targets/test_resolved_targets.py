"""Where a target in words finds its number: published figures, our own past, the region's members."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from analysis.definitions.periods import parse
from analysis.definitions.targets import TOP_QUARTILE
from analysis.judgements.targets.resolved_targets import number_of
from analysis.measures import measures
from made_up_figures import REGION, a_percentage, a_report, observed, share

OURS = (
    share("rolling_12_months", "2012-13 Q2", 62.0, printed="62.0"),
    share("outturn", "2011-12", 60.5, printed="60.5", row=3),
)
VALUES = (40.0, 50.0, 60.0, 70.0, 80.0)


def finder(*figures, among=None, polarity="higher", **changes):
    indicator = a_percentage(polarity=polarity, accumulates="rolling", **changes)
    observations, report = observed(*OURS, *figures), a_report()
    measure = measures.derive(observations, (indicator,), report)[0]
    return number_of(measure, observations, report, among)


def members(*values, value=61.4, unit="percent", region=REGION):
    figure = SimpleNamespace(region=region, value=value, footing="pooled from 5 of 5 members")
    standings = tuple(SimpleNamespace(value=v) for v in values)
    return SimpleNamespace(figure=figure, members=standings, unit=unit, window=parse("2012-13 Q1-Q2"))


def regional(value, period="2012-13 Q2", **changes):
    return share("rolling_12_months", period, value, area=REGION, printed=f"{value}", **changes)


def test_the_latest_published_figure_of_a_place_comes_first():
    found = finder(regional(58.1, "2011-12 Q2", row=4), regional(59.9, row=5), among=members(*VALUES))
    assert (found(REGION, "latest").printed, found(REGION, "latest").when) == ("59.9", "September 2012")


def test_where_none_is_published_the_members_make_it():
    found = finder(among=members(*VALUES))(REGION, "latest")
    assert (found.value, found.printed, found.when) == (61.4, "61.4", "September 2012")
    assert found.where == "pooled from 5 of 5 members"


def test_a_figure_that_is_not_comparable_is_never_taken():
    old = regional(22.9, "2008-09 Q4", row=4)
    assert finder(old)(REGION, "latest").value == 22.9
    assert finder(old, not_comparable=("2008-09",))(REGION, "latest") is None


@pytest.mark.parametrize(
    "among", [None, members(*VALUES, region="Elsewhere"), members(*VALUES, unit="per head")]
)
def test_members_of_another_region_or_in_another_unit_are_not_taken(among):
    assert finder(among=among)(REGION, "latest") is None
    assert finder(among=among)(REGION, TOP_QUARTILE) is None


@pytest.mark.parametrize(("polarity", "limit"), [("higher", 70.0), ("lower", 50.0), ("none", None)])
def test_the_top_quartile_is_the_limit_of_the_best_quarter(polarity, limit):
    found = finder(among=members(*VALUES), polarity=polarity)(REGION, TOP_QUARTILE)
    assert (found.value if found else None) == limit


def test_four_members_have_no_quartile_worth_a_target():
    assert finder(among=members(*VALUES[:4]))(REGION, TOP_QUARTILE) is None


def test_our_own_outturn_of_a_past_year_is_found_and_no_other():
    found = finder()
    assert (found("", "2011-12").value, found("", "2011-12").printed) == (60.5, "60.5")
    assert found("", "2010-11") is None
    assert finder(replace(OURS[1], period=parse("2010-11"), row=9))("", "2010-11").value == 60.5
