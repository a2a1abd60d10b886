"""What a forecast is told: the figures known, never more than is known, and why none is due."""

import pytest

from analysis.definitions import periods
from analysis.forecasts import forecast_inputs
from analysis.measures import measures
from made_up_figures import a_count, a_percentage, a_rate, a_report, figure, observed, rated, share


def told(monkeypatch, indicator, *figures, **report):
    """What the forecast of the indicator's headline is told, or the reason why there is none."""
    heard = []

    def listening(all_known):
        heard.extend(all_known)
        return [forecast_inputs.Forecast(known.id) for known in all_known]

    monkeypatch.setattr(forecast_inputs, "forecast_all", listening)
    measure = measures.derive(observed(*figures), (indicator,), a_report(**report))[:1]
    (forecast,) = forecast_inputs.forecast_measures(measure)
    return heard[0] if heard else forecast.reason


def quarters(year, *values):
    return [figure("in_quarter", f"{year} Q{n}", v) for n, v in enumerate(values, start=1)]


def test_a_half_year_is_told_with_last_years(monkeypatch):
    known = told(
        monkeypatch,
        a_count(),
        figure("cumulative", "2012-13 Q1-Q2", 559),
        figure("cumulative", "2011-12 Q1-Q2", 761, row=3),
        figure("outturn", "2011-12", 1548, row=4),
    )
    assert (known.id, known.kind, known.known, known.to_date) == ("THEFT|all|Made-up Place", "count", 2, 559)
    assert (known.last_year_to_date, known.last_outturn, known.outturns) == (761, 1548, (1548,))
    assert known.unit_is_whole
    assert (known.known_values, known.history, known.numerator) == ((), (), None)


def test_quarters_and_years_are_told_one_by_one(monkeypatch):
    past = [f for year in ("2010-11", "2011-12") for f in quarters(year, 30, 31, 32, 33)]
    known = told(monkeypatch, a_count(), *quarters("2012-13", 28, 29), *past)
    assert known.known_values == (28, 29)
    assert known.history == ((30, 31, 32, 33), (30, 31, 32, 33))
    assert known.outturns == (126, 126)
    assert known.history_denominators == known.known_denominators == ()


def test_a_missing_quarter_of_the_past_is_told_as_missing_and_never_as_zero(monkeypatch):
    known = told(monkeypatch, a_count(), *quarters("2012-13", 28), *quarters("2011-12", 30, None, 32, 33))
    assert known.history == ((30, None, 32, 33),)


def test_the_counts_behind_a_percentage_are_told(monkeypatch):
    figures = (
        share("in_quarter", "2012-13 Q1", 75.0),
        share("numerator", "2012-13 Q1", 30),
        share("denominator", "2012-13 Q1", 40),
    )
    known = told(monkeypatch, a_percentage(), *figures)
    assert (known.kind, known.numerator, known.denominator, known.known_denominators) == (
        "percentage", 30, 40, (40,),
    )  # fmt: skip
    assert not known.unit_is_whole


@pytest.mark.parametrize(
    ("changes", "kind", "rolling"),
    [
        ({}, "count", False),
        ({"kind": "rate"}, "rate", False),
        ({"kind": "money"}, "rate", False),
        ({"kind": "level", "accumulates": "last"}, "level", False),
        ({"kind": "percentage", "accumulates": "rolling"}, "percentage", True),
        ({"kind": "percentage", "accumulates": "survey"}, "survey", False),
    ],
)
def test_the_kind_says_how_a_forecast_treats_the_series(monkeypatch, changes, kind, rolling):
    known = told(monkeypatch, a_count(**changes), figure("cumulative", "2012-13 Q1-Q2", 50))
    assert (known.kind, known.rolling) == (kind, rolling)


def test_a_half_year_is_no_like_for_like_of_a_rolling_year(monkeypatch):
    rolling = share("rolling_12_months", "2012-13 Q2", 12), share("cumulative", "2011-12 Q1-Q2", 14.18)
    assert told(monkeypatch, a_percentage(accumulates="rolling"), *rolling).last_year_to_date is None


def test_arrears_and_provisional_figures_are_told(monkeypatch):
    late = figure("in_quarter", "2012-13 Q1", 30, status="provisional")
    known = told(monkeypatch, a_count(arrears=1), late)
    assert (known.arrears, known.known, known.provisional) == (1, 1, True)


@pytest.mark.parametrize(
    ("changes", "figures", "reason"),
    [
        ({"stage": "placeholder", "agreed": "to be set"}, [], "a placeholder: to be set"),
        ({}, [figure("in_quarter", "2012-13 Q2", 76)], "only July to September 2012 is delivered"),
    ],
)
def test_where_no_forecast_can_be_due_the_reason_is_given(monkeypatch, changes, figures, reason):
    assert told(monkeypatch, a_count(**changes), *figures).startswith(reason)


