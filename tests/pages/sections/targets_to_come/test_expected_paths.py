"""The expected path of a plan's years: what stands beside each chance, and why there is none."""

from dataclasses import replace

import pytest

from analysis.definitions.periods import parse_year
from analysis.definitions.targets import Target
from analysis.documents.kinds.three_year_targets import PlannedRow, planned
from analysis.forecasts.later_years import Held, Yearly, outlook
from analysis.judgements.targets.planned_rows import Aim, PlanRow
from analysis.pages.sections.targets_to_come import expected_paths
from made_up_figures import a_count, figure, judged_of

PAST = [figure("outturn", f"20{at:02d}-{at + 1:02d}", 180 + 5 * (at % 3), row=at) for at in range(4, 12)]
JUDGED = judged_of(
    a_count(), figure("cumulative", "2012-13 Q1-Q2", 95), *PAST, target=Target(None, 240, "no more than")
)
AGREED = Target(None, 180, "no more than")
RUN = Yearly("count", parse_year("2011-12"), tuple(float(o.value) for o in PAST))


AT_MOST = Target(None, 180, "no more than")


def a_row(*labels, target=AT_MOST, why="", **changes):
    """A row of the plan whose aims are of those years; `changes` are of each outlook."""
    aims = []
    for label in labels:
        said = outlook(RUN, JUDGED.forecast, parse_year("2012-13"), parse_year(label))
        said = replace(said, **changes) if said.ahead else said
        aims.append(Aim(planned(label, "180"), target, None, "", said, said.chance(target), why))
    row = PlannedRow("C1", "", "Thefts", "crimes", "lower", 2, None, ())
    return PlanRow(row, JUDGED, tuple(aims))


def shown(row):
    block, elsewhere = expected_paths.blocks([row])
    return block.contents[1].rows, elsewhere


def test_nothing_is_shown_without_any_outlook():
    bare = replace(a_row("2013-14"), aims=())
    assert list(expected_paths.blocks([bare])) == []


def test_each_year_says_how_far_ahead_it_is_and_what_such_ranges_held():
    (this_year, next_year, third), elsewhere = shown(a_row("2012-13", "2013-14", "2015-16"))
    assert (this_year["year"].note, this_year["held"].note) == (
        "this year's forecast",
        "see our forecasts' record",
    )
    assert next_year["year"].note == "1 year ahead" and third["year"].note == "3 years ahead"
    assert (next_year["held"].text, third["held"].text) == ("3 of 3", "1 of 1")
    assert next_year["held"].note == "too few to tell; 83 in 100 elsewhere"
    assert third["held"].note == "too few to tell; 87 in 100 elsewhere"
    assert [row["source"].text.split(",")[0] for row in elsewhere.contents[1].rows] == [
        "Recorded crime in 16 London boroughs", "Recorded crime in police force areas",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("held", "text", "note"),
    [
        (Held(1, 0, 0, 0, None), "–", "its own past is too short; 83 in 100 elsewhere"),
        (Held(1, 4, 4, 4, 9.0), "4 of 4", "too few to tell; 83 in 100 elsewhere"),
        (Held(1, 5, 4, 5, 9.0), "4 of 5", ""),
    ],
)
def test_a_back_test_that_is_too_short_says_so_and_by_what_the_width_was_set(held, text, note):
    (row,), _ = shown(a_row("2013-14", held=held))
    assert (row["held"].text, row["held"].note) == (text, note)


def test_a_poor_back_test_gives_a_path_and_no_chance():
    why = "such ranges held only 1 of 6 of its own past outturns"
    (row,), _ = shown(a_row("2013-14", held=Held(1, 6, 1, 2, 90.0), why=why))
    assert (row["chance"].text, row["chance"].note) == ("–", why) and row["expected"].text != "–"


def test_this_years_chance_is_said_as_the_scorecard_says_it_where_the_target_is_the_same():
    passed = replace(JUDGED, needed=-5.0, chance=0.0)
    row = replace(a_row("2012-13", target=JUDGED.target), judged=passed)
    assert expected_paths.chance(row, replace(row.aims[0], chance=0.0)) == "Certain: it is missed"
    other = replace(row.aims[0], chance=0.0, target=Target(None, 250, "no more than"))
    assert expected_paths.chance(row, other) == "Less than 1 in 100"
