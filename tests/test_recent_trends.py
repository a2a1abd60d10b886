"""Recent trends of published figures: five years with limits, no gap closed up, the source's word beside."""

from analysis import measures, periods
from analysis.recent_trends import recent_trend
from made_up_figures import a_percentage, a_report, observed, share

YEARS = [f"20{y:02d}-{y + 1:02d}" for y in range(7, 13)]


def trend(values, limits=True, word=""):
    figures = []
    for row, (year, value) in enumerate(zip(YEARS[-len(values) :], values, strict=True)):
        if value is None:
            continue
        figures.append(share("outturn", year, value, row=10 * row))
        if limits:
            figures.append(share("lower_limit", year, value - 1, row=10 * row + 1))
            figures.append(share("upper_limit", year, value + 1, row=10 * row + 2))
    if word:
        figures.append(share("published_trend", YEARS[-1], None, word=word, row=99))
    params, observations = a_report(quarter=4, as_at="2013-03-31"), observed(*figures)
    indicator = a_percentage(accumulates="survey")
    return recent_trend(measures.derive(observations, (indicator,), params)[0], observations)


def test_a_rise_over_five_years_is_a_trend_and_the_published_word_stands_beside_it():
    found = trend([10, 12, 14, 16, 18], word="increasing and getting better")
    assert (found.trend.word, found.trend.judged) == ("increasing", "better")
    assert found.published == "increasing and getting better"
    assert found.years == ("2008-09", "2009-10", "2010-11", "2011-12", "2012-13")


def test_a_gap_is_not_closed_up():
    found = trend([8, 10, None, 14, 16, 18])
    assert found.trend.word == "cannot be calculated" and "gap" in found.trend.reason


def test_without_published_limits_there_is_none():
    assert trend([10, 12, 14, 16, 18], limits=False) is None


def test_calendar_years_keep_their_own_labels():
    figures = []
    for row, year in enumerate(YEARS):
        moved = {"window": periods.parse(f"{year[:4]}-01 to {year[:4]}-12"), "row": 10 * row}
        figures += [share(m, year, 10.0 + row, **moved) for m in ("outturn", "lower_limit", "upper_limit")]
    params, observations = a_report(quarter=4, as_at="2013-03-31"), observed(*figures)
    measure = measures.derive(observations, (a_percentage(accumulates="survey"),), params)[0]
    assert recent_trend(measure, observations).years == ("2008", "2009", "2010", "2011", "2012")
