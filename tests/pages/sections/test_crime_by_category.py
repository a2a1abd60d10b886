"""Crime by category: changes recomputed, last year worked back, chance before percentages."""

import pytest

from analysis.pages.chart_models import IntervalChart
from analysis.pages.sections import crime_by_category
from analysis.statistics.intervals import percent_change
from reports import report


@pytest.fixture(scope="module")
def chorley():
    return report("chorley-2011-12-q2")


@pytest.fixture(scope="module")
def found(chorley):
    return {crime_by_category.name_of(c): c for c in crime_by_category.categories(chorley)}


def test_every_printed_change_follows_from_its_counts(chorley, found):
    compared = 0
    for category in found.values():
        if category.quarter_change:
            made = percent_change(category.quarter.value, category.quarter_before.value)
            assert abs(made - category.quarter_change.value) <= category.quarter_change.half_unit + 1e-9
            compared += 1
        if category.to_date_change:
            low, high = category.range_before
            for before in (low, high):
                made = percent_change(category.to_date.value, before)
                assert abs(made - category.to_date_change.value) <= category.to_date_change.half_unit + 1e-9
            compared += 1
    assert compared == 20
    assert [f.kind for f in chorley.findings] == ["A printed share does not follow from its counts"]


def test_six_to_one_is_no_clear_change(found):
    told = found["Robbery"].quarter_direction
    assert told.word == "no clear change" and told.p_value == pytest.approx(0.125)


def test_last_year_to_date_is_a_range_where_the_printed_digit_leaves_one(found):
    assert found["All crime"].range_before == (3018, 3020)
    assert found["Robbery"].range_before == (17, 17)
    assert found["Domestic violence detected"].range_before is None


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Burglary of dwellings", "worse"), ("Criminal damage", "better"), ("Robbery", "better"),
        ("All crime", "no clear change"), ("Arson detected", "not comparable"),
    ],
)  # fmt: skip
def test_the_year_to_date_is_judged_by_chance(found, name, word):
    assert crime_by_category.to_date_word(found[name]) == word


def test_the_page_says_it_in_words_and_draws_every_interval(chorley):
    model = crime_by_category.compose(chorley)
    assert (
        model.title
        == "Crime by category, year to date: of 12, 1 clearly worse and 2 clearly better than last year"
    )
    assert "Robbery went from 6 to 1 in the quarter (down 83.3%)" in model.opening[0].text
    (chart,) = [c for c in model.blocks[0].contents if isinstance(c, IntervalChart)]
    assert len(chart.rows) == 10 and all(row.low < row.value < row.high for row in chart.rows)
    assert [row.label for row in chart.rows if row.own] == ["Criminal damage"]
    assert "Chorley" in chart.alt and len(model.table.rows) == 12


def test_a_report_without_categories_has_no_such_section(halton):
    assert not crime_by_category.due(halton)
