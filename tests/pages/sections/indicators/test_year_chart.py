"""The chart of a judgement: points, range and words are the judgement's own."""

from dataclasses import replace

import pytest

from analysis.pages.sections import phrases
from analysis.pages.sections.indicators.year_chart import year_chart


def judged(halton, ref, breakdown=""):
    return next(j for j in halton.headlines if j.indicator.ref == ref and breakdown in ("", j.breakdown.name))


def lines(chart):
    return {line.meaning: line for line in chart.lines}


def test_a_year_that_adds_up_starts_at_nought_and_ends_at_what_is_expected(halton):
    sh1 = judged(halton, "SH1")
    chart = year_chart(sh1, halton.params)
    found = lines(chart)
    assert found["this year"].points == ((0.0, 0.0), (2.0, 3710.0))
    assert found["last year"].points == ((0.0, 0.0), (2.0, 3836.0), (4.0, 7434.0))
    assert found["expected"].points[0] == (2.0, 3710.0)
    assert found["expected"].points[-1] == (4.0, sh1.forecast.expected)
    assert chart.band[0] == (2.0, 3710.0, 3710.0)
    assert chart.band[-1] == (4.0, sh1.forecast.low80, sh1.forecast.high80)
    assert chart.target == (None, 8065.0) and chart.trajectory[-1] == (4.0, 8065.0)


def test_a_rolling_year_is_a_dot_where_its_months_end(halton):
    chart = year_chart(judged(halton, "SH7a"), halton.params)
    assert lines(chart)["this year"].points == ((pytest.approx(5 / 3), 12.0),)
    assert {y for _, y in chart.trajectory} == {14.9} and chart.to_date_label == "12% to August"


def test_a_half_year_is_no_last_year_of_a_rolling_year(halton):
    drawn = lines(year_chart(judged(halton, "SH7a"), halton.params))
    assert drawn["last year"].points == ((4.0, 13.0),)


def test_arrears_end_the_line_a_quarter_earlier(halton):
    chart = year_chart(judged(halton, "SH11", "PPO"), halton.params)
    assert lines(chart)["this year"].points[-1] == (1.0, 85.2)


def test_the_alternative_text_names_measure_place_period_value_and_message(halton):
    for one in halton.headlines:
        chart = year_chart(one, halton.params)
        if chart is None:
            continue
        wanted = [phrases.name(one), one.area, phrases.quantity(one.measure.figure)]
        wanted.append(phrases.covered(one.measure.figure))
        if one.chance is not None:
            wanted += [phrases.target(one), one.status_year_end, phrases.chance(one), phrases.expected(one)]
        assert [words for words in wanted if words not in chart.alt] == []


def test_nothing_is_drawn_without_a_figure_or_anything_beside_it(halton):
    assert year_chart(judged(halton, "SH15"), halton.params) is None
    parts = [j for j in halton.judgements if j.breakdown.name == "cases discussed"]
    assert [year_chart(j, halton.params) for j in parts] == [None] * len(parts) and parts


def test_a_year_that_is_over_draws_no_expectation(halton):
    sh1 = judged(halton, "SH1")
    over = replace(
        sh1,
        measure=replace(sh1.measure, known=4),
        forecast=replace(sh1.forecast, method="settled", path=()),
    )
    chart = year_chart(over, halton.params)
    assert "expected" not in lines(chart) and chart.band == ()
    assert lines(chart)["this year"].label == "this year 3,710" and "Outturn:" in chart.alt