def test_every_measure_has_one_forecast_in_its_place(halton):
    ids = [judged.forecast.id for judged in halton.judgements]
    assert ids == [judged.text_key for judged in halton.judgements]
    silent = [j.text_key for j in halton.judgements if j.forecast.expected is None and not j.forecast.reason]
    assert silent == []


def test_months_are_told_where_they_are_delivered(monkeypatch):
    def months(year, value):
        first = periods.parse_year(year).first
        labels = [periods.Period(first + n, 1).label for n in range(12)]
        return [figure("in_month", label, value) for label in labels]

    past = [f for year in ("2010-11", "2011-12") for f in months(year, 10)]
    known = told(monkeypatch, a_count(), *past, *months("2012-13", 8)[:6])
    assert (known.periods_per_year, known.known, known.to_date) == (12, 6, 48)
    assert known.known_values == (8,) * 6 and known.history == ((10,) * 12, (10,) * 12)
    gap = told(monkeypatch, a_count(), *past, *months("2012-13", 8)[:2], *quarters("2012-13", 24, 24))
    assert (gap.periods_per_year, gap.known) == (4, 2)


def test_a_forecast_by_months_has_its_path_at_the_ends_of_quarters():
    def months(year, count):
        first = periods.parse_year(year).first
        return [figure("in_month", periods.Period(first + n, 1).label, 20 + n % 3) for n in range(count)]

    figures = [f for year in ("2009-10", "2010-11", "2011-12") for f in months(year, 12)]
    derived = measures.derive(observed(*figures, *months("2012-13", 6)), (a_count(),), a_report())
    (forecast,) = forecast_inputs.forecast_measures(derived)
    assert [point.period for point in forecast.path] == [3, 4]
    assert forecast.path[-1].expected == forecast.expected


def test_what_a_rate_is_worth_in_events_is_told(monkeypatch):
    """The chance of small counts is in a forecast only if it knows the counts: 12 calls and not 12,000."""
    past = [
        f for n in range(8) for f in rated(f"20{10 + n // 4}-{11 + n // 4} Q{n % 4 + 1}", 12, 4_000, 10 * n)
    ]
    known = told(
        monkeypatch, a_rate(), *past, *rated("2012-13 Q1", 14, 4_100, 100), quarter=1, as_at="2012-06-30"
    )
    assert (known.kind, known.numerator, known.events_per_unit) == ("rate", 14, pytest.approx(4.1, rel=1e-5))
    assert told(monkeypatch, a_rate(), figure("in_quarter", "2012-13 Q1", 3)) is not None


def test_a_small_rate_is_as_unsure_as_its_counts():
    def width(calls, people):
        past = [
            f
            for n in range(12)
            for f in rated(f"20{9 + n // 4:02d}-{10 + n // 4} Q{n % 4 + 1}", calls + n % 2, people, 10 * n)
        ]
        now = rated("2012-13 Q1", calls, people, 200)
        measure = measures.derive(observed(*past, *now), (a_rate(),), a_report(quarter=1, as_at="2012-06-30"))
        (said,) = forecast_inputs.forecast_measures(measure[:1])
        return (said.high80 - said.low80) / said.expected

    assert width(12, 4_000) > 3 * width(1200, 400_000)


def test_no_forecast_passes_over_a_hole_in_the_year():
    past = [figure("in_quarter", f"2011-12 Q{n}", 100, row=n) for n in (1, 2, 3, 4)]
    months = [figure("in_month", f"2012-{month:02d}", 40) for month in (4, 5, 7, 8, 9)]
    measure = measures.derive(observed(*past, *months), (a_count(),), a_report())[0]
    said = forecast_inputs.forecast_measures((measure,))[0]
    assert said.expected is None
    assert said.reason == "June 2012 is not delivered, so the year to date is not known"


def test_years_to_date_that_give_the_quarters_give_their_forecast():
    quarters = {"2011-12": (118, 131, 97, 84), "2012-13": (109, 120)}
    apart = [
        figure("in_quarter", f"{year} Q{n}", value)
        for year, values in quarters.items()
        for n, value in enumerate(values, start=1)
    ]
    running = [
        figure("outturn" if n == 4 else "cumulative", periods.to_date(year, n).label, sum(values[:n]))
        for year, values in quarters.items()
        for n in range(1, len(values) + 1)
    ]
    by_quarter, by_year = (
        measures.derive(observed(*figures), (a_count(),), a_report())[0] for figures in (apart, running)
    )
    one, other = forecast_inputs.forecast_measures((by_quarter, by_year))
    assert (one.expected, one.low80, one.high80) == (other.expected, other.low80, other.high80)
    assert (other.expected, other.low80, other.high80) == (424, 388, 470)
