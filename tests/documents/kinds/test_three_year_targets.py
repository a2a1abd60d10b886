"""Targets of a plan as printed: numbers and words, and what the words ask for."""

import pytest

from analysis.definitions.errors import InputError
from analysis.definitions.targets import Target
from analysis.documents.kinds import three_year_targets
from analysis.documents.kinds.three_year_targets import PlannedTargets, agreed, path_needed, planned
from document_files import entry, table

HEAD = "ref,formerly,title,actual_2011_12,target_2012_13,target_2013_14,unit,polarity"
SMALL = f"{HEAD}\nA1,,Visits,new measure,100,110,visits,higher\nA2,NI 1,Fires,12,10,to be set,fires,lower"


def made(text=SMALL) -> PlannedTargets:
    return three_year_targets.make(table(text), entry(form="three_year_targets_csv"))


@pytest.mark.parametrize(
    ("text", "value", "words", "note"),
    [
        ("559000", 559000, "", ""),
        ("1,263.62", 1263.62, "", ""),
        ("79 (to be confirmed)", 79, "", "to be confirmed"),
        ("in line with NW average (9.7)", None, "in line with NW average", "9.7"),
        ("to be set", None, "to be set", ""),
        ("", None, "nothing printed", ""),
        ("n/a", None, "not applicable", ""),
    ],
)
def test_a_target_is_a_number_or_words(text, value, words, note):
    found = planned("2013-14", text)
    assert (found.value, found.words, found.note) == (value, words, note)


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("in line with NW average (9.7)", 9.7), ("above NW average (1,234 [p])", 1234),
        ("in line with NW average ([x])", None), ("in line with NW average (the county)", None),
    ],
)  # fmt: skip
def test_the_figure_beside_words_is_read_as_any_cell(text, beside):
    assert planned("2013-14", text).beside == beside


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("14.5", "value"),
        ("above NW average", "above_region"),
        ("reduce to NW average", "in_line_with_region"),
        ("in line with NW average", "in_line_with_region"),
        ("maintain and reduce from 2010-11 baseline", "maintain_or_improve"),
        ("maintain and reduce", "to_be_set"),
        ("top quartile in the North West", "to_be_set"),
    ],
)
def test_words_that_name_a_figure_ask_for_it_and_others_stay_words(text, kind):
    row = made().rows[1]
    line = agreed(planned("2013-14", text), row, "North West", "plan")
    assert line.kind == kind and (kind == "value" or line.words == text)


def test_years_come_from_the_heading_and_a_missing_actual_keeps_its_word():
    plan = made()
    assert (plan.actual_year, plan.years) == ("2011-12", ("2012-13", "2013-14"))
    assert plan.rows[0].actual.value is None and plan.rows[0].actual.why_none == "new measure"


def test_a_table_without_years_or_with_a_ref_twice_is_refused():
    with pytest.raises(InputError, match="one column such as actual_2011_12"):
        made("ref,formerly,title,unit,polarity\nA1,,Visits,visits,higher")
    with pytest.raises(InputError, match="'A1' stands in the table twice"):
        made(SMALL.replace("A2", "A1"))
    with pytest.raises(InputError, match="'better' is not a word that is known here"):
        made(SMALL.replace("higher", "better"))


def test_haltons_plan_is_read_whole(halton):
    (plan,) = halton.contents(PlannedTargets)
    assert len(plan.rows) == 63 and len(plan.years) == 4
    assert sum(target.value is not None for row in plan.rows for target in row.targets) == 194


@pytest.mark.parametrize(
    ("actual", "low", "high", "a_year", "is_met", "allows"),
    [
        (18.9, 28, None, 9.1 / 4, False, 0),
        (24.5, 24, None, 0, True, -0.5),
        (90, None, 80, -2.5, False, 0),
        (6, None, 9, 0, True, 3),
        (5, 4, 6, 0, True, -1),
    ],
)
def test_the_change_needed_each_year(actual, low, high, a_year, is_met, allows):
    path = path_needed(actual, Target(low, high, "x"), 4)
    assert path.a_year == pytest.approx(a_year) and path.is_met is is_met
    assert path.allows == pytest.approx(allows)


def test_no_number_no_path():
    assert path_needed(5, Target(None, None, "to be set"), 3) is None
